"""The words with which a network begins its agreements: written once, and by decision once a council sits."""

from django.db import migrations

from core import migrating

DECIDED = """
CREATE FUNCTION governance_template_was_decided() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.decision_id IS NULL THEN
        IF EXISTS (SELECT FROM governance_council WHERE network_id = NEW.network_id
                   AND kind = 'council' AND ended_at IS NULL) THEN
            RAISE EXCEPTION 'words of % are decided by the council', NEW.kind
                USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_template_was_decided';
        END IF;
    ELSIF NOT EXISTS (SELECT FROM governance_proposal WHERE id = NEW.decision_id AND network_id = NEW.network_id
                      AND (status = 'passed' OR is_emergency AND status = 'voting')) THEN
        RAISE EXCEPTION 'words of % are not decided', NEW.kind
            USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_template_was_decided';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER governance_template_was_decided BEFORE INSERT ON governance_agreementtemplate
    FOR EACH ROW EXECUTE FUNCTION governance_template_was_decided();
REVOKE UPDATE, DELETE, TRUNCATE ON governance_agreementtemplate FROM porchlight_app;
CREATE TRIGGER governance_template_never_changed BEFORE UPDATE OR DELETE ON governance_agreementtemplate
    FOR EACH ROW EXECUTE FUNCTION core_never_changes();
"""
UNDO = """
DROP TRIGGER governance_template_was_decided ON governance_agreementtemplate;
DROP FUNCTION governance_template_was_decided;
DROP TRIGGER governance_template_never_changed ON governance_agreementtemplate;
"""


class Migration(migrating.Migration):
    replaces = [("governance", "0022_agreement_templates")]
    dependencies = [("governance", "0013_which_seats"), ("organizations", "0001_tables")]

    operations = [
        migrations.RunSQL(DECIDED, UNDO),
    ]
