"""A day that was named comes: does the help still hold, is it wanted now, does the agreement go on?"""

import re
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from core.errors import BadInput, StepNotPossible
from core.history import of
from people.lifecycle import Form
from people.models.agreements import Consent
from people.models.person import Exclusion, Person
from referrals.actions import answer, family, progress
from referrals.actions.audit import audit
from referrals.actions.family import Answer
from referrals.actions.later import let_end, needed_again, not_now, renew, still_fine
from referrals.actions.look_ahead import look_ahead
from referrals.models.referral import Referral
from screening.actions.needs import FoundTopic, decline_help, record_found
from screening.lifecycle import Lasts, LaterEnd, NeedStatus, Via
from screening.models.later import Later
from screening.models.need import Need
from tests.story import Worker

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def look(row: Need | Consent, at: datetime) -> int:
    return look_ahead(network_id=row.network_id, at=at)


@pytest.fixture
def met(navigator: Worker, intake: Worker, referral: Referral, now: datetime) -> Need:
    """Rosa gets food boxes; in thirty days somebody asks whether they still come."""
    answer.accept(actor=intake.actor, referral_id=referral.pk, at=now + HOUR)
    progress.complete(
        actor=intake.actor, referral_id=referral.pk, outcome="provided", at=now + HOUR
    )
    return family.family_answers(
        actor=navigator.actor, need_id=referral.need_id, answer=Answer.YES, via=Via.PHONE,
        lasts=Lasts.RECURRING, recheck_on=(now + 30 * DAY).date(), at=now + DAY,
    )  # fmt: skip


@pytest.fixture
def recheck(met: Need, now: datetime) -> Later:
    look(met, now + 30 * DAY)
    return Later.objects.get(need=met)


def test_a_met_need_is_looked_at_on_its_day_and_not_before(met: Need, now: datetime):
    assert look(met, now + 29 * DAY) == 0
    assert look(met, now + 30 * DAY) == 1
    later = Later.objects.get(need=met)
    assert (later.kind, later.waiting_on, later.next_step) == ("recheck", "owner", "recheck")
    met.refresh_from_db()
    assert (met.status, met.next_step, met.next_step_due) == (NeedStatus.MET, "", None)
    assert of(met.pk)[0].kind == "need.recheck_due"


def test_looking_twice_makes_one_step_and_an_untaken_one_climbs_to_the_supervisor(
    met: Need, now: datetime
):
    for hours in range(24 * 12):
        look(met, now + 30 * DAY + hours * HOUR)
    assert Later.objects.filter(need=met).count() == 1
    kinds = [event.kind for event in of(met.pk)]
    assert kinds.count("need.recheck_due") == 2
    assert "need.recheck_late" in kinds


def test_still_fine_moves_the_day_and_the_need_stays_met(
    navigator: Worker, recheck: Later, met: Need, now: datetime
):
    day = (now + 90 * DAY).date()
    still_fine(
        actor=navigator.actor, later_id=recheck.pk, next_on=day, at=now + 31 * DAY, via=Via.PHONE
    )
    met.refresh_from_db()
    recheck.refresh_from_db()
    assert (met.status, met.recheck_on) == (NeedStatus.MET, day)
    assert (recheck.ended_how, recheck.next_step_due) == (LaterEnd.STILL_FINE, None)
    assert look(met, now + 89 * DAY) == 0
    assert look(met, now + 90 * DAY) == 1


def test_a_day_that_has_gone_by_is_not_a_next_day(navigator: Worker, recheck: Later, now: datetime):
    with pytest.raises(BadInput):
        still_fine(
            actor=navigator.actor, later_id=recheck.pk, next_on=now.date(), at=now + 31 * DAY,
            via=Via.PHONE,
        )  # fmt: skip


def test_in_the_evening_tomorrow_is_still_to_come(navigator: Worker, recheck: Later, now: datetime):
    evening = now + 31 * DAY + 10 * HOUR  # eight o'clock with them, one in the morning with us
    again = still_fine(
        actor=navigator.actor, later_id=recheck.pk, next_on=evening.date(), at=evening,
        via=Via.PHONE,
    )  # fmt: skip
    assert again.need.recheck_on == evening.date()


