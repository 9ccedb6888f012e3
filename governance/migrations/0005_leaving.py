"""A partner leaves on a day that was named, and later nobody comes in through it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core import migrating


class Migration(migrating.Migration):
    dependencies = [
        ("governance", "0004_partners_on_a_break"),
        ("organizations", "0013_keeps_listing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="partnership",
            name="access_ended_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="partnership",
            name="access_ends_at",
            field=models.DateTimeField(
                blank=True, help_text="from when on nobody comes in through it", null=True
            ),
        ),
        migrations.AddField(
            model_name="partnership",
            name="keeps_listing",
            field=models.BooleanField(
                db_default=False, default=False, help_text="when it leaves: its listing stays"
            ),
        ),
        migrations.AddField(
            model_name="partnership",
            name="leaves_at",
            field=models.DateTimeField(blank=True, help_text="when it is to leave", null=True),
        ),
        migrations.AddField(
            model_name="partnership",
            name="successor",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                help_text="who follows its own families then",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="partnership",
            index=models.Index(
                condition=models.Q(("leaves_at__isnull", False)),
                fields=["network", "leaves_at"],
                name="governance_partner_leaves",
            ),
        ),
        migrations.AddIndex(
            model_name="partnership",
            index=models.Index(
                condition=models.Q(
                    ("access_ended_at__isnull", True), ("access_ends_at__isnull", False)
                ),
                fields=["network", "access_ends_at"],
                name="governance_access_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="partnership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("access_ended_at", None), ("access_ends_at__isnull", False), _connector="OR"
                ),
                name="partnership_access_ends_once_it_was_to",
            ),
        ),
    ]
