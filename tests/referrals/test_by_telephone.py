"""Nothing delicate goes by link. Where nobody signs in, the sender rings the partner up, and it is their turn."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from core.errors import StepNotPossible
from core.models import Event
from notifications.actions import hearing
from notifications.models.deliveries import Delivery
from people.models.agreements import Consent
from people.models.person import Person
from referrals.actions import answer, progress
from referrals.actions.audit import audit
from referrals.actions.send import send
from referrals.actions.sweep import sweep
from referrals.models.referral import Referral
from screening.lifecycle import Via
from screening.models.need import Need
from tests.notifications.conftest import told

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def now() -> datetime:
    """Pages look at the clock."""
    return timezone.now() - timedelta(hours=1)


@pytest.fixture
def with_care(rosa: Person, agreed: Consent) -> Person:
    """She agreed to this by name: what is delicate needs that."""
    Consent.objects.filter(pk=agreed.pk).update(topics=["food_pantry"])
    Person.objects.filter(pk=rosa.pk).update(contact_with_care=True)
    rosa.refresh_from_db()
    return rosa


@pytest.fixture
def delicate(with_care: Person, referral: Referral) -> Referral:
    """Sent to a pantry in which nobody signs in."""
    return referral


def owed(row: Referral | Need) -> tuple[str, str]:
    row.refresh_from_db()
    return row.waiting_on, row.next_step


def test_whom_no_message_may_reach_the_sender_calls_from_the_first_minute(
    delicate, need, network, now
):
    assert owed(delicate) == ("sender", "call_partner")
    assert owed(need) == ("owner", "call_partner")
    assert timedelta(0) < delicate.next_step_due - now <= 5 * DAY
    assert not [one for one in told(network, at=now + DAY) if one.organization_id]
    assert not [one for one in audit(network.pk, at=now) if one.broken]


@pytest.mark.parametrize("who", ["signs in", "is not delicate"])
def test_whom_a_message_may_reach_answers_for_themselves(who, request, need, now):
    if who == "signs in":
        request.getfixturevalue("with_care")
        request.getfixturevalue("intake")
    sent = request.getfixturevalue("referral")
    assert owed(sent) == ("receiver", "answer")
    assert owed(need) == ("partner", "answer")


def test_a_sender_who_does_not_call_is_reminded_and_then_their_supervisor_never_the_desk(
    delicate, need, network, supervisor, navigator, now
):
    for day in range(1, 30):
        sweep(network_id=network.pk, at=now + day * DAY)
    kinds = set(Event.objects.values_list("kind", flat=True))
    assert {"referral.reminded", "referral.supervisor_told"} <= kinds
    assert not {"referral.desk_told", "need.at_desk"} & kinds
    told(network, at=now + 30 * DAY)
    assert Delivery.objects.filter(user=navigator.user, template="step_reminder").exists()
    assert not Delivery.objects.filter(organization=delicate.receiver).exists()


def test_once_they_know_they_are_asked_again_in_a_week(delicate, need, navigator, now):
    answer.told_by_telephone(actor=navigator.actor, referral_id=delicate.pk, at=now + DAY)
    assert owed(delicate) == ("sender", "ask_partner")
    assert owed(need) == ("owner", "ask_partner")
    assert delicate.opened_at == now + DAY
    assert delicate.next_step_due >= now + 7 * DAY
    event = Event.objects.get(kind="referral.told_by_telephone")
    assert (event.actor_id, event.said_by, event.via) == (navigator.user.pk, "sender", "phone")


def test_their_answer_is_written_down_on_their_word_and_they_are_asked_how_it_goes(
    delicate, need, navigator, now
):
    said = {"actor": navigator.actor, "referral_id": delicate.pk, "via": Via.PHONE}
    answer.accept(**said, at=now + DAY)
    assert owed(delicate) == ("sender", "ask_partner")
    progress.start(**said, at=now + 2 * DAY)
    assert owed(need) == ("owner", "ask_partner")
    progress.still_going(**said, at=now + 3 * DAY)
    assert delicate.__class__.objects.get(pk=delicate.pk).next_step_due >= now + 10 * DAY
    progress.complete(**said, outcome="provided", at=now + 4 * DAY)
    need.refresh_from_db()
    assert need.is_to_confirm


def test_a_service_that_never_reports_has_to_hear_of_it_too(
    with_care, food_boxes, navigator, need, agreed, sending, now
):
    food_boxes.reports_back = "never"
    food_boxes.save()
    sent = send(actor=navigator.actor, need_id=need.pk, sending=sending, at=now)
    assert owed(sent) == ("sender", "call_partner")
    answer.told_by_telephone(actor=navigator.actor, referral_id=sent.pk, at=now + DAY)
    assert owed(sent) == ("sender", "ask_family")


def test_with_somebody_there_who_signs_in_now_the_turn_is_theirs_after_their_answer(
    delicate, intake, now
):
    answer.accept(actor=intake.actor, referral_id=delicate.pk, at=now + DAY)
    assert owed(delicate) == ("receiver", "first_contact")


def test_a_stranger_and_the_partner_itself_cannot_say_that_they_were_called(
    delicate, stranger, intake, navigator, now
):
    with pytest.raises(Referral.DoesNotExist):
        answer.told_by_telephone(actor=stranger.actor, referral_id=delicate.pk, at=now + DAY)
    with pytest.raises(Exception, match="not"):
        answer.told_by_telephone(actor=intake.actor, referral_id=delicate.pk, at=now + DAY)
    answer.accept(actor=intake.actor, referral_id=delicate.pk, at=now + DAY)
    with pytest.raises(StepNotPossible):
        answer.told_by_telephone(actor=navigator.actor, referral_id=delicate.pk, at=now + DAY)


def test_the_page_asks_for_the_call_and_takes_what_came_of_it(
    delicate, need, pantry, navigator, stranger
):
    pantry.phone = "(555) 555-0199"
    pantry.save()
    page = navigator.client.get(f"/needs/{need.pk}/").content.decode()
    assert f"Call {pantry.name} about Rosa" in page
    assert 'href="tel:5555550199"' in page
    assert stranger.client.post(f"/referrals/{delicate.pk}/called/").status_code == 404
    done = navigator.client.post(f"/referrals/{delicate.pk}/called/", follow=True)
    assert f"Ask {pantry.name} how it goes" in done.content.decode()


# --- a mailbox that takes no mail -------------------------------------------------------------------


@pytest.fixture
def came_back(referral, pantry, network, now):
    """The mail with the link came back, as the provider says a day later."""
    [sent] = [one for one in told(network, at=now + DAY) if one.organization_id]
    Delivery.objects.filter(pk=sent.pk).update(state="sent", provider_id="<it@us>")

    def happens() -> None:
        hearing.came_back(channel="email", provider_id="<it@us>", code="5.1.1", at=now + DAY)

    return happens


def test_what_a_dead_mailbox_was_to_hear_is_the_senders_call(
    came_back, referral, need, network, navigator, stranger, now
):
    came_back()
    assert owed(referral) == ("sender", "call_partner")
    assert owed(need) == ("owner", "call_partner")
    mails = [one for one in told(network, at=now + DAY) if one.user_id == navigator.user.pk]
    assert [one.template for one in mails] == ["message_did_not_arrive"]
    assert not Delivery.objects.filter(user=stranger.user).exists()
    assert not [one for one in audit(network.pk, at=now + DAY) if one.broken]


def test_where_somebody_signs_in_a_dead_mailbox_changes_no_turn(
    came_back, referral, intake, network, now
):
    came_back()
    assert owed(referral) == ("receiver", "answer")


def test_what_they_have_seen_stays_their_turn(came_back, referral, now):
    Referral.objects.filter(pk=referral.pk).update(opened_at=now)
    came_back()
    assert owed(referral) == ("receiver", "answer")
