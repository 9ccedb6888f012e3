"""What a partner and the network agreed on: signed by both, and nothing without it."""

import html
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.urls import reverse

from core.errors import AlreadyChanged, BadInput, NotAllowed, StepNotPossible
from core.ids import uuid7
from governance.actions.agreements import (
    Hand,
    Terms,
    chase_agreements,
    draft,
    end,
    offer,
    sign,
)
from governance.actions.policies import set_patience
from governance.kinds import ALLOWED_BY, Kind, Paper, Part, Side, Standing, Use, allows
from governance.models.agreements import Agreement, Signature
from governance.path import AGREEMENT_LADDERS
from governance.search.agreements import REQUIRED, NoAgreement, refuse_without
from governance.words.agreements import KIND_WORDS, PAPER_WORDS, PART_WORDS, STEP_WORDS, WITHOUT
from notifications.told import TOLD
from organizations.models.directory import Service
from organizations.models.network import Network, Organization
from referrals.actions.audit import audit
from referrals.actions.send import Sending, send
from referrals.lifecycle import Mode
from screening.models.need import Need
from tests.story import Worker

DAY = timedelta(days=1)
THERE = ZoneInfo("America/New_York")  # where the story happens


def terms(now: datetime, *categories: str, **but: object) -> Terms:
    today = now.astimezone(
        THERE
    ).date()  # pages look at the clock, and there it may still be yesterday
    said = {
        "kind": Kind.PARTICIPATION, "words": "We help each other’s families.",
        "begins_on": today, "ends_on": today + 365 * DAY, "categories": categories,
    }  # fmt: skip
    return Terms(**{**said, **but})


def hand(agreement: Agreement, **but: object) -> Hand:
    said = {"name": "Kim Keeper", "office": "Director", "digest": agreement.digest}
    return Hand(**{**said, **but})


def offered(
    convener: Worker, partner: Organization, now: datetime, *categories, **but
) -> Agreement:
    made = draft(
        actor=convener.actor, organization_id=partner.pk, terms=terms(now, *categories, **but), at=now
    )  # fmt: skip
    return offer(actor=convener.actor, agreement_id=made.pk, at=now)


def signed(
    convener: Worker, keeper: Worker, partner: Organization, now: datetime, *categories, **but
) -> Agreement:
    return signed_by_both(
        convener, keeper, offered(convener, partner, now, *categories, **but), now
    )


def signed_by_both(convener: Worker, keeper: Worker, paper: Agreement, now: datetime) -> Agreement:
    for worker, side in ((convener, Side.NETWORK), (keeper, Side.PARTNER)):
        signing = {"agreement_id": paper.pk, "side": side, "hand": hand(paper)}
        paper = sign(actor=worker.actor, **signing, at=now)
    return paper


def broken(network: Network, at: datetime) -> set[str]:
    return {one.promise.name for one in audit(network.pk, at=at) if one.broken}


# --- the tables -----------------------------------------------------------------------------------


def test_every_kind_paper_and_use_has_words():
    assert set(KIND_WORDS) == set(Kind)
    assert set(PAPER_WORDS) == set(Paper)
    assert set(WITHOUT) == set(Use) == set(ALLOWED_BY)
    assert set(PART_WORDS) == set(Part)
    assert {ladder.next_step for ladder in AGREEMENT_LADDERS.values()} < set(STEP_WORDS)
    assert all(rung.kind in TOLD for ladder in AGREEMENT_LADDERS.values() for rung in ladder.rungs)


@pytest.mark.parametrize("use", Use)
@pytest.mark.parametrize("kind", Kind)
def test_an_agreement_allows_what_its_kind_says_in_its_time_for_its_help(
    now: datetime, kind: Kind, use: Use
):
    today = now.date()
    paper = Standing(kind, ("food-insecurity",), today - DAY, today + DAY)
    may = kind in ALLOWED_BY[use]
    assert allows([paper], use, "food-insecurity", on=today) is may
    assert allows([paper], use, "food-insecurity", on=today + DAY) is may
    for day in (-2 * DAY, 2 * DAY):
        assert not allows([paper], use, "food-insecurity", on=today + day)
    assert allows([paper], use, "transportation", on=today) is (may and use is Use.BE_PAID)
    assert not allows([], use, "food-insecurity", on=today)