def test_help_that_is_needed_again_is_a_new_need_that_goes_on_from_the_old(
    navigator: Worker, recheck: Later, met: Need, now: datetime
):
    new = needed_again(
        actor=navigator.actor, later_id=recheck.pk, at=now + 31 * DAY, via=Via.IN_PERSON
    )
    met.refresh_from_db()
    assert met.status == NeedStatus.MET
    assert (new.continues_id, new.status, new.topic) == (met.pk, NeedStatus.WANTS_HELP, met.topic)
    assert new.responsible_id == met.responsible_id
    with pytest.raises(StepNotPossible):
        needed_again(actor=navigator.actor, later_id=recheck.pk, at=now + 31 * DAY, via=Via.PHONE)


@pytest.fixture
def put_off(navigator: Worker, need: Need, now: datetime) -> Later:
    decline_help(
        actor=navigator.actor, need_id=need.pk, at=now, ask_again_on=(now + 20 * DAY).date()
    )
    look(need, now + 20 * DAY)
    return Later.objects.get(need=need)


def test_a_family_that_said_not_now_is_asked_on_the_day_it_named(
    navigator: Worker, put_off: Later, need: Need, now: datetime
):
    assert put_off.is_ask_again
    opened = needed_again(
        actor=navigator.actor, later_id=put_off.pk, at=now + 21 * DAY, via=Via.PHONE
    )
    assert (opened.pk, opened.status) == (need.pk, NeedStatus.WANTS_HELP)


@pytest.mark.parametrize("days", [None, 60])
def test_still_no_thanks_names_another_day_or_none(
    navigator: Worker, put_off: Later, need: Need, now: datetime, days: int | None
):
    day = (now + days * DAY).date() if days else None
    not_now(actor=navigator.actor, later_id=put_off.pk, again_on=day, at=now + 21 * DAY)
    need.refresh_from_db()
    assert (need.status, need.ask_again_on) == (NeedStatus.HELP_DECLINED, day)
    assert look(need, now + 61 * DAY) == (1 if days else 0)


@pytest.fixture
def ending(agreed: Consent, referral: Referral, now: datetime) -> Later:
    agreed.until = now + 36 * DAY
    agreed.save()
    assert look(agreed, now + 5 * DAY) == 0
    assert look(agreed, now + 7 * DAY) == 1
    return Later.objects.get(consent=agreed)


def lasting(agreed: Consent, now: datetime, **other: object) -> Consent:
    same = {
        "network": agreed.network, "person": agreed.person, "direction": agreed.direction,
        "recipient": agreed.recipient, "facts": agreed.facts, "form": Form.WRITTEN,
        "language": "es", "words": "Sí", "since": now + 7 * DAY, "until": now + 300 * DAY,
    }  # fmt: skip
    return Consent.objects.create(**{**same, **other})


def test_an_agreement_that_ends_under_live_help_is_renewed_before_it_does(
    navigator: Worker, ending: Later, agreed: Consent, referral: Referral, now: datetime
):
    with pytest.raises(BadInput):
        renew(actor=navigator.actor, later_id=ending.pk, at=now + 8 * DAY)
    new = lasting(agreed, now)
    renew(actor=navigator.actor, later_id=ending.pk, at=now + 8 * DAY)
    referral.refresh_from_db()
    assert referral.consent_id == new.pk


@pytest.mark.parametrize("lacks", ["facts", "topics", "time"])
def test_an_agreement_that_covers_less_renews_nothing(
    navigator: Worker, ending: Later, agreed: Consent, now: datetime, lacks: str
):
    less = {
        "facts": {"facts": ["name"]}, "topics": {"topics": ["rides"]},
        "time": {"until": now + 19 * DAY},
    }  # fmt: skip
    lasting(agreed, now, **less[lacks])
    with pytest.raises(BadInput):
        renew(actor=navigator.actor, later_id=ending.pk, at=now + 8 * DAY)


