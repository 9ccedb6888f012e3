"""What may a partner say when the family says no to what it reported?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from referrals.forms.clinic import HOW_TOLD
from referrals.forms.partner import LONGEST, AnswerForm
from referrals.words import CONTEST_WORDS
from screening.lifecycle import Via


class ContestForm(AnswerForm):
    answer = forms.ChoiceField(
        label=_("What do you know?"), choices=list(CONTEST_WORDS.items()), widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("In your words"),
        help_text=_("When and how they got it, or what came between. The sender reads this."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ContestToldForm(ContestForm):
    """The same, told to the sender."""

    via = forms.ChoiceField(
        label=_("How did they tell you?"), choices=HOW_TOLD, initial=Via.PHONE,
        widget=forms.RadioSelect,
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["answer"].label = _("What do they say?")
        self.fields["words"].label = _("In their words")
        self.fields["words"].help_text = _("When and how the family got it, or what came between.")
