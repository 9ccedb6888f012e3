"""What may be typed on a need's own page: the family's word, an answer, an ending, a colleague's name."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.actor import Actor
from core.choices import offer
from organizations.topic_words import CATEGORY_WORDS, TOPIC_WORDS
from organizations.topics import Category, topics_of
from people.forms.fields import DayField, WordsField
from people.models.person import Person
from people.views.header import name_of
from referrals.actions import family, progress
from referrals.actions.family import SAYS_NO_WHY, Answer
from referrals.lifecycle import Status
from referrals.reasons import REASONS
from referrals.words import REASON_WORDS, WHY_WORDS
from screening.actions import needs
from screening.lifecycle import Lasts, NeedStatus, Via
from screening.models.need import Need
from screening.words import NEED_WORDS

Choices = list[tuple[str, str | Promise]]
HOW_TOLD: Choices = [
    (Via.PHONE, _("By telephone")),
    (Via.IN_PERSON, _("In person")),
    (Via.PAPER, _("On paper")),
]
EMPTY: tuple[str, str] = ("", "—")


class WantForm(forms.Form):
    """Does the family want help with this?"""

    via = forms.ChoiceField(
        label=_("How did they say so?"),
        choices=HOW_TOLD,
        initial=Via.IN_PERSON,
        widget=forms.RadioSelect,
    )
    ask_again_on = DayField(
        label=_("If not now: ask again on"), required=False,
        help_text=_("Leave it empty when they do not want to be asked again."),
    )  # fmt: skip


class WordForm(forms.Form):
    """What the family says became of it, told to its worker."""

    answer = forms.ChoiceField(
        label=_("Did the help work out?"),
        widget=forms.RadioSelect,
        choices=[
            (Answer.YES, pgettext_lazy("the family says", "Yes, we got it")),
            (Answer.NOT_YET, pgettext_lazy("the family says", "Not yet")),
            (Answer.PARTLY, pgettext_lazy("the family says", "A part of it")),
            (Answer.NO, pgettext_lazy("the family says", "No")),
        ],
    )
    why = forms.ChoiceField(
        label=_("If no, why?"), required=False,
        choices=[EMPTY, *((code, WHY_WORDS[code]) for code in SAYS_NO_WHY)],
    )  # fmt: skip
    via = forms.ChoiceField(
        label=_("How did they tell you?"),
        choices=HOW_TOLD,
        initial=Via.PHONE,
        widget=forms.RadioSelect,
    )
    lasts = forms.ChoiceField(
        label=_("If yes, for how long?"),
        required=False,
        choices=[
            (Lasts.ONCE, _("That was all they needed")),
            (Lasts.UNTIL, _("Until a day: ask again then")),
            (Lasts.RECURRING, _("It goes on: ask again then")),
        ],
    )
    recheck_on = DayField(label=_("Ask again on"), required=False)

    def record(self, actor: Actor, need_id: UUID, *, at: datetime) -> Need:
        said = self.cleaned_data
        return family.family_answers(
            actor=actor, need_id=need_id, answer=Answer(said["answer"]), at=at, via=Via(said["via"]),
            why=said["why"], lasts=Lasts(said["lasts"] or Lasts.ONCE), recheck_on=said["recheck_on"],
        )  # fmt: skip


class ReplyForm(forms.Form):
    """The answer to a partner's question."""

    words = WordsField(label=_("Your answer"), rows=3)


class AssignForm(forms.Form):
    user = forms.TypedChoiceField(label=_("Who follows it?"), coerce=UUID)

    def __init__(self, people: Iterable[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "user", list(people))


class AwayForm(forms.Form):
    """Nobody by name: a supervisor is there, or the desk stands in."""

    user = forms.TypedChoiceField(
        label=_("Who follows them while you are away?"),
        coerce=UUID,
        required=False,
        empty_value=None,
    )

    def __init__(self, people: Iterable[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "user", [("", _("Our supervisor, else the desk")), *people])


class CloseForm(forms.Form):
    """How did this need end, if not with help that the family got?"""

    STATUSES = (
        NeedStatus.SOLVED_OTHERWISE, NeedStatus.NO_LONGER_NEEDED, NeedStatus.HELP_DECLINED,
        NeedStatus.STOPPED_BY_FAMILY, NeedStatus.HANDED_OVER, NeedStatus.DIED,
        NeedStatus.DUPLICATE, NeedStatus.ENTERED_IN_ERROR,
    )  # fmt: skip

    status = forms.ChoiceField(
        label=_("How did it end?"),
        widget=forms.RadioSelect,
        choices=lambda: [(status, NEED_WORDS[status].words) for status in CloseForm.STATUSES],
    )
    via = forms.ChoiceField(
        label=_("How did the family tell you?"), choices=HOW_TOLD, initial=Via.PHONE,
        widget=forms.RadioSelect,
    )  # fmt: skip
    ask_again_on = DayField(label=_("Ask again on"), required=False)

    def record(self, actor: Actor, need_id: UUID, *, at: datetime) -> Need:
        said = self.cleaned_data
        return family.close_need(
            actor=actor, need_id=need_id, status=NeedStatus(said["status"]), at=at,
            via=Via(said["via"]), ask_again_on=said["ask_again_on"],
        )  # fmt: skip


class TakeBackForm(forms.Form):
    """Why is a request taken back?"""

    reason = forms.ChoiceField(
        label=_("Why do you take it back?"),
        widget=forms.RadioSelect,
        choices=[
            (code, REASON_WORDS[code])
            for code in REASONS[Status.CANCELLED]
            if code in progress.SENDER_CANCELS
        ],
    )
    words = WordsField(label=_("A word to the partner"), rows=2)


class NewNeedForm(forms.Form):
    """A need that was said, without a screening."""

    topic = forms.ChoiceField(label=_("What is it about?"), choices=lambda: [EMPTY, *_topics()])
    words = WordsField(label=_("In the family’s words"), rows=2)
    beneficiaries = forms.TypedMultipleChoiceField(
        label=_("Who else is it for?"),
        required=False,
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, relatives: Iterable[Person], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        known = [(str(person.pk), name_of(person)) for person in relatives]
        offer(self, "beneficiaries", known)
        if not known:
            del self.fields["beneficiaries"]

    def record(self, actor: Actor, person: Person, *, at: datetime) -> Need:
        said = self.cleaned_data
        topic = needs.FoundTopic(said["topic"], said["words"], tuple(said.get("beneficiaries", ())))
        [need] = needs.record_found(actor=actor, person=person, topics=[topic], at=at)
        return need


def _topics() -> list[Any]:
    return [
        (str(CATEGORY_WORDS[category]), [(one.slug, TOPIC_WORDS[one.slug]) for one in topics])
        for category in Category
        if (topics := topics_of(category))
    ]
