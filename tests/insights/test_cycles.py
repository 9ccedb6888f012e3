"""Somebody tries something in one place: it stays there, ends by itself, and the council decides for all."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.errors import BadInput, NotAllowed, StepNotPossible
from core.models import Event
from governance.actions.local import may_be_tried
from governance.actions.policies import set_patience
from governance.in_force import in_force
from governance.models.local import LocalPolicy
from governance.models.proposals import ProposalVersion
from insights.actions.cycles import Plan, begin, conclude, say_yes, stop
from insights.models import Cycle
from insights.search.measures import MEASURE_WORDS, Measure, run_of
from insights.views.chart import chart_of
from organizations.grants import Role
from organizations.models.network import Network, Organization
from referrals.actions.send import Sending, send
from referrals.actions.sweep import sweep
from referrals.models.referral import Referral
from screening.models.need import Need
from tests.governance.table import sit_down
from tests.referrals.conftest import sending
from tests.story import Worker, hire

__all__ = ["sending"]
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
THERE = ZoneInfo("America/New_York")  # where the story happens
NUMBER, SECOND = "referral.answer", "referral.question"
WORDS = "Answers come sooner"


@pytest.fixture
def head(clinic: Organization) -> Worker:
    return hire(clinic, "Hana Head", Role.ORGADMIN)


def plan(at: datetime, **but: object) -> Plan:
    today = at.astimezone(
        THERE
    ).date()  # pages look at the clock, and there it may still be yesterday
    said = {
        "aim": WORDS, "change": "We look each noon.", "prediction": "Half the hours.",
        "measure": Measure.ANSWER, "begins_on": today, "ends_on": today + 9 * DAY,
    }  # fmt: skip
    return Plan(**{**said, **but})


def tried(writer: Worker, other: Worker, place: Organization, at: datetime, **but: object) -> Cycle:
    number = {"values": {NUMBER: 1}, **but}
    made = begin(actor=writer.actor, organization_id=place.pk, plan=plan(at, **number), at=at)
    return say_yes(actor=other.actor, cycle_id=made.pk, at=at)


def answers(place: Organization, at: datetime) -> int:
    return in_force(place.network_id, "referral.", at, owed_by=place.pk)[NUMBER]


def happened(referral: Referral) -> set[str]:
    return set(Event.objects.filter(subject_id=referral.pk).values_list("kind", flat=True))


def test_every_measure_has_words_and_some_numbers_may_be_tried():
    assert set(MEASURE_WORDS) == set(Measure)
    assert NUMBER in may_be_tried()
    assert "referral.desk_takes" not in may_be_tried()


def test_nothing_holds_before_the_other_side_has_said_yes(
    keeper: Worker, convener: Worker, head: Worker, pantry: Organization, now: datetime
):
    number = {"values": {NUMBER: 1}}
    made = begin(actor=keeper.actor, organization_id=pantry.pk, plan=plan(now, **number), at=now)
    assert answers(pantry, now) == 2
    with pytest.raises(NotAllowed):
        say_yes(actor=keeper.actor, cycle_id=made.pk, at=now)
    with pytest.raises(Cycle.DoesNotExist):
        say_yes(actor=head.actor, cycle_id=made.pk, at=now)
    say_yes(actor=convener.actor, cycle_id=made.pk, at=now)
    assert answers(pantry, now) == 1
    assert answers(head.organization, now) == 2
    with pytest.raises(StepNotPossible):
        say_yes(actor=convener.actor, cycle_id=made.pk, at=now)


def test_the_convener_asks_the_partner_and_not_itself(
    keeper: Worker, convener: Worker, pantry: Organization, now: datetime
):
    number = {"values": {NUMBER: 1}}
    made = begin(actor=convener.actor, organization_id=pantry.pk, plan=plan(now, **number), at=now)
    with pytest.raises(NotAllowed):
        say_yes(actor=convener.actor, cycle_id=made.pk, at=now)
    say_yes(actor=keeper.actor, cycle_id=made.pk, at=now)
    local = LocalPolicy.objects.get()
    assert (local.said_there_by, local.said_for_network_by) == (keeper.user, convener.user)


def test_it_falls_back_by_itself_after_its_last_day(
    keeper: Worker, convener: Worker, pantry: Organization, now: datetime
):
    tried(keeper, convener, pantry, now)
    assert answers(pantry, now + 9 * DAY) == 1
    assert answers(pantry, now + 10 * DAY) == 2


def test_the_sweep_reminds_whoever_tries_to_be_quick(
    network: Network, keeper: Worker, convener: Worker, pantry: Organization, navigator: Worker,
    need: Need, agreed, sending: Sending, now: datetime,
):  # fmt: skip
    tried(keeper, convener, pantry, now)
    quick = send(actor=navigator.actor, need_id=need.pk, sending=sending, at=now)
    sweep(network_id=network.pk, at=now + DAY + HOUR)
    assert "referral.reminded" in happened(quick)


def test_a_clinic_cannot_hurry_a_partner_by_a_trial_of_its_own(
    network: Network, head: Worker, convener: Worker, clinic: Organization, navigator: Worker,
    need: Need, agreed, sending: Sending, now: datetime,
):  # fmt: skip
    tried(head, convener, clinic, now)
    usual = send(actor=navigator.actor, need_id=need.pk, sending=sending, at=now)
    assert usual.next_step_due == now + 2 * DAY
    sweep(network_id=network.pk, at=now + DAY + HOUR)
    assert "referral.reminded" not in happened(usual)


def test_stopped_it_holds_no_more_and_what_was_promised_stands(
    keeper: Worker, convener: Worker, pantry: Organization, navigator: Worker, need: Need, agreed,
    sending: Sending, head: Worker, now: datetime,
):  # fmt: skip
    cycle = tried(keeper, convener, pantry, now)
    sent = send(actor=navigator.actor, need_id=need.pk, sending=sending, at=now)
    with pytest.raises(Cycle.DoesNotExist):
        stop(actor=head.actor, cycle_id=cycle.pk, at=now + HOUR)
    stop(actor=convener.actor, cycle_id=cycle.pk, at=now + HOUR)
    assert answers(pantry, now + HOUR) == 2
    sent.refresh_from_db()
    assert sent.next_step_due == now + DAY
    with pytest.raises(StepNotPossible):
        stop(actor=keeper.actor, cycle_id=cycle.pk, at=now + HOUR)


@pytest.mark.parametrize(
    ("but", "says"),
    [
        ({"aim": " "}, "better"),
        ({"ends_on": date(2027, 6, 1)}, "within 90 days"),
        ({"begins_on": date(2026, 11, 1)}, "not passed"),
        ({"values": {"referral.desk_takes": 9}}, "same for all"),
        ({"values": {NUMBER: 2}}, "holds there already"),
        ({"values": {NUMBER: 900}}, "Choose a number"),
        ({"values": {"need.ask_family_2_calendar": 1}}, "later day"),
    ],
    ids=["no aim", "too long", "passed", "of all", "same", "bounds", "order"],
)
def test_what_cannot_be_tried_is_said_when_it_is_written(
    keeper: Worker, pantry: Organization, now: datetime, but: dict[str, object], says: str
):
    with pytest.raises(BadInput, match=says):
        begin(actor=keeper.actor, organization_id=pantry.pk, plan=plan(now, **but), at=now)


def test_one_number_is_tried_once_at_a_time(
    keeper: Worker, convener: Worker, pantry: Organization, now: datetime
):
    tried(keeper, convener, pantry, now)
    with pytest.raises(BadInput, match="Let that end"):
        tried(keeper, convener, pantry, now, values={NUMBER: 3})


def test_to_adopt_it_is_a_proposal_with_everything_written_in(
    network: Network, keeper: Worker, convener: Worker, pantry: Organization, now: datetime
):
    sit_down(network, now - 30 * DAY)
    cycle = tried(keeper, convener, pantry, now)
    done = conclude(
        actor=keeper.actor, cycle_id=cycle.pk, verdict=Cycle.Verdict.ADOPT,
        result="It can be done.", at=now + 5 * DAY,
    )  # fmt: skip
    version = ProposalVersion.objects.get(proposal=done.proposal)
    assert (version.text, version.reason) == ("We look each noon.", "It can be done.")
    [change] = version.changes
    assert (change["key"], change["before"], change["after"]) == (NUMBER, 2, 1)
    assert answers(pantry, now + 5 * DAY) == 2
    assert in_force(network.pk, "referral.", now + 6 * DAY)[NUMBER] == 2


@pytest.mark.parametrize(
    ("verdict", "title", "text"),
    [
        (Cycle.Verdict.ADAPT, "Once more, changed: ", "We try it again"),
        (Cycle.Verdict.ABANDON, "Not for us: ", "We tried this, and leave it: "),
    ],
)
def test_to_change_or_to_leave_it_is_a_proposal_that_changes_no_number(
    network: Network, keeper: Worker, convener: Worker, pantry: Organization, stranger: Worker,
    now: datetime, verdict: Cycle.Verdict, title: str, text: str,
):  # fmt: skip
    """Its writer finds it from the trial, whoever may not read a draft does not; for partners nothing is another."""
    sit_down(network, now - 30 * DAY)
    cycle = tried(keeper, convener, pantry, now)
    page, said = f"/trying/{cycle.pk}/", {"result": "Too much for two.", "verdict": verdict.value}
    there = keeper.client.post(page, said)["Location"]

    cycle.refresh_from_db()
    assert there == f"/council/proposals/{cycle.proposal_id}/"
    version = ProposalVersion.objects.get(proposal=cycle.proposal)
    assert version.title.startswith(title)
    assert version.text.startswith(text)
    assert "We look each noon." in version.text
    assert (version.reason, version.changes) == ("Too much for two.", [])
    assert in_force(network.pk, "referral.", now + DAY)[NUMBER] == 2
    assert there in keeper.client.get(page).content.decode()
    assert there not in convener.client.get(page).content.decode()
    assert stranger.client.get(page).status_code == 404


@pytest.mark.parametrize(
    ("decided", "left"), [({NUMBER: 1}, [SECOND]), ({NUMBER: 1, SECOND: 3}, [])]
)
def test_what_holds_for_all_by_then_is_not_proposed_once_more(
    keeper: Worker, convener: Worker, pantry: Organization, now: datetime,
    decided: dict[str, int], left: list[str],
):  # fmt: skip
    """Of two numbers that were tried partners decided one meanwhile, or both: what was learned is kept all the same."""
    cycle = tried(keeper, convener, pantry, now, values={NUMBER: 1, SECOND: 3})
    set_patience(actor=convener.actor, values=decided, at=now + DAY)
    sit_down(pantry.network, now + 2 * DAY)
    done = conclude(
        actor=keeper.actor, cycle_id=cycle.pk, verdict=Cycle.Verdict.ADOPT, result="Good.",
        at=now + 3 * DAY,
    )  # fmt: skip
    versions = ProposalVersion.objects.filter(proposal=done.proposal_id)
    assert [one["key"] for version in versions for one in version.changes] == left
    assert (done.verdict, done.proposal is None) == (Cycle.Verdict.ADOPT, not left)


def test_without_a_council_it_is_written_down_and_nothing_else(
    network: Network, keeper: Worker, convener: Worker, pantry: Organization, now: datetime
):
    cycle = tried(keeper, convener, pantry, now)
    said = {"actor": keeper.actor, "cycle_id": cycle.pk, "at": now + DAY}
    done = conclude(**said, verdict=Cycle.Verdict.ADOPT, result="Good.")
    assert done.proposal is None
    with pytest.raises(StepNotPossible):
        conclude(**said, verdict=Cycle.Verdict.ABANDON, result="No.")
    set_patience(actor=convener.actor, values={NUMBER: 1}, at=now + DAY)


def test_the_database_takes_no_verdict_without_its_moment_and_no_open_trial_without_a_step(
    keeper: Worker, pantry: Organization, now: datetime
):
    begin(actor=keeper.actor, organization_id=pantry.pk, plan=plan(now), at=now)
    for change in ("verdict = 'adopt'", "next_step_due = NULL", "ends_on = '2020-01-01'"):
        with (
            pytest.raises(IntegrityError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE insights_cycle SET {change}")


# --- what is measured -----------------------------------------------------------------------------


def test_a_week_of_fewer_than_eleven_is_not_shown(
    referral: Referral, pantry: Organization, now: datetime
):
    def run(at: datetime):
        return run_of(
            network_id=pantry.network_id, organization_id=pantry.pk, measure=Measure.ANSWER,
            days=pantry.network.open_days, begins_on=now.date(), ends_on=now.date(), at=at,
        )  # fmt: skip

    Referral.objects.update(answered_at=now + 5 * HOUR, first_answer="accepted")
    [week] = [point for point in run(now).points if point.cases]
    assert (week.cases_words, week.value, week.is_trial) == ("under 11", None, True)
    assert chart_of(run(now)) is None
    assert len(run(now).points) == 13


@pytest.mark.parametrize("measure", Measure)
def test_every_measure_is_counted_in_one_statement_of_one_organization_only(
    referral: Referral, clinic: Organization, other_clinic: Organization, now: datetime,
    measure: Measure, keeps_decisions, django_assert_num_queries,
):  # fmt: skip
    in_force(clinic.network_id, "", now)
    for place in (clinic, other_clinic):
        with django_assert_num_queries(1):
            run = run_of(
                network_id=place.network_id, organization_id=place.pk, measure=measure,
                days=place.network.open_days, begins_on=now.date(), ends_on=now.date(), at=now,
            )  # fmt: skip
        seen = sum(point.cases for point in run.points)
        assert seen == (place == clinic and measure is Measure.SEND)


# --- pages ----------------------------------------------------------------------------------------


def test_from_an_idea_to_what_was_learned_on_pages_and_a_stranger_sees_nothing(
    network: Network, keeper: Worker, convener: Worker, pantry: Organization, navigator: Worker,
    head: Worker,
):  # fmt: skip
    at = timezone.now()
    today = pantry.network.open_days.local_date(at)
    typed = {
        "where": str(pantry.pk), "aim": WORDS, "change": "We look each noon.", "prediction": "Half.",
        "measure": "answer", "begins_on": str(today), "ends_on": str(today + 9 * DAY),
        "key_1": NUMBER, "value_1": 1, "key_2": SECOND, "value_2": 4,
    }  # fmt: skip
    page = keeper.client.post("/trying/new/", typed)
    cycle = Cycle.objects.get()
    assert page.url == f"/trying/{cycle.pk}/"
    assert keeper.client.post("/trying/new/", typed | {"aim": ""}).status_code == 422
    assert WORDS in convener.client.get("/trying/").text
    assert WORDS not in head.client.get("/trying/").text
    assert head.client.get(page.url).status_code == 404
    assert navigator.client.get("/trying/").status_code == 403
    assert "May this be different there?" in convener.client.get(page.url).text
    assert head.client.post(f"{page.url}yes/").status_code == 404
    convener.client.post(f"{page.url}yes/")
    assert answers(pantry, timezone.now()) == 1
    shown = keeper.client.get(page.url).text
    assert "Too few weeks can be shown" in shown
    assert keeper.client.post(page.url, {"verdict": "adapt"}).status_code == 422
    keeper.client.post(page.url, {"verdict": "adapt", "result": "Noon is too late."})
    assert "Noon is too late." in convener.client.get(page.url).text


def test_the_list_costs_the_same_with_many(keeper: Worker, pantry: Organization):
    at, browser = timezone.now(), keeper.client

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            browser.get("/trying/")
        return len(seen)

    def another() -> None:
        begin(actor=keeper.actor, organization_id=pantry.pk, plan=plan(at), at=at)

    another()
    browser.get("/trying/")
    few = cost()
    for _ in range(5):
        another()
    assert cost() == few
    assert browser.get("/trying/").text.count(WORDS) == 6
