"""A day to leave that could not be kept is a step with an owner and a date, as long as something stands against it."""

from django.db import migrations, models

from core import migrating


class Migration(migrating.Migration):
    dependencies = [("governance", "0024_said_by_link")]

    operations = [
        migrations.AddField(
            model_name="partnership",
            name="held_by",
            field=models.CharField(
                blank=True,
                choices=[
                    ("dispute", "dispute"),
                    ("nobody_takes_over", "nobody_takes_over"),
                    ("rule", "rule"),
                ],
                db_default="",
                default="",
                help_text="what stands against leaving on the day that was named",
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="partnership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("held_by", ""), models.Q(("next_step", "see_to_leaving"), _negated=True)
                    ),
                    models.Q(
                        models.Q(("held_by", ""), _negated=True),
                        ("leaves_at__isnull", False),
                        ("next_step", "see_to_leaving"),
                    ),
                    _connector="OR",
                ),
                name="partnership_held_day_is_owed",
            ),
        ),
    ]
