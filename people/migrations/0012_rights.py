"""What somebody asks about their own record, what may not be erased now, and who still holds a copy."""

import core.ids
import core.sealed
import django.db.models.deletion
import people.lifecycle
from django.conf import settings
from django.db import migrations, models

from core import migrating

from core.tenancy import GuardTenantTables, WallTenantTables


class Migration(migrating.Migration):
    dependencies = [
        ("organizations", "0006_duty_and_chair"),
        ("people", "0011_texts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="erased_at",
            field=models.DateTimeField(
                blank=True, help_text="a tombstone: nothing is left of who it was", null=True
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("erased_at__isnull", False)),
                fields=["network"],
                name="people_person_erased",
            ),
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("demand", "demand"),
                            ("lawsuit", "lawsuit"),
                            ("investigation", "investigation"),
                            ("person", "person"),
                            ("other", "other"),
                        ],
                        max_length=14,
                    ),
                ),
                ("words", core.sealed.SealedTextField(blank=True, default="")),
                ("placed_at", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "lifted_by",
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
                    "organization",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        help_text="the custodian",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
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
                    "placed_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("lifted_at", None)),
                        fields=["network", "person"],
                        name="people_hold_now",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lifted_at", None), ("lifted_by", None)),
                            models.Q(("lifted_at__isnull", False), ("lifted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="people_hold_is_lifted_by_somebody",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Recall",
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
                ("asked_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("via", models.CharField(blank=True, default="", max_length=10)),
                (
                    "confirmed_by",
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
                    "organization",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
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
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("wake_at__isnull", False)),
                        fields=["network", "wake_at"],
                        name="people_recall_wakes",
                    ),
                    models.Index(
                        fields=["network", "organization", "confirmed_at"],
                        name="people_recall_waits",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("network", "person", "organization"), name="people_recalled_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("confirmed_at", None),
                                ("next_step_due__isnull", False),
                                ("wake_at__isnull", False),
                                models.Q(("waiting_on", ""), _negated=True),
                                models.Q(("next_step", ""), _negated=True),
                            ),
                            models.Q(
                                ("confirmed_at__isnull", False),
                                ("confirmed_by__isnull", False),
                                ("next_step_due", None),
                                ("next_step", ""),
                                ("waiting_on", ""),
                                ("wake_at", None),
                                models.Q(("via", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="people_recall_is_owed_or_confirmed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RightsRequest",
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
                    "right",
                    models.CharField(
                        choices=[
                            ("access", "access"),
                            ("correction", "correction"),
                            ("erasure", "erasure"),
                        ],
                        max_length=12,
                    ),
                ),
                ("via", models.CharField(max_length=10)),
                ("asked_at", models.DateTimeField()),
                (
                    "about",
                    core.sealed.SealedTextField(
                        blank=True,
                        default="",
                        help_text="which record or line, in the person's words",
                    ),
                ),
                (
                    "words",
                    core.sealed.SealedTextField(
                        blank=True, default="", help_text="what is wrong with it, or what they want"
                    ),
                ),
                ("extended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "extension_words",
                    core.sealed.SealedTextField(
                        blank=True,
                        default="",
                        help_text="why it takes longer, as the person was told",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("given", "given"),
                            ("accepted", "accepted"),
                            ("refused", "refused"),
                            ("erased", "erased"),
                            ("taken_back", "taken_back"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                (
                    "answer_words",
                    core.sealed.SealedTextField(
                        blank=True, default="", help_text="why not, or what was changed"
                    ),
                ),
                ("disagreed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "disagreement",
                    core.sealed.SealedTextField(
                        blank=True,
                        default="",
                        help_text="45 CFR 164.526(d)(2): kept and shown beside it",
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
                    "organization",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        help_text="the custodian",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
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
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("wake_at__isnull", False)),
                        fields=["network", "wake_at"],
                        name="people_rights_wakes",
                    ),
                    models.Index(
                        fields=["network", "person", "-asked_at"], name="people_rights_person"
                    ),
                    models.Index(fields=["network", "-answered_at"], name="people_rights_answered"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", ""),
                                ("answered_at", None),
                                ("next_step_due__isnull", False),
                                ("wake_at__isnull", False),
                                models.Q(("waiting_on", ""), _negated=True),
                                models.Q(("next_step", ""), _negated=True),
                            ),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("next_step", ""),
                                ("next_step_due", None),
                                ("waiting_on", ""),
                                ("wake_at", None),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="people_right_is_owed_or_answered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "answer__in",
                                [
                                    "",
                                    people.lifecycle.RightEnd["TAKEN_BACK"],
                                    people.lifecycle.RightEnd["REFUSED"],
                                ],
                            ),
                            models.Q(
                                ("answer", people.lifecycle.RightEnd["GIVEN"]),
                                ("right", people.lifecycle.Right["ACCESS"]),
                            ),
                            models.Q(
                                ("answer", people.lifecycle.RightEnd["ACCEPTED"]),
                                ("right", people.lifecycle.Right["CORRECTION"]),
                            ),
                            models.Q(
                                ("answer", people.lifecycle.RightEnd["ERASED"]),
                                ("right", people.lifecycle.Right["ERASURE"]),
                            ),
                            _connector="OR",
                        ),
                        name="people_right_answer_fits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", people.lifecycle.RightEnd["ERASED"]), _negated=True
                            ),
                            models.Q(
                                ("answered_by__isnull", False),
                                models.Q(
                                    ("recorded_by", None),
                                    models.Q(
                                        ("recorded_by", models.F("answered_by")), _negated=True
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="people_erasure_takes_two",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("answered_at", None), ("right", people.lifecycle.Right["ERASURE"])
                        ),
                        fields=("network", "person"),
                        name="people_one_erasure_asked",
                    ),
                ],
            },
        ),
        GuardTenantTables("rightsrequest", "hold", "recall"),
        WallTenantTables("rightsrequest", "hold", "recall"),
    ]
