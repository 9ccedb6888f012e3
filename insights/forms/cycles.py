"""What may be typed about a trial, and about what it taught?"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from core.choices import offer
from governance.actions.local import may_be_tried
from governance.forms.partnerships import day_field
from insights.actions.cycles import Plan
from insights.search.measures import MEASURE_WORDS, Measure
from insights.words.cycles import VERDICT_WORDS
from organizations.forms.once import OnceForm
from screening.instruments.library import all_instruments
from screening.listing import PREFIX
from screening.words import titled

NO_NUMBER = ("", _("No number changes: we only work differently"))
AS_EVERYWHERE = ("", _("As everywhere"))
NO_MORE = ("", _("No other number"))
MOST = range(1, 4)  # numbers that may be tried together


def _area(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


NOT_YET = ("", _("Choose one"))  # nothing is tried somewhere because it stood first


class PlanForm(OnceForm):
    where = forms.ChoiceField(label=_("Where?"))
    aim = _area(_("What should get better?"))
    change = _area(_("What do you do differently there?"))
    prediction = _area(_("What do you expect to see?"))
    measure = forms.ChoiceField(
        label=_("How do you measure it?"),
        choices=[NOT_YET, *((one.value, words) for one, words in MEASURE_WORDS.items())],
    )
    begins_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"))

    instrument = forms.ChoiceField(
        label=_("With which questions are families asked there?"), required=False
    )

    def __init__(self, places: Iterable[tuple[UUID, str]], data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        here = [(str(pk), name) for pk, name in places]
        offer(self, "where", here if len(here) == 1 else [NOT_YET, *here])
        sheets = [(each.code, titled(each)) for each in all_instruments()]
        offer(self, "instrument", [AS_EVERYWHERE, *sheets])
        numbers = [
            (key, value.words)
            for key, value in may_be_tried().items()
            if not key.startswith(PREFIX)
        ]
        for number in MOST:
            first = number == MOST[0]
            self.fields[f"key_{number}"] = forms.ChoiceField(
                label=_("Which number is different there?") if first else _("And which other one?"),
                choices=[NO_NUMBER if first else NO_MORE, *numbers], required=False,
            )  # fmt: skip
            self.fields[f"value_{number}"] = forms.IntegerField(
                label=_("How many, while it is tried?"), required=False, min_value=0
            )

    @property
    def first(self) -> list[forms.BoundField]:
        return [self[name] for name in ("where", "aim", "change", "prediction", "measure")]

    @property
    def numbers(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Which, and how many: side by side."""
        return [(self[f"key_{number}"], self[f"value_{number}"]) for number in MOST]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for number in MOST:
            key, value = said.get(f"key_{number}"), said.get(f"value_{number}")
            if key and value is None and f"value_{number}" not in self.errors:
                self.add_error(f"value_{number}", _("Choose a whole number."))
        keys = [key for number in MOST if (key := said.get(f"key_{number}"))]
        if len(keys) > len(set(keys)):
            self.add_error(None, _("Choose each number once."))
        return said

    def plan(self) -> Plan:
        said = self.cleaned_data
        values = {
            said[f"key_{number}"]: said[f"value_{number}"]
            for number in MOST
            if said[f"key_{number}"]
        }
        return Plan(
            said["aim"], said["change"], said["prediction"], Measure(said["measure"]),
            said["begins_on"], said["ends_on"], values, said["instrument"],
        )  # fmt: skip


class VerdictForm(forms.Form):
    result = _area(_("What have you learned? Name nobody."))
    verdict = forms.ChoiceField(
        label=_("What now?"),
        choices=list(VERDICT_WORDS.items()),
        widget=forms.RadioSelect,
        help_text=_("Where a council sits, this is written as a proposal, which you open."),
    )
