"""Each reader is written to when they want: at once, outside their quiet hours, or once a day in numbers."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from core.actor import Actor
from core.errors import BadInput, NotAllowed
from core.history import record
from notifications.actions.announce import announce
from notifications.actions.choosing import choose, choose_for_mailbox
from notifications.actions.deliver import deliver
from notifications.followup import Habit, digest_day, digest_leaves_at, reader_hears_at
from notifications.models.deliveries import Delivery
from referrals.models.referral import Referral
from screening.actions.needs import FoundTopic, record_found
from screening.models.need import Need
from tests.notifications.conftest import SOON, forget_what_was_told, sweep_says, told
from tests.story import NOW

NEW_YORK = "America/New_York"
NIGHTS = Habit(NEW_YORK, quiet_from=time(19), quiet_until=time(7, 30))
EIGHT = datetime(2026, 11, 19, 13, 0, tzinfo=UTC)  # tomorrow morning in New York


# --- the clock ----------------------------------------------------------------------------------


def at(hour: int, minute: int = 0, day: int = 18) -> datetime:
    """By the clock in New York."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) + timedelta(hours=5)


@pytest.mark.parametrize(
    ("moment", "heard"),
    [
        (at(12), at(12)),
        (at(18, 59), at(18, 59)),
        (at(19), at(7, 30, day=19)),
        (at(23, 30), at(7, 30, day=19)),
        (at(3), at(7, 30)),
        (at(7, 30), at(7, 30)),
    ],
)
def test_quiet_hours_over_midnight_end_in_the_morning(moment, heard):
    assert reader_hears_at(moment, NIGHTS) == heard


def test_quiet_hours_within_a_day_end_on_that_day():
    lunch = Habit(NEW_YORK, quiet_from=time(12), quiet_until=time(13))
    assert reader_hears_at(at(12, 15), lunch) == at(13)
    assert reader_hears_at(at(11, 59), lunch) == at(11, 59)
    assert reader_hears_at(at(3), Habit(NEW_YORK)) == at(3)


def test_the_mail_of_the_day_leaves_at_eight_by_the_readers_clock_also_when_clocks_change():
    daily = Habit(NEW_YORK, daily=True)
    assert digest_day(at(7, 59), daily) == date(2026, 11, 18)
    assert digest_day(at(8), daily) == date(2026, 11, 19)
    spring = digest_leaves_at(date(2026, 3, 8), daily)  # the night loses an hour
    assert spring.astimezone(UTC) == datetime(2026, 3, 8, 12, 0, tzinfo=UTC)


# --- people -------------------------------------------------------------------------------------

pytestmark = pytest.mark.django_db


def wants(worker, **habit: object) -> None:
    choose(actor=worker.actor, habit=Habit("", **habit), at=NOW)


def test_once_a_day_is_one_mail_with_numbers_and_nobody_elses_habit(
    need, network, navigator, supervisor, rosa, mailoutbox
):
    wants(navigator, daily=True)
    [other] = record_found(
        actor=navigator.actor, person=rosa, topics=[FoundTopic("diapers")], at=NOW
    )
    forget_what_was_told()
    for number, one in enumerate((need, other, need)):
        sweep_says("need.still_waiting", one, at=SOON + timedelta(minutes=number))
    later = SOON + timedelta(minutes=9)
    mine = [d for d in told(network, at=later) if d.user_id == navigator.user.pk]
    assert [(d.template, d.available_at) for d in mine] == [("digest_of_user", EIGHT)]
    theirs = [d for d in told(network, at=later) if d.user_id == supervisor.user.pk]
    assert len(theirs) == 3
    Delivery.objects.exclude(user=navigator.user).delete()
    deliver(network_id=network.pk, at=EIGHT, limit=9)
    [mail] = mailoutbox
    assert "2 steps wait for you." in mail.body
    for secret in ("Rosa", "Delgado", "diaper", "food"):
        assert secret not in mail.body


def test_what_was_done_before_eight_leaves_no_mail_and_no_report(
    need, network, navigator, colleague, mailoutbox
):
    wants(navigator, daily=True)
    forget_what_was_told()
    sweep_says("need.reminded", need)
    told(network)
    Need.objects.filter(pk=need.pk).update(responsible=colleague.user)
    deliver(network_id=network.pk, at=EIGHT, limit=9)
    [one] = Delivery.objects.all()
    assert (one.state, one.error, mailoutbox) == ("held_back", "nothing_left", [])
    assert announce(network_id=network.pk, at=EIGHT, limit=9) == 0


def test_what_is_urgent_waits_neither_for_the_morning_nor_for_eight(need, network, navigator):
    wants(navigator, daily=True, quiet_from=time(0), quiet_until=time(23, 59))
    forget_what_was_told()
    sweep_says("need.family_asks_to_call", need)
    [mail] = told(network)
    assert (mail.template, mail.available_at) == ("family_asks_to_call", SOON)
    forget_what_was_told()
    Need.objects.filter(pk=need.pk).update(needed_by=SOON + timedelta(hours=20))
    sweep_says("need.reminded", need)
    [mail] = told(network)
    assert (mail.template, mail.available_at) == ("step_reminder", SOON)


