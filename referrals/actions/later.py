"""What comes of a look again: it still holds, it is needed again, not now, or the agreement goes on."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from core import access
from core.actor import Actor
from core.errors import BadInput, StepNotPossible
from core.history import Fact, record_all
from core.tenancy import action
from people.actions.consent import end
from people.consent import covers, missing_facts
from people.models.agreements import Consent
from referrals.lifecycle import LIVE, MilestoneKind
from referrals.models.milestones import Milestone
from referrals.models.referral import Referral
from screening.actions.continuing import need_again
from screening.actions.needs import want_help
from screening.lifecycle import LaterEnd, LaterKind, Via, Voice
from screening.models.later import Later
from screening.models.need import Need

SOONEST_LOOK, LATEST_LOOK = 14, 365  # days


@action
def still_fine(
    *, actor: Actor, later_id: UUID, at: datetime, via: Via, next_on: date | None = None
) -> Later:
    """The help still holds: the need stays met, and the next look comes after as long a time again."""
    later = _open(actor, later_id, at=at)
    need = _need_of(later, is_right=later.is_recheck)
    next_on = next_on or _as_long_again(later, need, at)
    _must_come(next_on, later, _today(need, at))
    need.recheck_on = next_on
    need.save(update_fields=["recheck_on"])
    later.finish(LaterEnd.STILL_FINE, at)
    record_all([Fact("need.still_fine", need, Voice.FAMILY, via, tell=False)], actor=actor, at=at)
    return later


@action
def needed_again(*, actor: Actor, later_id: UUID, at: datetime, via: Via) -> Need:
    """A need that was met is never opened again: a new one goes on from it. One that was put off opens."""
    later = _open(actor, later_id, at=at)
    old = _need_of(later, is_right=not later.is_of_agreement)
    later.finish(LaterEnd.NEEDED_AGAIN, at)
    if later.is_ask_again:
        return want_help(actor=actor, need_id=old.pk, at=at, via=via)
    return need_again(actor=actor, old=old, at=at, via=via)


@action
def not_now(*, actor: Actor, later_id: UUID, again_on: date | None, at: datetime) -> Later:
    """Still no thanks: on another day, or not again."""
    later = _open(actor, later_id, at=at)
    need = _need_of(later, is_right=later.is_ask_again)
    if again_on:
        _must_come(again_on, later, _today(need, at))
    need.ask_again_on = again_on
    need.save(update_fields=["ask_again_on"])
    later.finish(LaterEnd.NOT_NOW, at)
    return later


@action
def appealed(*, actor: Actor, later_id: UUID, at: datetime, via: Via) -> Need:
    """They appeal against what was denied. Whoever helps with it is asked anew: a request of its own."""
    later = _open(actor, later_id, at=at)
    need = _need_of(later, is_right=later.is_appeal)
    _dates_of(later).update(reached_on=_today(need, at), recorded_at=at)
    later.finish(LaterEnd.APPEALED, at)
    record_all([Fact("need.appealed", need, Voice.FAMILY, via, tell=False)], actor=actor, at=at)
    return need


@action
def recertified(
    *, actor: Actor, later_id: UUID, next_on: date | None, at: datetime, via: Via
) -> Later:
    """What the application brought goes on; the next day to renew it, where one is known."""
    later = _open(actor, later_id, at=at)
    need = _need_of(later, is_right=later.is_recertify)
    if next_on:
        _must_come(next_on, later, _today(need, at))
        _dates_of(later).update(planned_on=next_on, recorded_at=at)
    else:
        _dates_of(later).update(reached_on=_today(need, at), recorded_at=at)
    later.finish(LaterEnd.STILL_FINE, at)
    record_all([Fact("need.recertified", need, Voice.FAMILY, via, tell=False)], actor=actor, at=at)
    return later


@action
def let_pass(*, actor: Actor, later_id: UUID, at: datetime, via: Via) -> Later:
    """They do not appeal, or do not renew it: their word, and nobody asks again."""
    later = _open(actor, later_id, at=at)
    need = _need_of(later, is_right=later.is_of_application)
    later.finish(LaterEnd.LET_END, at)
    record_all([Fact("need.let_pass", need, Voice.FAMILY, via, tell=False)], actor=actor, at=at)
    return later


def renewed_by(*, actor: Actor, consents: list[Consent], at: datetime) -> None:
    """Called by `people` in the transaction in which a family agrees: what waited for this yes goes on under it."""
    rows = (
        Later.objects.visible_to(actor, at=at)
        .open()
        .filter(person_id=consents[0].person_id, consent__isnull=False)
    )
    for later in rows.select_related("consent").select_for_update(of=("self",), no_key=True):
        if old := later.consent:
            live = _living_on(old)
            fits = [
                one for one in consents if _is_newer(one, old, later) and _covers_all(one, live)
            ]
            if fits:
                _go_on(later, fits[0], live, actor=actor, at=at)


def _is_newer(new: Consent, old: Consent, later: Later) -> bool:
    same = (new.direction, new.recipient_id) == (old.direction, old.recipient_id)
    lasts = new.until is None or old.until is None or new.until > old.until
    by_themselves = new.given_by_id is None
    return same and (lasts if later.is_renewal else later.kind != LaterKind.OF_AGE or by_themselves)


def _go_on(later: Later, new: Consent, live: list[Referral], *, actor: Actor, at: datetime) -> None:
    details = {"instead_of": later.consent_id}
    Referral.objects.filter(pk__in=[one.pk for one in live]).update(consent=new)
    later.finish(LaterEnd.RENEWED, at)
    fact = Fact("consent.renewed", new, Voice.FAMILY, tell=False, details=details)
    record_all([fact], actor=actor, at=at)


@action
def renew(*, actor: Actor, later_id: UUID, at: datetime) -> Later:
    """The family has agreed anew: what lives on the old agreement lives on the new one from now on."""
    later = _open(actor, later_id, at=at)
    old = later.consent
    if old is None:
        raise StepNotPossible(_("This has moved on. Look at it again, then decide."))
    live = _living_on(old)
    newer = (one for one in _newer(old, at=at) if _is_newer(one, old, later))
    new = next((one for one in newer if _covers_all(one, live)), None)
    if new is None:
        raise BadInput(
            _("Write the new agreement down first: it must cover what the old one covers.")
        )
    _go_on(later, new, live, actor=actor, at=at)
    return later


@action
def let_end(*, actor: Actor, later_id: UUID, at: datetime) -> Later:
    """The family does not go on with it: nobody reads anything under it from its last day on.

    Who was asked themselves, or with new words, and says no, takes it back now.
    """
    later = _open(actor, later_id, at=at)
    if later.consent is None:
        raise StepNotPossible(_("This has moved on. Look at it again, then decide."))
    later.finish(LaterEnd.LET_END, at)
    if not later.is_renewal and later.consent.withdrawn_at is None:
        said = {"said_by": Voice.FAMILY.value, "via": Via.IN_PERSON.value}
        end(later.consent, actor=actor, at=at, **said)
    return later


def _open(actor: Actor, later_id: UUID, *, at: datetime) -> Later:
    rows = Later.objects.visible_to(actor, at=at).select_related(
        "person", "need__subject", "need__organization__network", "consent"
    )
    later = rows.select_for_update(of=("self",), no_key=True).get(pk=later_id)
    access.require(actor, "needs.look_again", later)
    if later.is_done:
        raise StepNotPossible(_("Somebody has already done this. Nothing was changed."))
    return later


def _need_of(later: Later, *, is_right: bool) -> Need:
    if later.need is None or not is_right:
        raise StepNotPossible(_("This has moved on. Look at it again, then decide."))
    return later.need


def _as_long_again(later: Later, need: Need, at: datetime) -> date:
    """Where nobody names a day: as many days as lay between this look and the word before it."""
    looks = Later.objects.filter(need=need, kind=later.kind, done_at__isnull=False)
    before = looks.order_by("-on_day").values_list("on_day", flat=True).first()
    since = before or _today(need, need.closed_at or at)
    days = min(max((later.on_day - since).days, SOONEST_LOOK), LATEST_LOOK)
    return _today(need, at) + timedelta(days=days)


def _today(need: Need, at: datetime) -> date:
    """Where the family is helped: in the evening ours is tomorrow already."""
    return need.organization.open_days.local_date(at)


def _must_come(day: date, later: Later, today: date) -> None:
    if day <= max(today, later.on_day):
        raise BadInput(_("Choose a day that is still to come."))


def _dates_of(later: Later) -> QuerySet[Milestone]:
    """The date of an application that the look is about."""
    kind = MilestoneKind.APPEAL if later.is_appeal else MilestoneKind.RECERTIFICATION
    return Milestone.objects.filter(
        network_id=later.network_id, referral__need=later.need, kind=kind,
        planned_on=later.on_day, reached_on=None,
    )  # fmt: skip


def _living_on(consent: Consent) -> list[Referral]:
    rows = Referral.objects.filter(consent=consent, status__in=sorted(LIVE)).select_related("need")
    return list(rows.order_by("need_id", "id"))


def _newer(old: Consent, *, at: datetime) -> QuerySet[Consent]:
    """Of the same direction and partner, and given since: the one that lasts longest first."""
    same = Consent.objects.filter(
        network_id=old.network_id, person_id=old.person_id, direction=old.direction,
        recipient_id=old.recipient_id,
    )  # fmt: skip
    later = same.filter(since__gte=old.since).exclude(pk=old.pk).in_force(at=at)
    return later.order_by(F("until").desc(nulls_first=True), "-since")


def _covers_all(consent: Consent, live: list[Referral]) -> bool:
    return all(
        covers(consent, one.need.topic, must_be_named=one.need.is_sensitive)
        and not missing_facts(consent, one.shared_facts)
        for one in live
    )
