"""What have this partner and the network agreed on, who has signed it, and what is next?"""

from uuid import UUID

from axes.helpers import get_client_ip_address
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import access
from core.errors import BadInput
from core.http import ActorRequest
from governance.actions import agreements as actions
from governance.forms.agreements import SignForm, TermsForm, sides
from governance.kinds import Kind, Paper, Side
from governance.models.agreements import Agreement
from governance.words.agreements import KIND_WORDS, PAPER_WORDS, SIDE_WORDS, STEP_WORDS
from organizations import listing
from organizations.topic_words import CATEGORY_WORDS


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: ActorRequest, organization_id: UUID) -> HttpResponse:
    organization = get_object_or_404(
        listing.organizations_in_directory(request.actor), pk=organization_id
    )
    access.require(request.actor, "partnerships.convene", organization)
    at = timezone.now()
    first = {"begins_on": organization.network.open_days.local_date(at)}
    form = TermsForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_valid():
        try:
            made = actions.draft(
                actor=request.actor, organization_id=organization.pk, terms=form.terms(), at=at
            )
        except BadInput as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Written down. Read it once more, then offer it."))
            return redirect("governance:agreement", made.pk)
    context = {"form": form, "organization": organization}
    status = 422 if form.errors else 200
    return render(request, "governance/agreement_draft.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def agreement(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """The words, who has signed them; a POST signs."""
    found = _found(request, agreement_id)
    form = _sign_form(request, found)
    if form is None or request.method != "POST" or not form.is_valid():
        return _page(request, found, form)
    try:
        actions.sign(
            actor=request.actor, agreement_id=found.pk, side=form.signing_side(), at=timezone.now(),
            hand=form.hand(get_client_ip_address(request) or ""),
        )  # fmt: skip
    except BadInput as refused:
        form.add_error(None, str(refused))
        return _page(request, found, form)
    messages.success(request, _("Signed. With both signatures it is in force."))
    return redirect("governance:agreement", found.pk)


@require_POST
def offer(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    actions.offer(actor=request.actor, agreement_id=agreement_id, at=timezone.now())
    messages.success(request, _("Offered. Its words are fixed now, and both sides may sign."))
    return redirect("governance:agreement", agreement_id)


@require_POST
def end(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    ended = actions.end(actor=request.actor, agreement_id=agreement_id, at=timezone.now())
    messages.success(request, _("Ended. What it allowed is not done any more."))
    return redirect("governance:partnership", ended.organization_id)


def _found(request: ActorRequest, agreement_id: UUID) -> Agreement:
    visible = Agreement.objects.visible_to(request.actor, at=timezone.now())
    return get_object_or_404(visible.select_related("organization__network"), pk=agreement_id)


def _sign_form(request: ActorRequest, found: Agreement) -> SignForm | None:
    here = found.organization
    offered = sides(
        network=access.can(request.actor, "partnerships.convene", here),
        partner=access.can(request.actor, "agreements.sign_for_partner", here),
    )
    if not found.is_offered or not offered:
        return None
    data = request.POST if request.method == "POST" else None
    return SignForm(offered, data, initial={"digest": found.digest, "side": offered[0][0]})


def _page(request: ActorRequest, found: Agreement, form: forms.Form | None) -> HttpResponse:
    convenes = access.can(request.actor, "partnerships.convene", found.organization)
    context = {
        "at": timezone.now(),
        "agreement": found,
        "kind": KIND_WORDS[Kind(found.kind)],
        "status": PAPER_WORDS[Paper(found.status)],
        "next_words": STEP_WORDS[found.next_step],
        "categories": [CATEGORY_WORDS[one] for one in found.categories],
        "signatures": [
            (one, SIDE_WORDS[Side(one.side)]) for one in found.signatures.order_by("at")
        ],
        "form": form,
        "may_offer": convenes and found.is_draft,
        "may_end": found.closed_at is None,
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "governance/agreement.html", context, status=status)
