"""A break that came into a pilot ends in that pilot, and no other break does."""

from django.db import migrations, models

from core import migrating

# The table of moves lets a break end in both; what stood before the break says in which, by raw SQL as well.
ENDS_AS_IT_BEGAN = """
CREATE FUNCTION organizations_pilot_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.pilot_rests IS DISTINCT FROM (NEW.status = 'paused' AND (OLD.status = 'pilot' OR OLD.pilot_rests))
       OR OLD.status = 'paused' AND NEW.status IN ('pilot', 'active')
          AND OLD.pilot_rests IS DISTINCT FROM (NEW.status = 'pilot') THEN
        RAISE EXCEPTION 'the break of organization % ends as it began', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'break_ends_as_it_began';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER organizations_pilot_goes_on BEFORE UPDATE OF status, pilot_rests ON organizations_organization
    FOR EACH ROW EXECUTE FUNCTION organizations_pilot_goes_on();
"""
NOT_SO = "DROP FUNCTION organizations_pilot_goes_on() CASCADE;"


class Migration(migrating.Migration):
    dependencies = [("organizations", "0005_laws_said")]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="pilot_rests",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="on a break: it came into a pilot, which goes on",
            ),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(("pilot_rests", False), ("status", "paused"), _connector="OR"),
                name="organizations_pilot_rests_on_a_break",
            ),
        ),
        migrations.RunSQL(ENDS_AS_IT_BEGAN, NOT_SO),
    ]
