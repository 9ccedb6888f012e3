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


class Migration(migrating.Migration):
    dependencies = [("screening", "0001_initial"), ("people", "0002_promises")]

    operations = [
        GuardTenantTables(
            "screeningoffer", "screening", "answer", "need", "neednamed", "needbeneficiary"
        ),
        migrations.RunSQL(
            MOVES,
            "DROP TRIGGER screening_need_moves ON screening_need; DROP TRIGGER screening_need_begins ON screening_need;",
        ),
    ]
