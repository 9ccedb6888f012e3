"""What partners and the network agreed on. Offered words never change, and only both signatures put them in force."""

from django.db import migrations

from core import migrating

KEPT = """
CREATE TRIGGER governance_agreement_moves BEFORE UPDATE OF status ON governance_agreement
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION core_follows_lifecycle('agreement');
CREATE TRIGGER governance_agreement_begins BEFORE INSERT ON governance_agreement
    FOR EACH ROW EXECUTE FUNCTION core_follows_lifecycle('agreement');
CREATE FUNCTION governance_signed_by_both() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF 2 > (SELECT count(DISTINCT side) FROM governance_signature AS s
            WHERE s.agreement_id = NEW.id AND s.digest = NEW.digest) THEN
        RAISE EXCEPTION 'agreement % is not signed by both sides', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_in_force_is_signed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER governance_agreement_signed BEFORE INSERT OR UPDATE OF status ON governance_agreement
    FOR EACH ROW WHEN (NEW.status = 'in_force') EXECUTE FUNCTION governance_signed_by_both();
-- What is sealed may be sealed anew with another key; what was offered stays as it was read.
CREATE TRIGGER governance_agreement_stays BEFORE UPDATE OF kind, version, digest, categories, begins_on, ends_on,
    organization_id, replaces_id ON governance_agreement
    FOR EACH ROW WHEN (OLD.status <> 'draft' AND (OLD.kind, OLD.version, OLD.digest, OLD.categories, OLD.begins_on,
        OLD.ends_on, OLD.organization_id, OLD.replaces_id) IS DISTINCT FROM (NEW.kind, NEW.version, NEW.digest,
        NEW.categories, NEW.begins_on, NEW.ends_on, NEW.organization_id, NEW.replaces_id))
    EXECUTE FUNCTION core_never_changes();
CREATE TRIGGER governance_signature_stays BEFORE UPDATE OF agreement_id, side, on_paper, digest, at, by_id
    ON governance_signature FOR EACH ROW EXECUTE FUNCTION core_never_changes();
CREATE TRIGGER governance_signature_is_kept BEFORE DELETE ON governance_signature
    FOR EACH ROW EXECUTE FUNCTION core_never_changes();
REVOKE DELETE, TRUNCATE ON governance_agreement, governance_signature FROM porchlight_app;
"""
UNDO = "DROP FUNCTION governance_signed_by_both() CASCADE;"


class Migration(migrating.Migration):
    replaces = [("governance", "0010_agreements")]
    dependencies = [("governance", "0004_decisions"), ("organizations", "0001_tables")]

    operations = [
        migrations.RunSQL(KEPT, UNDO),
    ]
