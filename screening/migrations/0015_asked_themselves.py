"""Who came of age is asked themselves, and everybody anew when the words of agreements have changed."""

from django.db import migrations, models

from core import migrating


class Migration(migrating.Migration):
    dependencies = [
        ("organizations", "0006_duty_and_chair"),
        ("people", "0011_texts"),
        ("screening", "0014_own_list"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="later",
            name="screening_later_once_a_consent",
        ),
        migrations.RemoveConstraint(
            model_name="later",
            name="later_is_about_one_thing",
        ),
        migrations.AlterField(
            model_name="later",
            name="kind",
            field=models.CharField(
                choices=[
                    ("recheck", "recheck"),
                    ("ask_again", "ask_again"),
                    ("renewal", "renewal"),
                    ("of_age", "of_age"),
                    ("reworded", "reworded"),
                    ("appeal", "appeal"),
                    ("recertify", "recertify"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="later",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("consent__isnull", True),
                        ("kind__in", ("recheck", "ask_again", "appeal", "recertify")),
                        ("need__isnull", False),
                    ),
                    models.Q(
                        ("consent__isnull", False),
                        ("kind__in", ("renewal", "of_age", "reworded")),
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
                condition=models.Q(("consent__isnull", False)),
                fields=("network", "consent", "kind", "on_day"),
                name="screening_later_once_a_consent",
            ),
        ),
    ]
