"""Who shuts somebody out is asked for each list that this one sees: found without reading all who shut anybody out."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import models
from django.db.models import Q

from core import migrating


class Migration(migrating.Migration):
    atomic = False  # nobody waits while they are made
    dependencies = [("people", "0014_written_once")]

    operations = [
        AddIndexConcurrently(
            "exclusion",
            models.Index(
                fields=["network", "organization", "person"],
                name="people_exclusion_organization",
                condition=Q(organization__isnull=False),
            ),
        ),
        AddIndexConcurrently(
            "exclusion",
            models.Index(
                fields=["network", "user", "person"],
                name="people_exclusion_user",
                condition=Q(user__isnull=False),
            ),
        ),
    ]
