"""Open a person in an emergency, for an hour and under everybody's eyes; and judge it afterwards."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.access import require
from core.actor import Actor
from core.errors import BadInput, StepNotPossible
from core.history import Fact, record_all
from core.tenancy import action
from people.actions.people import lock
from people.lifecycle import Emergency, GlassReview
from people.models.glass import BOX, BrokenGlass

SHORTEST = 15  # letters: a reason that somebody else can judge


@action
def break_glass(
    *, actor: Actor, person_id: UUID, reason: Emergency, words: str, at: datetime
) -> BrokenGlass:
    """The privacy officer is told at once. A second click within the hour opens nothing anew."""
    person = lock(actor, person_id, at)
    require(actor, "people.break_glass", person)
    running = BrokenGlass.objects.running(actor, at=at).filter(person=person).first()
    if running:
        return running
    if len(words.strip()) < SHORTEST:
        raise BadInput(_("Say in a sentence why it cannot wait. Somebody will read it."))
    glass = BrokenGlass.objects.create(
        network_id=person.network_id, person=person, user_id=actor.as_user,
        organization_id=actor.as_organization, reason=reason, words=words.strip(), since=at,
        until=at + BOX,
    )  # fmt: skip
    details = {"glass": str(glass.pk), "reason": reason}
    record_all([Fact("glass.broken", person.network, details=details)], actor=actor, at=at)
    return glass


@action
def review_glass(
    *, actor: Actor, glass_id: UUID, review: GlassReview, words: str = "", at: datetime
) -> BrokenGlass:
    """Once, by a privacy officer who is somebody else. That it was not right needs a sentence."""
    visible = BrokenGlass.objects.visible_to(actor, at=at).select_related("network")
    glass = visible.select_for_update(of=("self",), no_key=True).get(pk=glass_id)
    require(actor, "people.review_glass", glass)
    if glass.reviewed_at:
        raise StepNotPossible(_("This has been looked at already."))
    if review != GlassReview.RIGHT and not words.strip():
        raise BadInput(_("Say what was not right, and what happens now."))
    glass.reviewed_at, glass.reviewed_by_id = at, actor.user_id
    glass.review, glass.review_words = review, words.strip()
    glass.save(update_fields=["reviewed_at", "reviewed_by", "review", "review_words"])
    details = {"glass": str(glass.pk), "review": review}
    record_all(
        [Fact("glass.reviewed", glass.network, tell=False, details=details)], actor=actor, at=at
    )
    return glass
