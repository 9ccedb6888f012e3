"""Keys of networks, wrapped: behind the wall, added by the app, changed by the owner, never back once destroyed."""

import core.ids
from django.db import migrations, models

from core.tenancy import WallTenantTables

STAYS = """
REVOKE UPDATE, DELETE, TRUNCATE ON core_datakey FROM porchlight_app;
CREATE TRIGGER core_datakey_destroyed_stays BEFORE UPDATE ON core_datakey
    FOR EACH ROW WHEN (OLD.state = 'destroyed') EXECUTE FUNCTION core_never_changes();
CREATE TRIGGER core_datakey_never_deleted BEFORE DELETE ON core_datakey
    FOR EACH ROW EXECUTE FUNCTION core_never_changes();
CREATE TRIGGER core_datakey_never_truncated BEFORE TRUNCATE ON core_datakey
    FOR EACH STATEMENT EXECUTE FUNCTION core_never_changes();

-- For facts that never change: their words (the arguments) may be sealed anew, and nothing else.
-- Only the owner gets here, the app has no UPDATE there; and only `rotate_keys` says that it is at it.
CREATE FUNCTION core_only_resealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('app.resealing', true), '') = 'on'
       AND to_jsonb(OLD) - TG_ARGV = to_jsonb(NEW) - TG_ARGV THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0004_archived_months")]

    operations = [
        migrations.CreateModel(
            name="DataKey",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("network_id", models.UUIDField()),
                ("generation", models.PositiveSmallIntegerField(help_text="1 is the first")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("seals", "Seals"),
                            ("opens", "Opens"),
                            ("destroyed", "Destroyed"),
                        ],
                        default="seals",
                        max_length=9,
                    ),
                ),
                ("wrapped", models.BinaryField(null=True)),
                ("wrapped_by", models.TextField(help_text="the name of the master key")),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("network_id", "generation"), name="data_key_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(state="seals"),
                        fields=("network_id",),
                        name="data_key_seals_alone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(state="destroyed", wrapped=None)
                        | models.Q(state__in=["seals", "opens"], wrapped__isnull=False),
                        name="data_key_destroyed_is_gone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(state="seals", ended_at=None)
                        | (~models.Q(state="seals") & models.Q(ended_at__isnull=False)),
                        name="data_key_ended_has_date",
                    ),
                ],
            },
        ),
        migrations.RunSQL(STAYS, "DROP FUNCTION core_only_resealed"),
        WallTenantTables("DataKey"),
    ]
