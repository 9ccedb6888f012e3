"""A trial without a next step is one of which somebody has said what was learned, or that came to nothing."""

from django.db import migrations, models

from core import migrating


class Migration(migrating.Migration):
    dependencies = [("insights", "0006_who_owed_a_step")]

    operations = [
        migrations.RemoveConstraint(
            model_name="cycle",
            name="cycle_tries_a_whole_number",
        ),
        migrations.RemoveField(
            model_name="cycle",
            name="key",
        ),
        migrations.RemoveField(
            model_name="cycle",
            name="local",
        ),
        migrations.RemoveField(
            model_name="cycle",
            name="value",
        ),
        migrations.AddConstraint(
            model_name="cycle",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("next_step_due", None),
                        ("wake_at", None),
                        models.Q(
                            ("concluded_at__isnull", False),
                            ("dropped_at__isnull", False),
                            _connector="OR",
                        ),
                    ),
                    models.Q(
                        ("concluded_at", None),
                        ("dropped_at", None),
                        ("next_step_due__isnull", False),
                        ("wake_at__isnull", False),
                        models.Q(("next_step", ""), _negated=True),
                        models.Q(("waiting_on", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="cycle_is_owed_until_learned",
            ),
        ),
    ]
