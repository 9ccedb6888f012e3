"""A family that a partner could not reach is looked for by its owner, whoever else is asked meanwhile."""

from django.conf import settings
from django.db import migrations, models

from core import migrating


class Migration(migrating.Migration):
    dependencies = [
        ("screening", "0012_after_an_application"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="need",
            name="reach_family_due",
            field=models.DateTimeField(
                blank=True,
                help_text="by when we try a family that a partner could not reach",
                null=True,
            ),
        ),
        migrations.RemoveConstraint(model_name="need", name="need_own_steps_come_first"),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
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
