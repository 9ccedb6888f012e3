"""Gaps that were written down before somebody's address became secret forget their area."""

from django.db import migrations

from core import migrating

FORGET = """
UPDATE screening_gap AS g SET zip3 = '' FROM screening_need AS n JOIN people_person AS p ON p.id = n.subject_id
 WHERE n.id = g.need_id AND p.has_substitute_address AND g.zip3 <> '';
"""


class Migration(migrating.Migration):
    dependencies = [
        ("screening", "0017_ways_of_then"),
        ("people", "0014_person_links"),
    ]

    operations = [migrations.RunSQL(FORGET, migrations.RunSQL.noop)]
