"""Two partners have one open dispute at a time, whichever of them has written it down."""

from django.db import migrations, models
from django.db.models.functions import Greatest, Least

from core import migrating


class Migration(migrating.Migration):
    dependencies = [("governance", "0020_parties")]

    operations = [
        migrations.RemoveConstraint(model_name="dispute", name="governance_one_dispute_at_once"),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.UniqueConstraint(
                models.F("network"),
                Least("first", "second"),
                Greatest("first", "second"),
                condition=models.Q(closed_at=None),
                name="governance_one_dispute_at_once",
            ),
        ),
    ]
