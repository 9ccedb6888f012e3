"""What may be typed on the pages of a screening: how it is asked, answers, and what is wanted."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.choices import offer
from core.http import whole
from core.languages import language_name, language_within
from organizations.forms.once import OnceForm
from organizations.topic_words import TOPIC_WORDS
from organizations.topics import TOPICS
from people.models.person import Person
from screening.actions.screenings import Said, Setting
from screening.actions.wishes import UNDECIDED, Wish
from screening.instruments.library import AbsentReason, Instrument, Item, Section, all_instruments
from screening.models.need import Need
from screening.models.screening import Screening, ScreeningOffer
from screening.words import INTERPRETER_WORDS, MODE_WORDS, NOT_OFFERED_WORDS, titled

DECLINED = AbsentReason.DECLINED.value
SELF = "self"
USUAL = "ahc_hrsn_core"  # where it is in use
YES_NO = [("yes", pgettext_lazy("answer", "Yes")), ("no", pgettext_lazy("answer", "No"))]


class StartForm(forms.Form):
    """How will it be asked? What stands here decides which questions are asked at all."""

    instrument = forms.ChoiceField(label=_("Which questions?"), widget=forms.RadioSelect)
    mode = forms.ChoiceField(
        label=_("How will you ask?"), widget=forms.RadioSelect, choices=list(MODE_WORDS.items())
    )
    answered_by = forms.ChoiceField(label=_("Who answers?"), widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language of the questions"))
    interpreter_kind = forms.ChoiceField(
        label=_("Who interprets?"),
        widget=forms.RadioSelect,
        choices=list(INTERPRETER_WORDS.items()),
    )
    interpreter = forms.CharField(
        label=_("Name or number of the interpreter"), max_length=200, required=False
    )
    alone = forms.ChoiceField(
        label=_("Can you speak alone, with nobody else listening?"),
        widget=forms.RadioSelect,
        choices=YES_NO,
        help_text=_(
            "Questions about safety are asked only when you are alone, "
            "and never through a relative or a child."
        ),
    )

    def __init__(
        self,
        person: Person,
        carers: Collection[tuple[str, str]],
        sheets: Collection[Instrument],
        data: Any = None,
    ) -> None:
        self.instruments = [(each.code, titled(each)) for each in sheets]
        super().__init__(data, initial=_usual(person, [code for code, _title in self.instruments]))
        offer(self, "instrument", self.instruments)
        offer(self, "language", _languages())
        offer(self, "answered_by", [(SELF, person.name), *carers])
        if not carers:
            del self.fields["answered_by"]

    @property
    def setting(self) -> Setting:
        said = self.cleaned_data
        who = said.get("answered_by", SELF)
        return Setting(
            instrument=said["instrument"],
            language=said["language"],
            mode=said["mode"],
            alone=said["alone"] == "yes",
            answered_by=None if who == SELF else UUID(who),
            interpreter_kind=said["interpreter_kind"],
            interpreter=said["interpreter"],
        )


def _usual(person: Person, codes: Collection[str]) -> dict[str, str]:
    """What is most likely, so that one tap is enough; being alone is never taken for granted."""
    return {
        "instrument": USUAL if USUAL in codes else next(iter(codes), ""),
        "mode": Screening.Mode.ASKED,
        "answered_by": SELF,
        "language": person.language.partition("-")[0],
        "interpreter_kind": "professional" if person.needs_interpreter else "nobody",
    }


def _languages() -> Iterable[tuple[str, str]]:
    codes = {code for each in all_instruments() for code in each.languages}
    return ((code, language_name(code)) for code in sorted(codes))


class OfferForm(OnceForm):
    """Nobody asked today: the family said no thanks, or nobody could, and why."""

    state = forms.ChoiceField(
        label=_("What happened?"),
        widget=forms.RadioSelect,
        choices=[
            (ScreeningOffer.State.DECLINED, _("The family said no thanks")),
            (ScreeningOffer.State.NOT_OFFERED, _("We did not ask")),
        ],
    )
    why = forms.ChoiceField(
        label=_("If you did not ask, why?"),
        required=False,
        choices=[("", "—"), *NOT_OFFERED_WORDS.items()],
    )


@dataclass(frozen=True, slots=True)
class Part:
    """A section on the page: the instrument's own words, why we ask, and its questions."""

    title: str
    introduction: str
    why: str
    is_private: bool
    fields: tuple[forms.BoundField, ...]


