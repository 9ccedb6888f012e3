"""What is asked of whoever tells families what changed because of them?"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.choices import offer
from governance.search.themes import source


class TellFamiliesForm(forms.Form):
    """A sentence for each language of the network."""

    theme = forms.ChoiceField(label=_("What families said"))
    proposal = forms.ChoiceField(label=_("What came of it"))

    def __init__(
        self, proposals: Iterable[tuple[UUID, str]], languages: Sequence[str], data: Any = None
    ) -> None:
        super().__init__(data)
        self.languages, named = languages, dict(settings.LANGUAGES)
        nothing = ("", _("Choose one"))  # families would read it about another theme
        offer(self, "theme", [nothing, *source().words.items()])
        came = [(str(pk), title) for pk, title in proposals]
        offer(self, "proposal", [nothing, *came] if came else [])
        for code in languages:
            box = forms.Textarea(attrs={"rows": 2, "lang": code})
            label = _("What families read (%(language)s)") % {"language": named.get(code, code)}
            self.fields[f"words_{code}"] = forms.CharField(label=label, max_length=300, widget=box)

    @property
    def words(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"words_{code}"] for code in self.languages}
