"""Power in the open: the council reads who decides, who waits and who does the work, and can recognise no family."""

from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from governance.actions.proposals import Wording, act_now, draft
from governance.counting import Answer, SeatKind
from governance.kinds import Kind
from governance.lifecycle import Area
from governance.search.power import NO_SEAT, ByKind, power_of
from insights.actions.nightly import audit_the_night
from insights.models import Night
from insights.search.figures import figures
from insights.search.power import power_page
from organizations.models.directory import Service
from organizations.models.network import Network, Organization
from referrals.models.reaching import ContactAttempt
from referrals.models.referral import Referral
from screening.models.need import Need
from tests.governance.table import DAY, WAITING, Table, close, put_to_vote, say, sit_down
from tests.governance.test_agreements import offered, signed_by_both
from tests.story import NOW, Worker

KINDNESS = Wording("Call back in a day", "Families wait.", text="A day.", area=Area.NORMS)
PAGE, COUNCIL = "/power/", "/council/"
YES, NO = Answer.YES, Answer.NO


@pytest.fixture
def table(network: Network) -> Table:
    return sit_down(network, NOW - 30 * DAY)


def of(table: Table, kind: str, at: datetime = NOW + 60 * DAY) -> ByKind:
    return next(one for one in power_of(table.network.pk, at=at).kinds if one.kind == kind)


def decided(table: Table, *, secret: bool = False) -> None:
    """Bread House asks for three days; the clinic alone is against it, and the funder says nothing."""
    proposal = put_to_vote(table, table.pantry, WAITING, NOW, is_secret=secret)
    answers = [(table.pantry, YES), (table.shelter, YES), (table.mother, YES), (table.clinic, NO)]
    say(table, proposal, answers, proposal.votes_from)
    close(proposal)


def a_night(table: Table, **figures: object) -> Night:
    return Night.objects.create(
        network=table.network, date=NOW.date(), at=NOW, took_ms=5, broken={}, figures=figures
    )


def test_the_council_reads_who_made_voted_and_won_by_kind_of_seat(table: Table):
    decided(table)
    cbo, clinic, funder = (of(table, kind) for kind in ("cbo", "health_care", "funder"))
    assert (cbo.made, cbo.carried, cbo.not_carried) == (1, 1, 0)
    assert (cbo.called, cbo.took_part, cbo.said, cbo.won) == (2, 2, 2, 2)
    assert (clinic.made, clinic.took_part, clinic.said, clinic.won) == (0, 1, 1, 0)
    assert (funder.called, funder.took_part, funder.said) == (1, 0, 0)


def test_only_the_last_word_of_a_seat_counts(table: Table):
    proposal = put_to_vote(table, table.pantry, WAITING, NOW)
    for answer in (NO, YES):
        say(table, proposal, [(worker, answer) for worker in table.voters], proposal.votes_from)
    close(proposal)
    assert (of(table, "cbo").said, of(table, "cbo").won) == (2, 2)


def test_of_a_secret_vote_nothing_is_told_but_who_took_part(table: Table):
    decided(table, secret=True)
    for kind in SeatKind:
        assert (of(table, kind).said, of(table, kind).won) == (0, 0)
    assert (of(table, "health_care").took_part, of(table, "funder").took_part) == (1, 0)


def test_what_is_still_being_voted_on_tells_nothing_of_the_votes(table: Table):
    proposal = put_to_vote(table, table.pantry, WAITING, NOW)
    say(table, proposal, [(table.pantry, YES)], proposal.votes_from)
    cbo = of(table, "cbo")
    assert (cbo.made, cbo.called, cbo.took_part, cbo.said) == (1, 0, 0, 0)


