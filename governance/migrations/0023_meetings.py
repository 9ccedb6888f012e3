"""Meetings: none is forgotten, and who was there never changes."""

import core.ids
import django.db.models.deletion
import governance.lifecycle
from django.conf import settings
from django.db import migrations, models

from core import migrating
from core.tenancy import GuardTenantTables, WallTenantTables

KEPT = """
REVOKE DELETE, TRUNCATE ON governance_meeting FROM porchlight_app;
CREATE TRIGGER governance_meeting_moves BEFORE UPDATE OF status ON governance_meeting
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION core_follows_lifecycle('meeting');
CREATE TRIGGER governance_meeting_begins BEFORE INSERT ON governance_meeting
    FOR EACH ROW EXECUTE FUNCTION core_follows_lifecycle('meeting');
REVOKE UPDATE, DELETE, TRUNCATE ON governance_attendance FROM porchlight_app;
CREATE TRIGGER governance_attendance_never_changed BEFORE UPDATE OR DELETE ON governance_attendance
    FOR EACH ROW EXECUTE FUNCTION core_never_changes();
CREATE TRIGGER governance_attendance_never_truncated BEFORE TRUNCATE ON governance_attendance
    FOR EACH STATEMENT EXECUTE FUNCTION core_never_changes();
CREATE FUNCTION governance_minutes_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Meeting % is written down', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_minutes_stand';
END $$;
CREATE TRIGGER governance_minutes_stand BEFORE UPDATE ON governance_meeting
    FOR EACH ROW WHEN (OLD.status = 'held') EXECUTE FUNCTION governance_minutes_stand();
"""
NOT_KEPT = """
DROP TRIGGER governance_minutes_stand ON governance_meeting;
DROP FUNCTION governance_minutes_stand;
DROP TRIGGER governance_attendance_never_truncated ON governance_attendance;
DROP TRIGGER governance_attendance_never_changed ON governance_attendance;
DROP TRIGGER governance_meeting_begins ON governance_meeting;
DROP TRIGGER governance_meeting_moves ON governance_meeting;
"""


class Migration(migrating.Migration):
    dependencies = [
        ("governance", "0022_agreement_templates"),
        ("organizations", "0014_external_id"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Meeting",
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
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("held", "held"),
                            ("cancelled", "cancelled"),
                        ],
                        max_length=9,
                    ),
                ),
                ("begins_at", models.DateTimeField()),
                (
                    "place",
                    models.CharField(help_text="a room, or where to call in", max_length=200),
                ),
                ("called_at", models.DateTimeField()),
                (
                    "agenda",
                    models.JSONField(
                        blank=True, default=list, help_text="words and pages, when it was held"
                    ),
                ),
                ("minutes", models.TextField(blank=True, default="")),
                ("minutes_at", models.DateTimeField(blank=True, null=True)),
                (
                    "seats_with_vote",
                    models.PositiveSmallIntegerField(default=0, help_text="held, on that day"),
                ),
                (
                    "quorum_percent",
                    models.PositiveSmallIntegerField(default=0, help_text="asked for on that day"),
                ),
                (
                    "called_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.council",
                    ),
                ),
                (
                    "minutes_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
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
            ],
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("has_vote", models.BooleanField()),
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
                    "seat",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.seat",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="there",
                        to="governance.meeting",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(
                condition=models.Q(("wake_at__isnull", False)),
                fields=["network", "wake_at"],
                name="governance_meeting_wakes",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("minutes_at", None),
                        ("next_step_due__isnull", False),
                        ("status", governance.lifecycle.Gathering["PLANNED"]),
                        ("wake_at__isnull", False),
                        models.Q(("next_step", ""), _negated=True),
                        models.Q(("waiting_on", ""), _negated=True),
                    ),
                    models.Q(
                        ("minutes_at__isnull", False),
                        ("next_step_due", None),
                        ("status", governance.lifecycle.Gathering["HELD"]),
                        ("wake_at", None),
                        models.Q(("minutes", ""), _negated=True),
                    ),
                    models.Q(
                        ("minutes_at", None),
                        ("next_step_due", None),
                        ("status", governance.lifecycle.Gathering["CANCELLED"]),
                        ("wake_at", None),
                    ),
                    _connector="OR",
                ),
                name="governance_meeting_is_planned_or_told",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.UniqueConstraint(
                fields=("network", "meeting", "seat"), name="governance_there_once"
            ),
        ),
        GuardTenantTables("meeting", "attendance"),
        WallTenantTables("meeting", "attendance"),
        migrations.RunSQL(KEPT, NOT_KEPT),
    ]
