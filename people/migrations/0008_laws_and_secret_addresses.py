"""Laws of their own over agreements; who saw one person, found fast; an address that a state keeps secret."""

from django.db import migrations

from core import migrating


# Sealed and empty: what is not there cannot be read by whoever has the keys either.
NOWHERE = """
ALTER TABLE people_person ADD CONSTRAINT people_person_address_is_secret CHECK (
    NOT has_substitute_address OR octet_length(address) = 0 AND octet_length(postal_code) = 0 AND zip3 = ''
    AND octet_length(substitute_address) > 0 AND erased_at IS NULL);
"""
UNDO = "ALTER TABLE people_person DROP CONSTRAINT people_person_address_is_secret;"


class Migration(migrating.Migration):
    replaces = [("people", "0013_laws_and_secret_addresses")]
    dependencies = [("people", "0007_texts"), ("organizations", "0001_tables")]

    operations = [
        migrations.RunSQL(NOWHERE, UNDO),
    ]
