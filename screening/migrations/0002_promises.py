"""A need moves only as its table allows, even by raw SQL, and never leaves its network."""

from django.db import migrations

from core import migrating

from core.tenancy import GuardTenantTables

MOVES = """
CREATE TRIGGER screening_need_moves BEFORE UPDATE OF status ON screening_need
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION core_follows_lifecycle('need');
CREATE TRIGGER screening_need_begins BEFORE INSERT ON screening_need
    FOR EACH ROW EXECUTE FUNCTION core_follows_lifecycle('need');
"""


# Needs change their step often: dead rows are cleared after one in a hundred, not one in five.
SOONER = "ALTER TABLE screening_need SET (autovacuum_vacuum_scale_factor = 0.01)"
AS_USUAL = "ALTER TABLE screening_need RESET (autovacuum_vacuum_scale_factor)"


class Migration(migrating.Migration):
    dependencies = [("screening", "0001_tables"), ("people", "0002_promises")]

    operations = [
        GuardTenantTables(
            "screeningoffer",
            "screening",
            "answer",
            "need",
            "neednamed",
            "needbeneficiary",
            "gap",
            "later",
            "handover",
        ),
        migrations.RunSQL(
            MOVES,
            "DROP TRIGGER screening_need_moves ON screening_need; DROP TRIGGER screening_need_begins ON screening_need;",
        ),
        migrations.RunSQL(SOONER, AS_USUAL),
    ]
