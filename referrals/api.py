"""Referrals by program: sent, answered, reported on; each says which steps are possible now."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import Pages, actor_of
from core.actor import Actor
from people import disclosures
from people.consent import project
from people.lifecycle import Fact, Law, Purpose
from referrals.actions import answer, progress
from referrals.actions.contests import answer_contest
from referrals.actions.mending import mend, not_so
from referrals.actions.refer_on import refer_on
from referrals.actions.send import Sending, send
from referrals.actions.several import MOST, send_to_several
from referrals.lifecycle import Enough, Mode, Side, Urgency, WaitingOn
from referrals.models.referral import Referral
from referrals.reasons import Outcome
from referrals.rules import side_of, steps_open_to
from referrals.search.redisclosure import notices_to, reports_of
from screening.lifecycle import Via

WAYS = [via.value for via in Via if via not in {Via.LINK, Via.TEXT}]


class ScopeOutput(serializers.Serializer[Any]):
    """How far the agreement goes (42 CFR 2.32(b))."""

    to = serializers.CharField(help_text="the organization that may know")
    teller = serializers.CharField(
        allow_blank=True, help_text="who may say how it went; empty where facts are shared"
    )
    facts = serializers.ListField(child=serializers.CharField())
    topic = serializers.CharField()
    until = serializers.DateField(allow_null=True)


class NoticeOutput(serializers.Serializer[Any]):
    """A law that protects what is shown, in the words that it demands."""

    law = serializers.ChoiceField(choices=[law.value for law in Law])
    text = serializers.CharField()
    citation = serializers.CharField()
    scopes = ScopeOutput(many=True)


class ReferralOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    need = serializers.UUIDField(source="need_id")
    topic = serializers.CharField(source="need.topic")
    service = serializers.UUIDField(source="service_id")
    sender = serializers.UUIDField(source="sender_id")
    receiver = serializers.UUIDField(source="receiver_id")
    status = serializers.CharField(help_text="FHIR R4 Task status")
    mode = serializers.CharField()
    urgency = serializers.CharField()
    needed_by = serializers.DateTimeField(allow_null=True)
    waiting_on = serializers.CharField(allow_blank=True)
    next_step = serializers.CharField(allow_blank=True)
    next_step_due = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)
    expected_on = serializers.DateField(
        allow_null=True, help_text="when there may be a place, or the day of the appointment"
    )
    said_by = serializers.CharField()
    via = serializers.CharField()
    sent_at = serializers.DateTimeField()
    opened_at = serializers.DateTimeField(allow_null=True)
    answered_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()
    possible_steps = serializers.SerializerMethodField()
    redisclosure = serializers.SerializerMethodField()

    def get_possible_steps(self, referral: Referral) -> list[str]:
        """What the caller may do with it now, from the table that decides."""
        return [step.value for step in steps_open_to(self.context["actor"], referral)]

    @extend_schema_field(NoticeOutput(many=True))
    def get_redisclosure(self, referral: Referral) -> list[dict[str, Any]]:
        """What the law demands of whoever receives this: keep it with the record, word for word."""
        side = side_of(self.context["actor"], referral)
        found = notices_to(referral, side, self.context.get("reports"))
        return [
            {
                "law": one.law,
                "text": str(one.text),
                "citation": one.source,
                "scopes": ScopeOutput(one.scopes, many=True).data,
            }
            for one in found
        ]


class SharedPersonOutput(serializers.Serializer[Any]):
    """What the family agreed to share, read now: a fact that is not shared is null."""

    name = serializers.CharField(allow_null=True)
    phone = serializers.CharField(allow_null=True)
    phone_when = serializers.CharField(allow_null=True)
    email = serializers.CharField(allow_null=True)
    address = serializers.CharField(allow_null=True)
    area = serializers.CharField(allow_null=True)
    birth_date = serializers.DateField(allow_null=True)
    age = serializers.IntegerField(allow_null=True)
    language = serializers.CharField(allow_null=True)
    needs_interpreter = serializers.BooleanField(allow_null=True)
    household = serializers.IntegerField(allow_null=True)
    barriers = serializers.ListField(child=serializers.CharField())
    best_time = serializers.CharField(allow_null=True)
    note = serializers.CharField(allow_null=True)
    is_withdrawn = serializers.BooleanField(
        help_text="the family no longer shares this: delete what you kept"
    )


class ReferralDetail(ReferralOutput):
    person = SharedPersonOutput(allow_null=True, help_text="for the receiver; null for the sender")
    note = serializers.CharField(allow_blank=True)


class ReferralPage(serializers.Serializer[Any]):
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = ReferralOutput(many=True)


class _WhatGoesOut(serializers.Serializer[Any]):
    need = serializers.UUIDField()
    request_key = serializers.UUIDField(
        help_text="made by you, once per intention: the same key gives the same referral"
    )
    facts = serializers.ListField(
        child=serializers.ChoiceField(choices=[f.value for f in Fact]), default=list
    )
    note = serializers.CharField(max_length=2000, default="", allow_blank=True)
    urgency = serializers.ChoiceField(
        choices=[u.value for u in Urgency], default=Urgency.ROUTINE.value
    )
    needed_by = serializers.DateTimeField(default=None, allow_null=True)
    called = serializers.BooleanField(
        default=False,
        help_text="you have talked with them: asked for by `nobody_there` (409) when help is needed today",
    )

    def sending_to(self, service_id: UUID) -> Sending:
        said = self.validated_data
        return Sending(
            service_id=service_id,
            request_key=said["request_key"],
            mode=Mode(said.get("mode", Mode.DIRECT)),
            facts=tuple(said["facts"]),
            note=said["note"],
            urgency=Urgency(said["urgency"]),
            needed_by=said["needed_by"],
            replaces_id=said.get("replaces"),
            talk_at=said.get("talk_at"),
            talk_with=said.get("talk_with", ""),
            called=said["called"],
        )


class SendInput(_WhatGoesOut):
    service = serializers.UUIDField()
    mode = serializers.ChoiceField(
        choices=[mode.value for mode in Mode if mode is not Mode.IN_HOUSE],
        default=Mode.DIRECT.value,
    )
    replaces = serializers.UUIDField(default=None, allow_null=True)
    talk_at = serializers.DateTimeField(
        default=None, allow_null=True, help_text="warm_handoff: when all talk together"
    )
    talk_with = serializers.CharField(max_length=200, default="", allow_blank=True)


class SeveralInput(_WhatGoesOut):
    services = serializers.ListField(child=serializers.UUIDField(), min_length=2, max_length=MOST)
    enough = serializers.ChoiceField(
        choices=[enough.value for enough in Enough],
        help_text="first_yes: the first yes ends the others as `answered_elsewhere`",
    )


class ReferralsSent(serializers.Serializer[Any]):
    results = ReferralOutput(many=True)


class StepInput(serializers.Serializer[Any]):
    """Only the fields that a step asks for are read."""

    reason = serializers.CharField(
        max_length=30, default="", allow_blank=True, help_text="coded: see docs/lifecycle.md"
    )
    outcome = serializers.ChoiceField(choices=[o.value for o in Outcome], required=False)
    why = serializers.CharField(max_length=30, default="", allow_blank=True)
    words = serializers.CharField(max_length=2000, default="", allow_blank=True)
    place = serializers.IntegerField(min_value=1, required=False)
    expected_on = serializers.DateField(
        required=False,
        help_text="wait-list: when there may be a place; hold for `appointment_set`: its day",
    )
    suggests = serializers.UUIDField(required=False)
    via = serializers.ChoiceField(
        choices=WAYS, default=Via.SYSTEM.value, help_text="how the partner told the sender"
    )


class Referrals(APIView):
    """What the key's organization has sent and received."""

    @extend_schema(
        operation_id="referrals_list",
        responses={200: ReferralPage},
        parameters=[
            OpenApiParameter(
                "side", str, enum=[side.value for side in Side], description="default: receiver"
            ),
            OpenApiParameter("waiting_on", str, enum=[w.value for w in WaitingOn]),
            OpenApiParameter("cursor", str),
        ],
    )
    def get(self, request: Request) -> Response:
        """Open referrals, most urgent first."""
        actor, at = actor_of(request), timezone.now()
        received = request.query_params.get("side", Side.RECEIVER.value) == Side.RECEIVER
        if received:
            rows = Referral.objects.received_by(actor, at=at)
        else:
            sent = Referral.objects.visible_to(actor, at=at)
            rows = sent.exclude(receiver_id=actor.as_organization)
        if waiting_on := request.query_params.get("waiting_on"):
            rows = rows.filter(waiting_on=waiting_on)
        rows = rows.open().select_related("need", "service", "consent", "sender", "receiver")
        pages, page = Pages.of(rows, self, request, ordering=("next_step_due", "id"))
        people = {referral.need.subject_id for referral in page}
        disclosures.record(
            actor=actor, person_ids=people, what="api.referrals", purpose=Purpose.API, at=at,
            consent_ids={referral.consent_id for referral in page if received and referral.consent_id},
        )  # fmt: skip
        return pages.get_paginated_response(
            ReferralOutput(
                page, many=True, context={"actor": actor, "reports": reports_of(page)}
            ).data
        )

    @extend_schema(
        operation_id="referrals_send", request=SendInput, responses={201: ReferralDetail}
    )
    def post(self, request: Request) -> Response:
        """Send a need to a service. It arrives after 20 seconds; `correct` as `undone` takes it back until then."""
        asked = SendInput(data=request.data)
        asked.is_valid(raise_exception=True)
        actor, said, at = actor_of(request), asked.validated_data, timezone.now()
        sending = asked.sending_to(said["service"])
        referral = send(actor=actor, need_id=said["need"], sending=sending, at=at)
        return Response(_detail(actor, referral, at=at), status=status.HTTP_201_CREATED)


