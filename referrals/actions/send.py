"""Sending: one need, or several needs in one packet, to one organization; or an introduction on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from core import access
from core.actor import Actor
from core.errors import BadInput, ConsentMissing, StepNotPossible
from core.history import Fact, record_all
from core.tenancy import action
from governance.search.agreements import require_for, with_agreements
from governance.search.partnerships import pilot_size
from organizations.actions.door import look_in
from organizations.models.directory import Service
from organizations.search import can_answer
from people import consent as consents
from people.models.agreements import Consent
from people.models.person import Exclusion
from referrals.actions.stepping import (
    Taking,
    advance,
    lock_need,
    lock_referrals,
    mirror,
    mirrored,
    owe,
    say,
)
from referrals.actions.urgent import read_in_time
from referrals.lifecycle import LIVE, Mode, Speaker, Status, Step, Urgency
from referrals.models.referral import Packet, Referral
from referrals.search.desk import is_named
from screening.actions import needs
from screening.actions.gaps import FOR_THE_OWNER
from screening.actions.needs import Word
from screening.lifecycle import NeedStatus, Via, Voice
from screening.models.need import Need

UNDO = timedelta(seconds=20)
DESK_NOT_NAMED = _lazy("The family has not agreed that the desk may help. The owner can ask them.")


@dataclass(frozen=True, slots=True)
class Sending:
    """What goes out with a referral. `request_key` is made by the form or API client, once per intention."""

    service_id: UUID
    request_key: UUID
    mode: Mode = Mode.DIRECT
    facts: tuple[str, ...] = ()
    note: str = ""
    urgency: Urgency = Urgency.ROUTINE
    needed_by: datetime | None = None
    location_id: UUID | None = None
    replaces_id: UUID | None = None
    among: UUID | None = None
    talk_at: datetime | None = None
    talk_with: str = ""
    called: bool = False  # the sender has talked with them: nobody need read it in time


@action
def send(*, actor: Actor, need_id: UUID, sending: Sending, at: datetime) -> Referral:
    """Send one need to one service. A second click finds the first referral; the undo time is 20 seconds."""
    return _send_all(actor, [need_id], sending, at)[0]


@action
def send_packet(
    *, actor: Actor, need_ids: Sequence[UUID], sending: Sending, at: datetime
) -> list[Referral]:
    """Several needs of one person to one organization in one go, answered line by line."""
    return _send_all(actor, need_ids, sending, at)


def _send_all(
    actor: Actor, need_ids: Sequence[UUID], sending: Sending, at: datetime
) -> list[Referral]:
    chosen = sorted(set(need_ids))
    if not chosen:
        raise Need.DoesNotExist
    standing = [_standing(actor, need_id, at=at) for need_id in chosen]
    keys = {
        need.pk: sending.request_key
        if len(chosen) == 1
        else uuid5(sending.request_key, str(need.pk))
        for need in standing
    }
    earlier = Referral.objects.filter(
        sender_id=standing[0].organization_id, request_key__in=keys.values()
    )
    if earlier.exists():
        return _same_as(list(earlier), chosen, sending)
    service = offered(actor, sending, at=at)
    _has_a_time(sending, at)
    packet = _packet(standing, service, at) if len(standing) > 1 else None
    sent = [
        _send_one(actor, need, service, sending, key=keys[need.pk], packet=packet, at=at)
        for need in standing
    ]
    if not sending.called and sending.among is None:  # of several, whoever sends them looks
        read_in_time(sent, at=at)
    return sent


def _standing(actor: Actor, need_id: UUID, *, at: datetime) -> Need:
    """Locked, through the one gate; or, for what is at the desk, through the desk's."""
    try:
        return needs.locked(actor, need_id, at=at)
    except Need.DoesNotExist:
        at_desk = Need.objects.at_desk(actor).values_list("pk", flat=True)
        return lock_need(at_desk.get(pk=need_id))


def _same_as(earlier: list[Referral], chosen: Sequence[UUID], sending: Sending) -> list[Referral]:
    """A key stands for one intention: the same again gives the first result, another one is refused."""
    if {(r.need_id, r.service_id) for r in earlier} != {(n, sending.service_id) for n in chosen}:
        raise BadInput(_("This form was used for another request. Load the page again, then send."))
    return earlier


