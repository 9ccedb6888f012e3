"""A side where nobody signs in speaks by the link in its mailbox: nobody's name stands beside its words then."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core import migrating

# Without a name only a side speaks, by a link of its own that lives, and only where nobody there signs in.
BY_LINK = """
CREATE FUNCTION governance_speaks_by_link(of_network uuid, of_organization uuid, said timestamptz)
RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM accounts_accesslink WHERE network_id = of_network AND purpose = 'dispute'
                   AND object_id = of_organization AND revoked_at IS NULL AND expires_at > said)
       AND NOT EXISTS (SELECT FROM organizations_membership AS w JOIN accounts_user AS u ON u.id = w.user_id
                       WHERE w.organization_id = of_organization AND w.until IS NULL AND u.is_active
                       AND w.roles && ARRAY['orgadmin', 'convener']::varchar[])
$$;
CREATE FUNCTION governance_said_by_link() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    about uuid; speaks text; said timestamptz; place uuid;
BEGIN
    IF TG_TABLE_NAME = 'governance_assent' THEN
        SELECT dispute_id INTO about FROM governance_ending WHERE id = NEW.ending_id;
        speaks := NEW.side; said := NEW.at;
    ELSIF TG_TABLE_NAME = 'governance_pledge' THEN
        SELECT dispute_id INTO about FROM governance_ending WHERE id = NEW.ending_id;
        speaks := CASE NEW.side WHEN 'first' THEN 'second' ELSE 'first' END; said := NEW.kept_at;
    ELSE
        about := NEW.dispute_id; speaks := NEW.voice; said := NEW.at;
    END IF;
    SELECT CASE speaks WHEN 'first' THEN first_id WHEN 'second' THEN second_id END INTO place
      FROM governance_dispute WHERE id = about AND (closed_at IS NULL OR TG_TABLE_NAME <> 'governance_assent');
    IF place IS NULL OR NOT governance_speaks_by_link(NEW.network_id, place, said) THEN
        RAISE EXCEPTION 'nobody speaks for a side of dispute % without a name or a link', about
            USING ERRCODE = 'check_violation', CONSTRAINT = 'side_speaks_by_its_link';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER governance_statement_by_link BEFORE INSERT ON governance_statement
    FOR EACH ROW WHEN (NEW.by_id IS NULL) EXECUTE FUNCTION governance_said_by_link();
CREATE TRIGGER governance_ending_by_link BEFORE INSERT ON governance_ending
    FOR EACH ROW WHEN (NEW.by_id IS NULL) EXECUTE FUNCTION governance_said_by_link();
CREATE TRIGGER governance_assent_by_link BEFORE INSERT ON governance_assent
    FOR EACH ROW WHEN (NEW.by_id IS NULL) EXECUTE FUNCTION governance_said_by_link();
CREATE TRIGGER governance_pledge_by_link BEFORE INSERT OR UPDATE OF kept_at, kept_by_id ON governance_pledge
    FOR EACH ROW WHEN (NEW.kept_at IS NOT NULL AND NEW.kept_by_id IS NULL)
    EXECUTE FUNCTION governance_said_by_link();
DROP TRIGGER governance_assent_of_side ON governance_assent;
CREATE TRIGGER governance_assent_of_side BEFORE INSERT ON governance_assent
    FOR EACH ROW WHEN (NEW.by_id IS NOT NULL) EXECUTE FUNCTION governance_assent_of_side();
"""
NOT_BY_LINK = """
DROP FUNCTION governance_said_by_link() CASCADE;
DROP FUNCTION governance_speaks_by_link(uuid, uuid, timestamptz);
DROP TRIGGER governance_assent_of_side ON governance_assent;
CREATE TRIGGER governance_assent_of_side BEFORE INSERT ON governance_assent
    FOR EACH ROW EXECUTE FUNCTION governance_assent_of_side();
"""


def nobody(model: str) -> migrations.AlterField:
    return migrations.AlterField(
        model_name=model,
        name="by",
        field=models.ForeignKey(
            db_index=False,
            help_text="nobody: the side's mailbox, by its link",
            null=True,
            on_delete=django.db.models.deletion.PROTECT,
            related_name="+",
            to=settings.AUTH_USER_MODEL,
        ),
    )


class Migration(migrating.Migration):
    dependencies = [
        ("governance", "0023_a_pilot_goes_on"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *(nobody(model) for model in ("statement", "ending", "assent")),
        migrations.RemoveConstraint(model_name="pledge", name="pledge_kept_on_whose_word"),
        migrations.AddConstraint(
            model_name="pledge",
            constraint=models.CheckConstraint(
                condition=models.Q(("kept_by", None), ("kept_at__isnull", False), _connector="OR"),
                name="pledge_kept_on_whose_word",
            ),
        ),
        migrations.RunSQL(BY_LINK, NOT_BY_LINK),
    ]
