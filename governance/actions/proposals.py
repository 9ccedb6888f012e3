"""Write a proposal, reword it, put it before the council, take it back; and say what one thinks of it."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Max, QuerySet
from django.utils.translation import gettext as _

from core.access import require
from core.actor import NOBODY, Actor
from core.errors import BadInput, StepNotPossible
from core.history import record
from core.tenancy import action
from governance.counting import Tie, Why
from governance.effects import registry
from governance.effects.registry import Change, Decision
from governance.in_force import in_force
from governance.lifecycle import NOT_CARRIED, Area, Status, Step, StepNotInTable, next_status
from governance.models.councils import Council, Seat
from governance.models.cuts import Suspension
from governance.models.proposals import Comment, Proposal, ProposalVersion, Standing
from governance.search.overtaken import is_overtaken
from governance.terms import COUNCIL, Deciding
from organizations.models.network import Network

LONGEST_WAIT = timedelta(days=366)
AtOnce = Callable[[Proposal, Sequence[Change]], None]
_at_once: list[AtOnce] = []


def before_acting(check: AtOnce) -> AtOnce:
    """Called at start-up by whoever knows of an act that even an emergency does not allow: it raises."""
    if check not in _at_once:
        _at_once.append(check)
    return check


@dataclass(frozen=True, slots=True)
class Wording:
    """`area` is asked only where nothing typed changes; else the changes say it."""

    title: str
    reason: str
    text: str = ""
    changes: Sequence[Change] = ()
    area: Area = Area.NORMS


@action
def draft(
    *, actor: Actor, wording: Wording, at: datetime, is_secret: bool = False,
    starts_at: datetime | None = None, request_key: UUID | None = None,
) -> Proposal:  # fmt: skip
    """Only its writer sees it, until it is opened."""
    network = Network.objects.select_for_update(no_key=True).get(pk=actor.network_id)
    require(actor, "governance.propose", network)
    if made := Proposal.asked_before(network.pk, request_key):
        return made
    councils = _councils(network.pk)
    if COUNCIL not in councils:
        raise StepNotPossible(_("There is no council yet that could decide it."))
    if starts_at and not at < starts_at <= at + LONGEST_WAIT:
        raise BadInput(_("Choose a day that is still to come, within a year."))
    newest = Proposal.objects.filter(network=network).aggregate(Max("number"))["number__max"]
    proposal = Proposal(
        network=network, council=councils[COUNCIL], number=(newest or 0) + 1, status=Status.DRAFT,
        made_by_id=actor.as_user, made_at=at, is_secret=is_secret, starts_at=starts_at,
        request_key=request_key,
    )  # fmt: skip
    version = _worded(proposal, wording, actor, at)
    proposal.save(force_insert=True)
    version.save(force_insert=True)
    record("proposal.drafted", proposal, actor=actor, at=at, tell=False)
    return proposal


@action
def amend(*, actor: Actor, proposal_id: UUID, wording: Wording, at: datetime) -> Proposal:
    """New words beside the old ones. Whoever commented is left time to read them."""
    proposal = locked(actor, proposal_id, at=at)
    require(actor, "governance.reword", proposal)
    if proposal.status not in {Status.DRAFT, Status.COMMENTING}:
        raise StepNotPossible(_("Its words stand: the vote has begun. Make a new proposal."))
    proposal.version += 1
    version = _worded(proposal, wording, actor, at)
    if proposal.is_commenting and proposal.next_step_due and proposal.votes_until:
        deciding, days = _deciding(proposal, at), proposal.network.open_days
        _set_terms(proposal, deciding, version)
        needed = _supporters_needed(proposal, version, deciding, at)
        proposal.supporters_needed = needed
        until = max(proposal.next_step_due, days.after(at, deciding.after_amendment))
        _comments_until(proposal, until, days.after(until, deciding.vote))
    proposal.save()
    version.save(force_insert=True)
    record("proposal.amended", proposal, actor=actor, at=at, version=version.number)
    return proposal


@action
def open_for_comments(*, actor: Actor, proposal_id: UUID, at: datetime) -> Proposal:
    """How it will be decided, and until when, is set now and does not move any more."""
    proposal = locked(actor, proposal_id, at=at)
    require(actor, "governance.reword", proposal)
    _step(proposal, Step.OPEN)
    deciding, days = _deciding(proposal, at), proposal.network.open_days
    version = words_of(proposal)
    _as_written(proposal, _checked(proposal.network_id, version, at), at)
    _set_terms(proposal, deciding, version)
    proposal.supporters_needed = _supporters_needed(proposal, version, deciding, at)
    proposal.opened_at = at
    until = days.after(at, deciding.comment)
    _comments_until(proposal, until, days.after(until, deciding.vote))
    proposal.save()
    record("proposal.opened", proposal, actor=actor, at=at)
    return proposal


@action
def act_now(*, actor: Actor, proposal_id: UUID, at: datetime) -> Proposal:
    """In an emergency the convener's draft is in force at once; unconfirmed, it falls back by itself."""
    proposal = locked(actor, proposal_id, at=at)
    require(actor, "governance.act_now", proposal)
    _step(proposal, Step.ACT)
    version = words_of(proposal)
    changes = _checked(proposal.network_id, version, at)
    _as_written(proposal, changes, at)
    if not changes:
        raise BadInput(_("Nothing would change at once. Open it for comments instead."))
    if not registry.all_fall_back(changes):
        raise BadInput(_("This could not be taken back, so it waits for the vote."))
    deciding = _deciding(proposal, at)
    _may_act_on(proposal, version, deciding, at)
    for check in _at_once:
        check(proposal, changes)
    _set_terms(proposal, deciding, version)
    proposal.is_emergency, proposal.opened_at, proposal.starts_at = True, at, None
    owe_votes(proposal, at, proposal.network.open_days.after(at, deciding.confirm))
    proposal.save()
    decision = Decision(proposal.network_id, proposal.pk, actor.user_id, version.title)
    registry.bring_about(decision, changes, at)
    record("proposal.acted", proposal, actor=actor, at=at)
    return proposal


