"""Opened in an emergency: for an hour, one row for ever, judged by somebody else. And no look without a purpose."""

import datetime

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

from core import migrating

import core.ids
import core.sealed
from core.tenancy import GuardTenantTables, WallTenantTables

# The app may write the review and nothing else: who, whom, why and until when stay as they were.
FOR_EVER = """
ALTER TABLE people_brokenglass ADD CONSTRAINT people_glass_says_why CHECK (reason <> '' AND octet_length(words) > 0);
REVOKE UPDATE, DELETE, TRUNCATE ON people_brokenglass FROM porchlight_app;
GRANT UPDATE (reviewed_at, reviewed_by_id, review, review_words) ON people_brokenglass TO porchlight_app;
ALTER TABLE people_disclosure ADD CONSTRAINT people_disclosure_says_why CHECK (purpose <> '');
"""
UNDO = "ALTER TABLE people_disclosure DROP CONSTRAINT people_disclosure_says_why;"


class Migration(migrating.Migration):
    dependencies = [
        ("organizations", "0005_opened"),
        ("people", "0005_safety"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BrokenGlass",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[("life", "life"), ("today", "today"), ("office", "office")],
                        max_length=20,
                    ),
                ),
                (
                    "words",
                    core.sealed.SealedTextField(
                        blank=True, default="", help_text="why, by the one who opened it"
                    ),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("reviewed_at", models.DateTimeField(null=True)),
                (
                    "review",
                    models.CharField(
                        blank=True,
                        choices=[("right", "right"), ("ask", "ask"), ("wrong", "wrong")],
                        default="",
                        max_length=20,
                    ),
                ),
                ("review_words", core.sealed.SealedTextField(blank=True, default="")),
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
                (
                    "reviewed_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "user", "until"], name="people_glass_open"),
                    models.Index(
                        condition=models.Q(("reviewed_at", None)),
                        fields=["network", "since"],
                        name="people_glass_review",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__gt", models.F("since")),
                            (
                                "until__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("since"),
                                    "+",
                                    models.Value(datetime.timedelta(seconds=3600)),
                                ),
                            ),
                        ),
                        name="people_glass_closes_after_an_hour",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("review", ""), ("reviewed_at", None), ("reviewed_by", None)),
                            models.Q(
                                ("reviewed_at__isnull", False),
                                ("reviewed_by__isnull", False),
                                models.Q(("review", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="people_glass_review_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reviewed_by", None),
                            models.Q(("reviewed_by", models.F("user")), _negated=True),
                            _connector="OR",
                        ),
                        name="people_glass_is_reviewed_by_another",
                    ),
                ],
            },
        ),
        GuardTenantTables("brokenglass"),
        WallTenantTables("brokenglass"),
        migrations.RunSQL(FOR_EVER, UNDO),
    ]
