"""Thanks, complaints, and what would have made it easier: what families say of how they were helped."""

import core.ids
import core.sealed
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core import migrating
from core.tenancy import GuardTenantTables, WallTenantTables
from people.models.erased import refuses_erased


class Migration(migrating.Migration):
    dependencies = [
        ("organizations", "0015_hears_families"),
        ("people", "0017_drawn_signatures"),
        ("referrals", "0017_needed_today"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FamilyVoice",
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
                            ("compliment", "compliment"),
                            ("grievance", "grievance"),
                            ("hint", "hint"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "theme",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("calls", "calls"),
                            ("treated", "treated"),
                            ("language", "language"),
                            ("way", "way"),
                            ("hours", "hours"),
                            ("papers", "papers"),
                            ("news", "news"),
                            ("privacy", "privacy"),
                            ("room", "room"),
                            ("fit", "fit"),
                            ("other", "other"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", core.sealed.SealedTextField(blank=True, default="")),
                ("via", models.CharField(max_length=10)),
                ("language", models.CharField(help_text="in which it is answered", max_length=10)),
                ("said_at", models.DateTimeField()),
                ("is_danger", models.BooleanField(default=False)),
                ("may_pass_on", models.BooleanField(default=False)),
                ("case", models.CharField(blank=True, default="", max_length=10)),
                (
                    "keeper",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("named", "named"),
                            ("desk", "desk"),
                            ("privacy", "privacy"),
                            ("chair", "chair"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("heard_at", models.DateTimeField(blank=True, null=True)),
                ("passed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "passed_words",
                    core.sealed.SealedTextField(
                        blank=True,
                        default="",
                        help_text="as the organization reads them, without who",
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_how",
                    models.CharField(
                        blank=True,
                        choices=[("answered", "answered"), ("taken_back", "taken_back")],
                        default="",
                        max_length=10,
                    ),
                ),
                (
                    "answer_words",
                    core.sealed.SealedTextField(
                        blank=True, default="", help_text="as the family reads them on its page"
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
                        help_text="whom it is about; nobody: the network",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="referrals.referral",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("wake_at__isnull", False)),
                        fields=["network", "wake_at"],
                        name="referrals_voice_wakes",
                    ),
                    models.Index(fields=["network", "-said_at"], name="referrals_voice_lately"),
                    models.Index(
                        condition=models.Q(("person__isnull", False)),
                        fields=["network", "person", "-said_at"],
                        name="referrals_voice_of_person",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at", None),
                                ("keeper", ""),
                                ("kind", "hint"),
                                ("next_step", ""),
                                ("next_step_due", None),
                                ("waiting_on", ""),
                                ("wake_at", None),
                            ),
                            models.Q(
                                models.Q(("kind", "hint"), _negated=True),
                                models.Q(("keeper", ""), _negated=True),
                                ("ended_at", None),
                                ("ended_how", ""),
                                ("next_step_due__isnull", False),
                                ("wake_at__isnull", False),
                                models.Q(("waiting_on", ""), _negated=True),
                                models.Q(("next_step", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("kind", "hint"), _negated=True),
                                ("ended_at__isnull", False),
                                models.Q(("ended_how", ""), _negated=True),
                                ("next_step", ""),
                                ("next_step_due", None),
                                ("waiting_on", ""),
                                ("wake_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="voice_is_owed_or_answered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("passed_at", None),
                            models.Q(("may_pass_on", True), ("organization__isnull", False)),
                            _connector="OR",
                        ),
                        name="voice_is_passed_on_only_when_allowed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("person__isnull", False), ("referral", None), _connector="OR"
                        ),
                        name="voice_without_a_name_leads_to_no_request",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("recorded_by", None), ("via", "link")),
                            models.Q(
                                models.Q(("via", "link"), _negated=True),
                                ("recorded_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="voice_told_by_others_says_who_wrote_it",
                    ),
                ],
            },
        ),
        GuardTenantTables("familyvoice"),
        WallTenantTables("familyvoice"),
        migrations.RunSQL(
            *refuses_erased(
                "referrals_familyvoice", "NEW.person_id", ["words", "passed_words", "answer_words"]
            )
        ),
    ]
