"""Where does a family's no to a partner's outcome stand? For the partner who is asked, and for the sender."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.actor import Actor
from referrals.lifecycle import ContestAnswer, ContestEnd
from referrals.models.contest import Contest
from referrals.models.referral import Referral
from referrals.words import CONTEST_WORDS, Text

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Contested:
    """Both words: since when the family says no, and what the partner says to it, if anything."""

    referral_id: UUID
    partner: str
    since: datetime
    due: datetime | None
    answer: str
    answered_at: datetime | None
    is_silent: bool
    can_be_answered: bool

    @property
    def answer_words(self) -> Text:
        return CONTEST_WORDS[ContestAnswer(self.answer)] if self.answer else ""


def contested(referral: Referral | None) -> Contested | None:
    """None when the family has not said no, or nobody was asked about it."""
    if referral is None or not referral.is_contested:
        return None
    newest = Contest.objects.filter(referral=referral).order_by("-began_at").first()
    return _shown(newest, referral) if newest and newest.ended_how != ContestEnd.SETTLED else None


def noes_to(actor: Actor, *, at: datetime) -> list[UUID]:
    """The requests on which the actor's organization owes a word, the first due first."""
    owed = Contest.objects.owed_by(actor, at=at).order_by("next_step_due", "id")
    return list(owed.values_list("referral_id", flat=True)[:SHOWN])


def is_asked_about(referral: Referral) -> bool:
    """Whether its partner owes a word: it is open, or the family says no to how it ended."""
    return referral.is_open or Contest.objects.filter(referral=referral, ended_at=None).exists()


def _shown(newest: Contest, referral: Referral) -> Contested:
    return Contested(
        referral_id=referral.pk,
        partner=referral.receiver.name,
        since=newest.began_at,
        due=newest.next_step_due,
        answer=newest.answer,
        answered_at=newest.answered_at,
        is_silent=newest.ended_how == ContestEnd.SILENT,
        can_be_answered=newest.can_be_answered,
    )
