"""Two records of one person, for as long as both organizations' agreements hold."""

from django.db import migrations

from core import migrating


# Whom a record belongs to, and what its keeper is, stand elsewhere: a trigger asks as a link is made.
PROMISES = """
CREATE FUNCTION people_link_is_allowed() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    -- held still until the row is there: which laws hold, as read a moment ago, may just be changing
    PERFORM FROM organizations_organization AS o
    WHERE o.id IN (NEW.first_organization_id, NEW.second_organization_id) ORDER BY o.id FOR SHARE;
    IF EXISTS (SELECT FROM organizations_organization AS o
               WHERE o.id IN (NEW.first_organization_id, NEW.second_organization_id)
               AND (o.is_victim_service OR o.is_part2_program)) THEN
        RAISE EXCEPTION 'nobody of a victim service or a part 2 program is linked'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'people_link_keeps_some_apart';
    END IF;
    IF EXISTS (SELECT FROM people_person AS p WHERE p.id = NEW.first_id AND p.custodian_id <> NEW.first_organization_id)
    OR EXISTS (SELECT FROM people_person AS p WHERE p.id = NEW.second_id AND p.custodian_id <> NEW.second_organization_id)
    OR EXISTS (SELECT FROM people_consent AS c WHERE c.id = NEW.first_consent_id
               AND (c.person_id <> NEW.first_id OR c.direction <> 'link' OR c.recipient_id <> NEW.second_organization_id))
    OR EXISTS (SELECT FROM people_consent AS c WHERE c.id = NEW.second_consent_id
               AND (c.person_id <> NEW.second_id OR c.direction <> 'link' OR c.recipient_id <> NEW.first_organization_id))
    THEN
        RAISE EXCEPTION 'a link stands on an agreement of each side that names the other'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'people_link_is_agreed_to_by_both';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER people_link_allowed BEFORE INSERT OR UPDATE OF first_id, second_id, first_organization_id,
    second_organization_id, first_consent_id, second_consent_id, made_at ON people_personlink
    FOR EACH ROW EXECUTE FUNCTION people_link_is_allowed();
CREATE TRIGGER people_link_end_stays BEFORE UPDATE ON people_personlink
    FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION core_never_changes();
CREATE TRIGGER people_link_stays BEFORE DELETE ON people_personlink
    FOR EACH ROW EXECUTE FUNCTION core_never_changes();
REVOKE DELETE, TRUNCATE ON people_personlink FROM porchlight_app;
"""
UNDO = "DROP FUNCTION people_link_is_allowed() CASCADE;"


class Migration(migrating.Migration):
    replaces = [("people", "0014_person_links"), ("people", "0018_laws_stand_still")]
    dependencies = [("people", "0008_laws_and_secret_addresses"), ("organizations", "0001_tables")]

    operations = [
        migrations.RunSQL(PROMISES, UNDO),
    ]
