"""What may be typed about a trial, and about what it taught?"""

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.actions.local import may_be_tried
from governance.forms.partnerships import day_field
from insights.actions.cycles import Plan
from insights.search.measures import MEASURE_WORDS, Measure
from insights.words.cycles import VERDICT_WORDS

NO_NUMBER = ("", _("No number changes: we only do something otherwise"))


def _area(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class PlanForm(forms.Form):
    where = forms.ChoiceField(label=_("Where?"))
    aim = _area(_("What shall become better?"))
    change = _area(_("What do you do otherwise there?"))
    prediction = _area(_("What do you expect to see?"))
    measure = forms.ChoiceField(
        label=_("By what do you measure it?"),
        choices=[(one.value, words) for one, words in MEASURE_WORDS.items()],
    )
    begins_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"))
    key = forms.ChoiceField(label=_("Which number is another one there?"), required=False)
    value = forms.IntegerField(label=_("How many, while it is tried?"), required=False, min_value=1)

    def __init__(self, places: Iterable[tuple[UUID, str]], data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        here = [(str(pk), name) for pk, name in places]
        cast(forms.ChoiceField, self.fields["where"]).choices = here
        numbers = [(key, value.words) for key, value in may_be_tried().items()]
        cast(forms.ChoiceField, self.fields["key"]).choices = [NO_NUMBER, *numbers]

    def plan(self) -> Plan:
        said = self.cleaned_data
        return Plan(
            said["aim"], said["change"], said["prediction"], Measure(said["measure"]),
            said["begins_on"], said["ends_on"], said["key"], said["value"] if said["key"] else None,
        )  # fmt: skip


class VerdictForm(forms.Form):
    result = _area(_("What have you learned? Name nobody."))
    verdict = forms.ChoiceField(
        label=_("What now?"), choices=list(VERDICT_WORDS.items()), widget=forms.RadioSelect
    )
