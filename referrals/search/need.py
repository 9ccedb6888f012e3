"""What belongs to one need: its person, its tries, the person's other needs, who could help, who could take it on."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from core.actor import Actor
from organizations.models.directory import Service
from organizations.search import Found, centre_of_zip, find_services
from people.models.person import Person
from referrals.lifecycle import ENDED, LIVE, Status
from referrals.models.referral import Referral
from referrals.search.family import may_be_named_on_a_phone
from referrals.search.lines import Line, lines_of
from screening.lifecycle import GapEnd
from screening.models.gap import Gap
from screening.models.need import Need

LOOKED_AT = 4  # for each alternative shown: those that are full are passed over


def need_for(actor: Actor, need_id: UUID, *, at: datetime) -> Need:
    """The need with all that the identity bar shows of its subject. DoesNotExist: not for this actor."""
    needs = Need.objects.visible_to(actor, at=at).select_related(
        "responsible", "organization__network"
    )
    need = needs.get(pk=need_id)
    people = Person.objects.visible_to(actor, at=at).for_header(actor, at=at)
    need.subject = people.get(pk=need.subject_id)
    return need


def tries_of(need: Need) -> list[Referral]:
    """Every request and introduction for this need, newest first."""
    rows = Referral.objects.filter(need=need).order_by("-id")
    return list(
        rows.select_related(
            "receiver", "sender", "service__organization__network", "location", "consent"
        ).select_related("suggests__organization")
    )


def sent_one(actor: Actor, referral_id: UUID, *, at: datetime) -> Referral:
    """A referral that the actor's own side has sent. DoesNotExist: not for this actor."""
    rows = Referral.objects.visible_to(actor, at=at).filter(sender_id__in=actor.where("see_people"))
    rows = rows.select_related("receiver", "service__organization__network", "location", "packet")
    return rows.select_related("need__subject", "need__organization__network").get(pk=referral_id)


def for_a_common_sheet(
    person: Person, actor: Actor, *, at: datetime
) -> list[tuple[Need, list[Referral]]]:
    """The person's open needs with those who are asked, for paper that anybody at home may find.

    Nothing delicate, nothing that only the person may know, nobody who is contacted with care; and
    nothing that is asked only of whom it would tell by their mere name.
    """
    if person.contact_with_care or person.contacting_prohibited:
        return []
    open_ones = Need.objects.visible_to(actor, at=at).filter(subject_id=person.pk).open()
    common = open_ones.filter(is_sensitive=False, audience="family")
    needs = list(common.select_related("subject", "organization__network").order_by("-id")[:20])
    rows = Referral.objects.filter(need__in=needs, status__in=sorted(LIVE)).order_by("-id")
    related = ("receiver", "service__organization__network", "location", "consent__recipient")
    all_tries = list(rows.select_related(*related))
    tries = [one for one in all_tries if may_be_named_on_a_phone(one)]
    hidden = {one.need_id for one in all_tries} - {one.need_id for one in tries}
    return [
        (need, [one for one in tries if one.need_id == need.pk])
        for need in needs
        if need.pk not in hidden
    ]


def service_for(actor: Actor, key: str) -> Service | None:
    """A service of the actor's own network; None for a key that nobody made."""
    try:
        wanted = UUID(key)
    except ValueError:
        return None
    rows = Service.objects.filter(network_id=actor.network_id).select_related(
        "organization__network"
    )
    return rows.filter(pk=wanted).first()


def together_with(referral: Referral) -> list[Referral]:
    """The lines of its packet; alone when it was sent alone."""
    if referral.packet_id is None:
        return [referral]
    rows = Referral.objects.filter(packet_id=referral.packet_id).order_by("id")
    return list(
        rows.select_related(
            "receiver", "service__organization__network", "location", "need__subject"
        )
    )


def asked_at_once(referral: Referral) -> list[Referral]:
    """All that went out in the same go: a packet to one partner, or one need to several."""
    if referral.packet_id is not None:
        return together_with(referral)
    rows = Referral.objects.filter(need_id=referral.need_id, sent_at=referral.sent_at)
    return list(rows.select_related("receiver", "need").order_by("id"))


