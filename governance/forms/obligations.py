"""What may be typed about what is owed under an agreement, and what became of it?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.actions.obligations import Line, Told
from governance.forms.partnerships import day_field
from governance.kinds import EVERY, Kept, Side
from governance.words.agreements import EVERY_WORDS, SIDE_OWES

LONG = 1000


class ObligationForm(forms.Form):
    """One more line of a draft."""

    side = forms.ChoiceField(
        label=_("Who owes it?"),
        choices=[(side.value, SIDE_OWES[side]) for side in (Side.PARTNER, Side.NETWORK)],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("What is owed?"), max_length=LONG, widget=forms.Textarea(attrs={"rows": 2})
    )
    first_on = day_field(_("By which day, the first time?"))
    every_months = forms.TypedChoiceField(
        label=_("How often?"), coerce=int, choices=[(one, EVERY_WORDS[one]) for one in EVERY]
    )

    def line(self) -> Line:
        said = self.cleaned_data
        return Line(Side(said["side"]), said["words"], said["first_on"], said["every_months"])


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
