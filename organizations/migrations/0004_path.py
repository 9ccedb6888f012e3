"""An organization moves only as its way with the network allows, even by raw SQL."""

from django.db import migrations

from core import migrating

MOVES = """
CREATE TRIGGER organizations_organization_moves BEFORE UPDATE OF status ON organizations_organization
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION core_follows_lifecycle('organization');
CREATE TRIGGER organizations_organization_begins BEFORE INSERT ON organizations_organization
    FOR EACH ROW EXECUTE FUNCTION core_follows_lifecycle('organization');
"""
UNDO = """
DROP TRIGGER organizations_organization_moves ON organizations_organization;
DROP TRIGGER organizations_organization_begins ON organizations_organization;
"""


class Migration(migrating.Migration):
    replaces = [("organizations", "0010_path")]
    dependencies = [("organizations", "0003_search"), ("core", "0002_history")]

    operations = [
        migrations.RunSQL(MOVES, UNDO),
    ]
