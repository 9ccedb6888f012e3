"""Where does the next page of a list begin? After a moment and an id, never after a number of rows."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
ROWS = 50


class Cursor(NamedTuple):
    """The last row that was shown. Its words are short, and say nothing about anybody."""

    moment: datetime
    id: UUID

    @classmethod
    def read(cls, words: str) -> "Cursor | None":
        """None for what we never wrote: the list then begins at its beginning."""
        micros, _, key = words.partition(".")
        try:
            return cls(EPOCH + int(micros) * MICROSECOND, UUID(key))
        except (ValueError, OverflowError):
            return None

    def __str__(self) -> str:
        return f"{(self.moment - EPOCH) // MICROSECOND}.{self.id.hex}"

    def after(self, column: str) -> Q:
        """Rows after this one, oldest first: the index begins at the moment.

        Said with "not", because PostgreSQL takes "later, or as late with a greater id" apart, and
        then reads and sorts all that is left of the list.
        """
        shown = Q(**{column: self.moment}, id__lte=self.id)
        return Q(**{f"{column}__gte": self.moment}) & ~shown

    def before(self, column: str) -> Q:
        """Rows after this one in a list that shows the newest first."""
        shown = Q(**{column: self.moment}, id__gte=self.id)
        return Q(**{f"{column}__lte": self.moment}) & ~shown
