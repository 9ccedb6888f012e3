"""Two partners disagree: one raises it, both talk, either steps up; nobody waits without a date."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from core import ladders
from core.access import can, require
from core.actor import Actor
from core.errors import BadInput, StepNotPossible
from core.history import Fact, record_all
from core.steps import Step as Owes
from core.tenancy import action
from governance.disputes import LADDERS, MOVES, DisputePatience, Stage, Step, Turn, Voice, turn_of
from governance.in_force import in_force
from governance.models.disputes import Dispute, Statement
from governance.rules import has_council
from governance.search.disputes import keeper_for, keepers, side_of, sides_to_choose
from organizations.actions.links import VIA
from organizations.lifecycle import PathStep
from organizations.models.network import Network, Organization

BATCH = 200


class NobodyToKeepIt(StepNotPossible):
    code = "nobody_to_keep_it"


class OneIsOpen(StepNotPossible):
    """Between these two; `dispute` is the one to go on with."""

    code = "one_is_open"
    sentence = _lazy("One is open between you already. Go on with that one.")

    def __init__(self, dispute: Dispute) -> None:
        super().__init__()
        self.dispute = dispute

    @property
    def more(self) -> dict[str, object]:
        return {"dispute": str(self.dispute.pk), "number": self.dispute.number}


class Said(NamedTuple):
    """By whom, and in which words."""

    voice: Voice
    words: str
    request_key: UUID | None = None


@action
def raise_dispute(
    *, actor: Actor, other_id: UUID, words: str, at: datetime, request_key: UUID | None = None
) -> Dispute:
    """Of one's own organization with another that takes part, or with the convener. First both talk."""
    network = Network.objects.select_for_update(no_key=True).get(pk=actor.network_id)
    ours = Organization.objects.get(network=network, pk=actor.as_organization)
    require(actor, "disputes.raise", ours)
    if made := Statement.asked_before(network.pk, request_key):
        return made.dispute
    other = sides_to_choose(ours).filter(pk=other_id).first()
    if other is None:
        raise BadInput(_("Choose another organization that takes part in the network."))
    between = Q(first=ours, second=other) | Q(first=other, second=ours)
    if standing := Dispute.objects.still_open().filter(between, network=network).first():
        raise OneIsOpen(standing)
    keeper_id = keeper_for(ours, other)
    if keeper_id is None:
        raise NobodyToKeepIt(
            _("Nobody could keep it for the network without being a side. Ask for a council first.")
        )
    newest = Dispute.objects.filter(network=network).aggregate(Max("number"))["number__max"]
    dispute = Dispute(
        network=network, number=(newest or 0) + 1, status=Stage.TALK, first=ours, second=other,
        raised_at=at, raised_by_id=actor.as_user, keeper_id=keeper_id,
    )  # fmt: skip
    owe(dispute, at)
    dispute.save(force_insert=True)
    _state(dispute, Said(Voice.FIRST, words, request_key), actor, at)
    note("dispute.raised", dispute, actor, at)
    return dispute


@action
def say(
    *, actor: Actor, dispute_id: UUID, words: str, at: datetime, request_key: UUID | None = None
) -> Statement:
    """For whoever has a part in it. What is said before the council only the council reads, too."""
    dispute = locked(actor, dispute_id, at)
    voice = side_of(actor, dispute)
    if voice is None or dispute.is_closed:
        raise StepNotPossible(_("Nothing more can be said here."))
    if made := Statement.asked_before(dispute.network_id, request_key):
        return made
    statement = _state(dispute, Said(voice, words, request_key), actor, at)
    note("dispute.said", dispute, actor, at)
    return statement


@action
def step_up(
    *,
    actor: Actor,
    dispute_id: UUID,
    at: datetime,
    words: str = "",
    request_key: UUID | None = None,
) -> Dispute:
    """Either side, whenever it thinks so. The council reads `words`, and nothing that was said before.

    Where no council sits another mediator is asked for: somebody owes the next step there, too.
    """
    dispute = locked(actor, dispute_id, at)
    require(actor, "disputes.take_side", dispute)
    if Statement.asked_before(dispute.network_id, request_key):
        return dispute
    target = target_of(dispute, Step.STEP_UP)
    if target is Stage.COUNCIL and not has_council(dispute.network):
        _another_mediator(dispute)
        target = Stage.MEDIATION
    elif target is Stage.COUNCIL:
        dispute.council_since = at
    dispute.status = target
    owe(dispute, at)
    dispute.save()
    if target is Stage.COUNCIL:
        _state(dispute, Said(_own(actor, dispute), words, request_key), actor, at)
    note(
        "dispute.came_to_council" if dispute.is_at_council else "dispute.stepped_up",
        dispute,
        actor,
        at,
    )
    return dispute


@action
def withdraw(*, actor: Actor, dispute_id: UUID, at: datetime) -> Dispute:
    """By whoever raised it: there is no dispute any more."""
    dispute = locked(actor, dispute_id, at)
    require(actor, "disputes.withdraw", dispute)
    close(dispute, Step.WITHDRAW, at)
    dispute.save()
    note("dispute.withdrawn", dispute, actor, at)
    return dispute


