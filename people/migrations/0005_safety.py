"""Safety alerts and mandated reports: sealed, owned, dated; a report is a fact and stays as it is."""

import core.ids
import core.sealed
import django.db.models.deletion
import people.lifecycle
from django.conf import settings
from django.db import migrations, models

from core import migrating

from core.tenancy import GuardTenantTables

REPORT = """
ALTER TABLE people_mandatedreport ADD CONSTRAINT report_says_to_whom CHECK (octet_length(to_whom) > 0);
REVOKE UPDATE, DELETE, TRUNCATE ON people_mandatedreport FROM porchlight_app;
CREATE TRIGGER people_mandatedreport_never_changed BEFORE UPDATE OR DELETE ON people_mandatedreport
    FOR EACH ROW EXECUTE FUNCTION core_never_changes();
CREATE TRIGGER people_mandatedreport_never_truncated BEFORE TRUNCATE ON people_mandatedreport
    FOR EACH STATEMENT EXECUTE FUNCTION core_never_changes();
"""


class Migration(migrating.Migration):
    dependencies = [
        ("organizations", "0006_duty_and_chair"),
        ("people", "0004_next_visit"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MandatedReport",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(
                        help_text="when it was made, as the person who made it says"
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("to_whom", core.sealed.SealedTextField(blank=True, default="")),
                (
                    "reference",
                    core.sealed.SealedTextField(
                        blank=True, default="", help_text="the number that the authority gave"
                    ),
                ),
                ("words", core.sealed.SealedTextField(blank=True, default="")),
                (
                    "made_by",
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
            ],
            options={
                "indexes": [
                    models.Index(fields=["network", "person"], name="people_report_person")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("made_at__lte", models.F("recorded_at"))),
                        name="report_was_made_before_it_was_written_down",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SafetyAlert",
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
                ("raised_at", models.DateTimeField()),
                (
                    "danger",
                    core.sealed.SealedTextField(
                        blank=True, default="", help_text="a code of people.lifecycle.Danger"
                    ),
                ),
                ("words", core.sealed.SealedTextField(blank=True, default="")),
                (
                    "reached",
                    models.CharField(
                        choices=[
                            ("duty", "duty"),
                            ("supervisor", "supervisor"),
                            ("convener", "convener"),
                        ],
                        default=people.lifecycle.Watch["DUTY"],
                        help_text="how far up it has come",
                        max_length=10,
                    ),
                ),
                ("taken_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "closed_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("safe_now", "safe_now"),
                            ("plan", "plan"),
                            ("crisis_team", "crisis_team"),
                            ("emergency", "emergency"),
                            ("no_danger", "no_danger"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                ("closing_words", core.sealed.SealedTextField(blank=True, default="")),
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
                        help_text="the custodian, whose duty role answers for it",
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
                    "raised_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("wake_at__isnull", False)),
                        fields=["network", "wake_at"],
                        name="people_alert_wakes",
                    ),
                    models.Index(
                        fields=["network", "organization", "closed_at"], name="people_alert_waits"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", True),
                                ("closed_how", ""),
                                ("next_step_due__isnull", False),
                                ("wake_at__isnull", False),
                                models.Q(("next_step", ""), _negated=True),
                                models.Q(("waiting_on", ""), _negated=True),
                            ),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("next_step_due__isnull", True),
                                ("wake_at__isnull", True),
                                ("next_step", ""),
                                ("waiting_on", ""),
                                models.Q(("closed_how", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="alert_open_has_owner_and_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", True),
                                ("taken_at__isnull", True),
                                ("taken_by__isnull", True),
                                models.Q(
                                    ("waiting_on", people.lifecycle.Watch["TAKER"]), _negated=True
                                ),
                            ),
                            models.Q(
                                ("taken_at__isnull", False),
                                ("taken_by__isnull", False),
                                models.Q(
                                    ("waiting_on", people.lifecycle.Watch["TAKER"]),
                                    ("closed_at__isnull", False),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="alert_is_closed_by_who_took_it",
                    ),
                ],
            },
        ),
        GuardTenantTables("safetyalert", "mandatedreport"),
        migrations.RunSQL(REPORT, migrations.RunSQL.noop),
    ]
