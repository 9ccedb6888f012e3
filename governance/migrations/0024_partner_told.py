"""A partner without an account rests or goes on its own word, as somebody who convenes has written it down."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.ids
import core.sealed
from core import migrating
from core.tenancy import GuardTenantTables, WallTenantTables

# Whoever convenes writes it down, and never of a side of an open dispute.
TOLD = """
CREATE FUNCTION governance_partner_told_counts() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF governance_in_dispute(NEW.network_id, NEW.organization_id) THEN
        RAISE EXCEPTION 'The council says that of %, a side of an open dispute', NEW.organization_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_partner_told_counts';
    END IF;
    IF NOT EXISTS (SELECT FROM organizations_membership WHERE network_id = NEW.network_id AND user_id = NEW.by_id
                   AND until IS NULL AND 'convener' = ANY (roles)) THEN
        RAISE EXCEPTION 'Whoever convenes writes down what % said', NEW.organization_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_partner_told_counts';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER governance_partner_told_counts BEFORE INSERT ON governance_partnertold
    FOR EACH ROW EXECUTE FUNCTION governance_partner_told_counts();
ALTER TABLE governance_partnertold
    ADD CONSTRAINT governance_partner_told_by_somebody CHECK (octet_length(who) > 0);
REVOKE DELETE, TRUNCATE ON governance_partnertold FROM porchlight_app;
-- Who said it is sealed, and may be sealed anew with another key.
CREATE TRIGGER governance_partnertold_never_changed
    BEFORE UPDATE OF id, network_id, organization_id, stage, how, at, by_id ON governance_partnertold
    FOR EACH ROW EXECUTE FUNCTION core_never_changes();
CREATE TRIGGER governance_partnertold_never_deleted BEFORE DELETE ON governance_partnertold
    FOR EACH ROW EXECUTE FUNCTION core_never_changes();
CREATE TRIGGER governance_partnertold_never_truncated BEFORE TRUNCATE ON governance_partnertold
    FOR EACH STATEMENT EXECUTE FUNCTION core_never_changes();
"""
NOT_TOLD = """
DROP TRIGGER governance_partnertold_never_truncated ON governance_partnertold;
DROP TRIGGER governance_partnertold_never_deleted ON governance_partnertold;
DROP TRIGGER governance_partnertold_never_changed ON governance_partnertold;
DROP TRIGGER governance_partner_told_counts ON governance_partnertold;
DROP FUNCTION governance_partner_told_counts;
"""

# As before; and a break that was told and written down in the same moment. A good-bye waits for its day: `planned`.
WORD = """
CREATE OR REPLACE FUNCTION governance_word_counts() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    before governance_saidso;
BEGIN
    IF NEW.word = 'told' AND (NEW.stage <> 'paused' OR NOT EXISTS (SELECT FROM governance_partnertold AS t
            WHERE t.network_id = NEW.network_id AND t.organization_id = NEW.organization_id
            AND t.stage = NEW.stage AND t.at = NEW.at)) THEN
        RAISE EXCEPTION 'Nobody wrote down that % said so', NEW.organization_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_word_counts';
    ELSIF NEW.word = 'council' THEN
        IF NOT EXISTS (SELECT FROM governance_proposal WHERE id = NEW.decision_id
                       AND (status = 'passed' OR is_emergency AND status = 'voting')) THEN
            RAISE EXCEPTION 'Nobody decided that %', NEW.organization_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_word_counts';
        END IF;
    ELSIF governance_council_says(NEW.network_id, NEW.organization_id) THEN
        SELECT * INTO before FROM governance_saidso
         WHERE network_id = NEW.network_id AND organization_id = NEW.organization_id ORDER BY id DESC LIMIT 1;
        IF NOT (NEW.stage IN ('paused', 'left') AND NEW.word IN ('partner', 'planned')
                OR NEW.word = 'told' AND NOT governance_in_dispute(NEW.network_id, NEW.organization_id)
                OR NEW.stage = 'active' AND coalesce(before.stage = 'paused' AND before.word <> 'council', false)) THEN
            RAISE EXCEPTION 'The council says that of %', NEW.organization_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_word_counts';
        END IF;
    END IF;
    RETURN NEW;
END $$;
"""
NOT_WORD = """
CREATE OR REPLACE FUNCTION governance_word_counts() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    before governance_saidso;
BEGIN
    IF NEW.word = 'council' THEN
        IF NOT EXISTS (SELECT FROM governance_proposal WHERE id = NEW.decision_id
                       AND (status = 'passed' OR is_emergency AND status = 'voting')) THEN
            RAISE EXCEPTION 'Nobody decided that %', NEW.organization_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_word_counts';
        END IF;
    ELSIF governance_council_says(NEW.network_id, NEW.organization_id) THEN
        SELECT * INTO before FROM governance_saidso
         WHERE network_id = NEW.network_id AND organization_id = NEW.organization_id ORDER BY id DESC LIMIT 1;
        IF NOT (NEW.stage IN ('paused', 'left') AND NEW.word IN ('partner', 'planned')
                OR NEW.stage = 'active' AND coalesce(before.stage = 'paused' AND before.word <> 'council', false)) THEN
            RAISE EXCEPTION 'The council says that of %', NEW.organization_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_word_counts';
        END IF;
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrating.Migration):
    dependencies = [
        ("governance", "0023_meetings"),
        ("organizations", "0015_hears_families"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="saidso",
            name="word",
            field=models.CharField(
                choices=[
                    ("partner", "partner"),
                    ("convener", "convener"),
                    ("planned", "planned"),
                    ("council", "council"),
                    ("told", "told"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="PartnerTold",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[("left", "left"), ("paused", "paused")], max_length=12
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("phone", "phone"),
                            ("in_person", "in_person"),
                            ("paper", "paper"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "who",
                    core.sealed.SealedTextField(
                        blank=True,
                        default="",
                        help_text="who said it, by name or by what they do there",
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
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
                    models.Index(
                        fields=["network", "organization", "-id"], name="governance_partner_told"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("stage__in", ["left", "paused"])),
                        name="governance_partner_tells_of_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("how__in", ["in_person", "paper", "phone"])),
                        name="governance_partner_told_somehow",
                    ),
                ],
            },
        ),
        GuardTenantTables("partnertold"),
        WallTenantTables("partnertold"),
        migrations.RunSQL(TOLD, NOT_TOLD),
        migrations.RunSQL(WORD, NOT_WORD),
    ]
