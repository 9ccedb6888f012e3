"""A family says thanks, complains, or says what would have made it easier; somebody hears it and answers."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from accounts import knocks
from core import history, ladders
from core.access import require
from core.actor import Actor
from core.errors import BadInput, StepNotPossible
from core.languages import page_language
from core.steps import Step
from core.tenancy import action
from governance.in_force import in_force, staffed
from organizations.models.network import Network
from people.actions import safety
from people.actions.people import lock
from people.lifecycle import Danger
from people.models.person import Person
from referrals.models.voice import FamilyVoice
from referrals.search.voices import Around, Concerned, keeper_for
from referrals.voices import (
    VOICE_LADDERS,
    Theme,
    VoiceCase,
    VoiceEnd,
    VoiceKind,
    VoicePatience,
    first_case,
)
from screening.models.need import TOLD

BY_LINK = "link"
# Whoever holds the telephone cannot bury the network in words; nobody else is silenced by it.
MOST_OPEN_BY_LINK = 5
MOST_A_DAY = {"words": 10, "danger": 10, "hint": 5}  # each counted apart: thanks shut out no fear


@dataclass(frozen=True, slots=True)
class Voiced:
    """What a family says. `about` nobody: the network. `language`: in which it wants its answer."""

    kind: VoiceKind
    theme: Theme
    words: str = ""
    about: Concerned | None = None
    is_danger: bool = False
    may_pass_on: bool = False
    without_name: bool = False
    language: str = ""
    request_key: UUID | None = None

    def check(self) -> None:
        if self.kind is not VoiceKind.HINT and not self.words.strip():
            raise BadInput(_("Write a few words, so that we can answer."))


@action
def say_voice(*, actor: Actor, person_id: UUID, said: Voiced, at: datetime) -> FamilyVoice:
    """On the family's own page."""
    person = lock(actor, person_id, at)
    require(actor, "voices.say", person)
    said.check()
    if made := FamilyVoice.asked_before(person.network_id, said.request_key):
        return made
    mine = FamilyVoice.objects.visible_to(actor, at=at).open()
    if not said.is_danger and mine.count() >= MOST_OPEN_BY_LINK:
        raise StepNotPossible(_("We have what you told us. You hear from us first."))
    if _is_one_too_many(person, "danger" if said.is_danger else "words", at):
        raise StepNotPossible(
            _("You told us a lot today. You can write again tomorrow, or call us now.")
        )
    return begin(actor, person, said, BY_LINK, at)


@action
def give_hint(*, actor: Actor, person_id: UUID, hint: Voiced, at: datetime) -> None:
    """What would have made it easier: by link, after an answer. More than a few a day are not kept."""
    person = lock(actor, person_id, at)
    require(actor, "voices.say", person)
    if FamilyVoice.asked_before(person.network_id, hint.request_key):
        return
    if not _is_one_too_many(person, "hint", at):
        begin(actor, person, hint, BY_LINK, at)


def _is_one_too_many(person: Person, what: str, at: datetime) -> bool:
    """By a number beside nobody, with and without a name alike: no row of it leads from words to a family.

    It ends at midnight, and not some hours after it was written: its end tells no time either.
    """
    midnight = (at + timedelta(days=2)).replace(hour=0, minute=0, second=0, microsecond=0)
    today = person.network.open_days.local_date(at)
    times = knocks.one_more(f"{what} {today} {person.pk}", remembered=midnight - at)
    return times > MOST_A_DAY[what]


@action
def write_voice_down(
    *, actor: Actor, person_id: UUID | None, said: Voiced, via: str, at: datetime
) -> FamilyVoice:
    """On the family's word, by telephone, on paper or here; of nobody, when they do not say who they are."""
    require(actor, "voices.write_down")
    if via not in TOLD:
        raise BadInput(_("Say how the family told you: by telephone, on paper or in person."))
    said.check()
    person = lock(actor, person_id, at) if person_id else None
    if made := FamilyVoice.asked_before(actor.network_id, said.request_key):
        return made
    return begin(actor, person, said, via, at)


def goes_without_name(person: Person) -> bool:
    """Where a name beside words could do harm, none is kept: the words are heard all the same."""
    return person.contact_with_care or person.custodian.is_victim_service


def begin(actor: Actor, person: Person | None, said: Voiced, via: str, at: datetime) -> FamilyVoice:
    """For whoever may say it. What is said without a name leads to nobody, not by the request's id either."""
    nameless = person is None or said.without_name or goes_without_name(person)
    about = said.about
    voice = FamilyVoice(
        network_id=actor.network_id, kind=said.kind, theme=said.theme, words=said.words.strip(),
        person=None if nameless else person, organization_id=about.organization_id if about else None,
        referral_id=about.referral_id if about and not nameless else None, via=via, said_at=at,
        language=said.language or page_language(person.language if person else ""),
        recorded_by_id=actor.user_id, is_danger=said.is_danger, request_key=said.request_key,
        may_pass_on=said.may_pass_on and about is not None,
    )  # fmt: skip
    if said.kind is not VoiceKind.HINT:
        _find_keeper(voice, person, at)
    voice.save(force_insert=True)
    writer = actor.untraced() if nameless else actor
    kind = "voice.danger" if said.is_danger else "voice.said"
    tell = said.kind is not VoiceKind.HINT
    history.record(kind, voice, actor=writer, at=at, via=via, tell=tell, voice=said.kind)
    if said.is_danger and person and not nameless:
        _call_duty(writer, person, voice, at)
    return voice


