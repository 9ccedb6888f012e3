"""What may be typed about the laws under which an organization keeps records?"""

from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.actions.laws import Laws
from organizations.models.network import Organization


class LawsForm(forms.Form):
    """What an organization is decides who may find its people, what a family must sign, and what receivers are told."""

    is_victim_service = forms.BooleanField(
        label=_("It helps people who flee violence (34 USC 12291, a victim service)"),
        required=False,
    )
    is_part2_program = forms.BooleanField(
        label=_("It is a program for help with alcohol or drugs (42 CFR part 2)"), required=False
    )
    is_school = forms.BooleanField(
        label=_("It is a school and keeps education records (FERPA)"), required=False
    )
    reason = forms.CharField(
        label=_("Why does a law not hold any more?"),
        required=False,
        max_length=500,
        help_text=_("Needed when a tick is taken away. Write nothing about a family here."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any, organization: Organization) -> None:
        super().__init__(data, initial=asdict(Laws.of(organization)))

    def said(self) -> tuple[Laws, str]:
        said = dict(self.cleaned_data)
        reason = said.pop("reason")
        return Laws(**said), reason
