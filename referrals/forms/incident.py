"""What is typed when a service has closed: which, why, since when, and how much more time that gives."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from core.choices import offer
from organizations.models.directory import Service
from people.forms.fields import ALL, DayField, WhichField
from referrals.actions.incident import Closing
from referrals.desk_words import CAUSE_WORDS
from referrals.models.incident import Incident
from screening.followup import Patience


class ClosingForm(forms.Form):
    service = WhichField(label=_("What has closed?"), widget=forms.RadioSelect)
    cause = forms.TypedChoiceField(
        label=_("Why?"),
        choices=lambda: list(CAUSE_WORDS.items()),
        coerce=Incident.Cause,
        widget=forms.RadioSelect,
    )
    since = DayField(label=_("Since when?"))
    choose_within = forms.IntegerField(
        label=_("How many open days do owners have to find another way?"),
        min_value=1,
        max_value=20,
        help_text=_("What is needed today has no more time than ever."),
    )
    patience_until = DayField(label=_("Until when does that hold?"))

    def __init__(self, services: Iterable[Service], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        each = [(str(one.pk), one.name) for one in services]
        offer(self, "service", [*each, (ALL, _("Everything that they offer"))])

    @staticmethod
    def usual(patience: Patience, today: Any, service: str) -> dict[str, object]:
        """What stands in it at first: the numbers that partners decided."""
        return {
            "service": service,
            "since": today,
            "choose_within": patience.after_closing,
            "patience_until": today + timedelta(days=patience.more_time_calendar),
        }

    def closing(self, organization_id: UUID) -> Closing:
        said = self.cleaned_data
        return Closing(
            organization_id, said["cause"], said["since"], said["choose_within"],
            said["patience_until"], said["service"],
        )  # fmt: skip
