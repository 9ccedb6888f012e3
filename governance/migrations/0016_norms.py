"""The norms by which partners work, version by version, and who has agreed to them."""

import core.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core import migrating
from core.tenancy import GuardTenantTables, WallTenantTables


# By a decision only, and never changed: what was voted for is what can be read.
DECIDED = """
CREATE FUNCTION governance_norms_was_decided() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM governance_proposal WHERE id = NEW.decision_id
                   AND (status = 'passed' OR is_emergency AND status = 'voting')) THEN
        RAISE EXCEPTION 'Norms % are not decided', NEW.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_norms_was_decided';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER governance_norms_was_decided BEFORE INSERT ON governance_norms
    FOR EACH ROW EXECUTE FUNCTION governance_norms_was_decided();
REVOKE UPDATE, DELETE, TRUNCATE ON governance_norms, governance_normsagreed FROM porchlight_app;
"""
UNDO = """
DROP TRIGGER governance_norms_was_decided ON governance_norms;
DROP FUNCTION governance_norms_was_decided;
"""


class Migration(migrating.Migration):
    dependencies = [
        ("governance", "0015_what_came_of_it"),
        ("organizations", "0015_hears_families"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="said",
            name="item",
            field=models.CharField(
                choices=[
                    ("why_partner", "why_partner"),
                    ("goals_partner", "goals_partner"),
                    ("why_network", "why_network"),
                    ("goals_network", "goals_network"),
                    ("serves", "serves"),
                    ("fit", "fit"),
                    ("contacts", "contacts"),
                    ("asks_families", "asks_families"),
                    ("chart", "chart"),
                    ("takes_in", "takes_in"),
                    ("costs", "costs"),
                    ("people", "people"),
                    ("technology", "technology"),
                    ("languages", "languages"),
                    ("training", "training"),
                    ("listing", "listing"),
                    ("agreement", "agreement"),
                    ("norms", "norms"),
                    ("review_partner", "review_partner"),
                    ("review_network", "review_network"),
                    ("look_back", "look_back"),
                    ("why_break", "why_break"),
                    ("exit_talk", "exit_talk"),
                    ("copies", "copies"),
                    ("papers", "papers"),
                    ("families_told", "families_told"),
                    ("accounting", "accounting"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="Norms",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("text", models.TextField(blank=True, default="")),
                ("begins_at", models.DateTimeField()),
                (
                    "decision",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
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
            ],
        ),
        migrations.CreateModel(
            name="NormsAgreed",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "is_told",
                    models.BooleanField(
                        default=False, help_text="written down by the convener, on its word"
                    ),
                ),
                ("agreed_at", models.DateTimeField()),
                (
                    "agreed_by",
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
                    "norms",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreed",
                        to="governance.norms",
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
        ),
        migrations.AddConstraint(
            model_name="norms",
            constraint=models.UniqueConstraint(
                fields=("network", "number"), name="governance_norms_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="normsagreed",
            constraint=models.UniqueConstraint(
                fields=("network", "norms", "organization"), name="governance_norms_agreed_once"
            ),
        ),
        GuardTenantTables("norms", "normsagreed"),
        WallTenantTables("norms", "normsagreed"),
        migrations.RunSQL(DECIDED, UNDO),
    ]
