"""What courts and offices demand. Answered it is for ever; what leaves has its court order, and is nobody's of a victim service."""

import core.ids
import core.sealed
import datetime
import django.db.models.deletion
import django.db.models.expressions
import people.lifecycle
from django.conf import settings
from django.db import migrations, models

from core import migrating

from core.tenancy import GuardTenantTables, WallTenantTables

# What leaves is asked of as it is written down, whoever writes it; and an answer is never changed.
FOR_EVER = """
CREATE FUNCTION people_demanded_record_may_leave() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM people_person AS p JOIN organizations_organization AS o ON o.id = p.custodian_id
               WHERE p.id = NEW.person_id AND o.is_victim_service) THEN
        RAISE EXCEPTION 'a record of a victim service leaves under no demand'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'demand_leaves_victim_services_alone';
    END IF;
    IF EXISTS (SELECT FROM people_person AS p JOIN organizations_organization AS o ON o.id = p.custodian_id
               JOIN people_legaldemand AS d ON d.id = NEW.demand_id
               WHERE p.id = NEW.person_id AND o.is_part2_program AND d.part2_order_on IS NULL) THEN
        RAISE EXCEPTION 'a record of a part 2 program leaves by a court order only'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'demand_part2_needs_court_order';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER people_demanded_record_leaves BEFORE INSERT ON people_demandedrecord
    FOR EACH ROW EXECUTE FUNCTION people_demanded_record_may_leave();
CREATE TRIGGER people_demandedrecord_stays BEFORE UPDATE OR DELETE ON people_demandedrecord
    FOR EACH ROW EXECUTE FUNCTION core_never_changes();
-- What is sealed may be sealed anew with another key; nothing else of it changes.
CREATE TRIGGER people_legaldemand_answer_stays BEFORE UPDATE OF answer, answered_at, answered_by_id, kind, office_kind,
    received_on, due_on, counsel_asked_on, has_part2, part2_order_on, silence, silence_since, silence_until,
    next_step_due, wake_at ON people_legaldemand
    FOR EACH ROW WHEN (OLD.answered_at IS NOT NULL) EXECUTE FUNCTION core_never_changes();
CREATE TRIGGER people_legaldemand_stays BEFORE DELETE ON people_legaldemand
    FOR EACH ROW EXECUTE FUNCTION core_never_changes();
REVOKE UPDATE, DELETE, TRUNCATE ON people_demandedrecord FROM porchlight_app;
REVOKE DELETE, TRUNCATE ON people_legaldemand FROM porchlight_app;
ALTER TABLE people_legaldemand ADD CONSTRAINT demand_says_who_and_what
    CHECK (octet_length(office) > 0 AND octet_length(asked) > 0);
"""
UNDO = "DROP FUNCTION people_demanded_record_may_leave() CASCADE;"


