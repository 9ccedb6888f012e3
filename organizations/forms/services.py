"""What may be typed about help, services, room, hours and numbers?"""

from collections.abc import Iterable, Iterator
from dataclasses import fields as fields_of
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from core.choices import offer
from core.languages import spoken_choices
from organizations.actions.closing import Times
from organizations.actions.numbers import NotANumber, can_be_called
from organizations.actions.room import RoomSaid
from organizations.actions.services import Edit, ServiceWords
from organizations.models.directory import Capacity, Service
from organizations.models.network import Organization
from organizations.opening import Span, day_times, spoken_times
from organizations.ranking import Point
from organizations.search import Wishes
from organizations.topic_words import CATEGORY_WORDS, TOPIC_WORDS
from organizations.topics import TOPICS, Category, topics_of
from organizations.words import (
    ASKS,
    INTAKE,
    OVERCOMES,
    SERVICE_STATUS,
    WEEKDAYS,
)

Choices = list[tuple[str, Any]]
MILES = (2, 5, 10, 25)


def topic_choices(*, whole_categories: bool) -> Choices:
    """Topics under their categories; a whole category may be chosen where one looks for help."""
    groups: Choices = []
    for category in Category:
        topics = [(topic.slug, TOPIC_WORDS[topic.slug]) for topic in topics_of(category)]
        if topics and whole_categories and category != Category.UNSPECIFIED:
            topics.insert(0, (category.value, CATEGORY_WORDS[category]))
        if topics:
            groups.append((str(CATEGORY_WORDS[category]), topics))
    return groups


def _miles_choices() -> Choices:
    words = ngettext_lazy("%(n)d mile", "%(n)d miles", "n")
    return [("", _("Any distance")), *((str(miles), words % {"n": miles}) for miles in MILES)]


def _callable(number: str) -> None:
    if not can_be_called(number):
        raise ValidationError(NotANumber.sentence)


