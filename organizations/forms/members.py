"""What may be typed about the people of an organization, its programs, and whose partner it is?"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core.choices import offer
from organizations.actions.members import Invitee
from organizations.actions.programs import Program
from organizations.forms.once import OnceForm
from organizations.forms.services import Choices
from organizations.grants import Role
from organizations.lifecycle import Stage
from organizations.scopes import SCOPE_WORDS
from organizations.words import ORGANIZATION_STATUS, ROLES


class RolesForm(forms.Form):
    """Which of the roles that are theirs to give."""

    roles = forms.MultipleChoiceField(label=_("Roles"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, to_give: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "roles", [(role.value, _role_words(role)) for role in to_give])


def _role_words(role: Role) -> str:
    name, what = ROLES[role]
    return _now("%(role)s: %(what)s.") % {"role": name, "what": what}


class EndForm(forms.Form):
    """Who takes over what they follow; left open, a supervisor does."""

    successor = forms.TypedChoiceField(
        label=_("Who takes over the families they follow?"),
        required=False,
        coerce=UUID,
        empty_value=None,
    )

    def __init__(self, *args: Any, colleagues: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "successor", [("", _("A supervisor, else the desk")), *colleagues])


class StandInForm(forms.Form):
    """Who follows the organization's own families from now on; left open, the desk does."""

    successor = forms.TypedChoiceField(
        label=_("Who follows their families from now on?"),
        required=False,
        coerce=UUID,
        empty_value=None,
        help_text=_("What is delicate stays with the people who follow it."),
    )

    def __init__(self, *args: Any, colleagues: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "successor", [("", _("The coordination desk")), *colleagues])


class InviteForm(RolesForm):
    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"))

    field_order = ("name", "email", "roles")

    def invitee(self) -> Invitee:
        return Invitee(**self.cleaned_data)


class PartnersForm(forms.Form):
    is_all_optional = True  # so that no label has to say so

    words = forms.CharField(label=_("Name of the organization"), required=False, max_length=100)
    stage = forms.ChoiceField(label=_("Where they stand"), required=False)
    after = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stages = [(stage.value, ORGANIZATION_STATUS[stage][2]) for stage in Stage]
        offer(self, "stage", [("", _("All")), *stages])


class ProgramForm(OnceForm):
    """A key for a program of the organization."""

    name = forms.CharField(
        label=_("Which program is it for?"),
        max_length=100,
        help_text=_("For example: the list of employees of our personnel office."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"),
        choices=lambda: [(scope.value, words) for scope, words in SCOPE_WORDS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.TypedChoiceField(
        label=_("How long?"),
        coerce=int,
        choices=[(30, _("A month")), (90, _("Three months")), (365, _("A year"))],
        initial=90,
    )

    def program(self) -> Program:
        said = self.cleaned_data
        lifetime = timedelta(days=said["days"])
        return Program(said["name"].strip(), said["scopes"], lifetime, said["request_key"])
