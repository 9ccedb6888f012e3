"""Nobody can help with it now: a need stands so exactly as long as it has an open gap."""

from django.db import migrations

from core import migrating


# As in referrals 0002: the need is locked first, so that of two transactions the second sees what
# the first has committed. No other move of a need asks here.
FITS = """
CREATE FUNCTION screening_gap_fits_need() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    which uuid := (to_jsonb(NEW) ->> TG_ARGV[0])::uuid;
    standing text;
    has_gap boolean;
BEGIN
    SELECT status INTO standing FROM screening_need WHERE id = which FOR NO KEY UPDATE;
    SELECT EXISTS (SELECT FROM screening_gap
                   WHERE network_id = NEW.network_id AND need_id = which AND ended_at IS NULL) INTO has_gap;
    IF standing = 'no_resource' AND NOT has_gap THEN
        RAISE EXCEPTION 'Nobody helps with need % and no gap says why', which
            USING ERRCODE = 'check_violation', CONSTRAINT = 'need_nobody_helps_has_gap';
    END IF;
    IF has_gap AND standing <> 'no_resource' THEN
        RAISE EXCEPTION 'Need % is % and still has an open gap', which, standing
            USING ERRCODE = 'check_violation', CONSTRAINT = 'gap_ends_when_its_need_goes_on';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER screening_need_has_gap AFTER UPDATE OF status ON screening_need
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.status IS DISTINCT FROM NEW.status AND 'no_resource' IN (OLD.status, NEW.status))
    EXECUTE FUNCTION screening_gap_fits_need('id');
CREATE CONSTRAINT TRIGGER screening_gap_has_need AFTER INSERT OR UPDATE OF ended_at, need_id ON screening_gap
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION screening_gap_fits_need('need_id');
REVOKE DELETE, TRUNCATE ON screening_gap FROM porchlight_app;
"""
FITS_NO_MORE = """
DROP TRIGGER screening_gap_has_need ON screening_gap;
DROP TRIGGER screening_need_has_gap ON screening_need;
DROP FUNCTION screening_gap_fits_need;
"""


class Migration(migrating.Migration):
    replaces = [("screening", "0004_gap")]
    dependencies = [("screening", "0002_promises"), ("organizations", "0003_search")]

    operations = [
        migrations.RunSQL(FITS, FITS_NO_MORE),
    ]
