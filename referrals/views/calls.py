"""The desk rings up partners that answer only the telephone: whom, and a sheet for each call."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.http import ActorRequest
from people import disclosures
from people.lifecycle import Purpose
from referrals.search.calls import call_sheet, partners_to_call


@require_safe
def calls(request: ActorRequest) -> HttpResponse:
    at = timezone.now()
    context = {"partners": partners_to_call(request.actor, at=at), "at": at}
    return render(request, "referrals/calls.html", context)


@require_safe
def sheet(request: ActorRequest, organization_id: UUID) -> HttpResponse:
    at = timezone.now()
    partner, lines = call_sheet(request.actor, organization_id, at=at)
    disclosures.record(
        actor=request.actor, person_ids=[line.person_id for line in lines if line.person_id],
        what="referrals.call_sheet", purpose=Purpose.REFERRAL, at=at,
        consent_ids=[line.consent_id for line in lines if line.consent_id],
    )  # fmt: skip
    context = {"partner": partner, "lines": lines, "at": at}
    return render(request, "referrals/call_sheet.html", context)
