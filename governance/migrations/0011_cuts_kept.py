"""While a dispute is open neither side loses access by anybody's hand: the council says so, or there is a ground."""

from django.db import migrations

from core import migrating

# An emergency act lets a side rest only for a ground; and nobody but the partner ends what it has agreed on.
CUTS = """
CREATE FUNCTION governance_rests_for_a_ground() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF governance_in_dispute(NEW.network_id, NEW.organization_id)
       AND EXISTS (SELECT FROM governance_proposal WHERE id = NEW.decision_id AND is_emergency AND status = 'voting')
       AND NOT EXISTS (SELECT FROM governance_suspension
                       WHERE proposal_id = NEW.decision_id AND organization_id = NEW.organization_id) THEN
        RAISE EXCEPTION 'no ground is named on which % rests at once', NEW.organization_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'side_rests_for_a_ground';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER governance_side_rests BEFORE INSERT ON governance_saidso
    FOR EACH ROW WHEN (NEW.word = 'council' AND NEW.stage = 'paused') EXECUTE FUNCTION governance_rests_for_a_ground();

CREATE FUNCTION governance_ends_own_word() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF governance_in_dispute(NEW.network_id, NEW.organization_id)
       AND (NEW.ends_on IS NULL OR NEW.ends_on >= current_date - 1)
       AND NOT EXISTS (SELECT FROM governance_givenup WHERE agreement_id = NEW.id)
       AND NOT EXISTS (SELECT FROM governance_agreement AS later WHERE later.replaces_id = NEW.id AND 2 = (
            SELECT count(DISTINCT side) FROM governance_signature AS s
            WHERE s.agreement_id = later.id AND s.digest = later.digest)) THEN
        RAISE EXCEPTION 'agreement % is ended by nobody else while its partner is in a dispute', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'side_keeps_its_agreements';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER governance_side_keeps_agreement BEFORE UPDATE OF status ON governance_agreement
    FOR EACH ROW WHEN (OLD.status = 'in_force' AND NEW.status <> 'in_force')
    EXECUTE FUNCTION governance_ends_own_word();

CREATE FUNCTION governance_given_up_by_them() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM governance_agreement AS a JOIN organizations_membership AS w
                   ON w.organization_id = a.organization_id AND w.until IS NULL
                   WHERE a.id = NEW.agreement_id AND w.user_id = NEW.by_id
                   AND w.roles && ARRAY['orgadmin', 'convener']::varchar[]) THEN
        RAISE EXCEPTION 'nobody gives up for another'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'given_up_by_themselves';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER governance_given_up_by_them BEFORE INSERT ON governance_givenup
    FOR EACH ROW EXECUTE FUNCTION governance_given_up_by_them();
"""
NOT_CUTS = """
DROP FUNCTION governance_rests_for_a_ground() CASCADE;
DROP FUNCTION governance_ends_own_word() CASCADE;
DROP FUNCTION governance_given_up_by_them() CASCADE;
"""
ONCE = """
REVOKE UPDATE, DELETE, TRUNCATE ON governance_{table} FROM porchlight_app;
CREATE TRIGGER governance_{table}_never_changed BEFORE UPDATE OR DELETE ON governance_{table}
    FOR EACH ROW EXECUTE FUNCTION core_never_changes();
CREATE TRIGGER governance_{table}_never_truncated BEFORE TRUNCATE ON governance_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION core_never_changes();
"""


class Migration(migrating.Migration):
    replaces = [("governance", "0019_cuts_kept")]
    dependencies = [("governance", "0010_obligations"), ("organizations", "0001_tables")]

    operations = [
        *(
            migrations.RunSQL(ONCE.format(table=table), migrations.RunSQL.noop)
            for table in ("suspension", "givenup")
        ),
        migrations.RunSQL(CUTS, NOT_CUTS),
    ]
