"""What does the family agree to, in which words, and how does it take it back?"""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.errors import BadInput
from core.http import ActorRequest
from core.languages import page_language
from people.actions.consent import give_consent, withdraw_consent
from people.consent import laws_of, partners_open_to
from people.forms.consent import AgreementForm, agreed_before
from people.lifecycle import Direction, Law
from people.models.agreements import Consent, Signature
from people.models.person import Person
from people.search.texts import Shown, text_in_force
from people.views.doors import open_record
from people.views.foretold import what_ends
from people.views.header import header_of, name_of, ties_of
from people.views.person import get_or_post
from people.words.agreement import agreement_words
from people.words.codes import CAPACITY_WORDS, DIRECTION_WORDS, FORM_WORDS


@get_or_post
def agree(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """First what; then the very words, shown or read out; only after the yes is it written down."""
    at = timezone.now()
    person = open_record(request, person_id, rule="people.agree", what="people.consent", at=at)
    form = _form(request, person, at)
    if not form.is_bound or not form.is_valid() or "change" in request.POST:
        return _page(request, person, form, at, "people/agree.html")
    language = form.cleaned_data["language"]
    text = text_in_force(person.network_id, language, at=at)
    words = _words(form, person, text)
    if request.POST.get("heard") != _digest(words):
        spoken = get_language_info(language)
        return _page(request, person, form, at, "people/agree_words.html", status=200,
                     words=words.split("\n"), spoken=spoken, digest=_digest(words))  # fmt: skip
    try:
        give_consent(
            actor=request.actor,
            person_id=person_id,
            agreement=form.agreement(words=words, text=text),
            at=at,
        )
    except BadInput as error:
        form.add_error(None, str(error))
        return _page(request, person, form, at, "people/agree.html")
    messages.success(request, _("It is written down, in the words they heard."))
    return redirect(_way_back(request) or reverse("people:agreed", args=[person_id]))


@require_safe
def agreed(request: ActorRequest, person_id: UUID) -> HttpResponse:
    at = timezone.now()
    person = open_record(request, person_id, rule="people.read", what="people.consent", at=at)
    context = {"person": person, "header": header_of(person, at)}
    return render(
        request, "people/agreed.html", {**context, "conversations": conversations(person, at)}
    )


@require_safe
def agreed_on_paper(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """What did I agree to? One sheet for the family, in its own language."""
    at = timezone.now()
    person = open_record(request, person_id, rule="people.read", what="people.print", at=at)
    with translation.override(page_language(person.language)):
        context = {"person": person, "name": name_of(person), "at": at}
        held = [talk for talk in conversations(person, at) if talk["holds"]]
        return render(request, "people/agreed_on_paper.html", {**context, "conversations": held})


@get_or_post
def withdraw(request: ActorRequest, person_id: UUID, consent_id: UUID) -> HttpResponse:
    """One page that says what stops, and one button."""
    at = timezone.now()
    if request.method == "POST":
        via = "phone" if "by_phone" in request.POST else "in_person"
        withdraw_consent(actor=request.actor, consent_id=consent_id, at=at, via=via)
        messages.success(request, _("Sharing is stopped. The partner cannot read it any more."))
        return redirect("people:agreed", person_id)
    person = open_record(request, person_id, rule="people.read", what="people.consent", at=at)
    consent = get_object_or_404(person.consents.select_related("recipient"), pk=consent_id)
    context = {
        "person": person,
        "header": header_of(person, at),
        "row": _row(consent, at),
        "ends": what_ends(request.actor, [consent], at),
    }
    return render(request, "people/withdraw.html", context)


def conversations(person: Person, at: datetime) -> list[dict[str, Any]]:
    """Newest first: one entry for each conversation, with its rows and the words of it."""
    rows = person.consents.select_related("recipient", "given_by")
    together = groupby(
        rows.order_by("-since", "given_together"), key=lambda consent: consent.given_together
    )
    order = list(DIRECTION_WORDS)
    drawn = {one.given_together: one for one in Signature.objects.filter(person=person)}
    return [
        {
            **_conversation(sorted(said, key=lambda row: order.index(row.direction)), at),
            "signature": drawn[pk].path if pk in drawn else "",
        }
        for pk, said in together
    ]


def _conversation(rows: list[Consent], at: datetime) -> dict[str, Any]:
    first = rows[0]
    return {
        "first": first,
        "words": first.words.split("\n"),
        "spoken": get_language_info(page_language(first.language)),
        "form": FORM_WORDS[first.form],
        "role": CAPACITY_WORDS.get(first.capacity, ""),
        "rows": [_row(consent, at) for consent in rows],
        "holds": any(consent.holds(at=at) for consent in rows),
    }


def _row(consent: Consent, at: datetime) -> dict[str, Any]:
    return {
        "consent": consent,
        "direction": DIRECTION_WORDS[consent.direction],
        "partner": consent.recipient.name if consent.recipient else "",
        "holds": consent.holds(at=at),
    }


def _form(request: ActorRequest, person: Person, at: datetime) -> AgreementForm:
    may_speak = [(t, other) for t, other, _words in ties_of(person, at) if t.person_id == person.pk]
    return AgreementForm(
        request.POST or None,
        initial={
            "language": page_language(person.language),
            **_as_before(request, person),
            **_asked_for(request),
        },
        partners=[(str(partner.pk), partner.name) for partner in partners_open_to(person)],
        speakers=[(str(other.pk), name_of(other)) for tie, other in may_speak if tie.may_consent],
        languages=_in_themselves(settings.LANGUAGES),
        person_name=name_of(person),
        today=timezone.localdate(at),
    )


def _asked_for(request: ActorRequest) -> dict[str, list[str]]:
    """What the page that sent us here wants to share: ids and codes, ticked beforehand."""
    fields = {"recipients": "partner", "sensitive": "topic", "facts": "fact"}
    asked = {field: request.GET.getlist(name) for field, name in fields.items()}
    return {field: chosen for field, chosen in asked.items() if chosen}


def _as_before(request: ActorRequest, person: Person) -> dict[str, Any]:
    """All that an earlier conversation said but the day until when: what ends is asked again in one form."""
    try:
        pk = UUID(request.GET.get("again", ""))
    except ValueError:
        return {}
    one = person.consents.filter(pk=pk).first()
    return agreed_before(list(person.consents.filter(given_together=one.given_together))) if one else {}  # fmt: skip


def _way_back(request: ActorRequest) -> str:
    """Where the worker was when the agreement was missing; only ever a page of ours."""
    back = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return back if ours else ""


def _in_themselves(languages: Iterable[tuple[str, Any]]) -> list[tuple[str, str]]:
    return [(code, get_language_info(code)["name_local"]) for code, _name in languages]


def _laws(person: Person) -> frozenset[Law]:
    """Under which laws the clinic itself keeps what it would share."""
    return laws_of(direction=Direction.SEND, topics=(), custodian=person.custodian, recipient=None)


def _words(form: AgreementForm, person: Person, text: Shown) -> str:
    with translation.override(text.language):
        terms = form.terms(clinic=person.custodian.name, laws=_laws(person))
        return agreement_words(terms, text.body)


def _digest(words: str) -> str:
    """So that what is written down is what was on the page, though a partner was renamed meanwhile."""
    return hashlib.sha256(words.encode()).hexdigest()


def _page(
    request: ActorRequest, person: Person, form: AgreementForm, at: datetime, template: str,
    *, status: int = 0, **more: Any,
) -> HttpResponse:  # fmt: skip
    context = {"form": form, "person": person, "header": header_of(person, at), **more}
    return render(request, template, context, status=status or (422 if form.errors else 200))
