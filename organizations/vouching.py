"""Which organization's own sign-in leads somebody in, and where may a password of ours not go?"""

from collections.abc import Collection, Iterable, Iterator
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from accounts import saml
from accounts.models import User
from accounts.oidc import Client
from accounts.vouched import domain_of
from core.actor import NOBODY
from core.tenancy import tenant_context
from organizations.grants import ROLES, Role
from organizations.models.members import Membership
from organizations.models.network import Organization
from organizations.models.sign_on import SignOn, SignOnDomain

# Whoever may bring people in may always use a password: else nobody could mend a sign-in that broke.
KEEPERS = {role for role, (here, _network) in ROLES.items() if "manage_members" in here}


def doors_of(email: str) -> list[SignOn]:
    """By the end of the address alone: who has an account here is not asked."""
    domains = SignOnDomain.objects.filter(name=domain_of(email), confirmed_at__isnull=False)
    found = (_of(one.network_id, pk=one.sign_on_id) for one in domains.order_by("id"))
    return [one for one in found if one is not None and one.is_on]


def sign_on_of(organization_id: UUID) -> SignOn | None:
    """Asked by whoever comes back from there, in no network yet; of an organization that left, none.

    One that was never made is looked for as long as one without: neither answer nor clock tells them apart.
    """
    there = Organization.objects.exclude(status=Organization.Status.LEFT)
    network_id = there.filter(pk=organization_id).values_list("network_id", flat=True).first()
    return _of(network_id or NOBODY, organization_id=organization_id)


def client_of(sign_on: SignOn) -> Client:
    return Client(sign_on.issuer, sign_on.client_id, sign_on.client_secret)


def provider_of(sign_on: SignOn) -> saml.Provider:
    return saml.Provider(
        sign_on.issuer,
        sign_on.address,
        tuple(sign_on.certificates),
        us=our_name(sign_on.organization_id),
        back=way_back(sign_on.organization_id),
    )


def way_back(organization_id: UUID) -> str:
    """The one address of ours to which the sign-in of an organization sends people."""
    return settings.SITE_URL + reverse("sign_on_back", args=[organization_id])


def way_to_end(organization_id: UUID) -> str:
    """Where an OpenID provider says that somebody is out over there."""
    return settings.SITE_URL + reverse("sign_on_ended", args=[organization_id])


def our_name(organization_id: UUID) -> str:
    """As a SAML provider knows us: one name for each organization, so that none can speak for another."""
    return settings.SITE_URL + reverse("sign_on_metadata", args=[organization_id])


def reach_of_password(user: User, memberships: Collection[Membership]) -> list[UUID] | None:
    """The organizations that a password opens; None: all of them, as nearly always."""
    shut = {
        one.organization_id
        for sign_on in _asking(user, {one.network_id for one in memberships})
        for one in memberships
        if one.organization_id == sign_on.organization_id and not _keeps(one.roles)
    }
    return (
        [one.organization_id for one in memberships if one.organization_id not in shut]
        if shut
        else None
    )


def _asking(user: User, network_ids: Collection[UUID]) -> Iterator[SignOn]:
    """The sign-ins that ask all with such an address to come through them."""
    domains = SignOnDomain.objects.filter(
        name=domain_of(user.email), confirmed_at__isnull=False, network__in=network_ids
    )
    for domain in domains:
        sign_on = _of(domain.network_id, pk=domain.sign_on_id)
        if sign_on is not None and sign_on.is_on and not sign_on.passwords_open:
            yield sign_on


def _keeps(roles: Iterable[str]) -> bool:
    return any(Role(role) in KEEPERS for role in roles)


def _of(network_id: UUID, **which: UUID) -> SignOn | None:
    with tenant_context(network_id):
        return SignOn.objects.select_related("organization").filter(**which).first()
