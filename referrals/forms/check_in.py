"""What may be answered in one talk? A question for each that is due; none of them has to be answered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.forms.fields import DayField
from referrals.actions.check_in import Answered
from referrals.actions.family import SAYS_NO_WHY, Answer
from referrals.actions.voices import Voiced
from referrals.forms.clinic import HOW_TOLD
from referrals.forms.voice import easier_fields, hint_of
from referrals.search.check_in import Asks, Due
from referrals.words import WHY_WORDS, Text
from screening.lifecycle import Via

Choices = list[tuple[str, str | Promise]]
CALL_ME: tuple[str, Text] = (Answer.CALL_ME, _("Please call me"))
CALL_LATER: tuple[str, Text] = (Answer.CALL_ME, _("Not now: call again later"))
ANSWERS: dict[Asks, Choices] = {
    Asks.WORKED: [
        (Answer.YES, pgettext_lazy("the family says", "Yes, it worked out")),
        (Answer.NOT_YET, pgettext_lazy("the family says", "Not yet")),
        (Answer.PARTLY, pgettext_lazy("the family says", "A part of it")),
        (Answer.NO, pgettext_lazy("the family says", "No")),
    ],
    Asks.STILL: [
        (Answer.YES, pgettext_lazy("the family says", "Yes, all is well")),
        (Answer.NO, pgettext_lazy("the family says", "No, we need help again")),
    ],
    Asks.NOW: [
        (Answer.YES, pgettext_lazy("the family says", "Yes, we want help now")),
        (Answer.NO, pgettext_lazy("the family says", "No thanks")),
    ],
}
TITLES: dict[Asks, Any] = {
    Asks.WORKED: _("Did it work out?"),
    Asks.STILL: _("Is all still well with it?"),
    Asks.NOW: _("Do you want help with it now?"),
}
WHEN_AGAIN: dict[Asks, Any] = {
    Asks.WORKED: _("If yes and it goes on: ask again on"),
    Asks.STILL: _("If all is well: ask again on"),
    Asks.NOW: _("If not now: ask again on"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One question on the page: its fields, and what the page says around them."""

    number: int
    due: Due
    answer: BoundField
    stamp: BoundField
    why: BoundField | None
    again_on: BoundField | None


class CheckInForm(forms.Form):
    """`told`: a worker writes down what the family says, and how it was told."""

    def __init__(self, due: Sequence[Due], data: Any = None, *, told: bool = False) -> None:
        super().__init__(data, prefix=None)
        self.due, self.told = due, told
        for one in due:
            self.fields.update(_fields_of(one, told=told))
        if len(due) == 1 and not told:  # one question alone is not called optional
            self.fields[name_of(due[0].need_id, "answer")].required = True
        if told:
            label = _("What would have made it easier? (Leave it out if they do not say.)")
            self.fields.update(easier_fields(label, _("In their own words")))
            self.fields["via"] = forms.ChoiceField(
                label=_("How did they tell you?"), choices=HOW_TOLD, initial=Via.PHONE,
                widget=forms.RadioSelect,
            )  # fmt: skip

    @property
    def parts(self) -> Iterator[Part]:
        for number, one in enumerate(self.due, start=1):
            bound = {
                name: self[key] if (key := name_of(one.need_id, name)) in self.fields else None
                for name in ("answer", "stamp", "why", "again_on")
            }
            yield Part(number, one, **bound)  # type: ignore[arg-type]  # the first two are always there

    @property
    def via(self) -> Via:
        return Via(self.cleaned_data["via"]) if self.told else Via.LINK

    @property
    def hint(self) -> Voiced | None:
        return hint_of(self.cleaned_data)

    @property
    def said(self) -> list[Answered]:
        """What was answered; the rest is asked again another time."""
        return [self._said(one) for one in self.due if self._read(one, "answer")]

    def _said(self, one: Due) -> Answered:
        return Answered(
            need_id=one.need_id,
            stamp=self._read(one, "stamp"),
            answer=Answer(self._read(one, "answer")),
            why=self._read(one, "why") or "",
            again_on=self._read(one, "again_on") or None,
        )

    def _read(self, one: Due, name: str) -> Any:
        return self.cleaned_data.get(name_of(one.need_id, name))


def name_of(need_id: UUID, name: str) -> str:
    return f"{name}-{need_id.hex}"


def _fields_of(one: Due, *, told: bool) -> dict[str, forms.Field]:
    last = CALL_LATER if told else CALL_ME
    fields: dict[str, forms.Field] = {
        "answer": forms.ChoiceField(
            label=TITLES[one.asks], required=False, widget=forms.RadioSelect,
            choices=[*ANSWERS[one.asks], last],
        ),
        "stamp": forms.CharField(
            max_length=60, required=False, initial=one.stamp, widget=forms.HiddenInput
        ),
    }  # fmt: skip
    if one.asks is Asks.WORKED:
        fields["why"] = forms.ChoiceField(
            label=_("If no, why?"), required=False, widget=forms.RadioSelect,
            choices=[(code, WHY_WORDS[code]) for code in SAYS_NO_WHY],
        )  # fmt: skip
    if told:
        fields["again_on"] = DayField(label=WHEN_AGAIN[one.asks], required=False)
    return {name_of(one.need_id, name): field for name, field in fields.items()}
