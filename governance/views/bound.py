"""Whom does an agreement bind, who has signed, and who may still be named or leave?"""

from typing import Any
from uuid import UUID

from django import forms
from django.shortcuts import get_object_or_404
from django.utils import timezone

from core import access
from core.http import ActorRequest
from governance.forms.agreements import PartyForm
from governance.kinds import Part
from governance.models.agreements import Agreement
from governance.words.agreements import PART_WORDS
from organizations import listing
from organizations.lifecycle import Stage
from organizations.models.network import Organization


def found_by(request: ActorRequest, agreement_id: UUID) -> Agreement:
    visible = Agreement.objects.visible_to(request.actor, at=timezone.now())
    return get_object_or_404(visible.select_related("organization__network"), pk=agreement_id)


def bound_by(found: Agreement) -> list[Organization]:
    """Those that have not left, by name."""
    rows = found.parties.filter(left_at=None).select_related("organization__network")
    return [one.organization for one in rows.order_by("organization__name", "id")]


def home_of(request: ActorRequest, found: Agreement) -> UUID:
    """On whose page the reader finds it: a party that they run, else with whom it was written."""
    runs = found.parties.filter(organization_id__in=request.actor.where("manage_members"))
    own: UUID | None = runs.values_list("organization_id", flat=True).first()
    return own or found.organization_id


def shown(request: ActorRequest, found: Agreement, failed: forms.Form | None) -> dict[str, Any]:
    """Each party with its part; on a draft the form for one more; of several, who may go."""
    rows = found.parties.select_related("organization__network").order_by(
        "organization__name", "id"
    )
    signed = set(found.signatures.values_list("organization_id", flat=True))
    convenes = access.can(request.actor, "partnerships.convene", found.organization)
    several = sum(one.left_at is None for one in rows) > 1
    lines = [
        {
            "row": one, "part": PART_WORDS[Part(one.part)], "has_signed": one.organization_id in signed,
            "may_go": several and one.left_at is None and found.is_in_force
            and access.can(request.actor, "partnerships.read", one.organization),
            "may_be_taken_out": convenes and found.is_draft
            and one.organization_id != found.organization_id,
        }
        for one in rows
    ]  # fmt: skip
    speaks = convenes or any(
        access.can(request.actor, "partnerships.read", one.organization)
        for one in rows
        if one.left_at is None
    )
    return {
        "parties": lines,
        "several": several,
        "home_id": home_of(request, found),
        "network_signed": None in signed,
        "party_form": _party_form(request, failed) if convenes and found.is_draft else None,
        "may_end": found.closed_at is None and speaks and (convenes or not found.is_in_force or not several),
    }  # fmt: skip


def choices(request: ActorRequest) -> list[Organization]:
    rows = listing.organizations_in_directory(request.actor)
    here = rows.exclude(kind=Organization.Kind.CONVENER).exclude(status=Stage.LEFT)
    return list(here.order_by("name", "id"))


def _party_form(request: ActorRequest, failed: forms.Form | None) -> PartyForm:
    if isinstance(failed, PartyForm):
        return failed
    return PartyForm(choices(request), initial={"part": Part.TAKES_PART})
