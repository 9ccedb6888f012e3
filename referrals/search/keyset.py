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
        """Rows after this one, oldest first: the first half lets the index begin there."""
        later = Q(**{f"{column}__gt": self.moment}) | Q(id__gt=self.id)
        return Q(**{f"{column}__gte": self.moment}) & later

    def before(self, column: str) -> Q:
        """Rows after this one in a list that shows the newest first."""
        earlier = Q(**{f"{column}__lt": self.moment}) | Q(id__lt=self.id)
        return Q(**{f"{column}__lte": self.moment}) & earlier
