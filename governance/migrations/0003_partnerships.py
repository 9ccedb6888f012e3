"""How far each organization has come. What was said on the way stays as it was said."""

import core.ids
import core.sealed
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core import migrating

from core.tenancy import GuardTenantTables, WallTenantTables

STAYS = """
CREATE TRIGGER governance_said_stays BEFORE UPDATE OF item, at, by_id, partnership_id ON governance_said
    FOR EACH ROW EXECUTE FUNCTION core_never_changes();
CREATE TRIGGER governance_said_is_kept BEFORE DELETE ON governance_said
    FOR EACH ROW EXECUTE FUNCTION core_never_changes();
REVOKE DELETE, TRUNCATE ON governance_said, governance_partnership FROM porchlight_app;
"""


class Migration(migrating.Migration):
    dependencies = [
        ("governance", "0002_within_network"),
        ("organizations", "0010_path"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Partnership",
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
                    "stage_since",
                    models.DateTimeField(help_text="since when it stands where it stands"),
                ),
                (
                    "pilot_size",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="requests that may be open there at once", null=True
                    ),
                ),
                ("pilot_ends_on", models.DateField(blank=True, null=True)),
                (
                    "back_on",
                    models.DateField(
                        blank=True, help_text="when its break is to be over", null=True
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
                        related_name="partnerships",
                        to="organizations.organization",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="who follows it; nobody: all conveners",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Said",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "item",
                    models.CharField(
                        choices=[
                            ("why_partner", "why_partner"),
                            ("goals_partner", "goals_partner"),
                            ("why_network", "why_network"),
                            ("goals_network", "goals_network"),
                            ("serves", "serves"),
                            ("fit", "fit"),
                            ("contacts", "contacts"),
                            ("asks_families", "asks_families"),
                            ("chart", "chart"),
                            ("takes_in", "takes_in"),
                            ("costs", "costs"),
                            ("people", "people"),
                            ("technology", "technology"),
                            ("languages", "languages"),
                            ("training", "training"),
                            ("listing", "listing"),
                            ("agreement", "agreement"),
                            ("review_partner", "review_partner"),
                            ("review_network", "review_network"),
                            ("look_back", "look_back"),
                            ("why_break", "why_break"),
                            ("exit_talk", "exit_talk"),
                            ("copies", "copies"),
                            ("papers", "papers"),
                            ("families_told", "families_told"),
                            ("accounting", "accounting"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "words",
                    core.sealed.SealedTextField(
                        blank=True, default="", help_text="may name people who work there"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
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
                (
                    "partnership",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="said",
                        to="governance.partnership",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="partnership",
            index=models.Index(
                condition=models.Q(("wake_at__isnull", False)),
                fields=["network", "wake_at"],
                name="governance_partner_wakes",
            ),
        ),
        migrations.AddConstraint(
            model_name="partnership",
            constraint=models.UniqueConstraint(
                fields=("network", "organization"), name="governance_one_partnership"
            ),
        ),
        migrations.AddConstraint(
            model_name="partnership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("next_step", ""),
                        ("next_step_due", None),
                        ("waiting_on", ""),
                        ("wake_at", None),
                    ),
                    models.Q(
                        models.Q(("next_step", ""), _negated=True),
                        models.Q(("waiting_on", ""), _negated=True),
                        ("next_step_due__isnull", False),
                        ("wake_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="partnership_step_has_owner_and_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="partnership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("pilot_ends_on", None), ("pilot_size", None)),
                    models.Q(("pilot_ends_on__isnull", False), ("pilot_size__gte", 1)),
                    _connector="OR",
                ),
                name="partnership_pilot_has_size_and_end",
            ),
        ),
        migrations.AddIndex(
            model_name="said",
            index=models.Index(fields=["network", "partnership", "at"], name="governance_said_of"),
        ),
        GuardTenantTables("partnership", "said"),
        WallTenantTables("partnership", "said"),
        migrations.RunSQL(STAYS, migrations.RunSQL.noop),
    ]
