"""What is typed about a person: only a name is needed, and nothing is asked about papers."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.choices import offer
from core.languages import spoken_choices
from organizations.forms.once import OnceForm
from people.actions.details import ContactDetails, PersonDetails, Tie
from people.forms.fields import DayField, NameField, WordsField, choices_of
from people.lifecycle import Barrier, Channel, Kin
from people.models.person import Person
from people.words.codes import BARRIER_WORDS, KIN_WORDS

OLDEST = 1900


class PersonForm(forms.Form):
    """The person's own facts. `today` comes in by the door."""

    first_name = NameField(label=_("First name"), required=False)
    last_name = NameField(
        label=_("Last name"), required=False, help_text=_("Leave empty if there is none.")
    )
    other_names = NameField(
        label=_("Other names"), required=False, help_text=_("A nickname or an earlier name.")
    )
    birth_date = DayField(
        label=_("Date of birth"), required=False, help_text=_("Leave empty if nobody knows.")
    )
    pronouns = NameField(label=_("Pronouns"), required=False)
    record_number = NameField(
        label=_("Record number"), required=False, help_text=_("Your own number for this person.")
    )
    language = forms.ChoiceField(label=_("Language"), initial="en")
    needs_interpreter = forms.BooleanField(label=_("Needs an interpreter"), required=False)
    best_time = WordsField(
        label=_("Good time to call"), help_text=_("In their words, like “after 5 pm”.")
    )
    address = WordsField(
        label=_("Address"), rows=2,
        help_text=_("Leave it empty when a state’s program keeps it secret, and say so under Safety."),
    )  # fmt: skip
    postal_code = NameField(label=_("ZIP code"), required=False)
    barriers = forms.MultipleChoiceField(
        label=_("What makes it hard to get help?"),
        required=False,
        choices=choices_of(BARRIER_WORDS),
        widget=forms.CheckboxSelectMultiple,
    )
    note = WordsField(
        label=_("Note"),
        rows=3,
        help_text=_("Never write down papers, visas or citizenship here."),
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        offer(
            self,
            "language",
            spoken_choices(also=[self.get_initial_for_field(self.fields["language"], "language")]),
        )

    def clean_birth_date(self) -> date | None:
        born: date | None = self.cleaned_data["birth_date"]
        if born is not None and not date(OLDEST, 1, 1) <= born <= self.today:
            raise forms.ValidationError(_("This day is in the future, or too long ago."))
        return born

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        names = ("first_name", "last_name")
        if not any(cleaned.get(name) or name in self.errors for name in names):
            self.add_error("first_name", _("Write at least one name. A first name is enough."))
        return cleaned

    def details(self) -> PersonDetails:
        """What the action takes."""
        own = PersonDetails.__dataclass_fields__
        plain = {name: value for name, value in self.cleaned_data.items() if name in own}
        barriers = frozenset(Barrier(code) for code in plain.pop("barriers", []))
        return PersonDetails(**plain, barriers=barriers, contacts=tuple(self.contacts()))

    def contacts(self) -> Iterator[ContactDetails]:
        """Those typed on this page: none, where they have pages of their own."""
        return iter(())


class NewPersonForm(OnceForm, PersonForm):
    """A new person, with the first ways to reach them and how many live together."""

    field_order = (
        "first_name", "last_name", "other_names", "birth_date", "language", "needs_interpreter",
        "phone", "phone_for", "phone_is_safe", "email", "email_is_safe", "best_time", "address",
        "postal_code", "household_size", "barriers", "record_number", "pronouns", "note",
    )  # fmt: skip

    phone = WordsField(label=_("Phone"), help_text=_("With the area code, like 555 010 0142."))
    phone_for = forms.MultipleChoiceField(
        label=_("This phone is for"),
        required=False,
        choices=[(Channel.TEXT, _("Text messages")), (Channel.PHONE, _("Calls"))],
        widget=forms.CheckboxSelectMultiple,
        initial=[Channel.TEXT, Channel.PHONE],
    )
    phone_is_safe = forms.BooleanField(
        label=_("They said that this phone is safe to use"),
        required=False,
        help_text=_("Ask who else can see it. Nothing is sent until it is marked safe."),
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    email_is_safe = forms.BooleanField(
        label=_("They said that this e-mail is safe to use"), required=False
    )
    household_size = forms.IntegerField(
        label=_("How many live together?"),
        required=False,
        min_value=1,
        max_value=30,
        help_text=_("With this person."),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("phone") and not said.get("phone_for"):
            self.add_error("phone_for", _("Choose what this phone is for."))
        return said

    def contacts(self) -> Iterator[ContactDetails]:
        said = self.cleaned_data
        for channel in said["phone_for"] if said["phone"] else []:
            yield ContactDetails(Channel(channel), said["phone"], is_safe=said["phone_is_safe"])
        if said["email"]:
            yield ContactDetails(
                Channel.EMAIL, said["email"], is_safe=said["email_is_safe"], rank=2
            )


class ChangePersonForm(PersonForm):
    """As it was when the page was opened: `version` keeps two people from overwriting each other."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class RelativeForm(OnceForm):
    """Who the other is to this person, and what that allows. Names: only for somebody new."""

    kind = forms.ChoiceField(label=_("Who is it?"), choices=choices_of(KIN_WORDS))
    first_name = NameField(label=_("First name"), required=False)
    last_name = NameField(label=_("Last name"), required=False)
    birth_date = DayField(label=_("Date of birth"), required=False)
    lives_together = forms.BooleanField(label=_("They live together"), required=False, initial=True)
    may_consent = forms.BooleanField(
        label=_("May agree for them"),
        required=False,
        help_text=_("A parent or guardian. Write below how you checked."),
    )
    may_be_told = forms.BooleanField(label=_("May be told about the help"), required=False)
    may_be_called = forms.BooleanField(label=_("May be called"), required=False)
    checked_how = NameField(label=_("How did you check?"), required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        named = any(said.get(name) or name in self.errors for name in ("first_name", "last_name"))
        if not (named or self.data.get("existing")):
            self.add_error("first_name", _("Write at least one name. A first name is enough."))
        return said

    def tie(self) -> Tie:
        said = self.cleaned_data
        allows = ("may_consent", "may_be_told", "may_be_called", "checked_how", "lives_together")
        return Tie(kind=Kin(said["kind"]), **{name: said[name] for name in allows})

    def details(self, *, language: str) -> PersonDetails:
        said = self.cleaned_data
        typed = ("first_name", "last_name", "birth_date", "request_key")
        return PersonDetails(**{name: said[name] for name in typed}, language=language)


def as_typed(person: Person) -> dict[str, Any]:
    """What the form shows for a person who is known already."""
    names = [name for name in PersonForm.base_fields if name not in {"birth_date", "barriers"}]
    known = {name: getattr(person, name) for name in names}
    barriers = [barrier.code for barrier in person.barriers.all()]
    return {**known, "birth_date": person.born, "barriers": barriers, "version": person.version}


class HouseholdForm(forms.Form):
    size = forms.IntegerField(
        label=_("How many live together?"),
        min_value=1,
        max_value=30,
        help_text=_("With this person."),
    )
