"""How far each organization has come. What was said on the way stays as it was said."""

from django.db import migrations

from core import migrating


STAYS = """
CREATE TRIGGER governance_said_stays BEFORE UPDATE OF item, at, by_id, partnership_id ON governance_said
    FOR EACH ROW EXECUTE FUNCTION core_never_changes();
CREATE TRIGGER governance_said_is_kept BEFORE DELETE ON governance_said
    FOR EACH ROW EXECUTE FUNCTION core_never_changes();
REVOKE DELETE, TRUNCATE ON governance_said, governance_partnership FROM porchlight_app;
"""


class Migration(migrating.Migration):
    dependencies = [("governance", "0002_within_network"), ("organizations", "0004_path")]

    operations = [
        migrations.RunSQL(STAYS, migrations.RunSQL.noop),
    ]
