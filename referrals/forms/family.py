"""What may come back from a family's page? One tap, one word, one wish."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.choices import offer
from organizations.forms.once import OnceForm
from people.forms.fields import WordsField
from people.words.rights import LINE_WORDS
from referrals.actions.family import SAYS_NO_WHY, Answer
from referrals.search.family import Question

PARTLY = "partly"
ALL = "all"


class FamilyAnswerForm(forms.Form):
    """`need` and `stamp` say which question was on the page when the button was tapped."""

    need = forms.UUIDField()
    stamp = forms.CharField(max_length=40)
    answer = forms.ChoiceField(choices=[(one.value, one.value) for one in Answer])

    @property
    def question(self) -> Question:
        return Question(self.cleaned_data["need"], self.cleaned_data["stamp"])

    @property
    def answered(self) -> Answer:
        return Answer(self.cleaned_data["answer"])


class FamilyWhyForm(forms.Form):
    need = forms.UUIDField()
    why = forms.ChoiceField(choices=[(why, why) for why in (*SAYS_NO_WHY, PARTLY)])

    @property
    def got_some(self) -> bool:
        return bool(self.cleaned_data["why"] == PARTLY)

    @property
    def reason(self) -> str:
        return "" if self.got_some else str(self.cleaned_data["why"])


class FamilyGoOnForm(forms.Form):
    """They had asked to wait, and go on now."""

    need = forms.UUIDField()


class WordForm(forms.Form):
    WRONG = _("That is not the word. Please try again.")

    word = forms.CharField(
        label=_("Your word"),
        max_length=200,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class WishForm(forms.Form):
    """`about`: one number, partner or need, or all of them where that can be wished."""

    about = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(
        self, data: object = None, *, label: Any, choices: Iterable[tuple[str, Any]]
    ) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict or None
        offered = list(choices)
        offer(self, "about", offered)
        self.fields["about"].label = label
        self.fields["about"].initial = offered[0][0] if offered else None

    @property
    def about_id(self) -> str | None:
        chosen = self.cleaned_data["about"]
        return None if chosen == ALL else str(chosen)


class WrongForm(OnceForm):
    """Which line, and what it should be: nothing that stands there is repeated on a telephone."""

    line = forms.ChoiceField(
        label=_("What is wrong?"), choices=list(LINE_WORDS.items()), widget=forms.RadioSelect
    )
    words = WordsField(label=_("What should it say?"), rows=4)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["words"].required = True
