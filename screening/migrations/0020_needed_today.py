"""What is needed today hurries its need too, until the help is said to be given, or it rests or ends."""

from django.conf import settings
from django.db import migrations, models

from core import migrating


class Migration(migrating.Migration):
    dependencies = [
        ("screening", "0019_secret_area_is_nowhere"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="need",
            name="is_for_today",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="what was asked for it is needed today: its steps count staffed hours",
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_for_today", False),
                    ("status__in", ["being_helped", "wants_help"]),
                    _connector="OR",
                ),
                name="need_for_today_is_waited_for",
            ),
        ),
    ]