def test_what_the_convener_does_in_an_emergency_stands_apart_and_falls_back_in_the_open(
    table: Table,
):
    proposal = draft(actor=table.convener.actor, wording=WAITING, at=NOW)
    proposal = act_now(actor=table.convener.actor, proposal_id=proposal.pk, at=NOW)
    acts = power_of(table.network.pk, at=NOW + DAY).emergencies
    assert (acts.acts, acts.confirmed, acts.fell_back, acts.waiting) == (1, 0, 0, 1)
    close(proposal)
    acts = power_of(table.network.pk, at=NOW + 60 * DAY).emergencies
    assert (acts.acts, acts.confirmed, acts.fell_back, acts.waiting) == (1, 0, 1, 0)
    assert of(table, SeatKind.CONVENER).made == 0


def test_a_year_later_it_is_over_and_a_draft_never_counts(table: Table):
    decided(table)
    draft(actor=table.clinic.actor, wording=WAITING, at=NOW)
    assert of(table, "health_care").made == 0
    assert of(table, "cbo", at=NOW + 400 * DAY).made == 0


def test_whoever_proposes_without_a_seat_is_counted_as_that(table: Table, keeper: Worker):
    put_to_vote(table, keeper, WAITING, NOW)
    assert of(table, NO_SEAT).made == 1


def test_the_night_counts_who_waits_by_kind_of_both_sides(referral: Referral):
    later = NOW + 9 * DAY
    waits = figures(referral.network_id, at=later)["waits"]
    assert [row[:3] for row in waits["senders"]] == [["healthcare", 1, 1]]
    assert [row[:3] for row in waits["receivers"]] == [["community", 1, 1]]
    assert waits["senders"][0][3] == (later - referral.sent_at).days


def test_the_night_counts_what_an_organization_did_in_its_90_days(
    referral: Referral, pantry: Organization, clinic: Organization, navigator: Worker
):
    Referral.objects.update(first_answer="accepted", answered_at=NOW)
    ContactAttempt.objects.create(
        network=clinic.network, person=referral.need.subject, need=referral.need, way="call",
        organization=clinic, by=navigator.user, outcome="no_answer", at=NOW,
    )  # fmt: skip
    done = {one[0]: one[1:] for one in figures(clinic.network_id, at=NOW + DAY)["work"]}
    assert done == {str(pantry.pk): [1, 0, 0, 0], str(clinic.pk): [0, 0, 1, 0]}
    assert figures(clinic.network_id, at=NOW + 91 * DAY)["work"] == []


@pytest.mark.parametrize("who", ["sensitive", "victim service", "its people", "never reports"])
def test_what_is_delicate_is_in_neither(referral: Referral, navigator: Worker, who: str):
    ContactAttempt.objects.create(
        network_id=referral.network_id, person=referral.need.subject, need=referral.need, way="call",
        organization_id=referral.receiver_id, referral=referral, by=navigator.user,
        outcome="no_answer", at=NOW,
    )  # fmt: skip
    Referral.objects.update(first_answer="accepted", answered_at=NOW)
    hides = {
        "sensitive": lambda: Need.objects.update(is_sensitive=True),
        "victim service": lambda: _shelter(referral.receiver_id),
        "its people": lambda: _shelter(referral.sender_id),
        "never reports": lambda: Service.objects.update(reports_back="never"),
    }
    assert figures(referral.network_id, at=NOW + DAY)["work"]
    hides[who]()
    counted = figures(referral.network_id, at=NOW + DAY)
    assert (counted["work"], counted["waits"]) == ([], {"senders": [], "receivers": []})


def _shelter(organization_id: object) -> None:
    Organization.objects.filter(pk=organization_id).update(is_victim_service=True)


def test_the_longest_wait_stands_first_and_too_few_are_not_told_by_what_is_left(table: Table):
    senders = [["community", 30, 12, 2], ["healthcare", 50, 20, 8], ["government", 4, 1, 90]]
    a_night(table, waits={"senders": senders, "receivers": []}, work=[])
    rows = power_page(table.network, at=NOW).senders
    assert [(str(row.words), row.count) for row in rows] == [
        ("Health care", "50"), ("Community organizations", "not shown"), ("Government offices", "under 11"),
    ]  # fmt: skip
    assert rows[0].note == "half of them for 8 days or longer; 40% past the day that was promised"
    assert {row.note for row in rows[1:]} == {"How long: too few to say"}


