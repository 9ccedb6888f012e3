"""Somebody has died: no message hurts those who stay, nothing closes by itself, and a mistake is mended."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.urls import reverse

from core.errors import BadInput, StepNotPossible
from core.models import Event, Outbox
from notifications.safety import Held, held_back
from people.actions.death import record_death, undo_death
from people.actions.details import Tie
from people.actions.household import add_relative
from people.lifecycle import Channel, ChannelState, Kin, ToldOfDeath
from people.models.contact import ContactPoint
from people.models.person import Person
from referrals.actions.answer import accept
from referrals.actions.audit import audit
from referrals.actions.desk import to_desk
from referrals.actions.family import close_need
from referrals.actions.progress import complete
from referrals.actions.send import Sending, send
from referrals.actions.sweep import sweep
from referrals.lifecycle import Status
from referrals.models.referral import Referral
from referrals.reasons import Outcome
from screening.actions.needs import FoundTopic, decline_help, record_found, want_help
from screening.lifecycle import NeedStatus
from screening.models.later import Later
from screening.models.need import Need
from tests.story import Worker

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def told(navigator: Worker, rosa: Person, now: datetime):
    def tell(*, at: datetime | None = None, actor: object = None, person: Person = rosa) -> Person:
        return record_death(
            actor=actor or navigator.actor, person_id=person.pk, told_by=ToldOfDeath.FAMILY,
            via="phone", at=at or now + HOUR,
        )  # fmt: skip

    return tell


def kinds(about: UUID) -> list[str]:
    return list(
        Event.objects.filter(subject_id=about).order_by("id").values_list("kind", flat=True)
    )


def test_from_that_moment_nothing_is_sent_to_them(told, rosa: Person, mailed, now: datetime):
    told()
    usable = [one for one in ContactPoint.objects.filter(person=rosa) if one.is_usable]
    assert {held_back(one, at=now + DAY) for one in usable} == {Held.DIED}


def test_its_owner_looks_at_each_need_before_it_closes_and_whoever_was_asked_waits(
    told, referral: Referral, need: Need, table: Worker, now: datetime
):
    told()
    need.refresh_from_db()
    assert (need.status, need.next_step) == (NeedStatus.BEING_HELPED, "after_death")
    assert kinds(need.pk)[-1] == "need.person_died"
    assert kinds(referral.pk)[-1] == "referral.to_wait"
    referral.refresh_from_db()
    assert referral.status == Status.REQUESTED
    news = Event.objects.filter(kind__in=["need.person_died", "referral.to_wait"])
    assert Outbox.objects.filter(event_id__in=news.values("pk")).count() == 2
    assert not [one for one in audit(need.network_id, at=now + HOUR) if one.broken]


def test_the_owner_closes_it_and_the_partner_hears_that_it_is_over(
    told, navigator: Worker, referral: Referral, need: Need, now: datetime
):
    told()
    at = now + DAY
    close_need(actor=navigator.actor, need_id=need.pk, status=NeedStatus.DIED, at=at)
    need.refresh_from_db()
    referral.refresh_from_db()
    assert (need.status, need.after_death_due) == (NeedStatus.DIED, None)
    assert (referral.status, referral.reason) == (Status.CANCELLED, "person_died")


def test_whatever_a_partner_does_meanwhile_hides_the_owners_look_from_nobody(
    told, intake: Worker, referral: Referral, need: Need, now: datetime
):
    told()
    accept(actor=intake.actor, referral_id=referral.pk, at=now + 2 * HOUR)
    need.refresh_from_db()
    assert need.next_step == "after_death"
    complete(
        actor=intake.actor, referral_id=referral.pk, outcome=Outcome.PROVIDED, at=now + 3 * HOUR
    )
    need.refresh_from_db()
    assert (need.status, need.next_step) == (NeedStatus.TO_CONFIRM, "after_death")


def test_an_owner_who_does_not_look_is_reminded_and_then_the_supervisor_hears(
    told, referral: Referral, need: Need, now: datetime
):
    told()
    for day in range(8):
        sweep(network_id=need.network_id, at=now + HOUR + day * DAY)
    assert {"need.reminded", "need.supervisor_told"} <= {*kinds(need.pk)}
    assert "need.family_asked" not in kinds(need.pk)


def test_no_need_ends_as_died_while_the_record_says_nothing_of_it(
    navigator: Worker, need: Need, now: datetime
):
    with pytest.raises(BadInput):
        close_need(actor=navigator.actor, need_id=need.pk, status=NeedStatus.DIED, at=now)


def test_nobody_is_asked_any_more_for_who_has_died(
    told, navigator: Worker, need: Need, agreed, sending: Sending, now: datetime
):
    decline_help(actor=navigator.actor, need_id=need.pk, at=now)
    told()
    with pytest.raises(StepNotPossible):
        send(actor=navigator.actor, need_id=need.pk, sending=sending, at=now + DAY)
    with pytest.raises(StepNotPossible):
        want_help(actor=navigator.actor, need_id=need.pk, at=now + DAY)


def test_what_lies_at_the_desk_goes_back_to_its_owner(
    told, navigator: Worker, table: Worker, need: Need, now: datetime
):
    to_desk(actor=navigator.actor, need_id=need.pk, at=now)
    told()
    need.refresh_from_db()
    assert not need.is_at_desk
    assert need.next_step == "after_death"


@pytest.fixture
def mateo(navigator: Worker, rosa: Person, now: datetime) -> Person:
    """Rosa's child, who is reached by her telephone."""
    child = Person.objects.create(
        network=rosa.network, custodian=rosa.custodian, first_name="Mateo", created_at=now
    )
    add_relative(
        actor=navigator.actor, person_id=child.pk, relative=rosa.pk,
        tie=Tie(kind=Kin.MOTHER, lives_together=True), at=now,
    )  # fmt: skip
    ContactPoint.objects.create(
        network=rosa.network, person=child, whose=rosa, channel=Channel.PHONE,
        value="+1 212 555 0147", is_safe=True,
    )  # fmt: skip
    return child