def test_a_family_may_let_an_agreement_end(navigator: Worker, ending: Later, now: datetime):
    let_end(actor=navigator.actor, later_id=ending.pk, at=now + 8 * DAY)
    ending.refresh_from_db()
    assert ending.ended_how == LaterEnd.LET_END


def test_an_agreement_nobody_lives_on_ends_in_peace(agreed: Consent, now: datetime):
    agreed.until = now + 5 * DAY
    agreed.save()
    assert look(agreed, now) == 0


def test_the_auditor_is_content_once_the_day_was_looked_at(
    ending: Later, agreed: Consent, now: datetime
):
    findings = audit(agreed.network_id, at=now + 25 * DAY)
    assert not [f for f in findings if f.broken and f.promise.name == "ending_agreement_has_step"]


def test_a_stranger_sees_none_of_it(
    stranger: Worker, colleague: Worker, recheck: Later, now: datetime
):
    path = f"/later/{recheck.pk}/"
    assert stranger.client.get(path).status_code == 404
    assert stranger.client.post(path, {"said": "again", "via": "phone"}).status_code == 404
    assert colleague.client.get(path).status_code == 200
    assert not Later.objects.visible_to(stranger.actor, at=now).exists()


def test_somebody_elses_look_again_is_on_the_teams_list_and_not_on_mine(
    navigator: Worker, colleague: Worker, recheck: Later
):
    assert f"/later/{recheck.pk}/" in navigator.client.get("/today/").content.decode()
    assert f"/later/{recheck.pk}/" not in colleague.client.get("/today/").content.decode()
    assert f"/later/{recheck.pk}/" in colleague.client.get("/today/?who=team").content.decode()


def test_what_is_looked_at_again_stands_among_what_is_due_on_its_day(
    navigator: Worker, stranger: Worker, recheck: Later, rosa, now: datetime
):
    topics = [FoundTopic("rent_help")]
    [last] = record_found(actor=navigator.actor, person=rosa, topics=topics, at=now + 60 * DAY)
    page = navigator.client.get("/today/").content.decode()
    assert 0 < page.index(f"/later/{recheck.pk}/") < page.index(f"/needs/{last.pk}/")
    assert re.search(r'Your turn\s*<span class="n">2<', page)  # both of them
    assert str(last.pk) not in stranger.client.get("/today/").content.decode()


def test_a_look_again_is_on_nobodys_list_whom_the_family_shut_out(
    colleague: Worker, recheck: Later, rosa: Person
):
    team = "/today/?who=team"
    assert f"/later/{recheck.pk}/" in colleague.client.get(team).content.decode()
    Exclusion.objects.create(network=rosa.network, person=rosa, user=colleague.user)
    assert f"/later/{recheck.pk}/" not in colleague.client.get(team).content.decode()


def test_the_page_asks_for_the_next_day_before_it_says_still_fine(
    navigator: Worker, recheck: Later
):
    path = f"/later/{recheck.pk}/"
    page = navigator.client.get(path).content.decode()
    assert "Does Rosa still have it?" in page
    missing = navigator.client.post(path, {"said": "fine", "via": "phone", "next_on": ""})
    assert missing.status_code == 422
    assert "Choose when to look again." in missing.content.decode()
    done = navigator.client.post(path, {"said": "fine", "via": "phone", "next_on": "2031-01-02"})
    assert done.status_code == 302
    assert "Nothing is left to do." in navigator.client.get(path).content.decode()


def test_the_page_of_an_agreement_leads_to_a_new_one(navigator: Worker, ending: Later):
    page = navigator.client.get(f"/later/{ending.pk}/").content.decode()
    assert "Does Rosa go on sharing?" in page
    assert f"/people/{ending.person_id}/agree/" in page


@pytest.mark.parametrize(
    "broken",
    [
        "UPDATE screening_later SET next_step_due = NULL",
        "UPDATE screening_later SET done_at = now()",
        "UPDATE screening_later SET kind = 'renewal'",
    ],
)
def test_the_database_refuses_a_look_again_that_nobody_owes(recheck: Later, broken: str):
    refused = pytest.raises(IntegrityError, match="later_")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(broken)
