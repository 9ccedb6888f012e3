"""What can a decision make of an organization, is it possible now, and how is it read aloud and done?"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from core.actor import NOBODY, Actor
from core.history import Fact, record_all
from governance.effects.registry import Aloud, Change, Decision, Text
from governance.joining import Word, step_to
from governance.lifecycle import Area
from governance.models.partnerships import Partnership
from governance.models.standing import SaidSo
from governance.path import missing
from governance.search.partnerships import answered_of
from governance.words.path import ITEM_WORDS
from organizations.actions import standing
from organizations.lifecycle import TAKES_PART, PathStep, Stage
from organizations.models.members import Membership
from organizations.models.network import Organization
from organizations.words import ORGANIZATION_STATUS

KIND = "partner"


def area(_change: Change) -> Area:
    return Area.PARTNERS


def falls_back(change: Change) -> bool:
    """A break can be taken back unconfirmed; a good-bye and a pilot that is over cannot."""
    return (change.before, change.after) in {
        (stage, Stage.PAUSED) if rests else (Stage.PAUSED, stage)
        for stage in TAKES_PART
        for rests in (True, False)
    }


def before(network_id: UUID, changes: Sequence[Change], _at: datetime) -> dict[str, Any]:
    return {str(pk): one.status for pk, one in _organizations(network_id, changes).items()}


def check(network_id: UUID, changes: Sequence[Change], _at: datetime) -> list[Text]:
    there = _organizations(network_id, changes)
    return [said for one in changes if (said := _against(there.get(_id(one)), str(one.after)))]


def aloud(change: Change) -> Aloud:
    return aloud_all([change])[0]


def aloud_all(changes: Sequence[Change]) -> list[Aloud]:
    rows = Organization.objects.filter(pk__in=[_id(one) for one in changes])
    names = dict(rows.values_list("pk", "name"))
    return [
        Aloud(names.get(_id(one), ""), _spelled(one.before), _spelled(one.after)) for one in changes
    ]


def bring_about(decision: Decision, changes: Sequence[Change], at: datetime) -> None:
    """By the same steps as always: what is open gets new owners first, and people are told."""
    clock, facts = Actor.system(decision.network_id), []
    for pk, organization in _organizations(decision.network_id, changes).items():
        wanted = next(str(one.after) for one in changes if _id(one) == pk)
        if organization.status == wanted:
            continue
        SaidSo.objects.create(
            network_id=decision.network_id, organization=organization, stage=wanted, at=at,
            word=Word.COUNCIL, decision_id=decision.proposal_id,
        )  # fmt: skip
        _TAKES[Stage(wanted)](clock, organization, at)
        facts.append(Fact("partnership.decided", organization, details={"stage": wanted}))
    record_all(facts, actor=clock, at=at)


def _come_back(clock: Actor, organization: Organization, at: datetime) -> None:
    standing.come_back(actor=clock, organization_id=organization.pk, at=at)


def _join_or_come_back(clock: Actor, organization: Organization, at: datetime) -> None:
    if organization.is_paused:
        _come_back(clock, organization, at)
    else:
        standing.advance(actor=clock, organization_id=organization.pk, step=PathStep.JOIN, at=at)


def _pause(clock: Actor, organization: Organization, at: datetime) -> None:
    standing.pause(actor=clock, organization_id=organization.pk, at=at)


def _leave(clock: Actor, organization: Organization, at: datetime) -> None:
    standing.leave(actor=clock, organization_id=organization.pk, at=at)


_TAKES = {
    Stage.PILOT: _come_back, Stage.ACTIVE: _join_or_come_back, Stage.PAUSED: _pause, Stage.LEFT: _leave,
}  # fmt: skip


def _against(organization: Organization | None, wanted: str) -> Text:
    """Why it could not be so, in one sentence."""
    step = organization and step_to(
        organization.status, wanted, pilot_rests=organization.pilot_rests
    )
    if organization is None or step is None:
        return _("This is not possible from where the organization stands.")
    if step is PathStep.JOIN and (still := _still_asked(organization)):
        return _("Still to be answered: %(lines)s.") % {"lines": still}
    if step in {PathStep.PAUSE, PathStep.LEAVE} and not _somebody_else_convenes(organization):
        return _("Nobody else convenes the network: somebody must, before they rest or go.")
    return ""


def _still_asked(organization: Organization) -> str:
    row = Partnership.objects.filter(
        network_id=organization.network_id, organization_id=organization.pk
    ).first()
    answered = answered_of(row) if row else {}
    lines = missing(PathStep.JOIN, organization.kind, answered)
    return get_text_list([str(ITEM_WORDS[item].name) for item in lines], _("and"))


def _somebody_else_convenes(organization: Organization) -> bool:
    conveners = Membership.objects.filter(
        network_id=organization.network_id, until=None, roles__contains=["convener"]
    )
    return conveners.exclude(organization=organization).exists()


def _organizations(network_id: UUID, changes: Sequence[Change]) -> dict[UUID, Organization]:
    rows = Organization.objects.filter(network_id=network_id)
    return rows.in_bulk([_id(one) for one in changes])


def _id(change: Change) -> UUID:
    try:
        return UUID(change.key)
    except ValueError:
        return NOBODY


def _spelled(stage: Any) -> Text:
    return ORGANIZATION_STATUS[stage][2] if stage in ORGANIZATION_STATUS else ""
