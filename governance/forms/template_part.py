"""Which words shall the network begin an agreement with?"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.effects.registry import Change
from governance.effects.templates import KIND, LONGEST
from governance.forms.parts import Part
from governance.kinds import Kind
from governance.words.agreements import KIND_WORDS

WHICH, WORDS = f"{KIND}-kind", f"{KIND}-words"


def _fields(_network_id: UUID, _at: datetime) -> dict[str, forms.Field]:
    kinds = [(kind.value, KIND_WORDS[kind]) for kind in Kind]
    return {
        WHICH: forms.ChoiceField(
            label=_("Which kind of agreement?"), required=False,
            choices=[("", _("None")), *kinds],
        ),
        WORDS: forms.CharField(
            label=_("The whole text, as an agreement of this kind begins"), max_length=LONGEST,
            required=False, widget=forms.Textarea(attrs={"rows": 10}),
            help_text=_("Copy the words that hold now, and change them."),
        ),
    }  # fmt: skip


def _changes(said: Mapping[str, Any]) -> list[Change]:
    which, words = said.get(WHICH), said.get(WORDS)
    return [Change(KIND, which, words.strip())] if which and words else []


def _initial(changes: Sequence[Change]) -> dict[str, Any]:
    return {WHICH: changes[0].key, WORDS: changes[0].after} if changes else {}


TEMPLATES = Part(
    KIND,
    _("Words of a model agreement"),
    _("What was signed with earlier words stays as it is."),
    _fields,
    _changes,
    _initial,
)
