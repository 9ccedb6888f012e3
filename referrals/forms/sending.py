"""What may be chosen when a need is sent: how, what goes along, which facts, by when."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.choices import offer
from organizations.forms.once import OnceForm
from people.forms.fields import DayField, NameField, WordsField
from people.lifecycle import ALWAYS_SHARED
from people.words.codes import FACT_WORDS
from referrals.actions.send import Sending
from referrals.lifecycle import Mode, Urgency
from referrals.words import MODE_WORDS, URGENCY_WORDS

Choices = list[tuple[str, str | Promise]]
MINUTE = "%Y-%m-%dT%H:%M"
CALLED = "called"  # the button: I have talked with them
CLOSES = time(17)  # "needed by Friday" is over when Friday's offices close


class SendForm(OnceForm):
    """One request goes out."""

    mode = forms.ChoiceField(label=_("How?"), widget=forms.RadioSelect)
    talk_at = forms.DateTimeField(
        label=_("If you hand over together: when do you all talk?"), required=False,
        widget=forms.DateTimeInput(format=MINUTE, attrs={"type": "datetime-local"}),
        input_formats=[MINUTE],
    )  # fmt: skip
    talk_with = NameField(
        label=_("Who will be there, and how?"), required=False,
        help_text=_("The partner reads this. For one: Joanne and I call the family at noon."),
    )  # fmt: skip
    along = forms.TypedMultipleChoiceField(
        label=_("Send these needs along, in one request"), required=False, coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    facts = forms.MultipleChoiceField(
        label=_("What will they see?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    location = forms.TypedChoiceField(
        label=_("Which place?"), required=False, coerce=UUID, empty_value=None
    )
    urgency = forms.ChoiceField(
        label=_("How urgent is it?"), widget=forms.RadioSelect, initial=Urgency.ROUTINE,
        choices=list(reversed(URGENCY_WORDS.items())),
    )  # fmt: skip
    needed_by = DayField(label=_("Needed by"), required=False)
    note = WordsField(
        label=_("A note to the partner"), rows=3,
        help_text=_("The family may read it. Only what the partner needs to help."),
    )  # fmt: skip
    switch = forms.BooleanField(
        label=_("Take back the request that was not answered"), required=False
    )

    def __init__(
        self, *args: Any, modes: Iterable[Mode], facts: Iterable[str], along: Choices,
        places: Choices, can_switch: bool, **options: Any,
    ) -> None:  # fmt: skip
        facts, modes = list(facts), list(modes)
        self._always = ALWAYS_SHARED.intersection(facts)
        self._facts = frozenset(facts) - self._always
        usual = {
            "mode": modes[0],
            "facts": sorted(self._facts),
            "switch": True,
        }
        options["initial"] = usual | options.get("initial", {})
        super().__init__(*args, **options)
        self.fields["request_key"].required = True
        offer(self, "mode", [(mode.value, MODE_WORDS[mode]) for mode in modes])
        self._only(
            "facts", [(fact, FACT_WORDS[fact]) for fact in FACT_WORDS if fact in self._facts]
        )
        self._only("along", along)
        self._only("location", places)
        if not can_switch:
            del self.fields["switch"]
        if Mode.WARM_HANDOFF not in modes:
            del self.fields["talk_at"], self.fields["talk_with"]
        if modes == [Mode.INTRODUCTION]:  # nobody reads a note there, and nothing is shared
            for name in ("mode", "facts", "note"):
                self.fields.pop(name, None)

    def _only(self, name: str, choices: Choices) -> None:
        """A question with nothing to choose is not asked."""
        if choices:
            offer(self, name, choices)
        else:
            del self.fields[name]

    @property
    def chosen_facts(self) -> tuple[str, ...]:
        """What is ticked now: for the preview, before anything is sent. Name and language always go along."""
        ticked = set(self["facts"].value() or []) if "facts" in self.fields else set()
        return tuple(sorted(self._always | (ticked & self._facts)))

    def also(self) -> tuple[UUID, ...]:
        return tuple(self.cleaned_data.get("along", ()))

    def sending(
        self, service_id: UUID, *, place_id: UUID | None, replaces_id: UUID | None
    ) -> Sending:
        said = self.cleaned_data
        return Sending(
            service_id=service_id,
            request_key=said["request_key"],
            mode=(mode := Mode(said.get("mode") or Mode.INTRODUCTION)),
            facts=() if mode is Mode.INTRODUCTION else self.chosen_facts,
            note=said.get("note", ""),
            urgency=Urgency(said["urgency"]),
            needed_by=_end_of(said["needed_by"]),
            location_id=said.get("location") or place_id,
            replaces_id=replaces_id,
            talk_at=said.get("talk_at"),
            talk_with=said.get("talk_with", ""),
            called=CALLED in self.data,
        )


def _end_of(day: Any) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, CLOSES)) if day else None
