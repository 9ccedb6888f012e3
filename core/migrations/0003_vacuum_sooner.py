"""The outbox empties as fast as it fills: dead rows are cleared after one in a hundred, not one in five."""

from django.db import migrations

SOONER = "ALTER TABLE core_outbox SET (autovacuum_vacuum_scale_factor = 0.01)"
AS_USUAL = "ALTER TABLE core_outbox RESET (autovacuum_vacuum_scale_factor)"


class Migration(migrations.Migration):
    dependencies = [("core", "0002_history")]

    operations = [migrations.RunSQL(SOONER, AS_USUAL)]