def offered(actor: Actor, sending: Sending, *, at: datetime) -> Service:
    """As it is now, and it stays so until this is written: a closing or a break waits, or has come first.

    Locked after the need, as everywhere.
    """
    look_in(sending.service_id)
    rows = Service.objects.select_related("organization__network")
    agreeing = with_agreements(rows, at)
    service = agreeing.select_for_update(of=("self",), no_key=True).get(
        network_id=actor.network_id, pk=sending.service_id
    )
    _takes_part(service)
    if not service.is_offered:
        raise BadInput(
            _("%(service)s is not offered right now. Choose another service.")
            % {"service": service.name}
        )
    if sending.mode is not Mode.INTRODUCTION and not can_answer(service.organization):
        raise BadInput(
            _(
                "Nobody at %(partner)s can answer here yet. Give the family the handout, or call with them."
            )
            % {"partner": service.organization.name}
        )
    _fits_the_pilot(service, sending)
    return service


def _takes_part(service: Service) -> None:
    """On paper too: the family would stand before a closed door. Who has left may have kept its listing."""
    organization = service.organization
    is_shut = organization.is_paused or (organization.has_left and not organization.keeps_listing)
    if is_shut:
        raise BadInput(
            _("%(partner)s takes no new requests right now. Choose another service.")
            % {"partner": organization.name}
        )


def _fits_the_pilot(service: Service, sending: Sending) -> None:
    """Start small: no more at once than was agreed. Asked of a partner in its pilot only."""
    if not service.organization.is_pilot or sending.mode is Mode.INTRODUCTION:
        return
    waiting = Referral.objects.filter(
        receiver_id=service.organization_id, status__in=sorted(LIVE)
    ).exclude(mode=Mode.INTRODUCTION)
    if waiting.count() >= pilot_size(service.organization_id):
        raise BadInput(
            _("%(partner)s is trying this with a few families, and has as many as agreed. Choose another service.")
            % {"partner": service.organization.name}
        )  # fmt: skip


def _has_a_time(sending: Sending, at: datetime) -> None:
    """A warm handoff is a meeting: without a time that is to come and somebody to meet there is none."""
    if sending.mode is not Mode.WARM_HANDOFF:
        return
    if sending.talk_at is None or sending.talk_at <= at or not sending.talk_with.strip():
        raise BadInput(_("Say when you all talk together, and who will be there."))


def _packet(standing: list[Need], service: Service, at: datetime) -> Packet:
    if len({need.subject_id for need in standing}) > 1:
        raise BadInput(_("A packet is for one person. Send the other person's needs on their own."))
    first = standing[0]
    return Packet.objects.create(
        network_id=first.network_id,
        person=first.subject,
        sender_id=first.organization_id,
        receiver=service.organization,
        sent_at=at,
    )


def _send_one(
    actor: Actor,
    need: Need,
    service: Service,
    sending: Sending,
    *,
    key: UUID,
    packet: Packet | None,
    at: datetime,
) -> Referral:
    access.require(actor, "referrals.send", need)
    speaker = _speaker(actor, need, at)
    facts = _be_ready(need, actor, at)
    replaced = (
        _take_back(actor, need, sending.replaces_id, at, facts) if sending.replaces_id else None
    )
    if sending.mode is not Mode.INTRODUCTION and service.organization_id != need.organization_id:
        require_for(service, need.category, at=at)
    referral = written(need, service, sending, _agreed(need, service, sending, at), at=at)
    referral.packet, referral.replaces, referral.request_key = packet, replaced, key
    say(referral, speaker, speaker, Via.SYSTEM)
    if speaker is Speaker.DESK:
        facts.append(Fact("need.desk_sent", need, details={"service": service.pk}))
    referral.save(force_insert=True)
    if need.is_being_helped:
        need.is_for_today = need.is_for_today or referral.is_for_today
        mirror(need, _most_urgent(need))
    else:
        facts.append(_begin_help(need, referral, actor, at))
    record_all([*facts, _sent(referral)], actor=actor, at=at)
    return referral


def _begin_help(need: Need, referral: Referral, actor: Actor, at: datetime) -> Fact:
    """The first try: from now on the need owes what this one owes. Written once."""
    status, kind = NeedStatus.BEING_HELPED, "need.being_helped"
    fact = needs.moved(need, status, FOR_THE_OWNER, actor=actor, at=at, situation=None, kind=kind)
    need.is_for_today = referral.is_for_today
    mirrored(need, referral)
    need.save()
    return fact


