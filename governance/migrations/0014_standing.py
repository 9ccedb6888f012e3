"""Who comes in for good, rests or goes is the council's to say, or the partner's own."""

import django.db.models.deletion
from django.db import migrations, models

import core.ids
import governance.joining
from core import migrating
from core.tenancy import GuardTenantTables, WallTenantTables

# Whether it takes a decision to do something to a partner against its word. Who knows of another case
# (`governance.actions.joining.also_decided`) replaces this function.
SAYS = """
CREATE FUNCTION governance_council_says(of_network uuid, of_organization uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT governance_number(of_network, 'joining.by_council', 1) = 1 AND EXISTS (
        SELECT FROM governance_council WHERE network_id = of_network AND kind = 'council' AND ended_at IS NULL)
$$;
"""
NOT_SAYS = "DROP FUNCTION governance_council_says;"

# A word of the council names the decision that was carried (or an emergency act that waits). A partner says
# itself that it rests or goes; it comes back from its own break; nobody else's word counts here.
WORD = """
CREATE FUNCTION governance_word_counts() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    before governance_saidso;
BEGIN
    IF NEW.word = 'council' THEN
        IF NOT EXISTS (SELECT FROM governance_proposal WHERE id = NEW.decision_id
                       AND (status = 'passed' OR is_emergency AND status = 'voting')) THEN
            RAISE EXCEPTION 'Nobody decided that %', NEW.organization_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_word_counts';
        END IF;
    ELSIF governance_council_says(NEW.network_id, NEW.organization_id) THEN
        SELECT * INTO before FROM governance_saidso
         WHERE network_id = NEW.network_id AND organization_id = NEW.organization_id ORDER BY id DESC LIMIT 1;
        IF NOT (NEW.stage IN ('paused', 'left') AND NEW.word IN ('partner', 'planned')
                OR NEW.stage = 'active' AND coalesce(before.stage = 'paused' AND before.word <> 'council', false)) THEN
            RAISE EXCEPTION 'The council says that of %', NEW.organization_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_word_counts';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER governance_word_counts BEFORE INSERT ON governance_saidso
    FOR EACH ROW EXECUTE FUNCTION governance_word_counts();
REVOKE UPDATE, DELETE, TRUNCATE ON governance_saidso FROM porchlight_app;
CREATE TRIGGER governance_saidso_never_changed BEFORE UPDATE OR DELETE ON governance_saidso
    FOR EACH ROW EXECUTE FUNCTION core_never_changes();
CREATE TRIGGER governance_saidso_never_truncated BEFORE TRUNCATE ON governance_saidso
    FOR EACH STATEMENT EXECUTE FUNCTION core_never_changes();
"""
NOT_WORD = """
DROP TRIGGER governance_saidso_never_truncated ON governance_saidso;
DROP TRIGGER governance_saidso_never_changed ON governance_saidso;
DROP TRIGGER governance_word_counts ON governance_saidso;
DROP FUNCTION governance_word_counts;
"""

# At commit: where the council says so, an organization stands as the last word about it was.
STANDS = """
CREATE FUNCTION governance_stands_as_said() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    stands text; said text;
BEGIN
    SELECT status INTO stands FROM organizations_organization WHERE id = NEW.id;
    SELECT stage INTO said FROM governance_saidso
     WHERE network_id = NEW.network_id AND organization_id = NEW.id ORDER BY id DESC LIMIT 1;
    IF stands IN ('active', 'paused', 'left') AND said IS DISTINCT FROM stands
       AND governance_council_says(NEW.network_id, NEW.id) THEN
        RAISE EXCEPTION 'Nobody said that % is %', NEW.id, stands
            USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_stands_as_said';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER governance_stands_as_said AFTER UPDATE OF status ON organizations_organization
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status)
    EXECUTE FUNCTION governance_stands_as_said();
"""
NOT_STANDS = """
DROP TRIGGER governance_stands_as_said ON organizations_organization;
DROP FUNCTION governance_stands_as_said;
"""


def say_who_rests(apps, schema_editor):
    """Whoever is on a break now said so themselves, and may come back."""
    organizations = apps.get_model("organizations", "Organization")
    words = apps.get_model("governance", "SaidSo")
    partnerships = apps.get_model("governance", "Partnership")
    since = dict(partnerships.objects.values_list("organization_id", "stage_since"))
    words.objects.bulk_create(
        words(
            network_id=one.network_id, organization_id=one.pk, stage="paused", word="planned",
            at=since[one.pk],
        )
        for one in organizations.objects.filter(status="paused") if one.pk in since
    )  # fmt: skip


class Migration(migrating.Migration):
    dependencies = [("governance", "0013_disputes_kept"), ("organizations", "0014_external_id")]

    operations = [
        migrations.CreateModel(
            name="SaidSo",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("stage", models.CharField(help_text="to which the step led", max_length=12)),
                (
                    "word",
                    models.CharField(
                        choices=[
                            ("partner", "partner"),
                            ("convener", "convener"),
                            ("planned", "planned"),
                            ("council", "council"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "decision",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.proposal",
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
                (
                    "organization",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["network", "organization", "-id"], name="governance_said_so"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decision__isnull", False),
                                ("word", governance.joining.Word["COUNCIL"]),
                            ),
                            models.Q(
                                models.Q(
                                    ("word", governance.joining.Word["COUNCIL"]), _negated=True
                                ),
                                ("decision", None),
                            ),
                            _connector="OR",
                        ),
                        name="governance_council_says_by_decision",
                    )
                ],
            },
        ),
        GuardTenantTables("saidso"),
        WallTenantTables("saidso"),
        migrations.RunSQL(SAYS, NOT_SAYS),
        migrations.RunSQL(WORD, NOT_WORD),
        migrations.RunSQL(STANDS, NOT_STANDS),
        migrations.RunPython(say_who_rests, migrations.RunPython.noop),
    ]