class SeveralReferrals(APIView):
    @extend_schema(
        operation_id="referrals_send_several", request=SeveralInput, responses={201: ReferralsSent}
    )
    def post(self, request: Request) -> Response:
        """Ask two or three services for one need: all are asked, or none."""
        asked = SeveralInput(data=request.data)
        asked.is_valid(raise_exception=True)
        actor, said = actor_of(request), asked.validated_data
        sent = send_to_several(
            actor=actor,
            need_id=said["need"],
            sendings=[asked.sending_to(service_id) for service_id in said["services"]],
            enough=Enough(said["enough"]),
            at=timezone.now(),
        )
        rows = ReferralOutput(sent, many=True, context={"actor": actor}).data
        return Response({"results": rows}, status=status.HTTP_201_CREATED)


class OneReferral(APIView):
    @extend_schema(operation_id="referrals_read", responses={200: ReferralDetail})
    def get(self, request: Request, referral_id: UUID) -> Response:
        """One referral, with what the family agreed to share when the caller is its receiver."""
        actor, at = actor_of(request), timezone.now()
        rows = Referral.objects.visible_to(actor, at=at).select_related(
            "need__subject", "service", "consent", "sender", "receiver"
        )
        referral = rows.get(pk=referral_id)
        return Response(_detail(actor, referral, at=at))


