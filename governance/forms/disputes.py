"""What may be typed about a dispute?"""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from core.choices import offer
from governance.actions.mediating import Promised
from governance.disputes import SIDES, Ground, Voice
from governance.forms.council import DayField
from governance.models.disputes import Dispute
from governance.words.disputes import GROUND_WORDS
from organizations.forms.once import OnceForm

LONG = 4000
LINES = 3
NO_FAMILY = _("Write about how you work together, and nothing about a family.")


class WordsForm(OnceForm):
    """A few words, in a box of their own."""

    words = forms.CharField(
        label=_("What do you want to say?"), max_length=LONG, help_text=NO_FAMILY,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


class BeforeCouncilForm(WordsForm):
    """A few words more, once the council reads along."""

    words = forms.CharField(
        label=_("What do you want to say?"), max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The council reads this, too. Write nothing about a family."),
    )  # fmt: skip


class RaiseForm(OnceForm):
    """With whom, and about what."""

    other = forms.TypedChoiceField(label=_("With whom do you disagree?"), coerce=UUID)
    words = forms.CharField(
        label=_("What is it about, and what would help?"), max_length=LONG, help_text=NO_FAMILY,
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip

    def __init__(self, others: Iterable[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data)
        offer(self, "other", [("", _("Choose one")), *others])


class CouncilForm(WordsForm):
    """What the council reads when it comes there."""

    words = forms.CharField(
        label=_("What shall the council know?"), max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It reads this, and nothing that was said before. Write nothing about a family."),
    )  # fmt: skip


class PersonForm(forms.Form):
    """One of several people."""

    user = forms.TypedChoiceField(label=_("Who?"), coerce=UUID)

    def __init__(self, people: Iterable[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data)
        offer(self, "user", [("", _("Choose one")), *people])


class MediatorForm(PersonForm):
    about = forms.CharField(
        label=_("Which languages do they speak, and what do they know of?"), max_length=500,
        required=False,
    )  # fmt: skip


class EndingForm(OnceForm):
    """How it ends, and up to three things that a side does by a day."""

    words = forms.CharField(
        label=_("How does it end?"), max_length=LONG, help_text=NO_FAMILY,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    def __init__(self, dispute: Dispute, data: Any = None) -> None:
        super().__init__(data)
        names = zip(SIDES, dispute.sides, strict=True)
        sides = [("", _("Nobody")), *((side.value, one.name) for side, one in names)]
        for line in self.lines:
            self.fields[f"side_{line}"] = forms.ChoiceField(
                label=_("Promise %(number)d: who?") % {"number": line},
                choices=sides,
                required=False,
            )
            self.fields[f"does_{line}"] = forms.CharField(
                label=_("What do they do?"), max_length=500, required=False
            )
            self.fields[f"by_{line}"] = DayField(label=_("By which day?"), required=False)

    @property
    def lines(self) -> range:
        return range(1, LINES + 1)

    def clean(self) -> None:
        for line in self.lines:
            said = [self.cleaned_data.get(f"{name}_{line}") for name in ("side", "does", "by")]
            if any(said) and not all(said):
                self.add_error(
                    f"does_{line}", _("Say who does what by which day, or leave all three empty.")
                )

    def pledges(self) -> list[Promised]:
        return list(self._promised())

    def _promised(self) -> Iterator[Promised]:
        said = self.cleaned_data
        for line in self.lines:
            if said[f"side_{line}"]:
                side = Voice(said[f"side_{line}"])
                yield Promised(side, said[f"does_{line}"], said[f"by_{line}"])


class SuspendForm(forms.Form):
    """Why a partner rests at once."""

    ground = forms.TypedChoiceField(
        label=_("Why at once?"), choices=list(GROUND_WORDS.items()), coerce=Ground,
        widget=forms.RadioSelect,
    )  # fmt: skip
    reason = forms.CharField(
        label=_("What has happened?"), max_length=LONG, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody in the network can read it. Write nothing about a family."),
    )  # fmt: skip
