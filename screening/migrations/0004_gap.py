"""Nobody can help with it now: a need stands so exactly as long as it has an open gap."""

import core.ids
import django.db.models.deletion
import screening.lifecycle
from django.conf import settings
from django.db import migrations, models

from core import migrating

from core.tenancy import GuardTenantTables

# As in referrals 0002: the need is locked first, so that of two transactions the second sees what
# the first has committed. No other move of a need asks here.
FITS = """
CREATE FUNCTION screening_gap_fits_need() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    which uuid := (to_jsonb(NEW) ->> TG_ARGV[0])::uuid;
    standing text;
    has_gap boolean;
BEGIN
    SELECT status INTO standing FROM screening_need WHERE id = which FOR NO KEY UPDATE;
    SELECT EXISTS (SELECT FROM screening_gap
                   WHERE network_id = NEW.network_id AND need_id = which AND ended_at IS NULL) INTO has_gap;
    IF standing = 'no_resource' AND NOT has_gap THEN
        RAISE EXCEPTION 'Nobody helps with need % and no gap says why', which
            USING ERRCODE = 'check_violation', CONSTRAINT = 'need_nobody_helps_has_gap';
    END IF;
    IF has_gap AND standing <> 'no_resource' THEN
        RAISE EXCEPTION 'Need % is % and still has an open gap', which, standing
            USING ERRCODE = 'check_violation', CONSTRAINT = 'gap_ends_when_its_need_goes_on';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER screening_need_has_gap AFTER UPDATE OF status ON screening_need
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.status IS DISTINCT FROM NEW.status AND 'no_resource' IN (OLD.status, NEW.status))
    EXECUTE FUNCTION screening_gap_fits_need('id');
CREATE CONSTRAINT TRIGGER screening_gap_has_need AFTER INSERT OR UPDATE OF ended_at, need_id ON screening_gap
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION screening_gap_fits_need('need_id');
REVOKE DELETE, TRUNCATE ON screening_gap FROM porchlight_app;
"""
FITS_NO_MORE = """
DROP TRIGGER screening_gap_has_need ON screening_gap;
DROP TRIGGER screening_need_has_gap ON screening_need;
DROP FUNCTION screening_gap_fits_need;
"""


class Migration(migrating.Migration):
    dependencies = [
        ("organizations", "0003_search"),
        ("screening", "0003_who_interprets"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Gap",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("topic", models.CharField(max_length=40)),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("none_exists", "none_exists"),
                            ("full", "full"),
                            ("not_eligible", "not_eligible"),
                            ("too_far", "too_far"),
                            ("barrier", "barrier"),
                            ("funds_out", "funds_out"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "zip3",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="where: 45 CFR 164.514(b)(2)",
                        max_length=3,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                (
                    "reviewed_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="when somebody last looked and found nobody",
                        null=True,
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("opened", "opened"),
                            ("tried_again", "tried_again"),
                            ("moved_on", "moved_on"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gaps",
                        to="screening.need",
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="whose opening ended it",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.service",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)),
                        fields=["network", "topic", "recorded_at"],
                        name="screening_gap_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("network", "need"),
                        name="screening_one_gap_a_need",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_how", "")),
                            models.Q(
                                ("ended_at__isnull", False),
                                models.Q(("ended_how", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="gap_ended_says_how",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_how", screening.lifecycle.GapEnd["OPENED"]),
                                ("service__isnull", False),
                            ),
                            models.Q(
                                models.Q(
                                    ("ended_how", screening.lifecycle.GapEnd["OPENED"]),
                                    _negated=True,
                                ),
                                ("service", None),
                            ),
                            _connector="OR",
                        ),
                        name="gap_opened_names_the_service",
                    ),
                ],
            },
        ),
        GuardTenantTables("gap"),
        migrations.RunSQL(FITS, FITS_NO_MORE),
    ]
