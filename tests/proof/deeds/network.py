"""What happens around them: room, breaks, members who leave, messages that bounce."""

from dataclasses import fields
from datetime import timedelta

from governance.actions.policies import set_patience
from governance.in_force import governed
from notifications.actions.announce import announce
from notifications.actions.deliver import deliver
from notifications.actions.hearing import arrived, came_back
from notifications.models.deliveries import Delivery
from organizations.actions import closing, members, room, services, standing
from organizations.actions.services import Edit, ServiceWords
from organizations.models.directory import Capacity, Service
from organizations.models.network import Organization
from referrals.actions import incident
from referrals.actions.weekly import ask_for_week
from referrals.models.incident import Incident, IncidentCase
from tests.proof.deeds.world import Deed, World

ONE_DAY = timedelta(days=1)


def says_how_much_room(world: World) -> None:
    """By account, or by the link to the mailbox."""
    service = world.pick(world.county.services)
    said = room.RoomSaid(world.pick(list(Capacity.Room)), places=world.pick([None, 0, 2]))
    actor = world.pick([world.one_of(world.county.helping), world.by_link(service.organization_id)])
    room.say(actor=actor, service_id=service.pk, said=said, at=world.clock)


def opens_or_closes_a_service(world: World) -> None:
    one = Service.objects.get(pk=world.pick(world.county.services).pk)
    words = {field.name: getattr(one, field.name) for field in fields(ServiceWords)}
    words["status"] = Service.Status.INACTIVE if one.is_offered else Service.Status.ACTIVE
    services.change(
        actor=world.one_of(world.county.helping), service_id=one.pk, at=world.clock,
        edit=Edit(one.version, ServiceWords(**words), hours=[]),
    )  # fmt: skip


def takes_a_break(world: World) -> None:
    """An organization pauses, is back, or seldom leaves for good; the clinic, too."""
    own = Organization.objects.filter(network=world.county.network)
    away = list(own.filter(status=Organization.Status.PAUSED).order_by("id"))
    moves = [standing.come_back] if away else [standing.pause, standing.pause, standing.leave]
    clinic = world.county.people[0].custodian
    one = away[0] if away else world.pick([*world.county.partners, *world.county.partners, clinic])
    actor = world.one_of((*world.county.watching, *world.county.managing))
    world.pick(moves)(actor=actor, organization_id=one.pk, at=world.clock)


def closes_overnight(world: World) -> None:
    """One service, or all of a partner's: its live requests find their way in one transaction."""
    service, today = world.pick(world.county.services), world.clock.date()
    closed = incident.Closing(
        service.organization_id, world.pick(list(Incident.Cause)), since=today - ONE_DAY, choose_within=2,
        patience_until=today + 14 * ONE_DAY, service_id=world.pick([service.pk, None]),
    )  # fmt: skip
    actor = world.one_of((*world.county.watching, *world.county.helping))
    incident.close_down(actor=actor, closing=closed, at=world.clock)


def goes_on_after_an_incident(world: World) -> None:
    """Somebody takes one of the list, or it is over."""
    actor = world.one_of((*world.county.watching, *world.county.caring))
    cases = IncidentCase.objects.filter(network=world.county.network).order_by("id")
    if cases.exists() and world.pick([True, True, False]):
        incident.take(actor=actor, case_id=world.pick(list(cases)).pk, at=world.clock)
        return
    last = Incident.objects.filter(network=world.county.network).order_by("-id").first()
    if last is None:
        raise Incident.DoesNotExist
    incident.reopen(actor=actor, incident_id=last.pk, at=world.clock)


def closes_for_days(world: World) -> None:
    """The pantry, or the clinic, is shut for some days; or opens after all."""
    actor = world.one_of((*world.county.helping, *world.county.managing))
    first = world.clock.date() + world.pick([0, 1, 6]) * ONE_DAY
    say = world.pick([closing.close, closing.close, closing.open_after_all])
    last = first + world.pick([0, 3, 20]) * ONE_DAY
    if actor.network_id == world.county.network.pk:  # else it is about a house of theirs elsewhere
        say(actor=actor, first=first, last=last, at=world.clock)


def decides_anew_how_long_to_wait(world: World) -> None:
    """Any number of the network's patience and staffed hours, to any of its bounds; while all of it runs."""
    number = world.pick([one for one in governed() if one.is_shown])
    said = {number.key: world.pick([number.lowest, number.default, number.highest])}
    actor = world.one_of(world.county.watching)
    if actor.network_id == world.county.network.pk:  # else it is of a network elsewhere
        set_patience(actor=actor, values=said, at=world.clock)


def leaves_or_comes_back(world: World) -> None:
    """What a member followed goes to a successor in the same transaction; whoever has left is back first."""
    actor = world.one_of(world.county.managing)
    for one in world.county.members:
        if one.user_id in world.gone:
            who = members.Invitee(one.user.email, one.user.name, one.roles)
            here = one.organization_id
            members.invite(actor=actor, organization_id=here, invitee=who, at=world.clock)
            world.gone.discard(one.user_id)
            return
    one, successor = world.pick(world.county.members), world.pick([None, *world.county.members])
    members.end(
        actor=actor, membership_id=one.pk, at=world.clock,
        successor_id=successor.user_id if successor else None,
    )  # fmt: skip
    world.gone.add(one.user_id)


def a_message_comes_back(world: World) -> None:
    """A mail or a text to a family, or to whoever works on it; told once or twice; or it arrived."""
    sent = Delivery.objects.filter(network=world.county.network, state=Delivery.State.SENT)
    to_families = sent.filter(contact_point__isnull=False)
    some = world.pick([to_families, to_families, sent]).order_by("-id")[:5]
    one = world.pick(list(some) or [None])
    if one is None:
        raise Delivery.DoesNotExist
    if world.pick([True, True, False]):
        for _told in range(world.pick([1, 2])):
            came_back(channel=one.channel, provider_id=one.provider_id, code="550", at=world.clock)
    else:
        arrived(channel=one.channel, provider_id=one.provider_id, at=world.clock)


def messages_are_written(world: World) -> None:
    """The relay, and mostly the mail; in other histories their tasks were dropped."""
    network_id = world.county.network.pk
    announce(network_id=network_id, at=world.clock, limit=100)
    if world.pick([True, True, False]):
        deliver(network_id=network_id, at=world.clock, limit=20)


def the_week_is_asked_for(world: World) -> None:
    for _clock in range(world.pick([1, 2])):
        ask_for_week(network_id=world.county.network.pk, at=world.clock)


NETWORK: tuple[Deed, ...] = (
    closes_for_days, decides_anew_how_long_to_wait, says_how_much_room, says_how_much_room,
    opens_or_closes_a_service, takes_a_break, takes_a_break, leaves_or_comes_back, leaves_or_comes_back,
    closes_overnight, goes_on_after_an_incident, messages_are_written, messages_are_written,
    messages_are_written, a_message_comes_back, a_message_comes_back, the_week_is_asked_for,
)  # fmt: skip