def test_nobody_is_paid_without_an_agreement_on_money(pantry: Organization, now: datetime):
    today = now.date()
    share = Standing(Kind.PARTICIPATION, ("food",), today, None)
    with pytest.raises(NoAgreement, match="on money"):
        refuse_without(pantry, [share], Use.BE_PAID, on=today)
    refuse_without(pantry, [Standing(Kind.GRANT, (), today, None)], Use.BE_PAID, on=today)


# --- signing --------------------------------------------------------------------------------------


def test_both_signatures_put_it_in_force(
    convener: Worker, keeper: Worker, pantry: Organization, now: datetime
):
    paper = offered(convener, pantry, now, "food-insecurity")
    signing = {"agreement_id": paper.pk, "hand": hand(paper), "at": now}
    assert sign(actor=convener.actor, side=Side.NETWORK, **signing).is_offered
    with pytest.raises(StepNotPossible):
        sign(actor=convener.actor, side=Side.NETWORK, **signing)
    assert sign(actor=keeper.actor, side=Side.PARTNER, **signing).is_in_force


def test_what_was_read_is_what_is_signed(convener, keeper, pantry, now: datetime):
    paper = offered(convener, pantry, now)
    other = hand(paper, digest="0" * 64)
    with pytest.raises(AlreadyChanged):
        sign(actor=keeper.actor, agreement_id=paper.pk, side=Side.PARTNER, hand=other, at=now)


def test_nobody_signs_for_another(
    convener, keeper, intake, stranger, foreigner, pantry: Organization, now: datetime
):
    paper = offered(convener, pantry, now)
    signing = {"agreement_id": paper.pk, "hand": hand(paper), "at": now}
    with pytest.raises(NotAllowed):
        sign(actor=convener.actor, side=Side.PARTNER, **signing)
    with pytest.raises(NotAllowed):
        sign(actor=keeper.actor, side=Side.NETWORK, **signing)
    for nobody in (intake, stranger, foreigner):
        with pytest.raises(Agreement.DoesNotExist):
            sign(actor=nobody.actor, side=Side.PARTNER, **signing)


def test_a_partner_without_an_account_signs_on_paper(convener, pantry, now: datetime):
    paper = offered(convener, pantry, now)
    signing = {"actor": convener.actor, "agreement_id": paper.pk, "at": now}
    sign(**signing, side=Side.NETWORK, hand=hand(paper))
    assert sign(**signing, side=Side.PARTNER, hand=hand(paper, on_paper=True)).is_in_force
    assert Signature.objects.get(organization=pantry).on_paper


def test_a_draft_is_the_conveners_alone(convener, keeper, pantry, now: datetime):
    made = draft(actor=convener.actor, organization_id=pantry.pk, terms=terms(now), at=now)
    with pytest.raises(Agreement.DoesNotExist):
        end(actor=keeper.actor, agreement_id=made.pk, at=now)
    with pytest.raises(NotAllowed):
        draft(actor=keeper.actor, organization_id=pantry.pk, terms=terms(now), at=now)


def test_a_new_version_ends_the_one_before_once_it_is_signed(convener, keeper, pantry, now):
    first = signed(convener, keeper, pantry, now)
    second = draft(
        actor=convener.actor, organization_id=pantry.pk, terms=terms(now, words="More."),
        replaces_id=first.pk, at=now,
    )  # fmt: skip
    assert second.version == 2
    offer(actor=convener.actor, agreement_id=second.pk, at=now)
    for worker, side in ((convener, Side.NETWORK), (keeper, Side.PARTNER)):
        first.refresh_from_db()
        assert first.is_in_force
        sign(actor=worker.actor, agreement_id=second.pk, side=side, hand=hand(second), at=now)
    first.refresh_from_db()
    assert first.status == Paper.ENDED


