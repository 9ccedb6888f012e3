"""What may be typed about what partners share for a kind of help?"""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.lifecycle import ALWAYS_SHARED
from people.words.codes import FACT_WORDS

LONGEST_REASON = 500


def facts_field() -> forms.MultipleChoiceField:
    """Those that may be left out."""
    facts = [(fact, words) for fact, words in FACT_WORDS.items() if fact not in ALWAYS_SHARED]
    return forms.MultipleChoiceField(
        label=_("Which facts may partners share for it?"), choices=facts, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Name and language are always shared, so that the partner can greet them."),
    )  # fmt: skip


class BoundForm(forms.Form):
    facts = facts_field()
    reason = forms.CharField(label=_("Why?"), max_length=LONGEST_REASON, required=False)

    def __init__(self, data: Any = None, *, stands: Collection[str]) -> None:
        super().__init__(data, initial={"facts": list(stands)})
