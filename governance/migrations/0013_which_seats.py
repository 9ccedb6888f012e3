"""Which seats there are is the council's to say: each came at the founding, or by a decision."""

from django.db import migrations

from core import migrating

STAYS = """
CREATE TRIGGER governance_council_was_founded BEFORE UPDATE OF founded_seats ON governance_council
    FOR EACH ROW WHEN (OLD.founded_seats IS DISTINCT FROM NEW.founded_seats) EXECUTE FUNCTION core_never_changes();
"""
NOT_STAYS = "DROP TRIGGER governance_council_was_founded ON governance_council;"

# At commit, after the rule of fairness: nobody adds a seat, ends one or makes another of it by hand.
DECIDED = """
CREATE FUNCTION governance_was_carried(of_network uuid, decision uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM governance_proposal WHERE network_id = of_network AND id = decision
                   AND status IN ('passed', 'in_force'))
$$;
CREATE FUNCTION governance_seat_is_decided() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    of_it governance_council;
BEGIN
    SELECT * INTO of_it FROM governance_council WHERE id = NEW.council_id;
    IF TG_OP = 'INSERT' AND NOT governance_was_carried(NEW.network_id, NEW.by_decision)
       AND (NEW.by_decision IS NOT NULL OR NEW.number > of_it.founded_seats)
       OR TG_OP = 'UPDATE' AND (
           (OLD.council_id, OLD.number, OLD.kind, OLD.by_decision)
             IS DISTINCT FROM (NEW.council_id, NEW.number, NEW.kind, NEW.by_decision)
           OR (OLD.ended_at, OLD.ended_by_decision) IS DISTINCT FROM (NEW.ended_at, NEW.ended_by_decision)
             AND (OLD.ended_at IS NOT NULL OR of_it.ended_at IS NULL
                  AND NOT governance_was_carried(NEW.network_id, NEW.ended_by_decision))) THEN
        RAISE EXCEPTION 'Nobody decided that of seat %', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_seat_is_decided';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER governance_seat_is_decided
    AFTER INSERT OR UPDATE OF council_id, number, kind, by_decision, ended_at, ended_by_decision ON governance_seat
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION governance_seat_is_decided();
"""
NOT_DECIDED = """
DROP TRIGGER governance_seat_is_decided ON governance_seat;
DROP FUNCTION governance_seat_is_decided;
DROP FUNCTION governance_was_carried;
"""
SAME_NETWORK = """
ALTER TABLE governance_seat ADD CONSTRAINT governance_seat_{column}_same_network
    FOREIGN KEY (network_id, {column}) REFERENCES governance_proposal (network_id, id) DEFERRABLE INITIALLY DEFERRED;
"""
NOT_SAME = "ALTER TABLE governance_seat DROP CONSTRAINT governance_seat_{column}_same_network;"


class Migration(migrating.Migration):
    replaces = [("governance", "0021_which_seats")]
    dependencies = [("governance", "0012_elections")]

    operations = [
        *(
            migrations.RunSQL(SAME_NETWORK.format(column=one), NOT_SAME.format(column=one))
            for one in ("by_decision", "ended_by_decision")
        ),
        migrations.RunSQL(STAYS, NOT_STAYS),
        migrations.RunSQL(DECIDED, NOT_DECIDED),
    ]
