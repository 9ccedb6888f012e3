"""What was found and counted each night, once a network and night."""

import django.db.models.deletion
from django.db import migrations, models

from core import migrating

import core.ids
from core.tenancy import GuardTenantTables


class Migration(migrating.Migration):
    initial = True

    dependencies = [("organizations", "0002_within_network")]

    operations = [
        migrations.CreateModel(
            name="Night",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("date", models.DateField(help_text="the network's own")),
                ("at", models.DateTimeField()),
                ("took_ms", models.PositiveIntegerField()),
                (
                    "broken",
                    models.JSONField(help_text="rows that break a promise, by the promise's name"),
                ),
                (
                    "figures",
                    models.JSONField(help_text="counts without anything sensitive, not yet masked"),
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
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("network", "date"), name="insights_once_a_night"
                    )
                ],
            },
        ),
        GuardTenantTables("night"),
    ]
