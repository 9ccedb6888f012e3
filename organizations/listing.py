"""Which rows of the directory does this person's page show?"""

from collections.abc import Collection, Iterator
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.crypto import constant_time_compare

from accounts.links import LinkGone, mark_of
from accounts.models import AccessLink
from core import history
from core.actor import NOBODY, Actor
from core.errors import NotAllowed
from organizations.grants import ROLES
from organizations.models.directory import Location, Phone, Service
from organizations.models.members import Membership, OrganizationUserObjectPermission
from organizations.models.network import Organization
from organizations.ranking import Point


def network_of(actor: Actor) -> UUID:
    """The network in which the actor looks; whoever works nowhere has no directory."""
    if actor.network_id == NOBODY:
        raise NotAllowed
    return actor.network_id


def in_directory(actor: Actor) -> QuerySet[Service]:
    """Every service of the actor's own network: a directory is open to all who work in it."""
    return Service.objects.filter(Q(network_id=actor.network_id)).select_related(
        "organization__network"
    )


def organizations_in_directory(actor: Actor) -> QuerySet[Organization]:
    return Organization.objects.filter(Q(network_id=actor.network_id)).select_related("network")


def services_of(actor: Actor) -> QuerySet[Service]:
    """The services of the actor's own organization, for those who keep them or answer for them."""
    by_account = actor.where("manage_services", "work_referrals") & {actor.organization_id}
    if not (by_account or actor.is_partner_link):
        raise NotAllowed
    return (
        in_directory(actor).filter(Q(organization_id=actor.organization_id)).order_by("name", "id")
    )


def home_of(actor: Actor) -> Point | None:
    """Where the actor's own organization is: the start when nobody typed a ZIP code."""
    here = Location.objects.filter(Q(organization_id=actor.organization_id))
    place = here.exclude(latitude=None).exclude(longitude=None).order_by("id").first()
    return place.point if place else None


def members_in(actor: Actor) -> QuerySet[Membership]:
    """Everybody who works anywhere in the actor's network now; each page asks its own rule."""
    live = Membership.objects.filter(Q(network_id=actor.network_id), until=None)
    return live.select_related("user", "organization")


def never_signed_in(organization: Organization) -> QuerySet[Membership]:
    """Those who were invited and have not come in yet."""
    live = Membership.objects.filter(organization=organization, until=None)
    return live.filter(user__last_login=None).select_related("user").order_by("user__name")


def who_may_stand_in(organization: Organization) -> list[tuple[str, str]]:
    """Id and name of those who may see the families there."""
    roles = [role.value for role, (here, _network) in ROLES.items() if "see_people" in here]
    there = Membership.objects.filter(organization=organization, until=None, roles__overlap=roles)
    rows = there.select_related("user").order_by("user__name")
    return [(str(one.user_id), one.user.name) for one in rows]


def has_accounts(organization_id: UUID) -> bool:
    """Whether anybody there signs in to answer requests; else they answer by link or telephone."""
    return _answering(organization_id).exists()


def is_run_by_somebody(organization_id: UUID) -> bool:
    """Whether anybody there signs in to speak for it; else its mailbox does."""
    return bool(who_runs(organization_id))


def who_runs(organization_id: UUID) -> set[UUID]:
    """Those who bring people in there, and make keys for its programs."""
    rows = OrganizationUserObjectPermission.objects.filter(
        content_object_id=organization_id,
        permission__codename="manage_members",
        user__is_active=True,
    )
    return set(rows.values_list("user_id", flat=True))


def made_by(key_ids: Collection[UUID]) -> dict[UUID, UUID | None]:
    """Who made each of these keys of an organization, and copied it: the history names them."""
    if not key_ids:
        return {}
    made = history.of(*key_ids).filter(kind="key.issued")
    return dict(made.values_list("subject_id", "actor_id"))


def at_mailbox(link: AccessLink, organization_id: UUID) -> Organization:
    """Whose mailbox a link went to. Another mailbox since then, or none: the link is dead."""
    organization = Organization.objects.select_related("network").get(
        network_id=link.network_id, pk=organization_id
    )
    has_moved = not constant_time_compare(link.sent_to, mark_of(organization.registered_address))
    if has_moved or organization.status == Organization.Status.LEFT:
        raise LinkGone
    return organization


def who_signs_in(organization_ids: Collection[UUID]) -> set[UUID]:
    """Of these organizations, those that have accounts."""
    rows = OrganizationUserObjectPermission.objects.filter(
        content_object_id__in=organization_ids,
        permission__codename="work_referrals",
        user__is_active=True,
    )
    return set(rows.values_list("content_object_id", flat=True))


def who_answers(organization_id: UUID) -> set[UUID]:
    return set(_answering(organization_id).values_list("user_id", flat=True))


def _answering(organization_id: UUID) -> QuerySet[OrganizationUserObjectPermission]:
    return OrganizationUserObjectPermission.objects.filter(
        content_object_id=organization_id,
        permission__codename="work_referrals",
        user__is_active=True,
    )


def phones_of(service: Service) -> Iterator[Phone]:
    """Of the service, else of its places and its organization; each number once, never a fax."""
    of_places = [phone for offer in service.places.all() for phone in offer.location.phones.all()]
    seen: set[str] = set()
    for phone in [*service.phones.all(), *of_places, *service.organization.phones.all()]:
        if phone.number not in seen and phone.kind != "fax":
            seen.add(phone.number)
            yield phone


_WITHOUT_A_TOP = """
WITH held AS (
    SELECT a.codename, g.content_object_id AS at FROM organizations_organizationuserobjectpermission AS g
    JOIN auth_permission AS a ON a.id = g.permission_id AND a.codename IN ('send_referrals', 'supervise')
    JOIN accounts_user AS u ON u.id = g.user_id AND u.is_active
), desks AS (
    SELECT g.content_object_id AS at FROM organizations_networkuserobjectpermission AS g
    JOIN auth_permission AS a ON a.id = g.permission_id AND a.codename = 'run_desk'
    JOIN accounts_user AS u ON u.id = g.user_id AND u.is_active
)
SELECT DISTINCT n.short_name FROM organizations_network AS n
JOIN organizations_organization AS o ON o.network_id = n.id
WHERE EXISTS (SELECT FROM held WHERE held.at = o.id AND held.codename = 'send_referrals')
AND NOT EXISTS (SELECT FROM held WHERE held.at = o.id AND held.codename = 'supervise')
AND NOT EXISTS (SELECT FROM desks WHERE desks.at = n.id)
ORDER BY n.short_name
"""


def without_a_top() -> list[str]:
    """The short names of networks in which somebody follows families, with nobody above to escalate to.

    Above stands a supervisor of the same organization, or the network's desk.
    """
    with connection.cursor() as cursor:
        cursor.execute(_WITHOUT_A_TOP)
        return [name for (name,) in cursor.fetchall()]
