"""What may be typed about one's own account?"""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.actions import Preferences
from accounts.models import User
from core.http import ActorRequest

ZONES = {
    "": _("Where I work"),
    "America/New_York": _("Eastern time"),
    "America/Chicago": _("Central time"),
    "America/Denver": _("Mountain time"),
    "America/Phoenix": _("Arizona time"),
    "America/Los_Angeles": _("Pacific time"),
    "America/Anchorage": _("Alaska time"),
    "Pacific/Honolulu": _("Hawaii time"),
    "America/Puerto_Rico": _("Puerto Rico time"),
    "Pacific/Guam": _("Guam time"),
}


class PreferencesForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        help_text=_("Families and partners read it where you sign for something."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Your language"),
        choices=lambda: settings.LANGUAGES,
        help_text=_("For these pages and for the e-mails you get."),
    )
    time_zone = forms.ChoiceField(
        label=_("Times are shown in"), required=False, choices=list(ZONES.items())
    )
    keyboard_shortcuts = forms.BooleanField(
        label=_("Single keys work on lists (press ? there to see which)"), required=False
    )

    def __init__(self, data: Any = None, *, user: User) -> None:
        names = ("name", "language", "time_zone", "keyboard_shortcuts")
        super().__init__(data, initial={name: getattr(user, name) for name in names})

    def preferences(self) -> Preferences:
        return Preferences(**self.cleaned_data)


class ActingForm(forms.Form):
    """Only the organizations where they work now can be chosen."""

    def __init__(self, data: Any = None, *, request: ActorRequest) -> None:
        super().__init__(data, initial={"organization": request.actor.organization_id})
        self.fields["organization"] = forms.ChoiceField(
            label=_("You act for"),
            widget=forms.RadioSelect,
            choices=[(one.organization_id, one.organization.name) for one in request.memberships],
        )


class KeyForm(forms.Form):
    key_name = forms.CharField(
        label=_("What is the key for?"),
        max_length=100,
        help_text=_("For example: nightly export to the care system."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
