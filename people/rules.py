"""Who may find, read and change a person's record, and who may take their word?"""

from uuid import UUID

from core.access import rule
from core.actor import Actor, ActorKind
from governance.rules import has_council
from organizations.models.network import Network, Organization
from people.lifecycle import Watch
from people.models.agreements import Consent
from people.models.glass import BrokenGlass
from people.models.person import Person
from people.models.rights import Recall, RightsRequest
from people.models.safety import SafetyAlert


@rule("people.search")
def may_search(actor: Actor, subject: None) -> bool:
    """In one's own organization only: a screener must find the family before asking."""
    return actor.holds_anywhere(["see_people", "run_screenings"])


@rule("people.say_own_street")
def may_say_own_street(actor: Actor, subject: None) -> bool:
    """Whoever opens pages about people, for themselves: never a program."""
    return actor.kind is ActorKind.USER and may_search(actor, subject)


@rule("people.add")
def may_add(actor: Actor, organization_id: UUID) -> bool:
    return _works_with_people(actor, organization_id)


@rule("people.identify")
def may_identify(actor: Actor, person: Person) -> bool:
    """The identity bar and how to talk with them: all that a screener sees of a record."""
    return _works_with_people(actor, person.custodian_id)


@rule("people.read")
def may_read(actor: Actor, person: Person) -> bool:
    return actor.holds("see_people", person.custodian_id)


@rule("people.change")
def may_change(actor: Actor, person: Person) -> bool:
    return actor.holds("see_people", person.custodian_id)


@rule("people.record_death")
def may_record_death(actor: Actor, person: Person) -> bool:
    """Whoever cares for them, and takes it back when it was not so."""
    return actor.holds("see_people", person.custodian_id)


@rule("people.agree")
def may_take_agreement(actor: Actor, person: Person) -> bool:
    return actor.holds("see_people", person.custodian_id)


@rule("people.write_words")
def may_write_words(actor: Actor, network: Network) -> bool:
    """What every family of the network hears before it agrees: the convener, for all partners."""
    return actor.holds("convene", network.pk)


@rule("people.publish_words")
def may_publish_words(actor: Actor, network: Network) -> bool:
    """By hand until a council sits; then it decides them."""
    return may_write_words(actor, network) and not has_council(network)


@rule("people.bound_sharing")
def may_bound_sharing(actor: Actor, network: Network) -> bool:
    """What partners share for a kind of help, whatever a family agreed to: by hand until a council sits."""
    return actor.holds("convene", network.pk) and not has_council(network)


@rule("people.withdraw")
def may_withdraw(actor: Actor, consent: Consent) -> bool:
    """The worker for them, or the family itself through its own link."""
    return actor.holds("see_people", consent.person.custodian_id) or _is_family(
        actor, consent.person
    )


@rule("people.wish")
def may_say_wish(actor: Actor, person: Person) -> bool:
    """The family, the worker for them, or the machine that read STOP in a text message."""
    speaks = _is_family(actor, person) or (
        actor.is_system and actor.network_id == person.network_id
    )
    return speaks or actor.holds("see_people", person.custodian_id)


@rule("people.audit")
def may_see_who_saw(actor: Actor, person: Person) -> bool:
    """Whoever cares for them; the network's privacy officer, but for who is in the care of a victim service."""
    officer = actor.holds("audit_privacy", person.network_id)
    return actor.holds("see_people", person.custodian_id) or (
        officer and not person.custodian.is_victim_service
    )


@rule("people.break_glass")
def may_break_glass(actor: Actor, person: Person) -> bool:
    """Somebody at a desk of the custodian, never a program; nobody where a victim service is the custodian."""
    at_work = actor.kind is ActorKind.USER and _works_with_people(actor, person.custodian_id)
    return at_work and not person.custodian.is_victim_service


@rule("people.review_glass")
def may_review_glass(actor: Actor, glass: BrokenGlass) -> bool:
    """A privacy officer, and never one's own."""
    return actor.holds("audit_privacy", glass.network_id) and actor.user_id != glass.user_id


@rule("people.audit_all")
def may_see_all_looks(actor: Actor, subject: None) -> bool:
    """The privacy officer: who looked, when and why, without the names of those looked at."""
    return actor.holds("audit_privacy", actor.network_id)


