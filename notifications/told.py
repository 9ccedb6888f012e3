"""Who is told what happened, and in which words? One row for every kind of event, and nothing else.

A kind that tells nobody stands here too: silence is decided, not forgotten. What one person
did is never told to that person; an introduction is never told to the organization it names.
"""

from accounts.notices import KINDS as OF_SIGNING_IN
from governance.disputes import NEWS
from notifications.audience import Audience, Told
from notifications.conditions import (
    network_owes,
    not_delicate,
    partner_owes,
    past_the_duty,
    past_the_supervisors,
    receiver_owes,
    somebody_new_is_asked,
    still_open,
    was_out,
    was_shared,
    we_owe,
    went_to_colleague,
    went_to_mailbox,
)

A = Audience
NOBODY: tuple[Told, ...] = ()
CANNOT_WAIT: tuple[Told, ...] = (
    Told(A.DUTY, "look_right_away"),
    Told(A.SUPERVISORS, "look_right_away", past_the_duty),
    Told(A.DUTY_OF_CONVENER, "nobody_looks", past_the_supervisors),
)
LAW_WAITS: tuple[Told, ...] = (Told(A.PRIVACY, "law_waits"),)
VOICE_WAITS = (Told(A.VOICE_KEEPER, "voice_waits"),)
VOICE_LATE = (*VOICE_WAITS, Told(A.VOICE_ABOVE, "voice_is_late"))
VOICE_NOW = tuple(Told(who, "look_at_voice_now") for who in (A.VOICE_KEEPER, A.VOICE_ABOVE))


def _each(template: str, *whom: Audience) -> tuple[Told, ...]:
    return tuple(Told(who, template) for who in whom)


def _of_side(template: str) -> tuple[Told, ...]:
    """Whoever speaks for the side that owes it."""
    return (
        Told(A.CONVENERS, template, network_owes),
        Told(A.PARTNER_ADMINS, template, partner_owes),
    )


