"""Several partners for one need: who is asked, what does each of them see, and whose yes is enough?"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core import access
from core.http import ActorRequest
from organizations.topic_words import TOPIC_WORDS
from organizations.topics import TOPICS
from organizations.views.sheet import ServiceSheet, sheet_of
from people import disclosures
from people.consent import project
from people.lifecycle import ALWAYS_SHARED, Fact, Purpose
from people.models.agreements import Consent
from people.scopes import within
from people.views.header import header_of
from people.views.person import get_or_post
from referrals.actions.several import MOST, send_to_several
from referrals.actions.urgent import NobodyThere
from referrals.forms.several import SeveralForm
from referrals.models.referral import Referral
from referrals.search import need as one
from referrals.views.doing import done, typed
from referrals.views.preview import preview
from referrals.views.sending import agreement
from screening.models.need import Need


@get_or_post
def send(request: ActorRequest, need_id: UUID) -> HttpResponse:
    """One page for all of them: one preview, one question for the agreements that are missing, one button."""
    at = timezone.now()
    need = one.need_for(request.actor, need_id, at=at)
    access.require(request.actor, "referrals.send", need)
    services = one.services_for(request.actor, request.GET.getlist("service")[: MOST + 1])
    if not 2 <= len(services) <= MOST:
        return _choose_again(request, need)
    asked = [Asked.of(need, sheet_of(service, at=at), at) for service in services]
    several = Several(request, need, asked, at)
    form, alone = several.form(), None
    try:
        if form.is_bound and "preview" not in request.POST and (sent := several.send(form)):
            return redirect("referrals:after_sending", sent[0].pk)
    except NobodyThere as error:
        alone = error
    disclosures.record(
        actor=request.actor, person_ids=[need.subject_id], what="referrals.send",
        purpose=Purpose.CARE, at=at, topic=need.topic,
    )  # fmt: skip
    context = {**several.context(form), "alone": alone, "to_call": [one.sheet for one in asked]}
    status = 422 if form.is_bound and (form.errors or alone) else 200
    return render(request, "referrals/several.html", context, status=status)


def _choose_again(request: ActorRequest, need: Need) -> HttpResponseRedirect:
    messages.info(request, _("Choose two or three services."))
    return redirect(f"{reverse('referrals:find_for', args=[need.pk])}?several=1")


@dataclass(frozen=True)
class Asked:
    """One of the partners: what holds between it and the family."""

    sheet: ServiceSheet
    consent: Consent | None
    missing: str
    shared: frozenset[str] = frozenset()

    @classmethod
    def of(cls, need: Need, sheet: ServiceSheet, at: datetime) -> "Asked":
        asks = {*sheet.service.asks, *ALWAYS_SHARED}
        shared = within(need.network_id, need.topic, asks, at=at)
        return cls(sheet, *agreement(need, sheet, at), shared)

    @property
    def can_be_asked(self) -> bool:
        """Where people walk in, or nobody can answer, there is nobody to say yes."""
        return self.sheet.can_answer and not self.sheet.service.is_walk_in

    @property
    def facts(self) -> frozenset[str]:
        """What the service asks, the family agreed to share with it, and partners share for this kind of help."""
        return self.shared.intersection(self.consent.facts if self.consent else ())


@dataclass(frozen=True)
class Several:
    request: ActorRequest
    need: Need
    asked: list[Asked]
    at: datetime

    def form(self) -> SeveralForm:
        facts = frozenset[str]().union(*(one.facts for one in self.asked))
        return SeveralForm(typed(self.request), facts=[fact for fact in Fact if fact in facts])

    def send(self, form: SeveralForm) -> list[Referral]:
        """What was sent; nothing when the form has to be looked at again."""
        sent: list[Referral] = []

        def ask() -> None:
            sent.extend(send_to_several(
                actor=self.request.actor, need_id=self.need.pk, enough=form.is_enough, at=self.at,
                sendings=[
                    form.sending_to(one.sheet.service.pk, one.facts.intersection(form.chosen_facts))
                    for one in self.asked
                ],
            ))  # fmt: skip

        done(form, ask)
        return sent

    def context(self, form: SeveralForm) -> dict[str, Any]:
        lacking = [one for one in self.asked if one.missing and one.can_be_asked]
        return {
            "need": self.need,
            "at": self.at,
            "form": form,
            "about": TOPIC_WORDS[self.need.topic],
            "topic": TOPICS[self.need.topic],
            "header": header_of(self.need.subject, self.at),
            "asked": [(one, self._seen_by(one, form)) for one in self.asked],
            "lacking": lacking,
            "cannot": [one for one in self.asked if not one.can_be_asked],
            "agree_url": self._agree_url(lacking),
            "note": form["note"].value(),
        }

    def _seen_by(self, one: Asked, form: SeveralForm) -> list[tuple[str | Promise, str | Promise]]:
        facts = one.facts.intersection(form.chosen_facts)
        person = self.need.subject
        return preview(
            project(
                person=person, topic=self.need.topic, facts=facts, consent=one.consent, at=self.at
            ),
            at=self.at,
        )

    def _agree_url(self, lacking: list[Asked]) -> str:
        """One conversation about all who are missing, with what they ask ticked, and the way back here."""
        asks = {fact for one in lacking for fact in one.sheet.service.asks}
        asked = {
            "partner": [one.sheet.service.organization_id for one in lacking],
            "fact": [fact for fact in Fact if fact in asks],
            "topic": [self.need.topic] if self.need.is_sensitive else [],
            "next": self.request.get_full_path(),
        }
        page = reverse("people:agree", args=[self.need.subject_id])
        return f"{page}?{urlencode(asked, doseq=True)}"