@action
def withdraw(*, actor: Actor, proposal_id: UUID, at: datetime) -> Proposal:
    proposal = locked(actor, proposal_id, at=at)
    require(actor, "governance.reword", proposal)
    _step(proposal, Step.WITHDRAW)
    proposal.owe_nothing()
    proposal.save()
    record("proposal.withdrawn", proposal, actor=actor, at=at)
    return proposal


@action
def comment(
    *, actor: Actor, proposal_id: UUID, words: str, at: datetime, request_key: UUID | None = None
) -> Comment:
    proposal = locked(actor, proposal_id, at=at)
    require(actor, "governance.see_council", proposal.network)
    if made := Comment.asked_before(proposal.network_id, request_key):
        return made
    if proposal.status not in {Status.COMMENTING, Status.VOTING}:
        raise StepNotPossible(_("The time for comments is over."))
    if not words.strip():
        raise BadInput(_("Write a few words first."))
    said = Comment.objects.create(
        network_id=proposal.network_id, proposal=proposal, version=proposal.version,
        words=words.strip(), said_by_id=actor.as_user, said_at=at, request_key=request_key,
    )  # fmt: skip
    record("proposal.commented", proposal, actor=actor, at=at, tell=False)
    return said


@action
def stand(
    *, actor: Actor, proposal_id: UUID, seat_id: UUID, kind: Standing.Kind, at: datetime,
    to_seat_id: UUID | None = None, words: str = "",
) -> Standing:  # fmt: skip
    """Want a vote on it, say that one gains or loses by it, or lend one's vote. None of it is taken back."""
    proposal = locked(actor, proposal_id, at=at)
    seat = Seat.objects.visible_to(actor).there_are().get(pk=seat_id, council=proposal.council_id)
    require(actor, "governance.speak_for", seat)
    may_still_speak(proposal, at)
    _MAY_STAND[kind](proposal, seat, words, to_seat_id)
    standing, is_new = Standing.objects.get_or_create(
        network_id=proposal.network_id, proposal=proposal, seat=seat, kind=kind,
        defaults={
            "to_seat_id": to_seat_id, "words": words.strip(), "said_by_id": actor.as_user, "said_at": at,
        },
    )  # fmt: skip
    if is_new:
        record("proposal.stood", proposal, actor=actor, at=at, tell=False, seat=seat.pk, how=kind)
    return standing


