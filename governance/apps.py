from datetime import datetime
from uuid import UUID

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "governance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core.lifecycles import teach
        from governance import rules  # noqa: F401 registers the permissions
        from governance.actions.councils import follow_leaving
        from governance.in_force import read_aloud
        from governance.lifecycle import gathering_pairs, pairs, poll_pairs
        from governance.views.policies import staffed_hours
        from organizations.actions.members import on_leaving

        teach("proposal", pairs())
        teach("election", poll_pairs())
        teach("meeting", gathering_pairs())
        _talk_about()
        _govern()
        _let_decide()
        read_aloud(staffed_hours, order=30)
        _follow_partners()
        _let_partners_say_who_joins()
        _let_partners_say_what_is_fresh()
        on_leaving(follow_leaving)
        _settle_disputes()
        _show_admins()


def _show_admins() -> None:
    """What waits for whoever runs an organization stands among what it owes."""
    from governance.search import owed
    from governance.search.admins import waiting_for_admins

    owed.register(waiting_for_admins)


def _govern() -> None:
    """The numbers of this app: when somebody is there, how partners decide, who may hold how many votes."""
    from governance.in_force import A_DAY, STAFFED, Governed, Unit, register
    from governance.seats import SeatRule
    from governance.terms import METHODS, Deciding
    from governance.words.deciding import DECIDING_WORDS, SEAT_RULE_WORDS
    from governance.words.policies import STAFFED_WORDS, Group

    bounds = {
        "_method": (1, len(METHODS), Unit.METHOD),
        "_chamber": (0, 1, Unit.YES_NO),
        "_committee": (0, 1, Unit.YES_NO),
        "_log": (0, 1, Unit.YES_NO),
        "_tie": (0, 1, Unit.YES_NO),
        "_quorum_percent": (0, 100, Unit.PERCENT),
        "quorum_percent": (1, 100, Unit.PERCENT),
        "supporters": (0, 20, Unit.SEATS),
        "_calendar": (0, 366, Unit.DAYS),
        "_years": (1, 6, Unit.YEARS),
    }
    days = (1, 60, Unit.DAYS)
    for name, usual in Deciding.defaults():
        group, words = DECIDING_WORDS[name]
        low, high, unit = next((b for end, b in bounds.items() if name.endswith(end)), days)
        register(Governed(f"decide.{name}", usual, low, high, group, words, unit=unit))
    said = {"community_percent": (34, 90, Unit.PERCENT), "health_one_in": (2, 10, Unit.ONE_IN)}
    for name, usual in SeatRule.defaults():
        low, high, unit = said[name]
        words = SEAT_RULE_WORDS[name]
        register(Governed(f"seats.{name}", usual, low, high, Group.SEATS, words, unit=unit))
    register(
        *(
            Governed(key, hour, 0, A_DAY, Group.STAFFED, STAFFED_WORDS[key], unit=Unit.CLOCK)
            for key, hour in STAFFED.items()
        )
    )


def _talk_about() -> None:
    """What this app puts on the agenda of a meeting."""
    from governance.search import agenda

    own = (
        agenda.proposals,
        agenda.elections,
        agenda.empty_seats,
        agenda.disputes,
        agenda.late_agreements,
    )
    for order, source in enumerate(own):
        agenda.register(source, order=order * 10)


def _let_decide() -> None:
    """What a proposal may change: governed numbers, who takes part, which seats there are."""
    from governance.actions import deciding_partners as partners
    from governance.actions import deciding_seats as seats
    from governance.actions.policies import bring_into_force
    from governance.effects import policies
    from governance.effects.registry import Effect, register
    from governance.forms.partner_part import PARTNERS
    from governance.forms.parts import offer
    from governance.forms.seat_part import SEATS

    register(
        Effect(
            policies.KIND,
            policies.area,
            policies.before,
            policies.check,
            policies.aloud,
            bring_into_force,
        )
    )
    who = (partners.KIND, partners.area, partners.before, partners.check, partners.aloud)
    register(Effect(*who, partners.bring_about, partners.falls_back, partners.aloud_all))
    register(
        Effect(
            seats.KIND, seats.area, seats.before, seats.check, seats.aloud, seats.bring_about,
            seats.falls_back, seats.aloud_all,
        )
    )  # fmt: skip
    offer(PARTNERS)
    offer(SEATS)
    _let_decide_sittings()
    _let_decide_words()


def _let_decide_sittings() -> None:
    """And when a council meets, and which committees sit beside it."""
    from governance.actions import deciding_committees as committees
    from governance.actions import deciding_meetings as meetings
    from governance.effects.registry import Effect, register
    from governance.forms.committee_part import COMMITTEE
    from governance.forms.meeting_part import MEETINGS
    from governance.forms.parts import offer

    day = (meetings.KIND, meetings.area, meetings.before, meetings.check, meetings.aloud)
    register(Effect(*day, meetings.bring_about, meetings.falls_back))
    seats = (committees.KIND, committees.area, committees.before, committees.check)
    register(Effect(*seats, committees.aloud, committees.bring_about, committees.falls_back))
    offer(MEETINGS)
    offer(COMMITTEE)


