"""What have this partner and the network agreed on, who has signed it, and what is next?"""

from datetime import date, datetime, timedelta
from uuid import UUID

from axes.helpers import get_client_ip_address
from django import forms
from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import access
from core.choices import offer as choose_among
from core.errors import BadInput, StepNotPossible
from core.http import ActorRequest
from governance.actions import agreements as actions
from governance.actions.agreements import Terms
from governance.actions.obligations import may_say
from governance.effects.templates import newest
from governance.forms.agreements import SignedFileForm, SignForm, TermsForm, hands
from governance.forms.obligations import KeptForm, ObligationForm
from governance.kinds import Kept, Kind, Paper, Side, outlives
from governance.models.agreements import Agreement, Signature, SignedFile
from governance.models.templates import AgreementTemplate
from governance.search.agreements import is_rewritten
from governance.search.obligations import Line, lines_of
from governance.views.amended import changes_of
from governance.views.bound import bound_by, found_by, home_of, shown
from governance.words.agreements import KIND_WORDS, PAPER_WORDS, SIDE_WORDS, STEP_WORDS
from organizations import listing
from organizations.models.network import Organization
from organizations.topic_words import CATEGORY_WORDS


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: ActorRequest, organization_id: UUID) -> HttpResponse:
    organization = get_object_or_404(
        listing.organizations_in_directory(request.actor), pk=organization_id
    )
    return _drafting(request, organization, None)


