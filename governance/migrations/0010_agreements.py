"""What partners and the network agreed on. Offered words never change, and only both signatures put them in force."""

import core.ids
import core.sealed
import django.contrib.postgres.fields
import django.db.models.deletion
import governance.kinds
from django.conf import settings
from django.db import migrations, models

from core import migrating
from core.tenancy import GuardTenantTables, WallTenantTables

KEPT = """
CREATE TRIGGER governance_agreement_moves BEFORE UPDATE OF status ON governance_agreement
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION core_follows_lifecycle('agreement');
CREATE TRIGGER governance_agreement_begins BEFORE INSERT ON governance_agreement
    FOR EACH ROW EXECUTE FUNCTION core_follows_lifecycle('agreement');
CREATE FUNCTION governance_signed_by_both() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF 2 > (SELECT count(DISTINCT side) FROM governance_signature AS s
            WHERE s.agreement_id = NEW.id AND s.digest = NEW.digest) THEN
        RAISE EXCEPTION 'agreement % is not signed by both sides', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_in_force_is_signed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER governance_agreement_signed BEFORE INSERT OR UPDATE OF status ON governance_agreement
    FOR EACH ROW WHEN (NEW.status = 'in_force') EXECUTE FUNCTION governance_signed_by_both();
-- What is sealed may be sealed anew with another key; what was offered stays as it was read.
CREATE TRIGGER governance_agreement_stays BEFORE UPDATE OF kind, version, digest, categories, begins_on, ends_on,
    organization_id, replaces_id ON governance_agreement
    FOR EACH ROW WHEN (OLD.status <> 'draft' AND (OLD.kind, OLD.version, OLD.digest, OLD.categories, OLD.begins_on,
        OLD.ends_on, OLD.organization_id, OLD.replaces_id) IS DISTINCT FROM (NEW.kind, NEW.version, NEW.digest,
        NEW.categories, NEW.begins_on, NEW.ends_on, NEW.organization_id, NEW.replaces_id))
    EXECUTE FUNCTION core_never_changes();
CREATE TRIGGER governance_signature_stays BEFORE UPDATE OF agreement_id, side, on_paper, digest, at, by_id
    ON governance_signature FOR EACH ROW EXECUTE FUNCTION core_never_changes();
CREATE TRIGGER governance_signature_is_kept BEFORE DELETE ON governance_signature
    FOR EACH ROW EXECUTE FUNCTION core_never_changes();
REVOKE DELETE, TRUNCATE ON governance_agreement, governance_signature FROM porchlight_app;
"""
UNDO = "DROP FUNCTION governance_signed_by_both() CASCADE;"


class Migration(migrating.Migration):
    dependencies = [
        ("governance", "0009_versions"),
        ("organizations", "0013_keeps_listing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("participation", "participation"),
                            ("business_associate", "business_associate"),
                            ("data_use", "data_use"),
                            ("qualified_service", "qualified_service"),
                            ("memorandum", "memorandum"),
                            ("sponsorship", "sponsorship"),
                            ("grant", "grant"),
                            ("fee_for_service", "fee_for_service"),
                            ("performance", "performance"),
                            ("care_hub", "care_hub"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("offered", "offered"),
                            ("in_force", "in_force"),
                            ("ended", "ended"),
                            ("dropped", "dropped"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "words",
                    core.sealed.SealedTextField(
                        blank=True, default="", help_text="the whole text, as it is signed"
                    ),
                ),
                (
                    "digest",
                    models.CharField(
                        help_text="SHA-256 of the text: what was signed", max_length=64
                    ),
                ),
                (
                    "categories",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        default=list,
                        help_text="SDOH categories that it covers",
                        size=None,
                    ),
                ),
                (
                    "payment",
                    core.sealed.SealedTextField(
                        blank=True, default="", help_text="what is paid for what, and when"
                    ),
                ),
                ("begins_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("written_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
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
                        related_name="agreements",
                        to="organizations.organization",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        help_text="ends when this one is in force",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="governance.agreement",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("network", "network"), ("partner", "partner")], max_length=8
                    ),
                ),
                (
                    "name",
                    core.sealed.SealedTextField(
                        blank=True, default="", help_text="as they typed or wrote it"
                    ),
                ),
                (
                    "office",
                    core.sealed.SealedTextField(
                        blank=True, default="", help_text="in which office they sign"
                    ),
                ),
                (
                    "on_paper",
                    models.BooleanField(
                        help_text="written down by the convener: the paper lies there"
                    ),
                ),
                (
                    "address",
                    core.sealed.SealedTextField(
                        blank=True, default="", help_text="the IP address that it came from"
                    ),
                ),
                (
                    "digest",
                    models.CharField(
                        help_text="of the words that they had before them", max_length=64
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="governance.agreement",
                    ),
                ),
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
            ],
        ),
        migrations.AddIndex(
            model_name="agreement",
            index=models.Index(
                fields=["network", "organization", "status"], name="governance_agreed"
            ),
        ),
        migrations.AddIndex(
            model_name="agreement",
            index=models.Index(
                condition=models.Q(("wake_at__isnull", False)),
                fields=["network", "wake_at"],
                name="governance_agreement_wakes",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on", None), ("ends_on__gte", models.F("begins_on")), _connector="OR"
                ),
                name="agreement_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("next_step_due", None),
                        (
                            "status__in",
                            [governance.kinds.Paper["ENDED"], governance.kinds.Paper["DROPPED"]],
                        ),
                        ("closed_at__isnull", False),
                        ("wake_at", None),
                    ),
                    models.Q(
                        ("closed_at", None),
                        (
                            "status__in",
                            [
                                governance.kinds.Paper["DRAFT"],
                                governance.kinds.Paper["OFFERED"],
                                governance.kinds.Paper["IN_FORCE"],
                            ],
                        ),
                        models.Q(
                            models.Q(
                                models.Q(("next_step", ""), _negated=True),
                                ("next_step_due__isnull", False),
                                ("wake_at__isnull", False),
                            ),
                            models.Q(
                                ("ends_on", None),
                                ("next_step_due", None),
                                ("status", governance.kinds.Paper["IN_FORCE"]),
                                ("wake_at", None),
                            ),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="agreement_open_paper_has_step",
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(
                fields=("network", "agreement", "side"), name="governance_signed_once"
            ),
        ),
        GuardTenantTables("agreement", "signature"),
        WallTenantTables("agreement", "signature"),
        migrations.RunSQL(KEPT, UNDO),
    ]
