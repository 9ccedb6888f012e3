"""When must the sweep look next? Asked for ever, so its plan is kept with the connection."""

from django.db import migrations

from core import migrating

# min() reads the first entry of a partial index. A comparison with a moment in here would do worse:
# a kept plan does not know the moment, and may then read the whole table.
NEXT_WAKE = """
CREATE FUNCTION referrals_next_wake(which uuid) RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN LEAST((SELECT min(wake_at) FROM referrals_referral WHERE network_id = which),
                 (SELECT min(wake_at) FROM screening_need WHERE network_id = which));
END $$;
"""


class Migration(migrating.Migration):
    dependencies = [("referrals", "0002_promises"), ("screening", "0002_promises")]

    operations = [
        migrations.RunSQL(NEXT_WAKE, "DROP FUNCTION referrals_next_wake"),
    ]
