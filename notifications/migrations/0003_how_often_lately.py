"""An index for "how often was this family written to lately?"."""

from django.db import migrations, models

from core import migrating


class Migration(migrating.Migration):
    dependencies = [("notifications", "0002_within_network")]

    operations = [
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                fields=["network", "about_id", "available_at"], name="notifications_delivery_about"
            ),
        ),
    ]
