"""Who may do what with screenings and needs?"""

from uuid import UUID

from core.access import rule
from core.actor import Actor
from people.models.person import Person
from screening.models.handing import HandOver
from screening.models.later import Later
from screening.models.need import Need
from screening.models.screening import Screening
from screening.models.with_need import NeedNamed


@rule("screening.ask")
def may_ask(actor: Actor, person: Person) -> bool:
    return actor.holds("run_screenings", person.custodian_id)


@rule("screening.print")
def may_print(actor: Actor, subject: None) -> bool:
    return actor.holds_anywhere(["run_screenings"])


@rule("screening.answer")
def may_answer(actor: Actor, screening: Screening) -> bool:
    """Whoever asks; or the family itself on the tablet that was lent for this one screening."""
    lent = screening.is_handed_over and actor.holds("answer_screening", screening.pk)
    return lent or actor.holds("run_screenings", screening.organization_id)


@rule("screening.ask_private")
def may_ask_private(actor: Actor, screening: Screening) -> bool:
    """Questions on danger stay between the family and the one person who began to ask."""
    return screening.is_private and _asked(actor, screening)


@rule("screening.finish")
def may_finish(actor: Actor, screening: Screening) -> bool:
    return actor.holds("run_screenings", screening.organization_id)


@rule("screening.read_result")
def may_read_result(actor: Actor, screening: Screening) -> bool:
    """A screener reads the result of her own screenings; who cares for the family, of all."""
    return _asked(actor, screening) or actor.holds("see_people", screening.organization_id)


@rule("screening.read_private")
def may_read_private(actor: Actor, screening: Screening) -> bool:
    """The one who asked, and those named on what came of it."""
    named = NeedNamed.objects.filter(need__found_by=screening, user_id=actor.as_user)
    return _asked(actor, screening) or (
        actor.holds("see_people", screening.organization_id) and named.exists()
    )


def _asked(actor: Actor, screening: Screening) -> bool:
    return actor.user_id == screening.asked_by_id and actor.holds(
        "run_screenings", screening.organization_id
    )


@rule("needs.record")
def may_record(actor: Actor, person: Person) -> bool:
    return actor.holds("see_people", person.custodian_id) or actor.holds(
        "run_screenings", person.custodian_id
    )


@rule("needs.manage")
def may_manage(actor: Actor, need: Need) -> bool:
    return actor.holds("see_people", need.organization_id)


@rule("needs.assign")
def may_assign(actor: Actor, need: Need) -> bool:
    """A supervisor; or whoever takes on what nobody follows. An owner offers it instead."""
    return actor.holds("supervise", need.organization_id) or (
        actor.holds("see_people", need.organization_id) and need.responsible_id is None
    )


@rule("needs.offer")
def may_offer(actor: Actor, need: Need) -> bool:
    """Its owner asks a colleague to take it on."""
    is_owner = actor.user_id is not None and actor.user_id == need.responsible_id
    return is_owner and actor.holds("see_people", need.organization_id)


@rule("needs.answer_offer")
def may_answer_offer(actor: Actor, offered: HandOver) -> bool:
    """Nobody says yes for somebody else."""
    return actor.user_id == offered.taker_id and actor.holds(
        "see_people", offered.need.organization_id
    )


@rule("needs.end_offer")
def may_end_offer(actor: Actor, offered: HandOver) -> bool:
    """Who was asked says no, or who asked takes it back."""
    is_one_of_them = actor.user_id in {offered.taker_id, offered.giver_id}
    return is_one_of_them and actor.holds("see_people", offered.need.organization_id)


@rule("needs.go_away")
def may_go_away(actor: Actor, organization_id: UUID) -> bool:
    """Whoever follows families there hands all of them over before a vacation."""
    return actor.holds("see_people", organization_id)


@rule("needs.record_gap")
def may_record_gap(actor: Actor, need: Need) -> bool:
    """Whoever looks after it; or the desk, for what has come to the desk."""
    return may_manage(actor, need) or (need.is_at_desk and _is_desk(actor, need))


@rule("needs.review_gap")
def may_review_gap(actor: Actor, need: Need) -> bool:
    """Whoever looks after it; or the desk, which knows first what has opened."""
    return may_manage(actor, need) or _is_desk(actor, need)


def _is_desk(actor: Actor, need: Need) -> bool:
    """Nothing sensitive is the desk's."""
    return actor.holds("run_desk", need.network_id) and not need.is_sensitive


@rule("gaps.read")
def may_read_gaps(actor: Actor, subject: None) -> bool:
    """What the community lacks, in numbers."""
    return actor.holds_anywhere(["convene", "run_desk", "supervise"])


@rule("needs.look_again")
def may_look_again(actor: Actor, later: Later) -> bool:
    """Whoever looks after the family; and the family itself, whether its help still holds."""
    is_asked = later.is_recheck and actor.is_link and actor.about_id == later.person_id
    return is_asked or actor.holds("see_people", later.organization_id)


@rule("needs.take_from_desk")
def may_take_from_desk(actor: Actor, need: Need) -> bool:
    """Its owner goes on with it, or the desk gives it back."""
    return may_manage(actor, need) or actor.holds("run_desk", need.network_id)


@rule("needs.answer_as_family")
def may_answer_as_family(actor: Actor, need: Need) -> bool:
    """The family through its own link, or its worker who heard it."""
    return (actor.is_link and actor.about_id == need.subject_id) or actor.holds(
        "see_people", need.organization_id
    )
