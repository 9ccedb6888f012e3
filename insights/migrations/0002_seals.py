"""Seals over the history, append-only like what they seal."""

import django.db.models.deletion
from django.db import migrations, models

from core import migrating

import core.ids
from core.tenancy import GuardTenantTables

APPEND_ONLY = """
REVOKE UPDATE, DELETE, TRUNCATE ON insights_seal FROM porchlight_app;
CREATE TRIGGER insights_seal_never_changed BEFORE UPDATE OR DELETE ON insights_seal
    FOR EACH ROW EXECUTE FUNCTION core_never_changes();
CREATE TRIGGER insights_seal_never_truncated BEFORE TRUNCATE ON insights_seal
    FOR EACH STATEMENT EXECUTE FUNCTION core_never_changes();
"""


class Migration(migrating.Migration):
    dependencies = [
        ("insights", "0001_initial"),
        ("organizations", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField(help_text="1, 2, 3 ... within the network")),
                ("table", models.CharField(max_length=40)),
                ("from_id", models.UUIDField(help_text="the first id that may stand in it")),
                ("to_id", models.UUIDField(help_text="the first id that may not")),
                ("rows", models.PositiveBigIntegerField()),
                (
                    "form",
                    models.PositiveSmallIntegerField(
                        help_text="how a row was written out to be digested"
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("previous", models.CharField(blank=True, max_length=64)),
                ("seal", models.CharField(max_length=64)),
                (
                    "xid",
                    models.PositiveBigIntegerField(help_text="of the transaction that wrote it"),
                ),
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("network", "number"), name="insights_one_next_seal"
                    )
                ],
            },
        ),
        GuardTenantTables("seal"),
        migrations.RunSQL(APPEND_ONLY, migrations.RunSQL.noop),
    ]
