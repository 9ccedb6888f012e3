"""A record may be watched: every look at it is shown to the privacy officer."""

from django.db import migrations, models

from core import migrating


class Migration(migrating.Migration):
    dependencies = [("people", "0006_emergencies")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="is_watched",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="every look is shown to the privacy officer: somebody well known",
            ),
        ),
    ]