MINUTES_ARE_LATE = _each("minutes_are_late", A.CONVENERS, A.CHAIR)
ELECTION_IS_OVER = _each("election_is_over", A.ELECTORS, A.COUNCIL)
TOLD: dict[str, tuple[Told, ...]] = {
    "referral.sent": (Told(A.RECEIVER, "request_arrived", still_open),),
    "referral.not_told": (Told(A.OWNER, "message_did_not_arrive"),),
    "referral.by_telephone": (Told(A.OWNER, "step_reminder"),),
    "referral.accepted": (
        Told(A.OWNER, "request_accepted"),
        Told(A.RECEIVER, "recorded_for_you"),
    ),
    "referral.declined": (
        Told(A.OWNER, "request_declined"),
        Told(A.RECEIVER, "recorded_for_you"),
    ),
    "referral.wait_listed": (
        Told(A.OWNER, "request_wait_listed"),
        Told(A.RECEIVER, "recorded_for_you"),
    ),
    "referral.asked": (Told(A.OWNER, "question_asked"), Told(A.RECEIVER, "recorded_for_you")),
    "referral.replied": (Told(A.RECEIVER, "question_replied", still_open),),
    "referral.started": (Told(A.RECEIVER, "recorded_for_you"),),
    "referral.held": (Told(A.OWNER, "request_on_hold"), Told(A.RECEIVER, "recorded_for_you")),
    "referral.resumed": (Told(A.RECEIVER, "recorded_for_you"),),
    "referral.completed": (Told(A.OWNER, "help_reported"), Told(A.RECEIVER, "recorded_for_you")),
    "referral.failed": (Told(A.OWNER, "help_failed"), Told(A.RECEIVER, "recorded_for_you")),
    "referral.cancelled": (
        Told(A.RECEIVER, "request_taken_back", was_out),
        Told(A.OWNER, "request_ended"),
    ),
    "referral.milestone_reached": (Told(A.OWNER, "application_moved"),),
    "referral.mended": (Told(A.RECEIVER, "request_goes_on", still_open),),
    "referral.end_undone": (Told(A.OWNER, "partner_took_back"),),
    "referral.not_so": (Told(A.OWNER, "partner_says_not_so"),),
    "referral.referred_on": (
        Told(A.OWNER, "referred_on"),
        Told(A.FAMILY, "family_news", somebody_new_is_asked),
    ),
    "referral.answered_elsewhere": (Told(A.RECEIVER, "answered_elsewhere", was_out),),
    "referral.corrected": (Told(A.RECEIVER, "request_taken_back", was_out),),
    "referral.contested": (Told(A.RECEIVER, "outcome_contested"),),
    "referral.contest_reminded": (Told(A.RECEIVER, "contest_reminder"),),
    "referral.contest_unanswered": (
        Told(A.OWNER, "contest_unanswered"),
        Told(A.RECEIVER_ADMINS, "our_answer_is_late"),
        Told(A.DESK, "partner_is_silent", not_delicate),
    ),
    "referral.contest_answered": (
        Told(A.OWNER, "contest_answered"),
        Told(A.RECEIVER, "recorded_for_you"),
    ),
    "referral.partly_confirmed": NOBODY,  # no fault to answer for; the need looks for the rest
    "referral.sent_by_link": (Told(A.RECEIVER, "request_arrived", still_open),),
    "referral.reminded_early": (Told(A.RECEIVER, "request_reminder", receiver_owes),),
    "referral.reminded": (
        Told(A.RECEIVER, "request_reminder", receiver_owes),
        Told(A.OWNER, "no_answer_yet", receiver_owes),
        Told(A.OWNER, "step_reminder", we_owe),
    ),
    "referral.still_waiting": (
        Told(A.RECEIVER, "request_reminder", receiver_owes),
        Told(A.OWNER, "no_answer_yet", receiver_owes),
        Told(A.OWNER, "step_reminder", we_owe),
        Told(A.SUPERVISORS, "team_step_late"),
    ),
    "referral.desk_told": (
        Told(A.RECEIVER_ADMINS, "our_answer_is_late", receiver_owes),
        Told(A.DESK, "partner_is_silent", not_delicate),
    ),
    "referral.supervisor_told": (Told(A.SUPERVISORS, "team_step_late"),),
    "referral.family_asked": (Told(A.FAMILY, "family_question"),),
    "need.family_asked": (Told(A.FAMILY, "family_question"),),
    "need.family_silent": (Told(A.OWNER, "call_family"),),
    "need.family_asks_to_call": (Told(A.OWNER, "family_asks_to_call"),),
    "need.family_answered": (Told(A.OWNER, "family_answered"),),
    "need.wants_help_again": (Told(A.OWNER, "needs_another_way"),),
    "need.met": (Told(A.OWNER, "family_answered"),),
    "need.closed": (Told(A.OWNER, "need_closed"),),
    "need.reopened": (Told(A.OWNER, "need_open_again"),),
    "need.reminded": (Told(A.OWNER, "step_reminder"),),
    "need.supervisor_told": (Told(A.SUPERVISORS, "team_step_late"),),
    "need.still_waiting": (
        Told(A.OWNER, "step_reminder"),
        Told(A.SUPERVISORS, "team_step_late"),
    ),
    "need.gap_recorded": NOBODY,  # the register of gaps shows it to those who can do something
    "need.tried_again": (Told(A.OWNER, "need_open_again"),),
    "need.help_opened": (Told(A.OWNER, "help_opened"),),
    "need.way_closed": (Told(A.FAMILY, "help_changes"),),
    "need.partner_paused": (Told(A.OWNER, "step_reminder"),),
    "incident.opened": (  # each of them once, however many requests have ended
        Told(A.CASE_OWNERS, "service_closed"),
        Told(A.PARTNER, "closed_for_you"),
        Told(A.DESK, "incident_opened"),
        Told(A.CONVENERS, "incident_opened"),
    ),
    "incident.ended": (Told(A.CASE_OWNERS, "service_open_again"),),
    "need.at_desk": (Told(A.DESK, "desk_has_work"), Told(A.OWNER, "desk_helps")),
    "need.back_from_desk": (Told(A.OWNER, "step_reminder"),),
    "need.desk_sent": (Told(A.OWNER, "desk_sent"),),
    "need.desk_suggests": NOBODY,  # it comes back in the same moment
    "need.desk_reminded": (Told(A.DESK, "desk_has_work"),),
    "need.desk_late": (Told(A.CONVENERS, "desk_is_late"), Told(A.DESK, "desk_has_work")),
    "need.desk_still_late": (Told(A.CHAIR, "desk_is_late"), Told(A.CONVENERS, "desk_is_late")),
    "need.contact_broken": (Told(A.OWNER, "contact_to_mend"),),
    "need.paused": (Told(A.OWNER, "family_waits"),),
    "need.goes_on": (Told(A.OWNER, "family_goes_on"),),
    "need.person_died": (Told(A.OWNER, "news_of_family"),),
    "need.family_bereaved": (Told(A.OWNER, "news_of_family"),),
    "need.death_undone": (Told(A.OWNER, "news_of_family"),),
    "referral.to_wait": (Told(A.RECEIVER, "please_wait"),),
    "referral.to_go_on": (Told(A.RECEIVER, "please_go_on"),),
    "need.recheck_due": (Told(A.FAMILY, "family_check_in"), Told(A.OWNER, "time_to_ask")),
    "need.recheck_late": (Told(A.SUPERVISORS, "team_step_late"), Told(A.OWNER, "time_to_ask")),
    "need.ask_again_due": (Told(A.OWNER, "time_to_ask"),),
    "need.ask_again_late": (Told(A.SUPERVISORS, "team_step_late"), Told(A.OWNER, "time_to_ask")),
    "need.appeal_due": (Told(A.OWNER, "time_to_ask"),),
    "need.appeal_late": (Told(A.SUPERVISORS, "team_step_late"), Told(A.OWNER, "time_to_ask")),
    "need.recertify_due": (Told(A.OWNER, "time_to_ask"),),
    "need.recertify_late": (Told(A.SUPERVISORS, "team_step_late"), Told(A.OWNER, "time_to_ask")),
    "need.needed_again": (Told(A.OWNER, "need_open_again"),),
    "consent.ending": (Told(A.OWNER, "agreement_ends"),),
    "consent.ending_late": (Told(A.SUPERVISORS, "agreement_ends"), Told(A.OWNER, "agreement_ends")),
    "consent.of_age": (Told(A.OWNER, "time_to_ask"),),
    "consent.of_age_late": (Told(A.SUPERVISORS, "time_to_ask"), Told(A.OWNER, "time_to_ask")),
    "consent.reworded": (Told(A.OWNER, "time_to_ask"),),
    "consent.reworded_late": (Told(A.SUPERVISORS, "time_to_ask"), Told(A.OWNER, "time_to_ask")),
    "screening.unfinished": _each("screening_begun", A.ASKER),
    "screening.unfinished_late": _each("screening_begun", A.ASKERS_SUPERVISORS, A.ASKER),
    "consent_text.published": NOBODY,  # the page of the words keeps the history for all
    "need.assigned": (Told(A.OWNER, "need_assigned"), Told(A.GIVER, "need_passed_on")),
    "need.offered": (Told(A.TAKER, "need_offered"),),
    "need.taken_on": (Told(A.GIVER, "need_taken_on"),),
    "need.offer_declined": (Told(A.GIVER, "offer_declined"),),
    "network.promise_broken": (Told(A.DESK, "dead_end_found"),),
    "glass.broken": (Told(A.PRIVACY, "glass_broken"), Told(A.NAMES_OFFICERS, "nobody_judges")),
    "glass.reviewed": NOBODY,
    "demand.received": NOBODY,  # whoever wrote it down has it before them
    "demand.named": NOBODY,
    "demand.counsel_asked": NOBODY,
    "demand.answered": NOBODY,
    "demand.counsel_late": LAW_WAITS,
    "demand.reminder": LAW_WAITS,
    "demand.answer_due": LAW_WAITS,
    "demand.climbed": (*LAW_WAITS, Told(A.CONVENERS, "law_is_late")),
    "council.founded": (Told(A.COUNCIL, "council_decides"),),
    "seat.filled": NOBODY,  # whoever sits there was asked by a person
    "seat.ended": NOBODY,  # they heard that it was carried, and from when
    **dict.fromkeys(("seat.vacant", "seat.reminded"), _each("seat_is_empty", A.CONVENERS)),
    "seat.late": (Told(A.CONVENERS, "seat_is_empty"), Told(A.CHAIR, "seat_is_empty")),
    "election.opened": (Told(A.ELECTORS, "election_opens"), Told(A.COUNCIL, "election_opens")),
    "meeting.called": (Told(A.COUNCIL, "meeting_called"),),
    "meeting.reminded": (Told(A.COUNCIL, "meeting_called"),),
    "meeting.moved": (Told(A.COUNCIL, "meeting_moved"),),
    "meeting.called_off": (Told(A.COUNCIL, "meeting_called_off"),),
    "meeting.held": (Told(A.COUNCIL, "minutes_to_read"),),
    "meeting.minutes_late": MINUTES_ARE_LATE,
    "nominee.named": (Told(A.NAMED, "you_are_named"),),
    "nominee.cannot_sit": (Told(A.CONVENERS, "seat_is_empty"),),
    "election.vote_opened": (Told(A.ELECTORS, "election_to_vote"),),
    "election.vote_reminded": (Told(A.ELECTORS_SILENT, "election_to_vote"),),
    "election.run_off": (Told(A.ELECTORS, "election_to_vote"),),
    "election.decided": (Told(A.ELECTED, "you_are_elected"), *ELECTION_IS_OVER),
    "election.nobody": (Told(A.CONVENERS, "election_is_over"), *ELECTION_IS_OVER),
    "proposal.drafted": NOBODY,  # it is its writer's alone
    "proposal.withdrawn": NOBODY,
    "proposal.commented": NOBODY,
    "proposal.stood": NOBODY,
    "proposal.voted": NOBODY,
    "proposal.opened": (Told(A.COUNCIL, "proposal_to_read"),),
    "proposal.amended": (Told(A.COUNCIL, "proposal_to_read"),),
    **dict.fromkeys(
        ("proposal.acted", "proposal.vote_opened", "proposal.vote_reminded"),
        _each("proposal_to_vote", A.COUNCIL_SILENT),
    ),
    "proposal.carried": (Told(A.COUNCIL, "council_decided"), Told(A.PROPOSER, "council_decided")),
    "proposal.not_carried": _each("council_decided", A.COUNCIL, A.PROPOSER),
    "proposal.in_force": NOBODY,  # they heard that it was carried, and from when
    "proposal.stuck": (Told(A.CONVENERS, "decision_is_stuck"), Told(A.CHAIR, "decision_is_stuck")),
    "access.unusual": (Told(A.PRIVACY, "unusual_access"),),
    "person_link.proposed": NOBODY,  # a hint that there is another record would be the leak
    "person_link.made": NOBODY,
    "person_link.ended": NOBODY,
    "consent.withdrawn": (
        Told(A.PARTNER, "sharing_stopped", was_shared),
        Told(A.WORKERS, "family_wish"),
    ),
    "wish.said": (Told(A.WORKERS, "family_wish"),),
    "wish.undone": NOBODY,
    "policy.changed": NOBODY,  # the page of settings keeps the history for all
    "network.numbers_said": NOBODY,  # the page of the numbers keeps what stood there
    **dict.fromkeys(("organization.founded", "network.key_replaced", "network.forgotten"), NOBODY),
    **{f"organization.{said}": NOBODY for said in ("closed_days", "laws_said", "hours_said")},
    "organization.keys_to_renew": (Told(A.PARTNER_ADMINS, "keys_to_renew"),),
    "agreement.offered": (Told(A.PARTNER_ADMINS, "agreement_waits"),),
    "agreement.proposed": _each("agreement_waits", A.CONVENERS, A.PARTNER_ADMINS),
    "agreement.also_waits": (Told(A.PARTNER_ADMINS, "agreement_waits"),),
    "agreement.also_changed": (Told(A.PARTNER_ADMINS, "agreement_changed"),),
    "agreement.draft_lies": (Told(A.CONVENERS, "partner_step"),),
    "agreement.step_due": (
        Told(A.CONVENERS, "partner_step"),
        Told(A.PARTNER_ADMINS, "agreement_waits"),
    ),
    **dict.fromkeys(
        ("agreement.step_late", "partnership.step_late"),
        (Told(A.CONVENERS, "partner_step"), Told(A.CHAIR, "partner_step_late")),
    ),
    **dict.fromkeys(("cycle.asked", "cycle.yes_near", "cycle.yes_due"), _of_side("trial_waits")),
    **dict.fromkeys(
        ("cycle.review_due", "cycle.ended", "cycle.learned_due"), _of_side("trial_to_look_at")
    ),
    **dict.fromkeys(
        ("cycle.yes_late", "cycle.review_late", "cycle.learned_late"),
        _each("trial_is_late", A.CONVENERS, A.PARTNER_ADMINS, A.CHAIR),
    ),
    "cycle.lapsed": _each("trial_lapsed", A.CONVENERS, A.PARTNER_ADMINS),
    "agreement.in_force": (Told(A.PARTNER_ADMINS, "agreement_changed"),),
    **dict.fromkeys(
        ("agreement.ended", "agreement.ran_out", "agreement.left", "agreement.turned_down"),
        _each("agreement_changed", A.PARTNER_ADMINS, A.CONVENERS),
    ),
    **dict.fromkeys(
        ("obligation.near", "obligation.due"),
        _of_side("agreed_is_due"),
    ),
    "obligation.late": (
        Told(A.CONVENERS, "agreed_is_late"),
        Told(A.PARTNER_ADMINS, "agreed_is_late"),
        Told(A.CHAIR, "partner_step_late"),
    ),
    "obligation.missed": _each("agreed_is_late", A.CONVENERS, A.PARTNER_ADMINS),
    "partnership.leaving_planned": (
        Told(A.PARTNER, "partner_leaves"),
        Told(A.CONVENERS, "partner_step"),
    ),
    "partnership.word_taken": (Told(A.PARTNER, "partner_word_taken"),),
    "partnership.decided": (Told(A.PARTNER, "partner_decided"),),
    "partnership.access_put_off": (Told(A.CONVENERS, "access_put_off"),),
    "partnership.step_due": (Told(A.CONVENERS, "partner_step"),),
    "partnership.leaving_held": _each("partner_step", A.CONVENERS),
    "organization.paused": NOBODY,  # whose step moves hears of that step
    "organization.left": NOBODY,
    "organization.invited": NOBODY,  # the mail with the way in carries a token: it is sent directly
    "sign_on.changed": NOBODY,
    "sign_on.tried": NOBODY,
    "sign_on.switched": NOBODY,
    "sign_on.domains_confirmed": NOBODY,
    "sign_on.removed": NOBODY,
    "sign_on.recognised": NOBODY,
    "sign_on.ended": NOBODY,
    "sign_on.refused": NOBODY,  # whoever was refused reads why; the admin sees how it is on the page
    "organization.week_asked": (Told(A.PARTNER, "this_week"),),
    "link.code_asked": (Told(A.MAILBOX, "link_code"),),
    "delivery.gave_up": (
        Told(A.OWNER, "message_did_not_arrive"),
        Told(A.MAILBOX_KEEPERS, "mailbox_takes_no_mail", went_to_mailbox),
        Told(A.DESK, "partner_takes_no_mail", went_to_mailbox),
        Told(A.ADMINS, "colleague_gets_no_mail", went_to_colleague),
    ),
    "delivery.held_back": (Told(A.OWNER, "message_did_not_arrive"),),
    "delivery.unknown": (Told(A.OWNER, "message_did_not_arrive"),),
    "safety.raised": CANNOT_WAIT,
    "safety.given_back": CANNOT_WAIT,
    "safety.nobody_took": CANNOT_WAIT,
    "safety.climbed": CANNOT_WAIT,
    "safety.taken": (Told(A.ALERT_RAISER, "somebody_looks"),),
    "safety.not_closed": (Told(A.ALERT_TAKER, "say_how_it_is"),),
    "safety.still_open": (Told(A.ALERT_TAKER, "say_how_it_is"), *CANNOT_WAIT),
    "safety.closed": NOBODY,
    "safety.reported": NOBODY,  # a fact of the person who made it
    **dict.fromkeys(("rights.asked", "rights.reminded"), _each("rights_asked", A.KEEPERS)),
    "rights.late": (Told(A.KEEPERS, "rights_late"), Told(A.KEEPERS_ABOVE, "rights_late")),
    "rights.answered": (Told(A.RIGHT_RECORDER, "rights_answered"),),
    **dict.fromkeys(("voice.said", "voice.reminded"), VOICE_WAITS),
    **dict.fromkeys(("voice.danger", "voice.danger_late"), VOICE_NOW),
    "voice.late": VOICE_LATE,
    "voice.climbed": (*VOICE_LATE, Told(A.VOICE_TOP, "voice_is_late")),
    "voice.danger_climbed": (*VOICE_NOW, Told(A.VOICE_TOP, "look_at_voice_now")),
    "voice.answered": (Told(A.FAMILY, "family_news"),),
    "voice.passed_on": (Told(A.VOICE_CONCERNED, "voice_passed_on"),),
    **dict.fromkeys(("recall.asked", "recall.reminded"), _each("copies_to_delete", A.PARTNER)),
    "recall.late": (Told(A.PARTNER, "copies_to_delete"), Told(A.PRIVACY, "copies_not_deleted")),
    "referral.facts_changed": (Told(A.RECEIVER, "facts_changed", still_open),),
    # also by themselves: whoever did it with their password may be somebody else
    **{kind: (Told(A.ACCOUNT, kind.partition(".")[2]),) for kind in OF_SIGNING_IN.values()},
    "webhook.failing": (Told(A.PROGRAM_KEEPERS, "program_does_not_answer"),),
}
TOLD |= dict.fromkeys(
    (
        "election.voted", "election.seated", "nominee.stands", "nominee.declined",
        "voice.heard", "voice.taken_back", "proposal.came_of_families",
        "norms.changed", "norms.agreed",
        "rights.extended", "rights.disagreed", "hold.placed", "hold.lifted", "person.erased",
        "recall.confirmed", "link.code_given", "link.code_wrong", "link.code_refused",
        "link.forged", "webhook.added", "webhook.ended",
        "referral.introduced", "referral.undone", "referral.opened",
        "referral.told_by_telephone", "referral.still_going", "referral.family_tried",
        "referral.milestone_planned", "need.recorded", "need.came_up_again", "need.prioritised",
        "need.wanted", "need.being_helped",
        "need.to_confirm", "need.gap_reviewed", "need.taken_at_desk", "need.taken_from_list",
        "need.visit_awaited", "need.family_tried", "need.contact_mended", "need.appealed",
        "need.recertified", "need.let_pass", "need.still_fine", "consent.renewed",
        "need.offer_taken_back", "consent.given",
        # the page of the partner keeps them for both sides
        "cycle.begun", "cycle.agreed", "cycle.stopped", "cycle.concluded", "cycle.reviewed",
        "cycle.place_left", "organization.came_back", "organization.pilot_goes_on",
        "agreement.drafted", "agreement.party_named", "agreement.party_taken_out", "agreement.signed",
        "agreement.dropped", "agreement.replaced",
        "organization.talks_began", "organization.gets_ready", "organization.pilot_began",
        "organization.joined", "organization.declined", "partnership.said", "partnership.owner_named",
        "partnership.stays", "partnership.suspended", "partnership.back_on_said", "partnership.access_ended",
    ),
    NOBODY,
)  # fmt: skip

