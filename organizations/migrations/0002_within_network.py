"""No row moves to another network or points into one; what somebody said about room is never changed."""

from django.db import migrations

from core import migrating

from core.tenancy import GuardTenantTables, WallTenantTables


class Migration(migrating.Migration):
    dependencies = [("organizations", "0001_tables"), ("core", "0002_history")]

    operations = [
        GuardTenantTables(
            "organization",
            "membership",
            "program",
            "service",
            "location",
            "serviceatlocation",
            "phone",
            "hours",
            "listingfact",
            "capacity",
            "signon",
            "signondomain",
            "signonperson",
            "signonheard",
            "lawssaid",
        ),
        WallTenantTables("signon", "signonperson", "signonheard", "lawssaid"),
        migrations.RunSQL(
            "REVOKE UPDATE, DELETE, TRUNCATE ON organizations_capacity FROM porchlight_app",
            migrations.RunSQL.noop,
        ),
    ]
