"""What did the other side say: it arrived, it came back, STOP, or 1, 2 or 3?"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.functional import Promise

from core.actor import NOBODY, Actor
from core.sealed import tokens_asked
from core.tenancy import tenant_context
from notifications.actions.ending import end
from notifications.followup import TEXTS_AN_HOUR
from notifications.models.deliveries import Delivery
from notifications.models.replies import HeardText
from notifications.numbers import Asked, asked_at, in_any_network, texts_of
from notifications.safety import Held
from notifications.words import REPLIES, Reply
from people.actions.wishes import allow_messages, stop_messages
from people.lifecycle import ChannelState, WishKind
from people.models.contact import ContactPoint, Wish
from people.search.tokens import sign_of_phone
from referrals.actions.check_in import Answered, Heard, check_in
from referrals.actions.family import Answer
from referrals.search.family import question_for
from screening.lifecycle import Via

REMEMBERED = timedelta(days=30)
ANSWERS = {"1": Answer.YES, "2": Answer.NOT_YET, "3": Answer.NO}


class Said(StrEnum):
    STOP = "stop"
    START = "start"
    HELP = "help"
    ANSWER = "answer"
    ANYTHING = "anything"


# In English and Spanish, as people write them: case, accents and points aside.
WORDS = {
    Said.STOP: {"stop", "stopall", "end", "quit", "cancel", "unsubscribe", "revoke", "optout"},
    Said.START: {"start", "unstop", "yes please"},
    Said.HELP: {"help", "info"},
    Said.ANSWER: set(ANSWERS),
}  # fmt: skip
IN_SPANISH = {
    Said.STOP: {"alto", "parar", "pare", "basta", "fin", "terminar", "cancelar", "salir", "baja"},
    Said.START: {"comenzar", "empezar", "iniciar", "alta"},
    Said.HELP: {"ayuda", "auxilio"},
}
SPANISH = frozenset().union(*IN_SPANISH.values())


@dataclass(frozen=True, slots=True)
class Text:
    """A text that came in."""

    provider_id: str
    number: str
    words: str


def meaning(words: str) -> Said:
    plain = _plain(words)
    known = ((said, plain in WORDS[said] | IN_SPANISH.get(said, set())) for said in WORDS)
    return next((said for said, is_meant in known if is_meant), Said.ANYTHING)


def _plain(words: str) -> str:
    return " ".join(words.casefold().strip(" .!¡\n\t'\"").split())


# --- texts that come in --------------------------------------------------------------------------


def hear(text: Text, *, at: datetime) -> str:
    """Do what it asks for, once; the sentence to answer with, or nothing for what was heard before.

    All in one transaction with the note that it was heard: a call that fails halfway comes again.
    """
    with transaction.atomic():
        if not _is_new(text, at):
            return ""
        said = meaning(text.words)
        if said is Said.STOP:
            return _stop(text, at)
        if said is Said.START:
            return _start(text, at)
        return _answer(text, said, at)


def _is_new(text: Text, at: datetime) -> bool:
    """Not heard before, and not one too many from this number within an hour. STOP is never too many."""
    numbers = tokens_asked(
        "heard", sign_of_phone(text.number).value, network_id=NOBODY, scope=NOBODY
    )
    lately = HeardText.objects.filter(number__in=numbers, at__gt=at - timedelta(hours=1)).count()
    heard = HeardText(provider_id=text.provider_id, number=numbers[0], at=at)
    HeardText.objects.bulk_create([heard], ignore_conflicts=True)
    is_new = HeardText.objects.filter(pk=heard.pk).exists()
    return is_new and (lately < TEXTS_AN_HOUR or meaning(text.words) is Said.STOP)


def forget(*, at: datetime) -> None:
    HeardText.objects.filter(at__lt=at - REMEMBERED).delete()


def _stop(text: Text, at: datetime) -> str:
    language = _language_of(text)
    stop_number(text.number, at=at)
    return _words(Reply.STOPPED, language)


def stop_number(number: str, *, at: datetime) -> None:
    """Messages to this number end, wherever it stands. Sharing, and help, go on."""
    for point in _everywhere(number):
        with tenant_context(point.network_id):
            if not _stops_by_text(point).exists():
                stop_messages(
                    actor=Actor.system(point.network_id), person_id=point.person_id,
                    contact_id=point.pk, at=at, said_by="family", via=Via.TEXT,
                )  # fmt: skip


def _stops_by_text(point: ContactPoint) -> QuerySet[Wish]:
    """Beside whatever was said at a desk: each stands until it is taken back the way it was said."""
    return Wish.objects.filter(
        person_id=point.person_id, kind=WishKind.STOP_MESSAGES, about_id=point.pk, via=Via.TEXT,
        undone_at=None,
    )  # fmt: skip


def _everywhere(number: str) -> list[ContactPoint]:
    return in_any_network(lambda network_id: texts_of(number, network_id))


def _language_of(text: Text) -> str:
    """Of whoever has this telephone; else that of the word they wrote."""
    known = (point.language or point.person.language for point in _everywhere(text.number))
    return next(filter(None, known), "es" if _plain(text.words) in SPANISH else "")


def _start(text: Text, at: datetime) -> str:
    """What a STOP from this number ended. What was asked for in another way stays as it is."""
    for point in _everywhere(text.number):
        with tenant_context(point.network_id):
            for wish in _stops_by_text(point):
                allow_messages(
                    actor=Actor.system(point.network_id), person_id=point.person_id,
                    wish_id=wish.pk, at=at,
                )  # fmt: skip
    return _words(Reply.STARTED, _language_of(text))


def _answer(text: Text, said: Said, at: datetime) -> str:
    """The number of an answer, to the one question that this telephone was asked lately."""
    asked = asked_at(text.number, at=at)
    language = asked[0].language if asked else _language_of(text)
    if said is not Said.ANSWER or not asked:
        return _words(Reply.HELP if said is Said.HELP else Reply.NOBODY_READS, language)
    if len(asked) > 1:
        return _words(Reply.SEVERAL, language)
    return _words(_take(asked[0], ANSWERS[_plain(text.words)], at), language)


def _take(asked: Asked, answer: Answer, at: datetime) -> Reply:
    """Through the same door as the family's link: neutral, and never against a flag of care."""
    actor = Actor.link(asked.network_id, asked.person_id)
    with tenant_context(asked.network_id):
        question = question_for(actor, at=at)
        if question is None:
            return Reply.BEFORE
        if question_for(actor, at=at, but_not=question.need_id):
            return Reply.SEVERAL
        if question.still and answer is Answer.NOT_YET:  # no answer to "is all still well?"
            return Reply.TAP
        said = Answered(question.need_id, question.stamp, answer)
        heard = check_in(actor=actor, said=[said], via=Via.TEXT, at=at)[question.need_id]
        if heard is Heard.BEFORE:
            return Reply.BEFORE
        _works(asked.contact_point_id, at)
    return Reply.THANKS if answer is Answer.YES else Reply.KEEP_AT_IT


