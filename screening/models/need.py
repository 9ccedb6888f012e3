"""What does this person need, who owns it, and what is the next step?"""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from core.actor import Actor
from core.rows import HasRow
from core.sealed import SealedTextField
from core.steps import Owed, Step
from organizations.models.network import Organization, TenantModel
from people.models.glass import has_broken_glass
from people.models.person import Person, shuts_out
from screening.lifecycle import CLOSED, OPEN, PRESSES, NeedStatus, Turn
from screening.models.screening import Screening
from screening.models.standing import PAUSED_HAS_A_DAY, Standing

_NAMED = "SELECT FROM screening_neednamed AS named WHERE named.need_id = {} AND named.user_id = %s"
TOLD = ("phone", "paper", "in_person", "file")
AWAY = "owner_away"  # it came to the desk because its organization takes a break
# What the owner may owe beside whatever else is owed, by the column that keeps its day.
BESIDE = {
    step: f"{step}_due" for step in ("hand_over", "mend_contact", "reach_family", "after_death")
}


class NeedQuerySet(models.QuerySet["Need"]):
    def visible_to(self, actor: Actor, *, at: datetime) -> "NeedQuerySet":
        """The owner organization's needs; a sensitive one only for the people named on it, or for an hour.

        A family link sees its own person's needs, never a sensitive one. The sweep sees its network's.
        """
        if actor.is_system:
            return self.filter(network_id=actor.network_id)
        if actor.is_link:
            return self.filter(
                network_id=actor.network_id, subject_id=actor.about_id, is_sensitive=False
            )
        return self.known_to(actor, at=at).filter(
            ~shuts_out(actor, "subject_id"),
            network_id=actor.network_id,
            organization_id__in=actor.where("see_people"),
        )

    def known_to(self, actor: Actor, *, at: datetime) -> "NeedQuerySet":
        """Of which somebody who works there may know at all: a delicate one, only who is named on it."""
        named = HasRow(_NAMED, "pk", actor.as_user)
        in_an_emergency = has_broken_glass(actor, "subject_id", at=at)
        return self.filter(
            Q(is_sensitive=False) | Q(responsible_id=actor.as_user) | Q(named) | Q(in_an_emergency)
        )

    def open_to_desk(self, actor: Actor) -> "NeedQuerySet":
        """What the actor's desk may know of, without the person: nothing delicate, of nobody who shuts it out.

        Whoever is in the care of a victim service is on no list but its own.
        """
        return self.filter(
            ~shuts_out(actor, "subject_id"),
            network_id__in=actor.where("run_desk"),
            is_sensitive=False,
            subject__contact_with_care=False,
            organization__is_victim_service=False,
        )

    def at_desk(self, actor: Actor) -> "NeedQuerySet":
        """What the actor's desk helps along, to be shown without the person (`referrals.search.desk`)."""
        return self.open_to_desk(actor).filter(is_at_desk=True)

    def open(self) -> "NeedQuerySet":
        return self.filter(next_step_due__isnull=False)

    def waiting_on(self, turn: Turn) -> "NeedQuerySet":
        return self.open().filter(waiting_on=turn)

    def overdue(self, *, at: datetime) -> "NeedQuerySet":
        return self.open().filter(next_step_due__lte=at)


