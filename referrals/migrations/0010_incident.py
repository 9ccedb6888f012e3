"""A service that closed overnight, and the shared list of the needs that look for another way."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core import migrating

import core.ids
from core.tenancy import GuardTenantTables


class Migration(migrating.Migration):
    dependencies = [
        ("organizations", "0005_opened"),
        ("referrals", "0009_one_yes_among_several"),
        ("screening", "0010_own_steps"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Incident",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "services",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(),
                        help_text="those that were offered and closed with it",
                        size=None,
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("gone", "Gone"),
                            ("disaster", "Disaster"),
                            ("building", "Building"),
                            ("staff", "Staff"),
                            ("funds", "Funds"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                    ),
                ),
                ("closed_since", models.DateField()),
                ("opened_at", models.DateTimeField()),
                (
                    "choose_within",
                    models.PositiveSmallIntegerField(
                        help_text="open days that an owner has to find another way"
                    ),
                ),
                (
                    "patience_until",
                    models.DateField(help_text="from then on the usual patience holds again"),
                ),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, help_text="when it opened again", null=True),
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
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incidents",
                        to="organizations.organization",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IncidentCase",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "place",
                    models.PositiveIntegerField(
                        help_text="by urgency, then by how long it has waited"
                    ),
                ),
                ("taken_at", models.DateTimeField(blank=True, null=True)),
                (
                    "helper",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="who has taken it; its owner stays the owner",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="referrals.incident",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incident_cases",
                        to="screening.need",
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
                    "referral",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        help_text="the request that ended with it; of several the most urgent",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="referrals.referral",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(fields=["network", "-opened_at"], name="referrals_incident_newest"),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(("services__len", 0), _negated=True),
                name="incident_closes_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("choose_within__gte", 1), ("patience_until__gte", models.F("closed_since"))
                ),
                name="incident_patience_ends_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="incidentcase",
            constraint=models.UniqueConstraint(
                fields=("network", "incident", "need"), name="referrals_incident_need_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="incidentcase",
            constraint=models.UniqueConstraint(
                fields=("network", "incident", "place"), name="referrals_incident_place_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="incidentcase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("helper__isnull", True), ("taken_at__isnull", True)),
                    models.Q(("helper__isnull", False), ("taken_at__isnull", False)),
                    _connector="OR",
                ),
                name="incident_case_taken_by_somebody",
            ),
        ),
        GuardTenantTables("incident", "incidentcase"),
    ]
