"""Who is written down as taking part is there on a word, too; and a council that sits goes on sitting."""

from django.db import migrations

from core import migrating

# Until now only a change was asked for its word. Where no council sits an organization may begin by taking part.
BEGINS = """
CREATE CONSTRAINT TRIGGER governance_begins_as_said AFTER INSERT ON organizations_organization
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.status = 'active')
    EXECUTE FUNCTION governance_stands_as_said();
"""
NOT_BEGINS = "DROP TRIGGER governance_begins_as_said ON organizations_organization;"

# Where it could be ended by hand, whoever convenes would decide again.
STAYS = """
CREATE TRIGGER governance_council_stays BEFORE UPDATE OF kind, since, ended_at ON governance_council
    FOR EACH ROW WHEN ((OLD.kind, OLD.since, OLD.ended_at) IS DISTINCT FROM (NEW.kind, NEW.since, NEW.ended_at))
    EXECUTE FUNCTION core_never_changes();
"""
NOT_STAYS = "DROP TRIGGER governance_council_stays ON governance_council;"


class Migration(migrating.Migration):
    dependencies = [
        ("governance", "0016_partner_told"),
        ("organizations", "0004_path"),
    ]

    operations = [
        migrations.RunSQL(BEGINS, NOT_BEGINS),
        migrations.RunSQL(STAYS, NOT_STAYS),
    ]
