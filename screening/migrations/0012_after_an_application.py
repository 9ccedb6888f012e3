"""What is denied may be appealed, and what was granted must be renewed: looked at on their days."""

from django.db import migrations, models

from core import migrating

KINDS = ("recheck", "ask_again", "renewal", "appeal", "recertify")
ENDS = ("still_fine", "needed_again", "not_now", "appealed", "renewed", "let_end")


class Migration(migrating.Migration):
    dependencies = [("screening", "0011_vacuum_sooner")]

    operations = [
        migrations.RemoveConstraint(model_name="later", name="later_is_about_one_thing"),
        migrations.AlterField(
            model_name="later",
            name="ended_how",
            field=models.CharField(
                blank=True, choices=[(end, end) for end in ENDS], default="", max_length=12
            ),
        ),
        migrations.AlterField(
            model_name="later",
            name="kind",
            field=models.CharField(choices=[(kind, kind) for kind in KINDS], max_length=10),
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
                        ("consent__isnull", False), ("kind", "renewal"), ("need__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="later_is_about_one_thing",
            ),
        ),
    ]
