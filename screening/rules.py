"""Who may do what with screenings and needs?"""

from core.access import rule
from core.actor import Actor
from people.models.person import Person
from screening.models.need import Need
from screening.models.screening import Screening


@rule("screening.ask")
def may_ask(actor: Actor, person: Person) -> bool:
    return actor.holds("run_screenings", person.custodian_id)


@rule("screening.answer")
def may_answer(actor: Actor, screening: Screening) -> bool:
    return actor.holds("run_screenings", screening.organization_id)


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
    """To oneself or a colleague: the responsible person, or a supervisor."""
    return actor.holds("supervise", need.organization_id) or (
        actor.holds("see_people", need.organization_id)
        and need.responsible_id in {None, actor.user_id}
    )


@rule("needs.answer_as_family")
def may_answer_as_family(actor: Actor, need: Need) -> bool:
    """The family through its own link, or its worker who heard it."""
    return (actor.is_link and actor.about_id == need.subject_id) or actor.holds(
        "see_people", need.organization_id
    )
