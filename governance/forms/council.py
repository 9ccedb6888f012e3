"""Who shall sit in the council, for whom, and how long?"""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from core.choices import offer
from governance.actions.councils import Place, Term
from governance.counting import SeatKind
from governance.words.deciding import SEAT_WORDS
from organizations.models.members import Membership
from organizations.models.network import Organization

ROWS = 9
UNKNOWN = _(
    "Nobody with this address works in the network yet. Somebody without an organization can be "
    "invited to your own team, as a council member."
)


class DayField(forms.DateField):
    def __init__(self, **options: Any) -> None:
        box = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "off"})
        super().__init__(
            widget=box, error_messages={"invalid": _("Write the date like 2019-05-31.")}, **options
        )


def _email(label: Any) -> forms.EmailField:
    return forms.EmailField(label=label, required=False)


def user_of(network_id: UUID, email: str) -> UUID:
    """Somebody who works in the network, or a complaint for the form."""
    works = Membership.objects.filter(
        network_id=network_id, until=None, user__email__iexact=email.strip(), user__is_active=True
    )
    found = works.values_list("user_id", flat=True).first()
    if found is None:
        raise forms.ValidationError(UNKNOWN)
    user_id: UUID = found
    return user_id


class TermForm(forms.Form):
    """Of one seat."""

    email = forms.EmailField(
        label=_("E-mail address of whoever shall sit here"),
        help_text=_("With which they sign in. Whoever works nowhere here can be invited to your own team first."),
    )  # fmt: skip
    alternate = _email(_("E-mail address of whoever stands in for them"))
    until = DayField(label=_("Last day of the term"))
    has_stipend = forms.BooleanField(label=_("Gets a stipend"), required=False)
    chairs = forms.BooleanField(label=_("Chairs the council"), required=False)

    def __init__(self, network_id: UUID, data: Any = None, *, until: date, may_chair: bool) -> None:
        super().__init__(data, initial={"until": until})
        self.network_id = network_id
        if not may_chair:
            del self.fields["chairs"]

    def clean_email(self) -> UUID:
        return user_of(self.network_id, self.cleaned_data["email"])

    def clean_alternate(self) -> UUID | None:
        email = self.cleaned_data["alternate"]
        return user_of(self.network_id, email) if email else None

    def term(self) -> Term:
        said = self.cleaned_data
        return Term(
            said["email"],
            said["until"],
            said["alternate"],
            said["has_stipend"],
            chairs=said.get("chairs", False),
        )


class FoundingForm(forms.Form):
    """Up to nine seats. A row without a kind is no seat; one without an address begins empty."""

    until = DayField(label=_("Last day of the first terms"))
    chair = forms.ChoiceField(label=_("Who chairs?"), required=False)

    def __init__(self, network_id: UUID, data: Any = None) -> None:
        super().__init__(data)
        self.network_id = network_id
        there = Organization.objects.filter(network=network_id, status=Organization.Status.ACTIVE)
        places = [("", _("No organization")), *there.order_by("name").values_list("pk", "name")]
        kinds = [("", _("No seat")), *SEAT_WORDS.items()]
        for n in range(1, ROWS + 1):
            said = {"number": n}
            self.fields[f"kind_{n}"] = forms.ChoiceField(
                label=_("Seat %(number)d is for") % said, choices=kinds, required=False
            )
            self.fields[f"organization_{n}"] = forms.ChoiceField(
                label=_("Organization of seat %(number)d") % said, choices=places, required=False
            )
            self.fields[f"email_{n}"] = _email(_("E-mail address for seat %(number)d") % said)
        seats = [(str(n), _("Seat %(number)d") % {"number": n}) for n in range(1, ROWS + 1)]
        offer(self, "chair", [("", _("Nobody yet")), *seats])

    @property
    def rows(self) -> Iterator[list[forms.BoundField]]:
        for n in range(1, ROWS + 1):
            yield [self[f"{name}_{n}"] for name in ("kind", "organization", "email")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for n in range(1, ROWS + 1):
            if email := cleaned.get(f"email_{n}"):
                try:
                    cleaned[f"user_{n}"] = user_of(self.network_id, email)
                except forms.ValidationError as error:
                    self.add_error(f"email_{n}", error)
        return cleaned

    def places(self) -> list[Place]:
        said, until = self.cleaned_data, self.cleaned_data["until"]
        rows = [n for n in range(1, ROWS + 1) if said.get(f"kind_{n}")]
        return [self._place(n, until) for n in rows]

    def _place(self, n: int, until: date) -> Place:
        said = self.cleaned_data
        user_id, where = said.get(f"user_{n}"), said[f"organization_{n}"]
        term = Term(user_id, until, chairs=said["chair"] == str(n)) if user_id else None
        return Place(SeatKind(said[f"kind_{n}"]), UUID(where) if where else None, term)
