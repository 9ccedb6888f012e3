"""How many decisions had come into force at a moment: the version under which a step is promised."""

from django.db import migrations

from core import migrating

COUNTED = """
CREATE OR REPLACE FUNCTION core_decisions(of_network uuid, until timestamptz) RETURNS int LANGUAGE sql STABLE AS $$
    SELECT count(*)::int FROM governance_policy WHERE network_id = of_network AND begins_at <= until
$$;
"""
NOT_COUNTED = """
CREATE OR REPLACE FUNCTION core_decisions(of_network uuid, until timestamptz) RETURNS int LANGUAGE sql STABLE AS $$
    SELECT NULL::int
$$;
"""


class Migration(migrating.Migration):
    dependencies = [("governance", "0008_decisions"), ("core", "0006_decisions")]

    operations = [migrations.RunSQL(COUNTED, NOT_COUNTED)]
