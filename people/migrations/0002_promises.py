"""Who saw what: append-only, kept by month. And no row about a person leaves its network."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import core.ids
from django.db import migrations, models

from core import migrating

from core.tenancy import GuardTenantTables, WallTenantTables

DISCLOSURE = """
CREATE TABLE people_disclosure (
    id uuid PRIMARY KEY,
    network_id uuid NOT NULL REFERENCES organizations_network (id),
    actor_kind text NOT NULL,
    actor_id uuid NULL,
    acting_for uuid NULL,
    person_ids uuid[] NOT NULL,
    what text NOT NULL,
    purpose text NOT NULL,
    consent_id uuid NULL,
    topic text NOT NULL,
    policy_version integer NULL,
    request_id text NOT NULL,
    at timestamptz NOT NULL,
    consent_ids uuid[] NOT NULL DEFAULT '{}'
) PARTITION BY RANGE (id);
CREATE INDEX people_disclosure_at ON people_disclosure (network_id, at);
CREATE TABLE people_disclosure_default PARTITION OF people_disclosure DEFAULT;
REVOKE UPDATE, DELETE, TRUNCATE ON people_disclosure FROM porchlight_app;
REVOKE ALL ON people_disclosure_default FROM porchlight_app;
CREATE TRIGGER people_disclosure_never_changed BEFORE UPDATE OR DELETE ON people_disclosure
    FOR EACH ROW EXECUTE FUNCTION core_never_changes();
CREATE TRIGGER people_disclosure_never_truncated BEFORE TRUNCATE ON people_disclosure
    FOR EACH STATEMENT EXECUTE FUNCTION core_never_changes();
CREATE TRIGGER people_disclosure_default_never_truncated BEFORE TRUNCATE ON people_disclosure_default
    FOR EACH STATEMENT EXECUTE FUNCTION core_never_changes();
SELECT core_make_month('people_disclosure', (date_trunc('month', now()) + n * interval '1 month')::date)
FROM generate_series(0, 3) AS n;
"""


class Migration(migrating.Migration):
    dependencies = [("people", "0001_tables"), ("organizations", "0002_within_network")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(DISCLOSURE, "DROP TABLE people_disclosure")],
            state_operations=[
                migrations.CreateModel(
                    name="Disclosure",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=core.ids.uuid7,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("actor_kind", models.TextField()),
                        ("actor_id", models.UUIDField(null=True)),
                        ("acting_for", models.UUIDField(null=True)),
                        (
                            "person_ids",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.UUIDField(), size=None
                            ),
                        ),
                        (
                            "what",
                            models.TextField(
                                help_text="which page, document or message; codes only"
                            ),
                        ),
                        ("purpose", models.TextField()),
                        ("consent_id", models.UUIDField(null=True)),
                        ("topic", models.TextField(default="")),
                        ("policy_version", models.IntegerField(null=True)),
                        ("request_id", models.TextField(default="")),
                        ("at", models.DateTimeField()),
                        (
                            "consent_ids",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.UUIDField(),
                                db_default=[],
                                default=list,
                                help_text="under which a list was shown",
                                size=None,
                            ),
                        ),
                        (
                            "network",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.network",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["network", "at"], name="people_disclosure_at")
                        ],
                    },
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="disclosure",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["person_ids"], name="people_disclosure_people"
            ),
        ),
        GuardTenantTables(
            "person",
            "relationship",
            "household",
            "householdmembership",
            "personbarrier",
            "exclusion",
            "demographics",
            "coverage",
            "contactpoint",
            "meetingpoint",
            "wish",
            "consent",
            "personsearch",
            "safetyalert",
            "mandatedreport",
            "brokenglass",
            "legaldemand",
            "demandedrecord",
            "consenttext",
            "rightsrequest",
            "hold",
            "recall",
            "personlink",
            "namedindemand",
            "signature",
        ),
        WallTenantTables(
            "brokenglass",
            "legaldemand",
            "demandedrecord",
            "consenttext",
            "rightsrequest",
            "hold",
            "recall",
            "personlink",
            "namedindemand",
            "signature",
        ),
        migrations.RunSQL(
            "ALTER TABLE people_persontoken ADD CONSTRAINT people_persontoken_person_id_same_network "
            "FOREIGN KEY (network_id, person_id) REFERENCES people_person (network_id, id) "
            "ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED",
            migrations.RunSQL.noop,
        ),
    ]
