"""How is a need sent, what will they see, and what can still be undone?"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core import access
from core.errors import BadInput, ConsentMissing
from core.http import ActorRequest
from organizations.topic_words import TOPIC_WORDS
from organizations.topics import TOPICS
from organizations.views.sheet import ServiceSheet, sheet_of
from people import consent as consents
from people import disclosures
from people.consent import project
from people.lifecycle import ALWAYS_SHARED, Fact, Purpose
from people.models.agreements import Consent
from people.scopes import within
from people.views.header import header_of
from people.views.person import get_or_post
from referrals.actions.send import send_packet
from referrals.actions.urgent import NobodyThere
from referrals.forms.sending import Choices, SendForm
from referrals.lifecycle import Mode
from referrals.models.referral import Referral
from referrals.search import need as one
from referrals.search.lines import current_of
from referrals.search.own_days import own_days
from referrals.views.doing import typed
from referrals.views.happened import is_late
from referrals.views.own_days import own_days_words
from referrals.views.preview import preview
from referrals.views.steps import call_them
from screening.models.need import Need


@get_or_post
def send(request: ActorRequest, need_id: UUID) -> HttpResponse:
    """One page: how, what they will see, and one button. The preview needs no script."""
    at = timezone.now()
    need = one.need_for(request.actor, need_id, at=at)
    access.require(request.actor, "referrals.send", need)
    service = one.service_for(request.actor, request.GET.get("service", ""))
    if service is None:
        return redirect("referrals:find_for", need_id)
    offer = Offer.of(request, need, sheet_of(service, at=at), at)
    form, alone = offer.form(typed(request)), None
    try:
        if form.is_bound and "preview" not in request.POST and (sent := offer.send(form)):
            return redirect("referrals:after_sending", sent.pk)
    except NobodyThere as error:
        alone = error
    disclosures.record(
        actor=request.actor, person_ids=[need.subject_id], what="referrals.send",
        purpose=Purpose.CARE, at=at, topic=need.topic,
    )  # fmt: skip
    context = {**offer.context(form), "alone": alone, "to_call": [offer.sheet]}
    status = 422 if form.is_bound and (form.errors or alone) else 200
    return render(request, "referrals/send.html", context, status=status)


@dataclass(frozen=True)
class Offer:
    """One need, one service, and what holds between them: agreement, earlier tries, other needs."""

    request: ActorRequest
    need: Need
    sheet: ServiceSheet
    at: datetime
    tries: list[Referral]
    along: list[Need]
    consent: Consent | None
    missing: str

    @classmethod
    def of(cls, request: ActorRequest, need: Need, sheet: ServiceSheet, at: datetime) -> Self:
        consent, missing = agreement(need, sheet, at)
        along = one.travel_along(need, sheet.service, request.actor, at=at)
        return cls(request, need, sheet, at, one.tries_of(need), along, consent, missing)

    @property
    def live(self) -> Referral | None:
        """The try that still goes on, and may be taken back by sending elsewhere."""
        current = current_of(self.need, self.tries)
        return current if current and current.is_live else None

    @property
    def modes(self) -> list[Mode]:
        """Where people walk in, or where nobody can answer, the family goes itself."""
        service = self.sheet.service
        if service.is_walk_in or not self.sheet.can_answer:
            return [Mode.INTRODUCTION]
        if service.is_applied_for:
            return [Mode.APPLICATION, Mode.INTRODUCTION]
        return [Mode.DIRECT, Mode.WARM_HANDOFF, Mode.INTRODUCTION]

    @property
    def facts(self) -> list[str]:
        """What the service asks, the family agreed to and partners share for this kind of help."""
        agreed = self.consent.facts if self.consent else []
        asked = within(
            self.need.network_id,
            self.need.topic,
            {*self.sheet.service.asks, *ALWAYS_SHARED},
            at=self.at,
        )
        return [fact for fact in Fact if fact in agreed and fact in asked]

    def form(self, data: Any) -> SendForm:
        places: Choices = [(str(place.pk), place.address) for place in self.sheet.places]
        live = self.live
        return SendForm(
            data,
            modes=self.modes,
            facts=self.facts,
            along=[(str(other.pk), TOPIC_WORDS[other.topic]) for other in self.along],
            places=places if len(places) > 1 else [],
            can_switch=live is not None,
            initial={
                "switch": live is not None and is_late(live, at=self.at),
                **self._said_before(),
            },
        )

    def _said_before(self) -> dict[str, Any]:
        """What went with the try before: nobody types it twice, and the preview shows it."""
        last = next(iter(one.asked_before(self.tries[:1]).values()), None)
        if last is None:
            return {}
        until = last.needed_by if last.needed_by and last.needed_by > self.at else None
        day = timezone.localtime(until).date() if until else None
        return {"note": last.note, "urgency": last.urgency, "needed_by": day}

    def send(self, form: SendForm) -> Referral | None:
        """What a rule says of the input stands in the form; anything else is the middleware's page."""
        if not form.is_valid():
            return None
        places = self.sheet.places
        sending = form.sending(
            self.sheet.service.pk,
            place_id=places[0].pk if places else None,
            replaces_id=self._replaces(form),
        )
        try:
            return send_packet(
                actor=self.request.actor,
                need_ids=[self.need.pk, *form.also()],
                sending=sending,
                at=self.at,
            )[0]
        except (BadInput, ConsentMissing) as error:
            form.add_error(None, str(error))
            return None

    def _replaces(self, form: SendForm) -> UUID | None:
        live, ended = self.live, one.unsuccessful(self.tries)
        if live and form.cleaned_data.get("switch"):
            return live.pk
        return ended.pk if ended and not live else None

    def context(self, form: SendForm) -> dict[str, Any]:
        shared = project(
            person=self.need.subject,
            topic=self.need.topic,
            facts=form.chosen_facts,
            consent=self.consent,
            at=self.at,
        )
        return {
            "need": self.need,
            "form": form,
            "sheet": self.sheet,
            "at": self.at,
            "about": TOPIC_WORDS[self.need.topic],
            "topic": TOPICS[self.need.topic],
            "header": header_of(self.need.subject, self.at),
            "consent": self.consent,
            "missing": self.missing,
            "agree_url": self._agree_url(),
            "seen": preview(shared, at=self.at),
            "note": form["note"].value() if "note" in form.fields else "",
            "is_direct": Mode.DIRECT in self.modes,
        }

    def _agree_url(self) -> str:
        """The page on which the family is asked, with what is needed ticked, and the way back here."""
        asked = {
            "partner": self.sheet.service.organization_id,
            "fact": self.sheet.service.asks,
            "topic": [self.need.topic] if self.need.is_sensitive else [],
            "next": self.request.get_full_path(),
        }
        query = urlencode(asked, doseq=True)
        return f"{reverse('people:agree', args=[self.need.subject_id])}?{query}"


