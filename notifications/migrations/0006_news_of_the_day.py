"""The mail of the day counts what happened beside the steps that wait."""

from django.db import migrations, models

from core import migrating


class Migration(migrating.Migration):
    dependencies = [
        ("notifications", "0005_programs_replies_and_habits"),
    ]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="news",
            field=models.PositiveIntegerField(
                default=0,
                help_text="of the mail of the day: what happened beside the steps that it counts",
            ),
        ),
    ]
