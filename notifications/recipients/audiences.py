"""Whom does an event reach, on which page does the message open, and from when may it leave?"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.links import FAMILY, link_for
from accounts.models import User
from notifications.audience import Audience, Told
from notifications.channels import text
from notifications.followup import family_hears_at, is_same_talk
from notifications.leads import FAMILY_PAGE, LEADS_TO, NEED, RECORD, REFERRAL
from notifications.recipients.apart import is_kept_from
from notifications.recipients.cases import Case, Planned, Reader
from notifications.recipients.council import OF_COUNCIL
from notifications.recipients.families import asked_lately
from notifications.recipients.glasses import OF_GLASSES
from notifications.recipients.holders import (
    chair,
    colleagues_admins,
    conveners,
    desk,
    holders,
    in_charge,
)
from notifications.recipients.mailboxes import at_its_mailbox, takes_mail
from notifications.recipients.rights import ABOUT_A_RIGHT, AskedAbout
from notifications.recipients.screenings import OF_SCREENINGS
from notifications.recipients.voices import OF_VOICES
from notifications.safety import ways_to_ask, ways_to_tell
from notifications.told import FAMILY_NEWS, NOBODY, TOGETHER, TOLD
from organizations.models.network import Organization
from people.lifecycle import Channel
from people.models.contact import ContactPoint
from people.search.duty import DUTY, SUPERVISE, duty_of_convener, who_may_know
from referrals.links import may_go_by_link
from referrals.models.referral import SHOWN_TO_RECEIVER
from referrals.search.appointments import appointments_of
from screening.models.need import Need

FAMILY_LINK = timedelta(days=90)
FEW_ASKED = ABOUT_A_RIGHT | OF_COUNCIL | OF_VOICES | OF_SCREENINGS | OF_GLASSES


def planned(case: Case, *, at: datetime) -> list[Planned]:
    """Everybody whom this event reaches, each once. Nobody is told what they did themselves."""
    reached: dict[UUID | None, Planned] = {}
    for told in TOLD.get(case.event.kind, NOBODY):
        if not told.when(case.event, case.referral):
            continue
        for plan in _AUDIENCES[told.audience](case, told, at):
            if not is_kept_from(case, plan.reader):
                reached.setdefault(plan.reader.id, plan)
    return list(reached.values())


def merged(plans: Iterable[Planned]) -> list[Planned]:
    """One act, one message: about one matter the first stands; many of a kind become one."""
    by_matter: dict[tuple[object, ...], Planned] = {}
    for plan in sorted(plans, key=lambda one: one.template == FAMILY_NEWS):
        by_matter.setdefault(_act(plan), plan)
    together: dict[tuple[object, ...], Planned] = {}
    for plan in by_matter.values():
        many = TOGETHER.get(plan.template)
        key = (plan.reader, plan.case.event.happened_at, many or plan.key)
        first = together.get(key)
        together[key] = plan if first is None else _as_one(first, many)
    return list(together.values())


def _as_one(plan: Planned, template: str | None) -> Planned:
    return replace(plan, template=template or plan.template, is_for_all=True)


def _act(plan: Planned) -> tuple[object, ...]:
    """With a family it is one talk about everything, by one way; a question comes before news."""
    if plan.reader.contact_point_id:
        return (plan.about_id,)
    return (plan.reader, plan.case.event.happened_at, plan.case.matter_id)


def _receiver(case: Case, told: Told, at: datetime) -> Iterator[Planned]:
    referral = case.referral
    if referral and referral.mode in SHOWN_TO_RECEIVER and referral.released_at <= at:
        yield from _organization(case, told, at, referral.receiver)


def _partner(case: Case, told: Told, at: datetime) -> Iterator[Planned]:
    if case.partner:
        yield from _organization(case, told, at, case.partner)


def _partner_admins(case: Case, told: Told, at: datetime) -> Iterator[Planned]:
    """Who signs for it; where nobody does, as to the partner itself."""
    admins = case.roster.holders(("manage_members",), case.partner.pk) if case.partner else []
    if admins and case.partner:
        yield from _users(case, told, at, admins, kept_by=case.partner.pk)
    else:
        yield from _partner(case, told, at)


def _organization(
    case: Case, told: Told, at: datetime, organization: Organization
) -> Iterator[Planned]:
    """Its mailbox; without a working one, everybody there who answers requests. Not when it acted itself."""
    if organization.pk == case.event.acting_for:
        return
    answering = case.roster.holders(("work_referrals",), organization.pk)
    if not answering:
        yield from _by_link(case, told, at, organization)
    elif organization.email and case.roster.once(
        ("takes mail", organization.pk), lambda: takes_mail(organization, at)
    ):
        yield _plan(case, told, at, at_its_mailbox(organization), kept_by=organization.pk)
    else:
        yield from _users(case, told, at, answering, kept_by=organization.pk)


def _by_link(case: Case, told: Told, at: datetime, organization: Organization) -> Iterator[Planned]:
    """Nobody there has an account. What is delicate is not behind a link: the sender rings them up."""
    is_theirs = case.referral is not None and case.referral.receiver_id == organization.pk
    if is_theirs and case.referral and not may_go_by_link(case.referral):
        return
    reader = at_its_mailbox(organization)
    if organization.email or (organization.phone and text.provider()):
        yield _plan(case, told, at, reader, kept_by=organization.pk)


def _mailbox(case: Case, told: Told, at: datetime) -> Iterator[Planned]:
    """The code goes where the link went, and to nobody else."""
    organization = case.referral.receiver if case.referral else case.partner
    code, member = case.named("code"), case.member
    if member and code:
        reader = Reader(Channel.EMAIL, member.language, user_id=member.pk)
        yield Planned(case, told.template, reader, code, at)
    if organization and code:
        reader = at_its_mailbox(organization)
        yield Planned(case, told.template, reader, code, at, organization.pk)


def _owner(case: Case, told: Told, at: datetime) -> Iterator[Planned]:
    """Who is responsible; when they have left, or it lies at the desk, whoever stands in.

    Of an agreement: whoever looks after what this person needs.
    """
    need = case.need
    if need is None:
        yield from _workers(case, told, at)
        return
    users = case.roster.once(
        (need.responsible_id, need.organization_id, need.is_at_desk and not need.is_sensitive),
        lambda: list(in_charge(need)),
    )
    if any(user.pk not in case.apart for user in users):
        yield from _users(case, told, at, users, kept_by=need.organization_id)
    else:
        yield from _organization(case, told, at, need.organization)


def _giver(case: Case, told: Told, at: datetime) -> Iterator[Planned]:
    yield from _colleague(case, told, at, case.event.details.get("from"))


def _taker(case: Case, told: Told, at: datetime) -> Iterator[Planned]:
    yield from _colleague(case, told, at, case.event.details.get("to"))


def _colleague(case: Case, told: Told, at: datetime, user_id: str | None) -> Iterator[Planned]:
    """Somebody whom the event names, as long as they work there."""
    need = case.need
    if need is None or user_id is None:
        return
    works_here = Q(memberships__organization=need.organization_id, memberships__until=None)
    users = User.objects.filter(works_here, pk=user_id, is_active=True)
    yield from _users(case, told, at, users, kept_by=need.organization_id)


def _workers(case: Case, told: Told, at: datetime) -> Iterator[Planned]:
    """Who looks after this person's open needs; without one, their organization's supervisors."""
    if case.person is None:
        return
    needs = Need.objects.filter(network_id=case.network_id, subject=case.person).open()
    users = User.objects.filter(pk__in=needs.values("responsible_id"), is_active=True)
    keeper = case.person.custodian_id
    yield from _users(case, told, at, users or holders(["supervise"], keeper), kept_by=keeper)


def _supervisors(case: Case, told: Told, at: datetime) -> Iterator[Planned]:
    """A sensitive need opens only for those named on it: the others are led to their own list."""
    need = case.need
    if case.alert:
        yield from _knowing(case, told, at, SUPERVISE)
        return
    if need is None:
        if case.person:
            keeper = case.person.custodian_id
            yield from _users(case, told, at, holders(["supervise"], keeper), kept_by=keeper)
        return
    named = {row.user_id for row in need.named.all()} if need.is_sensitive else set()
    for user in case.roster.holders(("supervise",), need.organization_id):
        may_open = not need.is_sensitive or user.pk in named
        words = told if may_open else replace(told, template=TOGETHER[told.template])
        yield from _users(case, words, at, [user], kept_by=need.organization_id)


def _family(case: Case, told: Told, at: datetime) -> Iterator[Planned]:
    """One neutral question by the safest way; one talk about everything, at most two a week."""
    need = case.need
    person = need.subject if need else case.person
    if person is None:
        return
    keeper = need.organization if need else person.custodian
    ways = ways_to_ask(need, at=at) if need else ways_to_tell(person, at=at)
    way = next(filter(_can_leave, ways), None)
    if way is None:
        return
    link = link_for(
        network_id=person.network_id,
        purpose=FAMILY,
        object_id=person.pk,
        at=at,
        lifetime=FAMILY_LINK,
    )
    lately = asked_lately(link, way, at=at)
    if not is_same_talk(lately.by_link, at=at):
        reader = Reader(way.channel, way.language or way.person.language, contact_point_id=way.pk)
        leaves_at = family_hears_at(
            at, zone=keeper.network.time_zone, earlier=lately.there,
            appointments=appointments_of(person, at=at),
        )  # fmt: skip
        yield Planned(case, told.template, reader, link.pk, leaves_at, keeper.pk)


def _can_leave(way: ContactPoint) -> bool:
    return way.channel != Channel.TEXT or text.provider() is not None


def _mailbox_keepers(case: Case, told: Told, at: datetime) -> Iterator[Planned]:
    """Who keeps the entry of the organization whose mailbox does not take mail."""
    keeper = case.named("organization")
    if keeper:
        users = holders(["manage_members", "manage_services"], keeper)
        yield from _users(case, told, at, users, kept_by=keeper)


def _desk(case: Case, told: Told, at: datetime) -> Iterator[Planned]:
    at_work = case.roster.once("desk", lambda: list(desk(case.network_id)))
    yield from _users(case, told, at, at_work, kept_by=None)


def _conveners(case: Case, told: Told, at: datetime) -> Iterator[Planned]:
    yield from _users(case, told, at, conveners(case.network_id), kept_by=None)


def _receiver_admins(case: Case, told: Told, at: datetime) -> Iterator[Planned]:
    """Who runs the organization that was asked: its own intake has not answered."""
    referral = case.referral
    if referral and referral.mode in SHOWN_TO_RECEIVER and referral.released_at <= at:
        admins = case.roster.holders(("manage_members",), referral.receiver_id)
        yield from _users(case, told, at, admins, kept_by=referral.receiver_id)


def _admins(case: Case, told: Told, at: datetime) -> Iterator[Planned]:
    """Whoever can reach a colleague whose mail does not arrive, and correct the address."""
    colleague = case.named("user")
    if colleague:
        users = colleagues_admins(case.network_id, colleague).exclude(pk=colleague)
        yield from _users(case, told, at, users, kept_by=None)


def _case_owners(case: Case, told: Told, at: datetime) -> Iterator[Planned]:
    """Each once, for all that they follow of it and that still looks for another way."""
    if case.incident is None:
        return
    left = case.incident.cases.left().exclude(need__responsible=None)
    keepers = dict(left.values_list("need__responsible_id", "need__organization_id"))
    for user in User.objects.filter(pk__in=keepers, is_active=True):
        yield from _users(case, told, at, [user], kept_by=keepers[user.pk])


def _program_keepers(case: Case, told: Told, at: datetime) -> Iterator[Planned]:
    """Who looks after a program that is called and does not answer."""
    if case.webhook:
        keeper = case.webhook.organization_id
        users = holders(["manage_members"], keeper) if keeper else conveners(case.network_id)
        yield from _users(case, told, at, users, kept_by=keeper)


def _chair(case: Case, told: Told, at: datetime) -> Iterator[Planned]:
    yield from _users(case, told, at, chair(case.network_id), kept_by=None)


def _knowing(case: Case, told: Told, at: datetime, codename: str) -> Iterator[Planned]:
    """Whoever answers for a safety alert, but nobody whom the person has shut out."""
    alert = case.alert
    if alert:
        users = who_may_know(codename, alert.organization_id, alert.person_id)
        yield from _users(case, told, at, users, kept_by=None)


def _sides(case: Case, told: Told, at: datetime) -> Iterator[Planned]:
    """Whoever runs one of the two; where nobody signs in for a side, its mailbox, with a link of its own."""
    for side in case.dispute.sides if case.dispute else ():
        if admins := case.roster.holders(("manage_members",), side.pk):
            yield from _users(case, told, at, admins, kept_by=None)
        elif side.pk != case.event.acting_for:
            yield from _by_link(case, told, at, side)


def _duty_of_convener(case: Case, told: Told, at: datetime) -> Iterator[Planned]:
    yield from _users(case, told, at, duty_of_convener(case.network_id), kept_by=None)


def _alert_taker(case: Case, told: Told, at: datetime) -> Iterator[Planned]:
    taker = case.alert.taken_by_id if case.alert else None
    yield from _users(case, told, at, _active(taker), kept_by=None)


def _alert_raiser(case: Case, told: Told, at: datetime) -> Iterator[Planned]:
    raiser = case.alert.raised_by_id if case.alert else None
    yield from _users(case, told, at, _active(raiser), kept_by=None)


def _account(case: Case, told: Told, at: datetime) -> Iterator[Planned]:
    """Their admins see whether it arrived: they can put an address right."""
    keeper, theirs = case.named("organization"), _active(case.event.subject_id)
    yield from _users(case, told, at, theirs, kept_by=keeper)


def _asked(ask: AskedAbout) -> Callable[[Case, Told, datetime], Iterator[Planned]]:
    return lambda case, told, at: _users(case, told, at, ask(case), kept_by=None)


def _active(user_id: UUID | None) -> QuerySet[User]:
    return User.objects.filter(pk__in=[user_id] if user_id else [], is_active=True)


_AUDIENCES: dict[Audience, Callable[[Case, Told, datetime], Iterator[Planned]]] = {
    Audience.RECEIVER: _receiver,
    Audience.OWNER: _owner,
    Audience.SUPERVISORS: _supervisors,
    Audience.FAMILY: _family,
    Audience.PARTNER: _partner,
    Audience.WORKERS: _workers,
    Audience.GIVER: _giver,
    Audience.TAKER: _taker,
    Audience.MAILBOX_KEEPERS: _mailbox_keepers,
    Audience.DESK: _desk,
    Audience.ADMINS: _admins,
    Audience.CONVENERS: _conveners,
    Audience.RECEIVER_ADMINS: _receiver_admins,
    Audience.PARTNER_ADMINS: _partner_admins,
    Audience.CASE_OWNERS: _case_owners,
    Audience.PROGRAM_KEEPERS: _program_keepers,
    Audience.MAILBOX: _mailbox,
    Audience.CHAIR: _chair,
    Audience.SIDES: _sides,
    Audience.DUTY: lambda case, told, at: _knowing(case, told, at, DUTY),
    Audience.DUTY_OF_CONVENER: _duty_of_convener,
    Audience.ALERT_TAKER: _alert_taker,
    Audience.ALERT_RAISER: _alert_raiser,
    Audience.ACCOUNT: _account,
    **{audience: _asked(ask) for audience, ask in FEW_ASKED.items()},
}


def _users(
    case: Case, told: Told, at: datetime, users: Iterable[User], *, kept_by: UUID | None
) -> Iterator[Planned]:
    for user in users:
        if user.pk != case.event.actor_id:
            reader = Reader(Channel.EMAIL, user.language, user_id=user.pk)
            yield _plan(case, told, at, reader, kept_by=kept_by)


def _plan(case: Case, told: Told, at: datetime, reader: Reader, *, kept_by: UUID | None) -> Planned:
    return Planned(case, told.template, reader, _about(case, told.template), at, kept_by)


def _about(case: Case, template: str) -> UUID:
    """The row whose page the message opens."""
    if LEADS_TO[template] == REFERRAL and case.referral:
        return case.referral.pk
    if LEADS_TO[template] in {NEED, FAMILY_PAGE} and case.need:
        return case.need.pk
    if LEADS_TO[template] == RECORD and case.person:
        return case.person.pk
    return case.event.subject_id
