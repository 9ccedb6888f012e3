"""Who has left the network is bound by no agreement: its part ends with it, on the clock's day too, dispute or not."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core import migrating

HAS_LEFT = """
CREATE FUNCTION governance_has_left(of_organization uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM organizations_organization WHERE id = of_organization AND status = 'left')
$$;
"""
# In a dispute only the side itself, or the council, says that it leaves: that is asked where it leaves.
SHIELDED = """
CREATE OR REPLACE FUNCTION governance_party_leaves() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    -- two that leave at once wait for each other here: the last one ends the paper instead
    PERFORM FROM governance_agreement WHERE id = NEW.agreement_id AND status = 'in_force' FOR NO KEY UPDATE;
    IF NOT FOUND OR NOT EXISTS (SELECT FROM governance_party WHERE agreement_id = NEW.agreement_id
                                AND id <> NEW.id AND left_at IS NULL) THEN
        RAISE EXCEPTION 'nobody is left in agreement %', NEW.agreement_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'party_leaves_others';
    END IF;
    {by_somebody}
    IF governance_in_dispute(NEW.network_id, NEW.organization_id) {unless_new}
       AND NOT EXISTS (SELECT FROM organizations_membership AS w WHERE w.organization_id = NEW.organization_id
                       AND w.until IS NULL AND w.user_id = NEW.left_by_id
                       AND w.roles && ARRAY['orgadmin', 'convener']::varchar[]) THEN
        RAISE EXCEPTION '% is in a dispute and leaves only by itself', NEW.organization_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'side_keeps_its_agreements';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION governance_ends_own_word() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF (NEW.ends_on IS NULL OR NEW.ends_on >= current_date - 1)
       AND NOT EXISTS (SELECT FROM governance_givenup WHERE agreement_id = NEW.id)
       AND EXISTS (SELECT FROM governance_party AS p WHERE p.agreement_id = NEW.id AND p.left_at IS NULL
            AND governance_in_dispute(NEW.network_id, p.organization_id) {unless_p}
            AND NOT EXISTS (SELECT FROM governance_agreement AS later JOIN governance_party AS again
                ON again.agreement_id = later.id AND again.organization_id = p.organization_id
                WHERE later.replaces_id = NEW.id AND governance_is_signed(later.id))) THEN
        RAISE EXCEPTION 'agreement % is ended by nobody else while its partner is in a dispute', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'side_keeps_its_agreements';
    END IF;
    RETURN NEW;
END $$;
"""
NAMED = """IF NEW.left_by_id IS NULL AND NOT governance_has_left(NEW.organization_id) THEN
        RAISE EXCEPTION 'nobody says that % leaves agreement %', NEW.organization_id, NEW.agreement_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'party_has_left_by_somebody';
    END IF;"""
NOW = SHIELDED.format(
    by_somebody=NAMED,
    unless_new="AND NOT governance_has_left(NEW.organization_id)",
    unless_p="AND NOT governance_has_left(p.organization_id)",
)
BEFORE = SHIELDED.format(by_somebody="", unless_new="", unless_p="")


class Migration(migrating.Migration):
    dependencies = [
        ("governance", "0025_held_day"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="party", name="party_has_left_by_somebody"),
        migrations.AlterField(
            model_name="party",
            name="left_by",
            field=models.ForeignKey(
                db_index=False,
                help_text="none: the clock, on the day on which they left the network",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.CheckConstraint(
                condition=models.Q(("left_by", None), ("left_at__isnull", False), _connector="OR"),
                name="party_has_left_by_somebody",
            ),
        ),
        migrations.RunSQL(HAS_LEFT + NOW, BEFORE + "DROP FUNCTION governance_has_left(uuid);"),
    ]
