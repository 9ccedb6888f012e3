"""When the rules of keeping were applied, night by night."""

import core.ids
import django.db.models.deletion
from django.db import migrations, models

from core import migrating

from core.tenancy import GuardTenantTables, WallTenantTables


class Migration(migrating.Migration):
    dependencies = [
        ("organizations", "0008_special_laws"),
        ("referrals", "0015_erased"),
    ]

    operations = [
        migrations.CreateModel(
            name="RetentionRun",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField()),
                ("done", models.JSONField(help_text="counts, by the name of the kind")),
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
            options={
                "indexes": [
                    models.Index(fields=["network", "-at"], name="referrals_retention_last")
                ],
            },
        ),
        GuardTenantTables("retentionrun"),
        WallTenantTables("retentionrun"),
    ]
