"""What lies at the desk, longest first: a page of its own, and an hourly look at what must leave it."""

from django.db import migrations, models

from core import migrating


class Migration(migrating.Migration):
    dependencies = [("screening", "0006_later")]

    operations = [
        migrations.AddIndex(
            model_name="need",
            index=models.Index(
                condition=models.Q(("is_at_desk", True)),
                fields=["network", "at_desk_since"],
                name="screening_need_at_desk",
            ),
        ),
    ]
