"""What became of a need, told by calling the same actions that pages call, with `at` in the past."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import NAMESPACE_OID, uuid5

from core.actor import Actor
from organizations.models.directory import Service
from people.lifecycle import Direction, Fact
from people.models.person import Person
from referrals.actions import answer, family, progress
from referrals.actions.family import Answer
from referrals.actions.send import Sending, send, send_packet
from referrals.lifecycle import Mode
from referrals.management.sample.gaps import nobody_helps, opens_again
from referrals.management.sample.words import says_yes
from referrals.models.referral import Referral
from screening.actions.needs import FoundTopic, decline_help, record_found, want_help
from screening.lifecycle import NeedStatus, Via
from screening.models.need import Need

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SHARED = frozenset(
    {
        Fact.NAME,
        Fact.PHONE,
        Fact.LANGUAGE,
        Fact.HOUSEHOLD,
        Fact.AREA,
        Fact.AGE,
        Fact.ADDRESS,
        Fact.BARRIERS,
    }
)


@dataclass(frozen=True, slots=True)
class Scene:
    """One family's need before the story: who works on it, whom it is sent to, and when today is."""

    worker: Actor
    partner: Actor | None
    person: Person
    topics: tuple[str, ...]
    service: Service | None
    now: datetime

    def ago(self, days: float) -> datetime:
        return self.now - timedelta(days=days)

    @property
    def chosen(self) -> Service:
        if self.service is None:
            raise LookupError(f"No service for {self.topics}.")
        return self.service

    @property
    def helper(self) -> Actor:
        if self.partner is None:
            raise LookupError(f"Nobody works requests for {self.topics}.")
        return self.partner


def found(scene: Scene, days: float) -> list[Need]:
    topics = [FoundTopic(topic) for topic in scene.topics]
    return record_found(actor=scene.worker, person=scene.person, topics=topics, at=scene.ago(days))


def wanted(scene: Scene, days: float) -> list[Need]:
    return [
        want_help(actor=scene.worker, need_id=need.pk, at=scene.ago(days) + HOUR / 4, priority=rank)
        for rank, need in enumerate(found(scene, days), start=1)
    ]


def sent(scene: Scene, days: float, *, mode: Mode = Mode.DIRECT) -> tuple[Need, Referral]:
    needs, at = wanted(scene, days), scene.ago(days) + HOUR / 2
    service = scene.chosen
    asked = frozenset(service.asks) & {fact.value for fact in SHARED}
    if mode is not Mode.INTRODUCTION:
        agree(scene, service, at)
    key = uuid5(NAMESPACE_OID, f"{scene.person.pk}{scene.topics}")
    sending = Sending(service_id=service.pk, request_key=key, mode=mode, facts=tuple(sorted(asked)))
    if len(needs) == 1:
        return needs[0], send(actor=scene.worker, need_id=needs[0].pk, sending=sending, at=at)
    referrals = send_packet(
        actor=scene.worker, need_ids=[need.pk for need in needs], sending=sending, at=at
    )
    return needs[0], referrals[0]


def agree(scene: Scene, service: Service, at: datetime) -> None:
    directions = frozenset({Direction.SEND, Direction.REPORT_BACK, Direction.CONTACT})
    says_yes(
        scene.worker, scene.person, directions, SHARED, partner=service.organization,
        until=at + 365 * DAY, at=at,
    )  # fmt: skip


def accepted(scene: Scene, days: float, answered: float) -> tuple[Need, Referral]:
    need, referral = sent(scene, days)
    answer.see(actor=scene.helper, referral_id=referral.pk, at=scene.ago(answered) - HOUR)
    answer.accept(actor=scene.helper, referral_id=referral.pk, at=scene.ago(answered))
    return need, referral


def completed(
    scene: Scene, days: float, done: float, outcome: str = "provided"
) -> tuple[Need, Referral]:
    need, referral = accepted(scene, days, days - 1)
    progress.start(actor=scene.helper, referral_id=referral.pk, at=scene.ago(done + 1))
    progress.complete(
        actor=scene.helper, referral_id=referral.pk, outcome=outcome, at=scene.ago(done)
    )
    return need, referral


def family_says(
    scene: Scene, need: Need, said: Answer, days: float, *, why: str = "", told: bool = False
) -> None:
    actor = scene.worker if told else Actor.link(need.network_id, need.subject_id)
    via = Via.PHONE if told else Via.LINK
    family.family_answers(
        actor=actor, need_id=need.pk, answer=said, at=scene.ago(days), via=via, why=why
    )


def silent(scene: Scene) -> None:
    sent(scene, 6)


def fresh(scene: Scene) -> None:
    sent(scene, 0.1)


def arrived(scene: Scene) -> None:
    sent(scene, 1)


def opened(scene: Scene) -> None:
    _, referral = sent(scene, 1)
    answer.see(actor=scene.helper, referral_id=referral.pk, at=scene.ago(0.5))


def asked_back(scene: Scene) -> None:
    _, referral = sent(scene, 1)
    answer.see(actor=scene.helper, referral_id=referral.pk, at=scene.ago(0.2))
    answer.ask(
        actor=scene.helper,
        referral_id=referral.pk,
        question="Is a car seat needed?",
        at=scene.ago(0.1),
    )


def said_yes(scene: Scene) -> None:
    accepted(scene, 2, 1)


