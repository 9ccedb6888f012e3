"""Until somebody has said what was learned, a side owes a step of a trial; several numbers are tried together."""

import core.ids
import django.db.models.deletion
from django.db import migrations, models

from core import migrating
from core.tenancy import GuardTenantTables, WallTenantTables

KEPT = """
REVOKE DELETE, TRUNCATE ON insights_triednumber FROM porchlight_app;
CREATE TRIGGER insights_triednumber_never_changed BEFORE UPDATE OF id, network_id, cycle_id, key, value
    ON insights_triednumber FOR EACH ROW EXECUTE FUNCTION core_never_changes();
"""
NOT_KEPT = "DROP TRIGGER insights_triednumber_never_changed ON insights_triednumber;"


class Migration(migrating.Migration):
    dependencies = [
        ("governance", "0016_partner_told"),
        ("insights", "0004_cycles"),
        ("organizations", "0005_laws_said"),
    ]

    operations = [
        migrations.CreateModel(
            name="TriedNumber",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.CharField(max_length=80)),
                ("value", models.PositiveIntegerField()),
                (
                    "cycle",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="numbers",
                        to="insights.cycle",
                    ),
                ),
                (
                    "local",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        help_text="as it is in force, once both said yes",
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("network", "cycle", "key"), name="insights_number_tried_once"
                    )
                ]
            },
        ),
        migrations.AddField(
            model_name="cycle",
            name="dropped_at",
            field=models.DateTimeField(
                blank=True,
                help_text="nothing was tried, or nobody is there any more to learn",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="cycle",
            name="next_step",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="cycle",
            name="next_step_due",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="cycle",
            name="rung",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="cycle",
            name="waiting_on",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="cycle",
            name="wake_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="cycle",
            index=models.Index(
                condition=models.Q(("wake_at__isnull", False)),
                fields=["network", "wake_at"],
                name="insights_cycle_wakes",
            ),
        ),
        GuardTenantTables("TriedNumber"),
        WallTenantTables("TriedNumber"),
        migrations.RunSQL(KEPT, NOT_KEPT),
    ]
