"""What a partner said by telephone, on paper or in person: one form for every step that is theirs."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from core.actor import Actor
from core.choices import offer
from people.forms.fields import DayField, WordsField
from referrals.actions import answer, progress
from referrals.forms.clinic import EMPTY, HOW_TOLD
from referrals.lifecycle import Status
from referrals.models.referral import Referral
from referrals.reasons import MISSED_WHY, OUTCOMES
from referrals.words import REASON_WORDS, WHY_WORDS
from screening.lifecycle import Via

Said = dict[str, Any]
Call = Callable[..., Referral]


def _accept(common: Said, said: Said) -> Referral:
    return answer.accept(**common, words=said["words"])


def _decline(common: Said, said: Said) -> Referral:
    return answer.decline(**common, reason=said["why_not"], words=said["words"])


def _wait_list(common: Said, said: Said) -> Referral:
    return answer.wait_list(**common, place=said["place"], words=said["words"])


def _start(common: Said, said: Said) -> Referral:
    return progress.start(**common, words=said["words"])


def _appointment(common: Said, said: Said) -> Referral:
    held = {"reason": progress.APPOINTMENT, "expected_on": said["appointment"]}
    return progress.hold(**common, **held, words=said["words"])


def _still_going(common: Said, said: Said) -> Referral:
    return progress.still_going(**common)


def _complete(common: Said, said: Said) -> Referral:
    return progress.complete(**common, outcome=said["outcome"], words=said["words"])


def _fail(common: Said, said: Said) -> Referral:
    return progress.fail(
        **common, reason=said["why_failed"], why=said["missed"], words=said["words"]
    )


# What may have been said: the words, the statuses in which it can be true, the field it cannot do without.
SAYINGS: dict[str, tuple[str | Promise, frozenset[Status], Call, str]] = {
    "accept": (_("They said yes"), frozenset({Status.REQUESTED}), _accept, ""),
    "decline": (_("They cannot help"), frozenset({Status.REQUESTED}), _decline, "why_not"),
    "wait_list": (
        _("The family is on their list"),
        frozenset({Status.REQUESTED, Status.ACCEPTED, Status.IN_PROGRESS, Status.ON_HOLD}),
        _wait_list, "",
    ),
    "start": (
        _("They have begun to help"), frozenset({Status.ACCEPTED, Status.ON_HOLD}), _start, "",
    ),
    "appointment": (
        _("They have made an appointment"),
        frozenset({Status.ACCEPTED, Status.IN_PROGRESS}), _appointment, "appointment",
    ),
    "still_going": (
        _("They are still on it"),
        frozenset({Status.ACCEPTED, Status.IN_PROGRESS, Status.ON_HOLD}), _still_going, "",
    ),
    "complete": (
        _("They have helped"),
        frozenset({Status.ACCEPTED, Status.IN_PROGRESS, Status.ON_HOLD}), _complete, "outcome",
    ),
    "fail": (
        _("It did not work out"),
        frozenset({Status.ACCEPTED, Status.IN_PROGRESS, Status.ON_HOLD}), _fail, "why_failed",
    ),
}  # fmt: skip


CHOOSE = gettext_noop("Choose one from the list.")
MISSING = {"appointment": gettext_noop("Say on which day the appointment is.")}


class TellingForm(forms.Form):
    """`said` offers only what can be true now; each saying asks for its own reason."""

    said = forms.ChoiceField(label=_("What did the partner say?"), widget=forms.RadioSelect)
    via = forms.ChoiceField(
        label=_("How did they say it?"),
        choices=HOW_TOLD,
        initial=Via.PHONE,
        widget=forms.RadioSelect,
    )
    why_not = forms.ChoiceField(
        label=_("If they cannot help: why?"), required=False,
        choices=lambda: _reasons(Status.REJECTED),
    )  # fmt: skip
    place = forms.IntegerField(
        label=_("If there is a list: the place on it"),
        required=False,
        min_value=1,
        max_value=100_000,
    )
    appointment = DayField(label=_("If there is an appointment: its day"), required=False)
    outcome = forms.ChoiceField(
        label=_("If they have helped: what did the family get?"), required=False,
        choices=[EMPTY, *((code, REASON_WORDS[code]) for code in OUTCOMES)],
    )  # fmt: skip
    why_failed = forms.ChoiceField(
        label=_("If it did not work out: why?"), required=False,
        choices=lambda: _reasons(Status.FAILED),
    )  # fmt: skip
    missed = forms.ChoiceField(
        label=_("If the appointment was missed: why?"), required=False,
        choices=[EMPTY, *((code, WHY_WORDS[code]) for code in MISSED_WHY)],
    )  # fmt: skip
    words = WordsField(label=_("In their words"), rows=2)

    NEEDED_FOR = {
        "why_not": {"decline"}, "place": {"wait_list"}, "outcome": {"complete"},
        "appointment": {"appointment"},
        "why_failed": {"fail"}, "missed": {"fail"},
    }  # fmt: skip

    def __init__(self, status: Status, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        sayings = [(key, words) for key, (words, when, *_rest) in SAYINGS.items() if status in when]
        offer(self, "said", sayings)
        possible = {key for key, _words in sayings}
        for name, sayable in self.NEEDED_FOR.items():
            if not sayable & possible:
                self.fields[name].required = False
                self.fields[name].widget = forms.HiddenInput()

    def clean(self) -> Said:
        cleaned = super().clean() or {}
        needed = SAYINGS[cleaned["said"]][3] if cleaned.get("said") else ""
        if needed and not cleaned.get(needed):
            self.add_error(needed, _now(MISSING.get(needed, CHOOSE)))
        return cleaned

    def record(self, actor: Actor, referral_id: UUID, *, at: datetime) -> Referral:
        """The one action behind what was said."""
        said = self.cleaned_data
        common = {"actor": actor, "referral_id": referral_id, "at": at, "via": Via(said["via"])}
        call = SAYINGS[said["said"]][2]
        return call(common, said)


def _reasons(status: Status) -> list[tuple[str, str | Promise]]:
    return [EMPTY, *((code, REASON_WORDS[code]) for code in progress.choosable(status))]
