"""What is looked at on its day: met needs, families who said "not now", agreements that end."""

import core.ids
import django.db.models.deletion
import screening.lifecycle
from django.conf import settings
from django.db import migrations, models

from core import migrating

from core.tenancy import GuardTenantTables


ENDS = """
CREATE INDEX people_consent_ends ON people_consent (network_id, until)
    WHERE until IS NOT NULL AND withdrawn_at IS NULL;
REVOKE DELETE, TRUNCATE ON screening_later FROM porchlight_app;
"""


class Migration(migrating.Migration):
    dependencies = [
        ("organizations", "0004_closed_days"),
        ("people", "0003_searches_and_named_partners"),
        ("screening", "0005_at_the_desk"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Later",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("recheck", "recheck"),
                            ("ask_again", "ask_again"),
                            ("renewal", "renewal"),
                        ],
                        max_length=10,
                    ),
                ),
                ("on_day", models.DateField(help_text="the day that it is about")),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("still_fine", "still_fine"),
                            ("needed_again", "needed_again"),
                            ("not_now", "not_now"),
                            ("renewed", "renewed"),
                            ("let_end", "let_end"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="need",
            index=models.Index(
                condition=models.Q(("recheck_on__isnull", False)),
                fields=["network", "recheck_on"],
                name="screening_need_rechecks",
            ),
        ),
        migrations.AddIndex(
            model_name="need",
            index=models.Index(
                condition=models.Q(("ask_again_on__isnull", False)),
                fields=["network", "ask_again_on"],
                name="screening_need_asks_again",
            ),
        ),
        migrations.AddField(
            model_name="later",
            name="consent",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="laters",
                to="people.consent",
            ),
        ),
        migrations.AddField(
            model_name="later",
            name="need",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="laters",
                to="screening.need",
            ),
        ),
        migrations.AddField(
            model_name="later",
            name="network",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organizations.network",
            ),
        ),
        migrations.AddField(
            model_name="later",
            name="organization",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organizations.organization",
            ),
        ),
        migrations.AddField(
            model_name="later",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="laters",
                to="people.person",
            ),
        ),
        migrations.AddIndex(
            model_name="later",
            index=models.Index(
                condition=models.Q(("done_at__isnull", True)),
                fields=["network", "organization", "next_step_due"],
                name="screening_later_open",
            ),
        ),
        migrations.AddIndex(
            model_name="later",
            index=models.Index(
                condition=models.Q(("wake_at__isnull", False)),
                fields=["network", "wake_at"],
                name="screening_later_wakes",
            ),
        ),
        migrations.AddConstraint(
            model_name="later",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("done_at__isnull", True),
                        ("next_step_due__isnull", False),
                        ("wake_at__isnull", False),
                        models.Q(("next_step", ""), _negated=True),
                        models.Q(("waiting_on", ""), _negated=True),
                    ),
                    models.Q(
                        ("done_at__isnull", False),
                        ("next_step_due__isnull", True),
                        ("wake_at__isnull", True),
                        models.Q(("ended_how", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="later_open_is_followed_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="later",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("consent__isnull", True),
                        (
                            "kind__in",
                            (
                                screening.lifecycle.LaterKind["RECHECK"],
                                screening.lifecycle.LaterKind["ASK_AGAIN"],
                            ),
                        ),
                        ("need__isnull", False),
                    ),
                    models.Q(
                        ("consent__isnull", False),
                        ("kind", screening.lifecycle.LaterKind["RENEWAL"]),
                        ("need__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="later_is_about_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="later",
            constraint=models.UniqueConstraint(
                condition=models.Q(("need__isnull", False)),
                fields=("network", "need", "kind", "on_day"),
                name="screening_later_once_a_need",
            ),
        ),
        migrations.AddConstraint(
            model_name="later",
            constraint=models.UniqueConstraint(
                condition=models.Q(("consent__isnull", False)),
                fields=("network", "consent", "on_day"),
                name="screening_later_once_a_consent",
            ),
        ),
        GuardTenantTables("later"),
        migrations.RunSQL(ENDS, "DROP INDEX people_consent_ends"),
    ]