@dataclass(frozen=True, slots=True)
class One:
    """One question a screen. Past the last one there is no question, and the page says so."""

    number: int
    total: int
    part: Part | None
    field: forms.BoundField | None

    @property
    def back(self) -> int:
        return self.number - 1


class AnswersForm(forms.Form):
    """The questions of a screening that may be asked, in the family's language.

    `asked` in the data names the questions that stood on the page: one of them without an answer
    was emptied by hand, any other one is left as it is. An answer given in private is not shown
    again, and is kept unless another one is chosen.
    """

    asked = forms.MultipleChoiceField(required=False)

    def __init__(
        self, questions: Instrument, language: str, answers: Mapping[str, Said], data: Any = None
    ) -> None:
        super().__init__(data, initial=_shown(questions, answers))
        self.questions, self.language = questions, language
        self.language_name = language_within(language)
        self.items = {item.code: item for item in questions.items}
        self.before = {code for code in self.items if code in answers}
        offer(self, "asked", ((code, code) for code in self.items))
        for number, item in enumerate(questions.items, 1):
            kind = _Several if item.several else _One
            self.fields[item.code] = kind(
                item, language, number=number, is_answered=item.code in answers
            )

    @property
    def given(self) -> dict[str, Said]:
        """The answers that can be kept; those with an error are shown again instead."""
        page = self.cleaned_data.get("asked", [])
        said = {code: self.cleaned_data[code] for code in page if code in self.cleaned_data}
        return {code: value for code, value in said.items() if value or self.items[code].several}

    @property
    def answered(self) -> int:
        """How many questions have an answer, with what was just given."""
        given = self.given if hasattr(self, "cleaned_data") else {}
        emptied = {code for code, said in given.items() if not said}
        return len((self.before | given.keys()) - emptied)

    @property
    def parts(self) -> list[Part]:
        return [self._part(section) for section in self.questions.sections]

    def one(self, wanted: str | None) -> One | None:
        """The question of that number; None when the whole page is wanted."""
        if not wanted or not wanted.isdecimal():
            return None
        number, total = max(1, whole(wanted)), len(self.items)
        places = [(part, field) for part in self.parts for field in part.fields]
        if number > total:
            return One(total + 1, total, None, None)
        return One(number, total, *places[number - 1])

    def _part(self, section: Section) -> Part:
        return Part(
            title=section.title.in_language(self.language),
            introduction=section.introduction.in_language(self.language)
            if section.introduction
            else "",
            why=section.why_we_ask.in_language(self.language),
            is_private=section.private,
            fields=tuple(self[item.code] for item in section.items),
        )


def _shown(questions: Instrument, answers: Mapping[str, Said]) -> dict[str, Any]:
    """What is ticked when the page opens. Nothing that was said in private comes up again."""
    kept = {item.code: answers[item.code] for item in questions.items if item.code in answers}
    private = {item.code for item in questions.items if item.private}
    several = {item.code for item in questions.items if item.several}
    ticked = {code: _ticked(said) for code, said in kept.items() if code not in private}
    return {code: all_ if code in several else all_[0] for code, all_ in ticked.items() if all_}


def _ticked(said: Said) -> list[str]:
    return [said.value] if isinstance(said, AbsentReason) else list(said)


