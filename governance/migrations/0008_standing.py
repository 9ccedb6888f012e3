"""Who comes in for good, rests or goes is the council's to say, or the partner's own."""

from django.db import migrations

from core import migrating

# Whether it takes a decision to do something to a partner against its word: partners decided so, or there is
# an open dispute (`governance.actions.joining.also_decided`).
SAYS = """
CREATE FUNCTION governance_in_dispute(of_network uuid, of_organization uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM governance_dispute WHERE network_id = of_network AND closed_at IS NULL
                   AND of_organization IN (first_id, second_id))
       AND EXISTS (SELECT FROM governance_council WHERE network_id = of_network AND kind = 'council' AND ended_at IS NULL)
$$;
CREATE FUNCTION governance_council_says(of_network uuid, of_organization uuid)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT governance_in_dispute(of_network, of_organization)
        OR governance_number(of_network, 'joining.by_council', 1) = 1 AND EXISTS (
           SELECT FROM governance_council WHERE network_id = of_network AND kind = 'council' AND ended_at IS NULL)
$$;
"""
NOT_SAYS = "DROP FUNCTION governance_council_says; DROP FUNCTION governance_in_dispute;"

# A word of the council names the decision that was carried (or an emergency act that waits). A partner says
# itself that it rests or goes; it comes back from its own break; one
# without an account tells somebody who convenes, who writes it down. Nobody else's word counts here.
WORD = """
CREATE FUNCTION governance_word_counts() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    before governance_saidso;
BEGIN
    IF NEW.word = 'told' AND (NEW.stage <> 'paused' OR NOT EXISTS (SELECT FROM governance_partnertold AS t
            WHERE t.network_id = NEW.network_id AND t.organization_id = NEW.organization_id
            AND t.stage = NEW.stage AND t.at = NEW.at)) THEN
        RAISE EXCEPTION 'Nobody wrote down that % said so', NEW.organization_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_word_counts';
    ELSIF NEW.word = 'council' THEN
        IF NOT EXISTS (SELECT FROM governance_proposal WHERE id = NEW.decision_id
                       AND (status = 'passed' OR is_emergency AND status = 'voting')) THEN
            RAISE EXCEPTION 'Nobody decided that %', NEW.organization_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_word_counts';
        END IF;
    ELSIF governance_council_says(NEW.network_id, NEW.organization_id) THEN
        SELECT * INTO before FROM governance_saidso
         WHERE network_id = NEW.network_id AND organization_id = NEW.organization_id ORDER BY id DESC LIMIT 1;
        IF NOT (NEW.stage IN ('paused', 'left') AND NEW.word IN ('partner', 'planned')
                OR NEW.word = 'told' AND NOT governance_in_dispute(NEW.network_id, NEW.organization_id)
                OR NEW.stage = 'active' AND coalesce(before.stage = 'paused' AND before.word <> 'council', false)) THEN
            RAISE EXCEPTION 'The council says that of %', NEW.organization_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_word_counts';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER governance_word_counts BEFORE INSERT ON governance_saidso
    FOR EACH ROW EXECUTE FUNCTION governance_word_counts();
REVOKE UPDATE, DELETE, TRUNCATE ON governance_saidso FROM porchlight_app;
CREATE TRIGGER governance_saidso_never_changed BEFORE UPDATE OR DELETE ON governance_saidso
    FOR EACH ROW EXECUTE FUNCTION core_never_changes();
CREATE TRIGGER governance_saidso_never_truncated BEFORE TRUNCATE ON governance_saidso
    FOR EACH STATEMENT EXECUTE FUNCTION core_never_changes();
"""
NOT_WORD = """
DROP TRIGGER governance_saidso_never_truncated ON governance_saidso;
DROP TRIGGER governance_saidso_never_changed ON governance_saidso;
DROP TRIGGER governance_word_counts ON governance_saidso;
DROP FUNCTION governance_word_counts;
"""

# At commit: where the council says so, an organization stands as the last word about it was.
STANDS = """
CREATE FUNCTION governance_stands_as_said() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    stands text; said text;
BEGIN
    SELECT status INTO stands FROM organizations_organization WHERE id = NEW.id;
    SELECT stage INTO said FROM governance_saidso
     WHERE network_id = NEW.network_id AND organization_id = NEW.id ORDER BY id DESC LIMIT 1;
    IF stands IN ('active', 'paused', 'left') AND said IS DISTINCT FROM stands
       AND governance_council_says(NEW.network_id, NEW.id) THEN
        RAISE EXCEPTION 'Nobody said that % is %', NEW.id, stands
            USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_stands_as_said';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER governance_stands_as_said AFTER UPDATE OF status ON organizations_organization
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status)
    EXECUTE FUNCTION governance_stands_as_said();
"""
NOT_STANDS = """
DROP TRIGGER governance_stands_as_said ON organizations_organization;
DROP FUNCTION governance_stands_as_said;
"""


class Migration(migrating.Migration):
    replaces = [("governance", "0014_standing")]
    dependencies = [("governance", "0007_disputes_kept"), ("organizations", "0001_tables")]

    operations = [
        migrations.RunSQL(SAYS, NOT_SAYS),
        migrations.RunSQL(WORD, NOT_WORD),
        migrations.RunSQL(STANDS, NOT_STANDS),
    ]