@pytest.mark.parametrize("but", [{"words": " "}, {"categories": ("magic",)}, {"ends_on": None}])
def test_terms_are_looked_at(convener: Worker, pantry: Organization, now: datetime, but: dict):
    if "ends_on" in but:
        but = {"ends_on": now.date() - DAY}
    with pytest.raises(BadInput):
        draft(actor=convener.actor, organization_id=pantry.pk, terms=terms(now, **but), at=now)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE governance_agreement SET status = 'in_force'",
        "UPDATE governance_agreement SET digest = 'other'",
        "UPDATE governance_agreement SET categories = '{}'",
        "UPDATE governance_agreement SET status = 'draft'",
        "DELETE FROM governance_agreement",
        "UPDATE governance_signature SET digest = 'other'",
        "DELETE FROM governance_signature",
        "UPDATE governance_agreement SET next_step_due = NULL",
    ],
)
def test_what_was_offered_or_signed_is_kept_even_from_raw_sql(
    convener: Worker, pantry: Organization, now: datetime, change: str
):
    paper = offered(convener, pantry, now, "food-insecurity")
    signing = {"agreement_id": paper.pk, "side": Side.NETWORK, "hand": hand(paper)}
    sign(actor=convener.actor, **signing, at=now)
    with pytest.raises(Exception, match=r"."), transaction.atomic():
        connection.cursor().execute(change)


# --- nothing without it ---------------------------------------------------------------------------


def test_nothing_is_sent_without_an_agreement_once_the_network_asks_for_one(
    convener, keeper, navigator, need: Need, agreed, food_boxes: Service, now: datetime
):
    to = {"actor": navigator.actor, "need_id": need.pk, "at": now}
    set_patience(actor=convener.actor, values={REQUIRED: 1}, at=now)
    with pytest.raises(NoAgreement, match=r"Eastside Pantry has no .*: Food.*An admin of"):
        send(**to, sending=Sending(food_boxes.pk, uuid7()))
    signed(convener, keeper, food_boxes.organization, now, "transportation-insecurity")
    with pytest.raises(NoAgreement):
        send(**to, sending=Sending(food_boxes.pk, uuid7()))
    on_paper = Sending(food_boxes.pk, uuid7(), mode=Mode.INTRODUCTION)
    assert send(**to, sending=on_paper).is_introduction  # shares nothing
    paper = signed(convener, keeper, food_boxes.organization, now, need.category)
    assert send(**to, sending=Sending(food_boxes.pk, uuid7()))
    end(actor=keeper.actor, agreement_id=paper.pk, at=now)
    with pytest.raises(NoAgreement):
        send(**to, sending=Sending(food_boxes.pk, uuid7()))


def test_a_network_that_has_not_decided_sends_as_before(
    navigator, need: Need, agreed, food_boxes: Service, convener, now: datetime
):
    to = {"actor": navigator.actor, "need_id": need.pk, "at": now}
    set_patience(actor=convener.actor, values={REQUIRED: 1}, at=now - 2 * DAY)
    set_patience(actor=convener.actor, values={REQUIRED: 0}, at=now - DAY)
    assert send(**to, sending=Sending(food_boxes.pk, uuid7()))


def test_only_the_convener_says_whether_agreements_are_asked_for(keeper, stranger, now: datetime):
    for nobody in (keeper, stranger):
        with pytest.raises(NotAllowed):
            set_patience(actor=nobody.actor, values={REQUIRED: 0}, at=now)


# --- time -----------------------------------------------------------------------------------------


def test_before_it_ends_both_are_asked_to_renew_it_and_then_it_has_ended(
    convener: Worker, keeper: Worker, pantry: Organization, network: Network, now: datetime
):
    paper = signed(convener, keeper, pantry, now)
    assert paper.next_step == "renew_it"
    assert chase_agreements(network_id=network.pk, at=now + 300 * DAY) == 0
    assert chase_agreements(network_id=network.pk, at=now + 310 * DAY) == 1
    paper.refresh_from_db()
    assert (paper.rung, paper.is_in_force) == (1, True)
    chase_agreements(network_id=network.pk, at=now + 400 * DAY)
    paper.refresh_from_db()
    assert (paper.status, paper.is_open) == (Paper.ENDED, False)


def test_what_nobody_signs_climbs(convener, pantry, network, now: datetime):
    paper = offered(convener, pantry, now)
    assert chase_agreements(network_id=network.pk, at=now + 30 * DAY) == 1
    paper.refresh_from_db()
    assert (paper.rung, paper.is_offered) == (1, True)


def test_one_without_a_last_day_owes_nothing(convener, keeper, pantry, now: datetime):
    assert not signed(convener, keeper, pantry, now, ends_on=None).is_open


