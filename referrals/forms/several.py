"""What may be chosen when several partners are asked for one need: whose yes is enough, and what they see."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from referrals.actions.send import Sending
from referrals.forms.sending import SendForm
from referrals.lifecycle import Enough, Mode


class SeveralForm(SendForm):
    """One form for all; each partner still sees only what it asks, and what was agreed about it."""

    enough = forms.ChoiceField(
        label=_("When somebody says yes"),
        choices=[
            (Enough.FIRST_YES.value, _("The first yes is enough: the others are told")),
            (Enough.KEEP_ALL.value, _("Keep all of them, as with housing lists")),
        ],
        initial=Enough.FIRST_YES.value,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, facts: Iterable[str], **options: Any) -> None:
        super().__init__(
            *args,
            modes=[Mode.DIRECT],
            facts=facts,
            along=[],
            places=[],
            can_switch=False,
            **options,
        )
        self.fields["mode"].widget = forms.HiddenInput()
        self.order_fields(["request_key", "mode", "enough"])

    @property
    def is_enough(self) -> Enough:
        return Enough(self.cleaned_data["enough"])

    def sending_to(self, service_id: UUID, facts: Iterable[str]) -> Sending:
        whole = self.sending(service_id, place_id=None, replaces_id=None)
        return replace(whole, facts=tuple(facts))
