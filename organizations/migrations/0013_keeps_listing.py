"""The listing of who has left may stay."""

from django.db import migrations, models

from core import migrating


class Migration(migrating.Migration):
    dependencies = [
        ("organizations", "0012_laws_said"),
    ]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="keeps_listing",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="once it has left: families may still be given its address",
            ),
        ),
    ]
