"""No number of people below eleven is published, not by subtraction either; a victim service's people are in none."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import StepNotPossible
from insights.actions.nightly import audit_the_night
from insights.search.figures import figures
from insights.search.scorecard import Scorecard
from organizations.models.directory import Service
from organizations.models.network import Organization
from people.models.person import Person
from referrals.actions import desk
from referrals.models.referral import Referral
from screening.actions.gaps import record_gap
from screening.lifecycle import WhyNobody
from screening.models.need import Need
from screening.words import cells
from tests.screening.test_gaps import wanted
from tests.story import NOW, Worker

# Every page and file that tells numbers of people of a whole network: a new one is a line here.
PAGES, FILES = ("/scorecard/", "/power/", "/gaps/"), ("/gaps/file/",)
NUMBER = re.compile(r'<td class="num">\s*([^<]*?)\s*</td>')
# Papers, rows of the auditor and seats of the council: not families.
PAPERS = ("demands", "demand-answers", "promises", "proposed", "voted", "emergencies")


def shelter_of(person: Person) -> Organization:
    """Rosa's clinic turns out to be a victim service."""
    Organization.objects.filter(pk=person.custodian_id).update(is_victim_service=True)
    return Organization.objects.get(pk=person.custodian_id)


def numbers_on(page: str) -> list[str]:
    """Of each card but those that count papers."""
    cards = re.split(r'(?=<section[^>]* id=")', page)
    people = [c for c in cards if not re.match(rf'<section[^>]* id="({"|".join(PAPERS)})"', c)]
    return [number for card in people for number in NUMBER.findall(card)]


def test_no_page_or_file_of_the_network_tells_a_small_number(
    convener: Worker, navigator: Worker, rosa: Person, referral: Referral
):
    at = timezone.now() - timedelta(hours=1)
    for topic, times in (("diapers", 2), ("mold", 1)):
        for _ in range(times):
            need = wanted(navigator, rosa, topic, at)
            record_gap(actor=navigator.actor, need_id=need.pk, why=WhyNobody.FULL, at=at)
    audit_the_night(network_id=rosa.network_id, at=timezone.now())
    told = [n for path in PAGES for n in numbers_on(convener.client.get(path).content.decode())]
    for path in FILES:
        rows = csv.DictReader(io.StringIO(convener.client.get(path).content.decode()))
        told += [row["needs"] for row in rows]
    assert len(told) > 10
    assert {n for n in told if n.isdigit() and 0 < int(n) < 11} == set()
    assert "under 11" in told


def test_a_stranger_reads_none_of_them(stranger: Worker, intake: Worker):
    for path in (*PAGES, *FILES):
        assert intake.client.get(path).status_code == 403
        assert "Delgado" not in stranger.client.get(path).content.decode()


@pytest.mark.parametrize(
    "counts", [[12, 12, 2], [30, 1, 1], [11, 10], [40, 11, 3], [100, 50, 20, 5, 5]]
)
@pytest.mark.parametrize("smallest", [11, 15, 30])
def test_whoever_knows_the_sum_learns_no_small_number(counts: list[int], smallest: int):
    shown = cells(counts, smallest=smallest)
    missing = [n for n, words in zip(counts, shown, strict=True) if not words.isdigit()]
    assert len(missing) > 1
    assert sum(missing) >= smallest or missing == counts


def test_how_many_were_met_is_not_told_by_how_many_were_not():
    """24 of 26 were met: neither the 24 nor both of its parts are shown, or the two would be."""
    night = type("Night", (), {})()
    night.figures = {
        "found": {"wanted": 26, "met": 24, "direct": 12, "staff": 12, "unconfirmed": 0},
        "sent": {"all": 30, "answered": 30, "helped": 30, "contested": 0},
    }
    card = Scorecard(night, 11)
    assert not card.family_says_met.is_shown
    assert "24" not in card.family_says_met.words
    assert [row.count for row in card.words_of[:2]].count("12") < 2


# --- victim services ----------------------------------------------------------------------------


def test_people_of_a_victim_service_are_in_no_number_of_the_network(
    rosa: Person, referral: Referral, need: Need, convener: Worker, navigator: Worker
):
    before = figures(rosa.network_id, at=NOW)
    assert (before["now"]["needs"], before["sent"]["all"]) == (1, 1)
    gap = wanted(navigator, rosa, "diapers", NOW)
    record_gap(actor=navigator.actor, need_id=gap.pk, why=WhyNobody.FULL, at=NOW)
    shelter_of(rosa)
    after = figures(rosa.network_id, at=NOW)
    assert (after["now"]["needs"], after["now"]["requests"], after["sent"]["all"]) == (0, 0, 0)
    assert "Diapers" not in convener.client.get("/gaps/").content.decode()


def test_what_was_sent_to_a_service_that_never_reports_back_is_in_no_number(
    rosa: Person, referral: Referral, food_boxes: Service
):
    Service.objects.filter(pk=food_boxes.pk).update(reports_back=Service.ReportsBack.NEVER)
    after = figures(rosa.network_id, at=NOW)
    assert (after["sent"]["all"], after["now"]["requests"]) == (0, 0)


def test_people_of_a_victim_service_come_to_no_desk(
    rosa: Person, need: Need, navigator: Worker, convener: Worker
):
    desk.to_desk(actor=navigator.actor, need_id=need.pk, at=NOW)
    assert Need.objects.at_desk(convener.actor).exists()
    shelter_of(rosa)
    assert not Need.objects.at_desk(convener.actor).exists()
    another = wanted(navigator, rosa, "diapers", NOW)
    with pytest.raises(StepNotPossible, match="stays in your own organization"):
        desk.to_desk(actor=navigator.actor, need_id=another.pk, at=NOW)
