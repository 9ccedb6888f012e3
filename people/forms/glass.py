"""Why must this be opened now, and was that right?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.choices import offer
from people.forms.fields import WordsField, choices_of
from people.lifecycle import Emergency, GlassReview
from people.words.glass import EMERGENCY_WORDS, REVIEW_WORDS


class BreakGlassForm(forms.Form):
    """Nothing is chosen beforehand: whoever opens it says why."""

    reason = forms.ChoiceField(label=_("Why can it not wait?"))
    words = WordsField(
        label=_("What has happened?"), rows=3,
        help_text=_("One or two sentences. The privacy officer reads them. No names, please."),
    )  # fmt: skip

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["words"].required = True
        offer(self, "reason", [("", _("Choose one")), *choices_of(EMERGENCY_WORDS)])

    @property
    def emergency(self) -> Emergency:
        return Emergency(self.cleaned_data["reason"])


class ReviewGlassForm(forms.Form):
    review = forms.ChoiceField(label=_("Was it right?"))
    words = WordsField(label=_("What happens now?"), rows=2)

    def __init__(self, data: Any, *, prefix: str) -> None:
        super().__init__(data, prefix=prefix)
        offer(self, "review", [("", _("Choose one")), *choices_of(REVIEW_WORDS)])

    @property
    def judged(self) -> GlassReview:
        return GlassReview(self.cleaned_data["review"])
