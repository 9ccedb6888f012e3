"""A worker's own needs are counted in their index: it now says who may see them, too."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import models
from django.db.models import Q

from core import migrating


class Migration(migrating.Migration):
    atomic = False  # nobody waits while the new one is made; the old one goes when it is there
    dependencies = [("screening", "0008_noted_once")]

    operations = [
        AddIndexConcurrently(
            "need",
            models.Index(
                fields=["network", "responsible", "waiting_on", "next_step_due", "id"],
                include=["organization", "subject", "is_sensitive"],
                name="screening_need_own",
                condition=Q(next_step_due__isnull=False),
            ),
        ),
        RemoveIndexConcurrently("need", "screening_need_mine"),
    ]
