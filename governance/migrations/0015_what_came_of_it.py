"""What came of what families say."""

import core.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core import migrating
from core.tenancy import GuardTenantTables, WallTenantTables


class Migration(migrating.Migration):
    dependencies = [
        ("governance", "0014_standing"),
        ("organizations", "0015_hears_families"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BecauseOf",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("theme", models.CharField(max_length=20)),
                ("words", models.JSONField(help_text="one sentence for families, by language")),
                ("linked_at", models.DateTimeField()),
                (
                    "linked_by",
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
                    "proposal",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.proposal",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("network", "theme", "proposal"), name="governance_because_once"
                    )
                ],
            },
        ),
        GuardTenantTables("becauseof"),
        WallTenantTables("becauseof"),
    ]
