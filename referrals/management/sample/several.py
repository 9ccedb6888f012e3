"""Stories of more than one partner, and of an office that decides: asked together, sent on, applied for."""

from collections.abc import Callable
from uuid import NAMESPACE_OID, uuid5

from organizations.models.directory import Service
from organizations.search import can_answer
from people.lifecycle import Direction
from referrals.actions import answer, application
from referrals.actions.refer_on import refer_on
from referrals.actions.send import Sending
from referrals.actions.several import send_to_several
from referrals.lifecycle import Enough, MilestoneKind, Mode
from referrals.management.sample.stories import DAY, HOUR, SHARED, Scene, agree, sent, wanted
from referrals.management.sample.words import says_yes


def applied(scene: Scene) -> None:
    """Filed three days ago; the office invites to an interview."""
    _need, referral = sent(scene, 7, mode=Mode.APPLICATION)
    partner, pk, filed = scene.helper, referral.pk, scene.ago(3)
    answer.accept(actor=partner, referral_id=pk, at=scene.ago(6))
    for kind in (MilestoneKind.DOCUMENTS, MilestoneKind.FILED):
        application.reach(actor=partner, referral_id=pk, kind=kind, on=filed.date(), at=filed)
    soon = (scene.now + 4 * DAY).date()
    application.plan(
        actor=partner, referral_id=pk, kind=MilestoneKind.INTERVIEW, on=soon, at=scene.ago(1)
    )


def asked_together(scene: Scene) -> None:
    """Two were asked yesterday; the first yes will be enough."""
    [need] = wanted(scene, 1)
    key, at = uuid5(NAMESPACE_OID, f"{need.pk}"), scene.ago(1) + HOUR
    services = [scene.chosen, another(scene)]
    for service in services:
        agree(scene, service, at)
    sendings = [Sending(service.pk, key, facts=("language", "name")) for service in services]
    send_to_several(
        actor=scene.worker, need_id=need.pk, sendings=sendings, enough=Enough.FIRST_YES, at=at
    )


def sent_on(scene: Scene) -> None:
    """The first partner knew who could help, and the family had agreed to being passed on."""
    _need, referral = sent(scene, 3)
    says_yes(
        scene.worker, scene.person, frozenset({Direction.PASS_ON}), SHARED,
        until=scene.now + 365 * DAY, at=scene.ago(2.5),
    )  # fmt: skip
    refer_on(
        actor=scene.helper, referral_id=referral.pk, service_id=another(scene).pk,
        at=scene.ago(2), words="They have room this week.",
    )  # fmt: skip


def another(scene: Scene) -> Service:
    """Of somebody else who can say yes to the same."""
    services = Service.objects.filter(
        network_id=scene.worker.network_id, topics__contains=[scene.topics[0]], status="active"
    ).exclude(organization_id__in=[scene.chosen.organization_id, scene.worker.organization_id])
    with_answer = (
        service
        for service in services.select_related("organization__network").order_by("name", "id")
        if not service.is_walk_in and can_answer(service.organization)
    )
    return next(with_answer)


MORE_PLOTS: dict[str, Callable[[Scene], object]] = {
    "applied": applied,
    "asks_two": asked_together,
    "sent_on": sent_on,
}
