"""What is typed about reaching somebody, and about what keeps them safe."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from core.choices import offer
from organizations.forms.once import OnceForm
from people.actions.contact import Safety
from people.actions.details import ContactDetails
from people.forms.fields import ALL, DayField, NameField, WhichField, WordsField, choices_of
from people.lifecycle import Channel
from people.models.person import Person
from people.words.codes import CHANNEL_WORDS

Choices = list[tuple[str, str]]


class ContactForm(OnceForm):
    """One way to reach the person. `relatives`: whose phone it may be, as (id, name)."""

    channel = forms.ChoiceField(label=_("How"), choices=choices_of(CHANNEL_WORDS))
    value = WordsField(label=_("Number or address"))
    whose = WhichField(label=_("Whose is it?"), initial=ALL)
    is_safe = forms.BooleanField(
        label=_("They said that it is safe to use"),
        required=False,
        help_text=_("Ask who else can see it. Nothing is sent until it is marked safe."),
    )
    safe_when = WordsField(
        label=_("When is it safe?"), help_text=_("In their words, like “never on Sunday”.")
    )
    rank = forms.TypedChoiceField(
        label=_("Try it"),
        coerce=int,
        choices=[(1, _("First")), (2, _("Second")), (3, _("After the others"))],
    )

    def __init__(self, *args: Any, relatives: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "whose", [(ALL, _("Their own")), *relatives])

    def clean_value(self) -> str:
        value: str = self.cleaned_data["value"]
        if not value:
            raise forms.ValidationError(_("Write the number or the address."))
        return value

    def details(self) -> ContactDetails:
        said = dict(self.cleaned_data)
        return ContactDetails(channel=Channel(said.pop("channel")), **said)


class SafetyForm(forms.Form):
    """What everybody must know before they call, write or knock."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    contact_with_care = forms.BooleanField(
        label=_("Contact with care"),
        required=False,
        help_text=_(
            "For any reason, which you need not write down. Messages say nothing, nothing is "
            "closed by a link, and every kind of help must be named before it is shared."
        ),
    )
    contacting_prohibited = forms.BooleanField(
        label=_("Partners must not contact them"),
        required=False,
        help_text=_("Partners see no phone and no e-mail. Your own team passes on word."),
    )
    is_watched = forms.BooleanField(
        label=_("Show every look to the privacy officer"),
        required=False,
        help_text=_("For somebody many people know, a colleague, or a worried family."),
    )
    agreed_word = NameField(
        label=_("Agreed word"),
        required=False,
        help_text=_("Their page shows more only to somebody who knows this word."),
    )
    has_substitute_address = forms.BooleanField(
        label=_("A program keeps their address secret"),
        required=False,
        help_text=_(
            "An address confidentiality program of the state. Where they live is then deleted here,"
            " and nobody can write it down again. Distances count from your own organization."
        ),
    )
    substitute_address = WordsField(
        label=_("The program’s address for them"), rows=2,
        help_text=_("Partners, letters and papers use this one."),
    )  # fmt: skip
    meeting_place = WordsField(
        label=_("Where to find them"), help_text=_("For somebody without a safe phone.")
    )
    meeting_time = WordsField(label=_("When"))
    meeting_words = WordsField(label=_("What to say there"))
    next_visit_on = DayField(
        label=_("Next visit"), required=False,
        help_text=_("A day on which you will see them anyway."),
    )  # fmt: skip
    shut_out = forms.TypedMultipleChoiceField(
        label=_("Partners that shall never know"),
        required=False,
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
    )

    shut_out_people = forms.TypedMultipleChoiceField(
        label=_("Colleagues that shall never know"),
        required=False,
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They do not find this record, and programs of yours do not read it either."),
    )

    def __init__(self, *args: Any, partners: Choices, colleagues: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "shut_out", partners)
        offer(self, "shut_out_people", colleagues)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("has_substitute_address") and not said.get("substitute_address"):
            self.add_error("substitute_address", _("Write down the program’s address."))
        return said

    def safety(self) -> Safety:
        said = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        for name in ("shut_out", "shut_out_people"):
            said[name] = frozenset(said[name])
        return Safety(**said)


def safety_as_typed(person: Person) -> dict[str, Any]:
    """What the form shows for a person who is known already."""
    own = (
        "version", "contact_with_care", "contacting_prohibited", "is_watched", "agreed_word",
        "next_visit_on", "has_substitute_address", "substitute_address",
    )  # fmt: skip
    known: dict[str, Any] = {name: getattr(person, name) for name in own}
    for point in person.meeting_points.all()[:1]:
        known |= {
            "meeting_place": point.place,
            "meeting_time": point.time,
            "meeting_words": point.words,
        }
    for name, who in (("shut_out", "organization_id"), ("shut_out_people", "user_id")):
        known[name] = [
            str(pk) for pk in person.exclusions.values_list(who, flat=True) if pk is not None
        ]
    return known
