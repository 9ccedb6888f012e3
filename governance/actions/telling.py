"""A partner says by telephone, on paper or in person that it rests or goes: who writes it down, and may it be so?"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.access import require
from core.actor import Actor
from core.errors import BadInput, NotAllowed, StepNotPossible
from core.history import Fact, record_all
from core.tenancy import action
from governance.actions.leaving import Leaving, plan_leaving
from governance.actions.partnerships import locked, of
from governance.actions.suspending import is_protected
from governance.in_force import in_force
from governance.joining import How
from governance.models.standing import PartnerTold
from organizations.actions import standing
from organizations.lifecycle import PATH, PathStep
from organizations.models.network import Organization

NOT_SO = "referral.not_so"  # one number for every word that was written down for a partner


@dataclass(frozen=True, slots=True)
class Telling:
    """Who said it, as whoever listened knows them, and how."""

    who: str
    how: How


@action
def write_down_break(
    *,
    actor: Actor,
    organization_id: UUID,
    telling: Telling,
    at: datetime,
    successor_id: UUID | None = None,
) -> Organization:
    """It rests from now on; it is told so, and comes back as soon as it says "not so"."""
    organization = _their_word(actor, organization_id, PathStep.PAUSE, telling, at)
    _note(organization, PathStep.PAUSE, telling, actor, at)
    return standing.pause(
        actor=actor, organization_id=organization.pk, successor_id=successor_id, at=at
    )


@action
def write_down_leaving(
    *, actor: Actor, organization_id: UUID, telling: Telling, leaving: Leaving, at: datetime
) -> Organization:
    """It leaves on that day, and not before it has had its days to say "not so": nobody undoes a good-bye."""
    organization = _their_word(actor, organization_id, PathStep.LEAVE, telling, at)
    days = organization.network.open_days
    waits = int(in_force(organization.network_id, NOT_SO, at)[NOT_SO])
    first = days.local_date(days.after(at, waits))
    if leaving.on < first:
        raise BadInput(
            _("They must have time to say that it is not so. Choose a day from %(day)s on.")
            % {"day": date_format(first, "DATE_FORMAT")}
        )
    if of(organization, at).leaves_at is not None:
        raise StepNotPossible(_("A day is named already on which they leave."))
    _note(organization, PathStep.LEAVE, telling, actor, at)
    return plan_leaving(actor=actor, organization_id=organization.pk, leaving=leaving, at=at)


def _their_word(
    actor: Actor, organization_id: UUID, step: PathStep, telling: Telling, at: datetime
) -> Organization:
    """The partner, locked, with its word kept. NotAllowed: a dispute of theirs is open."""
    organization = locked(actor, organization_id)
    require(actor, "partnerships.convene", organization)
    if organization.status not in PATH[step].sources:
        raise StepNotPossible(_("This organization stands otherwise now. Nothing was changed."))
    if is_protected(organization, step, at):
        raise NotAllowed(_("Only they themselves say so now, or the council by a decision."))
    if not telling.who.strip():
        raise BadInput(_("Say who of them told you."))
    PartnerTold.objects.create(
        network_id=organization.network_id, organization=organization, stage=PATH[step].target,
        how=telling.how, who=telling.who.strip(), at=at, by_id=actor.as_user,
    )  # fmt: skip
    return organization


def _note(
    organization: Organization, step: PathStep, telling: Telling, actor: Actor, at: datetime
) -> None:
    """A break is told of here; a good-bye has a message of its own."""
    fact = Fact(
        "partnership.word_taken", organization, said_by="partner", via=telling.how,
        tell=step is PathStep.PAUSE, details={"stage": PATH[step].target.value},
    )  # fmt: skip
    record_all([fact], actor=actor, at=at)
