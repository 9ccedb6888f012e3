"""Needs change their step often: dead rows are cleared after one in a hundred, not one in five."""

from django.db import migrations

from core import migrating

SOONER = "ALTER TABLE screening_need SET (autovacuum_vacuum_scale_factor = 0.01)"
AS_USUAL = "ALTER TABLE screening_need RESET (autovacuum_vacuum_scale_factor)"


class Migration(migrating.Migration):
    dependencies = [("screening", "0010_own_steps")]

    operations = [migrations.RunSQL(SOONER, AS_USUAL)]
