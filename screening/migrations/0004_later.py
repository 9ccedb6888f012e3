"""What is looked at on its day: met needs, families who said "not now", agreements that end."""

from django.db import migrations

from core import migrating


ENDS = """
CREATE INDEX people_consent_ends ON people_consent (network_id, until)
    WHERE until IS NOT NULL AND withdrawn_at IS NULL;
REVOKE DELETE, TRUNCATE ON screening_later FROM porchlight_app;
"""


class Migration(migrating.Migration):
    replaces = [("screening", "0006_later")]
    dependencies = [
        ("screening", "0003_gap"),
        ("organizations", "0001_tables"),
        ("people", "0002_promises"),
    ]

    operations = [
        migrations.RunSQL(ENDS, "DROP INDEX people_consent_ends"),
    ]
