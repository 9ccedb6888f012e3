"""Who at the desk has taken a need that came there."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core import migrating


class Migration(migrating.Migration):
    dependencies = [
        ("screening", "0007_desk_index"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="need",
            name="desk_helper",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                help_text="who at the desk has taken it",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
