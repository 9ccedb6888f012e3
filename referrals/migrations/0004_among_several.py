"""Asked among several: at most one of them is helping at a time."""

from django.db import migrations, models

from core import migrating


class Migration(migrating.Migration):
    dependencies = [("referrals", "0003_next_wake")]

    operations = [
        migrations.AddField(
            model_name="referral",
            name="among",
            field=models.UUIDField(
                blank=True,
                help_text="asked among several, of whom the first yes is enough",
                null=True,
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("among__isnull", False), ("status__in", ["accepted", "in-progress"])
                ),
                fields=("network", "among"),
                name="referrals_one_yes_among_several",
            ),
        ),
    ]
