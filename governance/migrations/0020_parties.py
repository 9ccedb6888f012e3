"""Whom an agreement binds: a row for each. In force only when each has signed; each may leave, and nobody is put out."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.ids
from core import migrating
from core.tenancy import GuardTenantTables, WallTenantTables

# Each agreement from before has one party: with whom it was written. It signed for itself. There is no way back:
# between two sides there is no room for three.
WAS_BETWEEN_TWO = """
INSERT INTO governance_party (id, network_id, agreement_id, organization_id, part)
SELECT gen_random_uuid(), network_id, id, organization_id, 'takes_part' FROM governance_agreement;
UPDATE governance_signature AS s SET organization_id = a.organization_id FROM governance_agreement AS a
WHERE a.id = s.agreement_id AND s.side = 'partner';
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""
KEPT = """
ALTER TABLE governance_signature ADD CONSTRAINT governance_signature_organization_id_same_network
    FOREIGN KEY (network_id, organization_id) REFERENCES organizations_organization (network_id, id)
    DEFERRABLE INITIALLY DEFERRED;
CREATE TRIGGER governance_signature_stays BEFORE UPDATE OF agreement_id, organization_id, on_paper, digest, at, by_id
    ON governance_signature FOR EACH ROW EXECUTE FUNCTION core_never_changes();
CREATE FUNCTION governance_signed_by_party() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM governance_party WHERE agreement_id = NEW.agreement_id
                   AND organization_id = NEW.organization_id AND left_at IS NULL) THEN
        RAISE EXCEPTION '% is no party to agreement %', NEW.organization_id, NEW.agreement_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'signature_is_of_a_party';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER governance_signature_of_party BEFORE INSERT ON governance_signature
    FOR EACH ROW WHEN (NEW.organization_id IS NOT NULL) EXECUTE FUNCTION governance_signed_by_party();
-- By the network, and by each whom it binds, at least the one with whom it was written.
CREATE FUNCTION governance_is_signed(paper uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM governance_signature AS s WHERE s.agreement_id = a.id AND s.digest = a.digest
                   AND s.organization_id IS NULL)
       AND EXISTS (SELECT FROM governance_party AS p
                   WHERE p.agreement_id = a.id AND p.organization_id = a.organization_id)
       AND NOT EXISTS (SELECT FROM governance_party AS p WHERE p.agreement_id = a.id AND NOT EXISTS (
                   SELECT FROM governance_signature AS s WHERE s.agreement_id = a.id AND s.digest = a.digest
                   AND s.organization_id = p.organization_id))
    FROM governance_agreement AS a WHERE a.id = paper
$$;
CREATE OR REPLACE FUNCTION governance_signed_by_both() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT coalesce(governance_is_signed(NEW.id), false) THEN
        RAISE EXCEPTION 'agreement % is not signed by all parties', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_in_force_is_signed';
    END IF;
    RETURN NEW;
END $$;

-- Named or taken out on a draft only; from then on a party may leave what is in force, once.
CREATE FUNCTION governance_party_of_draft() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE party governance_party := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    IF NOT EXISTS (SELECT FROM governance_agreement WHERE id = party.agreement_id AND status = 'draft')
       OR TG_OP <> 'DELETE' AND party.left_at IS NOT NULL THEN
        RAISE EXCEPTION 'agreement % is no draft any more', party.agreement_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'party_of_a_draft';
    END IF;
    RETURN party;
END $$;
CREATE TRIGGER governance_party_of_draft BEFORE INSERT OR DELETE OR UPDATE OF part ON governance_party
    FOR EACH ROW EXECUTE FUNCTION governance_party_of_draft();
CREATE TRIGGER governance_party_stays BEFORE UPDATE ON governance_party FOR EACH ROW
    WHEN (OLD.left_at IS NOT NULL OR (OLD.id, OLD.network_id, OLD.agreement_id, OLD.organization_id)
        IS DISTINCT FROM (NEW.id, NEW.network_id, NEW.agreement_id, NEW.organization_id))
    EXECUTE FUNCTION core_never_changes();
CREATE FUNCTION governance_party_leaves() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    -- two that leave at once wait for each other here: the last one ends the paper instead
    PERFORM FROM governance_agreement WHERE id = NEW.agreement_id AND status = 'in_force' FOR NO KEY UPDATE;
    IF NOT FOUND OR NOT EXISTS (SELECT FROM governance_party WHERE agreement_id = NEW.agreement_id
                                AND id <> NEW.id AND left_at IS NULL) THEN
        RAISE EXCEPTION 'nobody is left in agreement %', NEW.agreement_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'party_leaves_others';
    END IF;
    IF governance_in_dispute(NEW.network_id, NEW.organization_id)
       AND NOT EXISTS (SELECT FROM organizations_membership AS w WHERE w.organization_id = NEW.organization_id
                       AND w.until IS NULL AND w.user_id = NEW.left_by_id
                       AND w.roles && ARRAY['orgadmin', 'convener']::varchar[]) THEN
        RAISE EXCEPTION '% is in a dispute and leaves only by itself', NEW.organization_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'side_keeps_its_agreements';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER governance_party_leaves BEFORE UPDATE OF left_at ON governance_party
    FOR EACH ROW WHEN (NEW.left_at IS NOT NULL) EXECUTE FUNCTION governance_party_leaves();
REVOKE TRUNCATE ON governance_party FROM porchlight_app;

CREATE FUNCTION governance_obligation_names_party() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM governance_party WHERE agreement_id = NEW.agreement_id
                   AND organization_id = NEW.organization_id) THEN
        RAISE EXCEPTION '% is no party to agreement %', NEW.organization_id, NEW.agreement_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'obligation_of_a_party';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER governance_obligation_names_party BEFORE INSERT ON governance_obligation
    FOR EACH ROW EXECUTE FUNCTION governance_obligation_names_party();

CREATE OR REPLACE FUNCTION governance_local_policy_is_founded() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    -- two trials of one number in one organization wait for each other here
    PERFORM FROM organizations_organization WHERE id = NEW.organization_id FOR NO KEY UPDATE;
    IF NEW.agreement_id IS NOT NULL AND (NEW.key <> 'referral.answer' OR NOT EXISTS (
        SELECT FROM governance_agreement AS a JOIN governance_party AS p ON p.agreement_id = a.id
        WHERE a.id = NEW.agreement_id AND a.status = 'in_force' AND a.answer_days = NEW.value
        AND p.organization_id = NEW.organization_id AND p.left_at IS NULL AND p.part <> 'pays')) THEN
        RAISE EXCEPTION '% is not agreed with %', NEW.key, NEW.organization_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'local_policy_stands_in_its_paper';
    END IF;
    IF NEW.agreement_id IS NULL AND EXISTS (
        SELECT FROM governance_localpolicy AS other WHERE other.network_id = NEW.network_id
        AND other.organization_id = NEW.organization_id AND other.key = NEW.key AND other.agreement_id IS NULL
        AND tstzrange(other.begins_at, other.ends_at) && tstzrange(NEW.begins_at, NEW.ends_at)) THEN
        RAISE EXCEPTION '% is tried there already', NEW.key
            USING ERRCODE = 'check_violation', CONSTRAINT = 'local_policy_is_tried_once';
    END IF;
    RETURN NEW;
END $$;

-- Nobody else ends what a side of a dispute is still bound by: not by a next version that leaves it out, either.
CREATE OR REPLACE FUNCTION governance_ends_own_word() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF (NEW.ends_on IS NULL OR NEW.ends_on >= current_date - 1)
       AND NOT EXISTS (SELECT FROM governance_givenup WHERE agreement_id = NEW.id)
       AND EXISTS (SELECT FROM governance_party AS p WHERE p.agreement_id = NEW.id AND p.left_at IS NULL
            AND governance_in_dispute(NEW.network_id, p.organization_id)
            AND NOT EXISTS (SELECT FROM governance_agreement AS later JOIN governance_party AS again
                ON again.agreement_id = later.id AND again.organization_id = p.organization_id
                WHERE later.replaces_id = NEW.id AND governance_is_signed(later.id))) THEN
        RAISE EXCEPTION 'agreement % is ended by nobody else while its partner is in a dispute', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'side_keeps_its_agreements';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION governance_given_up_by_them() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM governance_party AS p JOIN organizations_membership AS w
                   ON w.organization_id = p.organization_id AND w.until IS NULL
                   WHERE p.agreement_id = NEW.agreement_id AND p.left_at IS NULL AND w.user_id = NEW.by_id
                   AND w.roles && ARRAY['orgadmin', 'convener']::varchar[]) THEN
        RAISE EXCEPTION 'nobody gives up for another'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'given_up_by_themselves';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrating.Migration):
    dependencies = [
        ("governance", "0019_made_once_and_overtaken"),
        ("organizations", "0005_laws_said"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Party",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[("takes_part", "takes_part"), ("hub", "hub"), ("pays", "pays")],
                        default="takes_part",
                        max_length=10,
                    ),
                ),
                (
                    "left_at",
                    models.DateTimeField(
                        blank=True, help_text="it holds for the others", null=True
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parties",
                        to="governance.agreement",
                    ),
                ),
                (
                    "left_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.network",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["network", "organization"], name="governance_party_of")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("network", "agreement", "organization"),
                        name="governance_party_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("left_at", None), ("left_by", None)),
                            models.Q(("left_at__isnull", False), ("left_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="party_has_left_by_somebody",
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(model_name="signature", name="governance_signed_once"),
        migrations.AddField(
            model_name="signature",
            name="organization",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                help_text="the party that signs; none: the network",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organizations.organization",
            ),
        ),
        migrations.AlterField(
            model_name="agreement",
            name="organization",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                help_text="with whom it was written: where it is kept; whom it binds are its parties",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="agreements",
                to="organizations.organization",
            ),
        ),
        migrations.AlterField(
            model_name="obligation",
            name="organization",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                help_text="the party that owes it, or that waits for it",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organizations.organization",
            ),
        ),
        GuardTenantTables("party"),
        WallTenantTables("party"),
        migrations.RunSQL(WAS_BETWEEN_TWO),
        migrations.RemoveField(model_name="signature", name="side"),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(
                fields=("network", "agreement", "organization"),
                name="governance_signed_once",
                nulls_distinct=False,
            ),
        ),
        migrations.RunSQL(KEPT),
    ]
