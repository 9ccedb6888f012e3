"""How is the week's list written as a file for a spreadsheet, and how is it read back?"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.errors import BadInput
from core.sheets import as_words
from referrals.actions.week import Report, Said
from referrals.forms.week import codes_for, moment, request_id
from referrals.search.redisclosure import names_of, notices_of_list
from referrals.search.week import WeekLine

# In English in every language: programs read them.
COLUMNS = (
    "request",
    "number",
    "family",
    "about",
    "service",
    "from",
    "stands",
    "due",
    "appointment",
    "possible",
    "answer",
    "as_of",
    "notice",
)
NEEDED = {"request", "answer", "as_of"}
MOST_BYTES, MOST_LINES = 1_000_000, 2_000
DAYS = ("%Y-%m-%d", "%m/%d/%Y")


def written(lines: Iterable[WeekLine], *, at: datetime) -> str:
    """With a mark in front, so that spreadsheets read the letters right."""
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(COLUMNS)
    rows = list(lines)
    names = names_of(one for line in rows for one in line.agreed)
    for line in rows:
        writer.writerow(as_words(cell) for cell in _cells(line, names, at))
    return "\ufeff" + sheet.getvalue()


def _cells(line: WeekLine, names: Mapping[UUID, str], at: datetime) -> Iterator[str]:
    yield str(line.id)
    yield line.number
    yield line.name
    yield str(line.about.words)
    yield line.service
    yield line.sender
    yield str(line.about.standing.words)
    yield line.due.date().isoformat() if line.due else ""
    yield line.appointment.isoformat() if line.appointment else ""
    yield " ".join(codes_for(line))
    yield ""
    yield at.isoformat()
    yield " ".join(_notices(line, names))


def _notices(line: WeekLine, names: Mapping[UUID, str]) -> Iterator[str]:
    for one in notices_of_list(line.agreed, names):
        yield str(one.text)
        yield from (scope.words for scope in one.scopes)


def read(content: bytes, report: Report) -> list[Said]:
    """The lines that say something; what cannot be read goes to the report. BadInput: no such file at all."""
    said = []
    for number, row in enumerate(_rows(content), start=2):
        if number > MOST_LINES:
            raise BadInput(_("This file has too many lines."))
        answer = (row.get("answer") or "").strip().lower()
        if not answer:
            continue
        try:
            about, as_of = request_id(row.get("request") or ""), moment(row.get("as_of") or "")
            day = _day(row.get("appointment") or "")
        except BadInput as error:
            report.refuse(number, str(error))
        else:
            said.append(Said(number, about, answer, as_of, day))
    return said


def _day(words: str) -> date | None:
    """As it was written out, or as a spreadsheet of the United States writes it anew."""
    words = words.strip().lstrip("'")
    for form in DAYS if words else ():
        with suppress(ValueError):
            return datetime.strptime(words, form).date()  # noqa: DTZ007 a day has no zone
    if words:
        raise BadInput(_("Write the day of the appointment like 2026-11-30."))
    return None


def _rows(content: bytes) -> Iterator[dict[str, str]]:
    """Spreadsheets of some countries put semicolons between the columns."""
    if len(content) > MOST_BYTES:
        raise BadInput(_("This file is too large."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(_("Save the list as CSV in UTF-8, then choose it again.")) from None
    first = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in first else ",")
    try:
        if not set(rows.fieldnames or ()) >= NEEDED:
            raise BadInput(_("This is not the list from this page: a column is missing."))
        yield from rows
    except csv.Error:
        raise BadInput(_("This file cannot be read as CSV.")) from None
