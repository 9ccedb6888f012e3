"""The words that a network puts before its families, version by version; and which of them an agreement was given under."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core import migrating

import core.ids
from core.tenancy import GuardTenantTables, WallTenantTables

FOR_EVER = """
ALTER TABLE people_consenttext ADD CONSTRAINT people_consenttext_is_what_it_was
    CHECK (digest = encode(sha256(convert_to(body, 'UTF8')), 'hex'));
CREATE TRIGGER people_consenttext_published BEFORE UPDATE OR DELETE ON people_consenttext
    FOR EACH ROW WHEN (OLD.begins_at IS NOT NULL) EXECUTE FUNCTION core_never_changes();
REVOKE DELETE, TRUNCATE ON people_consenttext FROM porchlight_app;
CREATE INDEX people_consent_of_age ON people_consent (network_id, of_age_in)
    WHERE of_age_in IS NOT NULL AND withdrawn_at IS NULL;
"""
UNDO = "DROP INDEX people_consent_of_age;"


class Migration(migrating.Migration):
    dependencies = [
        ("organizations", "0006_duty_and_chair"),
        ("people", "0010_reports_sealed_anew"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="consent",
            name="text_digest",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="of those words, SHA-256",
                max_length=64,
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="text_version",
            field=models.PositiveIntegerField(
                db_default=0,
                default=0,
                help_text="of the network's words in that language; 0: shipped",
            ),
        ),
        migrations.CreateModel(
            name="ConsentText",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("language", models.CharField(max_length=12)),
                (
                    "version",
                    models.PositiveIntegerField(help_text="0 is what Porchlight comes with"),
                ),
                ("body", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "asks_anew",
                    models.BooleanField(
                        default=False,
                        help_text="nothing new is shared under older words in this language",
                    ),
                ),
                ("begins_at", models.DateTimeField(blank=True, null=True)),
                ("written_at", models.DateTimeField()),
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
                    "written_by",
                    models.ForeignKey(
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
                        fields=("network", "language", "version"), name="people_consenttext_version"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("begins_at", None)),
                        fields=("network", "language"),
                        name="people_consenttext_one_draft",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("body__contains", "{agreement}")),
                        name="people_consenttext_has_a_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("version__gte", 1)),
                        name="people_consenttext_is_numbered",
                    ),
                ],
            },
        ),
        GuardTenantTables("consenttext"),
        WallTenantTables("consenttext"),
        migrations.RunSQL(FOR_EVER, UNDO),
    ]
