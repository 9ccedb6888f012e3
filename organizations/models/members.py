"""Who works where, in which role? Grants lie on organizations and networks, never on referrals."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from organizations.models.network import Network, Organization, TenantModel


class Membership(TenantModel):
    """One person's roles in one organization. `organizations.grants.sync` turns them into grants."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="memberships",
        db_constraint=False,
        db_index=False,
    )
    roles = ArrayField(models.CharField(max_length=20), default=list)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    external_id = models.CharField(
        max_length=200, blank=True, default="", db_default="",
        help_text="how the personnel office's program knows them (SCIM externalId)",
    )  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            # so that its program never ends one person's work and means another's
            models.UniqueConstraint(
                fields=["network", "organization", "external_id"],
                condition=~models.Q(external_id="") & models.Q(until=None),
                name="organizations_one_of_an_external_id",
            ),
            models.UniqueConstraint(
                fields=["network", "organization", "user"], name="organizations_one_membership"
            ),
        ]


class OrganizationUserObjectPermission(UserObjectPermissionBase):
    content_object = models.ForeignKey(Organization, on_delete=models.CASCADE)


class OrganizationGroupObjectPermission(GroupObjectPermissionBase):
    """Never filled; without it every check would also read guardian's generic table."""

    content_object = models.ForeignKey(Organization, on_delete=models.CASCADE)


class NetworkUserObjectPermission(UserObjectPermissionBase):
    content_object = models.ForeignKey(Network, on_delete=models.CASCADE)


class NetworkGroupObjectPermission(GroupObjectPermissionBase):
    """As above."""

    content_object = models.ForeignKey(Network, on_delete=models.CASCADE)