def agreement(need: Need, sheet: ServiceSheet, at: datetime) -> tuple[Consent | None, str]:
    """The agreement that holds, or the sentence on what is missing."""
    try:
        return consents.require(
            person=need.subject, recipient_id=sheet.service.organization_id, topic=need.topic,
            is_sensitive=need.is_sensitive, facts=(), at=at,
        ), ""  # fmt: skip
    except ConsentMissing as error:
        return None, str(error)


@require_safe
def after_sending(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """Sent; for twenty seconds it can be undone; and what comes next."""
    at = timezone.now()
    referral = one.sent_one(request.actor, referral_id, at=at)
    disclosures.record(
        actor=request.actor, person_ids=[referral.need.subject_id], what="referrals.need",
        purpose=Purpose.CARE, at=at, topic=referral.need.topic,
    )  # fmt: skip
    together = one.asked_at_once(referral)
    partners = {line.receiver_id for line in together}
    lines = [
        {
            "referral": line,
            "about": TOPIC_WORDS[line.need.topic] if len(partners) == 1 else line.receiver.name,
            "can_undo": line.can_be_undone(at=at),
            "call_them": call_them(line),
        }
        for line in together
    ]
    context = {
        "referral": referral,
        "need": referral.need,
        "lines": lines,
        "partners": len(partners),
        "can_undo": any(line["can_undo"] for line in lines),
        "own_days": own_days_words(own_days(referral), at) if len(partners) == 1 else "",
        "at": at,
    }
    return render(request, "referrals/after_sending.html", context)
