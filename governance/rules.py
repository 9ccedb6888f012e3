"""Who decides how the network works?"""

from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.links import DISPUTE
from core.access import rule
from core.actor import Actor, ActorKind
from governance.models.councils import Council, Seat
from governance.models.disputes import Dispute
from governance.models.elections import Nominee
from governance.models.proposals import Proposal
from organizations.grants import Role
from organizations.lifecycle import TAKES_PART, Stage
from organizations.models.members import Membership
from organizations.models.network import Network, Organization


def has_council(network: Network) -> bool:
    """From its first sitting on no number changes but by a decision. The database asks the same."""
    return Council.objects.filter(
        network=network, kind=Council.Kind.COUNCIL, ended_at=None
    ).exists()


@rule("governance.set_patience")
def may_set_patience(actor: Actor, network: Network) -> bool:
    """The convener, for all partners: until they have a council."""
    return actor.holds("convene", network.pk) and not has_council(network)


@rule("governance.see_numbers")
def may_see_numbers(actor: Actor, network: Network) -> bool:
    """The convener's page of settings. Whoever may propose reads them where they propose."""
    return actor.holds("convene", network.pk)


@rule("governance.see_council")
def may_see_council(actor: Actor, network: Network) -> bool:
    """Whoever works in the network."""
    return actor.kind is ActorKind.USER and actor.network_id == network.pk


@rule("governance.found_council")
def may_found_council(actor: Actor, network: Network) -> bool:
    return actor.holds("convene", network.pk)


@rule("partnerships.convene")
def may_convene_partner(actor: Actor, organization: Organization) -> bool:
    """The network's side of a partnership."""
    return actor.holds("convene", organization.network_id)


@rule("partnerships.read")
def may_read_partnership(actor: Actor, organization: Organization) -> bool:
    """Both sides read all of it, and the convener may write down what the partner says."""
    own = actor.holds("manage_members", organization.pk)
    return own or may_convene_partner(actor, organization)


@rule("governance.fill_seat")
def may_fill_seat(actor: Actor, seat: Seat) -> bool:
    """The convener: for an organization's seat, on its word. Nobody is put out of a seat by hand."""
    return actor.holds("convene", seat.network_id)


@rule("governance.leave_seat")
def may_leave_seat(actor: Actor, seat: Seat) -> bool:
    return actor.kind is ActorKind.USER and actor.user_id == seat.holder_id


@rule("governance.agree_to_norms")
def may_agree_to_norms(actor: Actor, organization: Organization) -> bool:
    """Whoever runs it; the convener, on its word."""
    own = actor.holds("manage_members", organization.pk)
    return actor.kind is ActorKind.USER and (own or actor.holds("convene", organization.network_id))


@rule("governance.tell_families")
def may_tell_families(actor: Actor, network: Network) -> bool:
    """What came of their words: whoever sits on the council, and who convenes."""
    sits = actor.holds("sit_on_council", network.pk) or actor.holds("convene", network.pk)
    return actor.kind is ActorKind.USER and sits


@rule("governance.see_power")
def may_see_power(actor: Actor, network: Network) -> bool:
    """Who decides, who waits and who works for it: whoever sits on the council, and who convenes."""
    sits = actor.holds("sit_on_council", network.pk) or actor.holds("convene", network.pk)
    return actor.kind is ActorKind.USER and sits


@rule("governance.propose")
def may_propose(actor: Actor, network: Network) -> bool:
    """Who sits on the council, who convenes, and who runs an organization of the network."""
    in_network = actor.holds("sit_on_council", network.pk) or actor.holds("convene", network.pk)
    here = actor.network_id == network.pk and actor.holds("manage_members", actor.organization_id)
    return actor.kind is ActorKind.USER and (in_network or here)


@rule("governance.reword")
def may_reword(actor: Actor, proposal: Proposal) -> bool:
    """Its writer, who alone may open it and take it back, too."""
    return actor.kind is ActorKind.USER and actor.user_id == proposal.made_by_id


@rule("governance.act_now")
def may_act_now(actor: Actor, proposal: Proposal) -> bool:
    """The convener, in an emergency, for what they wrote themselves."""
    return may_reword(actor, proposal) and actor.holds("convene", proposal.network_id)


@rule("governance.speak_for")
def may_speak_for(actor: Actor, seat: Seat) -> bool:
    """Its holder or their alternate, signed in or past the code to their own mailbox."""
    is_theirs = actor.user_id in {seat.holder_id, seat.alternate_id}
    is_there = actor.kind is ActorKind.USER or actor.is_member_link
    return actor.user_id is not None and is_theirs and is_there


@rule("agreements.sign_for_partner")
def may_sign_for_partner(actor: Actor, organization: Organization) -> bool:
    """On pages only: its own admin. A key that leaked must not bind anybody."""
    return actor.kind is ActorKind.USER and actor.holds("manage_members", organization.pk)


