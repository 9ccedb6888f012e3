"""Who hears what a family says of how it was helped? Nobody who works where it is about, or whom it shut out."""

from collections.abc import Callable, Iterable

from accounts.models import User
from notifications.audience import Audience
from notifications.recipients.cases import Case
from notifications.recipients.holders import holders
from referrals.models.voice import FamilyVoice
from referrals.search.voices import Around, who_hears
from referrals.voices import KEEPER_GRANTS, Keeper


def _keeper(case: Case) -> Iterable[User]:
    """The owner; else everybody who may take it up."""
    voice = case.voice
    if voice is None:
        return []
    if voice.owner_id:
        own = _around(voice).among(User.objects.filter(pk=voice.owner_id))
        if own:
            return own
    return _holding(case, KEEPER_GRANTS[Keeper(voice.keeper)])


def _above(case: Case) -> Iterable[User]:
    return _holding(case, KEEPER_GRANTS[Keeper.PRIVACY])


def _top(case: Case) -> Iterable[User]:
    return [*_holding(case, "convene"), *_holding(case, KEEPER_GRANTS[Keeper.CHAIR])]


def _holding(case: Case, grant: str) -> Iterable[User]:
    if case.voice is None:
        return []
    return who_hears(grant, _around(case.voice))


def _around(voice: FamilyVoice) -> Around:
    return Around(voice.network_id, voice.organization_id, voice.person_id)


def _concerned(case: Case) -> Iterable[User]:
    """Whoever runs the organization that it is about, and its supervisors."""
    if case.voice is None or case.voice.organization_id is None:
        return []
    return holders(["manage_members", "supervise"], case.voice.organization_id)


OF_VOICES: dict[Audience, Callable[[Case], Iterable[User]]] = {
    Audience.VOICE_KEEPER: _keeper,
    Audience.VOICE_ABOVE: _above,
    Audience.VOICE_TOP: _top,
    Audience.VOICE_CONCERNED: _concerned,
}
