"""What is tapped after a try to reach the family: the way, what became of it, a line of words."""

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms.fields import WordsField
from people.lifecycle import TryOutcome, Way
from referrals.actions.reaching import Tried


class TriedForm(forms.Form):
    """One form for each way on the page; its buttons say the outcome."""

    way = forms.ChoiceField(choices=[(way.value, way.value) for way in Way])
    point = forms.UUIDField(required=False)
    outcome = forms.ChoiceField(choices=[(one.value, one.value) for one in TryOutcome])
    note = WordsField(label=_("A word about it"))

    def tried(self) -> Tried:
        said = self.cleaned_data
        point: UUID | None = said["point"]
        return Tried(Way(said["way"]), TryOutcome(said["outcome"]), point, said["note"])