def locked(actor: Actor, proposal_id: UUID, *, at: datetime) -> Proposal:
    rows = Proposal.objects.visible_to(actor, at=at).select_related("network")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=proposal_id)


def words_of(proposal: Proposal) -> ProposalVersion:
    """As they stand now."""
    return ProposalVersion.objects.get(
        network_id=proposal.network_id, proposal=proposal, number=proposal.version
    )


def may_still_speak(proposal: Proposal, at: datetime) -> None:
    """Seats speak until the vote closes: its hour counts, not when the sweep comes by."""
    over = proposal.votes_until is None or at >= proposal.votes_until
    if over or proposal.status not in {Status.COMMENTING, Status.VOTING}:
        raise StepNotPossible(_("The vote is over."))


def owe_votes(proposal: Proposal, since: datetime, until: datetime) -> None:
    """Half way, whoever has not voted is reminded once."""
    proposal.votes_from, proposal.votes_until = since, until
    proposal.waiting_on, proposal.next_step, proposal.next_step_due = "council", "vote", until
    proposal.wake_at, proposal.rung = since + (until - since) / 2, 0


def _comments_until(proposal: Proposal, until: datetime, votes_until: datetime) -> None:
    proposal.votes_from, proposal.votes_until = until, votes_until
    proposal.waiting_on, proposal.next_step = "council", "comment"
    proposal.next_step_due = proposal.wake_at = until
    proposal.rung = 0


def _step(proposal: Proposal, step: Step) -> None:
    try:
        proposal.status = next_status(proposal.status, step)
    except StepNotInTable as error:
        raise StepNotPossible(_("This proposal has moved on. Look at it again.")) from error


def _deciding(proposal: Proposal, at: datetime) -> Deciding:
    return Deciding.of(in_force(proposal.network_id, "decide.", at))


def _worded(proposal: Proposal, wording: Wording, actor: Actor, at: datetime) -> ProposalVersion:
    """Checked when it is written: what could not come into force is not put to anybody."""
    if not (wording.title.strip() and wording.reason.strip()):
        raise BadInput(_("Give it a name, and say why."))
    changes = registry.as_they_stand(proposal.network_id, wording.changes, at)
    if wording.changes and not changes:
        raise BadInput(_("All of this holds already. Nothing would change."))
    if not changes and not wording.text.strip():
        raise BadInput(_("Say what shall be decided."))
    for wrong in registry.complaints(proposal.network_id, changes, at):
        raise BadInput(wrong)
    areas, deciding = registry.areas(changes) or {wording.area}, _deciding(proposal, at)
    proposal.area = deciding.strictest(areas)
    councils = _councils(proposal.network_id)
    proposal.council = councils.get(deciding.decides(areas), councils[COUNCIL])
    return ProposalVersion(
        network_id=proposal.network_id, proposal=proposal, number=proposal.version,
        title=wording.title.strip(), text=wording.text.strip(), reason=wording.reason.strip(),
        changes=registry.packed(changes), written_by_id=actor.as_user, written_at=at,
    )  # fmt: skip


def _councils(network_id: UUID) -> dict[str, Council]:
    """The council and its committees, by kind."""
    rows = Council.objects.filter(network_id=network_id, ended_at=None)
    return {council.kind: council for council in rows}


def _checked(network_id: UUID, version: ProposalVersion, at: datetime) -> list[Change]:
    changes = registry.unpacked(version.changes)
    for wrong in registry.complaints(network_id, changes, at):
        raise BadInput(wrong)
    return changes


def _as_written(proposal: Proposal, changes: list[Change], at: datetime) -> None:
    """What it says stood before stands there: nobody is asked about another change than they read."""
    stands = registry.as_they_stand(proposal.network_id, changes, at)
    if stands != changes or is_overtaken(proposal, changes, at):
        raise BadInput(
            _(
                "What it would change is decided otherwise since. Read what holds, and write yours anew."
            )
        )


