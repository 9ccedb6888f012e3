"""Who takes whom from the shared list of a closing, and who never sees what?"""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from core.errors import StepNotPossible
from organizations.models.directory import Service
from referrals.actions.incident import WHY, take
from referrals.desk_words import AT_DESK_WHY, CAUSE_WORDS
from referrals.models.incident import Incident, IncidentCase
from referrals.models.referral import Referral
from screening.models.need import Need
from tests.referrals.closing import close
from tests.story import Worker

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def case(convener: Worker, referral: Referral, food_boxes: Service, now: datetime) -> IncidentCase:
    return close(convener, food_boxes, now + MINUTE).cases.get()


def test_a_colleague_takes_one_and_the_owner_stays_the_owner(
    colleague: Worker, supervisor: Worker, navigator: Worker, case: IncidentCase, now: datetime
):
    take(actor=colleague.actor, case_id=case.pk, at=now + DAY)
    case.refresh_from_db()
    assert (case.helper_id, case.taken_at) == (colleague.user.pk, now + DAY)
    assert case.need.responsible_id == navigator.user.pk
    with pytest.raises(StepNotPossible, match="colleague has taken it"):
        take(actor=supervisor.actor, case_id=case.pk, at=now + DAY)


def test_the_desk_takes_one_and_has_it_at_the_desk(
    table: Worker, case: IncidentCase, now: datetime
):
    take(actor=table.actor, case_id=case.pk, at=now + DAY)
    case.need.refresh_from_db()
    assert (case.need.is_at_desk, case.need.at_desk_why) == (True, "incident")
    assert case.need.desk_helper_id == table.user.pk


def test_what_is_delicate_is_on_nobody_elses_list(
    table: Worker, convener: Worker, stranger: Worker, navigator: Worker, case: IncidentCase, now
):
    def seen(worker: Worker) -> int:
        return IncidentCase.objects.visible_to(worker.actor, at=now + DAY).count()

    assert [seen(who) for who in (table, convener, navigator, stranger)] == [1, 1, 1, 0]
    Need.objects.filter(pk=case.need_id).update(is_sensitive=True)
    assert [seen(who) for who in (table, convener, navigator, stranger)] == [0, 0, 1, 0]
    with pytest.raises(IncidentCase.DoesNotExist):
        take(actor=table.actor, case_id=case.pk, at=now + DAY)


def test_a_case_is_taken_by_somebody_and_a_need_stands_on_a_list_once(case: IncidentCase):
    for statement in (
        "UPDATE referrals_incidentcase SET taken_at = now()",
        (
            "INSERT INTO referrals_incidentcase (id, network_id, incident_id, need_id, referral_id, place) "
            "SELECT gen_random_uuid(), network_id, incident_id, need_id, referral_id, 2 FROM referrals_incidentcase"
        ),
        "UPDATE referrals_incident SET services = '{}'",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_words_of_every_cause_are_there():
    assert set(CAUSE_WORDS) == {cause.value for cause in Incident.Cause}
    assert WHY in AT_DESK_WHY
