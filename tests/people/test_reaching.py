"""How is a family reached, in which order, and what has been tried? The plan and the arithmetic of trying."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from people.actions.contact import Safety, save_contact, set_safety
from people.actions.details import ContactDetails, Tie
from people.actions.household import add_relative
from people.followup import DayPart, Protocol, Try, progress
from people.lifecycle import Channel, ChannelState, Kin, Way
from people.models.contact import ContactPoint
from people.models.person import Person
from people.search.reach import WayTo, plan_of, usable
from tests.story import NOW, Worker

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
BEFORE = NOW - 30 * DAY
PHONE_AND_TEXT = (Way.PHONE, Way.TEXT)
FOUR = [
    Try(Way.PHONE, NOW),
    Try(Way.TEXT, NOW + DAY),
    Try(Way.PHONE, NOW + 3 * DAY),
    Try(Way.PHONE, NOW + 4 * DAY),
]


def far(tries: list[Try], ways: tuple[Way, ...] = PHONE_AND_TEXT, at: datetime = NOW + 5 * DAY):
    return progress(ways, tries, Protocol(), since=BEFORE, at=at, zone="America/New_York")


def test_four_tries_over_five_days_in_every_safe_way_are_enough():
    assert far(FOUR).is_done


@pytest.mark.parametrize(
    ("tries", "missing"),
    [
        (FOUR[:3], "a fourth try"),
        ([replace(one, at=NOW + n * HOUR) for n, one in enumerate(FOUR)], "other days"),
        ([replace(one, way=Way.PHONE) for one in FOUR], "a text message"),
        ([replace(one, at=min(one.at, NOW + 3 * DAY)) for one in FOUR], "the fifth day"),
    ],
)
def test_less_is_not_enough(tries: list[Try], missing: str):
    assert not far(tries).is_done, missing


def test_two_calls_in_one_morning_are_one_try_and_an_evening_call_is_another():
    morning, soon, evening = NOW, NOW + HOUR / 2, NOW.replace(hour=23)
    assert far([Try(Way.PHONE, morning), Try(Way.PHONE, soon)]).done == 1
    assert far([Try(Way.PHONE, morning), Try(Way.PHONE, evening)]).done == 2


def test_a_way_that_does_not_exist_is_never_asked_for():
    told = far([replace(one, way=Way.PHONE) for one in FOUR], ways=(Way.PHONE,))
    assert told.is_done
    assert told.untried == ()


def test_without_any_safe_way_nobody_must_try_but_the_days_still_count():
    since = NOW - 3 * DAY
    early = progress((), [], Protocol(), since=since, at=NOW, zone="America/New_York")
    later = progress((), [], Protocol(), since=since, at=NOW + DAY, zone="America/New_York")
    assert (early.needed, early.is_done, later.is_done) == (0, False, True)


def test_the_page_advises_what_was_never_tried_in_a_part_of_the_day_that_is_new():
    told = far([Try(Way.PHONE, NOW)], at=NOW + DAY)
    assert (told.next_way, told.next_part) == (Way.TEXT, DayPart.AFTERNOON)


def test_what_partners_decide_changes_what_is_enough():
    told = progress(
        (Way.PHONE,), FOUR[:1], Protocol(tries=1, days=1), since=BEFORE, at=NOW, zone="UTC"
    )
    assert told.is_done


# --- the plan ------------------------------------------------------------------------------------


def plan(person: Person, worker: Worker, **options: bool) -> list[WayTo]:
    shown = Person.objects.visible_to(worker.actor, at=NOW).for_header(worker.actor, at=NOW)
    return plan_of(shown.get(pk=person.pk), at=NOW, **options)


def add(person: Person, worker: Worker, channel: Channel, value: str, **more: object):
    details = ContactDetails(channel, value, **{"is_safe": True, **more})
    return save_contact(actor=worker.actor, person_id=person.pk, details=details, at=NOW)


def test_safe_ways_come_first_in_the_familys_own_order_with_hours_and_language(
    rosa: Person, navigator: Worker
):
    add(rosa, navigator, Channel.PHONE, "(555) 010-0777", rank=2)
    add(rosa, navigator, Channel.EMAIL, "rosa@example.org", rank=3, is_safe=False)
    first, second, third = plan(rosa, navigator)
    assert [way.way for way in (first, second, third)] == [Way.TEXT, Way.PHONE, Way.EMAIL]
    assert (first.value, first.when, first.language) == ("(555) 010-0142", "after 5 pm", "Spanish")
    assert second.href == "tel:5550100777"


def test_a_way_that_is_not_safe_is_named_but_its_number_is_not_shown(
    rosa: Person, navigator: Worker
):
    add(rosa, navigator, Channel.PHONE, "(555) 010-0777", is_safe=False)
    unsafe = plan(rosa, navigator)[-1]
    assert (unsafe.is_usable, unsafe.value, unsafe.href) == (False, "", "")
    assert str(unsafe.why_not) == "Not marked safe"


def test_a_number_that_does_not_work_is_not_used_until_somebody_has_looked_at_it(
    rosa: Person, navigator: Worker
):
    point = rosa.contact_points.get()
    rosa.contact_points.update(state=ChannelState.BROKEN)
    assert usable(plan(rosa, navigator)) == []
    same = ContactDetails(Channel.TEXT, point.value, is_safe=True)
    save_contact(
        actor=navigator.actor, person_id=rosa.pk, contact_id=point.pk, details=same, at=NOW
    )
    assert usable(plan(rosa, navigator)) == [Way.TEXT]


def test_somebody_close_is_called_only_when_the_person_said_so_and_never_about_what_is_private(
    rosa: Person, navigator: Worker
):
    sister = Person.objects.create(
        network=rosa.network, custodian=rosa.custodian, first_name="Inés", created_at=NOW
    )
    add(sister, navigator, Channel.PHONE, "(555) 010-0888")
    tie = Tie(Kin.SIBLING, may_be_called=True)
    add_relative(actor=navigator.actor, person_id=rosa.pk, relative=sister.pk, tie=tie, at=NOW)
    through = plan(rosa, navigator)[-1]
    assert (through.way, through.through, through.value) == (Way.RELATIVE, "Inés", "(555) 010-0888")
    assert Way.RELATIVE not in usable(plan(rosa, navigator, only_alone=True))


def test_a_place_to_meet_and_the_next_visit_are_ways_too(rosa: Person, navigator: Worker):
    known = Safety(
        meeting_place="The library", meeting_time="Tuesdays", next_visit_on=date(2026, 12, 3)
    )
    set_safety(actor=navigator.actor, person_id=rosa.pk, safety=known, version=rosa.version, at=NOW)
    assert usable(plan(rosa, navigator)) == [Way.TEXT, Way.MEETING, Way.VISIT]
    assert plan(rosa, navigator)[-1].when == "Dec 3, 2026"


def test_a_visit_that_is_over_or_half_a_year_away_is_no_way_to_reach_them(
    rosa: Person, navigator: Worker
):
    for day in (date(2026, 11, 17), date(2027, 5, 3)):
        Person.objects.filter(pk=rosa.pk).update(next_visit_on=day)
        assert Way.VISIT not in usable(plan(rosa, navigator))


@pytest.mark.parametrize(
    "who", [{"contacting_prohibited": True}, {"died_at": datetime(2026, 1, 1, tzinfo=UTC)}]
)
def test_some_are_never_looked_for(rosa: Person, navigator: Worker, who: dict[str, object]):
    Person.objects.filter(pk=rosa.pk).update(**who)
    assert plan(rosa, navigator) == []


@pytest.mark.parametrize("odd", [{"is_safe": False}, {"state": "broken"}, {"stopped_at": NOW}])
def test_the_record_shows_a_number_only_while_it_may_be_used(
    rosa: Person, navigator: Worker, odd: dict[str, object]
):
    number = add(rosa, navigator, Channel.PHONE, "(555) 010-0777")
    page = f"/people/{rosa.pk}/"
    assert "010-0777" in navigator.client.get(page).content.decode()
    ContactPoint.objects.filter(pk=number.pk).update(**odd)
    shown = navigator.client.get(page).content.decode()
    assert "010-0777" not in shown
    assert f"/people/{rosa.pk}/contact/{number.pk}/" in shown  # there it is read, and mended
    assert "010-0777" in navigator.client.get(f"{page}contact/{number.pk}/").content.decode()


def test_a_stranger_reads_no_number(rosa: Person, navigator: Worker, stranger: Worker):
    number = add(rosa, navigator, Channel.PHONE, "(555) 010-0777")
    for page in (f"/people/{rosa.pk}/", f"/people/{rosa.pk}/contact/{number.pk}/"):
        assert stranger.client.get(page).status_code == 404
