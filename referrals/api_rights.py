"""What somebody asks about their own record, by program: a copy, a correction, to be erased; and the copy itself.

Who asked to be erased is erased by a second person at a desk, never by a program (decision 31).
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import actor_of
from core import access
from core.actor import Actor
from people import disclosures
from people.actions.rights import Asked, answer_right, ask_right, disagree, take_more_time
from people.lifecycle import Purpose, Right, RightEnd
from people.models.person import Person
from people.models.rights import RightsRequest
from people.words.rights import VIA_WORDS
from referrals.search.person_copy import document_of

TOLD_BY_PEOPLE = ("in_person", "phone", "paper")
LONGEST = 2000
ANSWERS = [
    end.value for end in RightEnd if end is not RightEnd.ERASED
]  # which only its own action says


class RightOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    number = serializers.CharField(help_text="short enough to be read out; it tells nothing")
    person = serializers.UUIDField(source="person_id")
    right = serializers.ChoiceField(choices=[right.value for right in Right])
    via = serializers.ChoiceField(choices=list(VIA_WORDS))
    about = serializers.CharField()
    words = serializers.CharField()
    asked_at = serializers.DateTimeField()
    due = serializers.DateTimeField(
        source="next_step_due", allow_null=True, help_text="the law's own day; null when answered"
    )
    waiting_on = serializers.CharField()
    extended_at = serializers.DateTimeField(
        allow_null=True, help_text="when more time was taken, which is possible once"
    )
    answer = serializers.CharField(help_text="empty while it is open")
    answer_words = serializers.CharField()
    answered_at = serializers.DateTimeField(allow_null=True)
    disagreement = serializers.CharField(help_text="the person's statement against a refusal")
    disagreed_at = serializers.DateTimeField(allow_null=True)


class AskRightInput(serializers.Serializer[Any]):
    right = serializers.ChoiceField(choices=[right.value for right in Right])
    via = serializers.ChoiceField(choices=TOLD_BY_PEOPLE, help_text="how the person said it")
    about = serializers.CharField(
        max_length=LONGEST, default="", allow_blank=True, help_text="needed for a correction"
    )
    words = serializers.CharField(
        max_length=LONGEST, default="", allow_blank=True, help_text="needed for a correction"
    )

    def asked(self) -> Asked:
        said = self.validated_data
        return Asked(Right(said["right"]), said["via"], said["about"], said["words"])


class AnswerRightInput(serializers.Serializer[Any]):
    answer = serializers.ChoiceField(choices=ANSWERS)
    words = serializers.CharField(
        max_length=LONGEST, default="", allow_blank=True, help_text="needed for a no: why"
    )


class TheirWordsInput(serializers.Serializer[Any]):
    words = serializers.CharField(
        max_length=LONGEST, help_text="as the person was told, or as they say it"
    )

    @classmethod
    def of(cls, request: Request) -> str:
        said = cls(data=request.data)
        said.is_valid(raise_exception=True)
        words: str = said.validated_data["words"]
        return words


class RightsOfPerson(APIView):
    """What one person has asked."""

    @extend_schema(operation_id="rights_list", responses={200: RightOutput(many=True)})
    def get(self, request: Request, person_id: UUID) -> Response:
        """All that this person asked about their record, the newest first."""
        actor, at = actor_of(request), timezone.now()
        person = Person.objects.visible_to(actor, at=at).get(pk=person_id)
        access.require(actor, "people.ask_right", person)
        asked = RightsRequest.objects.visible_to(actor, at=at).filter(person=person)
        _look(actor, person.pk, "people.rights", at)
        return Response(RightOutput(asked.order_by("-asked_at", "-id"), many=True).data)

    @extend_schema(operation_id="rights_ask", request=AskRightInput, responses={201: RightOutput})
    def post(self, request: Request, person_id: UUID) -> Response:
        """Write down what the person asks. The date that the law gives begins to run."""
        asked = AskRightInput(data=request.data)
        asked.is_valid(raise_exception=True)
        actor, at = actor_of(request), timezone.now()
        made = ask_right(actor=actor, person_id=person_id, asked=asked.asked(), at=at)
        _look(actor, person_id, "people.rights", at)
        return Response(RightOutput(made).data, status=status.HTTP_201_CREATED)


class OneRight(APIView):
    @extend_schema(operation_id="rights_read", responses={200: RightOutput})
    def get(self, request: Request, right_id: UUID) -> Response:
        """One question: by when it is answered, and how it was."""
        actor, at = actor_of(request), timezone.now()
        found = RightsRequest.objects.visible_to(actor, at=at).get(pk=right_id)
        _look(actor, found.person_id, "people.rights", at)
        return Response(RightOutput(found).data)


class RightAnswered(APIView):
    @extend_schema(
        operation_id="rights_answer", request=AnswerRightInput, responses={200: RightOutput}
    )
    def post(self, request: Request, right_id: UUID) -> Response:
        """Given, accepted, refused with a reason, or taken back. Erased is said by nobody's program."""
        said = AnswerRightInput(data=request.data)
        said.is_valid(raise_exception=True)
        actor, at = actor_of(request), timezone.now()
        end = RightEnd(said.validated_data["answer"])
        words = said.validated_data["words"]
        done = answer_right(actor=actor, right_id=right_id, end=end, words=words, at=at)
        _look(actor, done.person_id, "people.rights", at)
        return Response(RightOutput(done).data)


class RightExtended(APIView):
    @extend_schema(
        operation_id="rights_more_time", request=TheirWordsInput, responses={200: RightOutput}
    )
    def post(self, request: Request, right_id: UUID) -> Response:
        """30 days more: once, before the date, and the person was told why in writing. Never for an erasure."""
        actor, at = actor_of(request), timezone.now()
        words = TheirWordsInput.of(request)
        asked = take_more_time(actor=actor, right_id=right_id, words=words, at=at)
        _look(actor, asked.person_id, "people.rights", at)
        return Response(RightOutput(asked).data)


class RightDisagreed(APIView):
    @extend_schema(
        operation_id="rights_disagree", request=TheirWordsInput, responses={200: RightOutput}
    )
    def post(self, request: Request, right_id: UUID) -> Response:
        """The person's own statement against a refused correction: kept as it is, and shown beside the record."""
        actor, at = actor_of(request), timezone.now()
        done = disagree(actor=actor, right_id=right_id, words=TheirWordsInput.of(request), at=at)
        _look(actor, done.person_id, "people.rights", at)
        return Response(RightOutput(done).data)


class RightCopy(APIView):
    @extend_schema(operation_id="rights_copy", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request, right_id: UUID) -> Response:
        """Everything that is kept about whoever asked for a copy: docs/person-copy.md. Only while that is open."""
        actor, at = actor_of(request), timezone.now()
        visible = RightsRequest.objects.visible_to(actor, at=at).filter(right=Right.ACCESS)
        asked = visible.select_related("organization").open().get(pk=right_id)
        access.require(actor, "people.copy", asked)
        people = Person.objects.visible_to(actor, at=at).select_related("custodian")
        person = people.get(pk=asked.person_id)
        _look(actor, person.pk, "people.copy_file", at)
        return Response(document_of(asked, person, actor, at=at))


def _look(actor: Actor, person_id: UUID, what: str, at: datetime) -> None:
    disclosures.record(
        actor=actor, person_ids=[person_id], what=what, purpose=Purpose.RIGHTS, at=at
    )