# --- pages ----------------------------------------------------------------------------------------


def test_from_the_draft_to_both_signatures_on_pages(
    convener: Worker, keeper: Worker, stranger: Worker, pantry: Organization
):
    page = reverse("governance:draft_agreement", args=[pantry.pk])
    typed = {"kind": "participation", "words": "We help.", "begins_on": "2026-01-01"}
    assert convener.client.post(page, {"kind": ""}).status_code == 422
    assert convener.client.post(page, typed).status_code == 302
    assert keeper.client.get(page).status_code == 403
    paper = Agreement.objects.get()
    here = reverse("governance:agreement", args=[paper.pk])
    assert keeper.client.get(here).status_code == 404  # a draft
    convener.client.post(reverse("governance:offer_agreement", args=[paper.pk]))
    assert [who.client.get(here).status_code for who in (keeper, stranger)] == [200, 404]
    mine = {"side": "network", "name": "Carmen", "office": "Convener", "digest": paper.digest}
    assert convener.client.post(here, {**mine, "name": ""}).status_code == 422
    assert convener.client.post(here, mine).status_code == 302
    theirs = {**mine, "side": str(pantry.pk), "name": "Kim"}
    assert keeper.client.post(here, theirs).status_code == 302
    paper.refresh_from_db()
    assert paper.is_in_force
    way = convener.client.get(reverse("governance:partnership", args=[pantry.pk]))
    assert "In force" in way.content.decode()
    end_it = reverse("governance:end_agreement", args=[paper.pk])
    assert stranger.client.post(end_it).status_code == 404
    assert keeper.client.post(end_it).status_code == 302


def test_the_auditor_sees_a_paper_that_the_clock_has_passed_over(
    convener: Worker, pantry: Organization, network: Network, now: datetime
):
    offered(convener, pantry, now)
    assert "agreement_in_force_is_signed" not in broken(network, now)
    Agreement.objects.update(wake_at=now - 2 * DAY)
    assert "agreement_in_force_is_signed" in broken(network, now)


def test_what_was_signed_ahead_takes_over_on_its_first_day(
    convener, keeper, pantry: Organization, network: Network, now: datetime
):
    first = signed(convener, keeper, pantry, now)
    later = terms(now, begins_on=first.ends_on + DAY, ends_on=None, words="More.")
    second = draft(
        actor=convener.actor, organization_id=pantry.pk, terms=later, replaces_id=first.pk, at=now
    )
    offer(actor=convener.actor, agreement_id=second.pk, at=now)
    signed_by_both(convener, keeper, second, now)
    first.refresh_from_db()
    assert first.is_in_force  # nothing that it allows stops before
    chase_agreements(network_id=network.pk, at=now + 300 * DAY)
    first.refresh_from_db()
    assert first.is_in_force
    chase_agreements(network_id=network.pk, at=now + 366 * DAY)
    first.refresh_from_db()
    assert first.status == Paper.ENDED


def test_the_next_version_begins_with_the_words_of_the_last(
    convener: Worker, keeper: Worker, stranger: Worker, pantry: Organization, now: datetime
):
    paper = signed(convener, keeper, pantry, now, "food-insecurity")
    page = reverse("governance:next_version", args=[paper.pk])
    here = reverse("governance:agreement", args=[paper.pk])
    assert stranger.client.get(page).status_code == 404
    assert page in convener.client.get(here).content.decode()
    assert paper.words in html.unescape(convener.client.get(page).content.decode())
    typed = {"kind": paper.kind, "words": "Anew.", "begins_on": paper.ends_on + DAY}
    assert convener.client.post(page, {**typed, "words": ""}).status_code == 422
    assert convener.client.post(page, typed).status_code == 302
    second = Agreement.objects.get(replaces=paper)
    assert second.version == 2
    assert (
        reverse("governance:agreement", args=[second.pk])
        in convener.client.get(here).content.decode()
    )
    assert page not in keeper.client.get(here).text
    assert "The network is writing its next version." in keeper.client.get(here).text
    assert convener.client.get(page).status_code == 200
    assert convener.client.post(page, typed).status_code == 409  # it is being written already
    assert convener.client.get(page.replace(str(paper.pk), str(second.pk))).status_code == 409