def _words(reply: Reply, language: str) -> str:
    words: str | Promise = REPLIES[reply]
    with translation.override(language or "en"):
        return str(words)


# --- receipts and bounces ------------------------------------------------------------------------


def arrived(*, channel: Delivery.Channel, provider_id: str, at: datetime) -> None:
    """The provider's receipt: this way works."""
    for delivery in _left_as(provider_id, channel):
        with tenant_context(delivery.network_id):
            Delivery.objects.filter(pk=delivery.pk, arrived_at=None).update(arrived_at=at)
            if delivery.contact_point_id:
                _works(delivery.contact_point_id, at)


def came_back(*, channel: Delivery.Channel, provider_id: str, code: str, at: datetime) -> bool:
    """It left and did not arrive: as if it had been refused at once. Told twice, the first time counts."""
    found = False
    for delivery in _left_as(provider_id, channel):
        with tenant_context(delivery.network_id):
            held = Delivery.objects.select_for_update(no_key=True).get(pk=delivery.pk)
            if held.state == Delivery.State.SENT:
                end(held, Delivery.State.GAVE_UP, f"bounced_{code}"[:60], at)
                found = True
    return found


def stopped_there(*, provider_id: str, code: str, at: datetime) -> None:
    """The provider keeps a STOP that it has not passed on: the family's wish, and no broken number."""
    for delivery in _left_as(provider_id, Delivery.Channel.TEXT):
        point = delivery.contact_point
        if point is None:
            came_back(channel=Delivery.Channel.TEXT, provider_id=provider_id, code=code, at=at)
            continue
        stop_number(point.value, at=at)
        with tenant_context(delivery.network_id):
            held = Delivery.objects.select_for_update(no_key=True).get(pk=delivery.pk)
            if held.state == Delivery.State.SENT:
                end(held, Delivery.State.HELD_BACK, Held.STOPPED, at)


def _left_as(provider_id: str, channel: Delivery.Channel) -> list[Delivery]:
    """Whoever calls does not know the network; the name under which a message left is never guessed."""
    left = Delivery.objects.filter(provider_id=provider_id, channel=channel)
    return (
        in_any_network(lambda _network_id: left.select_related("contact_point"))
        if provider_id
        else []
    )


def _works(contact_point_id: UUID, at: datetime) -> None:
    points = ContactPoint.objects.filter(pk=contact_point_id)
    points.update(state=ChannelState.WORKS, last_worked_at=at)
