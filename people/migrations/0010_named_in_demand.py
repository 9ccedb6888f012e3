"""Nothing is erased of whom a court or an office asks about, or of whom something is held."""

from django.db import migrations

from core import migrating

from people.models.erased import refuses_erased

# An erasure and a demand that names nobody meet at the network's row: the second sees what the first
# did. Where somebody is named, they meet at the person's.
KEPT = """
CREATE FUNCTION people_is_not_held() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM organizations_network WHERE id = NEW.network_id FOR SHARE;
    IF EXISTS (SELECT FROM people_hold AS h
               WHERE h.network_id = NEW.network_id AND h.person_id = NEW.id AND h.lifted_at IS NULL) THEN
        RAISE EXCEPTION 'Person % is held', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'held_is_not_erased';
    END IF;
    IF EXISTS (SELECT FROM people_legaldemand AS d LEFT JOIN people_namedindemand AS m ON m.demand_id = d.id
               WHERE d.network_id = NEW.network_id AND d.answered_at IS NULL AND (m.person_id = NEW.id
                   OR m.id IS NULL AND NOT EXISTS (SELECT FROM organizations_organization AS o
                                                   WHERE o.id = NEW.custodian_id AND o.is_victim_service))) THEN
        RAISE EXCEPTION 'An open demand may be about person %', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'demanded_is_not_erased';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER people_not_erased_while_held BEFORE INSERT OR UPDATE OF erased_at ON people_person
    FOR EACH ROW WHEN (NEW.erased_at IS NOT NULL) EXECUTE FUNCTION people_is_not_held();

CREATE FUNCTION people_demand_meets_erasure() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM organizations_network WHERE id = NEW.network_id FOR NO KEY UPDATE;
    RETURN NEW;
END $$;
CREATE TRIGGER people_demand_meets_erasure BEFORE INSERT ON people_legaldemand
    FOR EACH ROW EXECUTE FUNCTION people_demand_meets_erasure();

CREATE FUNCTION people_named_may_be() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    -- held still until the row is there: which laws hold, as read a moment ago, may just be changing
    PERFORM FROM organizations_organization AS o
    WHERE o.id = (SELECT custodian_id FROM people_person WHERE id = NEW.person_id) FOR SHARE;
    IF EXISTS (SELECT FROM people_person AS p JOIN organizations_organization AS o ON o.id = p.custodian_id
               WHERE p.id = NEW.person_id AND o.is_victim_service) THEN
        RAISE EXCEPTION 'nobody of a victim service is named in a demand'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'demand_leaves_victim_services_alone';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER people_named_may_be BEFORE INSERT ON people_namedindemand
    FOR EACH ROW EXECUTE FUNCTION people_named_may_be();
CREATE TRIGGER people_namedindemand_stays BEFORE UPDATE OR DELETE ON people_namedindemand
    FOR EACH ROW EXECUTE FUNCTION core_never_changes();
REVOKE UPDATE, DELETE, TRUNCATE ON people_namedindemand FROM porchlight_app;
"""
UNDO = """
DROP FUNCTION people_named_may_be() CASCADE;
DROP FUNCTION people_demand_meets_erasure() CASCADE;
DROP FUNCTION people_is_not_held() CASCADE;
"""


class Migration(migrating.Migration):
    replaces = [("people", "0015_named_in_demand")]
    dependencies = [("people", "0009_person_links"), ("organizations", "0001_tables")]

    operations = [
        migrations.RunSQL(KEPT, UNDO),
        migrations.RunSQL(*refuses_erased("people_namedindemand", "NEW.person_id")),
    ]
