"""Nobody can help Rosa with diapers: that is written down, looked at again, and never a dead end."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from core.errors import NotAllowed, StepNotPossible
from core.models import Event
from organizations.grants import Role
from people.models.person import Person
from screening.actions.gaps import record_gap, still_none, try_again
from screening.actions.needs import FoundTopic, decline_help, record_found, want_help
from screening.followup import situation
from screening.lifecycle import GapEnd, NeedStatus, WhyNobody
from screening.models.gap import Gap
from screening.models.need import Need
from tests.story import Worker, found, hire

MONTH = timedelta(days=30)
DAY = timedelta(days=1)


@pytest.fixture
def need(navigator: Worker, rosa: Person, now: datetime) -> Need:
    return wanted(navigator, rosa, "diapers", now)


def wanted(worker: Worker, person: Person, topic: str, at: datetime) -> Need:
    [need] = record_found(actor=worker.actor, person=person, topics=[FoundTopic(topic)], at=at)
    return want_help(actor=worker.actor, need_id=need.pk, at=at)


@pytest.fixture
def gap(navigator: Worker, need: Need, now: datetime) -> Gap:
    record_gap(actor=navigator.actor, need_id=need.pk, why=WhyNobody.FULL, at=now)
    return Gap.objects.get(need=need)


@pytest.fixture
def desk(network) -> Worker:
    return hire(found(network, "Harbor Table"), "Dee Moss", Role.DESK)


def of(need: Need) -> Need:
    return Need.objects.get(pk=need.pk)


def kinds(need: Need) -> list[str]:
    return list(
        Event.objects.filter(subject_id=need.pk).order_by("id").values_list("kind", flat=True)
    )


def test_a_gap_says_why_and_where_and_is_looked_at_again_in_a_month(
    gap: Gap, rosa: Person, now: datetime
):
    need = of(gap.need)
    assert (need.status, need.next_step) == (NeedStatus.NO_RESOURCE, "review_gap")
    assert need.next_step_due == now + MONTH
    assert (gap.topic, gap.why, gap.zip3) == ("diapers", WhyNobody.FULL, rosa.zip3)


def test_whoever_looks_and_finds_nobody_looks_again_a_month_later(
    gap: Gap, navigator: Worker, now: datetime
):
    later = now + MONTH
    still_none(actor=navigator.actor, need_id=gap.need_id, at=later)
    gap.refresh_from_db()
    assert gap.reviewed_at == later
    due = of(gap.need).next_step_due  # a month later is a Sunday, and the Monday a holiday
    assert due is not None
    assert due - later - MONTH == timedelta(hours=47)


def test_trying_again_gives_the_owner_the_choice_of_a_service(
    gap: Gap, navigator: Worker, now: datetime
):
    try_again(actor=navigator.actor, need_id=gap.need_id, at=now + DAY)
    gap.refresh_from_db()
    assert (gap.ended_at, gap.ended_how) == (now + DAY, GapEnd.TRIED_AGAIN)
    need = of(gap.need)
    assert (need.status, need.next_step) == (NeedStatus.WANTS_HELP, "choose_service")
    assert kinds(need)[-2:] == ["need.gap_recorded", "need.tried_again"]


def test_a_gap_is_over_when_the_family_says_so(gap: Gap, navigator: Worker, now: datetime):
    decline_help(actor=navigator.actor, need_id=gap.need_id, at=now + DAY)
    gap.refresh_from_db()
    assert (gap.ended_at, gap.ended_how) == (now + DAY, GapEnd.MOVED_ON)


def test_a_second_gap_after_the_first_is_over_keeps_both(
    gap: Gap, navigator: Worker, now: datetime
):
    try_again(actor=navigator.actor, need_id=gap.need_id, at=now + DAY)
    record_gap(actor=navigator.actor, need_id=gap.need_id, why=WhyNobody.TOO_FAR, at=now + 2 * DAY)
    assert list(Gap.objects.order_by("id").values_list("why", flat=True)) == ["full", "too_far"]
    assert Gap.objects.open().count() == 1


def test_only_a_need_that_waits_for_a_choice_can_have_a_gap(
    navigator: Worker, gap: Gap, now: datetime
):
    for action in (
        lambda: record_gap(
            actor=navigator.actor, need_id=gap.need_id, why=WhyNobody.FULL, at=now + DAY
        ),
    ):
        with pytest.raises(StepNotPossible):
            action()
    try_again(actor=navigator.actor, need_id=gap.need_id, at=now + DAY)
    with pytest.raises(StepNotPossible):
        still_none(actor=navigator.actor, need_id=gap.need_id, at=now + DAY)


def test_a_stranger_and_a_screener_cannot_write_about_it(
    gap: Gap, stranger: Worker, screener: Worker, intake: Worker, foreigner: Worker, now: datetime
):
    for worker in (stranger, screener, intake, foreigner):
        with pytest.raises(Need.DoesNotExist):
            still_none(actor=worker.actor, need_id=gap.need_id, at=now + DAY)


def test_the_desk_looks_again_for_everybody_but_records_only_what_came_to_it(
    gap: Gap, navigator: Worker, desk: Worker, rosa: Person, now: datetime
):
    still_none(actor=desk.actor, need_id=gap.need_id, at=now + DAY)
    try_again(actor=desk.actor, need_id=gap.need_id, at=now + DAY)
    assert of(gap.need).said_by == "owner"
    with pytest.raises(NotAllowed):
        record_gap(actor=desk.actor, need_id=gap.need_id, why=WhyNobody.FULL, at=now + DAY)
    Need.objects.filter(pk=gap.need_id).update(
        is_at_desk=True, at_desk_since=now, at_desk_why="no_resource", waiting_on="desk"
    )
    record_gap(actor=desk.actor, need_id=gap.need_id, why=WhyNobody.FULL, at=now + DAY)


def test_the_desk_owes_the_monthly_look_and_gives_the_choice_back_to_the_owner(
    navigator: Worker, desk: Worker, need: Need, now: datetime
):
    record_gap(actor=navigator.actor, need_id=need.pk, why=WhyNobody.FULL, at=now)
    there = of(need)
    assert (there.waiting_on, there.next_step, there.is_at_desk) == ("desk", "desk_reviews", True)
    assert (there.next_step_due, there.responsible_id) == (now + MONTH, navigator.user.pk)
    assert situation(NeedStatus.NO_RESOURCE, there.next_step, is_at_desk=True) == "gap_at_desk"
    still_none(actor=desk.actor, need_id=need.pk, at=now + MONTH)
    again = of(need)
    assert again.next_step == "desk_reviews"
    assert again.next_step_due > now + 2 * MONTH
    try_again(actor=desk.actor, need_id=need.pk, at=now + MONTH)
    assert (of(need).waiting_on, of(need).is_at_desk) == ("owner", False)


def test_what_is_delicate_is_looked_at_again_by_its_owner(
    navigator: Worker, desk: Worker, rosa: Person, now: datetime
):
    private = wanted(navigator, rosa, "domestic_violence", now)
    record_gap(actor=navigator.actor, need_id=private.pk, why=WhyNobody.FULL, at=now)
    assert (of(private).waiting_on, of(private).next_step) == ("owner", "review_gap")


def test_nothing_sensitive_is_the_desks(
    navigator: Worker, desk: Worker, rosa: Person, now: datetime
):
    private = wanted(navigator, rosa, "domestic_violence", now)
    record_gap(actor=navigator.actor, need_id=private.pk, why=WhyNobody.FULL, at=now)
    with pytest.raises(Need.DoesNotExist):
        still_none(actor=desk.actor, need_id=private.pk, at=now + DAY)
    assert not Gap.objects.visible_to(desk.actor, at=now).exists()
    assert Gap.objects.visible_to(navigator.actor, at=now).exists()


def test_nothing_of_somebody_to_be_contacted_with_care_is_the_desks(
    navigator: Worker, desk: Worker, rosa: Person, now: datetime
):
    Person.objects.filter(pk=rosa.pk).update(contact_with_care=True)
    need = wanted(navigator, rosa, "diapers", now)
    record_gap(actor=navigator.actor, need_id=need.pk, why=WhyNobody.FULL, at=now)
    with pytest.raises(Need.DoesNotExist):
        still_none(actor=desk.actor, need_id=need.pk, at=now + DAY)
    assert not Gap.objects.visible_to(desk.actor, at=now).exists()
    assert Gap.objects.visible_to(navigator.actor, at=now).exists()


# --- what the database refuses --------------------------------------------------------------------


def refused_by(name: str, statement: str, *values: object) -> None:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
        connection.check_constraints()
    assert refusal.value.__cause__.diag.constraint_name == name


def test_a_need_that_nobody_can_help_with_has_a_gap(need: Need):
    refused_by(
        "need_nobody_helps_has_gap",
        "UPDATE screening_need SET status = 'no_resource' WHERE id = %s",
        need.pk,
    )


def test_a_gap_cannot_end_while_nobody_can_help(gap: Gap):
    refused_by(
        "need_nobody_helps_has_gap",
        "UPDATE screening_gap SET ended_at = now(), ended_how = 'moved_on' WHERE id = %s",
        gap.pk,
    )


def test_a_need_cannot_go_on_and_leave_its_gap_open(gap: Gap):
    refused_by(
        "gap_ends_when_its_need_goes_on",
        "UPDATE screening_need SET status = 'wants_help' WHERE id = %s",
        gap.need_id,
    )


def test_a_gap_that_ended_says_how_and_names_the_service_that_opened(gap: Gap):
    end = "UPDATE screening_gap SET ended_at = now(), ended_how = %s WHERE id = %s"
    refused_by("gap_ended_says_how", end, "", gap.pk)
    refused_by("gap_opened_names_the_service", end, "opened", gap.pk)


def test_no_gap_is_deleted(gap: Gap):
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        connection.cursor().execute("DELETE FROM screening_gap")
