"""Who may do what with a referral? Sender's people, receiver's people, and nobody else."""

from core.access import rule
from core.actor import Actor, ActorKind
from organizations.models.network import Organization
from people.models.person import Person
from referrals.lifecycle import TRANSITIONS, Side, Step
from referrals.models.incident import IncidentCase
from referrals.models.referral import Referral
from referrals.models.voice import FamilyVoice
from referrals.voices import KEEPER_GRANTS
from screening.models.need import Need


def _receives(actor: Actor, referral: Referral) -> bool:
    """With an account there, or through the link to its mailbox: the same door behind both."""
    by_link = actor.came_by_link_to(referral.receiver_id, referral.pk)
    return by_link or actor.holds("work_referrals", referral.receiver_id)


def side_of(actor: Actor, referral: Referral) -> Side | None:
    """The side on which the actor stands, when they may act there at all."""
    if _receives(actor, referral):
        return Side.RECEIVER
    if actor.holds("send_referrals", referral.sender_id):
        return Side.SENDER
    return None


@rule("referrals.follow")
def may_follow(actor: Actor, subject: None) -> bool:
    """Today, and what was sent: the lists of those who send families on."""
    return actor.holds_anywhere(["send_referrals"])


@rule("referrals.send")
def may_send(actor: Actor, need: Need) -> bool:
    """The owner's people; or the desk that helps along (the action asks whether the family named it)."""
    return actor.holds("send_referrals", need.organization_id) or is_helped_along(actor, need)


@rule("referrals.read")
def may_read(actor: Actor, referral: Referral) -> bool:
    return side_of(actor, referral) is not None


@rule("referrals.talk")
def may_talk(actor: Actor, referral: Referral) -> bool:
    return side_of(actor, referral) is not None


@rule("referrals.tell_danger")
def may_tell_danger(actor: Actor, referral: Referral) -> bool:
    """Whoever answers there with an account: what is sealed goes by no link and through no program."""
    return actor.kind is ActorKind.USER and actor.holds("work_referrals", referral.receiver_id)


@rule("referrals.try_family")
def may_try_family(actor: Actor, referral: Referral) -> bool:
    """The receiver says how it tried to reach the family; the owner does so on the need."""
    return _receives(actor, referral)


@rule("referrals.call_partners")
def may_call_partners(actor: Actor, subject: None) -> bool:
    """The desk, about what partners without accounts owe: by number and topic."""
    return actor.holds("run_desk", actor.network_id)


@rule("referrals.speak_for_receiver")
def may_speak_for_receiver(actor: Actor, referral: Referral) -> bool:
    """The sender, or the desk that helps along, records what a partner said, on the partner's word."""
    return actor.holds("send_referrals", referral.sender_id) or is_helped_along(
        actor, referral.need
    )


@rule("desk.work")
def may_work_at_desk(actor: Actor, subject: None) -> bool:
    return actor.holds_anywhere(["run_desk"])


@rule("needs.help_at_desk")
def is_helped_along(actor: Actor, need: Need) -> bool:
    """Nothing sensitive is the desk's, and nothing that has left it again."""
    at_desk = need.is_at_desk and not need.is_sensitive
    return at_desk and actor.holds("run_desk", need.network_id)


@rule("incidents.read")
def may_read_incidents(actor: Actor, subject: None) -> bool:
    """What has closed is no secret; each reads of the needs what they may see anyway."""
    return actor.holds_anywhere(["convene", "run_desk", "see_people", "manage_services"])


@rule("incidents.open")
def may_open_incident(actor: Actor, organization: Organization) -> bool:
    """Who keeps the entry of what has closed; or the network, where nobody is left to say so.

    The clock: on the day that a partner has named for its leaving.
    """
    by_network = any(
        actor.holds(grant, organization.network_id) for grant in ("convene", "run_desk")
    )
    by_clock = actor.is_system and actor.network_id == organization.network_id
    return actor.holds("manage_services", organization.pk) or by_network or by_clock


