"""A need at the desk says since when and why, and is owed by the desk; no other one is."""

import screening.lifecycle
from django.conf import settings
from django.db import migrations, models

from core import migrating


class Migration(migrating.Migration):
    dependencies = [
        ("organizations", "0004_closed_days"),
        ("people", "0003_searches_and_named_partners"),
        ("screening", "0004_gap"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="need",
            name="at_desk_since",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="need",
            name="at_desk_why",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="the situation in which nobody took the step, or `asked`",
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("at_desk_since__isnull", True),
                        ("at_desk_why", ""),
                        ("is_at_desk", False),
                        models.Q(("waiting_on", screening.lifecycle.Turn["DESK"]), _negated=True),
                    ),
                    models.Q(
                        ("at_desk_since__isnull", False),
                        ("is_at_desk", True),
                        ("waiting_on", screening.lifecycle.Turn["DESK"]),
                        models.Q(("at_desk_why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="need_at_desk_says_why",
            ),
        ),
    ]
