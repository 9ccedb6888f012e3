"""Who helps two sides, how it could end, and both sides' yes; or the council's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Max
from django.utils.translation import gettext as _

from core.access import require
from core.actor import Actor
from core.errors import BadInput, StepNotPossible
from core.history import record
from core.tenancy import action
from governance.actions import proposals
from governance.actions.disputes import (
    Said,
    close,
    follow_keepers,
    keep_on,
    locked,
    note,
    owe,
    target_of,
)
from governance.actions.proposals import Wording
from governance.disputes import SIDES, Stage, Step, Turn, Voice
from governance.effects.registry import Change, Decision
from governance.models.disputes import Assent, Dispute, Ending, Mediator, Pledge
from governance.models.proposals import Proposal, Standing
from governance.rules import torn_seats
from governance.search.disputes import (
    KIND,
    asked_of_council,
    is_open_to_assent,
    keepers,
    side_of,
)
from organizations.models.members import Membership
from organizations.models.network import Network

OPENS = time(9)
MOST_PLEDGES = 10


@dataclass(frozen=True, slots=True)
class Promised:
    """Which side does what by which day."""

    side: Voice
    words: str
    due_on: date


@action
def list_mediator(*, actor: Actor, user_id: UUID, about: str, at: datetime) -> Mediator:
    """Somebody who works in the network, or has a light account in it."""
    network = Network.objects.get(pk=actor.network_id)
    require(actor, "disputes.list_mediators", network)
    works = Membership.objects.filter(network=network, user=user_id, until=None)
    if not works.exists():
        raise BadInput(_("They have no account in this network yet. Invite them first."))
    if Mediator.objects.filter(network=network, user=user_id, until=None).exists():
        raise StepNotPossible(_("They are on the list already."))
    mediator = Mediator.objects.create(
        network=network, user_id=user_id, about=about.strip(), since=at
    )
    record("mediator.listed", mediator, actor=actor, at=at, tell=False, user=user_id)
    return mediator


@action
def unlist_mediator(*, actor: Actor, mediator_id: UUID, at: datetime) -> Mediator:
    """What they mediate now gets another one."""
    rows = Mediator.objects.filter(network_id=actor.network_id, until=None)
    mediator = rows.select_for_update(no_key=True).get(pk=mediator_id)
    require(actor, "disputes.list_mediators", mediator.network)
    _off_the_list(mediator, actor, at)
    return mediator


@action
def name_mediator(*, actor: Actor, dispute_id: UUID, mediator_id: UUID, at: datetime) -> Dispute:
    """By whoever keeps it: somebody from the list who works for neither side."""
    dispute = locked(actor, dispute_id, at)
    require(actor, "disputes.keep", dispute)
    if dispute.status != Stage.MEDIATION:
        raise StepNotPossible(_("This dispute has moved on. Look at it again."))
    if dispute.mediator_id == mediator_id:  # naming them again would only put off their day
        raise StepNotPossible(_("They mediate it already. Choose somebody else."))
    mediator = Mediator.objects.get(network_id=dispute.network_id, pk=mediator_id, until=None)
    works = Membership.objects.filter(user=mediator.user_id, until=None)
    if (
        works.filter(organization__in=dispute.sides).exists()
        or mediator.user_id == dispute.keeper_id
    ):
        raise BadInput(_("Choose somebody who belongs to neither side and does not keep it."))
    dispute.mediator = mediator
    owe(dispute, at)
    dispute.save()
    note("dispute.mediator_named", dispute, actor, at)
    return dispute


@action
def give_keeper(*, actor: Actor, dispute_id: UUID, user_id: UUID, at: datetime) -> Dispute:
    """To somebody else who may keep it, and does not mediate."""
    dispute = locked(actor, dispute_id, at)
    require(actor, "disputes.keep", dispute)
    mediates = dispute.mediator is not None and dispute.mediator.user_id == user_id
    if mediates or user_id not in keepers(dispute.first, dispute.second):
        raise BadInput(_("Choose somebody who may keep it for the network."))
    dispute.keeper_id = user_id
    dispute.save()
    note("dispute.kept_by_another", dispute, actor, at)
    return dispute


@action
def write_ending(
    *, actor: Actor, dispute_id: UUID, words: str, at: datetime, pledges: Sequence[Promised] = (),
    request_key: UUID | None = None,
) -> Ending:  # fmt: skip
    """How it could end. Whose side writes it has said yes to it; the other reads it and says yes or not."""
    dispute = locked(actor, dispute_id, at)
    voice = side_of(actor, dispute)
    if dispute.is_closed or voice not in {*SIDES, Voice.MEDIATOR}:
        raise StepNotPossible(_("Only the two sides and their mediator write how it could end."))
    if made := Ending.asked_before(dispute.network_id, request_key):
        return made
    ending = _written(dispute, Said(voice, words, request_key), pledges, actor, at)
    if voice in SIDES:
        _assents(ending, voice, actor, at)
    note("dispute.ending_written", dispute, actor, at)
    return ending


@action
def assent(*, actor: Actor, dispute_id: UUID, ending_id: UUID, at: datetime) -> Dispute:
    """A side's yes. With both it is over, and what was promised is followed until it is kept."""
    dispute = locked(actor, dispute_id, at)
    require(actor, "disputes.take_side", dispute)
    side, ending = side_of(actor, dispute), dispute.endings.get(pk=ending_id)
    is_open = is_open_to_assent(ending, dispute.endings.all())
    if dispute.is_closed or side is None or not is_open:
        raise StepNotPossible(_("This dispute has moved on. Look at it again."))
    _assents(ending, side, actor, at)
    if ending.assents.count() == len(SIDES):
        _ends(dispute, Step.AGREE, ending, at)
        note("dispute.agreed", dispute, actor, at)
    else:
        note("dispute.ending_written", dispute, actor, at)
    return dispute


