"""From the first talk to a pilot: what each side says, what is owed next, and who sees it."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from core.errors import BadInput, NotAllowed, StepNotPossible
from core.ids import uuid7
from governance.actions.partnerships import (
    StillToAnswer,
    begin_pilot,
    begin_talks,
    chase_partnerships,
    decline,
    get_ready,
    give_owner,
    join,
    write_down,
)
from governance.models.partnerships import Partnership, Said
from governance.path import CHECKLIST, HEALTH_SIDE, LADDERS, Item, PathPatience, asked, side_of
from governance.words.path import ITEM_WORDS, NEXT_WORDS, STAGE_TITLES
from notifications.told import TOLD
from organizations.grants import Role
from organizations.lifecycle import ON_THE_WAY, Stage
from organizations.models.directory import Service
from organizations.models.network import Network, Organization
from organizations.search import can_answer
from people.models.agreements import Consent
from referrals.actions.audit import audit
from referrals.actions.send import Sending, send
from referrals.lifecycle import Mode
from screening.models.need import Need
from tests.joining import agree, answer_all, takes_part
from tests.notifications.conftest import told
from tests.story import Worker, hire

DAY = timedelta(days=1)


@pytest.fixture
def shelf(network: Network) -> Organization:
    """Known from a directory."""
    return Organization.objects.create(
        network=network, name="Harbor Food Shelf", status=Stage.LISTED, email="shelf@example.org"
    )


@pytest.fixture
def boxes(shelf: Organization, now: datetime) -> Service:
    return Service.objects.create(
        network=shelf.network, organization=shelf, name="Boxes", topics=["food_pantry"],
        intake=Service.Intake.REFERRAL, asks=["name"], confirmed_at=now,
    )  # fmt: skip


def of(worker: Worker, organization: Organization, at: datetime, **more: object) -> dict:
    return {"actor": worker.actor, "organization_id": organization.pk, "at": at, **more}


def broken(network: Network, at: datetime) -> set[str]:
    return {one.promise.name for one in audit(network.pk, at=at) if one.broken}


# --- the tables -----------------------------------------------------------------------------------


def test_every_stage_on_the_way_has_somebody_who_owes_a_step_and_for_how_long():
    assert LADDERS.keys() >= ON_THE_WAY
    waits = dict(PathPatience.defaults())
    for ladder in LADDERS.values():
        assert set(ladder.waits) <= waits.keys()
        assert all(rung.kind in TOLD for rung in ladder.rungs)


def test_every_line_and_stage_has_words():
    lines = [one.item for each in CHECKLIST.values() for one in each]
    assert sorted(lines) == sorted(Item)
    assert set(ITEM_WORDS) == set(Item)
    assert set(CHECKLIST) <= set(STAGE_TITLES)
    assert {ladder.next_step for ladder in LADDERS.values()} < set(NEXT_WORDS)


def test_the_health_side_and_the_community_side_are_asked_their_own_questions():
    health, community = asked(Stage.PROSPECT, "healthcare"), asked(Stage.PROSPECT, "community")
    assert {one.item for one in health} - {one.item for one in community} == {
        one.item for one in health if one.kinds == HEALTH_SIDE
    }
    assert {Item.TAKES_IN, Item.COSTS} <= {one.item for one in community}


# --- the way --------------------------------------------------------------------------------------


def test_a_listed_organization_comes_in_step_by_step(
    convener: Worker, shelf: Organization, boxes: Service, network: Network, now: datetime
):
    begin_talks(**of(convener, shelf, now))
    with pytest.raises(StillToAnswer, match="Why they want it"):
        get_ready(**of(convener, shelf, now))
    answer_all(convener.actor, shelf, Stage.PROSPECT, at=now)
    get_ready(**of(convener, shelf, now))
    with pytest.raises(StillToAnswer, match="Training"):
        begin_pilot(**of(convener, shelf, now, size=3, ends_on=now.date() + 60 * DAY))
    answer_all(convener.actor, shelf, Stage.ONBOARDING, at=now)
    with pytest.raises(StillToAnswer, match="Agreement"):
        begin_pilot(**of(convener, shelf, now, size=3, ends_on=now.date() + 60 * DAY))
    agree(convener.actor, shelf, at=now)
    begin_pilot(**of(convener, shelf, now, size=3, ends_on=now.date() + 60 * DAY))
    shelf.refresh_from_db()
    assert can_answer(shelf)
    with pytest.raises(StillToAnswer):
        join(**of(convener, shelf, now))
    answer_all(convener.actor, shelf, Stage.PILOT, at=now)
    join(**of(convener, shelf, now))
    shelf.refresh_from_db()
    assert shelf.status == Stage.ACTIVE
    assert Partnership.objects.get(organization=shelf).next_step == "look_back_together"
    assert not broken(network, now)


def test_no_pilot_begins_without_a_listing_that_they_have_confirmed(
    convener: Worker, shelf: Organization, boxes: Service, now: datetime
):
    Service.objects.update(confirmed_at=None)
    begin_talks(**of(convener, shelf, now))
    answer_all(convener.actor, shelf, Stage.PROSPECT, at=now)
    get_ready(**of(convener, shelf, now))
    answer_all(convener.actor, shelf, Stage.ONBOARDING, at=now)
    with pytest.raises(StillToAnswer, match="First listing"):
        begin_pilot(**of(convener, shelf, now, size=3, ends_on=now.date() + DAY))


@pytest.mark.parametrize(("size", "days"), [(0, 30), (1001, 30), (3, 0), (3, -1)])
def test_a_pilot_has_a_size_and_a_day_to_come(
    convener: Worker, shelf: Organization, boxes: Service, now: datetime, size: int, days: int
):
    begin_talks(**of(convener, shelf, now))
    answer_all(convener.actor, shelf, Stage.PROSPECT, at=now)
    get_ready(**of(convener, shelf, now))
    answer_all(convener.actor, shelf, Stage.ONBOARDING, at=now)
    agree(convener.actor, shelf, at=now)
    with pytest.raises(BadInput, match=r"Say how many|Choose a day"):
        begin_pilot(**of(convener, shelf, now, size=size, ends_on=now.date() + days * DAY))


def test_a_pilot_takes_no_more_families_at_once_than_was_agreed(
    convener, shelf, boxes, navigator, need: Need, agreed, rosa, network, now: datetime
):
    begin_talks(**of(convener, shelf, now))
    takes_part(convener.actor, shelf, at=now, size=1)
    Consent.objects.update(recipient=shelf)
    to = {"actor": navigator.actor, "need_id": need.pk, "at": now}
    send(**to, sending=Sending(boxes.pk, uuid7()))
    with pytest.raises(BadInput, match="with a few families"):
        send(**to, sending=Sending(boxes.pk, uuid7()))
    send(**to, sending=Sending(boxes.pk, uuid7(), mode=Mode.INTRODUCTION))  # shares nothing


def test_a_pilot_is_looked_at_on_its_day(
    convener: Worker, shelf: Organization, boxes: Service, network: Network, now: datetime
):
    begin_talks(**of(convener, shelf, now))
    takes_part(convener.actor, shelf, at=now)
    row = Partnership.objects.get(organization=shelf)
    assert (row.next_step, row.next_step_due.date()) == ("look_at_pilot", row.pilot_ends_on)


def test_who_said_no_can_be_talked_with_again(convener: Worker, shelf, network, now: datetime):
    begin_talks(**of(convener, shelf, now))
    decline(**of(convener, shelf, now))
    assert not Partnership.objects.get().is_open
    with pytest.raises(StepNotPossible):
        get_ready(**of(convener, shelf, now))
    begin_talks(**of(convener, shelf, now + DAY))
    assert Partnership.objects.get().next_step == "talk_with_them"
    assert not broken(network, now + DAY)


# --- silence --------------------------------------------------------------------------------------


def test_silence_makes_a_step_due_and_a_word_begins_the_waiting_anew(
    convener: Worker, shelf: Organization, now: datetime
):
    begin_talks(**of(convener, shelf, now))
    first = Partnership.objects.get().next_step_due
    write_down(**of(convener, shelf, now + 5 * DAY, answers={Item.SERVES: "Families nearby."}))
    assert Partnership.objects.get().next_step_due > first


def test_what_is_late_is_told_and_climbs_to_the_chair(
    convener: Worker, shelf: Organization, network: Network, now: datetime
):
    begin_talks(**of(convener, shelf, now))
    assert chase_partnerships(network_id=network.pk, at=now) == 0
    kinds = []
    for days in (30, 40, 60):
        assert chase_partnerships(network_id=network.pk, at=now + days * DAY) == 1
        kinds.append(Partnership.objects.get().rung)
    assert kinds == [1, 2, 3]
    sent = {(one.template, one.user_id) for one in told(network, at=now + 60 * DAY)}
    assert sent == {("partner_step", convener.user.pk)}  # nobody chairs here yet
    assert not broken(network, now + 60 * DAY)


def test_the_desk_shows_the_convener_what_is_due_and_nobody_else(
    convener: Worker, shelf: Organization, stranger: Worker, now: datetime
):
    begin_talks(**of(convener, shelf, now - 400 * DAY))
    assert shelf.name in convener.client.get("/desk/").content.decode()
    helper = hire(convener.organization, "Dora Desk", Role.DESK)
    assert shelf.name not in helper.client.get("/desk/").content.decode()


def test_the_auditor_sees_a_partner_whom_nobody_follows(
    convener: Worker, shelf: Organization, network: Network, now: datetime
):
    begin_talks(**of(convener, shelf, now))
    Partnership.objects.update(next_step="", waiting_on="", next_step_due=None, wake_at=None)
    assert broken(network, now) == {"partner_on_its_way_is_followed"}


@pytest.mark.parametrize("half", ["next_step = ''", "next_step_due = NULL", "waiting_on = ''"])
def test_half_a_step_is_refused_even_by_raw_sql(convener, shelf, now: datetime, half: str):
    begin_talks(**of(convener, shelf, now))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE governance_partnership SET {half}")


# --- whose words ----------------------------------------------------------------------------------


def test_each_side_speaks_for_itself(
    convener: Worker, clinic: Organization, stranger: Worker, foreigner: Worker, now: datetime
):
    admin = hire(clinic, "Adele Admin", Role.ORGADMIN)
    write_down(**of(admin, clinic, now, answers={Item.GOALS_PARTNER: "No family sent twice."}))
    with pytest.raises(NotAllowed):
        write_down(**of(admin, clinic, now, answers={Item.WHY_NETWORK: "We say so."}))
    write_down(**of(convener, clinic, now, answers={Item.GOALS_PARTNER: "Told by telephone."}))
    with pytest.raises(NotAllowed):
        write_down(**of(stranger, clinic, now, answers={Item.SERVES: "Nobody."}))
    with pytest.raises(Organization.DoesNotExist):
        write_down(**of(foreigner, clinic, now, answers={Item.SERVES: "Nobody."}))
    assert [one.words for one in Said.objects.order_by("id")] == [
        "No family sent twice.", "Told by telephone.",
    ]  # fmt: skip


def test_what_was_said_is_never_changed_or_taken_away(convener, clinic, now: datetime):
    write_down(**of(convener, clinic, now, answers={Item.SERVES: "Families nearby."}))
    for change in ("UPDATE governance_said SET item = 'fit'", "DELETE FROM governance_said"):
        with pytest.raises(Exception, match=r"never|denied"), transaction.atomic():
            connection.cursor().execute(change)


def test_the_same_words_again_change_nothing(convener: Worker, clinic, now: datetime):
    said = of(convener, clinic, now, answers={Item.SERVES: " Families nearby. "})
    assert len(write_down(**said)) == 1
    assert write_down(**said) == []


def test_a_partner_is_followed_by_somebody_who_convenes(
    convener: Worker, navigator: Worker, clinic: Organization, now: datetime
):
    give_owner(**of(convener, clinic, now, user_id=convener.user.pk))
    assert Partnership.objects.get().owner_id == convener.user.pk
    with pytest.raises(BadInput):
        give_owner(**of(convener, clinic, now, user_id=navigator.user.pk))


@pytest.mark.parametrize("item", Item)
def test_every_line_is_one_sides(item: Item):
    assert side_of(item)


# --- pages ----------------------------------------------------------------------------------------


def test_the_page_takes_what_both_sides_say_and_the_steps(
    convener: Worker, shelf: Organization, boxes: Service, stranger: Worker
):
    page = reverse("governance:partnership", args=[shelf.pk])
    client = convener.client
    assert "Begin to talk" in client.get(page).content.decode()
    assert client.post(f"{page}talk/").status_code == 302
    assert client.post(page, {"serves": "Families nearby."}).status_code == 302
    shown = client.get(page).content.decode()
    assert "Families nearby." in shown
    assert "Still to be answered" in client.post(f"{page}onboard/", follow=True).content.decode()
    assert client.post(f"{page}begin_pilot/", {"size": ""}).status_code == 422
    everybody = reverse("organizations:partners")
    assert "All who convene" in client.get(everybody, {"stage": "prospect"}).text
    assert client.post(f"{page}owner/", {"owner": str(convener.user.pk)}).status_code == 302
    assert client.post(f"{page}fly/").status_code == 404
    assert stranger.client.get(page).status_code == 403
    listed = client.get(reverse("organizations:partners"), {"stage": "prospect"}).content.decode()
    assert "Go on talking with them" in listed
    assert '<span class="when later">' in listed
    assert f'<span class="muted"><bdi>{convener.user.name}</bdi></span>' in listed
    assert "All who convene" not in listed
    assert "Riverside" not in listed


@pytest.mark.parametrize("lacks", ["nothing", "an answer"])
def test_who_typed_a_day_that_is_past_or_began_too_early_finds_it_all_again(
    convener: Worker, shelf: Organization, boxes: Service, now: datetime, lacks: str
):
    begin_talks(**of(convener, shelf, now))
    answer_all(convener.actor, shelf, Stage.PROSPECT, at=now)
    get_ready(**of(convener, shelf, now))
    if lacks == "nothing":
        answer_all(convener.actor, shelf, Stage.ONBOARDING, at=now)
        agree(convener.actor, shelf, at=now)
    page = reverse("governance:partner_step", args=[shelf.pk, "begin_pilot"])
    day = "2020-01-31" if lacks == "nothing" else "2099-01-31"
    answer = convener.client.post(page, {"size": "37", "ends_on": day})
    assert answer.status_code == 422
    for typed in ("37", day):
        assert f'value="{typed}"' in answer.text
    assert ("Choose a day to come" if lacks == "nothing" else "Still to be answered") in answer.text


def test_a_no_is_the_last_button_and_says_so(convener: Worker, shelf: Organization, now: datetime):
    begin_talks(**of(convener, shelf, now))
    shown = convener.client.get(reverse("governance:partnership", args=[shelf.pk])).text
    steps = [
        reverse("governance:partner_step", args=[shelf.pk, one]) for one in ("onboard", "decline")
    ]
    assert shown.index(steps[0]) < shown.index(steps[1])
    assert "One side says no for now" in shown
