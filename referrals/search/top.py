"""Does every ladder end at a person? Organizations that follow needs and have nobody above their owners."""

from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

# Kept beside the promises, and none of them: no row is wrong while the top of a ladder is empty.
SOMEBODY_ABOVE = "somebody_stands_above"
NOBODY_ABOVE_WORDS = _("organizations that follow needs, with no supervisor and no desk above them")
_NOBODY_ABOVE = """
SELECT o.id FROM organizations_organization AS o
WHERE o.network_id = %(network)s
AND EXISTS (SELECT FROM screening_need AS n
            WHERE n.network_id = o.network_id AND n.organization_id = o.id AND n.next_step_due IS NOT NULL)
AND NOT EXISTS (SELECT FROM organizations_organizationuserobjectpermission AS g
                JOIN auth_permission AS a ON a.id = g.permission_id AND a.codename = 'supervise'
                JOIN accounts_user AS u ON u.id = g.user_id AND u.is_active
                WHERE g.content_object_id = o.id)
AND NOT EXISTS (SELECT FROM organizations_networkuserobjectpermission AS g
                JOIN auth_permission AS a ON a.id = g.permission_id AND a.codename = 'run_desk'
                JOIN accounts_user AS u ON u.id = g.user_id AND u.is_active
                WHERE g.content_object_id = o.network_id)
ORDER BY o.id
"""


def nobody_above(network_id: UUID) -> list[UUID]:
    """Neither a supervisor of their own nor a desk of the network: reminders there would reach no top."""
    with connection.cursor() as cursor:
        cursor.execute(_NOBODY_ABOVE, {"network": network_id})
        return [organization_id for (organization_id,) in cursor.fetchall()]
