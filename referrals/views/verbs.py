"""What can the receiver say about a request now? One table: its words, its form, its action."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from referrals.actions import answer, progress
from referrals.actions.contests import answer_contest
from referrals.actions.mending import not_so
from referrals.actions.refer_on import refer_on
from referrals.forms.contest import ContestForm
from referrals.forms.partner import (
    AnswerForm,
    CannotForm,
    DoneForm,
    FailedForm,
    HoldForm,
    NotSoForm,
    QuestionForm,
    ReferOnForm,
    WaitListForm,
)
from referrals.models.referral import Referral
from referrals.search.one_request import Request
from referrals.words import Text


@dataclass(frozen=True, slots=True)
class Verb:
    """`form` None: one tap says it all. `said`: what the page answers then."""

    words: Text
    icon: str
    tell: Callable[..., Referral]
    said: Text
    form: type[AnswerForm] | None = None
    lead: Text = ""
    button: Text = ""
    asks_room: bool = False


_TOLD = _("Thank you. The sender has been told.")

VERBS: dict[str, Verb] = {
    "yes": Verb(_("Yes, we can help"), "check", answer.accept, _TOLD, asks_room=True),
    "question": Verb(
        _("I have a question"), "message-circle-question-mark", answer.ask,
        _("Your question is on its way. It is the sender’s turn."), QuestionForm,
        _("You can still say yes or no while you wait."), _("Send the question"),
    ),
    "cannot": Verb(
        _("We can’t right now"), "x", answer.decline, _TOLD, CannotForm,
        _("That is all right. The sender will look for somebody else right away."),
        _("Tell the sender"), asks_room=True,
    ),
    "wait-list": Verb(
        _("Put them on our wait list"), "list-ordered", answer.wait_list, _TOLD, WaitListForm,
        _("The sender will know that this is not a yes yet."), _("Put on the wait list"),
        asks_room=True,
    ),
    "refer-on": Verb(
        _("Another partner can help"), "signpost", refer_on,
        _("Thank you. The family is not left alone."), ReferOnForm,
        _(
            "If the family has agreed to being sent on, that partner is asked right away. If not, the sender asks"
            " the family."
        ),
        _("Send them on"),
    ),
    "not-so": Verb(
        _("That is not so"), "message-circle-x", not_so,
        _("Thank you. The sender is told, and it is your word again."), NotSoForm,
        _("What was written down for you is taken back. It is your turn again, as before."),
        _("Say that it is not so"),
    ),
    "family-says-no": Verb(
        _("Say what you know"), "message-circle-heart", answer_contest,
        _("Thank you. The sender reads it. Both words stay."), ContestForm,
        _("The family says that it did not get this. Your word stands beside theirs, and takes nothing away."),
        _("Tell the sender"),
    ),
    "contact": Verb(_("First contact made"), "phone", progress.start, _TOLD),
    "resume": Verb(_("Help goes on"), "play", progress.start, _TOLD),
    "place": Verb(_("We have a place now"), "door-open", progress.start, _TOLD),
    "still-listed": Verb(
        _("Still on our list"), "list-ordered", answer.wait_list, _TOLD, WaitListForm,
        _("The sender likes to know the place, and when it may be their turn."),
        _("Tell the sender"),
    ),
    "still-going": Verb(_("Still going"), "refresh-cw", progress.still_going, _TOLD),
    "hold": Verb(
        _("Put on hold"), "pause", progress.hold, _TOLD, HoldForm,
        _("You will be asked again in two weeks at the latest; after an appointment, once it is over."),
        _("Put on hold"),
    ),
    "done": Verb(
        _("It is done"), "circle-check", progress.complete,
        _("Thank you. The family is asked, too."), DoneForm,
        _("The family will be asked whether it worked out."), _("Say it is done"),
    ),
    "failed": Verb(
        _("It did not work out"), "octagon-x", progress.fail, _TOLD, FailedForm,
        _("Nobody is to blame. The sender will look for another way."), _("Tell the sender"),
    ),
}  # fmt: skip

ASKED = (("yes", "question", "cannot"), ("wait-list", "refer-on"))
ACCEPTED = (("contact", "hold", "failed"), ("question", "done", "refer-on"))
IN_PROGRESS = (("done", "still-going", "failed"), ("hold", "question", "refer-on"))
LISTED = (("place", "still-listed", "failed"), ("done", "refer-on"))
CONTESTED: tuple[tuple[str, ...], tuple[str, ...]] = (("family-says-no",), ())
RESTING = (("resume", "still-going", "failed"), ("done", "refer-on"))
Slugs = tuple[str, ...]
NOTHING: tuple[Slugs, Slugs] = ((), ())


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: a POST when one tap says it all, else the way to a form."""

    slug: str
    verb: Verb
    variant: str

    @property
    def is_tap(self) -> bool:
        return self.verb.form is None


@dataclass(frozen=True, slots=True)
class Choices:
    """Three large ones, and quieter ones below."""

    large: tuple[Choice, ...]
    quiet: tuple[Choice, ...]

    def __contains__(self, slug: object) -> bool:
        return any(choice.slug == slug for choice in self.large + self.quiet)


def choices_of(found: Request) -> Choices:
    large, quiet = NOTHING if found.is_withdrawn else _offered(found)
    denial = ("not-so",) if found.told and not found.is_withdrawn else ()
    return _choices(large, (*denial, *quiet))


def _choices(large: tuple[str, ...], quiet: tuple[str, ...]) -> Choices:
    return Choices(
        tuple(
            Choice(slug, VERBS[slug], "soft" if place else "solid")
            for place, slug in enumerate(large)
        ),
        tuple(Choice(slug, VERBS[slug], "plain") for slug in quiet),
    )


def _offered(found: Request) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if found.is_asked_about_no:
        return CONTESTED
    if found.is_asked:
        return ASKED
    if found.is_accepted:
        return ACCEPTED
    if found.is_in_progress:
        return IN_PROGRESS
    if found.is_on_wait_list:
        return LISTED
    return RESTING if found.is_resting else NOTHING


FIRST_ANSWERS = _choices(*ASKED)
