"""What is asked about a paper of a court or an office: sealed, and by the privacy officer only."""

import re
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from core.choices import offer
from organizations.forms.once import OnceForm
from people.actions.demands import Answer, Paper
from people.forms.fields import DayField, WordsField, choices_of
from people.lifecycle import DemandAnswer, DemandKind, DemandOffice, Silence
from people.words.demands import ANSWER_WORDS, DEMAND_WORDS, OFFICE_WORDS, SILENCE_WORDS

_CHOOSE = ("", _("Choose one"))
_ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)


class RecordsField(WordsField):
    """Ids, in whichever address of a record they stand. A line without one is not passed over."""

    def clean(self, value: Any) -> Any:
        lines = [line for line in super().clean(value).splitlines() if line.strip()]
        found = [_ID.search(line) for line in lines]
        if None in found:
            raise forms.ValidationError(_("One of these lines is not the address of a record."))
        return frozenset(UUID(match[0]) for match in found if match)


class DemandForm(OnceForm):
    """The paper, as it came."""

    kind = forms.ChoiceField(label=_("What came?"))
    office_kind = forms.ChoiceField(label=_("Who demands it?"))
    office = WordsField(
        label=_("Name and address of the office"), rows=2,
        help_text=_("If something leaves, the family reads this in its accounting."),
    )  # fmt: skip
    reference = WordsField(label=_("Number of the case or paper"))
    asked = WordsField(label=_("What does it demand?"), rows=4)
    received_on = DayField(label=_("When did it come?"))
    due_on = DayField(
        label=_("Until when must it be answered?"), required=False,
        help_text=_("The day that stands in the paper. Leave it empty if there is none."),
    )  # fmt: skip
    records = RecordsField(
        label=_("About whom?"), rows=3,
        help_text=_(
            "The address of each record, one a line. Nothing of them is erased until it is answered."
            " If you do not know it yet, leave it empty: then nobody’s record is erased."
        ),
    )  # fmt: skip

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data, initial={"received_on": today})
        for name in ("office", "asked"):
            self.fields[name].required = True
        offer(self, "kind", [_CHOOSE, *choices_of(DEMAND_WORDS)])
        offer(self, "office_kind", [_CHOOSE, *choices_of(OFFICE_WORDS)])

    def paper(self) -> Paper:
        said = dict(self.cleaned_data)
        kind, office_kind = DemandKind(said.pop("kind")), DemandOffice(said.pop("office_kind"))
        named = said.pop("records")
        return Paper(kind=kind, office_kind=office_kind, person_ids=named, **said)


class NamedForm(forms.Form):
    records = RecordsField(
        label=_("About whom?"), rows=3,
        help_text=_(
            "The address of each record, one a line. Whoever cares for the family can give it to you."
        ),
    )  # fmt: skip


class CounselForm(forms.Form):
    on = DayField(label=_("On which day was counsel asked?"))
    words = WordsField(label=_("Who was asked, and what did they say?"), rows=3)

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data, initial={"on": today})


class AnswerForm(forms.Form):
    """Nothing is chosen beforehand. What left is asked beside it, and whether it may be told."""

    answer = forms.ChoiceField(label=_("What did you answer?"))
    words = WordsField(label=_("Why? What was narrowed?"), rows=3)
    left_words = WordsField(
        label=_("What left?"), rows=2,
        help_text=_("In short words. The family reads them in its accounting."),
    )  # fmt: skip
    records = RecordsField(
        label=_("Of whom?"), rows=3,
        help_text=_(
            "The address of each record, one a line. Whoever cares for the family can give it to you."
        ),
    )  # fmt: skip
    has_part2 = forms.BooleanField(
        label=_("Records of a program for alcohol or drugs are among them"), required=False
    )
    part2_court = WordsField(
        label=_("Which court ordered these?"),
        help_text=_("By an order under 42 CFR part 2, subpart E. A subpoena alone is not enough."),
    )
    part2_order_on = DayField(label=_("Day of that order"), required=False)
    silence = forms.ChoiceField(
        label=_("Did the office ask that the family is not told?"),
        required=False,
        choices=choices_of(SILENCE_WORDS),
        help_text=_("Only law enforcement and oversight offices may (45 CFR 164.528(a)(2))."),
    )
    silence_since = DayField(label=_("On which day did they ask that?"), required=False)
    silence_until = DayField(label=_("Until which day?"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        offer(self, "answer", [_CHOOSE, *choices_of(ANSWER_WORDS)])

    def said(self) -> Answer:
        said = dict(self.cleaned_data)
        silence = said.pop("silence")
        return Answer(
            answer=DemandAnswer(said.pop("answer")),
            person_ids=said.pop("records"),
            silence=Silence(silence) if silence else None,
            **said,
        )
