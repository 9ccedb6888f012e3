"""What the database itself refuses about councils, votes and what comes of them."""

from django.db import migrations

from core import migrating

WRITTEN_ONCE = ("proposalversion", "comment", "standing", "turnout", "ballot")
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

MOVES = """
REVOKE DELETE, TRUNCATE ON governance_council, governance_seat, governance_proposal FROM porchlight_app;
CREATE TRIGGER governance_proposal_moves BEFORE UPDATE OF status ON governance_proposal
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION core_follows_lifecycle('proposal');
CREATE TRIGGER governance_proposal_begins BEFORE INSERT ON governance_proposal
    FOR EACH ROW EXECUTE FUNCTION core_follows_lifecycle('proposal');
"""
NO_MOVES = """
DROP TRIGGER governance_proposal_moves ON governance_proposal;
DROP TRIGGER governance_proposal_begins ON governance_proposal;
"""

# Once people vote, neither the question nor the way of counting moves; once counted, the result does not.
STANDS = """
CREATE FUNCTION governance_vote_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status NOT IN ('draft', 'commenting')
       AND (OLD.version, OLD.method, OLD.quorum_percent, OLD.needs_chamber, OLD.chair_breaks_tie, OLD.is_secret,
            OLD.is_emergency, OLD.council_id, OLD.votes_until)
           IS DISTINCT FROM
           (NEW.version, NEW.method, NEW.quorum_percent, NEW.needs_chamber, NEW.chair_breaks_tie, NEW.is_secret,
            NEW.is_emergency, NEW.council_id, NEW.votes_until) THEN
        RAISE EXCEPTION 'Proposal % is being voted on', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_vote_stands';
    END IF;
    IF OLD.decided_at IS NOT NULL
       AND (OLD.decided_at, OLD.result, OLD.why, OLD.tally, OLD.electorate)
           IS DISTINCT FROM (NEW.decided_at, NEW.result, NEW.why, NEW.tally, NEW.electorate) THEN
        RAISE EXCEPTION 'Proposal % is decided', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_vote_stands';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER governance_vote_stands BEFORE UPDATE ON governance_proposal
    FOR EACH ROW EXECUTE FUNCTION governance_vote_stands();
"""
NOT_STANDS = """
DROP TRIGGER governance_vote_stands ON governance_proposal;
DROP FUNCTION governance_vote_stands;
"""

IN_TIME = """
CREATE FUNCTION governance_ballot_in_time() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    asked governance_proposal;
BEGIN
    SELECT * INTO asked FROM governance_proposal WHERE id = NEW.proposal_id FOR SHARE;
    IF asked.status <> 'voting' OR asked.version <> NEW.version OR asked.is_secret <> NEW.is_secret THEN
        RAISE EXCEPTION 'Nobody is asked that now'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_ballot_in_time';
    END IF;
    IF EXISTS (SELECT FROM governance_standing WHERE proposal_id = NEW.proposal_id AND seat_id = NEW.seat_id
               AND kind = 'conflict') THEN
        RAISE EXCEPTION 'This seat has a conflict'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_ballot_in_time';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER governance_ballot_in_time BEFORE INSERT ON governance_ballot
    FOR EACH ROW EXECUTE FUNCTION governance_ballot_in_time();
"""
NOT_IN_TIME = """
DROP TRIGGER governance_ballot_in_time ON governance_ballot;
DROP FUNCTION governance_ballot_in_time;
"""

# From the first sitting of a council on, a number comes by a decision that was carried; or by an emergency
# act that waits to be confirmed, and goes back when it was not.
DECIDED = """
CREATE FUNCTION governance_policy_was_decided() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.decision_id IS NULL THEN
        IF EXISTS (SELECT FROM governance_council WHERE network_id = NEW.network_id
                   AND kind = 'council' AND ended_at IS NULL) THEN
            RAISE EXCEPTION '% is decided by the council', NEW.key
                USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_policy_was_decided';
        END IF;
    ELSIF NOT EXISTS (SELECT FROM governance_proposal WHERE id = NEW.decision_id
                      AND (status = 'passed' OR is_emergency AND status = 'voting')) THEN
        RAISE EXCEPTION '% is not decided', NEW.key
            USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_policy_was_decided';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER governance_policy_was_decided BEFORE INSERT ON governance_policy
    FOR EACH ROW EXECUTE FUNCTION governance_policy_was_decided();
"""
NOT_DECIDED = """
DROP TRIGGER governance_policy_was_decided ON governance_policy;
DROP FUNCTION governance_policy_was_decided;
"""

# The same rule as `governance.seats.unfair`, over all seats of the council at commit.
FAIR = """
CREATE FUNCTION governance_number(of_network uuid, named text, usual int) RETURNS int LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT (value #>> '{}')::int FROM governance_policy
                     WHERE network_id = of_network AND key = named ORDER BY version DESC LIMIT 1), usual)
$$;
CREATE FUNCTION governance_council_is_fair() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    votes int; community int; health int;
BEGIN
    PERFORM FROM governance_council WHERE id = NEW.council_id FOR NO KEY UPDATE;
    SELECT count(*), count(*) FILTER (WHERE kind IN ('cbo', 'lived_experience')),
           count(*) FILTER (WHERE kind = 'health_care')
      INTO votes, community, health
      FROM governance_seat WHERE council_id = NEW.council_id AND ended_at IS NULL AND kind <> 'convener';
    IF community * 100 <= votes * governance_number(NEW.network_id, 'seats.community_percent', 50)
       OR health * governance_number(NEW.network_id, 'seats.health_one_in', 3) > votes THEN
        RAISE EXCEPTION 'Council % would not be fair', NEW.council_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_council_is_fair';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER governance_council_is_fair
    AFTER INSERT OR UPDATE OF kind, ended_at, council_id ON governance_seat
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION governance_council_is_fair();
"""
NOT_FAIR = """
DROP TRIGGER governance_council_is_fair ON governance_seat;
DROP FUNCTION governance_council_is_fair;
DROP FUNCTION governance_number;
"""


class Migration(migrating.Migration):
    replaces = [("governance", "0008_decisions")]
    dependencies = [("governance", "0003_partnerships"), ("core", "0005_data_keys")]

    operations = [
        *(
            migrations.RunSQL(ONCE.format(table=table), NOT_ONCE.format(table=table))
            for table in WRITTEN_ONCE
        ),
        migrations.RunSQL(MOVES, NO_MOVES),
        migrations.RunSQL(STANDS, NOT_STANDS),
        migrations.RunSQL(IN_TIME, NOT_IN_TIME),
        migrations.RunSQL(DECIDED, NOT_DECIDED),
        migrations.RunSQL(FAIR, NOT_FAIR),
    ]
