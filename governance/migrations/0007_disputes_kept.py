"""What the database itself refuses about disputes: whoever mediates is of no side, and both sides end it, or the council."""

from django.db import migrations

from core import migrating

# What is sealed may be sealed anew with another key; everything else stays as it was written.
ONCE = """
CREATE TRIGGER governance_{table}_stays BEFORE UPDATE OF {columns} ON governance_{table}
    FOR EACH ROW WHEN (({old}) IS DISTINCT FROM ({new})) EXECUTE FUNCTION core_never_changes();
CREATE TRIGGER governance_{table}_is_kept BEFORE DELETE ON governance_{table}
    FOR EACH ROW EXECUTE FUNCTION core_never_changes();
REVOKE DELETE, TRUNCATE ON governance_{table} FROM porchlight_app;
"""
FIXED = {
    "mediator": "user_id, since",
    "dispute": "number, first_id, second_id, raised_at, raised_by_id",
    "statement": "dispute_id, voice, is_for_council, at, by_id",
    "ending": "dispute_id, number, voice, at, by_id",
    "pledge": "ending_id, side, due_on",
    "assent": "ending_id, side, at, by_id",
}

ENDS = """
CREATE TRIGGER governance_dispute_moves BEFORE UPDATE OF status ON governance_dispute
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION core_follows_lifecycle('dispute');
CREATE TRIGGER governance_dispute_begins BEFORE INSERT ON governance_dispute
    FOR EACH ROW EXECUTE FUNCTION core_follows_lifecycle('dispute');
CREATE FUNCTION governance_dispute_ends() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.status = 'agreed' AND 2 > (
        SELECT count(DISTINCT a.side) FROM governance_assent AS a JOIN governance_ending AS e ON e.id = a.ending_id
        WHERE e.dispute_id = NEW.id AND e.number = NEW.holds) THEN
        RAISE EXCEPTION 'dispute % was not ended by both sides', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'dispute_is_ended_by_both';
    END IF;
    IF NEW.status = 'decided' AND NOT EXISTS (
        SELECT FROM governance_proposal AS p JOIN governance_proposalversion AS v
            ON v.proposal_id = p.id AND v.number = p.version
        WHERE p.id = NEW.decision_id AND p.status IN ('passed', 'in_force') AND v.changes @> jsonb_build_array(
            jsonb_build_object('kind', 'dispute', 'key', NEW.id::text, 'after', NEW.holds::text))) THEN
        RAISE EXCEPTION 'dispute % was not decided by the council', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'dispute_is_decided_by_council';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER governance_dispute_ends BEFORE INSERT OR UPDATE OF status, holds, decision_id ON governance_dispute
    FOR EACH ROW EXECUTE FUNCTION governance_dispute_ends();

CREATE FUNCTION governance_mediator_is_of_no_side() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM governance_mediator AS m JOIN organizations_membership AS w ON w.user_id = m.user_id
               WHERE m.id = NEW.mediator_id AND w.until IS NULL
               AND w.organization_id IN (NEW.first_id, NEW.second_id)) THEN
        RAISE EXCEPTION 'whoever mediates dispute % works for a side', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'mediator_is_of_no_side';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER governance_dispute_mediator BEFORE INSERT OR UPDATE OF mediator_id ON governance_dispute
    FOR EACH ROW WHEN (NEW.mediator_id IS NOT NULL) EXECUTE FUNCTION governance_mediator_is_of_no_side();

CREATE FUNCTION governance_assent_of_side() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM governance_ending AS e JOIN governance_dispute AS d ON d.id = e.dispute_id
        JOIN organizations_membership AS w ON w.until IS NULL AND w.user_id = NEW.by_id
            AND w.organization_id = CASE NEW.side WHEN 'first' THEN d.first_id ELSE d.second_id END
        WHERE e.id = NEW.ending_id AND d.closed_at IS NULL) THEN
        RAISE EXCEPTION 'nobody says yes for another side'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'assent_is_of_that_side';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER governance_assent_of_side BEFORE INSERT ON governance_assent
    FOR EACH ROW EXECUTE FUNCTION governance_assent_of_side();
"""
NOT_ENDS = """
DROP FUNCTION governance_dispute_ends() CASCADE;
DROP FUNCTION governance_mediator_is_of_no_side() CASCADE;
DROP FUNCTION governance_assent_of_side() CASCADE;
"""


def once(table: str, columns: str) -> str:
    names = columns.split(", ")
    old, new = (", ".join(f"{row}.{name}" for name in names) for row in ("OLD", "NEW"))
    return ONCE.format(table=table, columns=columns, old=old, new=new)


class Migration(migrating.Migration):
    replaces = [("governance", "0013_disputes_kept")]
    dependencies = [("governance", "0006_local_policies"), ("organizations", "0001_tables")]

    operations = [
        *(
            migrations.RunSQL(once(table, columns), migrations.RunSQL.noop)
            for table, columns in FIXED.items()
        ),
        migrations.RunSQL(ENDS, NOT_ENDS),
    ]
