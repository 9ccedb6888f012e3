"""A number of one organization's own: what a signed paper says of it, or what is tried there, begins and ends."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import DateTimeField, F, Q, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from core.calendar import OpenDays
from core.errors import BadInput
from governance.effects.policies import complaints, open_to_decision
from governance.in_force import Governed, in_force
from governance.kinds import Part
from governance.known import forget
from governance.models.agreements import Agreement
from governance.models.local import LocalPolicy
from organizations.models.network import Organization

ANSWER = "referral.answer"  # how long a partner has to answer what it is asked


def hold_to(agreement: Agreement, at: datetime) -> None:
    """The paper is in force: its number, if it names one, holds for whom it binds from its first day on."""
    if agreement.answer_days is None:
        return
    days = agreement.organization.network.open_days
    forget(agreement.network_id)
    for one in agreement.parties.exclude(part=Part.PAYS):
        LocalPolicy.objects.create(
            network_id=agreement.network_id, organization_id=one.organization_id, key=ANSWER,
            value=agreement.answer_days, agreement=agreement,
            begins_at=max(at, morning(agreement.begins_on, days)), ends_at=_after(agreement, days),
        )  # fmt: skip


def let_go(agreement: Agreement, at: datetime, organization_id: UUID | None = None) -> None:
    """It has ended, or this party has left: they have as long as all others. What was promised stands."""
    forget(agreement.network_id)
    rows = LocalPolicy.objects.filter(network_id=agreement.network_id, agreement=agreement)
    if organization_id is not None:
        rows = rows.filter(organization_id=organization_id)
    still = rows.filter(Q(ends_at=None) | Q(ends_at__gt=at))
    still.update(ends_at=Greatest(F("begins_at"), Value(at, DateTimeField())))


def _after(agreement: Agreement, days: OpenDays) -> datetime | None:
    if agreement.ends_on is None:
        return None
    return max(
        morning(agreement.ends_on + timedelta(days=1), days), morning(agreement.begins_on, days)
    )


def morning(day: date, days: OpenDays) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(days.zone))


@dataclass(frozen=True, slots=True)
class Trial:
    """Other numbers in one organization until a day, and who said yes: one there, one for the network."""

    organization: Organization
    values: Mapping[str, int]
    begins_at: datetime
    ends_at: datetime
    said_there_by: UUID | None
    said_for_network_by: UUID | None


def may_be_tried() -> dict[str, Governed]:
    """By key, every number that one organization may try otherwise."""
    return {key: value for key, value in open_to_decision().items() if value.is_local}


def check_trial(organization: Organization, values: Mapping[str, int], at: datetime) -> None:
    """BadInput for what could not be tried there: said when it is written, and again when it begins."""
    known = may_be_tried()
    if not values.keys() <= known.keys():
        raise BadInput(_("This number is the same for all partners. Choose another one."))
    stands = in_force(organization.network_id, "", at, owed_by=organization.pk)
    if any(stands[key] == value for key, value in values.items()):
        raise BadInput(_("This holds there already. Nothing would change."))
    for wrong in complaints(known, {**stands, **values}).values():
        raise BadInput(wrong)


def hold_trial(trial: Trial, at: datetime) -> dict[str, LocalPolicy]:
    """From its first moment to its last, and in this organization only. Call it in the action that asked both."""
    check_trial(trial.organization, trial.values, at)
    same = LocalPolicy.objects.filter(
        organization=trial.organization, key__in=list(trial.values), agreement=None
    )
    if same.filter(begins_at__lt=trial.ends_at, ends_at__gt=trial.begins_at).exists():
        raise BadInput(_("This number is tried there already. Let that end first."))
    forget(trial.organization.network_id)
    return {
        key: LocalPolicy.objects.create(
            network_id=trial.organization.network_id, organization=trial.organization, key=key,
            value=value, begins_at=max(at, trial.begins_at), ends_at=trial.ends_at,
            said_there_by_id=trial.said_there_by, said_for_network_by_id=trial.said_for_network_by,
        )
        for key, value in trial.values.items()
    }  # fmt: skip


def stop_trial(network_id: UUID, local_ids: Collection[UUID], at: datetime) -> None:
    """Before its last day: what was promised under it stands."""
    forget(network_id)
    still = LocalPolicy.objects.filter(network_id=network_id, pk__in=local_ids, ends_at__gt=at)
    still.update(ends_at=Greatest(F("begins_at"), Value(at, DateTimeField())))
