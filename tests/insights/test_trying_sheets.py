"""Another sheet of questions is tried in one place: there alone, from its first day to its last, and nowhere else."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.errors import BadInput, NotAllowed
from core.tenancy import tenant_context
from governance.actions.policies import set_patience
from governance.models.proposals import ProposalVersion
from insights.actions.cycles import begin, conclude, say_yes, stop
from insights.models import Cycle
from organizations.grants import Role
from organizations.models.network import Network, Organization
from people.models.person import Person
from screening.actions.screenings import Setting, start
from screening.listing import in_use, key_of
from tests.governance.table import sit_down
from tests.insights.test_cycles import head, plan, tried
from tests.referrals.conftest import rosa
from tests.story import Worker, found, hire

__all__ = ["head", "rosa"]
DAY = timedelta(days=1)
USUAL, SHORT = "ahc_hrsn_core", "hunger_vital_sign"


def asked_with(place: Organization, at: datetime) -> set[str]:
    return {each.code for each in in_use(place.network_id, place.pk, at)}


def on_trial(head: Worker, convener: Worker, at: datetime, **but: object) -> Cycle:
    what = {"values": {}, "instrument": SHORT, **but}
    return tried(head, convener, head.organization, at, **what)


def test_it_holds_in_one_clinic_from_its_first_day_to_its_last_and_nowhere_else(
    network: Network, head: Worker, convener: Worker, clinic: Organization,
    other_clinic: Organization, now: datetime,
):  # fmt: skip
    on_trial(head, convener, now, begins_on=now.date() + 3 * DAY)
    both = {USUAL, SHORT}
    assert asked_with(clinic, now) == both
    assert asked_with(clinic, now + 3 * DAY) == {SHORT}
    assert asked_with(clinic, now + 9 * DAY) == {SHORT}
    assert asked_with(clinic, now + 10 * DAY) == both
    assert asked_with(other_clinic, now + 3 * DAY) == both
    abroad = Network.objects.create(name="Elsewhere")
    with tenant_context(abroad.pk):
        there = found(abroad, "Far Clinic")
        assert asked_with(there, now + 3 * DAY) == both


def test_nothing_holds_before_the_yes_and_nothing_after_the_stop(
    head: Worker, convener: Worker, clinic: Organization, now: datetime
):
    what = plan(now, instrument=SHORT)
    made = begin(actor=head.actor, organization_id=clinic.pk, plan=what, at=now)
    assert asked_with(clinic, now) == {USUAL, SHORT}
    say_yes(actor=convener.actor, cycle_id=made.pk, at=now)
    assert asked_with(clinic, now) == {SHORT}
    stop(actor=head.actor, cycle_id=made.pk, at=now + DAY)
    assert asked_with(clinic, now + DAY) == {USUAL, SHORT}


def test_who_asks_there_is_offered_the_sheet_that_is_tried_and_cannot_begin_with_another(
    network: Network, head: Worker, convener: Worker, clinic: Organization, navigator: Worker,
    rosa: Person,
):  # fmt: skip
    at = timezone.now()
    page = reverse("screening:new", args=[rosa.pk])
    assert USUAL in navigator.client.get(page).text
    on_trial(head, convener, at)
    shown = navigator.client.get(page).text
    assert SHORT in shown
    assert f'value="{USUAL}"' not in shown
    with pytest.raises(BadInput, match="question sheets"):
        start(actor=navigator.actor, person_id=rosa.pk, setting=Setting(USUAL, "en"), at=at)
    made = start(actor=navigator.actor, person_id=rosa.pk, setting=Setting(SHORT, "en"), at=at)
    assert made.instrument == SHORT


def test_what_began_with_the_usual_sheet_goes_on_with_it(
    head: Worker, convener: Worker, navigator: Worker, rosa: Person, now: datetime
):
    begun = start(actor=navigator.actor, person_id=rosa.pk, setting=Setting(USUAL, "en"), at=now)
    on_trial(head, convener, now)
    begun.refresh_from_db()
    assert begun.sheet.code == USUAL


def test_to_adopt_it_asks_the_council_for_just_that(
    network: Network, head: Worker, convener: Worker, now: datetime
):
    sit_down(network, now - 30 * DAY)
    cycle = on_trial(head, convener, now)
    done = conclude(
        actor=head.actor, cycle_id=cycle.pk, verdict=Cycle.Verdict.ADOPT, result="Enough.",
        at=now + DAY,
    )  # fmt: skip
    [change] = ProposalVersion.objects.get(proposal=done.proposal).changes
    assert (change["key"], change["before"], change["after"]) == (key_of(USUAL), 1, 0)


def test_one_sheet_stays_in_use_whatever_partners_decide(
    network: Network, head: Worker, convener: Worker, clinic: Organization, now: datetime
):
    with pytest.raises(BadInput):
        set_patience(actor=convener.actor, values={key_of(USUAL): 0, key_of(SHORT): 0}, at=now)
    on_trial(head, convener, now)
    set_patience(actor=convener.actor, values={key_of(SHORT): 0}, at=now)
    assert asked_with(clinic, now) == {USUAL}


def test_a_stranger_tries_no_questions_elsewhere(head: Worker, pantry: Organization, now: datetime):
    stranger = hire(pantry, "Sam Stranger", Role.ORGADMIN)
    with pytest.raises(NotAllowed):
        begin(
            actor=stranger.actor, organization_id=head.organization.pk,
            plan=plan(now, instrument=SHORT), at=now,
        )  # fmt: skip
