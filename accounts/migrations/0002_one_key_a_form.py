"""One form makes one key of a program, however often its button is pressed or its answer loaded anew."""

from django.db import migrations, models

from core import migrating


class Migration(migrating.Migration):
    dependencies = [
        ("accounts", "0001_tables"),
    ]

    operations = [
        migrations.AddField(
            model_name="apikey",
            name="request_key",
            field=models.UUIDField(
                editable=False, help_text="from the form: it makes one key", null=True, unique=True
            ),
        ),
    ]
