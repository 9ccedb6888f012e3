"""A yes stays a yes while it rests: of several asked at once, nobody else helps as well."""

from django.db import migrations, models

from core import migrating


class Migration(migrating.Migration):
    dependencies = [("referrals", "0008_warm_handoff")]

    operations = [
        migrations.RemoveConstraint(model_name="referral", name="referrals_one_yes_among_several"),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("among__isnull", False),
                    models.Q(
                        ("status__in", ["accepted", "in-progress"]),
                        models.Q(
                            ("status", "on-hold"), models.Q(("reason", "wait_list"), _negated=True)
                        ),
                        _connector="OR",
                    ),
                ),
                fields=("network", "among"),
                name="referrals_one_yes_among_several",
            ),
        ),
    ]
