"""A mandated report stays as it is; only its words may be sealed under a newer key."""

from django.db import migrations

from core import migrating

BY_KEY = """
DROP TRIGGER people_mandatedreport_never_changed ON people_mandatedreport;
CREATE TRIGGER people_mandatedreport_never_changed BEFORE UPDATE ON people_mandatedreport
    FOR EACH ROW EXECUTE FUNCTION core_only_resealed('to_whom', 'reference', 'words');
CREATE TRIGGER people_mandatedreport_never_deleted BEFORE DELETE ON people_mandatedreport
    FOR EACH ROW EXECUTE FUNCTION core_never_changes();
"""
NEVER = """
DROP TRIGGER people_mandatedreport_never_deleted ON people_mandatedreport;
DROP TRIGGER people_mandatedreport_never_changed ON people_mandatedreport;
CREATE TRIGGER people_mandatedreport_never_changed BEFORE UPDATE OR DELETE ON people_mandatedreport
    FOR EACH ROW EXECUTE FUNCTION core_never_changes();
"""


class Migration(migrating.Migration):
    dependencies = [("people", "0009_legal_demands"), ("core", "0005_data_keys")]

    operations = [migrations.RunSQL(BY_KEY, NEVER)]
