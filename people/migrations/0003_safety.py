"""Safety alerts and mandated reports: sealed, owned, dated; a report is a fact and stays as it is."""

from django.db import migrations

from core import migrating


REPORT = """
ALTER TABLE people_mandatedreport ADD CONSTRAINT report_says_to_whom CHECK (octet_length(to_whom) > 0);
REVOKE UPDATE, DELETE, TRUNCATE ON people_mandatedreport FROM porchlight_app;
-- Its words may be sealed under a newer key, and nothing else.
CREATE TRIGGER people_mandatedreport_never_changed BEFORE UPDATE ON people_mandatedreport
    FOR EACH ROW EXECUTE FUNCTION core_only_resealed('to_whom', 'reference', 'words');
CREATE TRIGGER people_mandatedreport_never_deleted BEFORE DELETE ON people_mandatedreport
    FOR EACH ROW EXECUTE FUNCTION core_never_changes();
CREATE TRIGGER people_mandatedreport_never_truncated BEFORE TRUNCATE ON people_mandatedreport
    FOR EACH STATEMENT EXECUTE FUNCTION core_never_changes();
"""


class Migration(migrating.Migration):
    replaces = [("people", "0005_safety"), ("people", "0010_reports_sealed_anew")]
    dependencies = [
        ("people", "0002_promises"),
        ("core", "0005_data_keys"),
        ("organizations", "0001_tables"),
    ]

    operations = [
        migrations.RunSQL(REPORT, migrations.RunSQL.noop),
    ]
