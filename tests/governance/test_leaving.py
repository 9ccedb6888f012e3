"""A partner leaves with forty requests open: nothing is lost, and a stranger learns nothing."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from core.errors import BadInput, NotAllowed, StepNotPossible
from core.ids import uuid7
from governance.actions.leaving import (
    Leaving,
    end_access,
    leave_on_the_day,
    plan_leaving,
    say_back,
    stay,
)
from governance.actions.partnerships import chase_partnerships, write_down
from governance.models.partnerships import Partnership, Said
from governance.path import CHECKLIST
from organizations.actions.standing import pause
from organizations.lifecycle import Stage
from organizations.models.directory import Service
from organizations.models.members import Membership
from organizations.models.network import Network, Organization
from organizations.search import find_services
from organizations.topics import TOPICS
from people.models.person import Person
from referrals.actions.audit import audit
from referrals.actions.send import Sending, send
from referrals.actions.sweep import sweep
from referrals.lifecycle import LIVE, Mode, Status
from referrals.models.referral import Referral
from screening.actions.needs import FoundTopic, record_found
from screening.lifecycle import NeedStatus
from screening.models.need import Need
from tests.story import Worker

DAY = timedelta(days=1)
FORTY = [code for code, topic in TOPICS.items() if not topic.sensitive][:40]


@pytest.fixture
def everything(pantry: Organization) -> Service:
    return Service.objects.create(
        network=pantry.network, organization=pantry, name="Everything", topics=FORTY
    )


def here(worker: Worker, organization: Organization, at: datetime, **more: object) -> dict:
    return {"actor": worker.actor, "organization_id": organization.pk, "at": at, **more}


def kept(network: Network, at: datetime) -> bool:
    return not [one for one in audit(network.pk, at=at) if one.broken]


def test_a_partner_leaves_with_forty_open_requests_and_nothing_is_lost(
    convener, keeper, intake, navigator, stranger, rosa: Person, agreed, everything, network, now
):
    assert len(FORTY) == 40
    needs = record_found(
        actor=navigator.actor, person=rosa, topics=[FoundTopic(topic) for topic in FORTY], at=now
    )
    for need in needs:
        sending = Sending(everything.pk, uuid7())
        send(actor=navigator.actor, need_id=need.pk, sending=sending, at=now)
    pantry = everything.organization
    plan_leaving(**here(keeper, pantry, now, leaving=Leaving(now.date() + 14 * DAY)))
    assert leave_on_the_day(network_id=network.pk, at=now + 13 * DAY) == 0
    assert Referral.objects.filter(status__in=LIVE).count() == 40  # all goes on until that day

    gone = now + 14 * DAY
    assert leave_on_the_day(network_id=network.pk, at=gone) == 1
    pantry.refresh_from_db()
    assert pantry.has_left
    ended = Referral.objects.values_list("status", "reason").distinct()
    assert list(ended) == [(Status.CANCELLED, "service_closed")]
    left = Need.objects.all()
    assert {one.status for one in left} == {NeedStatus.WANTS_HELP}
    assert all(one.next_step and one.next_step_due and one.responsible_id for one in left)
    assert kept(network, gone)

    # people there still come in, until the moment that was set: then nobody does
    row = Partnership.objects.get(organization=pantry)
    assert (row.next_step, row.leaves_at) == ("talk_at_the_end", None)
    assert end_access(network_id=network.pk, at=row.access_ends_at - DAY) == 0
    assert keeper.actor.holds("manage_members", pantry.pk)
    assert end_access(network_id=network.pk, at=row.access_ends_at) == 1
    assert not keeper.actor.grants
    assert not intake.actor.grants
    assert not Membership.objects.filter(organization=pantry, until=None).exists()
    assert end_access(network_id=network.pk, at=row.access_ends_at + DAY) == 0  # once
    chase_partnerships(network_id=network.pk, at=row.access_ends_at)
    sweep(network_id=network.pk, at=row.access_ends_at)
    assert kept(network, row.access_ends_at)
    assert "Rosa" not in stranger.client.get("/today/").content.decode()
    page = reverse("governance:partnership", args=[pantry.pk])
    assert stranger.client.get(page).status_code == 403
    assert navigator.actor.grants  # whoever works elsewhere goes on


def test_what_is_to_be_done_at_the_end_is_listed_and_kept_and_ends_the_steps(
    convener: Worker, pantry: Organization, now: datetime
):
    plan_leaving(**here(convener, pantry, now, leaving=Leaving(now.date())))
    lines = [one.item for one in CHECKLIST[Stage.LEFT]]
    for item in lines:
        assert Partnership.objects.get().is_open
        write_down(**here(convener, pantry, now, answers={item: "Said and done."}))
    assert not Partnership.objects.get().is_open
    assert Said.objects.count() == len(lines)


def test_its_listing_may_stay_for_families_to_go_there_by_themselves(
    convener, navigator, need: Need, agreed, food_boxes: Service, network, now: datetime
):
    pantry = food_boxes.organization
    plan_leaving(**here(convener, pantry, now, leaving=Leaving(now.date(), keeps_listing=True)))
    results = find_services(network_id=network.pk, at=now, topics=["food_pantry"])
    assert [one.can_answer for one in results] == [False]
    on_paper = Sending(food_boxes.pk, uuid7(), mode=Mode.INTRODUCTION)
    to = {"actor": navigator.actor, "need_id": need.pk, "at": now}
    with pytest.raises(BadInput):
        send(**to, sending=Sending(food_boxes.pk, uuid7()))
    assert send(**to, sending=on_paper).is_introduction


def test_who_leaves_without_that_is_found_no_more(convener, food_boxes, network, now: datetime):
    pantry = food_boxes.organization
    plan_leaving(**here(convener, pantry, now, leaving=Leaving(now.date())))
    assert not find_services(network_id=network.pk, at=now, topics=["food_pantry"])


def test_whoever_still_follows_a_family_that_only_they_may_see_keeps_the_door_open(
    convener, navigator, clinic, rosa: Person, need: Need, network, now: datetime
):
    """Nobody is at the desk: what is open there could go to nobody."""
    Membership.objects.filter(user=convener.user).update(roles=["convener"])
    Need.objects.filter(pk=need.pk).update(is_sensitive=True)
    plan_leaving(**here(convener, clinic, now, leaving=Leaving(now.date())))
    row = Partnership.objects.get(organization=clinic)
    assert end_access(network_id=network.pk, at=row.access_ends_at) == 0
    assert navigator.actor.holds("see_people", clinic.pk)
    later = Partnership.objects.get(organization=clinic).access_ends_at
    assert later > row.access_ends_at
    sweep(network_id=network.pk, at=later)
    chase_partnerships(network_id=network.pk, at=later)
    assert kept(network, later)


def test_it_may_stay_after_all(keeper: Worker, pantry: Organization, network, now: datetime):
    plan_leaving(**here(keeper, pantry, now, leaving=Leaving(now.date() + 2 * DAY)))
    stay(**here(keeper, pantry, now))
    assert leave_on_the_day(network_id=network.pk, at=now + 3 * DAY) == 0


@pytest.mark.parametrize("days", [-1, 367])
def test_nobody_leaves_in_the_past_or_in_the_far_future(keeper, pantry, now, days: int):
    with pytest.raises(BadInput):
        plan_leaving(**here(keeper, pantry, now, leaving=Leaving(now.date() + days * DAY)))


def test_a_stranger_makes_nobody_leave(
    stranger: Worker, foreigner: Worker, intake: Worker, pantry: Organization, now: datetime
):
    for nobody in (stranger, intake):
        with pytest.raises(NotAllowed):
            plan_leaving(**here(nobody, pantry, now, leaving=Leaving(now.date())))
    with pytest.raises(Organization.DoesNotExist):
        plan_leaving(**here(foreigner, pantry, now, leaving=Leaving(now.date())))


def test_a_successor_who_is_gone_by_then_leaves_their_families_to_the_desk(
    convener, clinic, navigator, colleague, need: Need, network, now: datetime
):
    leaving = Leaving(now.date() + 5 * DAY, successor_id=colleague.user.pk)
    plan_leaving(**here(convener, clinic, now, leaving=leaving))
    colleague.membership.until = now
    colleague.membership.save()
    assert leave_on_the_day(network_id=network.pk, at=now + 5 * DAY) == 1
    need.refresh_from_db()
    assert need.is_at_desk
    assert kept(network, now + 5 * DAY)


def test_a_break_says_on_which_day_it_is_over(keeper: Worker, pantry, now: datetime):
    with pytest.raises(BadInput):
        say_back(**here(keeper, pantry, now, on=now.date() + DAY))
    pause(**here(keeper, pantry, now))
    say_back(**here(keeper, pantry, now, on=now.date() + 20 * DAY))
    assert Partnership.objects.get().next_step_due.date() == now.date() + 20 * DAY


def test_a_day_that_is_past_is_asked_for_again_and_stands_there_still(keeper: Worker, pantry, now):
    pause(**here(keeper, pantry, now))
    page = reverse("governance:say_back", args=[pantry.pk])
    answer = keeper.client.post(page, {"on": "2020-01-31"})
    assert answer.status_code == 422
    assert "Choose a day to come" in answer.text
    assert 'value="2020-01-31"' in answer.text
    assert keeper.client.post(page, {"on": "2099-01-31"}).status_code == 302


def test_the_page_names_the_day(keeper: Worker, pantry: Organization, stranger: Worker):
    page = reverse("governance:leaving", args=[pantry.pk])
    assert keeper.client.get(page).status_code == 200
    assert keeper.client.post(page, {"on": ""}).status_code == 422
    assert stranger.client.get(page).status_code == 403
    answer = keeper.client.post(page, {"on": "2020-01-01"})
    assert answer.status_code == 422


def test_who_has_left_leaves_no_second_time(keeper: Worker, pantry, now: datetime):
    plan_leaving(**here(keeper, pantry, now, leaving=Leaving(now.date())))
    with pytest.raises(StepNotPossible):
        plan_leaving(**here(keeper, pantry, now, leaving=Leaving(now.date() + DAY)))
