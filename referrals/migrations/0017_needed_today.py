"""Needs whose live request is needed today hurry from now on, as those that are asked for later do."""

from django.db import migrations

from core import migrating

HURRY = """
UPDATE screening_need SET is_for_today = true
WHERE status = 'being_helped' AND id IN (
    SELECT need_id FROM referrals_referral
    WHERE urgency = 'today' AND status IN ('requested', 'accepted', 'in-progress', 'on-hold'))
"""


class Migration(migrating.Migration):
    dependencies = [
        ("referrals", "0016_retention"),
        ("screening", "0020_needed_today"),
    ]

    operations = [migrations.RunSQL(HURRY, migrations.RunSQL.noop)]
