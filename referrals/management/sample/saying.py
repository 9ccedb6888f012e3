"""What families of the sample county say of their help: a thanks was answered, a complaint is looked into, hints count."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from core.actor import Actor
from organizations.models.network import Organization
from referrals.actions.voices import Voiced, answer_voice, hear_voice, write_voice_down
from referrals.search.voices import Concerned
from referrals.voices import Theme, VoiceKind

DAY = timedelta(days=1)
HINTS = 11  # of fewer nothing is counted


def families_say(
    workers: Mapping[str, Actor], organizations: Mapping[str, Organization], at: datetime
) -> None:
    """Told by telephone, without a name, to whoever meets families; she who hears them answers."""
    thanks = _said(
        workers["navigator"], VoiceKind.COMPLIMENT, Theme.TREATED, organizations["eastside"],
        "The people at the pantry carried everything to my car.", at - 9 * DAY,
    )  # fmt: skip
    answer = "Thank you. We have passed it on, and they were glad."
    hears = workers["hears"]
    answer_voice(actor=hears, voice_id=thanks, words=answer, at=at - 7 * DAY)
    complaint = _said(
        workers["colleague"], VoiceKind.GRIEVANCE, Theme.CALLS, organizations["keystone"],
        "Nobody called us back for three weeks.", at - 2 * DAY,
    )  # fmt: skip
    hear_voice(actor=hears, voice_id=complaint, at=at - DAY)
    for number in range(HINTS):
        day = at - (12 + number) * DAY
        _said(workers["navigator"], VoiceKind.HINT, Theme.HOURS, None, "", day)


def _said(
    by: Actor, kind: VoiceKind, theme: Theme, about: Organization | None, words: str, at: datetime
) -> UUID:
    place = Concerned(about.name, about.pk) if about else None
    said = Voiced(kind, theme, words, place, may_pass_on=True)
    return write_voice_down(actor=by, person_id=None, said=said, via="phone", at=at).pk
