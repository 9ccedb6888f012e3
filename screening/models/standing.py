"""Where does a need stand? The questions that actions and templates ask, and the day that a family named."""

from datetime import date
from uuid import UUID

from django.db import connection, models
from django.db.models import Q

from core.steps import Owed
from screening.lifecycle import CLOSED, REOPENS, WAITS, NeedStatus

# The family named its day, somebody keeps it, and nobody waits for the family meanwhile.
PAUSED_HAS_A_DAY = models.CheckConstraint(
    name="need_paused_has_a_day",
    condition=Q(
        status=NeedStatus.PAUSED,
        paused_until__isnull=False,
        paused_from__in=sorted(WAITS),
        waiting_on__in=["owner", "desk"],
    )
    & ~Q(paused_why="")
    | ~Q(status=NeedStatus.PAUSED) & Q(paused_until__isnull=True, paused_why="", paused_from=""),
)

# The first day on which somebody is asked again, while all that is open for them waits for a day of their
# own that is still to come. Nothing, while anything else is open or nothing is.
QUIET_UNTIL = """
SELECT min(own.paused_until) FROM screening_need AS own
WHERE own.subject_id = {person} AND own.next_step_due IS NOT NULL
HAVING bool_and(own.status = 'paused') AND min(own.paused_until) > {today}
"""


def is_quiet(person_id: UUID, today: date) -> bool:
    """Whether all that is open for this person waits for a day of their own."""
    asked = QUIET_UNTIL.format(person="%s", today="%s")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS ({asked})", [person_id, today])
        quiet: bool = cursor.fetchone()[0]
    return quiet


class Standing(Owed):
    """A need's status in plain questions; while it is paused, until when, why, and where it stood before."""

    status = models.CharField(max_length=20, choices=[(s.value, s.value) for s in NeedStatus])
    paused_until = models.DateField(
        null=True, blank=True, help_text="the day on which the family wants to be asked again"
    )
    paused_why = models.CharField(max_length=10, blank=True, default="", db_default="")
    paused_from = models.CharField(
        max_length=20, blank=True, default="", db_default="", help_text="where it stood before"
    )

    class Meta:
        abstract = True

    @property
    def is_closed(self) -> bool:
        return self.status in CLOSED

    @property
    def can_reopen(self) -> bool:
        return self.status in REOPENS

    @property
    def wants_help(self) -> bool:
        return self.status == NeedStatus.WANTS_HELP

    @property
    def has_no_resource(self) -> bool:
        return self.status == NeedStatus.NO_RESOURCE

    @property
    def is_found(self) -> bool:
        return self.status == NeedStatus.FOUND

    @property
    def is_to_confirm(self) -> bool:
        return self.status == NeedStatus.TO_CONFIRM

    @property
    def is_to_be_called(self) -> bool:
        """The question about the help stands, and all that is left of it is a call by its owner."""
        return self.is_to_confirm and self.next_step == "call_family"

    @property
    def is_being_helped(self) -> bool:
        return self.status == NeedStatus.BEING_HELPED

    @property
    def is_met(self) -> bool:
        return self.status == NeedStatus.MET

    def wait_no_more(self) -> None:
        """The family goes on, or the need has ended (unsaved)."""
        self.paused_until, self.paused_why, self.paused_from = None, "", ""

    @property
    def is_paused(self) -> bool:
        return self.status == NeedStatus.PAUSED

    @property
    def can_be_paused(self) -> bool:
        """The family may put it off; or once more."""
        return self.status in WAITS or self.is_paused
