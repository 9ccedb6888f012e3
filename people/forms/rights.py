"""What is asked when somebody wants something done with their own record, and how it is answered."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.choices import offer
from organizations.forms.once import OnceForm
from people.actions.rights import ENDS, Asked
from people.forms.fields import WordsField, choices_of
from people.forms.wishes import VIA
from people.lifecycle import HoldReason, Right, RightEnd
from people.models.rights import RightsRequest
from people.words.rights import END_WORDS, HOLD_WORDS, RIGHT_WORDS


class AskRightForm(OnceForm):
    """In the person's own words; a correction says what and why."""

    right = forms.ChoiceField(
        label=_("What do they ask for?"), choices=choices_of(RIGHT_WORDS), widget=forms.RadioSelect
    )
    via = forms.ChoiceField(label=_("How did they say it?"), choices=VIA)
    about = WordsField(
        label=_("Which part of the record?"), rows=2, help_text=_("Needed for a correction.")
    )
    words = WordsField(label=_("What they say"), rows=4, help_text=_("Their own words help most."))

    def asked(self) -> Asked:
        said = self.cleaned_data
        return Asked(
            Right(said["right"]), said["via"], said["about"], said["words"], said["request_key"]
        )


class AnswerRightForm(forms.Form):
    """Only what is an answer to what was asked."""

    end = forms.ChoiceField(label=_("How is it answered?"), widget=forms.RadioSelect)
    words = WordsField(
        label=_("What they were told"), rows=3,
        help_text=_("A no needs its reason, and that they may disagree or complain."),
    )  # fmt: skip

    def __init__(self, data: Any, request: RightsRequest) -> None:
        super().__init__(data, prefix="answer")
        offer(self, "end", [(end.value, END_WORDS[end]) for end in ENDS[Right(request.right)]])

    def said(self) -> tuple[RightEnd, str]:
        return RightEnd(self.cleaned_data["end"]), self.cleaned_data["words"]


class MoreTimeForm(forms.Form):
    words = WordsField(
        label=_("Why it takes longer, as they were told"), rows=2,
        help_text=_("Once, for 30 days. Tell them in writing, with the day."),
    )  # fmt: skip


class DisagreeForm(forms.Form):
    words = WordsField(
        label=_("What they say to the no"), rows=4,
        help_text=_("It is kept as it is and shown beside the record."),
    )  # fmt: skip


class HoldForm(OnceForm):
    reason = forms.ChoiceField(
        label=_("Why must it be kept?"), choices=choices_of(HOLD_WORDS), widget=forms.RadioSelect
    )
    words = WordsField(label=_("What it is held for"), rows=2)

    def said(self) -> tuple[HoldReason, str]:
        return HoldReason(self.cleaned_data["reason"]), self.cleaned_data["words"]
