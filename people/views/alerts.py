"""Somebody may be in danger: where it is said, who looks after it, and where a report is written down."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.access import can, require
from core.errors import BadInput
from core.http import ActorRequest
from people import disclosures
from people.actions import safety
from people.forms.safety import AlertForm, CloseAlertForm, ReportForm
from people.lifecycle import Purpose
from people.models.person import Person
from people.models.safety import MandatedReport, SafetyAlert
from people.search.duty import alerts_of, climbed, closed_lately, is_convening, person_of
from people.views.doors import open_record
from people.views.header import header_of
from people.views.person import get_or_post
from people.views.record import contact_row, contacts_of
from people.words.safety import ALERT_END_WORDS, DANGER_WORDS, WAITS_FOR


@require_safe
def alerts(request: ActorRequest) -> HttpResponse:
    """Numbers and dates, no names: whoever takes one opens it."""
    require(request.actor, "people.watch_alerts")
    at = timezone.now()
    context = {
        "at": at,
        "rows": [(one, WAITS_FOR[one.waiting_on]) for one in alerts_of(request.actor, at=at)],
        "closed": [
            (one, ALERT_END_WORDS[one.closed_how]) for one in closed_lately(request.actor, at=at)
        ],
        "climbed": climbed(request.actor) if is_convening(request.actor) else None,
    }
    return render(request, "people/alerts.html", context)


@get_or_post
def raise_alert(request: ActorRequest, person_id: UUID) -> HttpResponse:
    at = timezone.now()
    person = _sealed(request, person_id, "people.alert", at)
    form = AlertForm(request.POST or None)
    if not form.is_bound or not form.is_valid():
        return _about(request, person, form, "people/alert_raise.html", at)
    safety.raise_alert(actor=request.actor, person_id=person_id, said=form.said(), at=at)
    messages.success(request, _("Whoever is on duty is told now. If it cannot wait, call 911."))
    return redirect("people:record", person_id)


@get_or_post
def report(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """What the reader has reported stands below: it is theirs, and the duty's."""
    at = timezone.now()
    person = _sealed(request, person_id, "people.report", at)
    form = ReportForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            safety.record_report(
                actor=request.actor, person_id=person_id, report=form.report(), at=at
            )
        except BadInput as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is written down, sealed. Nobody is told."))
            return redirect("people:report", person_id)
    return _about(
        request, person, form, "people/report.html", at, reports=_reports(request, person, at)
    )


@require_safe
def alert(request: ActorRequest, alert_id: UUID) -> HttpResponse:
    return _alert(request, alert_id, CloseAlertForm())


@require_POST
def take(request: ActorRequest, alert_id: UUID) -> HttpResponse:
    safety.take_alert(actor=request.actor, alert_id=alert_id, at=timezone.now())
    messages.success(request, _("It is yours now. Write down how it is when you know."))
    return redirect("people:alert", alert_id)


@require_POST
def give_back(request: ActorRequest, alert_id: UUID) -> HttpResponse:
    safety.give_back(actor=request.actor, alert_id=alert_id, at=timezone.now())
    messages.success(request, _("Whoever is on duty is asked again."))
    return redirect("people:alerts")


@require_POST
def close(request: ActorRequest, alert_id: UUID) -> HttpResponse:
    form = CloseAlertForm(request.POST)
    if not form.is_valid():
        return _alert(request, alert_id, form)
    how, words = form.end()
    safety.close_alert(
        actor=request.actor, alert_id=alert_id, how=how, words=words, at=timezone.now()
    )
    messages.success(request, _("It is closed."))
    return redirect("people:alerts")


def _sealed(request: ActorRequest, person_id: UUID, what: str, at: datetime) -> Person:
    return open_record(request, person_id, rule="people.raise_alert", what=what, at=at)


def _reports(request: ActorRequest, person: Person, at: datetime) -> list[MandatedReport]:
    visible = MandatedReport.objects.visible_to(request.actor, at=at).filter(person=person)
    return list(visible.select_related("made_by").order_by("-made_at"))


def _about(
    request: ActorRequest, person: Person, form: AlertForm | ReportForm, template: str,
    at: datetime, **more: object,
) -> HttpResponse:  # fmt: skip
    about = {"person": person, "header": header_of(person, at), "at": at}
    context = {"form": form, **about, **more}
    return render(request, template, context, status=422 if form.errors else 200)


def _alert(request: ActorRequest, alert_id: UUID, form: CloseAlertForm) -> HttpResponse:
    """With all that is needed to reach them; the look is written down where no family prints it."""
    at = timezone.now()
    visible = SafetyAlert.objects.visible_to(request.actor, at=at)
    found = get_object_or_404(
        visible.select_related("taken_by", "raised_by", "organization"), pk=alert_id
    )
    person = person_of(found, request.actor, at=at)
    disclosures.record(
        actor=request.actor,
        person_ids=[person.pk],
        what="people.alert",
        purpose=Purpose.CARE,
        at=at,
    )
    context = {
        "at": at,
        "alert": found,
        "header": header_of(person, at),
        "danger": DANGER_WORDS[found.danger],
        "waits": WAITS_FOR.get(found.waiting_on, ""),
        "ended": ALERT_END_WORDS.get(found.closed_how, ""),
        "contacts": [contact_row(person, point) for point in contacts_of(person)],
        "meeting_points": person.meeting_points.all(),
        "is_mine": found.taken_by_id == request.actor.user_id,
        "record_url": _record_url(request, person),
        "reports": _reports(request, person, at),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "people/alert.html", context, status=status)


def _record_url(request: ActorRequest, person: Person) -> str:
    """Whoever is on duty need not be somebody who reads records."""
    may = can(request.actor, "people.identify", person)
    return reverse("people:record", args=[person.pk]) if may else ""