def test_in_quiet_hours_a_mail_waits(need, network, navigator, stranger):
    wants(navigator, quiet_from=time(9), quiet_until=time(11))
    wants(stranger, quiet_from=time(9), quiet_until=time(23))
    forget_what_was_told()
    sweep_says("need.reminded", need)
    [mail] = told(network)
    assert mail.available_at == datetime(2026, 11, 18, 16, 0, tzinfo=UTC)


def test_half_of_the_quiet_hours_is_refused_and_each_chooses_for_themselves(navigator, intake):
    with pytest.raises(BadInput):
        wants(navigator, quiet_from=time(9))
    with pytest.raises(NotAllowed):
        choose_for_mailbox(actor=intake.actor, daily=True, at=NOW)


# --- mailboxes ----------------------------------------------------------------------------------


def to_mailbox(network, organization) -> list[tuple[str, datetime]]:
    mails = [one for one in told(network) if one.organization_id == organization.pk]
    return [(one.template, one.available_at) for one in mails]


def test_without_a_choice_the_mailbox_of_those_who_sign_in_gets_one_mail_a_day(
    referral, network, pantry, intake
):
    assert to_mailbox(network, pantry) == [("digest_of_mailbox", EIGHT)]


def test_what_is_needed_today_reaches_a_mailbox_at_once(referral, network, pantry, intake):
    Referral.objects.filter(pk=referral.pk).update(urgency="today")
    [(template, leaves_at)] = to_mailbox(network, pantry)
    assert (template, leaves_at < EIGHT) == ("request_arrived", True)


def test_where_nobody_signs_in_each_request_comes_at_once_because_its_link_is_the_way_in(
    referral, network, pantry
):
    assert [template for template, _at in to_mailbox(network, pantry)] == ["request_arrived"]


def test_whoever_chose_to_hear_at_once_does_and_a_strangers_choice_changes_nothing(
    referral, network, pantry, intake, hire_at, stranger
):
    theirs = hire_at(stranger.organization, "Sid Stranger", "orgadmin")
    choose_for_mailbox(actor=theirs.actor, daily=True, at=NOW)
    admin = hire_at(pantry, "Ada Admin", "orgadmin")
    choose_for_mailbox(actor=admin.actor, daily=False, at=NOW)
    assert [template for template, _at in to_mailbox(network, pantry)] == ["request_arrived"]


def test_the_mail_of_the_day_has_numbers_only(
    referral, need, network, pantry, intake, mailoutbox, rosa, navigator, sending
):
    told(network)
    sweep_says("referral.reminded", referral)
    [mail] = [d for d in told(network) if d.organization_id == pantry.pk]
    assert (mail.template, mail.available_at) == ("digest_of_mailbox", EIGHT)
    Delivery.objects.exclude(pk=mail.pk).delete()
    deliver(network_id=network.pk, at=EIGHT, limit=9)
    [left] = mailoutbox
    assert left.to == ["eastside@example.org"]
    assert "1 request waits for your word." in left.body
    assert "Rosa" not in left.body + left.subject


def test_what_is_no_step_is_counted_as_news_and_a_family_that_left_is_told_at_once(
    referral, network, pantry, hire_at, mailoutbox, agreed, navigator
):
    admin = hire_at(pantry, "Ada Admin", "orgadmin")
    choose_for_mailbox(actor=admin.actor, daily=True, at=NOW)
    forget_what_was_told()
    for number in range(2):
        at = SOON - timedelta(minutes=number)
        record("referral.contested", referral, actor=Actor.system(network.pk), at=at)
    record("consent.withdrawn", agreed, actor=Actor.system(network.pk), at=SOON)
    mails = [d for d in told(network) if d.organization_id == pantry.pk]
    assert {d.template: d.news for d in mails} == {"digest_of_mailbox": 2, "sharing_stopped": 0}
    Delivery.objects.exclude(template="digest_of_mailbox").delete()
    deliver(network_id=network.pk, at=EIGHT, limit=9)
    assert "2 things have happened." in mailoutbox[0].body


def test_the_page_saves_what_was_chosen(navigator, pantry, hire_at):
    said = {"how_often": "daily", "quiet_from": "19:00", "quiet_until": "07:00"}
    client = navigator.client
    assert client.get("/messages/when/").status_code == 200
    assert client.post("/messages/when/", said).status_code == 302
    page = client.get("/messages/when/").content.decode()
    assert "07:00" in page
    assert "mailbox" not in page, "a navigator does not choose for the mailbox"
    refused = client.post("/messages/when/", said | {"quiet_until": ""})
    assert refused.status_code == 422
    admin = hire_at(pantry, "Ada Admin", "orgadmin").client
    assert admin.post("/messages/when/mailbox/", {"mailbox-how_often": "daily"}).status_code == 302
    assert client.post("/messages/when/mailbox/", {"mailbox-how_often": "daily"}).status_code == 403
