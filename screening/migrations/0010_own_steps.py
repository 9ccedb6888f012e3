"""What an owner owes beside a partner's step has its own day, and no partner's step hides it."""

from django.conf import settings
from django.db import migrations, models

from core import migrating


class Migration(migrating.Migration):
    dependencies = [
        ("screening", "0009_hand_over"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="need",
            name="hand_over_due",
            field=models.DateTimeField(
                blank=True, help_text="by when an offer to a colleague is decided", null=True
            ),
        ),
        migrations.AddField(
            model_name="need",
            name="mend_contact_due",
            field=models.DateTimeField(
                blank=True, help_text="by when a way to reach the family works again", null=True
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("hand_over_due__isnull", True), ("mend_contact_due__isnull", True)),
                    ("waiting_on__in", ["owner", "desk"]),
                    _connector="OR",
                ),
                name="need_own_steps_come_first",
            ),
        ),
    ]