class FindForm(forms.Form):
    """Everything by which help is looked for; none of it says for whom."""

    is_all_optional = True  # so that no label has to say so
    topic = forms.ChoiceField(label=_("Kind of help"), required=False)
    words = forms.CharField(label=_("Words"), required=False, max_length=100)
    zip = forms.CharField(
        label=_("Near ZIP code"),
        required=False,
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    within = forms.ChoiceField(label=_("Within"), required=False)
    room = forms.BooleanField(label=_("Only with room"), required=False)
    language = forms.ChoiceField(label=_("Language spoken there"), required=False)
    overcomes = forms.MultipleChoiceField(
        label=_("What would make it easier"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=list(OVERCOMES.items()),
    )
    after = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "topic", [("", _("Any kind of help")), *topic_choices(whole_categories=True)])
        offer(self, "within", _miles_choices())
        offer(self, "language", [("", _("Any language")), *spoken_choices()])

    def said(self, name: str) -> Any:
        """What was typed there, if it can be used: a wrong part does not spoil the others."""
        return self.cleaned_data.get(name) if not self.errors.get(name) else None

    def wishes(self, near: Point | None) -> Wishes:
        return Wishes(
            topics=self.topics,
            words=self.said("words") or "",
            near=near,
            within_miles=self.miles,
            languages=[language for language in [self.said("language")] if language],
            overcomes=self.said("overcomes") or [],
            only_with_room=self.only_with_room,
            only_matching=True,
        )

    @property
    def topics(self) -> list[str]:
        chosen = self.said("topic") or ""
        if not chosen or chosen in TOPICS:
            return [chosen] if chosen else []
        return [topic.slug for topic in topics_of(chosen)]

    @property
    def topic_words(self) -> str:
        chosen = self.said("topic") or ""
        return str(TOPIC_WORDS.get(chosen) or CATEGORY_WORDS.get(chosen, ""))

    @property
    def miles(self) -> int | None:
        return int(self.said("within") or 0) or None

    @property
    def zip_code(self) -> str:
        return self.said("zip") or ""

    @property
    def only_with_room(self) -> bool:
        return bool(self.said("room"))

    @property
    def seen(self) -> int:
        """How many were on the pages before."""
        return self.said("after") or 0

    @property
    def has_more_wishes(self) -> bool:
        """Whether the folded part of the form is in use."""
        return bool(self.said("language") or self.said("overcomes"))


class RoomForm(forms.Form):
    """Three taps: yes, a few, full until a day."""

    room = forms.ChoiceField(choices=[(room, room) for room in Capacity.Room.values])
    until = forms.DateField(
        label=_("Until which day does this hold?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def said(self, via: str = "system") -> RoomSaid:
        return RoomSaid(self.cleaned_data["room"], until=self.cleaned_data["until"], via=via)


class ClosingForm(forms.Form):
    """From the first to the last day on which nobody is there."""

    first = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="id_closed_%s")

    def days(self) -> dict[str, date]:
        """One day alone is the first and the last."""
        first = self.cleaned_data["first"]
        return {"first": first, "last": self.cleaned_data["last"] or first}


class HoursForm(forms.Form):
    """From when until when somebody works, on each weekday; all of them empty: nobody has said."""

    is_all_optional = True  # so that no label has to say so

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for weekday, name in enumerate(WEEKDAYS):
            self.fields[f"hours_{weekday}"] = forms.CharField(
                label=str(name), required=False, max_length=60, validators=[_one_time]
            )

    def hours(self) -> list[Times | None]:
        days = (day_times(self.cleaned_data[f"hours_{weekday}"]) for weekday in range(7))
        return [times[0] if times else None for times in days]

    @staticmethod
    def values_of(organization: Organization) -> dict[str, str]:
        return {f"hours_{span.weekday}": spoken_times([span]) for span in organization.hours}


class NumbersForm(forms.Form):
    """Whom a family can call when nobody here answers."""

    crisis_line = forms.CharField(
        label=_("In a crisis, beside 911"), validators=[_callable],
        help_text=_("Somebody must answer it day and night. Anywhere in the United States: 988."),
    )  # fmt: skip
    help_line = forms.CharField(
        label=_("For other help"), validators=[_callable],
        help_text=_("Somebody who knows where help is. In most places: 211."),
    )  # fmt: skip


class ServiceForm(forms.Form):
    """What families and partners read about a service."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name of the service"), max_length=300)
    description = forms.CharField(
        label=_("What do families get?"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    status = forms.ChoiceField(label=_("Is it offered?"), choices=list(SERVICE_STATUS.items()))
    intake = forms.ChoiceField(
        label=_("How does a family come in?"),
        widget=forms.RadioSelect,
        choices=[(code, words) for code, (_icon, words) in INTAKE.items()],
    )
    eligibility = forms.CharField(
        label=_("Who may come?"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    what_to_bring = forms.CharField(
        label=_("What should they bring?"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    application_process = forms.CharField(
        label=_("What happens first?"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    fees = forms.CharField(label=_("What does it cost?"), required=False, max_length=1000)
    asks = forms.MultipleChoiceField(
        label=_("What do you need to know before you can help?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=list(ASKS.items()),
    )
    overcomes = forms.MultipleChoiceField(
        label=_("What do you make easier?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=list(OVERCOMES.items()),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken"), required=False, widget=forms.CheckboxSelectMultiple
    )
    topics = forms.MultipleChoiceField(
        label=_("Kinds of help"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "languages", spoken_choices(also=self.initial.get("languages", ())))
        offer(self, "topics", topic_choices(whole_categories=False))
        for weekday, name in enumerate(WEEKDAYS):
            self.fields[f"hours_{weekday}"] = forms.CharField(
                label=str(name), required=False, max_length=60, validators=[_readable]
            )

    @property
    def hour_fields(self) -> Iterator[forms.BoundField]:
        return (self[f"hours_{weekday}"] for weekday in range(7))

    def edit(self) -> Edit:
        names = [field.name for field in fields_of(ServiceWords)]
        words = ServiceWords(**{name: self.cleaned_data[name] for name in names})
        hours = [
            Span(weekday, *times)
            for weekday in range(7)
            for times in day_times(self.cleaned_data[f"hours_{weekday}"])
        ]
        return Edit(version=self.cleaned_data["version"], words=words, hours=hours)

    @staticmethod
    def values_of(service: Service, spans: Iterable[Span]) -> dict[str, Any]:
        """What the form shows before anybody has typed."""
        names = [field.name for field in fields_of(ServiceWords)]
        days = {
            f"hours_{weekday}": spoken_times(span for span in spans if span.weekday == weekday)
            for weekday in range(7)
        }
        return {name: getattr(service, name) for name in ["version", *names]} | days


def _readable(words: str) -> None:
    try:
        day_times(words)
    except ValueError:
        raise ValidationError(_("Enter times like 9 am – 12 pm, 1 pm – 5 pm.")) from None


def _one_time(words: str) -> None:
    try:
        times = day_times(words)
    except ValueError:
        times = []
    if len(times) != 1:
        raise ValidationError(_("Enter one time like 9 am – 5 pm."))
