"""What is asked when a family says how it was helped, and when somebody answers?"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.choices import offer
from core.languages import spoken_choices
from organizations.forms.once import OnceForm
from people.forms.fields import WordsField, choices_of
from people.forms.wishes import VIA
from referrals.actions.voices import Voiced
from referrals.search.voices import Concerned
from referrals.voice_words import HINT_WORDS, SAYS_KIND, THEME_WORDS
from referrals.voices import Theme, VoiceKind
from referrals.words import Text

NETWORK = "network"


class VoiceForm(OnceForm):
    """On the family's own page: short, in its own words."""

    kind = forms.ChoiceField(
        label=_("What do you want to say?"), choices=choices_of(SAYS_KIND), widget=forms.RadioSelect
    )
    about = forms.ChoiceField(label=_("Who is it about?"), widget=forms.RadioSelect)
    theme = forms.ChoiceField(
        label=_("What is it about?"), choices=choices_of(THEME_WORDS), widget=forms.RadioSelect
    )
    words = WordsField(label=_("Tell us in your words"), rows=4)
    is_danger = forms.BooleanField(label=_("I am afraid that someone gets hurt"), required=False)
    may_pass_on = forms.BooleanField(
        label=_("They may read my words. My name is not told."), required=False
    )
    without_name = forms.BooleanField(
        label=_("Keep my name out of it. Then we can not write back."), required=False
    )
    network_words: Text = _("All of the help here")

    def __init__(self, concerned: Mapping[str, Concerned], data: Any = None) -> None:
        super().__init__(data)
        self.concerned = concerned
        named = [(code, one.name) for code, one in concerned.items()]
        offer(self, "about", [*named, (NETWORK, self.network_words)])
        self.fields["words"].required = True

    def said(self, *, language: str) -> Voiced:
        typed = self.cleaned_data
        return Voiced(
            kind=VoiceKind(typed["kind"]),
            theme=Theme(typed["theme"]),
            words=typed["words"],
            about=self.concerned.get(typed["about"]),
            is_danger=typed["is_danger"],
            may_pass_on=typed["may_pass_on"],
            without_name=typed.get("without_name", False),
            language=language,
            request_key=typed["request_key"],
        )


def easier_fields(label: Any, words: Any) -> dict[str, forms.Field]:
    """One question, that nobody has to answer."""
    return {
        "easier": forms.ChoiceField(
            label=label, choices=choices_of(HINT_WORDS), required=False, widget=forms.RadioSelect
        ),
        "easier_words": WordsField(label=words, rows=2),
    }


def hint_of(typed: Mapping[str, Any], *, language: str = "") -> Voiced | None:
    """None when it was left out."""
    words, theme = typed.get("easier_words") or "", typed.get("easier") or ""
    if not words.strip() and not theme:
        return None
    return Voiced(
        VoiceKind.HINT, Theme(theme or Theme.OTHER), words, language=language,
        request_key=typed.get("request_key"),
    )  # fmt: skip


class EasierForm(OnceForm):
    """After the family has answered, on its own page."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        fields = easier_fields(_("Tap one."), _("Or tell us in your words"))
        self.fields.update(fields)


class ToldVoiceForm(VoiceForm):
    """Written down by somebody else, on the family's word."""

    network_words = _("The network as a whole, or nobody in particular")
    field_order = ("via", "kind", "about", "theme", "words")

    via = forms.ChoiceField(label=_("How did they say it?"), choices=VIA)
    language = forms.ChoiceField(label=_("In which language do they want the answer?"))

    def __init__(
        self, concerned: Mapping[str, Concerned], data: Any = None, *, is_named: bool, language: str
    ) -> None:
        super().__init__(concerned, data)
        labels: dict[str, Any] = {
            "kind": _("What do they want to say?"),
            "words": _("Their own words"),
            "is_danger": _("Somebody may be in danger"),
            "may_pass_on": _("Whom it is about may read it, without who said it"),
            "without_name": _("They do not want their name with it: then nobody can answer them"),
        }
        for name, label in labels.items():
            self.fields[name].label = label
        offer(self, "language", spoken_choices(also=[language]))
        self.fields["language"].initial = language
        if not is_named:
            del self.fields["without_name"], self.fields["language"]
        about = self.fields["about"]
        if len(concerned) > 8:
            about.widget = forms.Select()
            named = [(code, one.name) for code, one in concerned.items()]
            offer(self, "about", [(NETWORK, self.network_words), *named])  # a slip blames nobody

    def told(self) -> Voiced:
        return self.said(language=self.cleaned_data.get("language", ""))


class AnswerVoiceForm(forms.Form):
    words = WordsField(label=_("The answer"), rows=5)

    def __init__(self, data: Any = None, *, is_anonymous: bool = False) -> None:
        super().__init__(data, prefix="answer")
        self.fields["words"].required = True
        if is_anonymous:
            self.fields["words"].label = _("What was done about it")


class PassOnForm(forms.Form):
    words = WordsField(
        label=_("What they may read"), rows=4,
        help_text=_("Take out names, days and all else by which they could tell who said it."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, words: str = "") -> None:
        super().__init__(data, prefix="pass", initial={"words": words})
        self.fields["words"].required = True
