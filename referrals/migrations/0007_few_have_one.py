"""Hardly any referral came in a packet or replaces another one: only those that did stand in these indexes.

Each step of each referral wrote a line into both, a tenth of what the sweep's own writing took.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import PROTECT, Q

from core import migrating


class Migration(migrating.Migration):
    atomic = False  # nobody waits while the new ones are made; the old ones go when they are there
    dependencies = [("referrals", "0006_what_families_say")]

    operations = [
        AddIndexConcurrently(
            "referral",
            models.Index(
                fields=["packet"],
                name="referrals_referral_packet",
                condition=Q(packet__isnull=False),
            ),
        ),
        AddIndexConcurrently(
            "referral",
            models.Index(
                fields=["replaces"],
                name="referrals_referral_replaces",
                condition=Q(replaces__isnull=False),
            ),
        ),
        migrations.AlterField(
            "referral",
            "packet",
            models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=PROTECT,
                related_name="referrals",
                to="referrals.packet",
            ),
        ),
        migrations.AlterField(
            "referral",
            "replaces",
            models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=PROTECT,
                related_name="replaced_by",
                to="referrals.referral",
            ),
        ),
    ]
