"""Elections of seats: papers are secret and never change, people vote while it is open, and a count stands."""

import core.ids
import django.db.models.deletion
import governance.lifecycle
import uuid
from django.conf import settings
from django.db import migrations, models

from core import migrating
from core.tenancy import GuardTenantTables, WallTenantTables

TABLES = ("election", "nominee", "electionplace", "electionturnout", "electionballot")
ONCE = """
REVOKE UPDATE, DELETE, TRUNCATE ON governance_{table} FROM porchlight_app;
CREATE TRIGGER governance_{table}_never_changed BEFORE UPDATE OR DELETE ON governance_{table}
    FOR EACH ROW EXECUTE FUNCTION core_never_changes();
CREATE TRIGGER governance_{table}_never_truncated BEFORE TRUNCATE ON governance_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION core_never_changes();
"""
NOT_ONCE = """
DROP TRIGGER governance_{table}_never_changed ON governance_{table};
DROP TRIGGER governance_{table}_never_truncated ON governance_{table};
"""
# Who may vote is fixed when the vote opens, and what was counted does not change.
STANDS = """
REVOKE DELETE, TRUNCATE ON governance_election, governance_nominee, governance_electionplace FROM porchlight_app;
CREATE TRIGGER governance_election_moves BEFORE UPDATE OF status ON governance_election
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION core_follows_lifecycle('election');
CREATE TRIGGER governance_election_begins BEFORE INSERT ON governance_election
    FOR EACH ROW EXECUTE FUNCTION core_follows_lifecycle('election');
CREATE FUNCTION governance_election_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status <> 'nominating' AND (OLD.electorate, OLD.council_id, OLD.kind)
           IS DISTINCT FROM (NEW.electorate, NEW.council_id, NEW.kind)
       OR OLD.status NOT IN ('nominating', 'voting') AND (OLD.rounds, OLD.takes_on, OLD.decided_at)
           IS DISTINCT FROM (NEW.rounds, NEW.takes_on, NEW.decided_at) THEN
        RAISE EXCEPTION 'Election % is being held', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_election_stands';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER governance_election_stands BEFORE UPDATE ON governance_election
    FOR EACH ROW EXECUTE FUNCTION governance_election_stands();
CREATE FUNCTION governance_election_in_time() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM governance_election WHERE id = NEW.election_id AND status = 'voting' AND round = NEW.round FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Nobody elects now'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_election_in_time';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER governance_election_in_time BEFORE INSERT ON governance_electionballot
    FOR EACH ROW EXECUTE FUNCTION governance_election_in_time();
"""
NOT_STANDS = """
DROP TRIGGER governance_election_in_time ON governance_electionballot;
DROP FUNCTION governance_election_in_time;
DROP TRIGGER governance_election_stands ON governance_election;
DROP FUNCTION governance_election_stands;
DROP TRIGGER governance_election_moves ON governance_election;
DROP TRIGGER governance_election_begins ON governance_election;
"""


