"""No gap tells the area of somebody whose address is secret, even by raw SQL."""

from django.db import migrations

from core import migrating

# Of two transactions, one hiding an address and one writing a gap down, the second waits for the
# first at the person's row, and then sees what it did.
NOWHERE = """
CREATE FUNCTION screening_gap_tells_no_secret() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    is_secret boolean;
BEGIN
    SELECT has_substitute_address INTO is_secret FROM people_person
     WHERE id = (SELECT subject_id FROM screening_need WHERE id = NEW.need_id) FOR SHARE;
    IF is_secret THEN
        RAISE EXCEPTION 'Gap % tells where somebody lives whose address is secret', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'secret_area_is_nowhere';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER screening_gap_tells_no_secret BEFORE INSERT OR UPDATE OF zip3, need_id ON screening_gap
    FOR EACH ROW WHEN (NEW.zip3 <> '') EXECUTE FUNCTION screening_gap_tells_no_secret();

CREATE FUNCTION screening_secret_area_is_nowhere() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM screening_gap AS g JOIN screening_need AS n ON n.id = g.need_id
               WHERE n.subject_id = NEW.id AND g.zip3 <> '') THEN
        RAISE EXCEPTION 'A gap still tells where person % lives', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'secret_area_is_nowhere';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER screening_secret_area_is_nowhere
    AFTER INSERT OR UPDATE OF has_substitute_address ON people_person DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.has_substitute_address) EXECUTE FUNCTION screening_secret_area_is_nowhere();
"""
BACK = """
DROP TRIGGER screening_secret_area_is_nowhere ON people_person;
DROP FUNCTION screening_secret_area_is_nowhere;
DROP TRIGGER screening_gap_tells_no_secret ON screening_gap;
DROP FUNCTION screening_gap_tells_no_secret;
"""


class Migration(migrating.Migration):
    replaces = [("screening", "0019_secret_area_is_nowhere")]
    dependencies = [("screening", "0006_desk_is_named")]

    operations = [
        migrations.RunSQL(NOWHERE, BACK),
    ]