def _detail(actor: Actor, referral: Referral, *, at: datetime) -> dict[str, Any]:
    """What is shown of one referral, whether it was asked for or comes as the answer to a step: a look."""
    disclosures.record(
        actor=actor,
        person_ids=[referral.need.subject_id],
        what="api.referral",
        purpose=Purpose.API,
        at=at,
        consent_id=referral.consent_id,
        topic=referral.need.topic,
    )
    receives = side_of(actor, referral) is Side.RECEIVER
    shared = (
        project(
            person=referral.need.subject,
            topic=referral.need.topic,
            facts=referral.shared_facts,
            consent=referral.consent,
            at=at,
        )
        if receives
        else None
    )
    base = ReferralOutput(referral, context={"actor": actor}).data
    note = "" if shared is not None and shared.is_withdrawn else referral.note
    return {**base, "person": SharedPersonOutput(shared).data if shared else None, "note": note}


Taker = Callable[..., Referral]


_WORDS = {"via": "via", "words": "words"}
# The action of each step, and which fields of the input it reads under which name.
STEPS: dict[str, tuple[Taker, dict[str, str]]] = {
    "see": (answer.see, {}),
    "accept": (answer.accept, _WORDS),
    "decline": (answer.decline, {**_WORDS, "reason": "reason", "suggests": "suggests"}),
    "wait-list": (
        answer.wait_list,
        {**_WORDS, "place": "place", "expected_on": "expected_on"},
    ),
    "ask": (answer.ask, {"question": "words"}),
    "reply": (answer.reply, {"words": "words"}),
    "start": (progress.start, _WORDS),
    "hold": (progress.hold, {**_WORDS, "reason": "reason", "expected_on": "expected_on"}),
    "still-going": (progress.still_going, {"via": "via"}),
    "complete": (progress.complete, {**_WORDS, "outcome": "outcome"}),
    "fail": (progress.fail, {**_WORDS, "reason": "reason", "why": "why"}),
    "refer-on": (refer_on, {"words": "words", "service_id": "suggests"}),
    "not-so": (not_so, {"words": "words"}),
    "answer-contest": (answer_contest, {**_WORDS, "answer": "reason"}),
    "mend": (mend, {}),
    "cancel": (progress.cancel, {"reason": "reason", "words": "words"}),
    "correct": (progress.correct, {"reason": "reason"}),
}
# What a step cannot be taken without.
NEEDED = {"complete": "outcome", "refer-on": "suggests"}


class ReferralStep(APIView):
    """One step of a referral: POST /referrals/{id}/{step}/."""

    @extend_schema(
        operation_id="referrals_step",
        request=StepInput,
        responses={200: ReferralDetail},
        parameters=[
            OpenApiParameter(
                "step",
                str,
                OpenApiParameter.PATH,
                enum=list(STEPS),
            )
        ],
    )
    def post(self, request: Request, referral_id: UUID, step: str) -> Response:
        """Take a step: 409 `step_not_possible` when the table has no such step from here."""
        if step not in STEPS:
            raise Referral.DoesNotExist
        asked = StepInput(data=request.data)
        if step in NEEDED:
            asked.fields[NEEDED[step]].required = True
        asked.is_valid(raise_exception=True)
        take, names = STEPS[step]
        said = {
            name: asked.validated_data.get(field)
            for name, field in names.items()
            if field in asked.validated_data
        }
        if "via" in said:
            said["via"] = Via(said["via"])
        actor, at = actor_of(request), timezone.now()
        referral = take(actor=actor, referral_id=referral_id, at=at, **said)
        return Response(_detail(actor, referral, at=at))
