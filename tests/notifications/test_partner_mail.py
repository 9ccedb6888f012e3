"""A pantry in which nobody signs in: its mail opens by itself, its code goes to its mailbox."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from accounts import codes, links
from accounts.models import AccessLink, LinkCode
from accounts.trying import ANYBODY
from core.actor import Actor
from core.models import Event
from core.tenancy import tenant_context
from notifications import letters
from notifications.letters import Letter
from notifications.models.deliveries import Delivery
from notifications.safety import Held
from organizations.actions.links import ask_for_code
from organizations.models.directory import Capacity
from people.models.person import Person
from referrals.actions import answer, weekly
from referrals.links import request_link
from screening.models.need import Need
from tests.notifications.conftest import SOON, at_once, forget_what_was_told, sweep_says, told

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 13, 30, tzinfo=UTC)  # half past eight in New York


def letter_of(delivery: Delivery, at: datetime = SOON) -> Letter:
    written = letters.letter(delivery, at=at)
    assert isinstance(written, Letter), written
    return written


def asked_for_code(referral) -> AccessLink:
    link = request_link(referral, at=SOON)
    door = _actor(link, referral)
    assert ask_for_code(actor=door, link=link, visitor=ANYBODY, at=SOON)
    return link


def _actor(link, referral):
    return Actor.partner_link(link.network_id, referral.receiver_id, link.object_id)


def test_the_mail_opens_the_request_without_a_password(referral, network):
    [delivery] = told(network)
    mail = letter_of(delivery)
    link = AccessLink.objects.get(purpose=links.PARTNER)
    assert links.url_path(link) in mail.message.body
    assert link.object_id == referral.pk
    assert "Sign in" not in mail.message.body
    assert mail.to == "eastside@example.org"


def test_with_an_account_there_the_mail_leads_to_signing_in(referral, network, pantry, intake):
    del intake
    at_once(pantry)
    [delivery] = told(network)
    assert f"/referrals/{referral.pk}/" in letter_of(delivery).message.body
    assert not AccessLink.objects.exists()


def test_several_at_once_lead_to_the_list(referral, network, pantry):
    [delivery] = told(network)
    delivery.template = "requests_arrived"
    letter_of(delivery)
    [link] = AccessLink.objects.all()
    assert (link.purpose, link.object_id) == (links.PARTNER_WEEK, pantry.pk)


def test_a_message_to_the_clinics_own_mailbox_is_not_turned_into_a_partners_link(
    need, network, navigator
):
    navigator.user.is_active = False
    navigator.user.save()
    forget_what_was_told()
    sweep_says("need.reminded", need)
    [delivery] = told(network)
    assert f"/needs/{need.pk}/" in letter_of(delivery).message.body


@pytest.mark.parametrize("delicate", ["sensitive", "care"])
def test_what_is_delicate_is_not_announced_by_link(referral, network, rosa, delicate):
    if delicate == "care":
        Person.objects.filter(pk=rosa.pk).update(contact_with_care=True)
    else:
        Need.objects.filter(pk=referral.need_id).update(is_sensitive=True)
    assert not [d for d in told(network) if d.organization_id]


def test_what_became_delicate_since_it_was_planned_is_held_back(referral, network, rosa):
    [delivery] = told(network)
    Person.objects.filter(pk=rosa.pk).update(contact_with_care=True)
    assert letters.letter(delivery, at=SOON) is Held.CARE


def test_the_code_goes_to_the_mailbox_whoever_asked_and_stands_nowhere_else(referral, network):
    forget_what_was_told()
    asked_for_code(referral)
    [delivery] = told(network)
    mail = letter_of(delivery)
    digits = codes.digits_of(LinkCode.objects.get())
    assert digits in mail.message.body
    assert mail.to == "eastside@example.org"
    assert digits not in str(list(Event.objects.values())) + str(list(Delivery.objects.values()))


def test_a_code_that_is_too_old_is_not_sent(referral, network):
    forget_what_was_told()
    asked_for_code(referral)
    [delivery] = told(network)
    assert letters.letter(delivery, at=SOON + codes.LIFETIME) is Held.LINK_ENDED


def test_without_a_mailbox_it_goes_by_text_to_the_telephone(referral, network, pantry, texts):
    del texts
    pantry.email, pantry.phone = "", "+15550123"
    pantry.save()
    [delivery] = told(network)
    text = letter_of(delivery)
    assert (delivery.channel, text.to) == ("text", "+15550123")
    assert re.search(r"/o/[\w-]{43}/", text.message.body)


# --- once a week ------------------------------------------------------------------------------------


def ask(network, at: datetime = MONDAY) -> int:
    with tenant_context(network.pk):
        return weekly.ask_for_week(network_id=network.pk, at=at)


def asked_now(network, at: datetime = MONDAY) -> list[tuple[str, object]]:
    forget_what_was_told()
    ask(network, at)
    return [(d.template, d.organization_id) for d in told(network, at=at)]


def test_on_monday_morning_the_pantry_is_asked_once_however_often_the_clock_ticks(
    referral, network, pantry, clinic
):
    del referral, clinic  # nothing came to the clinic: it is not asked
    assert asked_now(network) == [("this_week", pantry.pk)]
    assert ask(network) == 0
    assert ask(network, MONDAY + timedelta(days=3)) == 0
    assert ask(network, MONDAY + timedelta(days=7)) == 1


@pytest.mark.parametrize(
    ("at", "count"),
    [
        (datetime(2026, 11, 23, 12, 59, tzinfo=UTC), 0),  # before eight
        (datetime(2026, 11, 22, 15, 0, tzinfo=UTC), 0),  # Sunday
        (datetime(2026, 11, 25, 15, 0, tzinfo=UTC), 1),  # the clock stood still until Wednesday
        (datetime(2026, 11, 27, 22, 30, tzinfo=UTC), 0),  # Friday evening: next week, then
    ],
)
def test_the_week_is_asked_for_when_somebody_is_there_to_read(referral, network, at, count):
    del referral
    assert ask(network, at) == count


def test_the_mail_of_the_week_opens_the_list_by_itself(referral, network, pantry):
    forget_what_was_told()
    ask(network)
    [delivery] = told(network, at=MONDAY)
    mail = letter_of(delivery, MONDAY)
    [link] = AccessLink.objects.filter(purpose=links.PARTNER_WEEK)
    assert links.url_path(link) in mail.message.body
    assert link.expires_at > MONDAY + timedelta(days=7)


def test_who_has_said_how_much_room_there_is_is_asked_again(network, food_boxes, now):
    assert ask(network) == 0
    Capacity.objects.create(network=network, service=food_boxes, room="open", said_at=now)
    assert ask(network) == 1


def test_nobody_is_asked_about_what_is_delicate_or_over(referral, network, rosa, intake):
    answer.decline(actor=intake.actor, referral_id=referral.pk, reason="no_capacity", at=SOON)
    assert ask(network) == 0


def test_another_networks_pantry_is_not_asked_by_our_clock(referral, foreigner):
    del referral
    assert ask(foreigner.organization.network) == 0


def test_a_stranger_who_reads_the_code_page_gets_no_code(referral):
    link = asked_for_code(referral)
    page = Client().get(f"{links.url_path(link)}code/")
    assert codes.digits_of(LinkCode.objects.get()) not in page.content.decode()