@require_http_methods(["GET", "HEAD", "POST"])
def next_version(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """What is in force, to be changed; it holds until the new one is signed and has begun."""
    before = found_by(request, agreement_id)
    still = bound_by(before) or [before.organization]
    first = before.organization if before.organization in still else still[0]
    return _drafting(request, first, before)


def _drafting(
    request: ActorRequest, organization: Organization, before: Agreement | None
) -> HttpResponse:
    amends = before is not None and _amends(request, before)
    if not amends:
        access.require(request.actor, "partnerships.convene", organization)
    at = timezone.now()
    if before is not None and not before.is_in_force:
        raise StepNotPossible(_("Only what is in force has a next version."))
    models = newest(organization.network_id, at)
    first = _first(organization, before, at, amends=amends) | _from_model(
        models.get(request.GET.get("kind", ""))
    )
    form = TermsForm(request.POST if request.method == "POST" else None, initial=first)
    if before is not None and amends:
        choose_among(form, "kind", [(before.kind, KIND_WORDS[Kind(before.kind)])])
    if form.is_valid():
        try:
            made = _made(request, organization, before, form.terms(), at)
        except BadInput as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("governance:agreement", made.pk)
    kinds = [kind for kind in models if before is None or kind == before.kind]
    kept = [(kind, KIND_WORDS[Kind(kind)]) for kind in kinds]
    context = {
        "form": form, "organization": organization, "before": before, "models": kept, "amends": amends,
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "governance/agreement_draft.html", context, status=status)


def _amends(request: ActorRequest, before: Agreement) -> bool:
    """Whether the reader speaks for a party, and not for the network."""
    return not access.can(request.actor, "partnerships.convene", before.organization) and any(
        access.can(request.actor, "agreements.sign_for_partner", one) for one in bound_by(before)
    )


def _made(
    request: ActorRequest, organization: Organization, before: Agreement | None, terms: Terms,
    at: datetime,
) -> Agreement:  # fmt: skip
    if before is not None and _amends(request, before):
        made = actions.amend(actor=request.actor, agreement_id=before.pk, terms=terms, at=at)
        messages.success(
            request, _("Proposed. It holds once the network and every party have signed.")
        )
        return made
    made = actions.draft(
        actor=request.actor, organization_id=organization.pk, terms=terms, at=at,
        replaces_id=before.pk if before else None,
    )  # fmt: skip
    messages.success(request, _("Written down. Read it once more, then offer it."))
    return made


def _first(
    organization: Organization, before: Agreement | None, at: datetime, *, amends: bool
) -> dict[str, object]:
    """What stands in the form. A renewal begins the day after the last one; a change today, to the same last day."""
    today = organization.network.open_days.local_date(at)
    if before is None:
        return {"begins_on": today}
    return {
        "kind": before.kind, "words": before.words, "categories": before.categories,
        "payment": before.payment,
        "answer_days": before.answer_days,
        "begins_on": before.ends_on + timedelta(days=1) if before.ends_on and not amends else today,
        "ends_on": before.ends_on if amends else None,
    }  # fmt: skip


def _from_model(model: AgreementTemplate | None) -> dict[str, object]:
    """The words that the network keeps for this kind, if they were asked for."""
    return {"kind": model.kind, "words": model.words} if model else {}


@require_http_methods(["GET", "HEAD", "POST"])
def agreement(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """The words, who has signed them; a POST signs."""
    found = found_by(request, agreement_id)
    form = _sign_form(request, found)
    if form is None or request.method != "POST" or not form.is_valid():
        return page(request, found, form)
    side, organization_id = form.signing()
    try:
        actions.sign(
            actor=request.actor, agreement_id=found.pk, side=side, at=timezone.now(),
            hand=form.hand(get_client_ip_address(request) or ""), organization_id=organization_id,
        )  # fmt: skip
    except BadInput as refused:
        form.add_error(None, str(refused))
        return page(request, found, form)
    messages.success(request, _("Signed. Once all have signed, it is in force."))
    return redirect("governance:agreement", found.pk)


@require_POST
def offer(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    actions.offer(actor=request.actor, agreement_id=agreement_id, at=timezone.now())
    messages.success(request, _("Offered. Its words are fixed now, and all parties may sign."))
    return redirect("governance:agreement", agreement_id)


@require_POST
def end(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    ended = actions.end(actor=request.actor, agreement_id=agreement_id, at=timezone.now())
    if ended.is_in_force:
        messages.success(request, _("Your part of it has ended. It goes on for the others."))
    else:
        messages.success(request, _("Ended. What it allowed is not done any more."))
    return redirect("governance:partnership", home_of(request, ended))


def _covered(found: Agreement) -> list[str | Promise]:
    """Two dozen names would only hide that nothing is left out."""
    if CATEGORY_WORDS.keys() <= set(found.categories):
        return [_("Every kind of help")]
    return [CATEGORY_WORDS[one] for one in found.categories]


def _sign_form(request: ActorRequest, found: Agreement) -> SignForm | None:
    if not found.is_offered:
        return None
    signed = set(found.signatures.values_list("organization_id", flat=True))
    left = [one for one in bound_by(found) if one.pk not in signed]
    convenes = access.can(request.actor, "partnerships.convene", found.organization)
    offered = hands(
        network=convenes and None not in signed,
        ours=[one for one in left if access.can(request.actor, "agreements.sign_for_partner", one)],
        on_paper=left if convenes else (),
    )
    if not offered:
        return None
    data = request.POST if request.method == "POST" else None
    return SignForm(
        offered,
        data,
        request.FILES or None,
        initial={"digest": found.digest, "side": offered[0][0]},
    )


def page(
    request: ActorRequest,
    found: Agreement,
    form: forms.Form | None,
    failed: forms.Form | None = None,
) -> HttpResponse:
    """`failed`: what was typed about a line of it, and has to be looked at again."""
    convenes = access.can(request.actor, "partnerships.convene", found.organization)
    at = timezone.now()
    today = found.organization.network.open_days.local_date(at)
    lines = lines_of(found, today=today)
    context = {
        "at": at,
        "agreement": found,
        "kind": KIND_WORDS[Kind(found.kind)],
        "status": PAPER_WORDS[Paper(found.status)],
        "next_words": STEP_WORDS[found.next_step],
        "categories": _covered(found),
        "signatures": _signatures(found),
        **shown(request, found, failed),
        "form": form,
        "lines": [_line(request, found, one, today, failed) for one in lines],
        "soonest": _soonest(found, lines),
        "line_form": _line_form(found, failed) if convenes and found.is_draft else None,
        "next_paper": _next_paper(request, found),
        "outlives": outlives(found.kind, found.status),
        "may_renew": found.is_in_force and (convenes or _amends(request, found)),
        "is_rewritten": found.is_in_force and is_rewritten(found),
        "convenes": convenes,
        "changes": changes_of(found),
        "may_offer": convenes and found.is_draft,
        "file_form": failed if isinstance(failed, SignedFileForm) else SignedFileForm(),
    }
    context["failed"] = failed if failed is not None else form
    status = 422 if any(one is not None and one.errors for one in (form, failed)) else 200
    return render(request, "governance/agreement.html", context, status=status)


def _soonest(found: Agreement, lines: list[Line]) -> Line | None:
    """What is owed under it before the paper itself has to be renewed."""
    running = [one for one in lines if one.row.runs]
    first = min(running, key=lambda one: one.row.due_on, default=None)
    if first is None or found.next_step_due is None:
        return first
    renewed_by = found.organization.network.open_days.local_date(found.next_step_due)
    return first if first.row.due_on <= renewed_by else None


def _line(
    request: ActorRequest, found: Agreement, one: Line, today: date, failed: forms.Form | None
) -> tuple[Line, forms.Form | None, bool]:
    """With the form to say what became of it, and whether the reader may say that it did not come."""

    def may(kept: Kept) -> bool:
        rule = may_say(Side(one.row.side), kept)
        return one.row.runs and access.can(request.actor, rule, one.row.organization)

    may_let_go = one.is_late and may(Kept.MISSED)
    if not (may(Kept.DONE) or may_let_go):
        return one, None, False
    mine = isinstance(failed, KeptForm) and failed.prefix == str(one.row.pk)
    usual = {"done_on": today, "due_on": one.row.due_on}
    form = failed if mine else KeptForm(prefix=str(one.row.pk), initial=usual)
    return one, form, may_let_go


def _next_paper(request: ActorRequest, found: Agreement) -> Agreement | None:
    """Its next version, if it is written and the reader sees it."""
    visible = Agreement.objects.visible_to(request.actor, at=timezone.now())
    return visible.filter(replaces=found).exclude(status=Paper.DROPPED).order_by("-id").first()


def _line_form(found: Agreement, failed: forms.Form | None) -> ObligationForm:
    if isinstance(failed, ObligationForm):
        return failed
    usual = {"side": Side.PARTNER, "first_on": found.begins_on}
    return ObligationForm(bound_by(found), initial=usual)


def _signatures(found: Agreement) -> list[tuple[Signature, str, SignedFile | None]]:
    sizes = Prefetch("files", SignedFile.objects.defer("content"))
    rows = found.signatures.select_related("organization").prefetch_related(sizes)
    return [(one, _whose(one), next(iter(one.files.all()), None)) for one in rows.order_by("at")]


def _whose(one: Signature) -> str:
    side = SIDE_WORDS[one.side]
    return f"{side}: {one.organization.name}" if one.organization else str(side)