TOLD |= {
    kind: tuple(Told(Audience(who), "dispute_waits") for who in whom) for kind, whom in NEWS.items()
}

# Several of these for one reader at one moment become one message: a packet, a sweep.
TOGETHER: dict[str, str] = {
    "request_arrived": "requests_arrived",
    "request_reminder": "requests_reminder",
    "no_answer_yet": "steps_reminder",
    "step_reminder": "steps_reminder",
    "team_step_late": "team_steps_late",
    **{one: one for one in ("desk_has_work", "screening_begun", "seat_is_empty")},  # lead to a list
    "desk_helps": "desk_helps_several",
    "need_assigned": "needs_assigned",
    "need_passed_on": "needs_passed_on",
}

# Whoever has chosen one mail a day or quiet hours hears of these at once all the same.
AT_ONCE = frozenset(
    {"family_asks_to_call", "call_family", "link_code", "sharing_stopped", "glass_broken"}
    | {"look_at_voice_now", "look_right_away", "say_how_it_is", "nobody_looks", "law_waits"}
)
AT_ONCE |= {"nobody_judges"}
AT_ONCE |= {"this_week", "closed_for_you"}  # the list itself; and what others said about them
AT_ONCE |= {told.template for kind in OF_SIGNING_IN.values() for told in TOLD[kind]}
# before somebody rings where a family mourns, or asked to wait
AT_ONCE |= {"news_of_family", "please_wait", "family_waits"}
DIGEST_OF_USER, DIGEST_OF_MAILBOX = "digest_of_user", "digest_of_mailbox"
# The mail of the day counts what waits in the reader's own care.
STEPS = frozenset(
    {"request_arrived", "request_reminder", "no_answer_yet", "step_reminder", "team_step_late"}
)
STEPS |= {TOGETHER[template] for template in STEPS}
DIGESTS = frozenset({DIGEST_OF_USER, DIGEST_OF_MAILBOX})
FAMILY_NEWS = "family_news"
PROGRAM = "event"  # what a program is told has no words