class Migration(migrating.Migration):
    dependencies = [
        ("organizations", "0008_special_laws"),
        ("people", "0008_who_says_yes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LegalDemand",
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
                            ("subpoena", "subpoena"),
                            ("court_order", "court_order"),
                            ("agency_request", "agency_request"),
                            ("administrative_warrant", "administrative_warrant"),
                            ("other", "other"),
                        ],
                        max_length=24,
                    ),
                ),
                (
                    "office_kind",
                    models.CharField(
                        choices=[
                            ("court", "court"),
                            ("law_enforcement", "law_enforcement"),
                            ("immigration", "immigration"),
                            ("oversight", "oversight"),
                            ("party", "party"),
                            ("other", "other"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "office",
                    core.sealed.SealedTextField(
                        blank=True,
                        default="",
                        help_text="its name and address: 45 CFR 164.528(b)(2)(ii)",
                    ),
                ),
                (
                    "reference",
                    core.sealed.SealedTextField(
                        blank=True, default="", help_text="the number of the case or paper"
                    ),
                ),
                (
                    "asked",
                    core.sealed.SealedTextField(
                        blank=True, default="", help_text="what is demanded, about whom"
                    ),
                ),
                ("received_on", models.DateField()),
                (
                    "due_on",
                    models.DateField(
                        blank=True, help_text="the day that stands in the paper", null=True
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("counsel_asked_on", models.DateField(blank=True, null=True)),
                (
                    "counsel_words",
                    core.sealed.SealedTextField(
                        blank=True, default="", help_text="who was asked, and what they said"
                    ),
                ),
                (
                    "has_part2",
                    models.BooleanField(
                        default=False,
                        help_text="records of a program under 42 CFR part 2 are among them",
                    ),
                ),
                (
                    "part2_court",
                    core.sealed.SealedTextField(
                        blank=True,
                        default="",
                        help_text="which court ordered it: 42 CFR part 2, subpart E",
                    ),
                ),
                ("part2_order_on", models.DateField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("refused", "refused"),
                            ("narrowed", "narrowed"),
                            ("complied", "complied"),
                            ("nothing_held", "nothing_held"),
                            ("taken_back", "taken_back"),
                        ],
                        default="",
                        max_length=14,
                    ),
                ),
                (
                    "answer_words",
                    core.sealed.SealedTextField(
                        blank=True, default="", help_text="why, and what was narrowed"
                    ),
                ),
                (
                    "left_words",
                    core.sealed.SealedTextField(
                        blank=True,
                        default="",
                        help_text="what left: the family reads it in its accounting",
                    ),
                ),
                (
                    "silence",
                    models.CharField(
                        blank=True,
                        choices=[("written", "written"), ("oral", "oral")],
                        default="",
                        max_length=8,
                    ),
                ),
                ("silence_since", models.DateField(blank=True, null=True)),
                (
                    "silence_until",
                    models.DateField(
                        blank=True,
                        help_text="no accounting tells of it before: 45 CFR 164.528(a)(2)",
                        null=True,
                    ),
                ),
                (
                    "answered_by",
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
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DemandedRecord",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "disclosure_id",
                    models.UUIDField(help_text="the look that stands in the person's accounting"),
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
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "demand",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="people.legaldemand",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="legaldemand",
            index=models.Index(
                condition=models.Q(("wake_at__isnull", False)),
                fields=["network", "wake_at"],
                name="people_demand_wakes",
            ),
        ),
        migrations.AddIndex(
            model_name="legaldemand",
            index=models.Index(fields=["network", "received_on"], name="people_demand_received"),
        ),
        migrations.AddConstraint(
            model_name="legaldemand",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answer", ""),
                        ("answered_at__isnull", True),
                        ("answered_by__isnull", True),
                        ("next_step_due__isnull", False),
                        ("wake_at__isnull", False),
                        models.Q(("next_step", ""), _negated=True),
                        models.Q(("waiting_on", ""), _negated=True),
                    ),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                        ("next_step", ""),
                        ("next_step_due__isnull", True),
                        ("waiting_on", ""),
                        ("wake_at__isnull", True),
                        models.Q(("answer", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="demand_open_has_owner_and_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="legaldemand",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "answer__in",
                            [
                                people.lifecycle.DemandAnswer["COMPLIED"],
                                people.lifecycle.DemandAnswer["NARROWED"],
                            ],
                        ),
                        _negated=True,
                    ),
                    ("counsel_asked_on__isnull", False),
                    _connector="OR",
                ),
                name="demand_gives_nothing_without_counsel",
            ),
        ),
        migrations.AddConstraint(
            model_name="legaldemand",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "answer__in",
                            [
                                people.lifecycle.DemandAnswer["COMPLIED"],
                                people.lifecycle.DemandAnswer["NARROWED"],
                            ],
                        ),
                        ("has_part2", True),
                        _negated=True,
                    ),
                    ("part2_order_on__isnull", False),
                    _connector="OR",
                ),
                name="demand_part2_needs_court_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="legaldemand",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("silence", ""), ("silence_since", None), ("silence_until", None)),
                    models.Q(
                        (
                            "office_kind__in",
                            [
                                people.lifecycle.DemandOffice["IMMIGRATION"],
                                people.lifecycle.DemandOffice["LAW_ENFORCEMENT"],
                                people.lifecycle.DemandOffice["OVERSIGHT"],
                            ],
                        ),
                        (
                            "silence__in",
                            [people.lifecycle.Silence["ORAL"], people.lifecycle.Silence["WRITTEN"]],
                        ),
                        ("silence_since__isnull", False),
                        ("silence_until__isnull", False),
                        models.Q(
                            models.Q(("silence", people.lifecycle.Silence["ORAL"]), _negated=True),
                            (
                                "silence_until__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("silence_since"),
                                    "+",
                                    models.Value(datetime.timedelta(days=30)),
                                ),
                            ),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="demand_silence_is_lawful",
            ),
        ),
        migrations.AddIndex(
            model_name="demandedrecord",
            index=models.Index(fields=["network", "person"], name="people_demanded_person"),
        ),
        migrations.AddConstraint(
            model_name="demandedrecord",
            constraint=models.UniqueConstraint(
                fields=("network", "demand", "person"), name="people_demanded_once"
            ),
        ),
        GuardTenantTables("legaldemand", "demandedrecord"),
        WallTenantTables("legaldemand", "demandedrecord"),
        migrations.RunSQL(FOR_EVER, UNDO),
    ]
