"""What one organization tries for some days before anybody decides on it."""

import core.ids
import core.sealed
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core import migrating
from core.tenancy import GuardTenantTables, WallTenantTables

KEPT = "REVOKE DELETE, TRUNCATE ON insights_cycle FROM porchlight_app;"


class Migration(migrating.Migration):
    dependencies = [
        ("governance", "0006_local_policies"),
        ("insights", "0003_walls"),
        ("organizations", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Cycle",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "aim",
                    core.sealed.SealedTextField(
                        blank=True, default="", help_text="what shall become better"
                    ),
                ),
                (
                    "change",
                    core.sealed.SealedTextField(
                        blank=True, default="", help_text="what is done otherwise, in words"
                    ),
                ),
                (
                    "prediction",
                    core.sealed.SealedTextField(
                        blank=True, default="", help_text="what its writer expects"
                    ),
                ),
                (
                    "measure",
                    models.CharField(help_text="a code of insights.search.measures", max_length=20),
                ),
                ("begins_on", models.DateField()),
                ("ends_on", models.DateField(help_text="the last day")),
                (
                    "key",
                    models.CharField(
                        blank=True, default="", help_text="the number tried", max_length=80
                    ),
                ),
                ("value", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "written_there",
                    models.BooleanField(help_text="by the organization itself, not the network"),
                ),
                ("written_at", models.DateTimeField()),
                (
                    "stopped_at",
                    models.DateTimeField(blank=True, help_text="before its last day", null=True),
                ),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[("adopt", "Adopt"), ("adapt", "Adapt"), ("abandon", "Abandon")],
                        default="",
                        max_length=10,
                    ),
                ),
                (
                    "result",
                    core.sealed.SealedTextField(
                        blank=True, default="", help_text="what was learned"
                    ),
                ),
                ("concluded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "local",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        help_text="the number in force, once both said yes",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.localpolicy",
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
                    "proposal",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        help_text="in which the council says what becomes of it",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.proposal",
                    ),
                ),
                (
                    "written_by",
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
                    models.Index(fields=["network", "-begins_on", "-id"], name="insights_cycles")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("begins_on"))),
                        name="cycle_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("key", ""), ("local", None), ("value", None)),
                            models.Q(
                                models.Q(("key", ""), _negated=True), ("value__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="cycle_tries_a_whole_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("concluded_at", None), ("verdict", "")),
                            models.Q(
                                models.Q(("verdict", ""), _negated=True),
                                ("concluded_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="cycle_ended_with_a_verdict",
                    ),
                ],
            },
        ),
        GuardTenantTables("Cycle"),
        WallTenantTables("Cycle"),
        migrations.RunSQL(KEPT, migrations.RunSQL.noop),
    ]