@action
def chase_disputes(*, network_id: UUID, at: datetime, limit: int = BATCH) -> int:
    """Each that nobody moves climbs one rung; those held elsewhere later."""
    rows = Dispute.objects.filter(network_id=network_id, wake_at__lte=at)
    held = rows.select_related("network", "first", "second").order_by("wake_at", "id")
    due = list(held.select_for_update(of=("self",), no_key=True, skip_locked=True)[:limit])
    waits = DisputePatience.of(in_force(network_id, "dispute.", at))
    clock = Actor.system(network_id)
    for one in due:
        keep_on(one, clock, at)
    record_all([_climbed(one, waits, at) for one in due], actor=clock, at=at)
    return len(due)


def keep_on(dispute: Dispute, actor: Actor, at: datetime) -> None:
    """Of a locked one: whoever may not keep it any more gives it to somebody who may.

    Where nobody may, it stays with whoever does not read it any more, and climbs.
    """
    may = keepers(dispute.first, dispute.second)
    if dispute.keeper_id in may:
        return
    mediates = dispute.mediator.user_id if dispute.mediator else None
    another = next((one for one in may if one != mediates), None)
    if another:
        dispute.keeper_id = another
        dispute.save(update_fields=["keeper"])
        note("dispute.kept_by_another", dispute, actor, at)


def follow_keepers(network_id: UUID, user_ids: Iterable[UUID], actor: Actor, at: datetime) -> None:
    """They left, have other roles, or do not sit there any more: what they kept goes to somebody else."""
    rows = Dispute.objects.filter(network_id=network_id, keeper__in=list(user_ids))
    owed = rows.exclude(next_step_due=None).select_related("first", "second").order_by("id")
    for dispute in owed.select_for_update(of=("self",), no_key=True):
        keep_on(dispute, actor, at)


def follow_a_side(
    *, actor: Actor, organization: Organization, step: PathStep, at: datetime
) -> None:
    """Called in the transaction in which an organization leaves: there is nobody to disagree with any more."""
    if step is not PathStep.LEAVE:
        return
    for field in ("first", "second"):
        rows = Dispute.objects.filter(**{field: organization}).exclude(next_step_due=None)
        for dispute in rows.select_for_update(no_key=True).order_by("id"):
            if dispute.is_closed:
                dispute.owe_nothing()  # what was promised there
            else:
                close(dispute, Step.WITHDRAW, at)
            dispute.save()
            note("dispute.side_left", dispute, actor, at)


# --- how ------------------------------------------------------------------------------------------


def locked(actor: Actor, dispute_id: UUID, at: datetime) -> Dispute:
    rows = Dispute.objects.visible_to(actor, at=at).select_related("network", "first", "second")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=dispute_id)


def target_of(dispute: Dispute, step: Step) -> Stage:
    target = MOVES[step].get(Stage(dispute.status))
    if target is None:
        raise StepNotPossible(_("This dispute has moved on. Look at it again."))
    return target


def close(dispute: Dispute, step: Step, at: datetime) -> None:
    """Unsaved."""
    dispute.status, dispute.closed_at = target_of(dispute, step), at
    dispute.owe_nothing()


def owe(
    dispute: Dispute, at: datetime, on: datetime | None = None, turn: Turn | None = None
) -> None:
    """What its stage waits for (unsaved); `on`: until a moment that was agreed."""
    has_mediator = dispute.mediator_id is not None
    turn = turn or turn_of(Stage(dispute.status), has_mediator=has_mediator)
    if turn is None:
        dispute.owe_nothing()
        return
    ladder, days = LADDERS[turn], dispute.network.open_days
    waits = DisputePatience.of(in_force(dispute.network_id, "dispute.", at))
    due = ladders.due(ladder, waits, days, since=at, on=on)
    dispute.owe(Owes(ladder.next_step, ladder.owed_by, due.due, due.wake_at))


def note(kind: str, dispute: Dispute, actor: Actor, at: datetime) -> None:
    """Of what was said nothing stands in it."""
    via = VIA if actor.is_partner_link else "system"
    record_all([Fact(kind, dispute, via=via)], actor=actor, at=at)


def _state(dispute: Dispute, said: Said, actor: Actor, at: datetime) -> Statement:
    if not said.words.strip():
        raise BadInput(_("Write a few words first."))
    return Statement.objects.create(
        network_id=dispute.network_id, dispute=dispute, voice=said.voice, words=said.words.strip(),
        is_for_council=dispute.is_at_council, at=at, by_id=actor.user_id,
        request_key=said.request_key,
    )  # fmt: skip


def _own(actor: Actor, dispute: Dispute) -> Voice:
    voice = side_of(actor, dispute)
    return voice if voice and can(actor, "disputes.take_side", dispute) else Voice.FIRST


def _another_mediator(dispute: Dispute) -> None:
    """Unsaved; whoever keeps it names one."""
    if dispute.mediator_id is None:
        raise StepNotPossible(_("There is no council yet that could decide it."))
    dispute.mediator = None


def _climbed(dispute: Dispute, waits: DisputePatience, at: datetime) -> Fact:
    ladder = next(one for one in LADDERS.values() if one.next_step == dispute.next_step)
    due = dispute.next_step_due or at
    step = ladders.climb(ladder, dispute.rung, waits, dispute.network.open_days, due_at=due, at=at)
    dispute.rung, dispute.wake_at = step.rung, step.wake_at
    dispute.save(update_fields=["rung", "wake_at"])
    return Fact(step.taken.kind, dispute, details={"rung": step.rung})