def written(
    need: Need, service: Service, sending: Sending, consent: Consent | None, *, at: datetime
) -> Referral:
    """The new row (unsaved): what is shared is what was chosen, and nothing without an agreement."""
    referral = Referral(
        network_id=need.network_id,
        need=need,
        sender_id=need.organization_id,
        receiver=service.organization,
        service=service,
        location_id=sending.location_id,
        consent=consent,
        status=Status.REQUESTED,
        mode=sending.mode,
        urgency=sending.urgency,
        needed_by=sending.needed_by,
        shared_facts=sorted(sending.facts) if consent else [],
        note=sending.note,
        among=sending.among,
        talk_at=sending.talk_at if sending.mode is Mode.WARM_HANDOFF else None,
        talk_with=sending.talk_with if sending.mode is Mode.WARM_HANDOFF else "",
        sent_at=at,
        released_at=at + UNDO,
    )
    say(referral, Speaker.SENDER, Speaker.SENDER, Via.SYSTEM)
    owe(referral, at=at)
    return referral


def _sent(referral: Referral) -> Fact:
    """An introduction is between the clinic and the family: nobody else is told."""
    return Fact(
        "referral.introduced" if referral.is_introduction else "referral.sent",
        referral,
        said_by=referral.said_by,
        tell=not referral.is_introduction,
        tell_from=referral.released_at,
        details={
            "service": referral.service_id,
            "receiver": referral.receiver_id,
            "shared": referral.shared_facts,
            "consent": referral.consent_id,
        },
    )


def _speaker(actor: Actor, need: Need, at: datetime) -> Speaker:
    """The owner's side; or the desk, where the family has agreed that it may help with this."""
    if actor.holds("send_referrals", need.organization_id):
        return Speaker.SENDER
    if not is_named(need, at=at):
        raise ConsentMissing(DESK_NOT_NAMED)
    if need.is_found:
        raise StepNotPossible(_("First the owner talks it over with the family."))
    return Speaker.DESK


def _be_ready(need: Need, actor: Actor, at: datetime) -> list[Fact]:
    """A found need that is sent is a wanted one: the family said so while choosing the service.

    One that nobody could help with has found somebody to ask: its gap is over.
    """
    if need.subject.is_dead:
        raise StepNotPossible(_("This person has died. Close what is still open for them."))
    if need.is_found:
        word = Word(Voice.FAMILY, Via.IN_PERSON)
        return [
            needs.move(need, NeedStatus.WANTS_HELP, word, actor=actor, at=at, kind="need.wanted")
        ]
    if need.has_no_resource:
        kind = "need.tried_again"
        return [
            needs.move(need, NeedStatus.WANTS_HELP, FOR_THE_OWNER, actor=actor, at=at, kind=kind)
        ]
    if not (need.wants_help or need.is_being_helped):
        raise StepNotPossible(
            _("This need is not waiting for help. Open it to see where it stands.")
        )
    return []


def _take_back(
    actor: Actor, need: Need, replaces_id: UUID, at: datetime, facts: list[Fact]
) -> Referral | None:
    """Switching: the silent one is cancelled as `redirected` in the same transaction that sends the next.

    Of several needs in a packet only one was waiting for it.
    """
    old: Referral | None = lock_referrals(need).filter(pk=replaces_id).first()
    if old is not None and old.status in LIVE:
        old.need = need
        taking = Taking(actor, at, old, need)
        access.require(actor, "referrals.redirect", old)
        speaker = _speaker(actor, need, at)
        say(old, speaker, speaker, Via.SYSTEM)
        advance(taking, Step.CANCEL, reason="redirected")
        taking.record("referral.cancelled", reason="redirected")
        old.save()
        facts.extend(taking.facts)
    return old


def _agreed(need: Need, service: Service, sending: Sending, at: datetime) -> Consent | None:
    """The consent under which it is sent. An introduction shares nothing, so it needs none.

    There is none towards whom the family has shut out: that is said only when none was found.
    """
    if sending.mode is Mode.INTRODUCTION:
        _refuse_whom_they_shut_out(need, service)
        return None
    try:
        return consents.require(
            person=need.subject,
            recipient_id=service.organization_id,
            topic=need.topic,
            is_sensitive=need.is_sensitive,
            facts=sending.facts,
            at=at,
        )
    except ConsentMissing:
        _refuse_whom_they_shut_out(need, service)
        raise


def _refuse_whom_they_shut_out(need: Need, service: Service) -> None:
    excluded = Exclusion.objects.filter(
        person_id=need.subject_id, organization_id=service.organization_id
    )
    if excluded.exists():
        raise BadInput(_("The family does not want to be sent there. Choose another service."))


def _most_urgent(need: Need) -> Referral:
    live = Referral.objects.filter(need_id=need.pk, status__in=sorted(LIVE))
    return live.select_related("receiver").order_by("next_step_due", "id")[0]