def _let_decide_words() -> None:
    """And texts: norms, and the words with which agreements begin."""
    from governance.actions.norms import bring_norms_into_force
    from governance.actions.templates import bring_words_into_force
    from governance.effects import norms, templates
    from governance.effects.registry import Effect, register
    from governance.forms.norms import NORMS
    from governance.forms.parts import offer
    from governance.forms.template_part import TEMPLATES

    kind = (norms.KIND, norms.area, norms.before, norms.check, norms.aloud)
    register(Effect(*kind, bring_norms_into_force, is_whole=True))
    offer(NORMS)
    words = (templates.KIND, templates.area, templates.before, templates.check, templates.aloud)
    register(Effect(*words, bring_words_into_force, is_whole=True))
    offer(TEMPLATES)


def _follow_partners() -> None:
    """What is owed at each stage of an organization's way, and how long that may take."""
    from core.lifecycles import teach
    from governance.actions.agreements import begin_with_agreements, end_with_partner
    from governance.actions.partnerships import follow_path
    from governance.in_force import Governed, Unit, govern, register
    from governance.kinds import pairs
    from governance.path import PathPatience
    from governance.search.agreements import NOT_YET, REQUIRED
    from governance.views.partnerships import steps_beside
    from governance.words.agreements import NEEDED
    from governance.words.path import PATIENCE_WORDS
    from governance.words.policies import Group
    from organizations.actions.founding import on_founding
    from organizations.actions.standing import on_its_way
    from organizations.views.network import beside_partners

    register(Governed(REQUIRED, NOT_YET, 0, 1, Group.PARTNERSHIP, NEEDED, unit=Unit.YES_NO))
    on_its_way(follow_path)
    on_its_way(end_with_partner)
    teach("agreement", pairs())
    on_founding(begin_with_agreements)
    beside_partners(steps_beside)
    govern(PathPatience, PATIENCE_WORDS)


def _settle_disputes() -> None:
    """How two partners disagree: the steps, how long each may take, and what a decision does."""
    from core.lifecycles import teach
    from governance.actions.disputes import follow_a_side
    from governance.actions.joining import also_decided
    from governance.actions.mediating import decided, follow_people
    from governance.actions.proposals import before_acting
    from governance.actions.suspending import is_protected, may_act_at_once
    from governance.disputes import DisputePatience, pairs
    from governance.effects import disputes
    from governance.effects.registry import Effect
    from governance.effects.registry import register as let_decide
    from governance.in_force import govern
    from governance.search.disputes import KIND
    from governance.words.disputes import PATIENCE_WORDS
    from organizations.actions.members import on_leaving
    from organizations.actions.standing import on_its_way

    teach("dispute", pairs())
    also_decided(is_protected)
    before_acting(may_act_at_once)
    on_its_way(follow_a_side)
    on_leaving(follow_people)
    let_decide(
        Effect(
            KIND, disputes.area, disputes.before, disputes.check, disputes.aloud, decided,
            disputes.falls_back,
        )
    )  # fmt: skip
    govern(DisputePatience, PATIENCE_WORDS)


def _let_partners_say_who_joins() -> None:
    """Which organizations come in, and whether the council says who stays."""
    from governance.actions.councils import follow_good_bye
    from governance.actions.joining import keep_word, who_may_say
    from governance.in_force import Governed, Unit, register
    from governance.joining import BY_COUNCIL, may_join
    from governance.words.policies import BY_COUNCIL_WORDS, JOINING_WORDS, Group
    from organizations.actions.standing import before_a_step, on_its_way

    said = {BY_COUNCIL: BY_COUNCIL_WORDS} | {may_join(k): w for k, w in JOINING_WORDS.items()}
    register(
        *(
            Governed(key, 1, 0, 1, Group.JOINING, words, unit=Unit.YES_NO)
            for key, words in said.items()
        )
    )
    before_a_step(who_may_say)
    on_its_way(keep_word)
    on_its_way(follow_good_bye)  # once it stands on whose word


def _let_partners_say_what_is_fresh() -> None:
    """How long a word on room and a confirmed listing are believed: the directory asks here."""
    from dataclasses import asdict

    from governance.in_force import Governed, in_force, register
    from governance.words.policies import FRESH_WORDS, Group
    from organizations.freshness import Freshness, decided_by

    bounds = {"room_calendar": (1, 60), "listing_calendar": (30, 366)}
    register(
        *(
            Governed(f"fresh.{name}", usual, *bounds[name], Group.FRESH, FRESH_WORDS[name])
            for name, usual in asdict(Freshness()).items()
        )
    )

    def decided(network_id: UUID, at: datetime) -> Freshness:
        said = in_force(network_id, "fresh.", at)
        return Freshness(**{key.removeprefix("fresh."): days for key, days in said.items()})

    decided_by(decided)
