"""New requests that nobody chases are few: counting them no longer reads all that wait for their sender."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import models
from django.db.models import Q

from core import migrating


class Migration(migrating.Migration):
    atomic = False  # nobody waits while it is made
    dependencies = [("referrals", "0008_said_once")]

    operations = [
        AddIndexConcurrently(
            "referral",
            models.Index(
                fields=["network", "receiver", "-id"],
                name="referrals_referral_unchased",
                condition=Q(
                    next_step_due__isnull=False,
                    waiting_on="sender",
                    next_step="ask_family",
                    status="requested",
                ),
            ),
        ),
    ]
