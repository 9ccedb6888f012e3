"""Agreements between partners and the network: written, offered, signed by all, renewed, left, ended."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from core import ladders
from core.access import require
from core.actor import Actor
from core.errors import AlreadyChanged, BadInput, NotAllowed, StepNotPossible
from core.history import record_all
from core.ladders import Ladder
from core.steps import Step
from core.tenancy import action
from governance.actions.files import keep
from governance.actions.local import hold_to, let_go
from governance.actions.obligations import begin, copy_to, lapse
from governance.actions.parties import (
    facts,
    is_signed_by_all,
    name_parties,
    party_of,
    strike_out,
)
from governance.actions.suspending import may_end, may_take_out
from governance.in_force import in_force
from governance.kinds import MOVES, Kind, Paper, Side
from governance.models.agreements import Agreement, Party, Signature
from governance.models.policies import Policy
from governance.path import AGREEMENT_LADDERS, PathPatience
from governance.search.agreements import REQUIRED, is_rewritten
from organizations.lifecycle import PathStep, Stage
from organizations.models.network import Network, Organization
from organizations.topics import Category

BATCH = 200
OPENS = time(9)
LONGEST_ANSWER = 60  # open days


@dataclass(frozen=True, slots=True)
class Terms:
    """What is agreed. `ends_on` none: until somebody ends it."""

    kind: Kind
    words: str
    begins_on: date
    ends_on: date | None = None
    categories: Collection[str] = ()
    payment: str = ""
    answer_days: int | None = None  # open days for an answer; none: as for all
    request_key: UUID | None = None


@dataclass(frozen=True, slots=True)
class Hand:
    """Who signs: the name as typed, the office, the digest of what they read, from which address.

    `file`: the paper with the signature on it, as a PDF; it stands beside the name then.
    """

    name: str
    office: str
    digest: str
    address: str = ""
    on_paper: bool = False
    file: bytes = b""


@action
def draft(
    *, actor: Actor, organization_id: UUID, terms: Terms, at: datetime, replaces_id: UUID | None = None
) -> Agreement:  # fmt: skip
    """A new paper, or the next version of one that is in force and stays so until the new one is signed."""
    rows = Organization.objects.select_related("network")
    organization = rows.select_for_update(of=("self",), no_key=True).get(
        network_id=actor.network_id, pk=organization_id
    )
    require(actor, "partnerships.convene", organization)
    return _written(organization, terms, replaces_id, actor, at)


@action
def amend(*, actor: Actor, agreement_id: UUID, terms: Terms, at: datetime) -> Agreement:
    """A party says what shall be another: the next version, offered at once. All sign it, or one turns it down."""
    before = _locked(actor, agreement_id, at)
    own = own_party(actor, before)
    if own is None:
        raise NotAllowed
    require(actor, "agreements.sign_for_partner", own.organization)
    if terms.kind != before.kind:
        raise BadInput(_("It stays the kind of agreement that it is."))
    first = before.parties.filter(left_at=None, organization=before.organization_id).first() or own
    made = _written(first.organization, terms, before.pk, actor, at)
    sent_twice = not made.is_draft
    return made if sent_twice else _moved(made, Paper.OFFERED, "agreement.proposed", actor, at)


def _written(
    organization: Organization, terms: Terms, replaces_id: UUID | None, actor: Actor, at: datetime
) -> Agreement:
    if organization.has_left:
        raise BadInput(_("Choose an organization that takes part in the network."))
    if made := Agreement.asked_before(organization.network_id, terms.request_key):
        return made
    _check(terms)
    before = _replaced(organization, replaces_id)
    words = terms.words.strip()
    agreement = Agreement(
        network_id=organization.network_id, organization=organization, kind=terms.kind, words=words,
        digest=digest_of(words), categories=sorted(terms.categories), payment=terms.payment.strip(),
        begins_on=terms.begins_on, ends_on=terms.ends_on, replaces=before, written_at=at,
        answer_days=terms.answer_days, request_key=terms.request_key,
        version=before.version + 1 if before else 1, written_by_id=actor.user_id,
    )  # fmt: skip
    _owe(agreement, organization, at)
    agreement.save(force_insert=True)
    name_parties(agreement, before)
    if before:
        copy_to(agreement, before)
    _note("agreement.drafted", agreement, actor, at)
    return agreement


@action
def offer(*, actor: Actor, agreement_id: UUID, at: datetime) -> Agreement:
    """From now on its words and parties are fixed, and all may sign."""
    agreement = _locked(actor, agreement_id, at)
    require(actor, "partnerships.convene", agreement.organization)
    return _moved(agreement, Paper.OFFERED, "agreement.offered", actor, at)


@action
def sign(
    *, actor: Actor, agreement_id: UUID, side: Side, hand: Hand, at: datetime,
    organization_id: UUID | None = None,
) -> Agreement:  # fmt: skip
    """The last signature puts it in force. A paper that a partner signed is written down by the convener.

    `organization_id`: for which partner; none: for the one with whom it was written.
    """
    agreement = _locked(actor, agreement_id, at)
    signs = party_of(agreement, organization_id) if side is Side.PARTNER else None
    _may_sign(actor, agreement, signs, hand)
    if not (hand.name.strip() and hand.office.strip()):
        raise BadInput(_("Type the name and the office of whoever signs."))
    if not constant_time_compare(hand.digest, agreement.digest):
        raise AlreadyChanged
    if agreement.signatures.filter(organization=signs).exists():
        raise StepNotPossible(_("This side has signed already. Nothing was changed."))
    signature = Signature.objects.create(
        network_id=agreement.network_id, agreement=agreement, organization=signs, name=hand.name.strip(),
        office=hand.office.strip(), on_paper=hand.on_paper, address=hand.address,
        digest=hand.digest, at=at, by_id=actor.user_id,
    )  # fmt: skip
    if hand.file:
        keep(signature, hand.file, by_id=actor.user_id, at=at)
    _note("agreement.signed", agreement, actor, at, side=side.value)
    return _begun(agreement, actor, at) if is_signed_by_all(agreement) else agreement


def _begun(agreement: Agreement, actor: Actor, at: datetime) -> Agreement:
    """All have signed; what it replaces ends with its first day."""
    before, today = agreement.replaces, agreement.organization.network.open_days.local_date(at)
    if before and before.status == Paper.IN_FORCE and agreement.begins_on <= today:
        _moved(before, Paper.ENDED, "agreement.replaced", actor, at)
    return _moved(agreement, Paper.IN_FORCE, "agreement.in_force", actor, at)


@action
def end(*, actor: Actor, agreement_id: UUID, at: datetime) -> Agreement:
    """What is not yet signed is dropped by any one; of what is in force a party ends its own part.

    Whoever convenes ends it for all. Where the last party goes, nothing is left of it.
    """
    agreement = _locked(actor, agreement_id, at)
    own = own_party(actor, agreement)
    if own is None:
        require(actor, "partnerships.convene", agreement.organization)
    if not agreement.is_in_force:
        kind = "agreement.turned_down" if agreement.is_offered else "agreement.dropped"
        return _moved(agreement, Paper.DROPPED, kind, actor, at)
    if own is not None and agreement.parties.filter(left_at=None).count() > 1:
        return _left(agreement, own, actor, at)
    may_end(agreement, actor, at)
    return _moved(agreement, Paper.ENDED, "agreement.ended", actor, at)


@action
def leave(*, actor: Actor, agreement_id: UUID, organization_id: UUID, at: datetime) -> Agreement:
    """One of several parties goes, on its own word or as whoever convenes has heard it; the others stay."""
    agreement = _locked(actor, agreement_id, at)
    going = party_of(agreement, organization_id)
    require(actor, "partnerships.read", going)
    if not agreement.is_in_force or agreement.parties.filter(left_at=None).count() < 2:
        raise StepNotPossible(_("Nobody else is left in it. End the agreement instead."))
    may_take_out(going, actor, at)
    return _left(agreement, agreement.parties.get(organization=going), actor, at)


def own_party(actor: Actor, agreement: Agreement) -> Party | None:
    """For which party the actor speaks here, if for one."""
    runs = actor.where("manage_members")
    return agreement.parties.filter(organization_id__in=runs, left_at=None).first()


def _left(agreement: Agreement, party: Party, actor: Actor, at: datetime) -> Agreement:
    """What it allowed and asked of this party stops at once; for the others nothing changes."""
    _note("agreement.left", agreement, actor, at, party=str(party.organization_id))
    party.left_at, party.left_by_id = at, actor.user_id
    party.save(update_fields=["left_at", "left_by"])
    lapse(agreement, at, party.organization_id)
    let_go(agreement, at, party.organization_id)
    return agreement


def end_with_partner(
    *, actor: Actor, organization: Organization, step: PathStep, at: datetime
) -> None:
    """Called by `organizations` in the transaction of every step: whoever has left is bound by nothing any more."""
    if step is PathStep.LEAVE:
        _let_out(actor, [organization.pk], at)


def _let_out(actor: Actor, organization_ids: Collection[UUID], at: datetime) -> None:
    """What waits for their signature is dropped; of what is in force their own part ends."""
    rows = Party.objects.filter(
        network_id=actor.network_id, left_at=None, agreement__closed_at=None
    )
    for party in rows.filter(organization_id__in=organization_ids).order_by("agreement_id"):
        one = _for_update(Agreement.objects.filter(network_id=actor.network_id)).get(
            pk=party.agreement_id
        )
        others = one.parties.filter(left_at=None).exclude(pk=party.pk)
        if one.is_draft and one.organization_id != party.organization_id:
            strike_out(one, party, actor, at)
        elif one.is_draft or one.is_offered:
            _moved(one, Paper.DROPPED, "agreement.dropped", actor, at)
        elif one.is_in_force and others.exists():
            _left(one, party, actor, at)
        elif one.is_in_force:
            _moved(one, Paper.ENDED, "agreement.ended", actor, at)


def begin_with_agreements(*, network: Network, at: datetime) -> None:
    """Called by `organizations` as a network is founded: nothing is sent without, from the first day on."""
    Policy.objects.create(network=network, key=REQUIRED, value=1, version=1, begins_at=at)


@action
def chase_agreements(*, network_id: UUID, at: datetime, limit: int = BATCH) -> int:
    """What waits for a signature, or ends soon, climbs; whose last day or next version has come has ended."""
    _end_replaced(network_id, at)
    _end_of_who_left(network_id, at)
    rows = Agreement.objects.filter(network_id=network_id, wake_at__lte=at)
    held = rows.select_related("organization__network").order_by("wake_at", "id")
    due = list(held.select_for_update(of=("self",), no_key=True, skip_locked=True)[:limit])
    if not due:
        return 0
    waits, clock = PathPatience.of(in_force(network_id, "path.", at)), Actor.system(network_id)
    for one in due:
        today = one.organization.network.open_days.local_date(at)
        if one.is_in_force and one.ends_on and one.ends_on < today:
            _moved(one, Paper.ENDED, "agreement.ran_out", clock, at)
        else:
            _climb(one, waits, clock, at)
    return len(due)


def digest_of(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


# --- how ------------------------------------------------------------------------------------------


def _end_replaced(network_id: UUID, at: datetime) -> None:
    """The next version was signed ahead: until its first day the one before holds."""
    clock = Actor.system(network_id)
    rows = Agreement.objects.filter(
        network_id=network_id, status=Paper.IN_FORCE, replaced_by__status=Paper.IN_FORCE,
        replaced_by__begins_on__lte=Network.objects.get(pk=network_id).open_days.local_date(at),
    )  # fmt: skip
    held = rows.select_related("organization__network").order_by("id")
    for one in held.select_for_update(of=("self",), no_key=True, skip_locked=True)[:BATCH]:
        _moved(one, Paper.ENDED, "agreement.replaced", clock, at)


def _end_of_who_left(network_id: UUID, at: datetime) -> None:
    """They left before papers ended with a good-bye, or were named in one at the same moment."""
    rows = Party.objects.filter(network_id=network_id, left_at=None, agreement__closed_at=None)
    gone = rows.filter(organization__status=Stage.LEFT).order_by("organization_id")
    if ids := set(gone.values_list("organization_id", flat=True)[:BATCH]):
        _let_out(Actor.system(network_id), ids, at)


def _locked(actor: Actor, agreement_id: UUID, at: datetime) -> Agreement:
    return _for_update(Agreement.objects.visible_to(actor, at=at)).get(pk=agreement_id)


def _for_update(rows: QuerySet[Agreement]) -> QuerySet[Agreement]:
    held = rows.select_related("organization__network", "replaces")
    return held.select_for_update(of=("self",), no_key=True)


def _check(terms: Terms) -> None:
    if not terms.words.strip():
        raise BadInput(_("Write down what is agreed."))
    if terms.ends_on is not None and terms.ends_on < terms.begins_on:
        raise BadInput(_("It ends before it begins. Choose other days."))
    if not set(terms.categories) <= {category.value for category in Category}:
        raise BadInput(_("Choose kinds of help from the list."))
    if terms.answer_days is not None and not 1 <= terms.answer_days <= LONGEST_ANSWER:
        raise BadInput(
            _("Choose from 1 to %(highest)d open days for an answer.") % {"highest": LONGEST_ANSWER}
        )


def _replaced(organization: Organization, replaces_id: UUID | None) -> Agreement | None:
    if replaces_id is None:
        return None
    bound = Party.objects.filter(organization=organization, left_at=None)
    own = Agreement.objects.filter(
        network_id=organization.network_id, pk__in=bound.values("agreement_id")
    )
    before = own.select_for_update(no_key=True).get(pk=replaces_id, status=Paper.IN_FORCE)
    if is_rewritten(before):
        raise StepNotPossible(_("Its next version is being written already."))
    return before


def _may_sign(actor: Actor, agreement: Agreement, signs: Organization | None, hand: Hand) -> None:
    """A partner: its own admin; on paper, the convener writes it down."""
    if not agreement.is_offered:
        raise StepNotPossible(_("This cannot be signed now. Nothing was changed."))
    by_network = signs is None or hand.on_paper
    rule = "partnerships.convene" if by_network else "agreements.sign_for_partner"
    require(actor, rule, signs or agreement.organization)


def _moved(agreement: Agreement, to: Paper, kind: str, actor: Actor, at: datetime) -> Agreement:
    if to not in MOVES.get(Paper(agreement.status), ()):
        raise StepNotPossible(_("This agreement has moved on. Nothing was changed."))
    agreement.status = to
    _owe(agreement, agreement.organization, at)
    agreement.save()
    if to is Paper.IN_FORCE:
        hold_to(agreement, at)
        begin(agreement, at)
    elif agreement.closed_at is not None:
        lapse(agreement, at)
    if to is Paper.ENDED:
        let_go(agreement, at)
    _note(kind, agreement, actor, at)
    return agreement


def _ladder(agreement: Agreement) -> Ladder | None:
    if agreement.is_in_force and agreement.ends_on is None:
        return None
    return AGREEMENT_LADDERS.get(Paper(agreement.status))


def _owe(agreement: Agreement, organization: Organization, at: datetime) -> None:
    """What is owed where it stands (unsaved). Of what has ended, nothing."""
    ladder = _ladder(agreement)
    if ladder is None:
        agreement.owe_nothing()
        agreement.closed_at = None if agreement.is_in_force else at
        return
    days = organization.network.open_days
    waits = PathPatience.of(in_force(organization.network_id, "path.", at))
    on = None
    if agreement.is_in_force and agreement.ends_on:
        ahead = agreement.ends_on - timedelta(days=waits.renew_ahead_calendar)
        on = max(at, datetime.combine(ahead, OPENS, ZoneInfo(days.zone)))
    due = ladders.due(ladder, waits, days, since=at, on=on)
    agreement.owe(Step(ladder.next_step, ladder.owed_by, due.due, due.wake_at))


def _climb(agreement: Agreement, waits: PathPatience, clock: Actor, at: datetime) -> None:
    ladder = AGREEMENT_LADDERS[Paper(agreement.status)]
    days, due = agreement.organization.network.open_days, agreement.next_step_due or at
    step = ladders.climb(ladder, agreement.rung, waits, days, due_at=due, at=at)
    agreement.rung, agreement.wake_at = step.rung, step.wake_at
    agreement.save(update_fields=["rung", "wake_at"])
    _note(step.taken.kind, agreement, clock, at)


def _note(kind: str, agreement: Agreement, actor: Actor, at: datetime, **details: object) -> None:
    record_all(list(facts(kind, agreement, **details)), actor=actor, at=at)
