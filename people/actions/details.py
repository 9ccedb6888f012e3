"""What is written down about a person before there is a row for it?"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.errors import BadInput
from people.lifecycle import Barrier, Channel, Kin

LONGEST_NAME = 200
LONGEST_WORDS = 2000


@dataclass(frozen=True, slots=True)
class ContactDetails:
    """One way to reach somebody."""

    channel: Channel
    value: str
    is_safe: bool = False
    safe_when: str = ""
    language: str = ""
    whose: UUID | None = None
    rank: int = 1
    request_key: UUID | None = None


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """A person as a form or a program describes them. Only one name is needed, and any one will do."""

    first_name: str = ""
    last_name: str = ""
    other_names: str = ""
    birth_date: date | None = None
    pronouns: str = ""
    record_number: str = ""
    address: str = ""
    postal_code: str = ""
    note: str = ""
    language: str = "en"
    needs_interpreter: bool = False
    best_time: str = ""
    barriers: frozenset[Barrier] = frozenset()
    contacts: tuple[ContactDetails, ...] = ()
    household_size: int | None = None
    request_key: UUID | None = None

    @property
    def names(self) -> str:
        return f"{self.first_name} {self.last_name} {self.other_names}"

    def check(self) -> None:
        """Raise BadInput with a sentence for the person who typed it."""
        if not (self.first_name.strip() or self.last_name.strip()):
            raise BadInput(_("Write at least one name. A first name is enough."))
        if max(map(len, (self.first_name, self.last_name, self.other_names))) > LONGEST_NAME:
            raise BadInput(TOO_LONG_NAME)
        if max(map(len, (self.address, self.note, self.best_time))) > LONGEST_WORDS:
            raise BadInput(_("This is too long. Keep it under 2,000 letters."))


@dataclass(frozen=True, slots=True)
class Tie:
    """What the other person is to this one, and what that allows."""

    kind: Kin
    may_consent: bool = False
    may_be_told: bool = False
    may_be_called: bool = False
    checked_how: str = ""
    lives_together: bool = True


TOO_LONG_NAME: str | Promise = _(
    "This name is too long for us: it may have 200 letters. Shorten it, and put the whole name in the note."
)
