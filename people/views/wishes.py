"""What does the family not want? Three wishes, each with its own effect."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.http import ActorRequest
from people.actions.wishes import allow_messages, is_still_stopped, stop_messages, stop_sharing
from people.forms.wishes import WishForm
from people.lifecycle import WishKind
from people.models.agreements import Consent
from people.models.person import Person
from people.views.doors import open_record
from people.views.foretold import what_ends
from people.views.header import header_of
from people.views.person import get_or_post
from people.views.record import contact_row, contacts_of
from people.words.codes import CHANNEL_WORDS, WISH_WORDS


@get_or_post
def wishes(request: ActorRequest, person_id: UUID) -> HttpResponse:
    at = timezone.now()
    person = open_record(request, person_id, rule="people.read", what="people.record", at=at)
    forms = _forms(request, person, at)
    said = next((form for form in forms.values() if form.is_bound and form.is_valid()), None)
    if said is None:
        return _page(request, person, forms, at)
    about = said.cleaned_data["about"]
    own = {"via": said.cleaned_data["via"], "request_key": said.cleaned_data["request_key"]}
    if said.cleaned_data["kind"] == WishKind.STOP_MESSAGES:
        stop_messages(actor=request.actor, person_id=person_id, contact_id=about, at=at, **own)
        messages.success(request, _("No more messages go there."))
    else:
        stop_sharing(actor=request.actor, person_id=person_id, partner_id=about, at=at, **own)
        messages.success(request, _("Sharing is stopped. Partners cannot read it any more."))
    return redirect("people:wishes", person_id)


@require_POST
def undo(request: ActorRequest, person_id: UUID, wish_id: UUID) -> HttpResponse:
    at = timezone.now()
    wish = allow_messages(actor=request.actor, person_id=person_id, wish_id=wish_id, at=at)
    if is_still_stopped(wish):
        messages.warning(request, _("Taken back. Another wish of theirs still stops messages."))
    else:
        messages.success(request, _("Messages may go there again."))
    return redirect("people:wishes", person_id)


def _forms(request: ActorRequest, person: Person, at: datetime) -> dict[str, WishForm]:
    chosen = request.POST.get("kind", "")
    shown = {
        WishKind.STOP_MESSAGES: (_channels(person), _("All of them")),
        WishKind.STOP_SHARING: (_partners(person, at), _("All partners")),
    }
    return {
        kind: WishForm(
            request.POST if chosen == kind else None, kind=kind, choices=choices, all_of=all_of
        )
        for kind, (choices, all_of) in shown.items()
    }


def _channels(person: Person) -> list[tuple[str, str]]:
    live = [point for point in contacts_of(person) if point.stopped_at is None]
    return [
        (str(point.pk), _("%(channel)s: %(value)s") % {
            "channel": CHANNEL_WORDS[point.channel], "value": point.value,
        })
        for point in live
    ]  # fmt: skip


def _partners(person: Person, at: datetime) -> list[tuple[str, str]]:
    return sorted(
        {(str(row.recipient_id), _partner_name(row)) for row in _held(person, at)},
        key=lambda p: p[1],
    )


def _held(person: Person, at: datetime) -> list[Consent]:
    """With partners by name: whom a family may stop sharing with."""
    held = person.consents.in_force(at=at).exclude(recipient=None)
    return list(held.select_related("recipient"))


def _partner_name(consent: Consent) -> str:
    return consent.recipient.name if consent.recipient else ""


def _page(
    request: ActorRequest, person: Person, forms: dict[str, WishForm], at: datetime
) -> HttpResponse:
    names = dict(_partners(person, at)) | {
        str(point.pk): contact_row(person, point)["channel"] for point in contacts_of(person)
    }
    context: dict[str, Any] = {
        "person": person,
        "header": header_of(person, at),
        "messages_form": forms[WishKind.STOP_MESSAGES],
        "sharing_form": forms[WishKind.STOP_SHARING],
        "wishes": [
            {
                "wish": wish, "words": WISH_WORDS[wish.kind],
                "about": names.get(str(wish.about_id), ""),
                "may_undo": wish.kind == WishKind.STOP_MESSAGES and wish.undone_at is None,
            }
            for wish in person.wishes.order_by("-said_at")
        ],
        "ends": what_ends(request.actor, _held(person, at), at),
        "at": at,
    }  # fmt: skip
    failed = any(form.errors for form in forms.values())
    return render(request, "people/wishes.html", context, status=422 if failed else 200)
