"""A directory file between its dry run and the convener's yes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core import migrating

import core.ids
from core.tenancy import GuardTenantTables


class Migration(migrating.Migration):
    initial = True

    dependencies = [
        ("organizations", "0003_search"),
        ("core", "0002_history"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DirectoryFile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("uploaded_at", models.DateTimeField()),
                ("imported_at", models.DateTimeField(null=True)),
                ("content", models.BinaryField()),
                ("report", models.JSONField()),
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
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["network", "uploaded_at"], name="interop_file_newest")
                ],
            },
        ),
        GuardTenantTables("directoryfile"),
    ]
