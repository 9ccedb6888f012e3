"""What came up is a need with an owner; whether help is wanted is another question."""

from datetime import date, timedelta

import pytest

from core import access
from core.errors import BadInput, NotAllowed, StepNotPossible
from core.history import of
from core.models import Outbox
from people.models.person import Person
from screening.actions import finishing, handing, screenings, wishes
from screening.actions.screenings import Setting
from screening.actions.wishes import Wish, came_up
from screening.instruments.library import AbsentReason
from screening.lifecycle import NeedStatus
from screening.models.need import Need
from screening.models.screening import Screening
from screening.models.with_need import NeedNamed
from tests.screening.conftest import (
    ALONE,
    HITS,
    HUNGRY,
    IN_DANGER,
    NEVER,
    RIDES,
    WORRIED,
    Screen,
)  # fmt: skip
from tests.story import NOW, Worker

HUNGRY_AND_STUCK = {**HUNGRY, RIDES: ("LA33-6",)}


def need(topic: str) -> Need:
    return Need.objects.get(topic=topic)


def settle(worker: Worker, screening: Screening, said: dict, most: str = "") -> None:
    wishes.settle(
        actor=worker.actor, screening_id=screening.pk, at=NOW,
        wishes={need(topic).pk: wish for topic, wish in said.items()},
        most=need(most).pk if most else None,
    )  # fmt: skip


def test_each_positive_topic_is_a_need_that_is_found_not_wanted(
    asked: Screen, navigator: Worker, rosa: Person
) -> None:
    screening = asked(navigator, HUNGRY_AND_STUCK)
    found = Need.objects.order_by("topic")
    assert [n.topic for n in found] == ["food_pantry", "rides_to_care"]
    assert {n.status for n in found} == {NeedStatus.FOUND}
    assert {n.subject_id for n in found} == {rosa.pk}
    assert {n.responsible_id for n in found} == {navigator.user.pk}
    assert sorted(screening.positive) == ["food_pantry", "rides_to_care"]
    assert "screening.finished" in {event.kind for event in of(screening.pk)}


def test_nothing_is_found_where_nothing_shows(asked: Screen, navigator: Worker) -> None:
    assert asked(navigator, {WORRIED: (NEVER,)}).positive == []
    assert not Need.objects.exists()


def test_a_second_click_on_finish_changes_nothing(asked: Screen, navigator: Worker) -> None:
    screening = asked(navigator, HUNGRY)
    later = NOW + timedelta(seconds=1)
    again = finishing.finish(
        actor=navigator.actor, screening_id=screening.pk, given=HUNGRY, at=later
    )
    assert again.finished_at == NOW
    assert Need.objects.count() == 1
    assert [event.kind for event in of(screening.pk)].count("screening.finished") == 1


def test_an_empty_screening_is_not_finished(begin: Screen, navigator: Worker) -> None:
    with pytest.raises(StepNotPossible):
        finishing.finish(actor=navigator.actor, screening_id=begin(navigator).pk, at=NOW)


def test_asking_again_adds_to_the_open_need_and_makes_no_second_one(
    asked: Screen, navigator: Worker, colleague: Worker
) -> None:
    asked(navigator, HUNGRY)
    again = asked(colleague, HUNGRY)
    assert Need.objects.count() == 1
    assert "need.came_up_again" in {event.kind for event in of(need("food_pantry").pk)}
    assert list(came_up(again, colleague.actor, at=NOW)) == [need("food_pantry")]


def test_danger_is_known_to_the_one_who_asked_alone(
    asked: Screen, navigator: Worker, colleague: Worker, supervisor: Worker
) -> None:
    screening = asked(navigator, {**HUNGRY, **IN_DANGER})
    assert need("domestic_violence").is_sensitive
    assert screening.positive == ["food_pantry"]
    assert set(NeedNamed.objects.values_list("user_id", flat=True)) == {navigator.user.pk}
    for other in (colleague, supervisor):
        assert not access.can(other.actor, "screening.read_private", screening)
        assert [n.topic for n in came_up(screening, other.actor, at=NOW)] == ["food_pantry"]
    assert access.can(navigator.actor, "screening.read_private", screening)


def test_whoever_is_named_later_may_read_what_was_said_in_private(
    asked: Screen, navigator: Worker, colleague: Worker
) -> None:
    screening = asked(navigator, IN_DANGER)
    found = need("domestic_violence")
    handing.offer(actor=navigator.actor, need_id=found.pk, user_id=colleague.user.pk, at=NOW)
    handing.accept(actor=colleague.actor, need_id=found.pk, at=NOW)
    assert access.can(colleague.actor, "screening.read_private", screening)


def test_a_colleague_who_finishes_does_not_learn_what_was_said_in_private(
    begin: Screen, navigator: Worker, colleague: Worker
) -> None:
    screening = begin(navigator)
    screenings.answer(actor=navigator.actor, screening_id=screening.pk, given=IN_DANGER, at=NOW)
    finishing.finish(actor=colleague.actor, screening_id=screening.pk, given=HUNGRY, at=NOW)
    found = need("domestic_violence")
    assert found.responsible_id == navigator.user.pk
    assert set(NeedNamed.objects.values_list("user_id", flat=True)) == {navigator.user.pk}
    assert not Need.objects.visible_to(colleague.actor, at=NOW).filter(pk=found.pk).exists()


