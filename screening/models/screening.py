"""Who was asked, with which instrument, and what did they answer?"""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from core.actor import Actor
from core.models import AskedOnce
from core.sealed import SealedTextField
from organizations.models.network import Organization, TenantModel
from people.models.person import Person
from screening.instruments.library import Instrument, load


class Interpreter(models.TextChoices):
    """Who interprets. Nobody is asked about danger through a relative or a child."""

    NOBODY = "nobody"
    PROFESSIONAL = "professional"
    STAFF = "staff"
    RELATIVE = "relative"
    CHILD = "child"


class ScreeningOffer(AskedOnce, TenantModel):
    """A screening that was due, offered, declined, or not offered and why: the denominator."""

    class State(models.TextChoices):
        DUE = "due"
        OFFERED = "offered"
        DECLINED = "declined"
        NOT_OFFERED = "not_offered"

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="screening_offers", db_constraint=False
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    state = models.CharField(max_length=12, choices=State.choices)
    why = models.CharField(max_length=40, blank=True, default="")
    due_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "request_key"], name="screening_offer_asked_once"
            ),
        ]


class ScreeningQuerySet(models.QuerySet["Screening"]):
    def visible_to(self, actor: Actor, *, at: datetime) -> "ScreeningQuerySet":
        """Screenings made by an organization in which the actor asks or cares.

        A tablet in the family's hands sees the one it was lent for, until that is finished.
        """
        if lent := actor.where("answer_screening"):
            return self.filter(network_id=actor.network_id, pk__in=lent).on_tablet()
        return self.filter(
            network_id=actor.network_id,
            organization_id__in=actor.where("run_screenings", "see_people"),
            person__in=Person.objects.visible_to(actor, at=at),
        )

    def unfinished(self) -> "ScreeningQuerySet":
        return self.filter(finished_at=None)

    def on_tablet(self) -> "ScreeningQuerySet":
        return self.unfinished().filter(mode=Screening.Mode.HANDED_OVER)


class Screening(TenantModel):
    """One conversation with one instrument. Saved answer by answer; finished once."""

    class Mode(models.TextChoices):
        ASKED = "asked"  # somebody asks and taps
        HANDED_OVER = "handed_over"  # the tablet in the family's hands
        PAPER = "paper"  # filled in by the family, copied later

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="screenings", db_constraint=False
    )
    answered_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
        help_text="the carer, when it was not the person",
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="screenings",
        db_constraint=False,
        db_index=False,
    )
    instrument = models.CharField(max_length=40)
    instrument_version = models.CharField(max_length=20)
    language = models.CharField(max_length=12, default="en")
    mode = models.CharField(max_length=12, choices=Mode.choices, default=Mode.ASKED)
    alone = models.BooleanField(
        default=False, help_text="private items are asked only when nobody else listens"
    )
    interpreter_kind = models.CharField(
        max_length=12, choices=Interpreter.choices, default=Interpreter.NOBODY
    )
    interpreter = SealedTextField(help_text="who interpreted, as they gave it")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    positive = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        help_text="topics, without sensitive ones",
    )

    objects = ScreeningQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            # unfinished screenings of an organization, to resume
            models.Index(
                fields=["network", "organization", "-started_at"],
                name="screening_unfinished",
                condition=Q(finished_at=None),
            ),
        ]

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None

    @property
    def is_handed_over(self) -> bool:
        return self.mode == self.Mode.HANDED_OVER

    @property
    def is_on_paper(self) -> bool:
        return self.mode == self.Mode.PAPER

    @property
    def is_private(self) -> bool:
        """Nobody else hears or reads along: only then are the private questions asked."""
        listens = self.interpreter_kind in {Interpreter.RELATIVE, Interpreter.CHILD}
        return self.mode == self.Mode.ASKED and self.alone and not listens

    @property
    def sheet(self) -> Instrument:
        """Every question of the instrument, asked or not."""
        return load(self.instrument)

    @property
    def questions(self) -> Instrument:
        """The questions to ask in this company."""
        here = self.sheet.asked_here
        return here if self.is_private else here.open_part

    @property
    def spoken(self) -> str:
        """The language in which the questions stand before the family."""
        return self.sheet.language_for(self.language)

    @property
    def subject(self) -> Person:
        """Whose needs these are: a carer's answers are about the carer, never about the child."""
        return self.answered_by or self.person


class Answer(TenantModel):
    """The answer to one item: LOINC answer codes (sealed), or why there is none."""

    screening = models.ForeignKey(
        Screening,
        on_delete=models.CASCADE,
        related_name="answers",
        db_constraint=False,
        db_index=False,
    )
    item = models.CharField(max_length=20, help_text="LOINC code of the question")
    codes = SealedTextField(help_text="answer codes, separated by spaces")
    absent = models.CharField(
        max_length=20, blank=True, default="", help_text="asked-declined, not-asked, unknown"
    )
    answered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "screening", "item"], name="screening_one_answer_an_item"
            ),
        ]

    @property
    def chosen(self) -> tuple[str, ...]:
        return tuple(self.codes.split())
