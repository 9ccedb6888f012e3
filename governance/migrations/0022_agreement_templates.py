"""The words with which a network begins its agreements: written once, and by decision once a council sits."""

import core.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core import migrating
from core.tenancy import GuardTenantTables, WallTenantTables

DECIDED = """
CREATE FUNCTION governance_template_was_decided() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.decision_id IS NULL THEN
        IF EXISTS (SELECT FROM governance_council WHERE network_id = NEW.network_id
                   AND kind = 'council' AND ended_at IS NULL) THEN
            RAISE EXCEPTION 'words of % are decided by the council', NEW.kind
                USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_template_was_decided';
        END IF;
    ELSIF NOT EXISTS (SELECT FROM governance_proposal WHERE id = NEW.decision_id AND network_id = NEW.network_id
                      AND (status = 'passed' OR is_emergency AND status = 'voting')) THEN
        RAISE EXCEPTION 'words of % are not decided', NEW.kind
            USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_template_was_decided';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER governance_template_was_decided BEFORE INSERT ON governance_agreementtemplate
    FOR EACH ROW EXECUTE FUNCTION governance_template_was_decided();
REVOKE UPDATE, DELETE, TRUNCATE ON governance_agreementtemplate FROM porchlight_app;
CREATE TRIGGER governance_template_never_changed BEFORE UPDATE OR DELETE ON governance_agreementtemplate
    FOR EACH ROW EXECUTE FUNCTION core_never_changes();
"""
UNDO = """
DROP TRIGGER governance_template_was_decided ON governance_agreementtemplate;
DROP FUNCTION governance_template_was_decided;
DROP TRIGGER governance_template_never_changed ON governance_agreementtemplate;
"""


class Migration(migrating.Migration):
    dependencies = [
        ("governance", "0021_which_seats"),
        ("organizations", "0015_hears_families"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AgreementTemplate",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("participation", "participation"),
                            ("business_associate", "business_associate"),
                            ("data_use", "data_use"),
                            ("qualified_service", "qualified_service"),
                            ("memorandum", "memorandum"),
                            ("sponsorship", "sponsorship"),
                            ("grant", "grant"),
                            ("fee_for_service", "fee_for_service"),
                            ("performance", "performance"),
                            ("care_hub", "care_hub"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "words",
                    models.TextField(
                        blank=True, default="", help_text="empty: none is kept any more"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("begins_at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, default="", max_length=500)),
                (
                    "decision",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        help_text="by which they came; none before a council sat",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.proposal",
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
                    "set_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("network", "kind", "version"), name="governance_template_version"
                    )
                ],
            },
        ),
        GuardTenantTables("agreementtemplate"),
        WallTenantTables("agreementtemplate"),
        migrations.RunSQL(DECIDED, UNDO),
    ]
