"""No wrong door: a receiver cannot help but knows who can. With the family's yes that one is asked at once."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core import access
from core.actor import Actor
from core.errors import BadInput
from core.history import Fact
from core.ids import uuid7
from core.tenancy import action
from governance.search.agreements import may_receive
from organizations.models.directory import Service
from organizations.models.network import Organization
from organizations.search import can_answer
from people import consent as consents
from people.lifecycle import ALWAYS_SHARED, Direction
from people.models.agreements import Consent
from people.scopes import within
from referrals.actions.answer import answered
from referrals.actions.send import Sending, offered, written
from referrals.actions.stepping import Taking, advance, finish_with_words, say, take_up
from referrals.lifecycle import LIVE, Mode, Speaker, Step, Urgency
from referrals.models.referral import Referral
from screening.lifecycle import Via
from screening.models.need import Need


@action
def refer_on(
    *, actor: Actor, referral_id: UUID, service_id: UUID, at: datetime, words: str = ""
) -> Referral:
    """The request ends as `redirected`. The owner of the need stays; nobody is asked without the family's yes."""
    taking = take_up(actor, referral_id, at=at)
    access.require(actor, "referrals.refer_on", taking.referral)
    referral, service = taking.referral, _another(taking, service_id)
    say(referral, Speaker.RECEIVER, Speaker.RECEIVER, taking.via)
    advance(taking, Step.CANCEL, reason="redirected")
    answered(referral, "referred_on", at)
    referral.suggests = service
    agreement = _agreed(taking, service)
    taking.record("referral.referred_on", service=service.pk, asked=agreement is not None)
    if agreement is not None:
        _ask(taking, service, agreement)
    return finish_with_words(taking, words, kind="reason")


def _another(taking: Taking, service_id: UUID) -> Service:
    """A service that is offered now, of somebody who is neither of the two."""
    referral = taking.referral
    service = offered(
        taking.actor, Sending(service_id, uuid7(), mode=Mode.INTRODUCTION), at=taking.at
    )
    if service.organization_id in {referral.receiver_id, referral.sender_id}:
        raise BadInput(_("Choose another partner."))
    return service


def _agreed(taking: Taking, service: Service) -> Consent | None:
    """The family's yes to being sent on. What is delicate goes nowhere before the sender has asked."""
    need, partner = taking.need, service.organization
    if not _can_say_yes(need, service) or _is_delicate(need, partner):
        return None
    if not may_receive(service, need.category, at=taking.at):
        return None
    return consents.holding(
        person_id=need.subject_id, direction=Direction.PASS_ON, recipient_id=partner.pk,
        topic=need.topic, at=taking.at,
    )  # fmt: skip


def _can_say_yes(need: Need, service: Service) -> bool:
    """There is somebody to ask, and they are not asked already."""
    asked = Referral.objects.filter(
        need_id=need.pk, receiver_id=service.organization_id, status__in=sorted(LIVE)
    )
    return can_answer(service.organization) and not service.is_walk_in and not asked.exists()


def _is_delicate(need: Need, partner: Organization) -> bool:
    in_writing = consents.laws_of(
        direction=Direction.PASS_ON,
        topics=[need.topic],
        custodian=need.organization,
        recipient=partner,
    )
    return bool(in_writing) or need.is_sensitive or need.subject.contact_with_care


def _ask(taking: Taking, service: Service, agreement: Consent) -> None:
    """The next request of the same sender: no more facts than the one before it, or than the family agreed to."""
    before = taking.referral
    known = {*before.shared_facts} & {*agreement.facts} & {*service.asks, *ALWAYS_SHARED}
    known &= within(taking.need.network_id, taking.need.topic, known, at=taking.at)
    mode = Mode.APPLICATION if service.is_applied_for else Mode.DIRECT
    sending = Sending(
        service.pk, uuid7(), mode=mode, facts=tuple(known), among=before.among,
        urgency=Urgency(before.urgency), needed_by=before.needed_by,
    )  # fmt: skip
    onward = written(taking.need, service, sending, agreement, at=taking.at)
    onward.replaces, onward.request_key, onward.released_at = before, sending.request_key, taking.at
    say(onward, Speaker.SYSTEM, Speaker.SYSTEM, Via.SYSTEM)
    onward.save(force_insert=True)
    details = {
        "service": service.pk,
        "receiver": onward.receiver_id,
        "shared": onward.shared_facts,
        "consent": agreement.pk,
    }
    taking.facts.append(Fact("referral.sent", onward, onward.said_by, onward.via, details=details))
