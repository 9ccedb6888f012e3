"""A family asked to wait: its own day, why, and where the need stood before."""

from django.conf import settings
from django.db import migrations, models

from core import migrating


class Migration(migrating.Migration):
    dependencies = [
        ("organizations", "0014_external_id"),
        ("people", "0017_drawn_signatures"),
        ("screening", "0021_after_death"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="need",
            name="paused_from",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="where it stood before",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="need",
            name="paused_until",
            field=models.DateField(
                blank=True,
                help_text="the day on which the family wants to be asked again",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="need",
            name="paused_why",
            field=models.CharField(blank=True, db_default="", default="", max_length=10),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("paused_from__in", ["being_helped", "found", "to_confirm", "wants_help"]),
                        ("paused_until__isnull", False),
                        ("status", "paused"),
                        ("waiting_on__in", ["owner", "desk"]),
                        models.Q(("paused_why", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("status", "paused"), _negated=True),
                        ("paused_from", ""),
                        ("paused_until__isnull", True),
                        ("paused_why", ""),
                    ),
                    _connector="OR",
                ),
                name="need_paused_has_a_day",
            ),
        ),
    ]