@rule("incidents.take")
def may_take_case(actor: Actor, case: IncidentCase) -> bool:
    """A colleague of its owner; or the desk, of what may come to a desk."""
    need = case.need
    by_desk = actor.holds("run_desk", need.network_id) and not need.is_sensitive
    return by_desk or actor.holds("see_people", need.organization_id)


@rule("referrals.redirect")
def may_redirect(actor: Actor, referral: Referral) -> bool:
    """Who asks another partner instead takes back the one that keeps silent."""
    return actor.holds("send_referrals", referral.sender_id) or is_helped_along(
        actor, referral.need
    )


@rule("referrals.refer_on")
def may_refer_on(actor: Actor, referral: Referral) -> bool:
    """No wrong door: who was asked and cannot help may say who can."""
    return _receives(actor, referral)


@rule("referrals.not_so")
def may_say_not_so(actor: Actor, referral: Referral) -> bool:
    """To what somebody else has written down for the receiver."""
    return _receives(actor, referral)


@rule("referrals.answer_contest")
def may_answer_contest(actor: Actor, referral: Referral) -> bool:
    """To the family's no: who reported the outcome. Others write down what it said."""
    return _receives(actor, referral)


@rule("referrals.undo_own_end")
def may_undo_own_end(actor: Actor, referral: Referral) -> bool:
    return _receives(actor, referral)


@rule("referrals.mend")
def may_mend(actor: Actor, referral: Referral) -> bool:
    return actor.holds("send_referrals", referral.sender_id)


def steps_open_to(actor: Actor, referral: Referral) -> tuple[Step, ...]:
    """The steps of the table that this actor may take from here on their own word."""
    side = side_of(actor, referral)
    return tuple(step for step in referral.steps if side in TRANSITIONS[step].by)


def _step_rule(step: Step) -> None:
    sides = TRANSITIONS[step].by

    @rule(f"referrals.{step.value}")
    def may(actor: Actor, referral: Referral) -> bool:
        receives = Side.RECEIVER in sides and _receives(actor, referral)
        sends = Side.SENDER in sides and actor.holds("send_referrals", referral.sender_id)
        return receives or sends


for _step in TRANSITIONS:
    if _step is not Step.SEND:
        _step_rule(_step)


HEARS = frozenset(
    {
        "see_people",
        "run_screenings",
        "send_referrals",
        "work_referrals",
        "run_desk",
        "hear_families",
    }
)


@rule("voices.say")
def may_say_voice(actor: Actor, person: Person) -> bool:
    """The family itself, through its own link; who is contacted with care says it to a person."""
    return actor.is_link and actor.about_id == person.pk and not person.contact_with_care


@rule("voices.write_down")
def may_write_voice_down(actor: Actor, subject: None) -> bool:
    """Whoever meets families: on their word, and without reading it again."""
    return actor.kind is ActorKind.USER and actor.holds_anywhere(HEARS)


@rule("voices.see")
def may_see_voices(actor: Actor, subject: None) -> bool:
    """The list; what stands on it is another question."""
    return any(actor.holds(grant, actor.network_id) for grant in KEEPER_GRANTS.values())


@rule("voices.answer")
def may_answer_voice(actor: Actor, voice: FamilyVoice) -> bool:
    """Whoever may read it: never somebody who works where it is about (`visible_to`)."""
    return actor.kind is ActorKind.USER and may_see_voices(actor, None)


@rule("voices.take_back")
def may_take_voice_back(actor: Actor, voice: FamilyVoice) -> bool:
    """The family by its own link; whoever answers, on its word."""
    by_family = actor.is_link and actor.about_id == voice.person_id
    return by_family or may_answer_voice(actor, voice)


@rule("voices.read_passed_on")
def may_read_passed_on(actor: Actor, subject: None) -> bool:
    return actor.holds_anywhere(["manage_members", "supervise"])