def test_declining_is_never_a_need(asked: Screen, navigator: Worker) -> None:
    asked(navigator, {**dict.fromkeys(HITS, AbsentReason.DECLINED), WORRIED: (NEVER,)})
    assert not Need.objects.exists()


def test_nothing_of_somebody_to_contact_with_care_stands_in_plain_sight(
    asked: Screen, navigator: Worker, rosa: Person
) -> None:
    Person.objects.filter(pk=rosa.pk).update(contact_with_care=True)
    assert asked(navigator, HUNGRY).positive == []
    assert need("food_pantry").is_sensitive


def test_a_mothers_answers_are_needs_on_her_own_record(
    asked: Screen, navigator: Worker, mateo: Person, rosa: Person
) -> None:
    how = Setting("hunger_vital_sign", "es", answered_by=rosa.pk)
    asked(navigator, HUNGRY, setting=how, person=mateo)
    found = need("food_pantry")
    assert found.subject == rosa
    assert [b.person for b in found.beneficiaries.all()] == [mateo]


def test_what_a_screener_finds_goes_to_somebody_who_can_go_on(
    asked: Screen, screener: Worker, navigator: Worker, supervisor: Worker
) -> None:
    asked(screener, HUNGRY)
    found = need("food_pantry")
    assert found.responsible_id == navigator.user.pk  # who made Rosa's record
    told = next(event for event in of(found.pk) if event.kind == "need.assigned")
    assert Outbox.objects.filter(event_id=told.pk).exists()


def test_a_screener_sees_what_she_found_and_no_other_need(
    asked: Screen, screener: Worker, navigator: Worker
) -> None:
    first = asked(navigator, {RIDES: ("LA33-6",)})
    own = asked(screener, HUNGRY_AND_STUCK)
    assert [n.topic for n in came_up(own, screener.actor, at=NOW)] == ["food_pantry"]
    assert not Need.objects.visible_to(screener.actor, at=NOW).exists()
    assert not access.can(screener.actor, "screening.read_result", first)
    with pytest.raises(NotAllowed):
        wishes.settle(actor=screener.actor, screening_id=first.pk, wishes={}, at=NOW)


def test_yes_not_now_and_no_thanks_are_three_things(asked: Screen, navigator: Worker) -> None:
    screening = asked(navigator, {**HUNGRY_AND_STUCK, **IN_DANGER})
    said = {"food_pantry": Wish.YES, "rides_to_care": Wish.NOT_NOW, "domestic_violence": Wish.NO}
    settle(navigator, screening, said, most="food_pantry")
    food, rides, safety = need("food_pantry"), need("rides_to_care"), need("domestic_violence")
    assert (food.status, food.priority, food.wanted_at) == (NeedStatus.WANTS_HELP, 1, NOW)
    assert (rides.status, rides.ask_again_on) == (NeedStatus.HELP_DECLINED, date(2026, 12, 18))
    assert (safety.status, safety.ask_again_on) == (NeedStatus.HELP_DECLINED, None)


def test_who_says_not_now_in_the_evening_is_asked_again_by_the_days_of_the_place(
    asked: Screen, navigator: Worker
) -> None:
    screening, evening = asked(navigator, HUNGRY_AND_STUCK), NOW + timedelta(hours=10)
    came = {one.topic: one.pk for one in came_up(screening, navigator.actor, at=NOW)}
    wishes.settle(
        actor=navigator.actor, screening_id=screening.pk, at=evening,
        wishes={came["rides_to_care"]: Wish.NOT_NOW},
    )  # fmt: skip
    assert need("rides_to_care").ask_again_on == date(2026, 12, 18)


def test_a_screener_may_write_down_what_the_family_wants(asked: Screen, screener: Worker) -> None:
    settle(screener, asked(screener, HUNGRY), {"food_pantry": Wish.YES})
    assert need("food_pantry").status == NeedStatus.WANTS_HELP


def test_the_family_may_change_its_mind_on_the_same_page(asked: Screen, navigator: Worker) -> None:
    screening = asked(navigator, HUNGRY_AND_STUCK)
    settle(navigator, screening, {"food_pantry": Wish.NO}, most="food_pantry")
    settle(navigator, screening, {"food_pantry": Wish.YES}, most="rides_to_care")
    settle(navigator, screening, {"food_pantry": Wish.YES})
    assert need("food_pantry").status == NeedStatus.WANTS_HELP
    assert (need("food_pantry").priority, need("rides_to_care").priority) == (0, 1)
    kinds = [event.kind for event in of(need("food_pantry").pk)]
    assert kinds.count("need.reopened") == 1


def test_wishes_are_about_what_came_up_here(
    asked: Screen, begin: Screen, navigator: Worker, stranger: Worker
) -> None:
    first = asked(navigator, HUNGRY)
    second = asked(navigator, {RIDES: ("LA33-6",)})
    with pytest.raises(BadInput):
        settle(navigator, second, {"food_pantry": Wish.YES})
    with pytest.raises(Screening.DoesNotExist):
        settle(stranger, first, {"food_pantry": Wish.YES})


def test_nothing_is_settled_before_the_questions_are_finished(
    begin: Screen, navigator: Worker
) -> None:
    with pytest.raises(StepNotPossible):
        wishes.settle(
            actor=navigator.actor, screening_id=begin(navigator, ALONE).pk, wishes={}, at=NOW
        )
