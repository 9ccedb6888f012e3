"""Whose last day to appeal, or to renew, comes: found without reading every date."""

from django.db import migrations, models

from core import migrating


class Migration(migrating.Migration):
    dependencies = [("referrals", "0011_contest")]

    operations = [
        migrations.AddIndex(
            model_name="milestone",
            index=models.Index(
                condition=models.Q(
                    ("kind__in", ["appeal_until", "recertification"]), ("reached_on", None)
                ),
                fields=["network", "planned_on"],
                name="referrals_milestone_after",
            ),
        ),
    ]
