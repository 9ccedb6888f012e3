"""The ways that there were to reach a family stay with the need that was closed as out of reach."""

import django.contrib.postgres.fields
from django.db import migrations, models

from core import migrating


class Migration(migrating.Migration):
    dependencies = [
        ("screening", "0016_desk_is_named"),
    ]

    operations = [
        migrations.AddField(
            model_name="need",
            name="protocol_ways",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=10),
                blank=True,
                help_text="the safe ways that there were then; a new one does not make it untried",
                null=True,
                size=None,
            ),
        ),
    ]
