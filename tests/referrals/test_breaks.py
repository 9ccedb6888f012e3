"""A whole organization takes a break or leaves: no step of its stays with nobody."""

from datetime import datetime, timedelta

import pytest

from core.errors import BadInput, NotAllowed, StepNotPossible
from core.ids import uuid7
from notifications.actions.deliver import deliver
from notifications.models.deliveries import Delivery
from organizations.actions.standing import come_back, leave, pause
from organizations.grants import Role
from organizations.models.directory import Service
from organizations.models.network import Network, Organization
from people.models.person import Person
from referrals.actions import answer, desk
from referrals.actions.audit import audit
from referrals.actions.send import Sending, send
from referrals.lifecycle import Mode, Status
from referrals.models.incident import Incident
from referrals.models.referral import Referral
from screening.actions.needs import FoundTopic, record_found
from screening.lifecycle import NeedStatus, Turn
from screening.models.need import Need
from tests.notifications.conftest import told
from tests.story import Worker, hire

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def admin(clinic: Organization) -> Worker:
    return hire(clinic, "Adele Admin", Role.ORGADMIN)


def of(referral: Referral) -> Need:
    return Need.objects.get(pk=referral.need_id)


def stands(referral: Referral) -> tuple[object, ...]:
    need = of(referral)
    return need.is_at_desk, need.at_desk_why, need.waiting_on, need.next_step


def here(worker: Worker, at: datetime, **more: object) -> dict[str, object]:
    return {
        "actor": worker.actor, "organization_id": worker.organization.pk, "at": at, **more,
    }  # fmt: skip


def all_kept(network: Network, at: datetime) -> bool:
    return not [one for one in audit(network.pk, at=at) if one.broken]


# --- the partner that helps -----------------------------------------------------------------------


def test_the_step_that_a_partner_owes_is_the_desks_while_it_takes_a_break(
    keeper: Worker, table: Worker, network: Network, referral: Referral, now: datetime
):
    pause(**here(keeper, now + MINUTE))
    assert stands(referral) == (True, "paused", Turn.DESK, "desk_decides")
    referral.refresh_from_db()
    assert referral.status == Status.REQUESTED  # what is under way stays
    assert all_kept(network, now + MINUTE)


def test_what_is_delicate_or_has_no_desk_is_its_owners_turn(
    keeper: Worker, referral: Referral, now: datetime
):
    pause(**here(keeper, now + MINUTE))
    assert stands(referral) == (False, "", Turn.OWNER, "nudge_or_switch")


def test_nothing_new_is_sent_there_not_even_on_paper(
    keeper: Worker, navigator: Worker, need: Need, agreed, food_boxes: Service, now: datetime
):
    pause(**here(keeper, now))
    for mode in (Mode.DIRECT, Mode.INTRODUCTION):
        wanted = Sending(food_boxes.pk, uuid7(), mode=mode)
        with pytest.raises(BadInput, match="takes no new requests"):
            send(actor=navigator.actor, need_id=need.pk, sending=wanted, at=now)


def test_after_the_break_the_requests_are_its_own_again_with_a_new_day(
    keeper: Worker, table: Worker, referral: Referral, now: datetime
):
    pause(**here(keeper, now + MINUTE))
    come_back(**here(keeper, now + 20 * DAY))
    assert stands(referral) == (False, "", Turn.PARTNER, "answer")
    referral.refresh_from_db()
    assert referral.next_step_due > now + 20 * DAY


def test_it_answers_in_its_break_all_the_same(
    keeper: Worker, intake: Worker, table: Worker, referral: Referral, now: datetime
):
    pause(**here(keeper, now + MINUTE))
    answer.accept(actor=intake.actor, referral_id=referral.pk, at=now + DAY)
    assert stands(referral) == (False, "", Turn.PARTNER, "first_contact")


def test_whoever_replies_to_a_partner_in_its_break_does_not_wait_for_it(
    keeper: Worker, intake: Worker, navigator: Worker, referral: Referral, now: datetime
):
    answer.ask(
        actor=intake.actor, referral_id=referral.pk, question="A stroller?", at=now + MINUTE
    )  # fmt: skip
    pause(**here(keeper, now + 2 * MINUTE))
    answer.reply(actor=navigator.actor, referral_id=referral.pk, words="Yes.", at=now + DAY)
    assert stands(referral) == (False, "", Turn.OWNER, "nudge_or_switch")


def test_nor_does_an_owner_who_takes_it_back_from_the_desk_meanwhile(
    keeper: Worker, navigator: Worker, table: Worker, referral: Referral, now: datetime
):
    pause(**here(keeper, now + MINUTE))
    desk.back_from_desk(actor=navigator.actor, need_id=referral.need_id, at=now + DAY)
    assert stands(referral) == (False, "", Turn.OWNER, "nudge_or_switch")


def test_when_a_partner_leaves_its_requests_end_as_if_it_had_closed_overnight(
    keeper: Worker, table: Worker, network: Network, referral: Referral, food_boxes, now: datetime
):
    leave(**here(keeper, now + MINUTE))
    referral.refresh_from_db()
    assert (referral.status, referral.reason) == (Status.CANCELLED, "service_closed")
    need = of(referral)
    assert (need.status, need.next_step) == (NeedStatus.WANTS_HELP, "choose_next")
    assert Incident.objects.get().cases.get().need_id == need.pk
    food_boxes.refresh_from_db()
    assert not food_boxes.is_offered
    assert all_kept(network, now + MINUTE)


# --- the organization that looks after the family --------------------------------------------------


