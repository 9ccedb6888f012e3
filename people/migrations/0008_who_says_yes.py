"""Who says yes, in which role, and what proves it. Rows from before say nothing of it and stay as they are."""

from django.db import migrations, models

from core import migrating

import core.sealed

ROLES = ("self", "emancipated", "parent", "guardian", "representative")
SEALED = {
    "kept_where": "where the paper lies",
    "paper_seen": "which paper lets them speak for another, or alone",
    "signed_name": "as whoever signed has written or typed it",
}
# With a default of the database: the release before this one writes rows without these columns.
COLUMNS = "\n".join(
    f"ALTER TABLE people_consent ADD COLUMN {name} bytea NOT NULL DEFAULT '';" for name in SEALED
)
NO_COLUMNS = "\n".join(f"ALTER TABLE people_consent DROP COLUMN {name};" for name in SEALED)
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
    dependencies = [("people", "0007_watched")]

    operations = [
        migrations.AddField(
            model_name="consent",
            name="both_agree",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="the minor has said yes too: 42 CFR 2.14(c)",
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="capacity",
            field=models.CharField(
                blank=True,
                choices=[(role, role) for role in ROLES],
                db_default="",
                default="",
                help_text="in which role it was given; empty: before that was asked",
                max_length=14,
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="of_age_in",
            field=models.DateField(
                blank=True,
                help_text="the month (its first day) from whose birthday on nothing new is shared under it",
                null=True,
            ),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(COLUMNS, NO_COLUMNS)],
            state_operations=[
                migrations.AddField(
                    model_name="consent",
                    name=name,
                    field=core.sealed.SealedTextField(blank=True, default="", help_text=words),
                )
                for name, words in SEALED.items()
            ],
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("capacity", ""),
                    models.Q(
                        ("capacity__in", ["guardian", "parent", "representative"]),
                        ("given_by__isnull", False),
                    ),
                    models.Q(("capacity__in", ["emancipated", "self"]), ("given_by__isnull", True)),
                    _connector="OR",
                ),
                name="people_consent_role_fits_who_gave_it",
            ),
        ),
        migrations.RunSQL(PROOF, NO_PROOF),
    ]