@action
def kept(*, actor: Actor, dispute_id: UUID, pledge_id: UUID, at: datetime) -> Pledge:
    """The other side says that a promise was kept, or whoever keeps the dispute."""
    dispute = locked(actor, dispute_id, at)
    rows = Pledge.objects.select_for_update(of=("self",), no_key=True)
    pledge = rows.get(pk=pledge_id, ending__dispute=dispute, ending__number=dispute.holds or 0)
    if side_of(actor, dispute) not in {*SIDES, Voice.KEEPER} - {Voice(pledge.side)}:
        raise StepNotPossible(_("The other side says whether it was kept."))
    if pledge.kept_at is None:
        pledge.kept_at, pledge.kept_by_id = at, actor.user_id
        pledge.save(update_fields=["kept_at", "kept_by"])
        _owe_words(dispute, pledge.ending, at)
        dispute.save()
        note("dispute.word_kept", dispute, actor, at)
    return pledge


@action
def ask_council(
    *, actor: Actor, dispute_id: UUID, words: str, at: datetime, pledges: Sequence[Promised] = (),
    request_key: UUID | None = None,
) -> Proposal:  # fmt: skip
    """An ending for the council to vote on. Its words stand here only; seats of the two sides have no vote."""
    dispute = locked(actor, dispute_id, at)
    require(actor, "disputes.ask_council", dispute)
    target_of(dispute, Step.DECIDE)
    asked = asked_of_council(dispute)
    if asked is not None and Ending.asked_before(dispute.network_id, request_key):
        return asked
    if asked is not None:
        raise StepNotPossible(_("The council is asked already. Let that vote end first."))
    ending = _written(dispute, Said(Voice.COUNCIL, words, request_key), pledges, actor, at)
    proposal = proposals.draft(actor=actor, wording=_question(dispute, ending), at=at)
    _stand_aside(dispute, proposal, actor, at)
    proposal = proposals.open_for_comments(actor=actor, proposal_id=proposal.pk, at=at)
    owe(dispute, at, on=proposal.votes_until)
    dispute.save()
    note("dispute.council_asked", dispute, actor, at)
    return proposal


def decided(decision: Decision, changes: Sequence[Change], at: datetime) -> None:
    """Called by the decision that was carried. What both sides agreed on meanwhile goes first."""
    for change in changes:
        rows = Dispute.objects.filter(network_id=decision.network_id).select_related("network")
        dispute = rows.select_for_update(of=("self",), no_key=True).get(pk=change.key)
        if dispute.is_at_council:
            dispute.decision_id = decision.proposal_id
            ending = dispute.endings.get(number=int(change.after))
            _ends(dispute, Step.DECIDE, ending, at)
            note("dispute.decided", dispute, Actor.system(decision.network_id), at)


def follow_people(
    *, actor: Actor, membership: Membership, successor_id: UUID | None, at: datetime
) -> None:
    """Called when somebody leaves, or has other roles: what they kept or mediated goes to somebody else."""
    here, user_id = membership.network_id, membership.user_id
    follow_keepers(here, [user_id], actor, at)
    if not Membership.objects.filter(network_id=here, user=user_id, until=None).exists():
        listed = Mediator.objects.filter(network_id=here, user=user_id, until=None)
        for mediator in listed.select_for_update(no_key=True):
            _off_the_list(mediator, actor, at)


