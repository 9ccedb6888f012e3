"""What if help that was met is needed once more? A new need goes on from the old one, on the family's word."""

from datetime import datetime

from core import access
from core.actor import Actor
from core.history import Fact, record_all
from core.tenancy import action
from screening.actions.needs import Word, move, owe, voice_of
from screening.actions.owners import keep_an_owner
from screening.lifecycle import NeedStatus, Via, Voice
from screening.models.need import Need
from screening.models.with_need import NeedBeneficiary, NeedNamed


@action
def need_again(*, actor: Actor, old: Need, at: datetime, via: Via) -> Need:
    """Said by the family itself or told to its worker. An open need of the same topic is kept: no second one."""
    access.require(actor, "needs.answer_as_family", old)
    same = Need.objects.filter(
        network_id=old.network_id, subject_id=old.subject_id, topic=old.topic
    )
    standing = same.open().select_related("organization__network", "subject").first()
    if standing is not None:
        return _wanted(standing, actor, at, via)
    new = _goes_on(old, actor, at, via)
    details = {"topic": new.topic, "continues": old.pk}
    record_all(
        [Fact("need.needed_again", new, Voice.FAMILY, via, details=details)], actor=actor, at=at
    )
    return new


def _wanted(standing: Need, actor: Actor, at: datetime, via: Via) -> Need:
    """What was only found before is wanted now; what somebody works on already goes on."""
    if standing.is_found:
        word = Word(Voice.FAMILY, via)
        standing.wanted_at = at
        fact = move(
            standing, NeedStatus.WANTS_HELP, word, actor=actor, at=at, kind="need.needed_again"
        )
        record_all([fact], actor=actor, at=at)
    return standing


def _goes_on(old: Need, actor: Actor, at: datetime, via: Via) -> Need:
    """For the same people, with the same owner, and seen by nobody more."""
    with_care = old.subject.contact_with_care
    new = Need(
        network_id=old.network_id,
        organization=old.organization,
        responsible_id=old.responsible_id,
        subject=old.subject,
        topic=old.topic,
        category=old.category,
        is_sensitive=old.is_sensitive or with_care,
        audience="subject" if with_care else old.audience,
        status=NeedStatus.WANTS_HELP,
        continues=old,
        found_at=at,
        wanted_at=at,
        since=at,
        said_by=Voice.FAMILY,
        recorded_by=voice_of(actor, old),
        via=via,
    )
    keep_an_owner(new, actor)
    owe(new, NeedStatus.WANTS_HELP, at=at)
    new.save(force_insert=True)
    _for_the_same_people(old, new)
    return new


def _for_the_same_people(old: Need, new: Need) -> None:
    named = {row.user_id for row in old.named.all()} | {new.responsible_id}
    if new.is_sensitive:
        NeedNamed.objects.bulk_create(
            NeedNamed(network_id=new.network_id, need=new, user_id=user_id)
            for user_id in named
            if user_id
        )
    NeedBeneficiary.objects.bulk_create(
        NeedBeneficiary(network_id=new.network_id, need=new, person_id=row.person_id)
        for row in old.beneficiaries.all()
    )
