"""The dates of an application."""

import django.db.models.deletion
from django.db import migrations, models

from core import migrating

import core.ids
from core.tenancy import GuardTenantTables

KINDS = ["documents", "filed", "interview", "decision", "appeal_until", "recertification"]


class Migration(migrating.Migration):
    dependencies = [("organizations", "0003_search"), ("referrals", "0006_contact_attempts")]

    operations = [
        migrations.CreateModel(
            name="Milestone",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(choices=[(kind, kind) for kind in KINDS], max_length=16),
                ),
                ("planned_on", models.DateField(blank=True, null=True)),
                ("reached_on", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField()),
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
                    "referral",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="milestones",
                        to="referrals.referral",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("network", "referral", "kind"), name="referrals_milestone_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("planned_on__isnull", False),
                            ("reached_on__isnull", False),
                            _connector="OR",
                        ),
                        name="milestone_has_a_day",
                    ),
                ],
            },
        ),
        GuardTenantTables("milestone"),
    ]
