"""Needs by program: recorded, wanted, declined, given to somebody."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import Pages, actor_of
from organizations.topics import TOPICS
from people import disclosures
from people.lifecycle import Purpose
from people.models.person import Person
from screening.actions import gaps, handing, needs
from screening.actions.needs import FoundTopic
from screening.lifecycle import Turn, Via, WhyNobody
from screening.models.need import Need

TOLD = [Via.IN_PERSON.value, Via.PHONE.value, Via.PAPER.value]


class NeedOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    person = serializers.UUIDField(source="subject_id")
    topic = serializers.CharField()
    category = serializers.CharField(help_text="SDOHCC category")
    status = serializers.CharField()
    waiting_on = serializers.CharField(allow_blank=True)
    next_step = serializers.CharField(allow_blank=True)
    next_step_due = serializers.DateTimeField(allow_null=True)
    responsible = serializers.UUIDField(source="responsible_id", allow_null=True)
    said_by = serializers.CharField()
    via = serializers.CharField()
    closed_at = serializers.DateTimeField(allow_null=True)
    paused_until = serializers.DateField(
        allow_null=True, help_text="the family asked to wait until this day"
    )
    version = serializers.IntegerField()


class NeedPage(serializers.Serializer[Any]):
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = NeedOutput(many=True)


class NeedInput(serializers.Serializer[Any]):
    person = serializers.UUIDField()
    topic = serializers.ChoiceField(choices=sorted(TOPICS))
    words = serializers.CharField(max_length=2000, default="", allow_blank=True)


class WantInput(serializers.Serializer[Any]):
    via = serializers.ChoiceField(choices=TOLD, default=Via.IN_PERSON.value)
    words = serializers.CharField(max_length=2000, default="", allow_blank=True)
    priority = serializers.IntegerField(min_value=0, max_value=99, default=0)


class DeclineHelpInput(serializers.Serializer[Any]):
    via = serializers.ChoiceField(choices=TOLD, default=Via.IN_PERSON.value)
    ask_again_on = serializers.DateField(default=None, allow_null=True)


class AssignInput(serializers.Serializer[Any]):
    user = serializers.UUIDField()


class GapInput(serializers.Serializer[Any]):
    why = serializers.ChoiceField(choices=[why.value for why in WhyNobody])


class Needs(APIView):
    """What the families of the key's organization need."""

    @extend_schema(
        operation_id="needs_list",
        responses={200: NeedPage},
        parameters=[
            OpenApiParameter(
                "turn",
                str,
                enum=[turn.value for turn in Turn],
                description="whose turn it is; default: owner",
            ),
            OpenApiParameter("cursor", str),
        ],
    )
    def get(self, request: Request) -> Response:
        """Open needs by whose turn it is, most urgent first."""
        turn = request.query_params.get("turn", Turn.OWNER.value)
        actor, at = actor_of(request), timezone.now()
        rows = Need.objects.visible_to(actor, at=at).open().filter(waiting_on=turn)
        pages, page = Pages.of(rows, self, request, ordering=("next_step_due", "id"))
        seen = {need.subject_id for need in page}
        disclosures.record(
            actor=actor, person_ids=seen, what="api.needs", purpose=Purpose.API, at=at
        )
        return pages.get_paginated_response(NeedOutput(page, many=True).data)

    @extend_schema(operation_id="needs_record", request=NeedInput, responses={201: NeedOutput})
    def post(self, request: Request) -> Response:
        """Record a need that came up. An open one of the same topic that you know of is given back instead."""
        asked = NeedInput(data=request.data)
        asked.is_valid(raise_exception=True)
        actor, at, said = actor_of(request), timezone.now(), asked.validated_data
        person = (
            Person.objects.visible_to(actor, at=at)
            .select_related("custodian__network")
            .get(pk=said["person"])
        )
        topics = [FoundTopic(said["topic"], said["words"])]
        [need] = needs.record_found(actor=actor, person=person, topics=topics, at=at)
        return Response(NeedOutput(need).data, status=status.HTTP_201_CREATED)


class OneNeed(APIView):
    @extend_schema(operation_id="needs_read", responses={200: NeedOutput})
    def get(self, request: Request, need_id: UUID) -> Response:
        """One need."""
        actor, at = actor_of(request), timezone.now()
        need = Need.objects.visible_to(actor, at=at).get(pk=need_id)
        disclosures.record(
            actor=actor,
            person_ids=[need.subject_id],
            what="api.need",
            purpose=Purpose.API,
            at=at,
            topic=need.topic,
        )
        return Response(NeedOutput(need).data)


class NeedWanted(APIView):
    @extend_schema(operation_id="needs_want_help", request=WantInput, responses={200: NeedOutput})
    def post(self, request: Request, need_id: UUID) -> Response:
        """The family wants help with it."""
        asked = WantInput(data=request.data)
        asked.is_valid(raise_exception=True)
        said = {**asked.validated_data, "via": Via(asked.validated_data["via"])}
        need = needs.want_help(actor=actor_of(request), need_id=need_id, at=timezone.now(), **said)
        return Response(NeedOutput(need).data)


class NeedDeclined(APIView):
    @extend_schema(
        operation_id="needs_decline_help", request=DeclineHelpInput, responses={200: NeedOutput}
    )
    def post(self, request: Request, need_id: UUID) -> Response:
        """The family says no thanks, for now or for good."""
        asked = DeclineHelpInput(data=request.data)
        asked.is_valid(raise_exception=True)
        said = {**asked.validated_data, "via": Via(asked.validated_data["via"])}
        need = needs.decline_help(
            actor=actor_of(request), need_id=need_id, at=timezone.now(), **said
        )
        return Response(NeedOutput(need).data)


class NeedAssigned(APIView):
    @extend_schema(operation_id="needs_assign", request=AssignInput, responses={200: NeedOutput})
    def post(self, request: Request, need_id: UUID) -> Response:
        """Give it to a colleague."""
        asked = AssignInput(data=request.data)
        asked.is_valid(raise_exception=True)
        user_id = asked.validated_data["user"]
        need = handing.assign(
            actor=actor_of(request), need_id=need_id, user_id=user_id, at=timezone.now()
        )
        return Response(NeedOutput(need).data)


class NeedNobody(APIView):
    @extend_schema(operation_id="needs_nobody_helps", request=GapInput, responses={200: NeedOutput})
    def post(self, request: Request, need_id: UUID) -> Response:
        """Nobody can help now: it is looked at again in a month, or when a service that fits has room."""
        asked = GapInput(data=request.data)
        asked.is_valid(raise_exception=True)
        why = WhyNobody(asked.validated_data["why"])
        need = gaps.record_gap(actor=actor_of(request), need_id=need_id, why=why, at=timezone.now())
        return Response(NeedOutput(need).data)


class NeedStillNobody(APIView):
    @extend_schema(operation_id="needs_still_nobody", request=None, responses={200: NeedOutput})
    def post(self, request: Request, need_id: UUID) -> Response:
        """Somebody has looked again: still nobody."""
        need = gaps.still_none(actor=actor_of(request), need_id=need_id, at=timezone.now())
        return Response(NeedOutput(need).data)


class NeedTriedAgain(APIView):
    @extend_schema(operation_id="needs_try_again", request=None, responses={200: NeedOutput})
    def post(self, request: Request, need_id: UUID) -> Response:
        """There may be help now: the search goes on."""
        need = gaps.try_again(actor=actor_of(request), need_id=need_id, at=timezone.now())
        return Response(NeedOutput(need).data)