@rule("disputes.see")
def may_see_disputes(actor: Actor, network: Network) -> bool:
    """The page is everybody's who works here; each finds on it only what they have a part in."""
    return actor.kind is ActorKind.USER and actor.network_id == network.pk


@rule("disputes.raise")
def may_raise_dispute(actor: Actor, organization: Organization) -> bool:
    """Whoever runs an organization that takes part, for it."""
    stands = organization.status in {*TAKES_PART, Stage.PAUSED}
    speaks = actor.kind is ActorKind.USER and actor.holds("manage_members", organization.pk)
    return speaks and (stands or organization.kind == Organization.Kind.CONVENER)


@rule("disputes.take_side")
def may_take_side(actor: Actor, dispute: Dispute) -> bool:
    """The admins of one of the two; where it has none, its mailbox."""
    return any(_speaks_for(actor, side) for side in (dispute.first_id, dispute.second_id))


@rule("disputes.withdraw")
def may_withdraw_dispute(actor: Actor, dispute: Dispute) -> bool:
    """The side that raised it."""
    return _speaks_for(actor, dispute.first_id)


@rule("disputes.keep")
def may_keep_dispute(actor: Actor, dispute: Dispute) -> bool:
    """The one whom the network named for it, and nobody else who convenes."""
    return actor.kind is ActorKind.USER and actor.user_id == dispute.keeper_id


@rule("disputes.ask_council")
def may_ask_council(actor: Actor, dispute: Dispute) -> bool:
    """A seat of the council that may vote on it, or whoever keeps it; nobody who runs one of the two sides."""
    if may_take_side(actor, dispute) or torn_seats(dispute).filter(holder=actor.user_id).exists():
        return False
    sits = actor.holds("sit_on_council", dispute.network_id) and dispute.council_since is not None
    return sits or may_keep_dispute(actor, dispute)


def torn_seats(dispute: Dispute) -> QuerySet[Seat]:
    """Of both sides, of whoever sits for others and works there, and of whoever heard both in confidence."""
    works = Membership.objects.filter(organization__in=dispute.sides, until=None)
    only_sit = [Role.COUNCIL, Role.CHAIR]  # an account for the seat only
    works = works.exclude(roles__contained_by=only_sit)
    torn = Q(organization__in=dispute.sides) | Q(holder__in=works.values("user_id"))
    if dispute.mediator is not None:
        torn |= Q(holder=dispute.mediator.user_id)
    return Seat.objects.filter(torn, network_id=dispute.network_id).there_are()


@rule("disputes.list_mediators")
def may_list_mediators(actor: Actor, network: Network) -> bool:
    return actor.kind is ActorKind.USER and actor.holds("convene", network.pk)


@rule("agreements.see_owed")
def may_see_owed(actor: Actor, subject: None) -> bool:
    """Whoever runs an organization sees what it owes; whoever convenes, what the network owes."""
    person = actor.kind is ActorKind.USER
    return person and actor.holds_anywhere(["manage_members", "convene"])


@rule("governance.name_for_organization")
def may_name_for(actor: Actor, organization: Organization) -> bool:
    """Who runs it says who stands for it; the convener writes down what it says by telephone."""
    own = actor.holds("manage_members", organization.pk)
    return actor.kind is ActorKind.USER and (own or actor.holds("convene", organization.network_id))


@rule("governance.answer_nomination")
def may_answer_nomination(actor: Actor, nominee: Nominee) -> bool:
    """Nobody stands who has not said so."""
    return actor.kind is ActorKind.USER and actor.user_id == nominee.user_id


@rule("governance.elect_for")
def may_elect_for(actor: Actor, elector: Organization | Seat | None) -> bool:
    """Who runs an organization, or speaks for a seat. None: whoever has no vote there."""
    if elector is None:
        return False
    if isinstance(elector, Seat):
        return may_speak_for(actor, elector)
    if actor.is_member_link:
        return actor.holds("elect", elector.pk)
    return actor.kind is ActorKind.USER and actor.holds("manage_members", elector.pk)


@rule("governance.call_meetings")
def may_call_meetings(actor: Actor, network: Network) -> bool:
    """Whoever convenes, and whoever chairs the council."""
    leads = actor.holds("convene", network.pk) or actor.holds("chair", network.pk)
    return actor.kind is ActorKind.USER and leads


@rule("governance.call_meeting")
def may_call_meeting(actor: Actor, council: Council) -> bool:
    """As above; they write down what was said, too."""
    leads = actor.holds("convene", council.network_id) or actor.holds("chair", council.network_id)
    return actor.kind is ActorKind.USER and leads


def _speaks_for(actor: Actor, organization_id: UUID) -> bool:
    """Whoever runs it; past the code of its own link for that, whoever reads its mailbox. A key binds nobody."""
    by_account = actor.kind is ActorKind.USER and actor.holds("manage_members", organization_id)
    return by_account or (actor.is_partner_link and actor.holds(DISPUTE, organization_id))