@rule("people.demands")
def may_answer_demands(actor: Actor, subject: None) -> bool:
    """Legal demands are the privacy officer's, in person: no program reads or answers one."""
    return actor.kind is ActorKind.USER and actor.holds("audit_privacy", actor.network_id)


@rule("people.raise_alert")
def may_raise_alert(actor: Actor, person: Person) -> bool:
    """Whoever works with them, a screener too: and may write down a report that they made themselves."""
    return _works_with_people(actor, person.custodian_id)


@rule("people.watch_alerts")
def may_watch_alerts(actor: Actor, subject: None) -> bool:
    """The list; what stands on it is another question."""
    return actor.holds_anywhere(["take_alerts", "supervise"]) or actor.holds(
        "convene", actor.network_id
    )


@rule("people.take_alert")
def may_take_alert(actor: Actor, alert: SafetyAlert) -> bool:
    """Whoever is on duty at the custodian; a supervisor there, once it has come to them."""
    return actor.holds("take_alerts", alert.organization_id) or (
        alert.reached != Watch.DUTY and actor.holds("supervise", alert.organization_id)
    )


@rule("people.close_alert")
def may_close_alert(actor: Actor, alert: SafetyAlert) -> bool:
    return may_take_alert(actor, alert) and actor.user_id == alert.taken_by_id is not None


def _works_with_people(actor: Actor, organization_id: UUID) -> bool:
    return any(
        (codename, organization_id) in actor.grants for codename in ("see_people", "run_screenings")
    )


def _is_family(actor: Actor, person: Person) -> bool:
    return actor.is_link and actor.about_id == person.pk


@rule("people.ask_right")
def may_ask_right(actor: Actor, person: Person) -> bool:
    """Whoever cares for them writes it down, on the person's word or paper; a program made for just that."""
    return _speaks_of_records(actor, person.custodian_id)


@rule("people.say_wrong")
def may_say_wrong(actor: Actor, person: Person) -> bool:
    """The family itself, through its own link: that something is wrong, and nothing else of what may be asked."""
    return _is_family(actor, person) and not person.contact_with_care


@rule("people.see_rights")
def may_see_rights(actor: Actor, subject: None) -> bool:
    """The list; what stands on it is another question."""
    return actor.holds_anywhere(["see_people"]) or actor.holds("audit_privacy", actor.network_id)


@rule("people.answer_right")
def may_answer_right(actor: Actor, request: RightsRequest) -> bool:
    """Whoever cares for them; the privacy officer, but where a victim service does."""
    return _speaks_of_records(actor, request.organization_id) or _is_officer(
        actor, request.organization
    )


@rule("people.copy")
def may_copy(actor: Actor, request: RightsRequest) -> bool:
    """Whoever cares for them. The privacy officer sees that it was asked, and never what stands in it."""
    return actor.holds("see_people", request.organization_id)


@rule("people.erase")
def may_erase(actor: Actor, request: RightsRequest) -> bool:
    """Somebody at a desk, never who asked for it: the privacy officer; at a victim service its supervisor."""
    at_work = actor.kind is ActorKind.USER and actor.user_id != request.recorded_by_id
    if request.organization.is_victim_service:
        return at_work and actor.holds("supervise", request.organization_id)
    return at_work and _is_officer(actor, request.organization)


@rule("people.hold")
def may_hold(actor: Actor, person: Person) -> bool:
    return actor.holds("supervise", person.custodian_id) or _is_officer(actor, person.custodian)


@rule("people.see_recalls")
def may_see_recalls(actor: Actor, subject: None) -> bool:
    return actor.holds_anywhere(["work_referrals"]) or actor.holds(
        "audit_privacy", actor.network_id
    )


@rule("people.confirm_recall")
def may_confirm_recall(actor: Actor, recall: Recall) -> bool:
    """The organization itself; the privacy officer on its word."""
    return actor.holds("work_referrals", recall.organization_id) or actor.holds(
        "audit_privacy", recall.network_id
    )


def _is_officer(actor: Actor, custodian: Organization) -> bool:
    return actor.holds("audit_privacy", custodian.network_id) and not custodian.is_victim_service


def _speaks_of_records(actor: Actor, custodian_id: UUID) -> bool:
    """`ask_rights` is given to keys of programs only (`organizations.scopes`): it changes no record."""
    return any(actor.holds(grant, custodian_id) for grant in ("see_people", "ask_rights"))
