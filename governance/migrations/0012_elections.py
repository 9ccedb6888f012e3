"""Elections of seats: papers are secret and never change, people vote while it is open, and a count stands."""

from django.db import migrations

from core import migrating

ONCE = """
REVOKE UPDATE, DELETE, TRUNCATE ON governance_{table} FROM porchlight_app;
CREATE TRIGGER governance_{table}_never_changed BEFORE UPDATE OR DELETE ON governance_{table}
    FOR EACH ROW EXECUTE FUNCTION core_never_changes();
CREATE TRIGGER governance_{table}_never_truncated BEFORE TRUNCATE ON governance_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION core_never_changes();
"""
NOT_ONCE = """
DROP TRIGGER governance_{table}_never_changed ON governance_{table};
DROP TRIGGER governance_{table}_never_truncated ON governance_{table};
"""
# Who may vote is fixed when the vote opens, and what was counted does not change.
STANDS = """
REVOKE DELETE, TRUNCATE ON governance_election, governance_nominee, governance_electionplace FROM porchlight_app;
CREATE TRIGGER governance_election_moves BEFORE UPDATE OF status ON governance_election
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION core_follows_lifecycle('election');
CREATE TRIGGER governance_election_begins BEFORE INSERT ON governance_election
    FOR EACH ROW EXECUTE FUNCTION core_follows_lifecycle('election');
CREATE FUNCTION governance_election_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status <> 'nominating' AND (OLD.electorate, OLD.council_id, OLD.kind)
           IS DISTINCT FROM (NEW.electorate, NEW.council_id, NEW.kind)
       OR OLD.status NOT IN ('nominating', 'voting') AND (OLD.rounds, OLD.takes_on, OLD.decided_at)
           IS DISTINCT FROM (NEW.rounds, NEW.takes_on, NEW.decided_at) THEN
        RAISE EXCEPTION 'Election % is being held', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_election_stands';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER governance_election_stands BEFORE UPDATE ON governance_election
    FOR EACH ROW EXECUTE FUNCTION governance_election_stands();
CREATE FUNCTION governance_election_in_time() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM governance_election WHERE id = NEW.election_id AND status = 'voting' AND round = NEW.round FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Nobody elects now'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_election_in_time';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER governance_election_in_time BEFORE INSERT ON governance_electionballot
    FOR EACH ROW EXECUTE FUNCTION governance_election_in_time();
"""
NOT_STANDS = """
DROP TRIGGER governance_election_in_time ON governance_electionballot;
DROP FUNCTION governance_election_in_time;
DROP TRIGGER governance_election_stands ON governance_election;
DROP FUNCTION governance_election_stands;
DROP TRIGGER governance_election_moves ON governance_election;
DROP TRIGGER governance_election_begins ON governance_election;
"""


class Migration(migrating.Migration):
    replaces = [("governance", "0020_elections")]
    dependencies = [("governance", "0011_cuts_kept"), ("organizations", "0001_tables")]

    operations = [
        *(
            migrations.RunSQL(ONCE.format(table=table), NOT_ONCE.format(table=table))
            for table in ("electionturnout", "electionballot")
        ),
        migrations.RunSQL(STANDS, NOT_STANDS),
    ]
