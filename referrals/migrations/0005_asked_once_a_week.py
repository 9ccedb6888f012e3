"""Which partner was asked for its word in which week."""

import core.ids
import core.tenancy
import django.db.models.deletion
from django.db import migrations, models

from core import migrating


class Migration(migrating.Migration):
    dependencies = [
        ("organizations", "0004_closed_days"),
        ("referrals", "0004_among_several"),
    ]

    operations = [
        migrations.CreateModel(
            name="WeekAsked",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("week", models.DateField(help_text="its Monday, in the network's time zone")),
                ("at", models.DateTimeField()),
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("network", "organization", "week"),
                        name="referrals_asked_once_a_week",
                    )
                ],
            },
        ),
        core.tenancy.GuardTenantTables("weekasked"),
    ]
