"""What has been kept as long as the rules say goes: words and links by themselves, a record by somebody's yes."""

from datetime import UTC, datetime, time, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.models import AccessLink
from governance.models.policies import Policy
from organizations.grants import Role
from organizations.models.network import Network, Organization
from people.actions.rights import Asked, answer_right, ask_right, place_hold
from people.lifecycle import HoldReason, Right, RightEnd
from people.models.person import Person
from people.models.rights import RightsRequest
from referrals.actions.erasing import erase
from referrals.actions.retention import keep_no_longer
from referrals.models.referral import Referral
from referrals.models.retention import RetentionRun
from referrals.search import retention
from referrals.search.keeping import keeping_of, kept, last_things, obstacles
from referrals.search.retention import due
from tests.story import NOW, Worker, found, hire

YEAR = timedelta(days=366)
LATER = NOW + 8 * YEAR


@pytest.fixture
def officer(network: Network) -> Worker:
    return hire(found(network, "Harbor Council"), "Paul Privacy", Role.PRIVACY)


def night(network: Network, at: datetime = LATER) -> RetentionRun | None:
    return keep_no_longer(network_id=network.pk, at=at)


def number(network: Network, name: str, at: datetime = LATER) -> int:
    rule = keeping_of(network.pk, at)
    return next(one.number for one in due(network.pk, rule, at=at, most=99) if one.name == name)


def test_a_record_that_nobody_touched_for_years_is_asked_about_and_erased_by_a_person_only(
    rosa: Person, network: Network, officer: Worker
):
    assert number(network, "care", NOW + 6 * YEAR) == 0
    assert number(network, "care") == 1
    night(network)
    asked = RightsRequest.objects.get()
    assert (asked.right, asked.recorded_by_id, asked.via) == ("erasure", None, "system")
    assert not Person.objects.get(pk=rosa.pk).is_erased
    assert number(network, "care") == 0  # it is asked once
    erase(actor=officer.actor, right_id=asked.pk, at=LATER)
    assert Person.objects.get(pk=rosa.pk).is_erased


def test_a_record_is_kept_until_its_last_day_is_over_where_the_network_is(
    rosa: Person, network: Network, monkeypatch: pytest.MonkeyPatch
):
    """Two in the morning by the clock of Greenwich is the evening before with them."""
    monkeypatch.setattr(retention, "since", lambda _keeping, _name, at: at)  # the rough first look
    custodian = Organization.objects.select_related("network").get(pk=rosa.custodian_id)
    last = last_things([rosa.pk])[rosa.pk]
    day = kept(rosa, custodian, last, keeping_of(network.pk, LATER)).until
    evening, morning = (datetime.combine(day, time(hour), UTC) for hour in (2, 14))
    seen = [
        (bool(list(obstacles(rosa, at=at))), number(network, "care", at))
        for at in (evening, morning)
    ]
    assert seen == [(True, 0), (False, 1)]
    of_late = kept(rosa, custodian, evening, keeping_of(network.pk, LATER)).until
    assert of_late.day == (day - timedelta(days=1)).day, "what was done in the evening"


def test_somebody_who_is_being_helped_is_not_asked_about_however_old_the_record(
    referral: Referral, network: Network
):
    assert number(network, "care") == 0
    assert number(network, "care", NOW + 30 * YEAR) == 0


def test_what_is_held_is_left_alone(rosa: Person, network: Network, officer: Worker):
    place_hold(
        actor=officer.actor, person_id=rosa.pk, reason=HoldReason.DEMAND, words="Case", at=NOW
    )
    night(network)
    assert not RightsRequest.objects.exists()


def test_a_child_is_kept_past_its_18th_birthday_and_does_not_stand_before_the_others(
    rosa: Person, network: Network, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("referrals.search.retention.PAGE", 1)
    child = Person.objects.create(
        network=network, custodian=rosa.custodian, first_name="Mateo", birth_date="2022-05-01",
        created_at=NOW,
    )  # fmt: skip
    assert child.pk > rosa.pk
    rosa.birth_date = "2022-05-01"
    rosa.save()
    child.birth_date = ""
    child.save()
    night(network)
    assert RightsRequest.objects.get().person_id == child.pk


def test_partners_may_keep_longer_than_the_law_asks(rosa: Person, network: Network, officer):
    Policy.objects.create(
        network=network, key="keep.care", value=12, version=1, begins_at=NOW, reason="We said so",
        set_by=officer.user,
    )  # fmt: skip
    assert number(network, "care") == 0
    assert number(network, "care", NOW + 13 * YEAR) == 1


def test_words_of_an_old_question_are_emptied_and_the_answer_stays(
    rosa: Person, network: Network, navigator: Worker
):
    asked = Asked(Right.CORRECTION, "phone", "My name", "One letter")
    one = ask_right(actor=navigator.actor, person_id=rosa.pk, asked=asked, at=NOW)
    answer_right(actor=navigator.actor, right_id=one.pk, end=RightEnd.REFUSED, words="No", at=NOW)
    assert number(network, "questions", NOW + 5 * YEAR) == 0
    night(network)
    one.refresh_from_db()
    assert (one.words, one.about, one.answer_words, one.answer) == ("", "", "", "refused")


def test_a_link_that_ended_long_ago_is_deleted_and_one_that_ended_now_is_not(
    rosa: Person, network: Network
):
    for days in (1, 400):
        AccessLink.objects.create(
            network_id=network.pk, purpose=f"p{days}", object_id=rosa.pk, created_at=NOW,
            expires_at=LATER - timedelta(days=days),
        )  # fmt: skip
    night(network)
    assert AccessLink.objects.get().purpose == "p1"


def test_it_runs_once_a_night(rosa: Person, network: Network):
    assert night(network)
    assert night(network, LATER + timedelta(hours=19)) is None
    assert night(network, LATER + timedelta(hours=21))


def test_a_dry_run_counts_and_changes_nothing(rosa: Person, network: Network):
    said = StringIO()
    call_command("retention", "--dry-run", stdout=said)
    assert "Harbor County" in said.getvalue()
    assert "care" in said.getvalue()
    assert not RetentionRun.objects.exists()


def test_the_officer_sees_rules_numbers_and_holds_and_nobody_else_does(
    rosa: Person, network: Network, officer: Worker, stranger: Worker, navigator: Worker,
    clinic: Organization,
):  # fmt: skip
    place_hold(
        actor=officer.actor, person_id=rosa.pk, reason=HoldReason.LAWSUIT, words="Case", at=NOW
    )
    page = reverse("referrals:keeping")
    shown = officer.client.get(page).content.decode()
    assert "10 NYCRR 405.10(a)(4)" in shown
    assert "lawsuit" in shown
    assert "Rosa" not in shown
    for worker in (stranger, navigator):
        assert worker.client.get(page).status_code == 403
