"""Partners decide how long they wait for each other: who may set it, what it means, and what stood there before."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext

from core.calendar import OpenDays
from core.errors import BadInput, NotAllowed
from core.models import Event
from core.tenancy import tenant_context
from governance.actions.policies import set_patience
from governance.in_force import changes, governed, in_force, spoken, with_staffed_hours
from governance.models.policies import Policy
from governance.words.policies import Group
from organizations.models.network import Network
from referrals.actions.send import Sending, send
from screening.models.need import Need
from tests.story import Worker

PATH = "/settings/patience/"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MONDAY = datetime(2026, 3, 2, 14, tzinfo=UTC)


def typed(network: Network, **changed: object) -> dict[str, object]:
    """The whole page as a browser sends it; `referral_answer` stands for referral.answer."""
    stands = in_force(network.pk, "", datetime.now(UTC))
    shown = {v.key: stands[v.key] for v in governed() if v.is_shown}
    said = {key.replace(".", "-"): number for key, number in shown.items()}
    return {**said, **{name.replace("_", "-", 1): value for name, value in changed.items()}}


def test_the_convener_sees_every_number_and_what_it_means(convener: Worker):
    page = convener.client.get(PATH).content.decode()
    for value in governed():
        assert not value.is_shown or str(value.words) in page
    assert "If a partner says nothing to a request of Monday: Tuesday a quiet reminder," in page
    assert "Wednesday you are told, Friday the desk and the partner’s lead are told" in page
    assert "until day 7 they may say “not so”" in page
    assert "If an application must be decided within 30 days: you ask on day 25." in page
    assert "Nothing yet: the usual numbers hold." in page


@pytest.mark.parametrize("who", ["navigator", "intake", "stranger", "supervisor"])
def test_nobody_else_opens_the_page_or_changes_a_number(
    request: pytest.FixtureRequest, network: Network, who: str
):
    worker: Worker = request.getfixturevalue(who)
    assert worker.client.get(PATH).status_code == 403
    assert worker.client.post(PATH, typed(network, referral_answer=9)).status_code == 403
    assert not Policy.objects.exists()


def test_a_convener_of_another_network_changes_only_that_one(
    convener: Worker, foreigner: Worker, network: Network, now: datetime
):
    with tenant_context(foreigner.organization.network_id):
        set_patience(actor=foreigner.actor, values={"referral.answer": 9}, at=now)
    assert in_force(network.pk, "referral.", now)["referral.answer"] == 2
    assert changes(network.pk) == []


def test_looking_at_what_it_would_mean_saves_nothing(convener: Worker, network: Network):
    page = convener.client.post(PATH, {**typed(network, referral_answer=4), "look": "1"})
    assert "Wednesday a quiet reminder, Friday you are told" in page.content.decode()
    assert not Policy.objects.exists()


def test_a_change_holds_from_now_on_and_says_who_when_and_from_what_to_what(
    convener: Worker, network: Network
):
    sent = {**typed(network, referral_answer=3), "reason": "Partners’ meeting in March"}
    assert convener.client.post(PATH, sent).status_code == 302
    page = convener.client.get(PATH).content.decode()
    assert "First answer to a request" in page.partition("What was changed")[2]
    assert "From 2 open days to 3 open days" in page
    assert "Carmen Vega" in page
    assert "Partners’ meeting in March" in page
    event = Event.objects.get(kind="policy.changed")
    assert event.details == {"key": "referral.answer", "from": 2, "to": 3}
    assert Policy.objects.count() == 1


def test_the_same_numbers_again_change_nothing(convener: Worker, network: Network):
    page = convener.client.post(PATH, typed(network), follow=True)
    assert "Nothing was changed." in page.content.decode()
    assert not Policy.objects.exists()


@pytest.mark.parametrize(
    ("name", "number"),
    [("referral_answer", 0), ("referral_answer", 400), ("need_ask_family_2_calendar", 2), ("referral_answer", "x")],
)  # fmt: skip
def test_a_number_that_cannot_be_is_asked_for_again_beside_the_others(
    convener: Worker, network: Network, name: str, number: object
):
    page = convener.client.post(PATH, typed(network, **{"need_talk_over": 7, name: number}))
    assert page.status_code == 422
    assert 'value="7"' in page.content.decode()
    assert not Policy.objects.exists()


def test_what_was_promised_before_stays_and_what_comes_after_follows_the_new_number(
    convener: Worker, navigator: Worker, need: Need, agreed, sending: Sending, now: datetime
):
    first = send(actor=navigator.actor, need_id=need.pk, sending=sending, at=now)
    promised = first.next_step_due
    set_patience(actor=convener.actor, values={"referral.answer": 4}, at=now + HOUR)
    first.refresh_from_db()
    assert first.next_step_due == promised
    other = Sending(sending.service_id, convener.user.pk, facts=sending.facts)
    later = send(actor=navigator.actor, need_id=need.pk, sending=other, at=now + 2 * HOUR)
    assert later.next_step_due - promised > DAY


def test_versions_are_kept_in_order_and_each_says_what_stood_before(
    convener: Worker, network: Network, now: datetime
):
    for days, number in ((0, 3), (1, 5), (2, 1)):
        set_patience(actor=convener.actor, values={"referral.answer": number}, at=now + days * DAY)
    told = [(change.before, change.after) for change in changes(network.pk)]
    assert told == [(5, 1), (3, 5), (2, 3)]
    assert in_force(network.pk, "referral.", now + DAY)["referral.answer"] == 5


def test_the_history_costs_one_statement_however_long_it_is(
    convener: Worker, network: Network, now: datetime
):
    for number in range(3, 20):
        set_patience(
            actor=convener.actor, values={"need.talk_over": number}, at=now + number * HOUR
        )
    with CaptureQueriesContext(connection) as seen:
        assert len(changes(network.pk)) > 10
    assert len(seen) == 1


def test_nothing_else_is_set_here_and_a_navigator_not_even_by_the_action(
    convener: Worker, navigator: Worker, now: datetime
):
    with pytest.raises(BadInput):
        set_patience(actor=convener.actor, values={"referral.nonsense": 3}, at=now)
    with pytest.raises(NotAllowed):
        set_patience(actor=navigator.actor, values={"referral.answer": 3}, at=now)


def test_what_was_decided_is_never_written_over(convener: Worker, network: Network, now: datetime):
    set_patience(actor=convener.actor, values={"referral.answer": 3}, at=now)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE porchlight_app")
        with pytest.raises(ProgrammingError, match="permission denied"):
            cursor.execute("UPDATE governance_policy SET value = '9'")


def test_every_number_has_words_and_a_place_on_the_page():
    for value in governed():
        assert not value.key.startswith(("referral.", "need.")) or value.group in Group


def test_a_slow_week_is_told_with_dates_when_it_lasts_longer():
    values = {value.key: value.default for value in governed()}
    [partner, owner, family, *_rest] = spoken(values, OpenDays(), MONDAY)
    assert partner.endswith("day 7 the desk takes over.")
    assert owner == (
        "If nobody looks for help that a family wants since Monday: Wednesday a reminder, "
        "Friday the supervisor is told, day 8 the desk takes over."
    )
    assert "Wednesday, day 7, day 9" in family


def test_tries_are_counted_and_days_are_days(convener: Worker) -> None:
    page = convener.client.get(PATH).content.decode()
    assert "Usual: 4 times" in page
    assert "Usual: 5 open days" in page
    assert "Usual: 4 open days" not in page


def test_partners_decide_when_somebody_is_there_and_the_page_says_it(
    convener: Worker, network: Network, now: datetime
):
    page = convener.client.get(PATH).content.decode()
    assert "on working days: 8 am to 5 pm; on weekends and holidays: nobody." in page
    hours = {"staffed_begins": 20, "staffed_ends": 6, "staffed_off_ends": 24}
    assert convener.client.post(PATH, typed(network, **hours)).status_code == 302
    page = convener.client.get(PATH).content.decode()
    assert "on working days: 8 pm to 6 am; on weekends and holidays: day and night." in page
    there = with_staffed_hours(
        network.open_days, in_force(network.pk, "staffed.", datetime.now(UTC))
    )
    assert there.is_staffed(datetime(2026, 11, 18, 23, tzinfo=UTC)) is False  # six in the evening
    assert there.is_staffed(datetime(2026, 11, 19, 4, tzinfo=UTC)) is True


def test_a_number_that_cannot_be_is_never_folded_away(convener):
    page = convener.client.get(PATH).content.decode()
    folded = page.count('<details class="space">')
    wrong = convener.client.post(PATH, {"reason": "Too eager"}).content.decode()
    assert folded > 10
    assert wrong.count('<details class="space">') == 0
