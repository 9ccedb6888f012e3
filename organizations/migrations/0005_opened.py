"""Since when a service may be asked: what waits for it is opened again."""

from django.db import migrations, models

from core import migrating


class Migration(migrating.Migration):
    dependencies = [("organizations", "0004_closed_days")]

    operations = [
        migrations.AddField(
            model_name="service",
            name="opened_at",
            field=models.DateTimeField(
                blank=True,
                help_text="when it last came, came back, or had room again; empty: always",
                null=True,
            ),
        ),
    ]
