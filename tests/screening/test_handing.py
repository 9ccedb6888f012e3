"""A need's owner never changes silently: offered and accepted, re-assigned and told, or left to somebody by name."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from core.errors import BadInput, NotAllowed, StepNotPossible
from core.models import Event
from organizations.actions import members
from organizations.grants import Role
from screening.actions import handing
from screening.actions.handing import HandOver
from screening.actions.needs import FoundTopic, decline_help, record_found, want_help
from screening.actions.owners import NobodyTakesOver
from screening.models.need import Need
from screening.models.with_need import NeedNamed
from tests.story import NOW, Worker, hire


@pytest.fixture
def need(navigator: Worker, rosa) -> Need:
    return found(navigator, rosa, "food_pantry")


@pytest.fixture
def admin(clinic) -> Worker:
    return hire(clinic, "Adele Admin", Role.ORGADMIN)


def found(worker: Worker, person, topic: str) -> Need:
    [need] = record_found(actor=worker.actor, person=person, topics=[FoundTopic(topic)], at=NOW)
    return need


def now(need: Need) -> Need:
    return Need.objects.get(pk=need.pk)


def offer(giver: Worker, need: Need, taker: Worker) -> Need:
    return handing.offer(actor=giver.actor, need_id=need.pk, user_id=taker.user.pk, at=NOW)


def kinds(need: Need) -> set[str]:
    return set(Event.objects.filter(subject_id=need.pk).values_list("kind", flat=True))


# --- offered, accepted, declined -----------------------------------------------------------------


def test_until_the_colleague_says_yes_it_stays_with_the_giver_who_owes_the_step(
    navigator: Worker, colleague: Worker, need: Need
):
    offer(navigator, need, colleague)
    kept = now(need)
    assert (kept.responsible_id, kept.next_step) == (navigator.user.pk, "hand_over")
    assert kept.next_step_due is not None


def test_with_the_colleagues_yes_it_is_theirs_and_owes_what_it_owed(
    navigator: Worker, colleague: Worker, need: Need
):
    offer(navigator, need, colleague)
    handing.accept(actor=colleague.actor, need_id=need.pk, at=NOW)
    given = now(need)
    assert (given.responsible_id, given.next_step) == (colleague.user.pk, "talk_over")
    assert {"need.offered", "need.taken_on"} <= kinds(need)


@pytest.mark.parametrize(
    ("who", "answer", "kind"),
    [
        ("colleague", "declined", "need.offer_declined"),
        ("navigator", "taken_back", "need.offer_taken_back"),
    ],
)
def test_after_a_no_it_is_the_givers_as_before(
    request, navigator: Worker, colleague: Worker, need: Need, who: str, answer: str, kind: str
):
    offer(navigator, need, colleague)
    handing.decline(actor=request.getfixturevalue(who).actor, need_id=need.pk, at=NOW)
    assert HandOver.objects.get().answer == answer
    assert (now(need).responsible_id, now(need).next_step) == (navigator.user.pk, "talk_over")
    assert kind in kinds(need)


def test_nobody_says_yes_for_somebody_else(
    navigator: Worker, colleague: Worker, supervisor: Worker, need: Need
):
    offer(navigator, need, colleague)
    for other in (navigator, supervisor):
        with pytest.raises(NotAllowed):
            handing.accept(actor=other.actor, need_id=need.pk, at=NOW)
    assert now(need).responsible_id == navigator.user.pk


def test_an_offer_is_answered_once(navigator: Worker, colleague: Worker, need: Need):
    offer(navigator, need, colleague)
    handing.accept(actor=colleague.actor, need_id=need.pk, at=NOW)
    with pytest.raises(StepNotPossible):
        handing.decline(actor=colleague.actor, need_id=need.pk, at=NOW)


def test_only_the_owner_offers_it_and_only_to_a_colleague(
    navigator: Worker, colleague: Worker, stranger: Worker, screener: Worker, need: Need
):
    with pytest.raises(NotAllowed):
        offer(colleague, need, navigator)
    for nobody in (stranger, screener, navigator):
        with pytest.raises(BadInput):
            offer(navigator, need, nobody)
    with pytest.raises(Need.DoesNotExist):
        offer(stranger, need, colleague)


def test_who_says_no_to_something_private_sees_it_no_more(
    navigator: Worker, colleague: Worker, rosa
):
    private = found(navigator, rosa, "domestic_violence")
    offer(navigator, private, colleague)
    assert Need.objects.visible_to(colleague.actor, at=NOW).filter(pk=private.pk).exists()
    handing.decline(actor=colleague.actor, need_id=private.pk, at=NOW)
    assert not Need.objects.visible_to(colleague.actor, at=NOW).filter(pk=private.pk).exists()


# --- re-assigned ---------------------------------------------------------------------------------


def test_a_supervisor_gives_it_to_somebody_and_an_owner_alone_may_not(
    navigator: Worker, colleague: Worker, supervisor: Worker, need: Need
):
    with pytest.raises(NotAllowed):
        handing.assign(actor=navigator.actor, need_id=need.pk, user_id=colleague.user.pk, at=NOW)
    offer(navigator, need, supervisor)
    handing.assign(actor=supervisor.actor, need_id=need.pk, user_id=colleague.user.pk, at=NOW)
    assert (now(need).responsible_id, now(need).next_step) == (colleague.user.pk, "talk_over")
    assert HandOver.objects.get().answer == HandOver.Answer.OVERTAKEN
    told = Event.objects.get(kind="need.assigned").details
    assert told == {"to": str(colleague.user.pk), "from": str(navigator.user.pk)}


# --- somebody leaves -----------------------------------------------------------------------------


def test_what_somebody_follows_goes_to_the_named_colleague_when_they_leave(
    navigator: Worker, colleague: Worker, supervisor: Worker, admin: Worker, need: Need
):
    members.end(
        actor=admin.actor,
        membership_id=navigator.membership.pk,
        successor_id=colleague.user.pk,
        at=NOW,
    )
    assert now(need).responsible_id == colleague.user.pk
    assert "need.assigned" in kinds(need)


def test_without_a_name_it_goes_to_the_supervisor_and_what_is_private_too(
    navigator: Worker, supervisor: Worker, admin: Worker, rosa
):
    private = found(navigator, rosa, "domestic_violence")
    members.end(actor=admin.actor, membership_id=navigator.membership.pk, at=NOW)
    assert now(private).responsible_id == supervisor.user.pk
    assert NeedNamed.objects.filter(need=private, user=supervisor.user).exists()


def test_nobody_leaves_while_nobody_could_take_over(
    navigator: Worker, admin: Worker, stranger: Worker, need: Need
):
    for successor in (None, stranger.user.pk, admin.user.pk):
        with pytest.raises(NobodyTakesOver), transaction.atomic():
            members.end(
                actor=admin.actor,
                membership_id=navigator.membership.pk,
                successor_id=successor,
                at=NOW,
            )
    navigator.membership.refresh_from_db()
    assert navigator.membership.until is None


def test_other_roles_that_see_no_families_are_leaving_too(
    navigator: Worker, supervisor: Worker, admin: Worker, need: Need
):
    members.change_roles(
        actor=admin.actor, membership_id=navigator.membership.pk, roles=[Role.SCREENER], at=NOW
    )
    assert now(need).responsible_id == supervisor.user.pk


def test_what_was_offered_to_somebody_who_leaves_is_the_givers_as_before(
    navigator: Worker, colleague: Worker, admin: Worker, need: Need
):
    offer(navigator, need, colleague)
    members.end(actor=admin.actor, membership_id=colleague.membership.pk, at=NOW)
    assert (now(need).responsible_id, now(need).next_step) == (navigator.user.pk, "talk_over")


def test_before_a_vacation_everything_goes_to_a_colleague_in_one_step(
    navigator: Worker, colleague: Worker, stranger: Worker, rosa
):
    needs = [found(navigator, rosa, topic) for topic in ("food_pantry", "diapers")]
    with pytest.raises(NobodyTakesOver), transaction.atomic():
        handing.go_away(actor=navigator.actor, successor_id=stranger.user.pk, at=NOW)
    assert handing.go_away(actor=navigator.actor, successor_id=colleague.user.pk, at=NOW) == 2
    assert {now(need).responsible_id for need in needs} == {colleague.user.pk}


def test_a_need_that_opens_again_after_its_owner_has_left_goes_to_whoever_opened_it(
    navigator: Worker, colleague: Worker, admin: Worker, need: Need
):
    decline_help(actor=navigator.actor, need_id=need.pk, at=NOW)
    members.end(actor=admin.actor, membership_id=navigator.membership.pk, at=NOW)
    want_help(actor=colleague.actor, need_id=need.pk, at=NOW)
    assert now(need).responsible_id == colleague.user.pk


# --- what the database refuses -------------------------------------------------------------------


def refused_by(name: str, statement: str, *values: object) -> None:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
        connection.check_constraints()
    assert refusal.value.__cause__.diag.constraint_name == name


def test_an_open_need_is_never_given_to_somebody_who_does_not_work_there(
    need: Need, stranger: Worker
):
    give = "UPDATE screening_need SET responsible_id = %s WHERE id = %s"
    refused_by("need_owner_works_there", give, stranger.user.pk, need.pk)


@pytest.mark.parametrize("statement", ["UPDATE organizations_membership SET until = now()"])
def test_nobody_leaves_and_keeps_an_open_need(navigator: Worker, need: Need, statement: str):
    refused_by("need_owner_works_there", f"{statement} WHERE id = %s", navigator.membership.pk)


def test_a_need_is_offered_to_one_colleague_at_a_time(
    navigator: Worker, colleague: Worker, supervisor: Worker, need: Need
):
    offer(navigator, need, colleague)
    refused_by(
        "screening_offered_to_one",
        "INSERT INTO screening_handover (id, network_id, need_id, giver_id, taker_id, offered_at, answer) "
        "SELECT gen_random_uuid(), network_id, need_id, giver_id, %s, now(), '' FROM screening_handover",
        supervisor.user.pk,
    )


def test_giving_a_need_to_somebody_while_they_leave_lets_one_of_the_two_wait_and_see(
    transactional_db: None, navigator: Worker, colleague: Worker, supervisor: Worker, need: Need
):
    """Write skew: without the lock both would commit, and the need would be owned by nobody."""
    gave, outcomes = threading.Event(), []

    def give() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE screening_need SET responsible_id = %s WHERE id = %s",
                    [colleague.user.pk, need.pk],
                )
                gave.set()
                left.wait(120)
            outcomes.append("given")
        except IntegrityError:
            outcomes.append("refused")
        finally:
            connection.close()

    left = threading.Event()
    thread = threading.Thread(target=give)
    thread.start()
    gave.wait(120)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE organizations_membership SET until = now() WHERE id = %s",
            [colleague.membership.pk],
        )
        left.set()
    thread.join(120)
    assert outcomes == ["refused"]
    assert now(need).responsible_id == navigator.user.pk
