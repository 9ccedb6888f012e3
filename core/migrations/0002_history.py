"""Events: append-only, partitioned by month of their UUIDv7. Outbox, heartbeat, key proofs."""

from django.db import migrations, models

import core.ids

FUNCTIONS = """
CREATE FUNCTION core_network_is_for_life() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A row of % cannot move to another network', TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = 'network_is_for_life';
END $$;

CREATE FUNCTION core_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only';
END $$;

-- The smallest UUIDv7 of a moment: the bound of a partition.
CREATE FUNCTION core_uuid_floor(moment timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT (lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid
$$;

-- One month of a partitioned, append-only table. Run by the owner here and, through SECURITY
-- DEFINER, by the app for the months to come. Row triggers are inherited, TRUNCATE's is not.
CREATE FUNCTION core_make_month(parent text, month date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    child text := parent || to_char(month, '_YYYYMM');
    starts timestamptz := date_trunc('month', month::timestamp) AT TIME ZONE 'UTC';
    ends timestamptz := (date_trunc('month', month::timestamp) + interval '1 month') AT TIME ZONE 'UTC';
BEGIN
    IF parent NOT IN ('core_event', 'people_disclosure') THEN
        RAISE EXCEPTION 'Not a table that is kept by month';
    END IF;
    IF to_regclass(child) IS NOT NULL THEN
        RETURN false;
    END IF;
    EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
                   child, parent, core_uuid_floor(starts), core_uuid_floor(ends));
    EXECUTE format('REVOKE ALL ON %I FROM PUBLIC, porchlight_app', child);
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION core_never_changes()',
                   child || '_never_truncated', child);
    RETURN true;
END $$;
REVOKE ALL ON FUNCTION core_make_month(text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core_make_month(text, date) TO porchlight_app;
"""

EVENT = """
CREATE TABLE core_event (
    id uuid PRIMARY KEY,
    network_id uuid NOT NULL,
    kind text NOT NULL,
    subject_type text NOT NULL,
    subject_id uuid NOT NULL,
    actor_kind text NOT NULL,
    actor_id uuid NULL,
    acting_for uuid NULL,
    said_by text NOT NULL,
    via text NOT NULL,
    happened_at timestamptz NOT NULL,
    details jsonb NOT NULL,
    request_id text NOT NULL,
    policy_version integer NULL
) PARTITION BY RANGE (id);
CREATE INDEX core_event_subject ON core_event (subject_id, id);
CREATE TABLE core_event_default PARTITION OF core_event DEFAULT;
REVOKE UPDATE, DELETE, TRUNCATE ON core_event FROM porchlight_app;
REVOKE ALL ON core_event_default FROM porchlight_app;
CREATE TRIGGER core_event_never_changed BEFORE UPDATE OR DELETE ON core_event
    FOR EACH ROW EXECUTE FUNCTION core_never_changes();
CREATE TRIGGER core_event_never_truncated BEFORE TRUNCATE ON core_event
    FOR EACH STATEMENT EXECUTE FUNCTION core_never_changes();
CREATE TRIGGER core_event_default_never_truncated BEFORE TRUNCATE ON core_event_default
    FOR EACH STATEMENT EXECUTE FUNCTION core_never_changes();
"""

# What the lifecycle tables in Python allow. The owner copies them in after `migrate`
# (core.lifecycles); the app may only read them, so that no bug can widen its own rules.
LIFECYCLES = """
CREATE TABLE core_allowed_move (machine text, source text, target text, PRIMARY KEY (machine, source, target));
CREATE TABLE core_allowed_reason (machine text, status text, code text, PRIMARY KEY (machine, status, code));
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON core_allowed_move, core_allowed_reason FROM porchlight_app;

CREATE FUNCTION core_follows_lifecycle() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    from_status text := CASE WHEN TG_OP = 'INSERT' THEN '' ELSE OLD.status END;
BEGIN
    IF NOT EXISTS (SELECT FROM core_allowed_move AS a
                   WHERE a.machine = TG_ARGV[0] AND a.source = from_status AND a.target = NEW.status) THEN
        RAISE EXCEPTION 'A % cannot go from "%" to "%"', TG_ARGV[0], from_status, NEW.status
            USING ERRCODE = 'check_violation', CONSTRAINT = 'follows_lifecycle';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION core_has_known_reason() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.reason <> '' AND NOT EXISTS (SELECT FROM core_allowed_reason AS a
            WHERE a.machine = TG_ARGV[0] AND a.status = NEW.status AND a.code = NEW.reason) THEN
        RAISE EXCEPTION '"%" is no reason for a % to be "%"', NEW.reason, TG_ARGV[0], NEW.status
            USING ERRCODE = 'check_violation', CONSTRAINT = 'has_known_reason';
    END IF;
    RETURN NEW;
END $$;
"""

MONTHS = """
SELECT core_make_month('core_event', (date_trunc('month', now()) + n * interval '1 month')::date)
FROM generate_series(0, 3) AS n;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_roles")]

    operations = [
        migrations.RunSQL(
            FUNCTIONS,
            "DROP FUNCTION core_make_month; DROP FUNCTION core_uuid_floor; "
            "DROP FUNCTION core_never_changes; DROP FUNCTION core_network_is_for_life;",
        ),
        migrations.RunSQL(
            LIFECYCLES,
            "DROP FUNCTION core_has_known_reason; DROP FUNCTION core_follows_lifecycle; "
            "DROP TABLE core_allowed_reason; DROP TABLE core_allowed_move;",
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(EVENT, "DROP TABLE core_event")],
            state_operations=[
                migrations.CreateModel(
                    name="Event",
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
                        ("network_id", models.UUIDField()),
                        (
                            "kind",
                            models.TextField(help_text="dotted, past tense: referral.accepted"),
                        ),
                        ("subject_type", models.TextField()),
                        ("subject_id", models.UUIDField()),
                        ("actor_kind", models.TextField()),
                        ("actor_id", models.UUIDField(null=True)),
                        ("acting_for", models.UUIDField(null=True)),
                        ("said_by", models.TextField(default="")),
                        ("via", models.TextField(default="system")),
                        ("happened_at", models.DateTimeField()),
                        ("details", models.JSONField(default=dict)),
                        ("request_id", models.TextField(default="")),
                        ("policy_version", models.IntegerField(null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["subject_id", "id"], name="core_event_subject")
                        ]
                    },
                ),
            ],
        ),
        migrations.RunSQL(MONTHS, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Outbox",
            fields=[
                ("event_id", models.UUIDField(primary_key=True, serialize=False)),
                ("network_id", models.UUIDField()),
                ("available_at", models.DateTimeField()),
                ("claimed_until", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["network_id", "available_at"], name="core_outbox_due")
                ]
            },
        ),
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("name", models.TextField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="KeyProof",
            fields=[
                ("name", models.TextField(primary_key=True, serialize=False)),
                ("proof", models.TextField()),
            ],
        ),
    ]
