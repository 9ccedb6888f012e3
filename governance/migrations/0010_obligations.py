"""What is owed under agreements, by which day, and what became of it; and signed papers as files. Only a draft gets or loses a line."""

from django.db import migrations

from core import migrating

KEPT = """
CREATE FUNCTION governance_only_of_a_draft() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE line governance_obligation := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    IF NOT EXISTS (SELECT FROM governance_agreement AS a
                   WHERE a.id = line.agreement_id AND a.status = 'draft') THEN
        RAISE EXCEPTION 'agreement % is no draft any more', line.agreement_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'obligation_of_a_draft';
    END IF;
    RETURN line;
END $$;
CREATE TRIGGER governance_obligation_of_draft BEFORE INSERT OR DELETE ON governance_obligation
    FOR EACH ROW EXECUTE FUNCTION governance_only_of_a_draft();
-- What is sealed may be sealed anew with another key: the digest says that the words are the same.
CREATE TRIGGER governance_obligation_stays BEFORE UPDATE OF agreement_id, organization_id, side, digest, first_on,
    every_months ON governance_obligation FOR EACH ROW
    WHEN ((OLD.agreement_id, OLD.organization_id, OLD.side, OLD.digest, OLD.first_on, OLD.every_months)
        IS DISTINCT FROM (NEW.agreement_id, NEW.organization_id, NEW.side, NEW.digest, NEW.first_on,
        NEW.every_months)) EXECUTE FUNCTION core_never_changes();
CREATE TRIGGER governance_fulfilment_stays BEFORE UPDATE OF obligation_id, due_on, kept, done_on, at, by_id
    ON governance_fulfilment FOR EACH ROW EXECUTE FUNCTION core_never_changes();
CREATE TRIGGER governance_fulfilment_is_kept BEFORE DELETE ON governance_fulfilment
    FOR EACH ROW EXECUTE FUNCTION core_never_changes();
REVOKE TRUNCATE ON governance_obligation FROM porchlight_app;
CREATE TRIGGER governance_signedfile_stays BEFORE UPDATE OF signature_id, digest, size, at, by_id
    ON governance_signedfile FOR EACH ROW EXECUTE FUNCTION core_never_changes();
CREATE TRIGGER governance_signedfile_is_kept BEFORE DELETE ON governance_signedfile
    FOR EACH ROW EXECUTE FUNCTION core_never_changes();
REVOKE DELETE, TRUNCATE ON governance_fulfilment, governance_signedfile FROM porchlight_app;
"""
UNDO = "DROP FUNCTION governance_only_of_a_draft() CASCADE;"


class Migration(migrating.Migration):
    replaces = [("governance", "0017_obligations")]
    dependencies = [("governance", "0009_norms"), ("organizations", "0001_tables")]

    operations = [
        migrations.RunSQL(KEPT, UNDO),
    ]