def test_who_follows_somebody_of_the_same_household_is_told_and_her_telephone_rings_no_more(
    told, navigator: Worker, rosa: Person, mateo: Person, now: datetime
):
    [need] = record_found(
        actor=navigator.actor, person=mateo, topics=[FoundTopic("food_pantry")], at=now
    )
    told()
    assert "need.family_bereaved" in kinds(need.pk)
    assert ContactPoint.objects.get(person=mateo).state == ChannelState.BROKEN
    need.refresh_from_db()
    assert need.next_step == "mend_contact"
    assert need.responsible_id == navigator.user.pk


def test_taken_back_everything_goes_on_where_it_stood(
    told, navigator: Worker, rosa: Person, referral: Referral, need: Need, now: datetime
):
    need.refresh_from_db()
    before = (need.next_step, need.waiting_on, need.next_step_due)
    told()
    person = undo_death(actor=navigator.actor, person_id=rosa.pk, at=now + DAY)
    assert person.died_at is None
    need.refresh_from_db()
    assert (need.next_step, need.waiting_on, need.next_step_due) == before
    assert kinds(need.pk)[-1] == "need.death_undone"
    assert kinds(referral.pk)[-1] == "referral.to_go_on"
    with pytest.raises(StepNotPossible):
        undo_death(actor=navigator.actor, person_id=rosa.pk, at=now + DAY)


def test_what_was_closed_because_of_it_begins_anew_with_the_same_owner(
    told, navigator: Worker, rosa: Person, need: Need, now: datetime
):
    told()
    close_need(actor=navigator.actor, need_id=need.pk, status=NeedStatus.DIED, at=now + 2 * HOUR)
    undo_death(actor=navigator.actor, person_id=rosa.pk, at=now + DAY)
    anew = Need.objects.get(continues=need)
    assert (anew.status, anew.responsible_id) == (NeedStatus.WANTS_HELP, navigator.user.pk)
    assert not [one for one in audit(need.network_id, at=now + DAY) if one.broken]


def test_nobody_looks_again_whether_their_help_still_holds(
    told, rosa: Person, need: Need, navigator: Worker, now: datetime
):
    Later.objects.create(
        network=rosa.network, kind="ask_again", need=need, person=rosa, on_day=now.date(),
        organization=rosa.custodian, waiting_on="owner", next_step="ask_once_more",
        next_step_due=now + DAY, wake_at=now + DAY,
    )  # fmt: skip
    told()
    assert not Later.objects.open().filter(person=rosa).exists()


def test_a_stranger_neither_writes_it_down_nor_learns_of_it(
    told, stranger: Worker, intake: Worker, rosa: Person, need: Need, now: datetime
):
    for nobody in (stranger, intake):
        with pytest.raises(Person.DoesNotExist):
            told(actor=nobody.actor)
        assert nobody.client.get(reverse("people:news", args=[rosa.pk])).status_code == 404


def test_the_page_says_beforehand_what_will_happen_and_afterwards_takes_it_back(
    navigator: Worker, rosa: Person
):
    page = reverse("people:news", args=[rosa.pk])
    assert "Nothing closes by itself" in navigator.client.get(page).text
    assert navigator.client.post(page, {"told_by": "", "via": "phone"}).status_code == 422
    done = navigator.client.post(page, {"told_by": "care", "via": "phone"}, follow=True)
    assert "This person has died" in done.text
    assert "take it back" in navigator.client.get(page).text.lower()
    navigator.client.post(reverse("people:undo_news", args=[rosa.pk]))
    assert Person.objects.get(pk=rosa.pk).died_at is None


def test_the_need_says_what_is_left_to_do_and_the_form_knows_how_it_ended(
    told, navigator: Worker, rosa: Person, need: Need, now: datetime
):
    told()
    text = navigator.client.get(reverse("referrals:need", args=[need.pk])).text
    assert "See what is left to do" in text
    form = navigator.client.get(reverse("referrals:close", args=[need.pk])).context["form"]
    assert form.initial["status"] == NeedStatus.DIED


def test_the_partner_reads_that_it_should_wait_and_not_why(
    told, intake: Worker, referral: Referral
):
    told()
    text = intake.client.get(reverse("referrals:detail", args=[referral.pk])).text
    assert "Please do not call or write to the family for now" in text
    assert "died" not in text
