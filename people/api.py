"""People by program: the same actions as the pages, one Disclosure for every read."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import actor_of
from core import access
from core.actor import Actor
from people import disclosures
from people.actions.death import record_death, undo_death
from people.actions.details import ContactDetails, PersonDetails
from people.actions.people import add_person, change_person
from people.forms.wishes import VIA
from people.lifecycle import Barrier, Channel, Purpose, ToldOfDeath
from people.models.person import Person
from people.search.find import find


class ContactInput(serializers.Serializer[Any]):
    channel = serializers.ChoiceField(choices=[c.value for c in Channel])
    value = serializers.CharField(max_length=300)
    is_safe = serializers.BooleanField(default=False)
    safe_when = serializers.CharField(max_length=300, default="", allow_blank=True)


class PersonInput(serializers.Serializer[Any]):
    first_name = serializers.CharField(max_length=200, default="", allow_blank=True)
    last_name = serializers.CharField(max_length=200, default="", allow_blank=True)
    birth_date = serializers.DateField(default=None, allow_null=True)
    record_number = serializers.CharField(max_length=100, default="", allow_blank=True)
    postal_code = serializers.CharField(max_length=20, default="", allow_blank=True)
    language = serializers.CharField(max_length=12, default="en")
    needs_interpreter = serializers.BooleanField(default=False)
    barriers = serializers.ListField(
        child=serializers.ChoiceField(choices=[b.value for b in Barrier]), default=list
    )
    contacts = ContactInput(many=True, default=list)
    despite_duplicates = serializers.BooleanField(
        default=False,
        help_text="true: somebody looked at the likely duplicates and wants a new record",
    )

    def details(self) -> PersonDetails:
        values = dict(self.validated_data)
        values.pop("despite_duplicates", None)
        values["barriers"] = frozenset(Barrier(code) for code in values["barriers"])
        values["contacts"] = tuple(
            ContactDetails(**{**contact, "channel": Channel(contact["channel"])})
            for contact in values["contacts"]
        )
        return replace(PersonDetails(), **values)


class PersonChange(PersonInput):
    despite_duplicates = None  # type: ignore[assignment]  # a change never makes a record
    version = serializers.IntegerField(
        help_text="as last read: somebody else's change is never overwritten"
    )


class PersonOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    first_name = serializers.CharField()
    last_name = serializers.CharField()
    birth_date = serializers.DateField(source="born", allow_null=True)
    record_number = serializers.CharField()
    postal_code = serializers.CharField()
    has_substitute_address = serializers.BooleanField(
        help_text="a state's program keeps their address secret: neither address nor ZIP code is stored"
    )
    substitute_address = serializers.CharField()
    language = serializers.CharField()
    needs_interpreter = serializers.BooleanField()
    contact_with_care = serializers.BooleanField()
    is_dead = serializers.BooleanField(help_text="nothing is sent to them or about them")
    version = serializers.IntegerField()


class PersonQuestion(serializers.Serializer[Any]):
    words = serializers.CharField(
        max_length=300, help_text="name, birth date, record number or phone, in any order"
    )


class People(APIView):
    """Everybody in the care of the key's organization."""

    @extend_schema(operation_id="people_add", request=PersonInput, responses={201: PersonOutput})
    def post(self, request: Request) -> Response:
        """Add a person. 409 `likely_duplicate` when we may know them already."""
        asked = PersonInput(data=request.data)
        asked.is_valid(raise_exception=True)
        person = add_person(
            actor=actor_of(request),
            details=asked.details(),
            at=timezone.now(),
            despite_duplicates=asked.validated_data["despite_duplicates"],
        )
        return Response(PersonOutput(person).data, status=status.HTTP_201_CREATED)


class PeopleSearch(APIView):
    @extend_schema(
        operation_id="people_search",
        request=PersonQuestion,
        responses={200: PersonOutput(many=True)},
    )
    def post(self, request: Request) -> Response:
        """Search by name, date of birth, record number or phone. By POST: nothing personal in an address."""
        asked = PersonQuestion(data=request.data)
        asked.is_valid(raise_exception=True)
        actor, at = actor_of(request), timezone.now()
        access.require(actor, "people.search")
        people = find(actor=actor, words=asked.validated_data["words"], at=at)
        disclosures.record(
            actor=actor,
            person_ids=[p.pk for p in people],
            what="api.search",
            purpose=Purpose.API,
            at=at,
        )
        return Response(PersonOutput(people, many=True).data)


class OnePerson(APIView):
    @extend_schema(operation_id="people_read", responses={200: PersonOutput})
    def get(self, request: Request, person_id: UUID) -> Response:
        """One person's record."""
        actor, at = actor_of(request), timezone.now()
        person = Person.objects.visible_to(actor, at=at).get(pk=person_id)
        return Response(_shown(actor, person, at=at))

    @extend_schema(
        operation_id="people_change", request=PersonChange, responses={200: PersonOutput}
    )
    def put(self, request: Request, person_id: UUID) -> Response:
        """Change a person; 409 `already_changed` when `version` is not the newest."""
        asked = PersonChange(data=request.data)
        asked.is_valid(raise_exception=True)
        version = asked.validated_data.pop("version")
        actor, at = actor_of(request), timezone.now()
        person = change_person(
            actor=actor, person_id=person_id, details=asked.details(), version=version, at=at
        )
        return Response(_shown(actor, person, at=at))


class DeathInput(serializers.Serializer[Any]):
    told_by = serializers.ChoiceField(choices=[who.value for who in ToldOfDeath])
    via = serializers.ChoiceField(choices=[code for code, _words in VIA])


class PersonNews(APIView):
    @extend_schema(operation_id="people_died", request=DeathInput, responses={200: PersonOutput})
    def post(self, request: Request, person_id: UUID) -> Response:
        """The person has died: nothing is sent any more, and the owner of each open need looks at it."""
        asked = DeathInput(data=request.data)
        asked.is_valid(raise_exception=True)
        told_by, via = ToldOfDeath(asked.validated_data["told_by"]), asked.validated_data["via"]
        actor, at = actor_of(request), timezone.now()
        person = record_death(actor=actor, person_id=person_id, told_by=told_by, via=via, at=at)
        return Response(_shown(actor, person, at=at))


class PersonNewsUndone(APIView):
    @extend_schema(operation_id="people_not_died", request=None, responses={200: PersonOutput})
    def post(self, request: Request, person_id: UUID) -> Response:
        """It was not so: what stood still goes on."""
        actor, at = actor_of(request), timezone.now()
        person = undo_death(actor=actor, person_id=person_id, at=at)
        return Response(_shown(actor, person, at=at))


def _shown(actor: Actor, person: Person, *, at: datetime) -> dict[str, Any]:
    """A record as a program reads it, after a change too: that is a look."""
    disclosures.record(
        actor=actor, person_ids=[person.pk], what="api.record", purpose=Purpose.API, at=at
    )
    return dict(PersonOutput(person).data)
