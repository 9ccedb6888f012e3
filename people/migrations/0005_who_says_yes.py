"""Who says yes, in which role, and what proves it. Rows from before say nothing of it and stay as they are."""

from django.db import migrations

from core import migrating


# Whoever empties a row for good empties its role with it.
PROOF = """
ALTER TABLE people_consent
    ADD CONSTRAINT people_consent_is_signed
        CHECK (capacity = '' OR form = 'verbal' OR octet_length(signed_name) > 0),
    ADD CONSTRAINT people_consent_on_paper_is_kept
        CHECK (capacity = '' OR form <> 'written' OR octet_length(kept_where) > 0),
    ADD CONSTRAINT people_consent_said_was_heard
        CHECK (capacity = '' OR form <> 'verbal' OR octet_length(witness) > 0),
    ADD CONSTRAINT people_consent_for_another_shows_a_paper
        CHECK (capacity NOT IN ('emancipated', 'representative') OR octet_length(paper_seen) > 0);
"""
NO_PROOF = """
ALTER TABLE people_consent DROP CONSTRAINT people_consent_is_signed, DROP CONSTRAINT people_consent_on_paper_is_kept,
    DROP CONSTRAINT people_consent_said_was_heard, DROP CONSTRAINT people_consent_for_another_shows_a_paper;
"""


class Migration(migrating.Migration):
    replaces = [("people", "0008_who_says_yes")]
    dependencies = [("people", "0004_emergencies")]

    operations = [
        migrations.RunSQL(PROOF, NO_PROOF),
    ]
