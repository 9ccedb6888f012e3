"""Needs by program, where partners are asked: who could be next, what the family says, how a need closes."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import actor_of
from core import access
from people import disclosures
from people.lifecycle import Purpose
from referrals.actions import family, pausing
from referrals.actions.family import SAYS_NO_WHY, Answer
from referrals.search.alternatives import is_full, is_time_to_choose, ready_for
from referrals.search.lines import current_of
from referrals.search.need import need_for, tries_of
from screening.api import TOLD, NeedOutput
from screening.lifecycle import NeedStatus, Via, WhyWait


class AlternativeOutput(serializers.Serializer[Any]):
    """A service that could be asked next; send it with `POST /referrals/`."""

    service = serializers.UUIDField(source="id")
    service_name = serializers.CharField(source="found.service.name")
    partner = serializers.UUIDField(source="found.service.organization_id")
    partner_name = serializers.CharField(source="partner")
    mode = serializers.CharField(help_text="as which it would be sent")
    room = serializers.CharField(source="found.facts.room")
    reasons = serializers.ListField(child=serializers.CharField(), source="found.reasons")
    is_agreed = serializers.BooleanField(
        help_text="the family has said yes to this partner: nothing has to be asked"
    )


class Alternatives(serializers.Serializer[Any]):
    is_time_to_choose = serializers.BooleanField(
        help_text="the owner's turn to choose, or the partner is silent, full or has a wait list"
    )
    results = AlternativeOutput(many=True, help_text="the best first, three at most")


class FamilyAnswerInput(serializers.Serializer[Any]):
    answer = serializers.ChoiceField(choices=[a.value for a in Answer])
    via = serializers.ChoiceField(choices=TOLD)
    why = serializers.ChoiceField(choices=SAYS_NO_WHY, default="", allow_blank=True)


class WaitInput(serializers.Serializer[Any]):
    until = serializers.DateField(help_text="the family's own day")
    why = serializers.ChoiceField(choices=[why.value for why in WhyWait], default=WhyWait.NOT_SAID)
    via = serializers.ChoiceField(choices=TOLD)


class GoOnInput(serializers.Serializer[Any]):
    via = serializers.ChoiceField(choices=TOLD)


class CloseInput(serializers.Serializer[Any]):
    status = serializers.ChoiceField(
        choices=[
            s.value
            for s in (
                NeedStatus.SOLVED_OTHERWISE,
                NeedStatus.HELP_DECLINED,
                NeedStatus.NO_LONGER_NEEDED,
                NeedStatus.STOPPED_BY_FAMILY,
                NeedStatus.DUPLICATE,
                NeedStatus.DIED,
            )
        ]
    )
    via = serializers.ChoiceField(choices=TOLD)


class NeedAlternatives(APIView):
    @extend_schema(operation_id="needs_alternatives", responses={200: Alternatives})
    def get(self, request: Request, need_id: UUID) -> Response:
        """Who could be asked next: not asked before, not full, not shut out by the family."""
        actor, at = actor_of(request), timezone.now()
        need = need_for(actor, need_id, at=at)
        access.require(actor, "referrals.send", need)
        disclosures.record(
            actor=actor, person_ids=[need.subject_id], what="api.need", purpose=Purpose.API, at=at,
            topic=need.topic,
        )  # fmt: skip
        tries = tries_of(need)
        live = next((one for one in [current_of(need, tries)] if one and one.is_live), None)
        full = live is not None and is_full(live.service_id, network_id=live.network_id, at=at)
        ready = ready_for(need, tries, at=at).alternatives if need.is_open else []
        return Response(
            {
                "is_time_to_choose": is_time_to_choose(need, live, is_full=full),
                "results": AlternativeOutput(ready, many=True).data,
            }
        )


class FamilyAnswer(APIView):
    @extend_schema(
        operation_id="needs_family_answer", request=FamilyAnswerInput, responses={200: NeedOutput}
    )
    def post(self, request: Request, need_id: UUID) -> Response:
        """What the family told its worker: the only thing that closes a need as met."""
        asked = FamilyAnswerInput(data=request.data)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        need = family.family_answers(
            actor=actor_of(request),
            need_id=need_id,
            answer=Answer(said["answer"]),
            via=Via(said["via"]),
            why=said["why"],
            at=timezone.now(),
        )
        return Response(NeedOutput(need).data)


class NeedPaused(APIView):
    @extend_schema(operation_id="needs_pause", request=WaitInput, responses={200: NeedOutput})
    def post(self, request: Request, need_id: UUID) -> Response:
        """The family wants to be asked again on its own day: nobody presses it, partners let it rest."""
        asked = WaitInput(data=request.data)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        wait = pausing.Wait(said["until"], WhyWait(said["why"]), Via(said["via"]))
        need = pausing.pause(actor=actor_of(request), need_id=need_id, wait=wait, at=timezone.now())
        return Response(NeedOutput(need).data)


class NeedGoesOn(APIView):
    @extend_schema(operation_id="needs_go_on", request=GoOnInput, responses={200: NeedOutput})
    def post(self, request: Request, need_id: UUID) -> Response:
        """The family goes on, before its day or on it: what rested is taken up again."""
        asked = GoOnInput(data=request.data)
        asked.is_valid(raise_exception=True)
        need = pausing.go_on(
            actor=actor_of(request), need_id=need_id, via=Via(asked.validated_data["via"]),
            at=timezone.now(),
        )  # fmt: skip
        return Response(NeedOutput(need).data)


class NeedClosed(APIView):
    @extend_schema(operation_id="needs_close", request=CloseInput, responses={200: NeedOutput})
    def post(self, request: Request, need_id: UUID) -> Response:
        """Close a need for another reason than help received; its live referrals end in the same step."""
        asked = CloseInput(data=request.data)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        need = family.close_need(
            actor=actor_of(request),
            need_id=need_id,
            status=NeedStatus(said["status"]),
            via=Via(said["via"]),
            at=timezone.now(),
        )
        return Response(NeedOutput(need).data)
