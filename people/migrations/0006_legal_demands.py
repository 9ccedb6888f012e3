"""What courts and offices demand. Answered it is for ever; what leaves has its court order, and is nobody's of a victim service."""

from django.db import migrations

from core import migrating


# What leaves is asked of as it is written down, whoever writes it; and an answer is never changed.
FOR_EVER = """
CREATE FUNCTION people_demanded_record_may_leave() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM people_person AS p JOIN organizations_organization AS o ON o.id = p.custodian_id
               WHERE p.id = NEW.person_id AND o.is_victim_service) THEN
        RAISE EXCEPTION 'a record of a victim service leaves under no demand'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'demand_leaves_victim_services_alone';
    END IF;
    IF EXISTS (SELECT FROM people_person AS p JOIN organizations_organization AS o ON o.id = p.custodian_id
               JOIN people_legaldemand AS d ON d.id = NEW.demand_id
               WHERE p.id = NEW.person_id AND o.is_part2_program AND d.part2_order_on IS NULL) THEN
        RAISE EXCEPTION 'a record of a part 2 program leaves by a court order only'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'demand_part2_needs_court_order';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER people_demanded_record_leaves BEFORE INSERT ON people_demandedrecord
    FOR EACH ROW EXECUTE FUNCTION people_demanded_record_may_leave();
CREATE TRIGGER people_demandedrecord_stays BEFORE UPDATE OR DELETE ON people_demandedrecord
    FOR EACH ROW EXECUTE FUNCTION core_never_changes();
-- What is sealed may be sealed anew with another key; nothing else of it changes.
CREATE TRIGGER people_legaldemand_answer_stays BEFORE UPDATE OF answer, answered_at, answered_by_id, kind, office_kind,
    received_on, due_on, counsel_asked_on, has_part2, part2_order_on, silence, silence_since, silence_until,
    next_step_due, wake_at ON people_legaldemand
    FOR EACH ROW WHEN (OLD.answered_at IS NOT NULL) EXECUTE FUNCTION core_never_changes();
CREATE TRIGGER people_legaldemand_stays BEFORE DELETE ON people_legaldemand
    FOR EACH ROW EXECUTE FUNCTION core_never_changes();
REVOKE UPDATE, DELETE, TRUNCATE ON people_demandedrecord FROM porchlight_app;
REVOKE DELETE, TRUNCATE ON people_legaldemand FROM porchlight_app;
ALTER TABLE people_legaldemand ADD CONSTRAINT demand_says_who_and_what
    CHECK (octet_length(office) > 0 AND octet_length(asked) > 0);
"""
UNDO = "DROP FUNCTION people_demanded_record_may_leave() CASCADE;"


class Migration(migrating.Migration):
    replaces = [("people", "0009_legal_demands")]
    dependencies = [("people", "0005_who_says_yes"), ("organizations", "0001_tables")]

    operations = [
        migrations.RunSQL(FOR_EVER, UNDO),
    ]
