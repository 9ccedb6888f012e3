"""Meetings: none is forgotten, and who was there never changes."""

from django.db import migrations

from core import migrating

KEPT = """
REVOKE DELETE, TRUNCATE ON governance_meeting FROM porchlight_app;
CREATE TRIGGER governance_meeting_moves BEFORE UPDATE OF status ON governance_meeting
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION core_follows_lifecycle('meeting');
CREATE TRIGGER governance_meeting_begins BEFORE INSERT ON governance_meeting
    FOR EACH ROW EXECUTE FUNCTION core_follows_lifecycle('meeting');
REVOKE UPDATE, DELETE, TRUNCATE ON governance_attendance FROM porchlight_app;
CREATE TRIGGER governance_attendance_never_changed BEFORE UPDATE OR DELETE ON governance_attendance
    FOR EACH ROW EXECUTE FUNCTION core_never_changes();
CREATE TRIGGER governance_attendance_never_truncated BEFORE TRUNCATE ON governance_attendance
    FOR EACH STATEMENT EXECUTE FUNCTION core_never_changes();
CREATE FUNCTION governance_minutes_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Meeting % is written down', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_minutes_stand';
END $$;
CREATE TRIGGER governance_minutes_stand BEFORE UPDATE ON governance_meeting
    FOR EACH ROW WHEN (OLD.status = 'held') EXECUTE FUNCTION governance_minutes_stand();
"""
NOT_KEPT = """
DROP TRIGGER governance_minutes_stand ON governance_meeting;
DROP FUNCTION governance_minutes_stand;
DROP TRIGGER governance_attendance_never_truncated ON governance_attendance;
DROP TRIGGER governance_attendance_never_changed ON governance_attendance;
DROP TRIGGER governance_meeting_begins ON governance_meeting;
DROP TRIGGER governance_meeting_moves ON governance_meeting;
"""


class Migration(migrating.Migration):
    replaces = [("governance", "0023_meetings")]
    dependencies = [("governance", "0014_agreement_templates"), ("organizations", "0001_tables")]

    operations = [
        migrations.RunSQL(KEPT, NOT_KEPT),
    ]
