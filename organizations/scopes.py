"""What may the key of an organization do? No more than was said when it was made, and for that organization only."""

from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.models import ApiKey
from core.actor import NOBODY, Actor, ActorKind
from organizations.models.network import Organization
from organizations.words import Words


class Scope(StrEnum):
    READ_FAMILIES = "read_families"
    RIGHTS = "rights"
    ANSWER = "answer"
    MEMBERS = "members"


# Grants for reading, and for all else: a program owes no family a next step, so it changes none.
SCOPES: dict[Scope, tuple[frozenset[str], frozenset[str]]] = {
    Scope.READ_FAMILIES: (frozenset({"see_people"}), frozenset()),
    # `ask_rights` is nobody's role: it asks and answers about records, and changes none.
    Scope.RIGHTS: (frozenset({"see_people"}), frozenset({"ask_rights"})),
    Scope.ANSWER: (frozenset({"work_referrals"}), frozenset({"work_referrals"})),
    Scope.MEMBERS: (frozenset({"manage_members"}), frozenset({"manage_members"})),
}
SCOPE_WORDS: dict[Scope, Words] = {
    Scope.READ_FAMILIES: _("Read about our families"),
    Scope.RIGHTS: _("Read about our families, and write down what they ask about their records"),
    Scope.ANSWER: _("Read and answer requests to us"),
    Scope.MEMBERS: _("See who works here, and end that when somebody leaves"),
}


def actor_of_key(key: ApiKey, *, is_reading: bool, request_id: str = "") -> Actor:
    """Nobody, once the organization has left the network."""
    there = Organization.objects.exclude(status=Organization.Status.LEFT)
    organization = there.filter(pk=key.organization_id or NOBODY).first()
    if organization is None:
        return Actor(kind=ActorKind.KEY, request_id=request_id)
    return Actor(
        kind=ActorKind.KEY,
        network_id=organization.network_id,
        user_id=key.user_id,
        organization_id=organization.pk,
        grants=_grants(key, organization.pk, is_reading=is_reading),
        request_id=request_id,
    )


def _grants(key: ApiKey, here: UUID, *, is_reading: bool) -> frozenset[tuple[str, UUID]]:
    given = (SCOPES[Scope(scope)][0 if is_reading else 1] for scope in key.scopes)
    return frozenset((codename, here) for each in given for codename in each)