class Need(TenantModel, Standing):
    """One social need of one person, by topic: the loop that nobody lets go until the family says so.

    While it is being helped, what is owed mirrors its most urgent live referral, written in the
    same transaction.
    """

    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="needs",
        db_constraint=False,
        db_index=False,
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="needs",
        db_index=False,
    )
    is_at_desk = models.BooleanField(default=False)
    at_desk_since = models.DateTimeField(null=True, blank=True)
    at_desk_why = models.CharField(
        max_length=20,
        blank=True,
        default="",
        db_default="",
        help_text="the situation in which nobody took the step, or `asked`",
    )
    desk_helper = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text="who at the desk has taken it",
    )
    subject = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="needs", db_constraint=False
    )
    audience = models.CharField(
        max_length=12, default="family", help_text="who in the family may know: family or subject"
    )
    topic = models.CharField(max_length=40)
    category = models.CharField(max_length=40, help_text="SDOHCC category of the topic")
    is_sensitive = models.BooleanField(default=False)
    priority = models.PositiveSmallIntegerField(
        default=0, help_text="1: what matters most to the family; 0: not said"
    )
    found_by = models.ForeignKey(
        Screening,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="needs",
        db_constraint=False,
    )
    continues = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    words = SealedTextField(help_text="what the family said about it")
    found_at = models.DateTimeField()
    wanted_at = models.DateTimeField(null=True, blank=True)
    needed_by = models.DateTimeField(null=True, blank=True)
    is_for_today = models.BooleanField(
        default=False,
        db_default=False,
        help_text="what was asked for it is needed today: its steps count staffed hours",
    )
    since = models.DateTimeField(help_text="when it came to this status")
    said_by = models.CharField(max_length=10)
    recorded_by = models.CharField(max_length=10)
    via = models.CharField(max_length=10)
    closed_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(
        max_length=30, blank=True, default="", help_text="the one-tap reason of a no"
    )
    received_part = models.BooleanField(default=False)
    not_yet_count = models.PositiveSmallIntegerField(default=0)
    ask_again_on = models.DateField(null=True, blank=True)
    lasts = models.CharField(max_length=10, blank=True, default="")
    recheck_on = models.DateField(null=True, blank=True)
    hand_over_due = models.DateTimeField(
        null=True, blank=True, help_text="by when an offer to a colleague is decided"
    )
    mend_contact_due = models.DateTimeField(
        null=True, blank=True, help_text="by when a way to reach the family works again"
    )
    reach_family_due = models.DateTimeField(
        null=True, blank=True, help_text="by when we try a family that a partner could not reach"
    )
    after_death_due = models.DateTimeField(
        null=True, blank=True, help_text="by when its owner has looked at it: the person has died"
    )
    protocol_done_at = models.DateTimeField(
        null=True, blank=True, help_text="every safe way to reach them was tried"
    )
    protocol_ways = ArrayField(
        models.CharField(max_length=10),
        null=True,
        blank=True,
        help_text="the safe ways that there were then; a new one does not make it untried",
    )
    version = models.PositiveIntegerField(default=1)

    objects = NeedQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            # Today: one organization, whose turn, most urgent first; also the keyset of its pages
            models.Index(
                fields=["network", "organization", "waiting_on", "next_step_due", "id"],
                name="screening_need_today",
                condition=Q(next_step_due__isnull=False),
            ),
            # the same list of one worker's own, who must not read through all of the clinic's; what says
            # who may see them is in it, so that the numbers of the tabs are counted here
            models.Index(
                fields=["network", "responsible", "waiting_on", "next_step_due", "id"],
                include=["organization", "subject", "is_sensitive"],
                name="screening_need_own",
                condition=Q(next_step_due__isnull=False),
            ),
            # the sweep: what is due now
            models.Index(
                fields=["network", "wake_at", "id"],
                name="screening_need_wakes",
                condition=Q(wake_at__isnull=False),
            ),
            # the desk: what it has, longest first
            models.Index(
                fields=["network", "at_desk_since"],
                name="screening_need_at_desk",
                condition=Q(is_at_desk=True),
            ),
            # whose day has come: rare columns, looked at every hour
            models.Index(
                fields=["network", "recheck_on"],
                name="screening_need_rechecks",
                condition=Q(recheck_on__isnull=False),
            ),
            models.Index(
                fields=["network", "ask_again_on"],
                name="screening_need_asks_again",
                condition=Q(ask_again_on__isnull=False),
            ),
            # closed this month
            models.Index(
                fields=["network", "organization", "-closed_at"],
                name="screening_need_closed",
                condition=Q(closed_at__isnull=False),
            ),
        ]
        constraints: ClassVar = [
            # promise 3
            models.CheckConstraint(
                name="need_open_is_followed_up",
                condition=~Q(status__in=sorted(OPEN))
                | (
                    Q(next_step_due__isnull=False)
                    & Q(wake_at__isnull=False)
                    & ~Q(next_step="")
                    & ~Q(waiting_on="")
                    & (Q(responsible__isnull=False) | Q(is_at_desk=True))
                ),
            ),
            models.CheckConstraint(
                name="need_at_desk_says_why",
                condition=(
                    Q(is_at_desk=False, at_desk_since__isnull=True, at_desk_why="")
                    & ~Q(waiting_on=Turn.DESK)
                )
                | (
                    Q(is_at_desk=True, at_desk_since__isnull=False, waiting_on=Turn.DESK)
                    & ~Q(at_desk_why="")
                ),
            ),
            # nobody hurries for what is over, or rests
            models.CheckConstraint(
                name="need_for_today_is_waited_for",
                condition=Q(is_for_today=False) | Q(status__in=sorted(PRESSES)),
            ),
            PAUSED_HAS_A_DAY,
            # what the owner owes beside a partner's step is never hidden behind it
            models.CheckConstraint(
                name="need_own_steps_come_first",
                condition=Q(**{f"{column}__isnull": True for column in BESIDE.values()})
                | Q(waiting_on__in=["owner", "desk"]),
            ),
            # promise 4: how, when, on whose word; and nothing is owed any more (9)
            models.CheckConstraint(
                name="need_closed_says_how",
                condition=~Q(status__in=sorted(CLOSED))
                | (
                    Q(closed_at__isnull=False)
                    & ~Q(said_by="")
                    & ~Q(via="")
                    & Q(next_step_due__isnull=True)
                    & Q(wake_at__isnull=True)
                    & Q(next_step="")
                    & Q(waiting_on="")
                ),
            ),
            models.CheckConstraint(
                name="need_open_is_not_closed",
                condition=~Q(status__in=sorted(OPEN)) | Q(closed_at__isnull=True),
            ),
            # promise 10
            models.CheckConstraint(
                name="need_word_has_a_source",
                condition=Q(said_by=models.F("recorded_by")) | Q(via__in=TOLD),
            ),
            models.CheckConstraint(
                name="need_unreachable_was_tried",
                condition=~Q(status=NeedStatus.UNREACHABLE) | Q(protocol_done_at__isnull=False),
            ),
            models.CheckConstraint(
                name="need_met_says_how_long",
                condition=~Q(status=NeedStatus.MET)
                | Q(lasts="once")
                | (~Q(lasts="") & Q(recheck_on__isnull=False)),
            ),
        ]

    OWED_FIELDS: ClassVar[tuple[str, ...]] = (
        *Owed.OWED_FIELDS,
        *("is_at_desk", "at_desk_since", "at_desk_why", "desk_helper"),
        *BESIDE.values(),
        "is_for_today",
    )

    def owe(self, step: Step) -> None:
        """Whatever is owed anew: the desk has done its part (unsaved).

        A step that the owner owes beside it keeps its day, and no partner's step hides it.
        """
        if step.name in BESIDE:
            setattr(self, BESIDE[step.name], step.due)
        if self.is_kept_at_desk:
            return
        first = self._first(step)
        goes_on = (first.name, first.due) == (self.next_step, self.next_step_due)
        if first is step or not goes_on:
            super().owe(first)
        self.leave_desk()

    def _first(self, step: Step) -> Step:
        """Of what is the owner's turn, the step that is due first."""
        own = [
            Step(name, Turn.OWNER, due, due)
            for name, column in BESIDE.items()
            if (due := getattr(self, column)) is not None
        ]
        if step.waiting_on == Turn.OWNER:
            own.append(step)
        return min(own, key=lambda one: one.due, default=step)

    def owe_no_more(self, name: str) -> bool:
        """A step beside is done (unsaved). Whether it was the next one: then something else is."""
        setattr(self, BESIDE[name], None)
        return self.next_step == name

    def owe_nothing(self) -> None:
        super().owe_nothing()
        for column in BESIDE.values():
            setattr(self, column, None)
        self.leave_desk()

    def leave_desk(self) -> None:
        self.is_at_desk, self.at_desk_since, self.at_desk_why = False, None, ""
        self.desk_helper = None

    @property
    def is_kept_at_desk(self) -> bool:
        """Nobody follows it, or its organization takes a break: the desk’s until somebody takes it on."""
        return self.is_at_desk and (self.responsible_id is None or self.at_desk_why == AWAY)
