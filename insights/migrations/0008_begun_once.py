"""A trial is begun once, however often its button is pressed."""

from django.db import migrations, models

from core import migrating


class Migration(migrating.Migration):
    dependencies = [
        ("governance", "0019_made_once_and_overtaken"),
        ("insights", "0007_cycles_are_owed"),
        ("organizations", "0005_laws_said"),
    ]

    operations = [
        migrations.AddField(
            model_name="cycle",
            name="request_key",
            field=models.UUIDField(
                editable=False,
                help_text="from the form: a second click finds the first row",
                null=True,
            ),
        ),
        migrations.AddConstraint(
            model_name="cycle",
            constraint=models.UniqueConstraint(
                fields=("network", "request_key"), name="insights_cycle_asked_once"
            ),
        ),
    ]