def services_for(actor: Actor, keys: Iterable[str]) -> list[Service]:
    """Services of the actor's own network, each once, in the order in which they were chosen."""
    found = (service_for(actor, key) for key in dict.fromkeys(keys))
    return [service for service in found if service is not None]


def other_needs(need: Need, actor: Actor, *, at: datetime) -> list[Line]:
    """What else this person needs, as far as the actor may know; open ones first, then what closed."""
    rows = (
        Need.objects.visible_to(actor, at=at).filter(subject_id=need.subject_id).exclude(pk=need.pk)
    )
    ordered = rows.select_related("subject", "responsible").order_by("next_step_due", "-id")[:20]
    return lines_of(ordered, actor, at=at)


def travel_along(need: Need, service: Service, actor: Actor, *, at: datetime) -> list[Need]:
    """Other needs of the person which the same organization serves and which wait for help."""
    topics = Service.objects.filter(
        organization_id=service.organization_id, status=Service.Status.ACTIVE
    )
    served = {topic for row in topics.values_list("topics", flat=True) for topic in row}
    others = Need.objects.visible_to(actor, at=at).open().filter(subject_id=need.subject_id)
    waiting = [
        one for one in others.exclude(pk=need.pk).order_by("id") if one.wants_help or one.is_found
    ]
    return [one for one in waiting if one.topic in served]


def asked_before(tries: Iterable[Referral]) -> dict[UUID, Referral]:
    """By service: the newest try there, slips left out."""
    told = [one for one in tries if one.status != Status.ENTERED_IN_ERROR]
    return {one.service_id: one for one in reversed(told)}


def unsuccessful(tries: Iterable[Referral]) -> Referral | None:
    """The try that the next one follows: the newest, when it has ended."""
    newest = next((one for one in tries if one.status != Status.ENTERED_IN_ERROR), None)
    return newest if newest and newest.status in ENDED else None


def opened_for(need: Need) -> Service | None:
    """The service whose opening began the choice that the owner has now."""
    ended = Gap.objects.filter(need=need, ended_how=GapEnd.OPENED, ended_at=need.since)
    gap = ended.select_related("service__organization").first()
    return gap.service if gap else None


def alternatives(
    need: Need,
    tries: Iterable[Referral],
    opened: Service | None,
    *,
    at: datetime,
    most: int,
    wished: Iterable[UUID] = (),
) -> list[Found]:
    """Who could be asked next: not asked before, and not full. First the service that has just
    opened, then the one that the desk, or a partner, has named."""
    named = [*([opened.pk] if opened else []), *wished]
    named += [one.suggests_id for one in tries if one.suggests_id]
    asked = {one.receiver_id for one in asked_before(tries).values() if not _open_again(one)}
    if opened:
        asked.discard(opened.organization_id)
    offers = who_could_help(need, at=at, limit=most * LOOKED_AT, without=asked)
    with_room = [offer for offer in offers if offer.may_have_room]
    place = {service_id: n for n, service_id in enumerate(named)}
    return sorted(with_room, key=lambda offer: place.get(offer.service.pk, len(named)))[:most]


def _open_again(ended: Referral) -> bool:
    """Nobody there had said no: the family asked to wait, or the service had closed, and is offered again."""
    waited = ended.status == Status.CANCELLED and ended.reason == "family_asked_to_wait"
    return waited or (ended.reason == "service_closed" and ended.service.is_offered)


def who_could_help(
    need: Need,
    *,
    at: datetime,
    limit: int,
    after: int = 0,
    within_miles: float | None = None,
    only_with_room: bool = False,
    topics: Iterable[str] = (),
    without: Iterable[UUID] = (),
) -> list[Found]:
    """Services for this need, near this family, in its language, never one that it has shut out."""
    person = need.subject
    shut_out = {row.organization_id for row in person.exclusions.all() if row.organization_id}
    nowhere = {need.organization_id, *without, *shut_out}
    return find_services(
        network_id=need.network_id,
        at=at,
        limit=limit,
        after=after,
        topics=list(topics) or [need.topic],
        near=centre_of_zip(need.network_id, person.postal_code),
        within_miles=within_miles,
        languages=[person.language] if person.language != "en" else [],
        overcomes=[barrier.code for barrier in person.barriers.all()],
        only_with_room=only_with_room,
        exclude_organizations=nowhere,
    )
