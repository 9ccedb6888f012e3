"""Where somebody who opens records lives, as they say themselves: looks at neighbors can be asked about."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.ids
import core.sealed
from core import migrating
from core.tenancy import GuardTenantTables, WallTenantTables


class Migration(migrating.Migration):
    dependencies = [
        ("organizations", "0005_laws_said"),
        ("people", "0012_texts_are_decided"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OwnStreet",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "address",
                    core.sealed.SealedTextField(
                        blank=True, default="", help_text="house and street"
                    ),
                ),
                ("postal_code", core.sealed.SealedTextField(blank=True, default="")),
                ("said_at", models.DateTimeField()),
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
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["network", "user"], name="people_ownstreet_once"
                    )
                ],
            },
        ),
        GuardTenantTables("OwnStreet"),
        WallTenantTables("OwnStreet"),
    ]