def _find_keeper(voice: FamilyVoice, person: Person | None, at: datetime) -> None:
    """Without a name, too, it goes to nobody whom the family shut out."""
    around = Around(voice.network_id, voice.organization_id, person.pk if person else None)
    voice.keeper, voice.owner = keeper_for(around)
    owe(voice, first_case(VoiceKind(voice.kind), is_danger=voice.is_danger), at)


def _call_duty(actor: Actor, person: Person, voice: FamilyVoice, at: datetime) -> None:
    """Whoever is on duty where they are cared for: but not, when it is about that very place."""
    if voice.organization_id != person.custodian_id:
        safety.begin(actor, person, safety.Said(Danger.OTHER, voice.words), at)


def owe(voice: FamilyVoice, case: VoiceCase, at: datetime) -> None:
    """The next step and its day (unsaved)."""
    ladder = VOICE_LADDERS[case]
    network = Network.objects.get(pk=voice.network_id)
    days = staffed(network.pk, network.open_days, at)
    due = ladders.due(ladder, patience_of(voice.network_id, at), days, since=at)
    voice.case = case
    voice.owe(Step(ladder.next_step, voice.keeper, due.due, due.wake_at))


def patience_of(network_id: UUID, at: datetime) -> VoicePatience:
    return VoicePatience.of(in_force(network_id, "voice.", at))


@action
def hear_voice(*, actor: Actor, voice_id: UUID, at: datetime) -> FamilyVoice:
    """It is heard, and somebody looks into it: the family reads so on its page."""
    voice = _open_one(actor, voice_id, at)
    require(actor, "voices.answer", voice)
    if voice.case == VoiceCase.HEARD:
        raise StepNotPossible(_("This was said before."))
    voice.heard_at, voice.owner_id = at, actor.user_id
    after = VoiceCase.KIND if voice.kind == VoiceKind.COMPLIMENT else VoiceCase.HEARD
    owe(voice, after, at)
    voice.save()
    history.record("voice.heard", voice, actor=actor, at=at, tell=False)
    return voice


@action
def answer_voice(*, actor: Actor, voice_id: UUID, words: str, at: datetime) -> FamilyVoice:
    """In the family's language, on its own page. Without a name: what was done about it, for the record."""
    voice = _open_one(actor, voice_id, at)
    require(actor, "voices.answer", voice)
    if not words.strip():
        raise BadInput(_("Write the answer."))
    voice.answer_words, voice.owner_id = words.strip(), actor.user_id
    _end(voice, VoiceEnd.ANSWERED, at)
    history.record("voice.answered", voice, actor=actor, at=at, tell=not voice.is_anonymous)
    return voice


@action
def pass_voice_on(*, actor: Actor, voice_id: UUID, words: str, at: datetime) -> FamilyVoice:
    """To whom it is about, as the family allowed, in words that tell nobody who said it."""
    visible = FamilyVoice.objects.visible_to(actor, at=at)
    voice = visible.select_for_update(of=("self",), no_key=True).get(pk=voice_id)
    require(actor, "voices.answer", voice)
    if not voice.can_be_passed_on or voice.ended_how == VoiceEnd.TAKEN_BACK:
        raise StepNotPossible(_("The family has not said yes to that, or it was done before."))
    if not words.strip():
        raise BadInput(_("Write what they may read, so that nobody can tell who said it."))
    voice.passed_at, voice.passed_words = at, words.strip()
    voice.save()
    history.record("voice.passed_on", voice, actor=actor, at=at)
    return voice


@action
def take_voice_back(*, actor: Actor, voice_id: UUID, at: datetime) -> FamilyVoice:
    """The family does not want it any more: nobody asks why, the words go, and it is counted no more."""
    voice = _open_one(actor, voice_id, at)
    require(actor, "voices.take_back", voice)
    voice.words = voice.passed_words = ""
    voice.passed_at = None
    _end(voice, VoiceEnd.TAKEN_BACK, at)
    history.record("voice.taken_back", voice, actor=actor, at=at, tell=False)
    return voice


def _end(voice: FamilyVoice, how: VoiceEnd, at: datetime) -> None:
    voice.owe_nothing()
    voice.ended_at, voice.ended_how, voice.case = at, how, ""
    voice.save()


def _open_one(actor: Actor, voice_id: UUID, at: datetime) -> FamilyVoice:
    visible = FamilyVoice.objects.visible_to(actor, at=at)
    voice = visible.select_for_update(of=("self",), no_key=True).get(pk=voice_id)
    if voice.next_step_due is None:
        raise StepNotPossible(_("This is answered already."))
    return voice
