"""When they come next is one of the ways to reach a family."""

from django.db import migrations, models

from core import migrating


class Migration(migrating.Migration):
    dependencies = [("people", "0003_searches_and_named_partners")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="next_visit_on",
            field=models.DateField(
                blank=True, help_text="when they come next: a way to reach them", null=True
            ),
        ),
    ]
