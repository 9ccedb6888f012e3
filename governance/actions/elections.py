"""Say who stands for a seat: oneself, or somebody who then accepts or does not."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.access import can, require
from core.actor import Actor
from core.errors import BadInput, StepNotPossible
from core.history import record
from core.tenancy import action
from governance.counting import SeatKind
from governance.models.elections import Election, Nominee
from governance.search.elections import (
    organizations_to_stand_for,
    sits_elsewhere,
    works_for_power,
)
from organizations.models.members import Membership
from organizations.models.network import Organization


@action
def nominate(
    *, actor: Actor, election_id: UUID, user_id: UUID, at: datetime, words: str = ""
) -> Nominee:
    """Whoever names themselves stands at once; somebody else is asked first."""
    election = locked(actor, election_id)
    require(actor, "governance.see_council", election.network)
    _is_open(election, at)
    organization = _may_stand(actor, election, user_id)
    own = user_id == actor.user_id
    nominee, is_new = Nominee.objects.get_or_create(
        network_id=election.network_id, election=election, user_id=user_id,
        defaults={
            "organization": organization, "named_by_id": actor.as_user, "named_at": at,
            "words": words.strip() if own else "",
        },
    )  # fmt: skip
    if not (is_new or own):
        raise BadInput(_("They have been named already."))
    if is_new:
        record(
            "nominee.named", election, actor=actor, at=at, tell=not own, nominee=nominee.pk,
            user=user_id,
        )  # fmt: skip
    if own:
        nominee.organization = organization  # they may work elsewhere by now
        _stand(nominee, election, words, actor, at)
    return nominee


@action
def answer_nomination(
    *, actor: Actor, nominee_id: UUID, accepts: bool, at: datetime, words: str = ""
) -> Nominee:
    """Yes or no; and whoever stands may step back until the vote opens."""
    nominee = Nominee.objects.select_related("election").get(
        pk=nominee_id, network_id=actor.network_id
    )
    require(actor, "governance.answer_nomination", nominee)
    election = locked(actor, nominee.election_id)
    _is_open(election, at)
    nominee = Nominee.objects.select_for_update(no_key=True).get(pk=nominee.pk)
    if not accepts:
        nominee.ended_at = nominee.ended_at or at
        nominee.save(update_fields=["ended_at"])
        record("nominee.declined", election, actor=actor, at=at, tell=False, nominee=nominee.pk)
        return nominee
    _may_sit(election, nominee.user_id)
    places = organizations_to_stand_for(election, nominee.user_id)
    if nominee.organization_id and nominee.organization not in places:
        raise BadInput(_("They do not work in the organization for which this seat is."))
    _stand(nominee, election, words, actor, at)
    return nominee


def locked(actor: Actor, election_id: UUID) -> Election:
    rows = Election.objects.visible_to(actor).select_related("network", "council")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=election_id)


def _is_open(election: Election, at: datetime) -> None:
    """Its hour counts, not when the sweep comes by."""
    if not election.is_nominating or at >= election.votes_from:
        raise StepNotPossible(_("Who stands is settled: the vote has begun."))


def _stand(nominee: Nominee, election: Election, words: str, actor: Actor, at: datetime) -> None:
    """The first who accepts for an organization stands for it."""
    others = election.nominees.filter(ended_at=None, accepted_at__isnull=False)
    theirs = nominee.organization_id
    if theirs and others.filter(organization=theirs).exclude(pk=nominee.pk).exists():
        raise BadInput(_("Somebody stands for this organization already. It has one vote only."))
    nominee.ended_at = None
    nominee.accepted_at = nominee.accepted_at or at
    nominee.words = words.strip() or nominee.words
    nominee.save()
    record("nominee.stands", election, actor=actor, at=at, tell=False, nominee=nominee.pk)


def _may_stand(actor: Actor, election: Election, user_id: UUID) -> Organization | None:
    """For which organization; none where they speak from their own life."""
    _may_sit(election, user_id)
    if election.kind == SeatKind.LIVED_EXPERIENCE:
        return None
    places = organizations_to_stand_for(election, user_id)
    if not places:
        raise BadInput(
            _(
                "They work in no organization for which this seat is, or it has a vote in this council already."
            )
        )
    rule = "governance.name_for_organization"
    place = next((one for one in places if can(actor, rule, one)), places[0])
    require(actor, rule, place)
    return place


def _may_sit(election: Election, user_id: UUID) -> None:
    works = Membership.objects.filter(user=user_id, network_id=election.network_id, until=None)
    if not works.exists():
        raise BadInput(_("They have no account in this network yet. Invite them first."))
    if sits_elsewhere(election, user_id):
        raise BadInput(_("They hold another seat of this council."))
    is_lived = election.kind == SeatKind.LIVED_EXPERIENCE
    if is_lived and works_for_power(election.network_id, user_id):
        raise BadInput(
            _(
                "Whoever works for a health system, a funder or the government does not sit for lived experience."
            )
        )