class Migration(migrating.Migration):
    dependencies = [
        ("governance", "0019_cuts_kept"),
        ("organizations", "0014_external_id"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Election",
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
                            ("cbo", "cbo"),
                            ("lived_experience", "lived_experience"),
                            ("health_care", "health_care"),
                            ("funder", "funder"),
                            ("government", "government"),
                            ("convener", "convener"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("nominating", "nominating"),
                            ("voting", "voting"),
                            ("elected", "elected"),
                            ("seated", "seated"),
                            ("nobody", "nobody"),
                        ],
                        max_length=10,
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1, help_text="2: the run-off")),
                ("opened_at", models.DateTimeField()),
                ("free_on", models.DateField(help_text="from which day nobody sits there")),
                (
                    "takes_on",
                    models.DateField(
                        help_text="the day on which those elected sit down", null=True
                    ),
                ),
                ("votes_from", models.DateTimeField(help_text="until then people may stand")),
                ("votes_until", models.DateTimeField(blank=True, null=True)),
                (
                    "electorate",
                    models.JSONField(blank=True, default=list, help_text="organizations or seats"),
                ),
                (
                    "ballot_salt",
                    models.CharField(
                        blank=True, default="", help_text="forgotten at the count", max_length=64
                    ),
                ),
                (
                    "rounds",
                    models.JSONField(
                        blank=True, default=list, help_text="each round as it was counted"
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "council",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.council",
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
        migrations.CreateModel(
            name="ElectionBallot",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("round", models.PositiveSmallIntegerField()),
                ("voter", models.CharField(max_length=64)),
                ("turn", models.PositiveSmallIntegerField(default=1)),
                ("choices", models.JSONField(help_text="ids of nominees; none: for nobody")),
                (
                    "receipt",
                    models.CharField(help_text="by which the voter finds it again", max_length=12),
                ),
                ("on", models.DateField()),
                (
                    "election",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ballots",
                        to="governance.election",
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
        migrations.CreateModel(
            name="ElectionTurnout",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("round", models.PositiveSmallIntegerField()),
                ("elector", models.UUIDField(help_text="the organization, or the seat")),
                ("via", models.CharField(default="page", max_length=10)),
                ("at", models.DateTimeField()),
                (
                    "cast_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "election",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="turnout",
                        to="governance.election",
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
        migrations.CreateModel(
            name="Nominee",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("named_at", models.DateTimeField()),
                (
                    "words",
                    models.CharField(
                        blank=True, default="", help_text="in their own words", max_length=600
                    ),
                ),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, help_text="said no, or steps back", null=True),
                ),
                (
                    "round",
                    models.PositiveSmallIntegerField(
                        default=1, help_text="the last in which they stand"
                    ),
                ),
                ("is_elected", models.BooleanField(default=False)),
                (
                    "election",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="nominees",
                        to="governance.election",
                    ),
                ),
                (
                    "named_by",
                    models.ForeignKey(
                        db_index=False,
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
                    "organization",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        help_text="for which they would sit",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                    ),
                ),
                (
                    "user",
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
            name="ElectionPlace",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "election",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="places",
                        to="governance.election",
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
                    "seat",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.seat",
                    ),
                ),
                (
                    "nominee",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.nominee",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="election",
            index=models.Index(
                condition=models.Q(("wake_at__isnull", False)),
                fields=["network", "wake_at"],
                name="governance_election_wakes",
            ),
        ),
        migrations.AddConstraint(
            model_name="election",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("next_step_due__isnull", False),
                        (
                            "status__in",
                            [
                                governance.lifecycle.Poll["ELECTED"],
                                governance.lifecycle.Poll["NOMINATING"],
                                governance.lifecycle.Poll["VOTING"],
                            ],
                        ),
                        ("wake_at__isnull", False),
                        models.Q(("next_step", ""), _negated=True),
                        models.Q(("waiting_on", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(
                            (
                                "status__in",
                                [
                                    governance.lifecycle.Poll["ELECTED"],
                                    governance.lifecycle.Poll["NOMINATING"],
                                    governance.lifecycle.Poll["VOTING"],
                                ],
                            ),
                            _negated=True,
                        ),
                        ("next_step_due", None),
                        ("wake_at", None),
                    ),
                    _connector="OR",
                ),
                name="governance_election_has_a_clock",
            ),
        ),
        migrations.AddConstraint(
            model_name="election",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "status__in",
                            [
                                governance.lifecycle.Poll["ELECTED"],
                                governance.lifecycle.Poll["SEATED"],
                            ],
                        ),
                        _negated=True,
                    ),
                    models.Q(("decided_at__isnull", False), ("takes_on__isnull", False)),
                    _connector="OR",
                ),
                name="governance_elected_on_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="election",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("status", governance.lifecycle.Poll["VOTING"]),
                        models.Q(("ballot_salt", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("status", governance.lifecycle.Poll["VOTING"]), _negated=True),
                        ("ballot_salt", ""),
                    ),
                    _connector="OR",
                ),
                name="governance_election_forgets_its_salt",
            ),
        ),
        migrations.AddConstraint(
            model_name="electionballot",
            constraint=models.UniqueConstraint(
                fields=("network", "election", "voter", "turn"),
                name="governance_election_ballot_turn",
            ),
        ),
        migrations.AddConstraint(
            model_name="electionballot",
            constraint=models.UniqueConstraint(
                fields=("network", "election", "receipt"), name="governance_election_receipt"
            ),
        ),
        migrations.AddConstraint(
            model_name="electionturnout",
            constraint=models.UniqueConstraint(
                fields=("network", "election", "round", "elector"),
                name="governance_election_turnout_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="nominee",
            constraint=models.UniqueConstraint(
                fields=("network", "election", "user"), name="governance_named_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="nominee",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("accepted_at__isnull", False),
                    ("ended_at", None),
                    ("organization__isnull", False),
                ),
                fields=("network", "election", "organization"),
                name="governance_one_stands_for_each",
            ),
        ),
        migrations.AddConstraint(
            model_name="nominee",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_elected", False), ("accepted_at__isnull", False), _connector="OR"
                ),
                name="governance_elected_has_accepted",
            ),
        ),
        migrations.AddConstraint(
            model_name="electionplace",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at", None)),
                fields=("network", "seat"),
                name="governance_one_election_for_a_seat",
            ),
        ),
        migrations.AddConstraint(
            model_name="electionplace",
            constraint=models.UniqueConstraint(
                condition=models.Q(("nominee__isnull", False)),
                fields=("network", "nominee"),
                name="governance_one_seat_for_each_elected",
            ),
        ),
        GuardTenantTables(*TABLES),
        WallTenantTables(*TABLES),
        *(
            migrations.RunSQL(ONCE.format(table=table), NOT_ONCE.format(table=table))
            for table in ("electionturnout", "electionballot")
        ),
        migrations.RunSQL(STANDS, NOT_STANDS),
    ]