@action
def replace_the_torn(*, network_id: UUID, at: datetime) -> int:
    """Who has come to work for one of the sides gives it to somebody else. How many did."""
    system = Actor.system(network_id)
    rows = Dispute.objects.filter(network_id=network_id).select_related(
        "network", "first", "second"
    )
    held = rows.select_for_update(of=("self",), no_key=True, skip_locked=True)
    kept = list(held.exclude(next_step_due=None).helped_by_the_torn("keeper"))
    for dispute in kept:
        keep_on(dispute, system, at)
    mediated = list(held.still_open().helped_by_the_torn("mediator__user"))
    for dispute in mediated:
        _lose_mediator(dispute, system, at)
    return len(kept) + len(mediated)


# --- how ------------------------------------------------------------------------------------------


def _lose_mediator(dispute: Dispute, actor: Actor, at: datetime) -> None:
    dispute.mediator = None
    if dispute.status == Stage.MEDIATION:
        owe(dispute, at)
    dispute.save()
    note("dispute.mediator_left", dispute, actor, at)


def _written(
    dispute: Dispute, said: Said, pledges: Sequence[Promised], actor: Actor, at: datetime
) -> Ending:
    today = dispute.network.open_days.local_date(at)
    if not said.words.strip() or len(pledges) > MOST_PLEDGES:
        raise BadInput(_("Write a few words first."))
    if any(one.due_on < today or not one.words.strip() for one in pledges):
        raise BadInput(_("Say for each promise what is done, and by which day to come."))
    newest = dispute.endings.aggregate(Max("number"))["number__max"]
    ending = Ending.objects.create(
        network_id=dispute.network_id, dispute=dispute, number=(newest or 0) + 1, voice=said.voice,
        words=said.words.strip(), at=at, by_id=actor.user_id, request_key=said.request_key,
    )  # fmt: skip
    for one in pledges:
        Pledge.objects.create(
            network_id=dispute.network_id, ending=ending, side=one.side, words=one.words.strip(),
            due_on=one.due_on,
        )  # fmt: skip
    return ending


def _assents(ending: Ending, side: Voice, actor: Actor, at: datetime) -> None:
    Assent.objects.get_or_create(
        network_id=ending.network_id, ending=ending, side=side,
        defaults={"at": at, "by_id": actor.user_id},
    )  # fmt: skip


def _ends(dispute: Dispute, step: Step, ending: Ending, at: datetime) -> None:
    close(dispute, step, at)
    dispute.holds = ending.number
    _owe_words(dispute, ending, at)
    dispute.save()


def _owe_words(dispute: Dispute, ending: Ending, at: datetime) -> None:
    """The nearest day of what is still to be done (unsaved)."""
    left = ending.pledges.filter(kept_at=None).order_by("due_on").values_list("due_on", flat=True)
    nearest = left.first()
    if nearest is None:
        dispute.owe_nothing()
        return
    moment = datetime.combine(nearest, OPENS, ZoneInfo(dispute.network.time_zone))
    owe(dispute, at, on=max(at, moment), turn=Turn.KEEP_WORD)


def _question(dispute: Dispute, ending: Ending) -> Wording:
    """As everybody in the network may read it: neither who disagrees nor about what."""
    said = {"number": dispute.number}
    return Wording(
        _("End dispute %(number)d as its own page says") % said,
        _("Both sides have talked, and a mediator has helped. The council reads it on its page."),
        changes=[Change(KIND, str(dispute.pk), str(ending.number))],
    )


def _stand_aside(dispute: Dispute, proposal: Proposal, actor: Actor, at: datetime) -> None:
    """Which of them for what reason would tell everybody who mediates."""
    for seat in torn_seats(dispute).filter(council=proposal.council_id):
        Standing.objects.create(
            network_id=dispute.network_id, proposal=proposal, seat=seat, said_by_id=actor.as_user,
            kind=Standing.Kind.CONFLICT, words=_("They have a part in it."), said_at=at,
        )  # fmt: skip


def _off_the_list(mediator: Mediator, actor: Actor, at: datetime) -> None:
    mediator.until = at
    mediator.save(update_fields=["until"])
    record("mediator.unlisted", mediator, actor=actor, at=at, tell=False)
    rows = Dispute.objects.still_open().filter(mediator=mediator).select_related("network")
    for dispute in rows.select_for_update(of=("self",), no_key=True):
        _lose_mediator(dispute, actor, at)
