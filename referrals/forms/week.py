"""What may be said on the lines of the week's list, and in which words?"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core.errors import BadInput
from referrals.actions.week import ANSWERS, Said, offered
from referrals.search.week import WeekLine
from referrals.words import REASON_WORDS, Text

PLAIN: dict[str, Text] = {
    "still_going": _("Still going"),
    "yes": _("Yes, we can help"),
    "contact": _("First contact made"),
    "goes_on": _("Help goes on"),
    "wait_list": _("On our wait list"),
}
GROUPS: dict[str, Text] = {
    "done": _("It is done"),
    "cannot": _("We cannot help"),
    "waiting": _("It rests"),
    "failed": _("It did not work out"),
}
Choices = list[tuple[str, Text | list[tuple[str, Text]]]]


def words_of(code: str) -> Text:
    return PLAIN.get(code) or REASON_WORDS[code.partition(":")[2]]


def codes_for(line: WeekLine) -> list[str]:
    return offered(line.status, has_question=line.has_question)


def _choices(codes: Iterable[str]) -> Choices:
    """The plain answers first, then those that give a reason, by what they mean."""
    groups: dict[str, list[tuple[str, Text]]] = {}
    plain: Choices = [("", _("Nothing new"))]
    for code in codes:
        kind = code.partition(":")[0]
        if kind in GROUPS:
            groups.setdefault(kind, []).append((code, words_of(code)))
        else:
            plain.append((code, words_of(code)))
    return [*plain, *((str(GROUPS[kind]), members) for kind, members in groups.items())]


class WeekForm(forms.Form):
    """One choice a line. `as_of`: when the page was made, so that a second click says nothing twice."""

    as_of = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, lines: Iterable[WeekLine], *, at: datetime, data: object = None) -> None:
        super().__init__(data, initial={"as_of": at.isoformat()})  # type: ignore[arg-type]  # a QueryDict or None
        self.lines = {f"line-{line.id.hex}": line for line in lines}
        for name, line in self.lines.items():
            what = _now("What is new with %(number)s?") % {"number": line.number}
            self.fields[name] = forms.ChoiceField(
                required=False,
                choices=_choices(codes_for(line)),
                widget=forms.Select(attrs={"aria-label": what}),
            )

    def clean_as_of(self) -> datetime:
        return moment(self.cleaned_data["as_of"])

    def said(self) -> list[Said]:
        """The lines on which there is something new."""
        given = self.cleaned_data
        return [
            Said(number, line.id, given[name], given["as_of"])
            for number, (name, line) in enumerate(self.lines.items(), start=1)
            if given.get(name)
        ]


def moment(words: str) -> datetime:
    """When a sheet was made; without that nobody knows what has been said since."""
    try:
        found = parse_datetime(words.strip())
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise BadInput(_("The column as_of must stay as it was in the list."))
    return found


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("Your list, filled in"),
        help_text=_("The file from here with your answers in the column “answer”. 1 MB at most."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )


def legend() -> Mapping[str, Text]:
    """Every code that a file may hold, with its words."""
    return {
        code: f"{GROUPS[kind]}: {words_of(code)}"
        if (kind := code.partition(":")[0]) in GROUPS
        else words_of(code)
        for code in ANSWERS
    }


def request_id(words: str) -> UUID:
    try:
        return UUID(words.strip())
    except ValueError:
        raise BadInput(_("The column request must stay as it was in the list.")) from None