def going_on(scene: Scene) -> None:
    _, referral = accepted(scene, 9, 8)
    progress.start(actor=scene.helper, referral_id=referral.pk, at=scene.ago(5))


def on_a_list(scene: Scene) -> None:
    _, referral = sent(scene, 5)
    answer.wait_list(
        actor=scene.helper,
        referral_id=referral.pk,
        place=9,
        at=scene.ago(4),
        words="About four months.",
    )


def papers(scene: Scene) -> None:
    _, referral = accepted(scene, 6, 5)
    progress.hold(
        actor=scene.helper, referral_id=referral.pk, reason="waiting_for_documents", at=scene.ago(2)
    )


def appointment(scene: Scene) -> None:
    _, referral = accepted(scene, 6, 5)
    progress.hold(
        actor=scene.helper,
        referral_id=referral.pk,
        reason="appointment_set",
        expected_on=scene.ago(-3).date(),
        at=scene.ago(1),
        words="At 10 in the morning, at the front desk",
    )


def said_no(scene: Scene) -> None:
    _, referral = sent(scene, 8)
    answer.see(actor=scene.helper, referral_id=referral.pk, at=scene.ago(7.5))
    words = "We are full until the first. Second Harvest on Mill Street has room this week."
    answer.decline(
        actor=scene.helper,
        referral_id=referral.pk,
        reason="no_capacity",
        at=scene.ago(4),
        words=words,
    )


def says_helped(scene: Scene) -> None:
    completed(scene, 7, 1)


def being_asked(scene: Scene) -> None:
    completed(scene, 12, 4, "benefit_granted")


def met(scene: Scene) -> None:
    need, _ = completed(scene, 12, 6)
    family_says(scene, need, Answer.YES, 3)


def met_told(scene: Scene) -> None:
    need, _ = completed(scene, 15, 9)
    family_says(scene, need, Answer.YES, 5, told=True)


def contested(scene: Scene) -> None:
    need, _ = completed(scene, 12, 5)
    family_says(scene, need, Answer.NO, 1, why="full", told=True)


def partly(scene: Scene) -> None:
    need, _ = completed(scene, 10, 4, "partly_provided")
    family_says(scene, need, Answer.PARTLY, 1)


def not_reached(scene: Scene) -> None:
    _, referral = accepted(scene, 9, 8)
    progress.fail(
        actor=scene.helper, referral_id=referral.pk, reason="could_not_reach", at=scene.ago(1)
    )


def missed(scene: Scene) -> None:
    _, referral = accepted(scene, 12, 11)
    progress.start(actor=scene.helper, referral_id=referral.pk, at=scene.ago(8))
    progress.fail(
        actor=scene.helper,
        referral_id=referral.pk,
        reason="missed_appointment",
        why="ride",
        at=scene.ago(0.5),
    )


def introduced(scene: Scene) -> None:
    sent(scene, 3, mode=Mode.INTRODUCTION)


def introduced_met(scene: Scene) -> None:
    need, _ = sent(scene, 11, mode=Mode.INTRODUCTION)
    family_says(scene, need, Answer.YES, 2)


def undone(scene: Scene) -> None:
    _, referral = sent(scene, 1)
    progress.correct(
        actor=scene.worker,
        referral_id=referral.pk,
        reason="undone",
        at=referral.sent_at + timedelta(seconds=9),
    )


def changed_mind(scene: Scene) -> None:
    need, _ = accepted(scene, 10, 9)
    family.close_need(
        actor=scene.worker,
        need_id=need.pk,
        status=NeedStatus.NO_LONGER_NEEDED,
        at=scene.ago(2),
        via=Via.PHONE,
    )


def solved(scene: Scene) -> None:
    [need] = wanted(scene, 6)
    family.close_need(
        actor=scene.worker,
        need_id=need.pk,
        status=NeedStatus.SOLVED_OTHERWISE,
        at=scene.ago(3),
        via=Via.PHONE,
    )


def no_thanks(scene: Scene) -> None:
    for need in found(scene, 5):
        decline_help(
            actor=scene.worker,
            need_id=need.pk,
            at=scene.ago(5) + HOUR,
            ask_again_on=(scene.now - DAY).date(),  # the day has come
        )


def opens(scene: Scene) -> None:
    if scene.service is None:
        raise LookupError(f"No service for {scene.topics}.")
    needs = wanted(scene, 3)
    opens_again(scene.worker, scene.helper, scene.service, needs, scene.ago(1.5))


PLOTS: dict[str, Callable[[Scene], object]] = {
    "found": lambda scene: found(scene, 3),
    "wants": lambda scene: wanted(scene, 1),
    "private": lambda scene: wanted(scene, 1),
    "fresh": fresh,
    "sent": arrived,
    "opened": opened,
    "silent": silent,
    "question": asked_back,
    "accepted": said_yes,
    "in_progress": going_on,
    "waits": on_a_list,
    "documents": papers,
    "appointment": appointment,
    "declined": said_no,
    "says_helped": says_helped,
    "asked": being_asked,
    "met": met,
    "met_told": met_told,
    "contested": contested,
    "partly": partly,
    "unreachable": not_reached,
    "missed": missed,
    "introduced": introduced,
    "introduced_met": introduced_met,
    "packet": arrived,
    "undone": undone,
    "changed_mind": changed_mind,
    "closed": solved,
    "declined_help": no_thanks,
    "nobody": lambda scene: nobody_helps(scene.worker, wanted(scene, 14), scene.ago(12)),
    "opens": opens,
}
