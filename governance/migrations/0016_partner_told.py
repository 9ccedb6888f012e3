"""A partner without an account rests or goes on its own word, as somebody who convenes has written it down."""

from django.db import migrations

from core import migrating

# Whoever convenes writes it down, and never of a side of an open dispute.
TOLD = """
CREATE FUNCTION governance_partner_told_counts() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF governance_in_dispute(NEW.network_id, NEW.organization_id) THEN
        RAISE EXCEPTION 'The council says that of %, a side of an open dispute', NEW.organization_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_partner_told_counts';
    END IF;
    IF NOT EXISTS (SELECT FROM organizations_membership WHERE network_id = NEW.network_id AND user_id = NEW.by_id
                   AND until IS NULL AND 'convener' = ANY (roles)) THEN
        RAISE EXCEPTION 'Whoever convenes writes down what % said', NEW.organization_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_partner_told_counts';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER governance_partner_told_counts BEFORE INSERT ON governance_partnertold
    FOR EACH ROW EXECUTE FUNCTION governance_partner_told_counts();
ALTER TABLE governance_partnertold
    ADD CONSTRAINT governance_partner_told_by_somebody CHECK (octet_length(who) > 0);
REVOKE DELETE, TRUNCATE ON governance_partnertold FROM porchlight_app;
-- Who said it is sealed, and may be sealed anew with another key.
CREATE TRIGGER governance_partnertold_never_changed
    BEFORE UPDATE OF id, network_id, organization_id, stage, how, at, by_id ON governance_partnertold
    FOR EACH ROW EXECUTE FUNCTION core_never_changes();
CREATE TRIGGER governance_partnertold_never_deleted BEFORE DELETE ON governance_partnertold
    FOR EACH ROW EXECUTE FUNCTION core_never_changes();
CREATE TRIGGER governance_partnertold_never_truncated BEFORE TRUNCATE ON governance_partnertold
    FOR EACH STATEMENT EXECUTE FUNCTION core_never_changes();
"""
NOT_TOLD = """
DROP TRIGGER governance_partnertold_never_truncated ON governance_partnertold;
DROP TRIGGER governance_partnertold_never_deleted ON governance_partnertold;
DROP TRIGGER governance_partnertold_never_changed ON governance_partnertold;
DROP TRIGGER governance_partner_told_counts ON governance_partnertold;
DROP FUNCTION governance_partner_told_counts;
"""


class Migration(migrating.Migration):
    replaces = [("governance", "0024_partner_told")]
    dependencies = [("governance", "0015_meetings"), ("organizations", "0001_tables")]

    operations = [
        migrations.RunSQL(TOLD, NOT_TOLD),
    ]
