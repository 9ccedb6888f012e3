"""What is proposed, what one thinks of it, and how one votes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core.choices import offer
from governance.actions.proposals import Wording
from governance.counting import Answer
from governance.effects import registry
from governance.effects.policies import KIND, open_to_decision
from governance.effects.registry import Aloud, Change
from governance.forms.council import DayField
from governance.forms.parts import PartGroup, parts, shown_of
from governance.forms.policies import NumberGroup, number_field
from governance.in_force import in_force
from governance.lifecycle import Area
from governance.models.councils import Seat
from governance.models.proposals import ProposalVersion
from governance.words.deciding import ANSWER_WORDS, AREA_WORDS
from governance.words.policies import GROUP_WORDS, Group
from organizations.forms.once import OnceForm

LONG = 4000


class WordingForm(OnceForm):
    """The words; and every number that partners may decide, as it stands: what differs is the change."""

    title = forms.CharField(label=_("What do you propose?"), max_length=160)
    reason = forms.CharField(
        label=_("Why?"), max_length=LONG, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody in the network can read it. Write nothing about a family."),
    )  # fmt: skip
    text = forms.CharField(
        label=_("Words that shall hold"), max_length=LONG, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For what no number says. Leave it empty if only numbers change."),
    )  # fmt: skip
    area = forms.ChoiceField(
        label=_("What are these words about?"), choices=list(AREA_WORDS.items()), initial=Area.NORMS,
        help_text=_("Where numbers change, they say it themselves."),
    )  # fmt: skip

    def __init__(
        self, network_id: UUID, data: Any = None, initial: dict[str, Any] | None = None, *,
        at: datetime,
    ) -> None:  # fmt: skip
        super().__init__(data, initial=initial)
        self.stands, self.known = in_force(network_id, "", at), open_to_decision()
        self.own = [name for name in self.fields if not self[name].is_hidden]
        for key, value in self.known.items():
            field = number_field(value, self.stands[key])
            field.required = False
            self.fields[_name(key)] = field
        self.by_part = [(part, part.fields(network_id, at)) for part in parts()]
        for _part, fields in self.by_part:
            self.fields.update(fields)

    @property
    def stands_filled(self) -> set[str]:
        """Each number stands there as it holds: no label has to say that it may stay."""
        return {_name(key) for key in self.known}

    @property
    def asked(self) -> list[forms.BoundField]:
        return [self[name] for name in self.own]

    @property
    def parts(self) -> Iterator[PartGroup]:
        for part, fields in self.by_part:
            is_asked = any(name.startswith(f"{part.kind}-") for name in self.initial)
            yield PartGroup(part.title, part.hint, [self[name] for name in fields], is_asked)

    @property
    def groups(self) -> Iterator[NumberGroup]:
        for group in (*Group, None):
            keys = [key for key, value in self.known.items() if value.group is group]
            if keys:
                title = GROUP_WORDS[group] if group else _("Signing in")
                yield NumberGroup(title, [self[_name(key)] for key in keys])

    def wording(self) -> Wording:
        said = self.cleaned_data
        changes = [
            Change(KIND, key, said[_name(key)])
            for key in self.known
            if said.get(_name(key)) not in {None, "", self.stands[key]}
        ]
        for part, _fields in self.by_part:
            changes += part.changes(said)
        return Wording(said["title"], said["reason"], said["text"], changes, Area(said["area"]))


class RewordingForm(WordingForm):
    """The words as they stand. Of each part the fields show one change: the others are kept, unless their tick goes."""

    besides = forms.MultipleChoiceField(
        label=_("What it changes besides"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Take away the tick of what shall not change any more."),
    )  # fmt: skip

    def __init__(
        self,
        network_id: UUID,
        version: ProposalVersion,
        area: str,
        data: Any = None,
        *,
        at: datetime,
    ) -> None:
        stands = {
            "title": version.title,
            "reason": version.reason,
            "text": version.text,
            "area": area,
        }
        super().__init__(network_id, data, stands, at=at)
        wanted = registry.unpacked(version.changes)
        shown = shown_of([one for one in wanted if one.kind != KIND], self.by_part)
        numbers = {_name(one.key): one.after for one in wanted if one.kind == KIND}
        ticks = {str(number): one for number, one in enumerate(shown.besides)}
        self.initial = {**self.initial, **numbers, **shown.initial, "besides": list(ticks)}
        self.kept = ticks
        self.shown = {(one.kind, one.key) for one in wanted if one not in shown.besides}
        self.own = [name for name in self.own if ticks or name != "besides"]
        said = registry.aloud_of_many([one] for one in shown.besides)
        spoken = [_in_one_line(one) for [one] in said]
        offer(self, "besides", zip(ticks, spoken, strict=True))

    def wording(self) -> Wording:
        """Where the fields say something else about the same thing, that is what is wanted."""
        wording = super().wording()
        anew = {(one.kind, one.key) for one in wording.changes} - self.shown
        ticked = [self.kept[number] for number in self.cleaned_data["besides"]]
        kept = [one for one in ticked if (one.kind, one.key) not in anew]
        return replace(wording, changes=[*wording.changes, *kept])


class ProposalForm(WordingForm):
    """As above, and what is asked once."""

    starts_on = DayField(
        label=_("From which day shall it hold?"), required=False,
        help_text=_("Empty: as soon as it is carried."),
    )  # fmt: skip
    is_secret = forms.BooleanField(
        label=_("Secret ballot"), required=False,
        help_text=_("All see who has voted, and nobody sees what."),
    )  # fmt: skip

    def starts_at(self, zone: str) -> datetime | None:
        day = self.cleaned_data["starts_on"]
        return datetime.combine(day, time(0), ZoneInfo(zone)) if day else None


class CommentForm(OnceForm):
    words = forms.CharField(
        label=_("What do you think?"), max_length=LONG, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody in the network can read it. Write nothing about a family."),
    )  # fmt: skip


class VoteForm(forms.Form):
    """Of one seat. `prefix` keeps those of several seats apart."""

    seat = forms.UUIDField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label=_("Your vote"), choices=list(ANSWER_WORDS.items()), widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("If no: why?"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It is shown with the result, without your name."),
    )  # fmt: skip

    @property
    def said(self) -> Answer:
        return Answer(self.cleaned_data["answer"])


class SupportForm(forms.Form):
    seat = forms.UUIDField(widget=forms.HiddenInput)


class ConflictForm(SupportForm):
    words = forms.CharField(
        label=_("What do you or your organization gain or lose?"), max_length=500
    )


class ProxyForm(SupportForm):
    to_seat = forms.TypedChoiceField(label=_("Who votes for you?"), coerce=str)

    def __init__(self, others: Sequence[Seat], data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        names = [(str(one.pk), one.holder.name) for one in others if one.holder]
        offer(self, "to_seat", [("", _("Choose one")), *names])


def _in_one_line(change: Aloud) -> str:
    return _now("%(what)s: from %(before)s to %(after)s") % change._asdict()


def _name(key: str) -> str:
    return key.replace(".", "-")
