"""What somebody drew when they agreed: sealed, once for the conversation; each agreement keeps its digest."""

import core.ids
import core.sealed
import django.db.models.deletion
from django.db import migrations, models

from core import migrating
from core.tenancy import GuardTenantTables, WallTenantTables
from people.models.erased import refuses_erased


class Migration(migrating.Migration):
    dependencies = [
        ("organizations", "0014_external_id"),
        ("people", "0016_tokens_of_one_organization"),
    ]

    operations = [
        migrations.AddField(
            model_name="consent",
            name="signature_digest",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="of what was drawn, SHA-256",
                max_length=64,
            ),
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("given_together", models.UUIDField()),
                (
                    "path",
                    core.sealed.SealedTextField(
                        blank=True, default="", help_text="straight lines: people.signatures"
                    ),
                ),
                ("drawn_at", models.DateTimeField()),
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
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["network", "person"], name="people_signature_person")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("network", "given_together"), name="people_signed_once"
                    )
                ],
            },
        ),
        GuardTenantTables("signature"),
        WallTenantTables("signature"),
        migrations.RunSQL(*refuses_erased("people_signature", "NEW.person_id")),
    ]
