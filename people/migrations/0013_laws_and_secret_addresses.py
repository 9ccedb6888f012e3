"""Laws of their own over agreements; who saw one person, found fast; an address that a state keeps secret."""

import core.sealed
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import people.lifecycle
from django.conf import settings
from django.db import migrations, models

from core import migrating


# With a default of the database: the release before this one writes rows without it.
COLUMN = "ALTER TABLE people_person ADD COLUMN substitute_address bytea NOT NULL DEFAULT '';"
NO_COLUMN = "ALTER TABLE people_person DROP COLUMN substitute_address;"
# Sealed and empty: what is not there cannot be read by whoever has the keys either.
NOWHERE = """
ALTER TABLE people_person ADD CONSTRAINT people_person_address_is_secret CHECK (
    NOT has_substitute_address OR octet_length(address) = 0 AND octet_length(postal_code) = 0 AND zip3 = ''
    AND octet_length(substitute_address) > 0 AND erased_at IS NULL);
"""
UNDO = "ALTER TABLE people_person DROP CONSTRAINT people_person_address_is_secret;"


class Migration(migrating.Migration):
    dependencies = [
        ("organizations", "0008_special_laws"),
        ("people", "0012_rights"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="consent",
            name="laws",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=16),
                blank=True,
                db_default=[],
                default=list,
                help_text="which: codes of people.lifecycle.Law; what they ask of receivers stands beside what is shared",
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="disclosure",
            name="consent_ids",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.UUIDField(),
                db_default=[],
                default=list,
                help_text="under which a list was shown",
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="has_substitute_address",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="in a state's address confidentiality programme: where they live is stored nowhere",
            ),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(COLUMN, NO_COLUMN)],
            state_operations=[
                migrations.AddField(
                    model_name="person",
                    name="substitute_address",
                    field=core.sealed.SealedTextField(
                        blank=True,
                        default="",
                        help_text="the programme's, which stands for their own everywhere",
                    ),
                ),
            ],
        ),
        migrations.AlterField(
            model_name="consent",
            name="needs_writing",
            field=models.BooleanField(
                default=False, help_text="a law of its own: written, named, limited"
            ),
        ),
        migrations.AddIndex(
            model_name="disclosure",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["person_ids"], name="people_disclosure_people"
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(("laws__len", 0), ("needs_writing", True), _connector="OR"),
                name="people_consent_law_is_in_writing",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("laws__contains", [people.lifecycle.Law["FERPA"]]), _negated=True),
                    models.Q(("facts__len__gt", 0), models.Q(("purpose", ""), _negated=True)),
                    _connector="OR",
                ),
                name="people_consent_school_says_what_and_why",
            ),
        ),
        migrations.RunSQL(NOWHERE, UNDO),
    ]
