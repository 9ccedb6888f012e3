"""Which months were put away: the owner writes it, the app reads it and does not miss their rows."""

from django.db import migrations

ARCHIVED = """
CREATE TABLE core_archived_month (
    of_table text NOT NULL,
    month date NOT NULL,
    rows bigint NOT NULL,
    sha256 text NOT NULL,
    archived_at timestamptz NOT NULL,
    PRIMARY KEY (of_table, month)
);
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON core_archived_month FROM porchlight_app;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0003_vacuum_sooner")]

    operations = [migrations.RunSQL(ARCHIVED, "DROP TABLE core_archived_month")]