class _Question(forms.ChoiceField):
    """One question in its exact words, and always a way not to answer."""

    def __init__(self, item: Item, language: str, *, number: int, is_answered: bool) -> None:
        self.item, self.language, self.number = item, language, number
        self.hint = item.hint.in_language(language) if item.hint else ""
        self.is_hidden_again = item.private and is_answered
        with translation.override(language):
            no_answer = str(_("I would rather not say"))
        self.words = {a.code: a.text.in_language(language) for a in item.answers}
        self.words[DECLINED] = no_answer
        super().__init__(
            label=item.text.in_language(language),
            required=False,
            choices=list(self.words.items()),
        )
        self.template_name = "screening/includes/question.html"


class _One(_Question):
    widget = forms.RadioSelect

    def clean(self, value: Any) -> Said:
        chosen = super().clean(value)
        if chosen == DECLINED:
            return AbsentReason.DECLINED
        return (chosen,) if chosen else ()


class _Boxes(forms.CheckboxSelectMultiple):
    """Marks the answers that go with no other, so that the page can untick by itself."""

    alone: frozenset[str] = frozenset()

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if str(value) in self.alone:
            option["attrs"]["data-alone"] = "yes"
        return option


class _Several(_Question, forms.MultipleChoiceField):
    widget = _Boxes

    def __init__(self, item: Item, language: str, *, number: int, is_answered: bool) -> None:
        super().__init__(item, language, number=number, is_answered=is_answered)
        self.alone = {answer.code for answer in item.answers if answer.alone} | {DECLINED}
        self.widget.alone = frozenset(self.alone)

    def clean(self, value: Any) -> Said:
        chosen = super().clean(value)
        alone = self.alone
        if len(chosen) > 1 and alone.intersection(chosen):
            raise forms.ValidationError(
                _("“%(alone)s” goes with no other answer. Choose again.")
                % {"alone": next(self.words[code] for code in chosen if code in alone)}
            )
        return AbsentReason.DECLINED if chosen == [DECLINED] else tuple(chosen)


WISH_WORDS = [
    (Wish.YES.value, _("Yes, please")),
    (Wish.NOT_NOW.value, _("Not now, ask again in a month")),
    (Wish.NO.value, _("No thanks")),
]


class WishesForm(forms.Form):
    """For each need that came up: is help wanted? And which of them matters most?"""

    most = forms.ChoiceField(
        label=_("What matters most to the family?"), widget=forms.RadioSelect, required=False
    )

    def __init__(self, needs: Iterable[Need], data: Any = None) -> None:
        self.needs = {str(need.pk): need for need in needs if need.status in UNDECIDED}
        super().__init__(data, initial=_wished(self.needs.values()))
        for key, need in self.needs.items():
            self.fields[key] = _Wanted(need)
        offer(self, "most", [(key, TOPIC_WORDS[need.topic]) for key, need in self.needs.items()])
        if len(self.needs) < 2:
            del self.fields["most"]

    @property
    def wanted(self) -> list[forms.BoundField]:
        return [self[key] for key in self.needs]

    @property
    def most_field(self) -> forms.BoundField | None:
        return self["most"] if "most" in self.fields else None

    @property
    def wishes(self) -> dict[UUID, Wish]:
        return {UUID(key): Wish(said) for key in self.needs if (said := self.cleaned_data[key])}

    @property
    def most_of_all(self) -> UUID | None:
        most = self.cleaned_data.get("most")
        return UUID(most) if most else None


class _Wanted(forms.ChoiceField):
    """One need that came up, and what the family says to help with it."""

    widget = forms.RadioSelect

    def __init__(self, need: Need) -> None:
        self.icon, self.is_private = TOPICS[need.topic].icon, need.is_sensitive
        super().__init__(label=str(TOPIC_WORDS[need.topic]), choices=WISH_WORDS, required=False)


def _wished(needs: Collection[Need]) -> dict[str, str]:
    said = {str(need.pk): _said(need) for need in needs}
    most = next((str(need.pk) for need in needs if need.priority == 1), "")
    return {**said, "most": most}


def _said(need: Need) -> str:
    if need.wants_help:
        return Wish.YES
    if not need.is_closed:
        return ""
    return Wish.NOT_NOW if need.ask_again_on else Wish.NO