def test_work_is_told_by_organization_with_small_numbers_kept_back_and_no_order_tells_them(
    table: Table, foreigner: Worker
):
    names = [table.pantry, table.shelter, table.clinic]
    ids = [str(one.organization.pk) for one in names]
    work = [[ids[0], 9, 0, 0, 0], [ids[1], 40, 12, 0, 0], [ids[2], 12, 0, 30, 0]]
    a_night(table, waits={}, work=[*work, [str(foreigner.organization.pk), 99, 0, 0, 0]])
    loads = power_page(table.network, at=NOW).loads
    assert [(load.name, load.numbers) for load in loads] == [
        ("Warm Nights", ("40", "12", "0", "0")),
        ("Bay Hospital", ("not shown", "0", "30", "0")),
        ("Bread House", ("under 11", "0", "0", "0")),
    ]
    _shelter(table.shelter.organization.pk)
    assert "Warm Nights" not in table.mother.client.get(PAGE).content.decode()


def test_who_is_paid_for_it_is_said_while_the_agreement_is_in_force(table: Table):
    pantry = table.pantry.organization
    a_night(table, waits={}, work=[[str(pantry.pk), 40, 0, 0, 0]])
    assert [load.is_paid for load in power_page(table.network, at=NOW).loads] == [False]
    paper = offered(
        table.convener, pantry, NOW, kind=Kind.GRANT, ends_on=NOW.date() + 30 * DAY, payment="Monthly."
    )  # fmt: skip
    assert [load.is_paid for load in power_page(table.network, at=NOW).loads] == [False]
    signed_by_both(table.convener, table.pantry, paper, NOW)
    assert [load.is_paid for load in power_page(table.network, at=NOW).loads] == [True]
    assert [load.is_paid for load in power_page(table.network, at=NOW + 60 * DAY).loads] == [False]


def test_whoever_sits_there_or_convenes_is_shown_the_way_to_it_and_nobody_else_comes_in(
    table: Table, intake: Worker, supervisor: Worker, stranger: Worker
):
    for reader in (table.mother, table.pantry, table.convener):
        assert f'href="{PAGE}"' in reader.client.get(COUNCIL).content.decode()
        assert reader.client.get(PAGE).status_code == 200
    for other in (intake, supervisor, stranger):
        assert f'href="{PAGE}"' not in other.client.get(COUNCIL).content.decode()
        assert other.client.get(PAGE).status_code == 403
    assert Client().get(PAGE)["Location"].startswith("/accounts/login/")


def test_a_night_from_before_has_counted_none_of_it_and_the_page_says_so(table: Table):
    assert "Not counted yet" in table.mother.client.get(PAGE).content.decode()
    a_night(table, now={})
    assert "Not counted yet" in table.mother.client.get(PAGE).content.decode()


def test_the_page_costs_the_same_however_much_there_is(
    table: Table, referral: Referral, django_assert_num_queries
):
    Referral.objects.update(first_answer="accepted", answered_at=NOW)
    audit_the_night(network_id=table.network.pk, at=NOW + 4 * DAY)
    decided(table)
    with django_assert_num_queries(8):
        power_page(table.network, at=timezone.now())
    for worker in (table.shelter, table.clinic):
        put_to_vote(table, worker, KINDNESS, NOW)
    kinds = [["community", 30, 12, 2], ["healthcare", 50, 20, 8]]
    work = [[str(one.organization.pk), 20, 30, 40, 50] for one in (table.pantry, table.clinic)]
    Night.objects.update(figures={"waits": {"senders": kinds, "receivers": kinds}, "work": work})
    with django_assert_num_queries(8):
        assert len(power_page(table.network, at=timezone.now()).loads) == len(work)
