"""A delivery stays in its network."""

from core import migrating

from core.tenancy import GuardTenantTables


class Migration(migrating.Migration):
    dependencies = [("notifications", "0001_tables"), ("people", "0002_promises")]

    operations = [
        GuardTenantTables("delivery", "webhook", "mailboxchoice"),
    ]
