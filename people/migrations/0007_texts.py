"""The words that a network puts before its families, version by version; and which of them an agreement was given under."""

from django.db import migrations

from core import migrating


FOR_EVER = """
ALTER TABLE people_consenttext ADD CONSTRAINT people_consenttext_is_what_it_was
    CHECK (digest = encode(sha256(convert_to(body, 'UTF8')), 'hex'));
CREATE TRIGGER people_consenttext_published BEFORE UPDATE OR DELETE ON people_consenttext
    FOR EACH ROW WHEN (OLD.begins_at IS NOT NULL) EXECUTE FUNCTION core_never_changes();
REVOKE DELETE, TRUNCATE ON people_consenttext FROM porchlight_app;
CREATE INDEX people_consent_of_age ON people_consent (network_id, of_age_in)
    WHERE of_age_in IS NOT NULL AND withdrawn_at IS NULL;
"""
UNDO = "DROP INDEX people_consent_of_age;"


class Migration(migrating.Migration):
    replaces = [("people", "0011_texts")]
    dependencies = [("people", "0006_legal_demands"), ("organizations", "0001_tables")]

    operations = [
        migrations.RunSQL(FOR_EVER, UNDO),
    ]
