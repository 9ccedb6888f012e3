"""What is owed under agreements, by which day, and what became of it; and signed papers as files. Only a draft gets or loses a line."""

import core.ids
import core.sealed
import django.db.models.deletion
import governance.kinds
from django.conf import settings
from django.db import migrations, models

from core import migrating
from core.tenancy import GuardTenantTables, WallTenantTables

KEPT = """
CREATE FUNCTION governance_only_of_a_draft() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE line governance_obligation := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    IF NOT EXISTS (SELECT FROM governance_agreement AS a
                   WHERE a.id = line.agreement_id AND a.status = 'draft') THEN
        RAISE EXCEPTION 'agreement % is no draft any more', line.agreement_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'obligation_of_a_draft';
    END IF;
    RETURN line;
END $$;
CREATE TRIGGER governance_obligation_of_draft BEFORE INSERT OR DELETE ON governance_obligation
    FOR EACH ROW EXECUTE FUNCTION governance_only_of_a_draft();
-- What is sealed may be sealed anew with another key: the digest says that the words are the same.
CREATE TRIGGER governance_obligation_stays BEFORE UPDATE OF agreement_id, organization_id, side, digest, first_on,
    every_months ON governance_obligation FOR EACH ROW
    WHEN ((OLD.agreement_id, OLD.organization_id, OLD.side, OLD.digest, OLD.first_on, OLD.every_months)
        IS DISTINCT FROM (NEW.agreement_id, NEW.organization_id, NEW.side, NEW.digest, NEW.first_on,
        NEW.every_months)) EXECUTE FUNCTION core_never_changes();
CREATE TRIGGER governance_fulfilment_stays BEFORE UPDATE OF obligation_id, due_on, kept, done_on, at, by_id
    ON governance_fulfilment FOR EACH ROW EXECUTE FUNCTION core_never_changes();
CREATE TRIGGER governance_fulfilment_is_kept BEFORE DELETE ON governance_fulfilment
    FOR EACH ROW EXECUTE FUNCTION core_never_changes();
REVOKE TRUNCATE ON governance_obligation FROM porchlight_app;
CREATE TRIGGER governance_signedfile_stays BEFORE UPDATE OF signature_id, digest, size, at, by_id
    ON governance_signedfile FOR EACH ROW EXECUTE FUNCTION core_never_changes();
CREATE TRIGGER governance_signedfile_is_kept BEFORE DELETE ON governance_signedfile
    FOR EACH ROW EXECUTE FUNCTION core_never_changes();
REVOKE DELETE, TRUNCATE ON governance_fulfilment, governance_signedfile FROM porchlight_app;
"""
UNDO = "DROP FUNCTION governance_only_of_a_draft() CASCADE;"


class Migration(migrating.Migration):
    dependencies = [
        ("governance", "0016_norms"),
        ("organizations", "0015_hears_families"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Obligation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("waiting_on", models.TextField(blank=True, default="")),
                ("next_step", models.TextField(blank=True, default="")),
                ("next_step_due", models.DateTimeField(blank=True, null=True)),
                ("wake_at", models.DateTimeField(blank=True, null=True)),
                ("rung", models.PositiveSmallIntegerField(default=0)),
                (
                    "side",
                    models.CharField(
                        choices=[("network", "network"), ("partner", "partner")],
                        help_text="who owes it",
                        max_length=8,
                    ),
                ),
                (
                    "words",
                    core.sealed.SealedTextField(blank=True, default="", help_text="what is owed"),
                ),
                ("digest", models.CharField(help_text="SHA-256 of these words", max_length=64)),
                ("first_on", models.DateField(help_text="by when, the first time")),
                (
                    "every_months",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "0"), (1, "1"), (3, "3"), (6, "6"), (12, "12")],
                        default=0,
                        help_text="0: once",
                    ),
                ),
                ("due_on", models.DateField(help_text="by when now, or at last")),
                (
                    "begun_at",
                    models.DateTimeField(
                        blank=True, help_text="as the agreement was signed", null=True
                    ),
                ),
                (
                    "closed_at",
                    models.DateTimeField(
                        blank=True, help_text="nothing is to come of it", null=True
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="obligations",
                        to="governance.agreement",
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
                        help_text="that the agreement is with",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Fulfilment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("due_on", models.DateField()),
                (
                    "kept",
                    models.CharField(
                        choices=[("done", "done"), ("missed", "missed")], max_length=8
                    ),
                ),
                ("done_on", models.DateField(blank=True, null=True)),
                (
                    "words",
                    core.sealed.SealedTextField(
                        blank=True, default="", help_text="what was done, or why it did not come"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "obligation",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fulfilments",
                        to="governance.obligation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SignedFile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "content",
                    core.sealed.SealedTextField(
                        blank=True, default="", help_text="the file, in base64"
                    ),
                ),
                ("digest", models.CharField(help_text="SHA-256 of the file", max_length=64)),
                ("size", models.PositiveIntegerField(help_text="bytes")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "signature",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="governance.signature",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="obligation",
            index=models.Index(fields=["network", "agreement"], name="governance_obligation_of"),
        ),
        migrations.AddIndex(
            model_name="obligation",
            index=models.Index(
                condition=models.Q(("wake_at__isnull", False)),
                fields=["network", "wake_at"],
                name="governance_obligation_wakes",
            ),
        ),
        migrations.AddConstraint(
            model_name="obligation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("begun_at", None),
                        ("next_step", ""),
                        ("next_step_due", None),
                        ("wake_at", None),
                    ),
                    models.Q(
                        ("begun_at__isnull", False),
                        ("closed_at", None),
                        ("next_step_due__isnull", False),
                        ("wake_at__isnull", False),
                        models.Q(("next_step", ""), _negated=True),
                        models.Q(("waiting_on", ""), _negated=True),
                    ),
                    models.Q(
                        ("begun_at__isnull", False),
                        ("closed_at__isnull", False),
                        ("next_step_due", None),
                        ("wake_at", None),
                    ),
                    _connector="OR",
                ),
                name="obligation_that_runs_has_step_and_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="fulfilment",
            constraint=models.UniqueConstraint(
                fields=("network", "obligation", "due_on"), name="governance_kept_once_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="fulfilment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_on__isnull", False), ("kept", governance.kinds.Kept["DONE"])),
                    models.Q(("done_on", None), ("kept", governance.kinds.Kept["MISSED"])),
                    _connector="OR",
                ),
                name="obligation_is_done_on_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="signedfile",
            constraint=models.UniqueConstraint(
                fields=("network", "signature"), name="governance_one_file_of_a_signature"
            ),
        ),
        GuardTenantTables("obligation", "fulfilment", "signedfile"),
        WallTenantTables("obligation", "fulfilment", "signedfile"),
        migrations.RunSQL(KEPT, UNDO),
    ]
