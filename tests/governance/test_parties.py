"""Three and more may be bound by one agreement: each signs for itself, and each may go."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from core.errors import BadInput, NotAllowed, StepNotPossible
from core.history import of
from governance.actions.agreements import chase_agreements, draft, end, leave, offer, sign
from governance.actions.obligations import Line, oblige, say_kept
from governance.actions.obligations import Told as Said
from governance.actions.parties import bind, unbind
from governance.kinds import Kept, Kind, Paper, Part, Side
from governance.models.agreements import Agreement, Party, Signature
from governance.models.councils import Council
from governance.models.local import LocalPolicy
from governance.path import Item
from governance.search.agenda import late_agreements
from governance.search.agreements import may_receive, paid_partners, with_agreements
from governance.search.owed import owed
from governance.search.partnerships import answered_of, partnership_of
from organizations.grants import Role
from organizations.models.directory import Service
from organizations.models.network import Network, Organization
from tests.governance.test_agreements import (
    DAY,
    THERE,
    broken,
    hand,
    signed,
    terms,
)
from tests.story import Worker, found, hire

FOOD = "food-insecurity"


@pytest.fixture
def shelter(network: Network) -> Worker:
    """Runs another organization: the second party."""
    return hire(found(network, "Rosa House"), "Rosa Diaz", Role.ORGADMIN)


@pytest.fixture
def funder(network: Network) -> Worker:
    return hire(found(network, "Elm Fund", Organization.Kind.FUNDER), "Ella Moor", Role.ORGADMIN)


def organization(worker: Worker) -> Organization:
    return worker.membership.organization


@pytest.fixture
def hub(convener, keeper, shelter, funder, pantry, now: datetime) -> Agreement:
    """A care hub of three, offered: the pantry runs it, the shelter helps, the fund pays."""
    paper = draft(
        actor=convener.actor, organization_id=pantry.pk, at=now,
        terms=terms(now, FOOD, kind=Kind.CARE_HUB, answer_days=1),
    )  # fmt: skip
    for one, part in ((keeper, Part.HUB), (shelter, Part.TAKES_PART), (funder, Part.PAYS)):
        bind(
            actor=convener.actor, agreement_id=paper.pk, organization_id=organization(one).pk,
            part=part, at=now,
        )  # fmt: skip
    line = Line(Side.PARTNER, "A report.", paper.begins_on + 30 * DAY, 12, organization(shelter).pk)
    oblige(actor=convener.actor, agreement_id=paper.pk, line=line, at=now)
    return offer(actor=convener.actor, agreement_id=paper.pk, at=now)


def sign_for(worker: Worker, paper: Agreement, now: datetime, side: Side = Side.PARTNER):
    return sign(
        actor=worker.actor, agreement_id=paper.pk, side=side, hand=hand(paper), at=now,
        organization_id=organization(worker).pk,
    )  # fmt: skip


def sign_all(hub: Agreement, now: datetime, convener: Worker, *others: Worker) -> Agreement:
    sign_for(convener, hub, now, Side.NETWORK)
    for one in others:
        hub = sign_for(one, hub, now)
    return hub


@pytest.fixture
def in_force(hub, convener, keeper, shelter, funder, now: datetime) -> Agreement:
    return sign_all(hub, now, convener, keeper, shelter, funder)


def sent_food(worker: Worker, now: datetime) -> bool:
    """Whether this organization may be sent what a family shared about food."""
    service = Service.objects.create(
        network_id=worker.membership.network_id, organization=organization(worker), name="Meals"
    )
    row = with_agreements(Service.objects.select_related("organization__network"), now)
    told = row.get(pk=service.pk)
    told.needs_agreement = 1
    return may_receive(told, FOOD, at=now)


# --- signing --------------------------------------------------------------------------------------


def test_it_is_in_force_only_when_each_has_signed(
    hub, convener, keeper, shelter, funder, now: datetime
):
    assert sign_all(hub, now, convener, keeper, shelter).is_offered
    assert not sent_food(keeper, now)
    assert sign_for(funder, hub, now).is_in_force
    assert not broken(hub.network, now)


def test_nobody_signs_for_another_party(hub, convener, keeper, shelter, stranger, now: datetime):
    theirs = {"agreement_id": hub.pk, "hand": hand(hub), "at": now, "side": Side.PARTNER}
    with pytest.raises(NotAllowed):
        sign(actor=keeper.actor, organization_id=organization(shelter).pk, **theirs)
    with pytest.raises(Agreement.DoesNotExist):
        sign(actor=stranger.actor, organization_id=organization(stranger).pk, **theirs)
    with pytest.raises(Party.DoesNotExist):
        sign(actor=convener.actor, organization_id=organization(convener).pk, **theirs)


def test_no_signature_is_forged_and_nothing_is_in_force_without_one(
    hub, convener, keeper, shelter, clinic, now: datetime
):
    sign_all(hub, now, convener, keeper, shelter)
    with pytest.raises(IntegrityError, match="not signed by all"), transaction.atomic():
        Agreement.objects.filter(pk=hub.pk).update(status=Paper.IN_FORCE)
    with pytest.raises(IntegrityError, match="is no party"), transaction.atomic():
        Signature.objects.create(
            network=hub.network, agreement=hub, organization=clinic, name="Mallory",
            office="Nobody", on_paper=False, address="", digest=hub.digest, at=now,
        )  # fmt: skip


def test_who_has_not_signed_is_asked_and_who_has_is_not(hub, shelter, funder, now: datetime):
    def waits(worker: Worker) -> list[bool]:
        return [one.is_ours for one in owed(worker.actor, now) if one.url.endswith(f"{hub.pk}/")]

    assert waits(shelter) == waits(funder) == [True]
    sign_for(shelter, hub, now)
    assert (waits(shelter), waits(funder)) == ([False], [True])


# --- what it allows -------------------------------------------------------------------------------


def test_it_allows_each_what_its_part_says(in_force, keeper, shelter, funder, stranger, now):
    today = in_force.begins_on
    assert [sent_food(one, now) for one in (keeper, shelter, funder, stranger)] == [
        True, True, False, False,
    ]  # fmt: skip
    assert paid_partners(in_force.network_id, on=today) == {
        organization(keeper).pk, organization(shelter).pk,
    }  # fmt: skip
    assert {one.organization_id for one in LocalPolicy.objects.all()} == {
        organization(keeper).pk, organization(shelter).pk,
    }  # fmt: skip
    way = partnership_of(organization(shelter), at=now)
    assert Item.AGREEMENT in answered_of(way)


def test_it_is_one_statement_however_many_are_bound(
    in_force, keeper, shelter, now, django_assert_num_queries
):
    for one in (keeper, shelter):
        sent_food(one, now)
    with django_assert_num_queries(1):
        list(with_agreements(Service.objects.all(), now))


def test_a_line_names_whose_it_is(in_force, keeper, shelter, now: datetime):
    line = in_force.obligations.get()
    today = now.astimezone(THERE).date()
    done = {"obligation_id": line.pk, "told": Said(Kept.DONE, "Sent.", today), "at": now}
    with pytest.raises(NotAllowed):
        say_kept(actor=keeper.actor, **done)
    say_kept(actor=shelter.actor, **done)
    assert line.fulfilments.get().by == shelter.user


# --- going ----------------------------------------------------------------------------------------


def test_the_agenda_names_each_whom_a_late_one_still_binds(
    in_force, keeper, shelter, funder, foreigner, network: Network, now: datetime
):
    Agreement.objects.filter(pk=in_force.pk).update(
        next_step="renew_it", waiting_on="both", next_step_due=now, wake_at=now
    )
    council = Council(network=network, kind=Council.Kind.COUNCIL)
    [line] = late_agreements(council, now)
    names = sorted(organization(one).name for one in (keeper, shelter, funder))
    assert line.words == f"An agreement with {names[0]}, {names[1]} and {names[2]} is late"
    leave(
        actor=shelter.actor, agreement_id=in_force.pk, organization_id=organization(shelter).pk, at=now
    )  # fmt: skip
    [line] = late_agreements(council, now)
    assert organization(shelter).name not in line.words
    elsewhere = Council(network=foreigner.organization.network, kind=Council.Kind.COUNCIL)
    assert not list(late_agreements(elsewhere, now))
    assert not list(late_agreements(Council(network=network, kind=Council.Kind.DATA), now))


def test_one_goes_and_the_others_stay(in_force, keeper, shelter, now: datetime):
    assert end(actor=shelter.actor, agreement_id=in_force.pk, at=now).is_in_force
    assert (sent_food(keeper, now), sent_food(shelter, now)) == (True, False)
    assert in_force.obligations.get().closed_at == now
    assert LocalPolicy.objects.get(organization=organization(shelter)).ends_at == now
    assert not broken(in_force.network, now + timedelta(minutes=1))


def test_when_the_last_goes_nothing_is_left_of_it(in_force, keeper, shelter, funder, now):
    for one in (shelter, funder):
        assert end(actor=one.actor, agreement_id=in_force.pk, at=now).is_in_force
    assert end(actor=keeper.actor, agreement_id=in_force.pk, at=now).status == Paper.ENDED


def test_the_convener_ends_it_for_all_or_writes_down_that_one_goes(
    in_force, convener, keeper, shelter, stranger, now: datetime
):
    theirs = {"agreement_id": in_force.pk, "organization_id": organization(shelter).pk, "at": now}
    with pytest.raises(NotAllowed):
        leave(actor=keeper.actor, **theirs)
    with pytest.raises(Agreement.DoesNotExist):
        leave(actor=stranger.actor, **theirs)
    leave(actor=convener.actor, **theirs)
    assert Party.objects.get(organization=organization(shelter)).left_by == convener.user
    assert end(actor=convener.actor, agreement_id=in_force.pk, at=now).status == Paper.ENDED


def test_one_no_before_it_is_signed_drops_it(hub, shelter, now: datetime):
    assert end(actor=shelter.actor, agreement_id=hub.pk, at=now).status == Paper.DROPPED


def test_the_next_version_binds_whom_this_one_still_binds(
    in_force, convener, keeper, shelter, funder, now: datetime
):
    end(actor=shelter.actor, agreement_id=in_force.pk, at=now)
    later = draft(
        actor=convener.actor, organization_id=in_force.organization_id, at=now,
        terms=terms(now, FOOD, kind=Kind.CARE_HUB), replaces_id=in_force.pk,
    )  # fmt: skip
    assert {one.organization_id: one.part for one in later.parties.all()} == {
        organization(keeper).pk: Part.HUB, organization(funder).pk: Part.PAYS,
    }  # fmt: skip
    offer(actor=convener.actor, agreement_id=later.pk, at=now)
    sign_all(later, now, convener, keeper)
    in_force.refresh_from_db()
    assert in_force.is_in_force
    sign_for(funder, later, now)
    in_force.refresh_from_db()
    assert in_force.status == Paper.ENDED


# --- naming ---------------------------------------------------------------------------------------


def test_parties_are_named_on_a_draft_only(hub, convener, keeper, clinic, now: datetime):
    more = {"agreement_id": hub.pk, "organization_id": clinic.pk, "part": Part.HUB, "at": now}
    for worker, refused in ((convener, StepNotPossible), (keeper, NotAllowed)):
        with pytest.raises(refused):
            bind(actor=worker.actor, **more)
    party = {"network": hub.network, "agreement": hub, "organization": clinic}
    with pytest.raises(IntegrityError, match="no draft"), transaction.atomic():
        Party.objects.create(**party)
    with pytest.raises(IntegrityError, match="no draft"), transaction.atomic():
        hub.parties.all().delete()


def test_a_party_taken_out_takes_its_lines_along(convener, pantry, shelter, now: datetime):
    paper = draft(actor=convener.actor, organization_id=pantry.pk, terms=terms(now), at=now)
    here = {"actor": convener.actor, "agreement_id": paper.pk, "at": now}
    theirs = organization(shelter).pk
    bind(**here, organization_id=theirs, part=Part.TAKES_PART)
    oblige(**here, line=Line(Side.PARTNER, "Beds.", paper.begins_on, 0, theirs))
    unbind(**here, organization_id=theirs)
    assert not paper.obligations.exists()
    with pytest.raises(StepNotPossible):
        unbind(**here, organization_id=pantry.pk)
    with pytest.raises(BadInput):
        bind(**here, organization_id=organization(convener).pk, part=Part.PAYS)


def test_of_several_the_one_that_owes_something_is_named_by_whoever_writes_it_down(
    convener, shelter, stranger, pantry, now: datetime
):
    paper = draft(actor=convener.actor, organization_id=pantry.pk, terms=terms(now), at=now)
    theirs = organization(shelter).pk
    here = {"actor": convener.actor, "agreement_id": paper.pk, "at": now}
    bind(**here, organization_id=theirs, part=Part.TAKES_PART)
    page = reverse("governance:oblige", args=[paper.pk])
    said = {"side": "partner", "words": "Beds.", "first_on": paper.begins_on, "every_months": "0"}
    assert convener.client.post(page, said).status_code == 422
    assert not paper.obligations.exists()
    assert stranger.client.post(page, {**said, "organization": str(theirs)}).status_code == 404
    assert convener.client.post(page, {**said, "organization": str(theirs)}).status_code == 302
    assert paper.obligations.get().organization_id == theirs


def test_the_last_party_cannot_be_put_out_by_raw_sql(convener, keeper, pantry, now: datetime):
    paper = signed(convener, keeper, pantry, now)
    with (
        pytest.raises(IntegrityError, match="nobody is left"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE governance_party SET left_at = %s, left_by_id = %s WHERE agreement_id = %s",
            [now, convener.user.pk, paper.pk],
        )


# --- pages ----------------------------------------------------------------------------------------


def test_from_a_draft_of_three_to_the_day_on_which_one_goes_on_pages(
    convener, keeper, shelter, stranger, pantry, now: datetime
):
    paper = draft(actor=convener.actor, organization_id=pantry.pk, terms=terms(now), at=now)
    theirs = organization(shelter)
    add = reverse("governance:bind", args=[paper.pk])
    said = {"organization": str(theirs.pk), "part": "takes_part"}
    assert stranger.client.post(add, said).status_code == 404
    assert convener.client.post(add, {**said, "organization": ""}).status_code == 422
    assert convener.client.post(add, said).status_code == 302
    offer(actor=convener.actor, agreement_id=paper.pk, at=now)
    here = reverse("governance:agreement", args=[paper.pk])
    name = {"name": "Carmen", "office": "Convener", "digest": paper.digest}
    for worker, side in (
        (convener, "network"), (shelter, str(theirs.pk)), (convener, f"on_paper:{pantry.pk}")
    ):  # fmt: skip
        assert worker.client.post(here, {**name, "side": side}).status_code == 302
    shown = keeper.client.get(here).content.decode()
    assert "Rosa House" in shown
    assert "In force" in shown
    way = reverse("governance:partnership", args=[theirs.pk])
    assert here in shelter.client.get(way).content.decode()
    go = reverse("governance:leave_agreement", args=[paper.pk, theirs.pk])
    assert keeper.client.post(go).status_code == 403
    assert stranger.client.post(go).status_code == 404
    assert shelter.client.post(go).status_code == 302
    paper.refresh_from_db()
    assert paper.is_in_force
    assert paper.parties.get(organization=theirs).left_by == shelter.user


def test_what_waits_climbs_once_for_all_parties(hub, convener, shelter, funder, now: datetime):
    sign_for(shelter, hub, now)
    later = now + 40 * DAY
    assert chase_agreements(network_id=hub.network_id, at=later) == 1

    assert (
        not of(organization(shelter).pk)
        .filter(kind="agreement.also_waits", happened_at=later)
        .exists()
    )
    assert (
        of(organization(funder).pk).filter(kind="agreement.also_waits", happened_at=later).exists()
    )


def test_the_next_step_stands_before_the_words_and_whoever_signs_has_read_them(hub, shelter):
    shown = shelter.client.get(reverse("governance:agreement", args=[hub.pk])).content.decode()
    order = [
        shown.index(f'{part}"') for part in ('href="#sign', 'id="words', 'id="sign', 'id="parties')
    ]
    assert order == sorted(order)
    way = reverse("governance:partnership", args=[organization(shelter).pk])
    page = shelter.client.get(way).content.decode()
    assert page.index("The next step") < page.index('id="agreements"')


def test_whoever_it_was_written_with_may_go_too_and_the_next_version_does_without(
    in_force, convener, keeper, shelter, funder, stranger, now: datetime
):
    end(actor=keeper.actor, agreement_id=in_force.pk, at=now)
    here = reverse("governance:next_version", args=[in_force.pk])
    said = {"kind": "care_hub", "words": "We go on.", "begins_on": str(in_force.begins_on)}
    assert stranger.client.post(here, said).status_code == 404
    assert convener.client.post(here, said).status_code == 302
    later = Agreement.objects.get(replaces=in_force)
    assert {one.organization_id for one in later.parties.all()} == {
        organization(shelter).pk, organization(funder).pk,
    }  # fmt: skip
    offer(actor=convener.actor, agreement_id=later.pk, at=now)
    assert sign_all(later, now, convener, shelter, funder).is_in_force
