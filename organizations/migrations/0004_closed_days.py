"""An organization has days of its own on which nobody works there."""

import django.contrib.postgres.fields
from django.db import migrations, models

from core import migrating


class Migration(migrating.Migration):
    dependencies = [
        ("organizations", "0003_search"),
    ]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="closed_on",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.DateField(),
                blank=True,
                default=list,
                help_text="days of its own on which nobody works there, beside public holidays",
                size=None,
            ),
        ),
    ]
