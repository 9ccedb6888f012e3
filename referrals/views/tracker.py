"""How far has it come? Five steps: sent, opened, answered, helped, the family says so."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.templatetags.look import day_words
from referrals.lifecycle import Status
from referrals.models.referral import Referral
from screening.models.need import Need

TrackStep = dict[str, Any]


def tracker(need: Need, referral: Referral | None, *, at: datetime) -> list[TrackStep]:
    """Empty while nothing has been sent."""
    if referral is None:
        return []
    first = _introduced(referral, at) if referral.is_introduction else _asked(referral, at)
    return [*first, _helped(referral, at), _family_says(need, referral, at)]


def _step(words: str, moment: datetime | None, at: datetime, state: str = "") -> TrackStep:
    when = day_words(moment, at) if moment else _("Not yet")
    return {"words": words, "when": when, "state": state or ("done" if moment else "todo")}


def _introduced(referral: Referral, at: datetime) -> Iterator[TrackStep]:
    yield _step(_("Handout given"), referral.sent_at, at)
    yield _step(
        _("Family goes there"), referral.ended_at, at, "done" if referral.ended_at else "now"
    )


def _asked(referral: Referral, at: datetime) -> Iterator[TrackStep]:
    yield _step(_("Sent"), referral.sent_at, at)
    yield _step(
        _("Opened"),
        referral.opened_at,
        at,
        "" if referral.opened_at or not referral.is_live else "now",
    )
    yield _answered(referral, at)


def _answered(referral: Referral, at: datetime) -> TrackStep:
    if referral.status == Status.REJECTED:
        return _step(_("Can’t help"), referral.answered_at, at, "bad")
    if referral.first_answer == "wait_listed":
        return _step(_("On the wait list"), referral.answered_at, at)
    if referral.answered_at:
        return _step(_("Said yes"), referral.answered_at, at)
    waits = referral.is_live and referral.opened_at
    return _step(_("Answered"), None, at, "now" if waits else "")


def _helped(referral: Referral, at: datetime) -> TrackStep:
    if referral.status == Status.COMPLETED:
        return _step(_("Helped"), referral.ended_at, at)
    if referral.status == Status.FAILED:
        return _step(_("Did not work out"), referral.ended_at, at, "bad")
    if referral.status == Status.CANCELLED:
        return _step(_("Taken back"), referral.ended_at, at, "bad")
    under_way = referral.is_live and referral.answered_at
    return _step(_("Helped"), None, at, "now" if under_way else "")


def _family_says(need: Need, referral: Referral, at: datetime) -> TrackStep:
    if need.is_met:
        return _step(_("Family says so"), need.closed_at, at)
    if referral.is_contested:
        return _step(_("Family says no"), referral.contested_at, at, "bad")
    asked = need.is_to_confirm
    return _step(_("Family says so"), None, at, "now" if asked else "")
