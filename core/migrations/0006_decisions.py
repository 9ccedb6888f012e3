"""Every event keeps how many of the partners' decisions had come into force. Who knows them says so later."""

from django.db import migrations

# governance puts the count in its place: core knows no domain noun.
DECISIONS = """
CREATE FUNCTION core_decisions(of_network uuid, until timestamptz) RETURNS int LANGUAGE sql STABLE AS $$
    SELECT NULL::int
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0005_data_keys")]

    operations = [
        migrations.RunSQL(DECISIONS, "DROP FUNCTION core_decisions(uuid, timestamptz);"),
    ]
