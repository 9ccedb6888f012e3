"""Somebody has died: until its owner has looked at what is open, no other step hides it."""

from django.conf import settings
from django.db import migrations, models

from core import migrating


class Migration(migrating.Migration):
    dependencies = [
        ("screening", "0020_needed_today"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="need",
            name="need_own_steps_come_first",
        ),
        migrations.AddField(
            model_name="need",
            name="after_death_due",
            field=models.DateTimeField(
                blank=True,
                help_text="by when its owner has looked at it: the person has died",
                null=True,
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("after_death_due__isnull", True),
                        ("hand_over_due__isnull", True),
                        ("mend_contact_due__isnull", True),
                        ("reach_family_due__isnull", True),
                    ),
                    ("waiting_on__in", ["owner", "desk"]),
                    _connector="OR",
                ),
                name="need_own_steps_come_first",
            ),
        ),
    ]
