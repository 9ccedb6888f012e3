"""The norms by which partners work, version by version, and who has agreed to them."""

from django.db import migrations

from core import migrating


# By a decision only, and never changed: what was voted for is what can be read.
DECIDED = """
CREATE FUNCTION governance_norms_was_decided() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM governance_proposal WHERE id = NEW.decision_id
                   AND (status = 'passed' OR is_emergency AND status = 'voting')) THEN
        RAISE EXCEPTION 'Norms % are not decided', NEW.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_norms_was_decided';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER governance_norms_was_decided BEFORE INSERT ON governance_norms
    FOR EACH ROW EXECUTE FUNCTION governance_norms_was_decided();
REVOKE UPDATE, DELETE, TRUNCATE ON governance_norms, governance_normsagreed FROM porchlight_app;
"""
UNDO = """
DROP TRIGGER governance_norms_was_decided ON governance_norms;
DROP FUNCTION governance_norms_was_decided;
"""


class Migration(migrating.Migration):
    replaces = [("governance", "0016_norms")]
    dependencies = [("governance", "0008_standing"), ("organizations", "0001_tables")]

    operations = [
        migrations.RunSQL(DECIDED, UNDO),
    ]
