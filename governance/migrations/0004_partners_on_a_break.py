"""Who was on a break before partnerships were followed: somebody asks if they come back."""

from datetime import timedelta

from django.db import migrations
from django.utils import timezone

from core import migrating

MONTH = timedelta(days=30)


def follow_breaks(apps, schema_editor):
    organizations = apps.get_model("organizations", "Organization")
    partnerships = apps.get_model("governance", "Partnership")
    now = timezone.now()
    partnerships.objects.bulk_create(
        partnerships(
            network_id=one.network_id, organization_id=one.pk, stage_since=now,
            waiting_on="convener", next_step="ask_if_back", next_step_due=now + MONTH,
            wake_at=now + MONTH,
        )
        for one in organizations.objects.filter(status="paused")
    )  # fmt: skip


class Migration(migrating.Migration):
    dependencies = [("governance", "0003_partnerships")]

    operations = [migrations.RunPython(follow_breaks, migrations.RunPython.noop)]
