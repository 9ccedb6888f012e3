"""Which date of an application, and has it come? One line each."""

from collections.abc import Container
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.choices import offer
from people.forms.fields import DayField
from referrals.actions import application
from referrals.lifecycle import MilestoneKind
from referrals.models.referral import Referral
from referrals.words import MILESTONE_WORDS

TO_COME, HAS_COME = "to_come", "has_come"


class MilestoneForm(forms.Form):
    kind = forms.TypedChoiceField(
        label=_("What is it about?"),
        coerce=MilestoneKind,
        widget=forms.RadioSelect,
    )
    when = forms.ChoiceField(
        label=_("Has it happened?"),
        choices=[(HAS_COME, _("Yes, on this day")), (TO_COME, _("No, it is planned for this day"))],
        widget=forms.RadioSelect,
    )
    on = DayField(label=_("Which day?"))

    def __init__(
        self, *args: Any, today: date, kinds: Container[str] = tuple(MilestoneKind), **options: Any
    ) -> None:
        super().__init__(*args, **options)
        offer(self, "kind", [(k, words) for k, words in MILESTONE_WORDS.items() if k in kinds])
        self.fields["on"].initial = today

    def record(self, actor: Actor, referral_id: UUID, *, at: datetime) -> Referral:
        said = self.cleaned_data
        tell = application.reach if said["when"] == HAS_COME else application.plan
        return tell(actor=actor, referral_id=referral_id, kind=said["kind"], on=said["on"], at=at)
