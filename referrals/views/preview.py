"""This is what they will see: exactly the facts that a partner could read, in words."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.languages import language_name
from people.consent import SharedPerson
from people.words.codes import BARRIER_WORDS, FACT_WORDS

Text = str | Promise


def preview(shared: SharedPerson, *, at: datetime) -> list[tuple[Text, Text]]:
    """Each fact and its value; what is not known is said so by leaving it out."""
    return [(FACT_WORDS[fact], value) for fact, value in _values(shared) if value]


def _values(shared: SharedPerson) -> Iterator[tuple[str, Text | None]]:
    yield "name", shared.name
    yield "phone", _phone(shared)
    yield "email", shared.email
    yield "address", shared.address
    yield "area", shared.area
    yield "birth_date", date_format(shared.birth_date, "DATE_FORMAT") if shared.birth_date else None
    yield "age", str(shared.age) if shared.age is not None else None
    yield "language", _language(shared)
    yield "household", str(shared.household) if shared.household else None
    yield "barriers", ", ".join(str(BARRIER_WORDS[code]) for code in shared.barriers)
    yield "best_time", shared.best_time
    yield "note", shared.note


def _phone(shared: SharedPerson) -> str | None:
    if shared.phone and shared.phone_when:
        return _("%(phone)s, %(when)s") % {"phone": shared.phone, "when": shared.phone_when}
    return shared.phone


def _language(shared: SharedPerson) -> str | None:
    if shared.language is None:
        return None
    name = language_name(shared.language)
    return (
        _("%(language)s, needs an interpreter") % {"language": name}
        if shared.needs_interpreter
        else name
    )
