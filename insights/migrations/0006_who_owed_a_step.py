"""Trials from before: the number of each stands in a row of its own, and somebody owes its next step."""

from django.db import migrations

from core import migrating

MOVED = """
INSERT INTO insights_triednumber (id, network_id, cycle_id, key, value, local_id)
SELECT gen_random_uuid(), network_id, id, key, value, local_id FROM insights_cycle WHERE key <> '';
"""
OWED = """
UPDATE insights_cycle SET dropped_at = stopped_at
WHERE concluded_at IS NULL AND stopped_at IS NOT NULL AND key <> '' AND local_id IS NULL;
UPDATE insights_cycle SET next_step_due = now(), wake_at = now(),
    next_step = CASE WHEN key <> '' AND local_id IS NULL THEN 'say_yes'
                     WHEN stopped_at IS NOT NULL THEN 'say_learned' ELSE 'look_at_it' END,
    waiting_on = CASE WHEN written_there = (key <> '' AND local_id IS NULL) THEN 'network' ELSE 'partner' END
WHERE concluded_at IS NULL AND dropped_at IS NULL;
"""


class Migration(migrating.Migration):
    dependencies = [("insights", "0005_cycles_owe")]

    operations = [
        migrations.RunSQL(MOVED, migrations.RunSQL.noop),
        migrations.RunSQL(OWED, migrations.RunSQL.noop),
    ]
