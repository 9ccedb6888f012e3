"""What a proposal may change about sharing: the facts for a kind of help, and the words that families hear."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from governance.effects.registry import Change
from governance.forms.parts import Part
from organizations.models.network import Network
from organizations.topic_words import CATEGORY_WORDS
from people.actions import deciding_scopes, deciding_texts
from people.forms.scopes import facts_field
from people.lifecycle import ALWAYS_SHARED
from people.scopes import CATEGORIES
from people.search.texts import LONGEST_BODY, languages_of

WHICH, FACTS = f"{deciding_scopes.KIND}-which", f"{deciding_scopes.KIND}-facts"


def _scope_fields(_network_id: UUID, _at: datetime) -> dict[str, forms.Field]:
    kinds = sorted(
        ((kind, CATEGORY_WORDS[kind]) for kind in CATEGORIES),
        key=lambda one: str(one[1]),
    )
    return {
        WHICH: forms.ChoiceField(
            label=_("For which kind of help?"), choices=[("", _("None")), *kinds], required=False
        ),
        FACTS: facts_field(),
    }  # fmt: skip


def _scope_changes(said: Mapping[str, Any]) -> list[Change]:
    which = said.get(WHICH)
    return [deciding_scopes.share(which, said.get(FACTS) or ())] if which else []


def _scope_initial(changes: Sequence[Change]) -> dict[str, Any]:
    if not changes:
        return {}
    return {
        WHICH: changes[0].key,
        FACTS: [fact for fact in changes[0].after if fact not in ALWAYS_SHARED],
    }


SCOPES = Part(
    deciding_scopes.KIND,
    _("What is shared for a kind of help"),
    _("Never more than the family agreed to. What is left out is read by no partner any more."),
    _scope_fields,
    _scope_changes,
    _scope_initial,
)


def _body(language: str) -> str:
    return f"{deciding_texts.KIND}-body-{language}"


def _anew(language: str) -> str:
    return f"{deciding_texts.KIND}-anew-{language}"


def _text_fields(network_id: UUID, _at: datetime) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    for language in languages_of(Network.objects.get(pk=network_id)):
        named = {"language": get_language_info(language)["name_translated"]}
        fields[_body(language)] = forms.CharField(
            label=_now("The words in this language: %(language)s") % named, required=False,
            max_length=LONGEST_BODY, widget=forms.Textarea(attrs={"rows": 8, "lang": language}),
            help_text=_("Copy the words that hold now, with the line {agreement}, and change them."),
        )  # fmt: skip
        fields[_anew(language)] = forms.BooleanField(
            label=_now("Ask every family anew: %(language)s") % named, required=False
        )
    return fields


def _text_changes(said: Mapping[str, Any]) -> list[Change]:
    start = _body("")
    return [
        deciding_texts.words(
            language, body, asks_anew=bool(said.get(_anew(language)))
        )
        for name, body in said.items()
        if name.startswith(start) and body
        for language in [name.removeprefix(start)]
    ]  # fmt: skip


def _text_initial(changes: Sequence[Change]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for change in changes:
        language, asks_anew = deciding_texts.read(change)
        found |= {_body(language): change.after, _anew(language): asks_anew}
    return found


TEXTS = Part(
    deciding_texts.KIND,
    _("Words that families hear before they agree"),
    _("Whoever agreed before keeps the words that they heard, unless every family is asked anew."),
    _text_fields,
    _text_changes,
    _text_initial,
)
