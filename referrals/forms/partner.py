"""What may a partner say about a request? The shape of each answer; the action decides."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.choices import offer
from organizations.models.directory import Service
from referrals.actions.progress import APPOINTMENT, choosable
from referrals.lifecycle import Status
from referrals.reasons import MISSED_WHY, OUTCOMES, REASONS
from referrals.words import REASON_WORDS, WHY_WORDS, Text

LONGEST = 4000


def _labelled(
    codes: Iterable[str], words: dict[str, Text] = REASON_WORDS
) -> list[tuple[str, Text]]:
    return [(code, words[code]) for code in codes]


def _words(label: Any, help_text: Any = "", *, required: bool = False) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=LONGEST, widget=area
    )


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    picker = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, required=False, widget=picker)


def _one_of(
    label: Any, choices: Iterable[tuple[str, Text]], *, required: bool = True
) -> forms.ChoiceField:
    offered = list(choices)
    return forms.ChoiceField(
        label=label, choices=offered, widget=forms.RadioSelect, required=required
    )


class AnswerForm(forms.Form):
    """`cleaned_data` is what the action takes. `services`: what may be suggested instead."""

    def __init__(self, data: object = None, *, services: Iterable[Service] = ()) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict or None
        self.take(services)

    def take(self, services: Iterable[Service]) -> None:
        """Only one answer asks for them."""


class QuestionForm(AnswerForm):
    question = _words(
        _("Your question"),
        _("The sender reads this. Your time to answer stands still until they reply."),
        required=True,
    )


class CannotForm(AnswerForm):
    reason = _one_of(_("Why not?"), _labelled(choosable(Status.REJECTED)))
    suggests = forms.ChoiceField(
        label=_("Who else could help?"),
        required=False,
        help_text=_("Other services for this in your network. Type the first letters to find one."),
    )
    words = _words(
        _("Anything the sender should know?"), _("When you will have room again, for one.")
    )

    def take(self, services: Iterable[Service]) -> None:
        found = [(str(s.pk), f"{s.name} · {s.organization.name}") for s in services]
        offer(self, "suggests", [("", _("Nobody comes to mind")), *found])

    def clean_suggests(self) -> str | None:
        return self.cleaned_data["suggests"] or None

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        if given.get("reason") == "other" and not given.get("words"):
            self.add_error("words", _("Say in a few words why you cannot help."))
        return given


class ReferOnForm(AnswerForm):
    service_id = forms.ChoiceField(
        label=_("Who can help them?"),
        help_text=_("Services for this in your network. Type the first letters to find one."),
    )
    words = _words(_("Anything the sender should know?"))

    def take(self, services: Iterable[Service]) -> None:
        found = [(str(s.pk), f"{s.name} · {s.organization.name}") for s in services]
        offer(self, "service_id", [("", "—"), *found])


class NotSoForm(AnswerForm):
    words = _words(_("What is so?"), _("The sender reads this."))


class WaitListForm(AnswerForm):
    place = forms.IntegerField(
        label=_("Place on the list"), required=False, min_value=1, max_value=100_000
    )
    expected_on = _day(_("When might there be a place?"))
    words = _words(_("Anything the sender should know?"))


class HoldForm(AnswerForm):
    reason = _one_of(_("What are you waiting for?"), _labelled(choosable(Status.ON_HOLD)))
    expected_on = _day(
        _("If an appointment is set: on which day?"),
        _("You are asked how it went after that day, and the family is not asked before it."),
    )
    words = _words(_("Anything the sender should know?"))

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        if given.get("reason") == APPOINTMENT and not given.get("expected_on"):
            self.add_error("expected_on", _("Say on which day the appointment is."))
        return given


class DoneForm(AnswerForm):
    outcome = _one_of(_("What did the family get?"), _labelled(OUTCOMES))
    words = _words(_("Anything the sender should know?"))


class FailedForm(AnswerForm):
    reason = _one_of(_("What happened?"), _labelled(choosable(Status.FAILED)))
    why = _one_of(
        _("If they missed the appointment: why?"), _labelled(MISSED_WHY, WHY_WORDS), required=False
    )
    words = _words(_("Anything the sender should know?"))

    def clean(self) -> dict[str, object]:
        """The second question belongs to one reason: asked there, dropped elsewhere."""
        given = super().clean() or {}
        known = REASONS[Status.FAILED].get(given.get("reason", ""))
        if known is not None and not known.asks_why:
            given["why"] = ""
        if known is not None and known.asks_why and not given.get("why"):
            self.add_error("why", _("Choose why the appointment was missed."))
        return given
