"""Policies stay in their network, and what was once in force stays readable."""

from django.db import migrations

from core import migrating

from core.tenancy import GuardTenantTables


class Migration(migrating.Migration):
    dependencies = [("governance", "0001_initial"), ("organizations", "0002_within_network")]

    operations = [
        GuardTenantTables("policy"),
        migrations.RunSQL(
            "REVOKE UPDATE, DELETE, TRUNCATE ON governance_policy FROM porchlight_app",
            migrations.RunSQL.noop,
        ),
    ]
