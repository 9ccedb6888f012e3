"""Who left before a day was set on which access ends: it is set now, and somebody holds the talk at the end."""

from datetime import timedelta

from django.db import migrations
from django.utils import timezone

from core import migrating

MONTH = timedelta(days=30)


def set_the_day(apps, schema_editor):
    organizations = apps.get_model("organizations", "Organization")
    partnerships = apps.get_model("governance", "Partnership")
    now = timezone.now()
    partnerships.objects.bulk_create(
        partnerships(
            network_id=one.network_id, organization_id=one.pk, stage_since=now,
            waiting_on="convener", next_step="talk_at_the_end", next_step_due=now + MONTH,
            wake_at=now + MONTH, access_ends_at=now + MONTH,
        )
        for one in organizations.objects.filter(status="left")
    )  # fmt: skip


class Migration(migrating.Migration):
    dependencies = [("governance", "0005_leaving")]

    operations = [migrations.RunPython(set_the_day, migrations.RunPython.noop)]