def test_its_families_go_to_the_desk_and_back_to_their_owner(
    admin: Worker,
    navigator: Worker,
    intake: Worker,
    table: Worker,
    network,
    referral,
    now: datetime,
):
    pause(**here(admin, now + MINUTE))
    assert stands(referral) == (True, "owner_away", Turn.DESK, "desk_decides")
    answer.accept(actor=intake.actor, referral_id=referral.pk, at=now + DAY)
    assert stands(referral)[:2] == (
        True,
        "owner_away",
    )  # a partner's step does not make it nobody's
    come_back(**here(admin, now + 2 * DAY))
    assert stands(referral) == (False, "", Turn.PARTNER, "first_contact")
    assert of(referral).responsible_id == navigator.user.pk
    assert all_kept(network, now + 2 * DAY)


def test_or_to_a_colleague_who_stays_by_name(
    admin: Worker, colleague: Worker, table: Worker, referral: Referral, now: datetime
):
    pause(**here(admin, now + MINUTE, successor_id=colleague.user.pk))
    assert of(referral).responsible_id == colleague.user.pk
    assert not of(referral).is_at_desk


def test_when_it_leaves_nobody_there_is_responsible_but_for_what_is_delicate(
    admin: Worker, navigator: Worker, table: Worker, network, rosa: Person, referral, now: datetime
):
    [private] = record_found(
        actor=navigator.actor, person=rosa, topics=[FoundTopic("domestic_violence")], at=now
    )
    leave(**here(admin, now + MINUTE))
    assert of(referral).responsible_id is None
    assert stands(referral)[:2] == (True, "left")
    private.refresh_from_db()
    assert (private.responsible_id, private.is_at_desk) == (navigator.user.pk, False)
    assert all_kept(network, now + MINUTE)


# --- who says so ----------------------------------------------------------------------------------


def test_only_its_own_admin_and_the_convener_say_how_it_stands(
    keeper: Worker,
    intake: Worker,
    stranger: Worker,
    foreigner: Worker,
    convener: Worker,
    pantry,
    now,
):
    there = {"organization_id": pantry.pk, "at": now}
    for nobody in (intake, stranger):
        with pytest.raises(NotAllowed):
            pause(actor=nobody.actor, **there)
    with pytest.raises(Organization.DoesNotExist):
        leave(actor=foreigner.actor, **there)
    pause(actor=convener.actor, **there)
    with pytest.raises(StepNotPossible):
        pause(actor=keeper.actor, **there)
    leave(actor=convener.actor, **there)
    with pytest.raises(StepNotPossible):
        come_back(actor=keeper.actor, **there)


def test_the_page_says_how_it_stands_and_takes_the_step(
    keeper: Worker, intake: Worker, stranger: Worker, pantry: Organization
):
    path = f"/network/organizations/{pantry.pk}/"
    assert "Takes part" in keeper.client.get(path).content.decode()
    assert [who.client.get(path).status_code for who in (intake, stranger)] == [403, 403]
    assert stranger.client.post(f"{path}pause/", {"successor": ""}).status_code == 403
    keeper.client.post(f"{path}pause/", {"successor": ""})
    assert "The break is over" in keeper.client.get(path).content.decode()
    keeper.client.post(f"{path}come-back/")
    pantry.refresh_from_db()
    assert pantry.is_live
    assert keeper.client.post(f"{path}vanish/").status_code == 404


# --- who is told, and how often -------------------------------------------------------------------


@pytest.fixture
def families(navigator: Worker, rosa: Person, agreed, pantry, now: datetime) -> list[Referral]:
    """Four needs of one worker's, each asked for at the pantry."""
    topics = ["diapers", "formula", "school", "clothing"]
    services = [
        Service.objects.create(
            network=pantry.network, organization=pantry, name=topic, topics=[topic]
        )
        for topic in topics
    ]
    found = record_found(
        actor=navigator.actor, person=rosa, topics=[FoundTopic(topic) for topic in topics], at=now
    )
    return [
        send(actor=navigator.actor, need_id=need.pk, sending=Sending(service.pk, uuid7()), at=now)
        for need, service in zip(found, services, strict=True)
    ]


def mails_to(worker: Worker, network: Network, since: datetime, *, batch: int) -> list[Delivery]:
    """What the relay writes in batches of that many events."""
    told(network, at=since + MINUTE, limit=batch)
    return list(Delivery.objects.filter(user=worker.user).order_by("pk"))


@pytest.mark.parametrize("batch", [2, 100])
def test_an_owner_hears_once_of_a_partners_break_with_the_number_of_needs(
    batch: int, keeper, navigator, stranger, table, network, families, now, mailoutbox
):
    told(network, at=now + MINUTE)
    Delivery.objects.all().delete()
    pause(**here(keeper, now + 2 * MINUTE))
    [mail] = mails_to(navigator, network, now + 2 * MINUTE, batch=batch)
    assert mail.template == "desk_helps_several"
    assert not Delivery.objects.filter(user=stranger.user).exists()
    Delivery.objects.exclude(pk=mail.pk).delete()
    deliver(network_id=network.pk, at=now + DAY, limit=9)
    assert "with 4 needs in your care" in mailoutbox[0].body


def test_a_successor_hears_once_of_all_that_is_theirs_now(
    admin: Worker, colleague: Worker, navigator, network, families, now: datetime
):
    told(network, at=now + MINUTE)
    Delivery.objects.all().delete()
    pause(**here(admin, now + 2 * MINUTE, successor_id=colleague.user.pk))
    [mail] = mails_to(colleague, network, now + 2 * MINUTE, batch=2)
    assert mail.template == "needs_assigned"
    [other] = mails_to(navigator, network, now + 2 * MINUTE, batch=2)
    assert other.template == "needs_passed_on"
