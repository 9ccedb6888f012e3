"""What may be typed about one's own account, and to sign in a second time?"""

import logging
import struct
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts import second_step
from accounts.actions import Preferences
from accounts.models import User
from core.http import ActorRequest

log = logging.getLogger(__name__)

# What the library lets fall where an answer is no answer of a passkey.
UNREADABLE = (
    AttributeError, LookupError, RecursionError, TypeError, ValueError, struct.error,
)  # fmt: skip

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


class _Code(BaseAuthenticateForm):
    """Wrong codes are counted by person: whoever comes this far has typed the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code_field()

    def clean_code(self) -> str:
        if not second_step.may_try(self.user):
            raise forms.ValidationError(_WAIT)
        try:
            code: str = super().clean_code()
            if not second_step.is_first_use(self.user, code):
                raise forms.ValidationError(_WRONG)  # noqa: TRY301 it counts as any wrong one
        except forms.ValidationError:
            second_step.count_wrong(self.user)
            raise forms.ValidationError(_WRONG) from None
        second_step.forget_wrong(self.user)
        return code


class CodeForm(_Code, AuthenticateForm):
    """The second step of signing in."""


class CodeAgainForm(_Code, ReauthenticateForm):
    """Before a change to how one signs in."""


class NewAppForm(ActivateTOTPForm):
    """The first code of an app shows that it was set up rightly."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code_field()


class _Answer(forms.JSONField):
    widget = forms.HiddenInput

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Good for one time: a page that is shown again asks anew."""
        return initial


class _PasskeyAnswer(forms.Form):
    """Anybody may send anything as an answer: what cannot be read is a wrong one, and no error of ours."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"] = _Answer()

    def full_clean(self) -> None:
        try:
            super().full_clean()
        except UNREADABLE as error:
            log.warning("answer of a passkey cannot be read", extra={"why": type(error).__name__})
            self.add_error("credential", get_adapter().validation_error("incorrect_code"))


class PasskeyForm(_PasskeyAnswer, AuthenticateWebAuthnForm):
    """The second step of signing in."""


class PasskeyAloneForm(_PasskeyAnswer, LoginWebAuthnForm):
    """Instead of a password."""


class PasskeyAgainForm(_PasskeyAnswer, ReauthenticateWebAuthnForm):
    """Before a change to how one signs in, and on a locked screen."""


class NewPasskeyForm(_PasskeyAnswer, AddWebAuthnForm):
    name = forms.CharField(
        label=_("A name for it"),
        required=False,
        max_length=60,
        help_text=_("So that you know it again: my phone, the blue key."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    passwordless = forms.BooleanField(
        label=_("I want to sign in with it alone, without my password"), required=False
    )


class PasskeyNameForm(EditWebAuthnForm):
    name = forms.CharField(label=_("A name for it"), max_length=60)


def _code_field() -> forms.CharField:
    return forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


_WAIT = _("Too many wrong codes. Wait 15 minutes, or use a passkey.")
_WRONG = _("That code is not right, or it is too old. Take the one that is shown now.")
