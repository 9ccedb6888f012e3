"""A family's no to a reported outcome: the partner owes a word on it."""

import core.ids
from core.tenancy import GuardTenantTables
import django.db.models.deletion
from django.db import migrations, models

from core import migrating


class Migration(migrating.Migration):
    dependencies = [
        ("organizations", "0005_opened"),
        ("referrals", "0010_incident"),
    ]

    operations = [
        migrations.CreateModel(
            name="Contest",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("waiting_on", models.TextField(blank=True, default="")),
                ("next_step", models.TextField(blank=True, default="")),
                ("next_step_due", models.DateTimeField(blank=True, null=True)),
                ("wake_at", models.DateTimeField(blank=True, null=True)),
                ("rung", models.PositiveSmallIntegerField(default=0)),
                ("began_at", models.DateTimeField()),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("gave_it", "gave_it"),
                            ("not_given", "not_given"),
                            ("to_come", "to_come"),
                            ("do_not_know", "do_not_know"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("said_by", models.CharField(blank=True, default="", max_length=10)),
                ("recorded_by", models.CharField(blank=True, default="", max_length=10)),
                ("via", models.CharField(blank=True, default="", max_length=10)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("answered", "answered"),
                            ("silent", "silent"),
                            ("settled", "settled"),
                        ],
                        default="",
                        max_length=10,
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contests",
                        to="referrals.referral",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("wake_at__isnull", False)),
                        fields=["network", "wake_at"],
                        name="referrals_contest_wakes",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("network", "referral", "began_at"), name="referrals_contest_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("network", "referral"),
                        name="referrals_one_open_contest",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at__isnull", True),
                                ("next_step_due__isnull", False),
                                ("wake_at__isnull", False),
                                models.Q(("next_step", ""), _negated=True),
                                models.Q(("waiting_on", ""), _negated=True),
                            ),
                            models.Q(
                                ("ended_at__isnull", False),
                                ("next_step_due__isnull", True),
                                ("wake_at__isnull", True),
                                ("next_step", ""),
                                ("waiting_on", ""),
                                models.Q(("ended_how", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="contest_open_is_followed_up",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at__isnull", True)),
                            models.Q(
                                ("answered_at__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                                models.Q(("said_by", ""), _negated=True),
                                models.Q(
                                    ("said_by", models.F("recorded_by")),
                                    ("via__in", ("phone", "paper", "in_person", "file")),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="contest_answer_has_a_source",
                    ),
                ],
            },
        ),
        GuardTenantTables("contest"),
    ]
