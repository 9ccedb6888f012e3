"""Which law holds for an organization is written down, and taken away with a reason only."""

from django.db import migrations

from core import migrating

# What takes protection away was written down just before, with its reason: by raw SQL as well.
KEPT = """
CREATE FUNCTION organizations_law_is_said() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    said record;
BEGIN
    SELECT is_victim_service, is_part2_program, is_school, takes_away INTO said FROM organizations_lawssaid
     WHERE network_id = NEW.network_id AND organization_id = NEW.id ORDER BY said_at DESC, id DESC LIMIT 1;
    IF NOT FOUND OR NOT said.takes_away OR (said.is_victim_service, said.is_part2_program, said.is_school)
                    IS DISTINCT FROM (NEW.is_victim_service, NEW.is_part2_program, NEW.is_school) THEN
        RAISE EXCEPTION 'nobody said why a law does not hold for organization % any more', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'law_is_taken_away_with_a_reason';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER organizations_law_is_said
    BEFORE UPDATE OF is_victim_service, is_part2_program, is_school ON organizations_organization FOR EACH ROW
    WHEN (OLD.is_victim_service AND NOT NEW.is_victim_service OR OLD.is_part2_program AND NOT NEW.is_part2_program
          OR OLD.is_school AND NOT NEW.is_school) EXECUTE FUNCTION organizations_law_is_said();
CREATE TRIGGER organizations_lawssaid_stays BEFORE UPDATE OR DELETE ON organizations_lawssaid
    FOR EACH ROW EXECUTE FUNCTION core_never_changes();
REVOKE UPDATE, DELETE, TRUNCATE ON organizations_lawssaid FROM porchlight_app;
"""
UNDO = "DROP FUNCTION organizations_law_is_said() CASCADE;"


class Migration(migrating.Migration):
    replaces = [("organizations", "0012_laws_said")]
    dependencies = [("organizations", "0004_path")]

    operations = [
        migrations.RunSQL(KEPT, UNDO),
    ]
