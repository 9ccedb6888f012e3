"""Opened in an emergency: for an hour, one row for ever, judged by somebody else. And no look without a purpose."""

from django.db import migrations

from core import migrating


# The app may write the review and nothing else: who, whom, why and until when stay as they were.
FOR_EVER = """
ALTER TABLE people_brokenglass ADD CONSTRAINT people_glass_says_why CHECK (reason <> '' AND octet_length(words) > 0);
REVOKE UPDATE, DELETE, TRUNCATE ON people_brokenglass FROM porchlight_app;
GRANT UPDATE (reviewed_at, reviewed_by_id, review, review_words) ON people_brokenglass TO porchlight_app;
ALTER TABLE people_disclosure ADD CONSTRAINT people_disclosure_says_why CHECK (purpose <> '');
"""
UNDO = "ALTER TABLE people_disclosure DROP CONSTRAINT people_disclosure_says_why;"


class Migration(migrating.Migration):
    replaces = [("people", "0006_emergencies")]
    dependencies = [("people", "0003_safety"), ("organizations", "0001_tables")]

    operations = [
        migrations.RunSQL(FOR_EVER, UNDO),
    ]
