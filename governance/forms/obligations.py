"""What may be typed about what is owed under an agreement, and what became of it?"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from core.choices import offer
from governance.actions.obligations import Line, Told
from governance.forms.partnerships import day_field
from governance.kinds import EVERY, Kept, Side
from governance.words.agreements import EVERY_WORDS, SIDE_OWES
from organizations.forms.once import OnceForm
from organizations.models.network import Organization

LONG = 1000


class ObligationForm(OnceForm):
    """One more line of a draft."""

    side = forms.ChoiceField(
        label=_("Who owes it?"),
        choices=[(side.value, SIDE_OWES[side]) for side in (Side.PARTNER, Side.NETWORK)],
        widget=forms.RadioSelect,
    )
    organization = forms.TypedChoiceField(
        label=_("Which partner owes it, or waits for it?"), coerce=UUID
    )
    words = forms.CharField(
        label=_("What is owed?"), max_length=LONG, widget=forms.Textarea(attrs={"rows": 2})
    )
    first_on = day_field(_("By which day, the first time?"))
    every_months = forms.TypedChoiceField(
        label=_("How often?"), coerce=int, choices=[(one, EVERY_WORDS[one]) for one in EVERY]
    )

    def __init__(self, parties: Iterable[Organization], data: Any = None, **more: Any) -> None:
        """Where there is one party only, nobody is asked which."""
        super().__init__(data, **more)
        names = [(str(one.pk), one.name) for one in parties]
        if len(names) > 1:
            offer(self, "organization", [("", _("Choose one")), *names])
        else:
            del self.fields["organization"]

    def line(self) -> Line:
        said = self.cleaned_data
        return Line(
            Side(said["side"]), said["words"], said["first_on"], said["every_months"],
            said.get("organization"), said["request_key"],
        )  # fmt: skip


class KeptForm(forms.Form):
    """Done, and on which day; or it did not come. Two buttons say which."""

    done_on = day_field(_("On which day was it done?"), required=False)
    words = forms.CharField(
        label=_("In a few words"), max_length=LONG, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    due_on = forms.DateField(required=False, widget=forms.HiddenInput)

    def told(self, kept: Kept) -> Told:
        said = self.cleaned_data
        return Told(kept, said["words"], said["done_on"], said["due_on"])
