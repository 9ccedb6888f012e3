"""An organization comes into a network step by step, and no other way."""

import pytest
from django.db import IntegrityError, connection, transaction

from organizations.lifecycle import (
    BEGINS,
    ENDS_A_BREAK,
    ON_THE_WAY,
    PATH,
    PathStep,
    Stage,
    is_open,
    pairs,
    possible_steps,
)
from organizations.models.network import Network, Organization
from tests.story import found

# A break that came into a pilot is a story of its own: tests/governance/test_a_pilot_rests.py
FROM_A_PILOT = {(Stage.PILOT, Stage.PAUSED), (Stage.PAUSED, Stage.PILOT)}


@pytest.mark.parametrize("stage", Stage)
def test_from_every_stage_there_is_a_way_on(stage: Stage):
    assert possible_steps(stage)


def test_every_stage_can_be_reached():
    reached, left = set(BEGINS), set()
    while reached != left:
        left = set(reached)
        reached |= {PATH[step].target for stage in left for step in possible_steps(stage)}
    assert reached == set(Stage)


def test_nobody_takes_part_who_has_not_tried_it():
    into = {step for step, move in PATH.items() if move.target is Stage.ACTIVE}
    assert into == {PathStep.JOIN, PathStep.COME_BACK}
    assert PATH[PathStep.JOIN].sources == {Stage.PILOT}


def test_a_partner_may_always_go_and_rest_by_its_own_word():
    own = {step for step, move in PATH.items() if move.by_partner}
    ends = set(ENDS_A_BREAK.values())
    assert own == {PathStep.PAUSE, *ends, PathStep.LEAVE, PathStep.DECLINE}


def test_a_break_ends_in_one_way_only():
    for rests, end in ENDS_A_BREAK.items():
        there = [step for step in PathStep if is_open(step, Stage.PAUSED, pilot_rests=rests)]
        assert there == [end, PathStep.LEAVE]


@pytest.mark.parametrize("before", sorted(ON_THE_WAY | {Stage.ACTIVE, Stage.LEFT}))
@pytest.mark.parametrize("after", Stage)
def test_an_organization_moves_only_along_its_way_even_by_raw_sql(
    network: Network, before: Stage, after: Stage
):
    one = found(network, "Some Body")
    with connection.cursor() as cursor:
        ask = "UPDATE organizations_organization SET status = %s WHERE id = %s"
        for stage in _way_to(before):
            cursor.execute(ask, [stage, one.pk])
        allowed = before == after or (before, after) in pairs() - FROM_A_PILOT
        try:
            with transaction.atomic():
                cursor.execute(ask, [after, one.pk])
            assert allowed
        except IntegrityError:
            assert not allowed


def _way_to(stage: Stage) -> list[Stage]:
    """From one that takes part."""
    again = [Stage.LEFT, Stage.PROSPECT, Stage.ONBOARDING, Stage.PILOT]
    if stage in again:
        return again[: again.index(stage) + 1]
    return [] if stage is Stage.ACTIVE else [stage]


@pytest.mark.parametrize("stage", sorted(set(Stage) - BEGINS))
def test_nobody_begins_in_the_middle(network: Network, stage: Stage):
    with pytest.raises(IntegrityError), transaction.atomic():
        Organization.objects.create(network=network, name="Some Body", status=stage)
