"""A delivery stays in its network."""

from django.db import migrations

from core.tenancy import GuardTenantTables


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_initial"), ("people", "0002_promises")]

    operations = [GuardTenantTables("delivery")]