def _may_act_on(
    proposal: Proposal, version: ProposalVersion, deciding: Deciding, at: datetime
) -> None:
    """Acts on top of each other, or again and again, would keep in force what nobody has confirmed.

    A partner rests anew for a ground of its own.
    """
    Network.objects.select_for_update(no_key=True).get(pk=proposal.network_id)  # one act at a time
    acted = ProposalVersion.objects.filter(
        network_id=proposal.network_id, proposal__status=Status.VOTING,
        proposal__is_emergency=True, number=F("proposal__version"),
    )  # fmt: skip
    if _touches(version, acted):
        raise StepNotPossible(
            _("An emergency act has changed this already. Let the council vote on that first.")
        )
    lately = _was_refused_lately(proposal, version, deciding.again_calendar, at)
    ground = Suspension.objects.filter(network_id=proposal.network_id, proposal=proposal)
    if lately and not ground.exists():
        raise StepNotPossible(
            _("The council did not carry this lately. Put it to a vote: it waits for that.")
        )


def _set_terms(proposal: Proposal, deciding: Deciding, version: ProposalVersion) -> None:
    changes = registry.unpacked(version.changes)
    terms = deciding.terms(registry.areas(changes) or {Area(proposal.area)})
    proposal.method, proposal.quorum_percent = terms.method, terms.quorum_percent
    proposal.needs_chamber = terms.chamber
    proposal.chair_breaks_tie = terms.tie is Tie.CHAIR and not proposal.is_secret
    if proposal.is_secret and not proposal.ballot_salt:
        proposal.ballot_salt = secrets.token_hex(32)


def _supporters_needed(
    proposal: Proposal, version: ProposalVersion, deciding: Deciding, at: datetime
) -> int:
    """Before the vote. What was refused lately is asked again only when more seats want it."""
    if _was_refused_lately(proposal, version, deciding.again_calendar, at):
        return max(deciding.supporters, deciding.again_supporters)
    return deciding.supporters


def _was_refused_lately(
    proposal: Proposal, version: ProposalVersion, calendar: int, at: datetime
) -> bool:
    refused = ProposalVersion.objects.filter(
        network_id=proposal.network_id, proposal__status__in=sorted(NOT_CARRIED),
        proposal__decided_at__gt=at - timedelta(days=calendar),
    )  # fmt: skip
    return _touches(version, refused.exclude(proposal__why=Why.OVERTAKEN))


def _touches(version: ProposalVersion, others: QuerySet[ProposalVersion]) -> bool:
    """Whether any of them would change the same."""
    wanted = {(one.kind, one.key) for one in registry.unpacked(version.changes)}
    return any(
        wanted & {(one.kind, one.key) for one in registry.unpacked(changes)}
        for changes in others.values_list("changes", flat=True)
    )


def _may_support(_proposal: Proposal, seat: Seat, _words: str, _to_seat_id: UUID | None) -> None:
    if not seat.has_vote:
        raise BadInput(_("This seat has no vote."))


def _may_declare(proposal: Proposal, seat: Seat, words: str, _to_seat_id: UUID | None) -> None:
    """A vote that was cast in secret cannot be found again to leave it out."""
    if not words.strip():
        raise BadInput(_("Say in a few words what you or your organization gain or lose by it."))
    if proposal.is_secret and proposal.turnout.filter(seat=seat).exists():
        raise StepNotPossible(_("Your vote is in, and nobody can find it among the others."))


def _may_lend(proposal: Proposal, seat: Seat, _words: str, to_seat_id: UUID | None) -> None:
    """To one who sits there; nobody carries more than one vote beside their own."""
    if proposal.is_secret:
        raise StepNotPossible(_("In a secret ballot nobody votes for another."))
    there = Seat.objects.filter(network_id=proposal.network_id, council=proposal.council_id)
    to_seat = there.there_are().filter(pk=to_seat_id or NOBODY).exclude(holder=None).first()
    if to_seat is None or to_seat.pk == seat.pk or not (to_seat.has_vote and seat.has_vote):
        raise BadInput(_("Choose another seat that has a vote."))
    lent = Standing.objects.filter(proposal=proposal, kind=Standing.Kind.PROXY, to_seat=to_seat)
    if lent.exclude(seat=seat).exists():
        raise BadInput(_("They carry somebody’s vote already. Choose another seat."))


_MAY_STAND = {
    Standing.Kind.SUPPORTS: _may_support,
    Standing.Kind.CONFLICT: _may_declare,
    Standing.Kind.PROXY: _may_lend,
}
