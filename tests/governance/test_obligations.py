"""Who owes what under an agreement: owed from the signatures on, done or missed, and late for all to see."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from core.errors import BadInput, NotAllowed, StepNotPossible
from governance.actions.agreements import Terms, draft, end, offer, sign
from governance.actions.obligations import Line, Told, chase_obligations, oblige, say_kept, strike
from governance.kinds import EVERY, Kept, Kind, Side, next_day
from governance.models.agreements import Agreement
from governance.models.obligations import Fulfilment, Obligation
from governance.path import OBLIGATION_LADDER, PathPatience
from governance.search.owed import owed, owed_soon, steps_owed
from governance.words.agreements import EVERY_WORDS, KEPT_WORDS, SIDE_OWES
from notifications.told import TOLD, Audience
from organizations.models.network import Network, Organization
from referrals.actions.audit import audit
from tests.governance.test_agreements import hand, signed_by_both
from tests.notifications.conftest import told
from tests.story import LONG_AGO, Worker

DAY = timedelta(days=1)


@pytest.fixture
def paper(convener: Worker, pantry: Organization, now: datetime) -> Agreement:
    terms = Terms(Kind.GRANT, "We pay, you deliver.", now.date(), now.date() + 365 * DAY)
    return draft(actor=convener.actor, organization_id=pantry.pk, terms=terms, at=now)


def report(now: datetime, **but: object) -> Line:
    said = {
        "side": Side.PARTNER,
        "words": "A report on 40 boxes.",
        "first_on": now.date() + 30 * DAY,
    }
    return Line(**{**said, **but})


@pytest.fixture
def owes(convener: Worker, keeper: Worker, paper: Agreement, now: datetime) -> Obligation:
    line = report(now, every_months=3)
    made = oblige(actor=convener.actor, agreement_id=paper.pk, line=line, at=now)
    offer(actor=convener.actor, agreement_id=paper.pk, at=now)
    signed_by_both(convener, keeper, paper, now)
    made.refresh_from_db()
    return made


def keep(
    worker: Worker, one: Obligation, at: datetime, kept: Kept = Kept.DONE, **but
) -> Obligation:
    said = {"words": "All 40 came.", "done_on": at.date(), **but}
    return say_kept(actor=worker.actor, obligation_id=one.pk, told=Told(kept, **said), at=at)


def broken(network: Network, at: datetime) -> set[str]:
    return {one.promise.name for one in audit(network.pk, at=at) if one.broken}


def sent(network: Network, at: datetime) -> set[tuple[str, object]]:
    messages = [(one.template, one.user_id) for one in told(network, at=at)]
    return {one for one in messages if one[0].startswith("agreed")}


# --- the tables -----------------------------------------------------------------------------------


def test_every_side_interval_and_end_has_words_and_every_rung_tells_whom_it_says():
    assert (set(SIDE_OWES), set(EVERY_WORDS), set(KEPT_WORDS)) == (set(Side), set(EVERY), set(Kept))
    waits = dict(PathPatience.defaults())
    assert set(OBLIGATION_LADDER.waits) <= waits.keys()
    for rung in OBLIGATION_LADDER.rungs:
        assert {Audience(who) for who in rung.tells} == {row.audience for row in TOLD[rung.kind]}


@given(
    first=st.dates(date(2020, 1, 1), date(2030, 12, 31)), every=st.sampled_from(EVERY[1:]),
    rounds=st.integers(1, 40),
)  # fmt: skip
def test_what_is_owed_on_the_31st_is_never_owed_a_day_early_for_good(
    first: date, every: int, rounds: int
):
    """Against counting by hand: each next day is so many months on, and no month loses a day for ever."""
    day = first
    for _round in range(rounds):
        later = next_day(first, every, day, None)
        assert later is not None
        assert (later.year - day.year) * 12 + later.month - day.month == every
        assert later.day == first.day or (later + DAY).day == 1
        day = later


def test_what_is_owed_once_or_after_the_last_day_is_not_owed_again():
    first = date(2026, 1, 31)
    assert next_day(first, 0, first, None) is None
    assert next_day(first, 1, first, date(2026, 2, 27)) is None
    assert next_day(first, 1, first, date(2026, 2, 28)) == date(2026, 2, 28)


# --- from the draft to the signatures -------------------------------------------------------------


def test_a_line_is_owed_from_both_signatures_on(owes: Obligation, now: datetime):
    assert owes.runs
    assert (owes.waiting_on, owes.next_step, owes.due_on) == ("partner", "keep_it", owes.first_on)


@pytest.mark.parametrize(
    "but", [{"words": " "}, {"every_months": 5}, {"first_on": date(2020, 1, 1)}]
)
def test_a_line_is_looked_at(convener: Worker, paper: Agreement, now: datetime, but: dict):
    with pytest.raises(BadInput):
        oblige(actor=convener.actor, agreement_id=paper.pk, line=report(now, **but), at=now)


def test_only_whoever_convenes_writes_into_a_draft_and_nobody_into_what_was_offered(
    convener, keeper, stranger, foreigner, paper: Agreement, now: datetime
):
    asked = {"agreement_id": paper.pk, "line": report(now), "at": now}
    made = oblige(actor=convener.actor, **asked)
    for nobody in (keeper, stranger, foreigner):
        with pytest.raises(Agreement.DoesNotExist):
            oblige(actor=nobody.actor, **asked)
        with pytest.raises(Obligation.DoesNotExist):
            strike(actor=nobody.actor, obligation_id=made.pk, at=now)
    strike(actor=convener.actor, obligation_id=made.pk, at=now)
    made = oblige(actor=convener.actor, **asked)
    offer(actor=convener.actor, agreement_id=paper.pk, at=now)
    with pytest.raises(NotAllowed):
        oblige(actor=keeper.actor, **asked)
    with pytest.raises(StepNotPossible):
        oblige(actor=convener.actor, **asked)
    with pytest.raises(StepNotPossible):
        strike(actor=convener.actor, obligation_id=made.pk, at=now)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE governance_obligation SET first_on = first_on + 1",
        "UPDATE governance_obligation SET side = 'network'",
        "UPDATE governance_obligation SET digest = 'other'",
        "UPDATE governance_obligation SET next_step_due = NULL",
        "UPDATE governance_obligation SET closed_at = now()",
        "DELETE FROM governance_obligation",
        "INSERT INTO governance_obligation (SELECT * FROM governance_obligation)",
        "UPDATE governance_fulfilment SET kept = 'missed', done_on = NULL",
        "DELETE FROM governance_fulfilment",
    ],
)
def test_what_was_agreed_and_what_became_of_it_is_kept_even_from_raw_sql(
    keeper: Worker, owes: Obligation, now: datetime, change: str
):
    keep(keeper, owes, now)
    with pytest.raises(Exception, match=r"."), transaction.atomic():
        connection.cursor().execute(change)


# --- done, missed, late ---------------------------------------------------------------------------


def test_what_is_done_is_owed_again_on_its_next_day(keeper, owes: Obligation, now: datetime):
    first = owes.due_on
    after = keep(keeper, owes, now)
    assert (after.runs, after.due_on) == (True, next_day(first, 3, first, None))
    kept = Fulfilment.objects.get()
    assert (kept.due_on, kept.words, kept.was_late) == (first, "All 40 came.", False)


def test_nobody_lets_themselves_off(
    convener, keeper, intake, stranger, owes: Obligation, now: datetime
):
    after = now + 40 * DAY
    for nobody in (intake, stranger):
        with pytest.raises(Obligation.DoesNotExist):
            keep(nobody, owes, after)
    with pytest.raises(NotAllowed):
        keep(keeper, owes, after, Kept.MISSED)
    with pytest.raises(BadInput):
        keep(convener, owes, now, Kept.MISSED)  # its day is still to come
    with pytest.raises(BadInput):
        keep(convener, owes, after, Kept.MISSED, words="")
    keep(convener, owes, after, Kept.MISSED, words="They had a flood.")
    assert Fulfilment.objects.get().done_on is None


def test_what_the_network_owes_only_the_partner_lets_go(
    convener, keeper, pantry, paper: Agreement, now: datetime
):
    line = report(now, side=Side.NETWORK, words="Pay 400.")
    one = oblige(actor=convener.actor, agreement_id=paper.pk, line=line, at=now)
    offer(actor=convener.actor, agreement_id=paper.pk, at=now)
    signed_by_both(convener, keeper, paper, now)
    after = now + 40 * DAY
    with pytest.raises(NotAllowed):
        keep(convener, one, after, Kept.MISSED)
    with pytest.raises(NotAllowed):
        keep(keeper, one, after)
    assert keep(keeper, one, after, Kept.MISSED).closed_at == after


def test_nothing_is_done_tomorrow(keeper, owes: Obligation, now: datetime):
    for done_on in (now.date() + 2 * DAY, None):
        with pytest.raises(BadInput):
            keep(keeper, owes, now, done_on=done_on)


def test_whoever_owes_is_reminded_and_then_the_other_side_hears_of_it(
    convener, keeper, owes: Obligation, network: Network, now: datetime
):
    assert chase_obligations(network_id=network.pk, at=now + 10 * DAY) == 0
    assert chase_obligations(network_id=network.pk, at=now + 18 * DAY) == 1
    assert sent(network, now + 18 * DAY) == {("agreed_is_due", keeper.user.pk)}
    for days in (32, 45):
        assert chase_obligations(network_id=network.pk, at=now + days * DAY) == 1
    both = {("agreed_is_late", one.user.pk) for one in (convener, keeper)}
    assert sent(network, now + 45 * DAY) >= both
    owes.refresh_from_db()
    assert owes.due_on == now.date() + 30 * DAY  # a reminder never moves the day


def test_when_the_agreement_ends_nothing_is_owed_under_it(
    keeper, owes: Obligation, network: Network, now: datetime
):
    end(actor=keeper.actor, agreement_id=owes.agreement_id, at=now)
    owes.refresh_from_db()
    assert not owes.runs
    with pytest.raises(StepNotPossible):
        keep(keeper, owes, now)
    assert "obligation_is_owed_by_a_day" not in broken(network, now)


def test_the_auditor_sees_what_runs_on_after_its_agreement_and_what_the_clock_has_passed_over(
    owes: Obligation, network: Network, now: datetime
):
    assert "obligation_is_owed_by_a_day" not in broken(network, now)
    Obligation.objects.update(wake_at=now - 2 * DAY)
    assert "obligation_is_owed_by_a_day" in broken(network, now)


def test_the_next_version_begins_with_what_still_runs(
    convener, keeper, pantry, owes: Obligation, now: datetime
):
    terms = Terms(Kind.GRANT, "More.", now.date(), now.date() + 800 * DAY)
    later = draft(
        actor=convener.actor, organization_id=pantry.pk, terms=terms, at=now,
        replaces_id=owes.agreement_id,
    )  # fmt: skip
    with pytest.raises(StepNotPossible):
        draft(
            actor=convener.actor, organization_id=pantry.pk, terms=terms, at=now,
            replaces_id=owes.agreement_id,
        )  # fmt: skip
    copied = later.obligations.get()
    assert (copied.words, copied.due_on, copied.runs) == (owes.words, owes.due_on, False)
    offer(actor=convener.actor, agreement_id=later.pk, at=now)
    signed_by_both(convener, keeper, later, now)
    owes.refresh_from_db()
    copied.refresh_from_db()
    assert (owes.runs, copied.runs) == (False, True)


# --- pages ----------------------------------------------------------------------------------------


def came_in(*workers: Worker) -> None:
    """Nobody waits for them to take up their invitation."""
    User.objects.filter(pk__in=[one.user.pk for one in workers]).update(last_login=LONG_AGO)


def test_each_side_sees_what_it_owes_and_what_it_waits_for(
    convener, keeper, navigator, stranger, owes: Obligation, now: datetime
):
    came_in(convener, keeper)
    assert not owed(convener.actor, now)
    assert [one.what for one in owed(keeper.actor, now)] == ["A report on 40 boxes."]
    assert [one.is_ours for one in owed(convener.actor, now + 40 * DAY)] == [False]
    for nobody in (navigator, stranger):
        assert not owed_soon(nobody.actor, now)
        assert not steps_owed(nobody.actor, now)


def test_a_paper_that_waits_stands_with_whoever_has_not_signed(
    convener, keeper, paper: Agreement, now: datetime
):
    came_in(convener, keeper)
    assert [str(one.what) for one in owed(convener.actor, now)] == ["Offer it for signature"]
    assert not owed(keeper.actor, now)
    offer(actor=convener.actor, agreement_id=paper.pk, at=now)
    sign(actor=convener.actor, agreement_id=paper.pk, side=Side.NETWORK, hand=hand(paper), at=now)
    assert [(str(one.what), one.is_ours) for one in owed(keeper.actor, now)] == [("Sign it", True)]
    assert [(str(one.what), one.is_ours) for one in owed(convener.actor, now)] == [
        ("Sign it", False)
    ]


def test_from_the_draft_to_what_was_done_on_pages(
    convener: Worker, keeper: Worker, stranger: Worker, paper: Agreement
):
    here = reverse("governance:agreement", args=[paper.pk])
    page = reverse("governance:oblige", args=[paper.pk])
    typed = {
        "side": "partner", "words": "A report.", "first_on": paper.begins_on, "every_months": "0"
    }  # fmt: skip
    assert convener.client.post(page, {**typed, "words": ""}).status_code == 422
    assert convener.client.post(page, {**typed, "first_on": "2001-01-01"}).status_code == 422
    assert convener.client.post(page, typed).status_code == 302
    assert stranger.client.post(page, typed).status_code == 404
    one = Obligation.objects.get()
    offer(actor=convener.actor, agreement_id=paper.pk, at=paper.written_at)
    signed_by_both(convener, keeper, paper, paper.written_at)
    assert "A report." in keeper.client.get(here).content.decode()
    assert "A report." in keeper.client.get("/owed/").content.decode()
    way = reverse("governance:partnership", args=[paper.organization_id])
    assert "A report." in keeper.client.get(way).content.decode()
    done = reverse("governance:say_kept", args=[one.pk, "done"])
    assert stranger.client.post(done, {}).status_code == 404
    assert keeper.client.post(done, {}).status_code == 422
    said = {f"{one.pk}-done_on": paper.begins_on, f"{one.pk}-words": "Sent."}
    assert keeper.client.post(done, said).status_code == 302
    assert "Sent." in convener.client.get(here).content.decode()
    assert "A report." not in keeper.client.get("/owed/").content.decode()
    assert keeper.client.post(done.replace("done", "forgiven"), said).status_code == 404


def test_a_second_click_says_nothing_of_the_next_day(
    convener: Worker, keeper: Worker, owes: Obligation
):
    here = reverse("governance:agreement", args=[owes.agreement_id])
    first = owes.due_on.isoformat()
    assert f'value="{first}"' in keeper.client.get(here).content.decode()
    said = {"done_on": owes.agreement.begins_on, "words": "Sent.", "due_on": first}
    typed = {f"{owes.pk}-{name}": value for name, value in said.items()}
    path = reverse("governance:say_kept", args=[owes.pk, "done"])
    assert [keeper.client.post(path, typed).status_code for _ in range(2)] == [302, 422]
    owes.refresh_from_db()
    assert Fulfilment.objects.get().due_on.isoformat() == first
    assert owes.due_on.isoformat() > first


def test_a_paper_that_asks_for_nothing_itself_says_first_what_is_owed_under_it(
    convener: Worker, keeper: Worker, stranger: Worker, pantry: Organization, now: datetime
):
    terms = Terms(Kind.GRANT, "We pay, you deliver.", now.date())
    paper = draft(actor=convener.actor, organization_id=pantry.pk, terms=terms, at=now)
    for words, days in (("The accounts.", 60), ("A report on 40 boxes.", 30)):
        line = report(now, words=words, first_on=now.date() + days * DAY)
        oblige(actor=convener.actor, agreement_id=paper.pk, line=line, at=now)
    offer(actor=convener.actor, agreement_id=paper.pk, at=now)
    signed_by_both(convener, keeper, paper, now)
    address = reverse("governance:agreement", args=[paper.pk])
    first, _words, _rest = keeper.client.get(address).content.decode().partition("What is agreed")
    assert "A report on 40 boxes." in first
    assert "Nothing is owed" not in first
    assert stranger.client.get(address).status_code == 404


@pytest.mark.parametrize(("days", "comes_first"), [(30, True), (350, False)])
def test_what_is_owed_before_the_renewal_is_said_before_it(
    convener: Worker,
    keeper: Worker,
    paper: Agreement,
    now: datetime,
    days: int,
    *,
    comes_first: bool,
):
    """It ends in a year: until then nobody has to be told first that it is to be renewed."""
    line = report(now, first_on=now.date() + days * DAY)
    oblige(actor=convener.actor, agreement_id=paper.pk, line=line, at=now)
    offer(actor=convener.actor, agreement_id=paper.pk, at=now)
    signed_by_both(convener, keeper, paper, now)
    address = reverse("governance:agreement", args=[paper.pk])
    first, _words, _rest = keeper.client.get(address).content.decode().partition("What is agreed")
    assert ("A report on 40 boxes." in first) is comes_first
    assert ("Renew it, or let it end" in first) is not comes_first


def test_who_runs_nothing_has_no_such_page(navigator: Worker, intake: Worker):
    for nobody in (navigator, intake):
        assert nobody.client.get("/owed/").status_code == 403
