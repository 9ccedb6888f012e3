"""Numbers that hold for one organization only. Of a row only its end may change, and only to an earlier one."""

from django.db import migrations

from core import migrating

STANDS = """
CREATE FUNCTION governance_local_policy_is_founded() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    -- two trials of one number in one organization wait for each other here
    PERFORM FROM organizations_organization WHERE id = NEW.organization_id FOR NO KEY UPDATE;
    IF NEW.agreement_id IS NOT NULL AND (NEW.key <> 'referral.answer' OR NOT EXISTS (
        SELECT FROM governance_agreement AS a WHERE a.id = NEW.agreement_id AND a.status = 'in_force'
        AND a.organization_id = NEW.organization_id AND a.answer_days = NEW.value)) THEN
        RAISE EXCEPTION '% is not agreed with %', NEW.key, NEW.organization_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'local_policy_stands_in_its_paper';
    END IF;
    IF NEW.agreement_id IS NULL AND EXISTS (
        SELECT FROM governance_localpolicy AS other WHERE other.network_id = NEW.network_id
        AND other.organization_id = NEW.organization_id AND other.key = NEW.key AND other.agreement_id IS NULL
        AND tstzrange(other.begins_at, other.ends_at) && tstzrange(NEW.begins_at, NEW.ends_at)) THEN
        RAISE EXCEPTION '% is tried there already', NEW.key
            USING ERRCODE = 'check_violation', CONSTRAINT = 'local_policy_is_tried_once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER governance_local_policy_is_founded BEFORE INSERT ON governance_localpolicy
    FOR EACH ROW EXECUTE FUNCTION governance_local_policy_is_founded();
CREATE TRIGGER governance_local_policy_stays BEFORE UPDATE ON governance_localpolicy
    FOR EACH ROW WHEN ((OLD.id, OLD.network_id, OLD.organization_id, OLD.key, OLD.value, OLD.begins_at,
        OLD.agreement_id, OLD.said_there_by_id, OLD.said_for_network_by_id) IS DISTINCT FROM (NEW.id, NEW.network_id,
        NEW.organization_id, NEW.key, NEW.value, NEW.begins_at, NEW.agreement_id, NEW.said_there_by_id,
        NEW.said_for_network_by_id) OR NEW.ends_at IS NULL AND OLD.ends_at IS NOT NULL OR NEW.ends_at > OLD.ends_at)
    EXECUTE FUNCTION core_never_changes();
REVOKE DELETE, TRUNCATE ON governance_localpolicy FROM porchlight_app;
-- What was offered stays as it was read: its days for an answer, too.
CREATE TRIGGER governance_agreement_days_stay BEFORE UPDATE OF answer_days ON governance_agreement
    FOR EACH ROW WHEN (OLD.status <> 'draft' AND OLD.answer_days IS DISTINCT FROM NEW.answer_days)
    EXECUTE FUNCTION core_never_changes();
-- The version under which a step is promised: what holds in one organization only changes it, too.
CREATE OR REPLACE FUNCTION core_decisions(of_network uuid, until timestamptz) RETURNS int LANGUAGE sql STABLE AS $$
    SELECT (SELECT count(*) FROM governance_policy WHERE network_id = of_network AND begins_at <= until)::int
         + (SELECT count(*) + count(*) FILTER (WHERE ends_at <= until) FROM governance_localpolicy
            WHERE network_id = of_network AND begins_at <= until)::int
$$;
"""
UNDO = """
CREATE OR REPLACE FUNCTION core_decisions(of_network uuid, until timestamptz) RETURNS int LANGUAGE sql STABLE AS $$
    SELECT count(*)::int FROM governance_policy WHERE network_id = of_network AND begins_at <= until
$$;
DROP TRIGGER governance_agreement_days_stay ON governance_agreement;
DROP FUNCTION governance_local_policy_is_founded() CASCADE;
"""


class Migration(migrating.Migration):
    replaces = [("governance", "0009_versions"), ("governance", "0011_local_policies")]
    dependencies = [
        ("governance", "0005_agreements"),
        ("core", "0006_decisions"),
        ("organizations", "0001_tables"),
    ]

    operations = [
        migrations.RunSQL(STANDS, UNDO),
    ]
