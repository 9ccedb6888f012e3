"""One worker's own open needs lie in the order of their list."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core import migrating


class Migration(migrating.Migration):
    dependencies = [
        ("organizations", "0007_working_hours"),
        ("people", "0008_who_says_yes"),
        ("screening", "0013_reach_family_beside"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="need",
            name="responsible",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="needs",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="need",
            index=models.Index(
                condition=models.Q(("next_step_due__isnull", False)),
                fields=["network", "responsible", "waiting_on", "next_step_due", "id"],
                name="screening_need_mine",
            ),
        ),
    ]
