"""How is it said? One vocabulary of statuses, reasons, steps and events for every audience."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from governance.words.policies import Group
from organizations.topics import Category
from referrals.followup import Situation
from referrals.lifecycle import ContestAnswer, MilestoneKind, Mode, Status, Urgency
from screening.words import NEXT_STEP_WORDS

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Words:
    """A status as the clinic, the partner and the family read it. `%(partner)s` is filled in.

    `arcs` of five are filled in the ring; `broken` draws the last one in brick.
    """

    clinic: Text
    partner: Text
    family: Text
    tone: str
    icon: str
    arcs: int
    broken: bool = False


STATUS_WORDS: dict[str, Words] = {
    Situation.DRAFT: Words(_("Draft"), "", "", "quiet", "pencil-line", 0),
    Situation.REQUESTED: Words(
        _("Sent"), _("New request"), _("We asked %(partner)s for help"), "partner", "send", 1
    ),
    "opened": Words(
        _("Opened"), _("Opened"), _("%(partner)s has seen it"), "partner", "eye", 2
    ),
    "late": Words(
        _("No reply yet"), _("Answer is late"), _("Still waiting"), "you", "hourglass", 1
    ),
    Situation.QUESTION: Words(
        _("Question for you"), _("Waiting for the sender"), _("We asked %(partner)s for help"),
        "you", "message-circle-question-mark", 2,
    ),
    Situation.WAIT_LIST: Words(
        _("On the wait list"), _("On your wait list"), _("You are on a list"), "you", "list-ordered", 3
    ),
    Situation.DOCUMENTS: Words(
        _("Papers needed"), _("Waiting for papers"), _("Some papers are still needed"), "you", "files", 3
    ),
    Situation.ON_HOLD: Words(_("Resting"), _("Resting"), _("%(partner)s will go on soon"), "partner", "pause", 3),
    Situation.FAMILY_WAITS: Words(_("Resting, the family waits"), _("The family asked to wait"),
        _("%(partner)s waits until you are ready"), "quiet", "hourglass", 3),
    Situation.APPOINTMENT: Words(
        _("Appointment set"), _("Appointment set"), _("You have an appointment at %(partner)s"),
        "partner", "calendar-clock", 3,
    ),
    Situation.ACCEPTED: Words(
        _("Accepted"), _("You said yes"), _("%(partner)s will help"), "partner", "thumbs-up", 3
    ),
    Situation.IN_PROGRESS: Words(
        _("Getting help"), _("In progress"), _("Help has started"), "partner", "refresh-cw", 3
    ),
    Situation.INTRODUCTION: Words(
        _("Family goes there"), "", _("You can go to %(partner)s"), "family", "signpost", 2
    ),
    Situation.HANDOFF: Words(
        _("Talk together"), _("You talk together"), _("%(partner)s will talk with you"), "you", "users-round", 3
    ),
    Situation.APPLICATION: Words(
        _("Waiting for a decision"), _("Waiting for a decision"), _("The office is deciding"),
        "you", "hourglass", 3,
    ),
    Situation.NEVER_CHASED: Words(
        _("Sent, never chased"), _("New request"), _("We asked %(partner)s for help"), "partner", "send", 2
    ),
    Situation.CALL_PARTNER: Words(
        _("Call them"), _("New request"), _("We asked %(partner)s for help"), "you", "phone", 1
    ),
    Situation.ASK_PARTNER: Words(
        _("Told by telephone"), _("New request"), _("We asked %(partner)s for help"), "you", "phone", 2
    ),
    Status.REJECTED: Words(
        _("Not able to help"), _("You said no"), _("We are looking again"), "stop", "octagon-x", 2, broken=True
    ),
    Status.COMPLETED: Words(
        _("Says helped"), _("Marked helped"), _("Did you get it?"), "you", "badge-check", 4
    ),
    "confirmed": Words(_("Helped"), _("Helped"), _("You told us you got help"), "done", "circle-check", 5),
    "contested": Words(
        _("Family says no"), _("Family says no"), _("We are looking again"), "stop", "message-circle-x", 4, broken=True
    ),
    "could_not_reach": Words(
        _("Could not reach family"), _("Could not reach"), _("Please call us"), "stop", "phone-off", 3, broken=True
    ),
    Status.FAILED: Words(
        _("Did not work out"), _("Did not help"), _("It did not work out"), "stop", "octagon-x", 3, broken=True
    ),
    Status.CANCELLED: Words(_("Taken back"), _("Cancelled"), _("This has ended"), "quiet", "circle-slash", 1),
    Status.ENTERED_IN_ERROR: Words(_("Sent by mistake"), _("Withdrawn"), "", "quiet", "undo-2", 0),
}  # fmt: skip

REASON_WORDS: dict[str, Text] = {
    "no_capacity": _("We have no room right now"),
    "not_eligible": _("The family is not eligible"),
    "outside_area": _("The family lives outside our area"),
    "not_offered": _("We do not offer this"),
    "language": _("We do not speak their language"),
    "service_closed": _("The service has closed"),
    "already_served": _("We already help this family"),
    "other": _("Something else"),
    "could_not_reach": _("We could not reach the family"),
    "missed_appointment": _("The family missed the appointment"),
    "family_declined": _("The family said no thanks"),
    "documents_missing": _("Papers are missing"),
    "denied": _("The application was turned down"),
    "service_fell_through": _("The help fell through"),
    "accepted_by_mistake": _("We said yes by mistake"),
    "person_died": _("The person has died"),
    "family_changed_mind": _("The family changed their mind"),
    "consent_withdrawn": _("The family no longer shares this"),
    "met_elsewhere": _("The family got help elsewhere"),
    "answered_elsewhere": _("Another partner answered first"),
    "redirected": _("Sent to another partner instead"),
    "no_answer": _("There was no answer"),
    "needed_by_passed": _("The day it was needed has passed"),
    "moved_away": _("The family moved away"),
    "safety": _("It is not safe"),
    "duplicate": _("It was sent twice"),
    "wait_list": _("On the wait list"),
    "question": _("A question is open"),
    "waiting_for_documents": _("Waiting for papers"),
    "authorization": _("Waiting for an approval"),
    "appointment_set": _("An appointment is set"),
    "family_asked_to_wait": _("The family asked to wait"),
    "sent_in_error": _("It was sent by mistake"),
    "wrong_person": _("It was about the wrong person"),
    "undone": _("It was undone right away"),
    "recorded_wrongly": _("It was written down wrongly"),
    "provided": _("The family got the help"),
    "enrolled": _("The family is enrolled"),
    "partly_provided": _("The family got part of it"),
    "benefit_granted": _("The benefit was granted"),
    "advice_or_representation_given": _("Advice or a lawyer was given"),
    "information_given": _("Only information was given"),
}

WHY_WORDS: dict[str, Text] = {
    "ride": _("No ride"),
    "work": _("Had to work"),
    "child": _("Nobody to watch the children"),
    "told_too_late": _("Was told too late"),
    "unsafe": _("Did not feel safe"),
    "nobody_called": _("Nobody called me"),
    "full": _("They were full"),
    "too_far": _("It was too far"),
    "no_ride": _("I had no ride"),
    "bad_time": _("The time was bad"),
    "language": _("They do not speak my language"),
    "not_eligible": _("They said I do not qualify"),
    "unkind": _("They were not kind"),
    "other": _("Something else"),
}

CONTEST_WORDS: dict[ContestAnswer, Text] = {
    ContestAnswer.GAVE_IT: _("We gave it to them"),
    ContestAnswer.NOT_GIVEN: _("They are right: they did not get it"),
    ContestAnswer.STILL_TO_COME: _("It is still to come"),
    ContestAnswer.DO_NOT_KNOW: _("We cannot tell any more"),
}

MODE_WORDS: dict[Mode, Text] = {
    Mode.DIRECT: _("Send a request"),
    Mode.WARM_HANDOFF: _("Hand over together"),
    Mode.INTRODUCTION: _("Give the family the handout"),
    Mode.APPLICATION: _("Apply for a program"),
    Mode.IN_HOUSE: _("Help in our own house"),
}

MILESTONE_WORDS: dict[str, Text] = {
    MilestoneKind.DOCUMENTS: _("Papers gathered"),
    MilestoneKind.FILED: _("Application filed"),
    MilestoneKind.INTERVIEW: _("Interview"),
    MilestoneKind.DECISION: _("Decision"),
    MilestoneKind.APPEAL: _("Last day to appeal"),
    MilestoneKind.RECERTIFICATION: _("Time to renew"),
}

URGENCY_WORDS: dict[Urgency, Text] = {
    Urgency.TODAY: _("Today"),
    Urgency.THIS_WEEK: _("This week"),
    Urgency.ROUTINE: _("No hurry"),
}

# The one verb of a row, by what is owed next.
VERBS: dict[str, Text] = {
    **NEXT_STEP_WORDS,
    "nudge_or_switch": _("Nudge or switch"),
    "reply": _("Answer"),
    "send": _("Finish and send"),
    "help_with_documents": _("Help with papers"),
    "answer": _("Answer"),
    "first_contact": _("Say you made contact"),
    "report": _("Say how it goes"),
    "say_how_it_went": _("Say how it went"),
    "confirm_place": _("Confirm the place"),
    "hear_from_partner": _("View"),
    "talk_together": _("Talk together"),
    "check_application": _("Ask how the application stands"),
    "wait_for_family": _("View"),
    "call_partner": _("Call them"),
    "ask_partner": _("Ask them"),
    "answer_family": _("Say what you know"),
}

EVENT_WORDS: dict[str, Text] = {
    "need.recorded": _("Need recorded"),
    "need.came_up_again": _("The same need came up again"),
    "need.wanted": _("The family wants help with this"),
    "need.wants_help_again": _("Looking for help again"),
    "need.being_helped": _("A partner was asked"),
    "need.to_confirm": _("A partner says it is done; the family is asked"),
    "need.family_asked": _("The family was asked"),
    "need.family_silent": _("No answer from the family: please call"),
    "need.family_answered": _("The family answered"),
    "need.family_asks_to_call": _("The family asks for a call"),
    "referral.to_wait": _("The partner was asked not to call the family for now"),
    "referral.to_go_on": _("The partner was told that it may call the family again"),
    "need.met": _("The family got the help"),
    "need.closed": _("Need closed"),
    "need.reopened": _("Need opened again on the family’s word"),
    "need.prioritised": _("What matters most was set"),
    "need.assigned": _("Given to a colleague"),
    "need.offered": _("A colleague was asked to take it on"),
    "need.taken_on": _("A colleague has taken it on"),
    "need.offer_declined": _("The colleague could not take it on"),
    "need.offer_taken_back": _("The offer to a colleague was taken back"),
    "need.gap_recorded": _("Nobody can help right now"),
    "need.gap_reviewed": _("Looked again: still nobody"),
    "need.tried_again": _("Looking for help again"),
    "need.help_opened": _("A service that may help has opened"),
    "need.family_tried": _("Somebody tried to reach the family"),
    "need.contact_broken": _("No safe way to reach the family is left"),
    "need.contact_mended": _("There is a way to reach the family again"),
    "need.reminded": _("Reminder: the next step is due"),
    "need.supervisor_told": _("The supervisor was told"),
    "need.still_waiting": _("Still waiting for the next step"),
    "need.at_desk": _("The desk helps along now"),
    "need.taken_at_desk": _("Somebody at the desk has taken it"),
    "need.way_closed": _("The service has closed; the family hears that we look for another way"),
    "need.partner_paused": _("The partner takes a break: ask somebody else, or wait"),
    "need.taken_from_list": _("Somebody looks after it, from the list of what has closed"),
    "need.back_from_desk": _("Back from the desk"),
    "need.desk_sent": _("The desk has asked a partner"),
    "need.desk_suggests": _("The desk names a partner: the family is asked first"),
    "need.desk_reminded": _("The desk was reminded"),
    "need.desk_late": _("The desk is late; the network’s lead was told"),
    "need.desk_still_late": _("The desk is still late; the chair of the council was told"),
    "need.recheck_due": _("Time to ask whether it still holds"),
    "need.recheck_late": _("Nobody has asked whether it still holds"),
    "need.ask_again_due": _("Time to ask again, as the family said"),
    "need.ask_again_late": _("Nobody has asked again"),
    "need.appeal_due": _("The last day to appeal comes"),
    "need.appeal_late": _("Nobody has asked whether they appeal"),
    "need.appealed": _("They appeal"),
    "need.recertify_due": _("Time to renew what the application brought"),
    "need.recertify_late": _("Nobody has renewed it yet"),
    "need.recertified": _("Renewed, the family says"),
    "need.let_pass": _("They let the day pass"),
    "need.still_fine": _("Still fine, the family says"),
    "need.needed_again": _("Help is needed once more; this goes on from before"),
    "need.visit_awaited": _("Called, no answer: to be asked at the next visit"),
    "referral.sent": _("Request sent"),
    "referral.sent_by_link": _("Sent once more as a link: nobody there signs in any more"),
    "referral.introduced": _("Handout given to the family"),
    "referral.undone": _("Sending was undone"),
    "referral.opened": _("Opened by the partner"),
    "referral.not_told": _("No message reaches the partner: please call"),
    "referral.by_telephone": _("No message may go to the partner any more: please call"),
    "referral.told_by_telephone": _("The partner was called and knows of it"),
    "referral.accepted": _("The partner said yes"),
    "referral.declined": _("The partner cannot help"),
    "referral.asked": _("The partner asks a question"),
    "referral.replied": _("The question was answered"),
    "referral.wait_listed": _("Put on the wait list"),
    "referral.started": _("First contact made"),
    "referral.held": _("Put on hold"),
    "referral.resumed": _("Help goes on"),
    "referral.still_going": _("Still going"),
    "referral.family_tried": _("The partner tried to reach the family"),
    "referral.facts_changed": _("Something in the record was wrong and is mended"),
    "referral.completed": _("The partner says it is done"),
    "referral.failed": _("It did not work out"),
    "referral.cancelled": _("Taken back"),
    "referral.referred_on": _("The partner cannot help and names another one"),
    "referral.answered_elsewhere": _("Ended: another partner said yes first"),
    "referral.corrected": _("Marked as a mistake"),
    "referral.milestone_planned": _("A date of the application was set"),
    "referral.milestone_reached": _("The application has moved on"),
    "referral.mended": _("Mended: the request goes on"),
    "referral.end_undone": _("The partner took its last answer back: it was a slip"),
    "referral.not_so": _("The partner says: this is not so"),
    "referral.contest_answered": _("The partner answers the family’s no"),
    "referral.contest_reminded": _("The partner was reminded of the family’s no"),
    "referral.contest_unanswered": _("The partner has not answered the family’s no"),
    "referral.contested": _("The family says it did not happen"),
    "referral.partly_confirmed": _("The family says that some of it came"),
    "referral.reminded_early": _("A quiet reminder went to the partner"),
    "referral.reminded": _("Reminder sent; no answer yet"),
    "referral.family_asked": _("The family was asked how it went"),
    "referral.still_waiting": _("Still no word"),
    "referral.desk_told": _("Still no word; the partner’s lead and the desk were told"),
    "referral.supervisor_told": _("The supervisor was told"),
    "delivery.gave_up": _("A message did not arrive"),
    "delivery.held_back": _("A message was held back"),
    "delivery.unknown": _("Nobody knows whether a message arrived"),
}

# The one question at the top of a request, by what the help is about.
CAN_YOU_HELP: dict[str, Text] = {
    Category.FOOD: _("Can you help %(name)s with food?"),
    Category.HOUSING: _("Can you help %(name)s with housing?"),
    Category.HOMELESSNESS: _("Can you help %(name)s find a place to stay?"),
    Category.INADEQUATE_HOUSING: _("Can you help %(name)s make the home safe?"),
    Category.TRANSPORTATION: _("Can you help %(name)s with a ride?"),
    Category.FINANCIAL: _("Can you help %(name)s with money and benefits?"),
    Category.MATERIAL: _("Can you help %(name)s with things for daily life?"),
    Category.EDUCATION: _("Can you help %(name)s with school and learning?"),
    Category.EMPLOYMENT: _("Can you help %(name)s find work?"),
    Category.UTILITY: _("Can you help %(name)s with power, gas or water?"),
    Category.INSURANCE: _("Can you help %(name)s with health insurance?"),
    Category.MEDICAL_COST: _("Can you help %(name)s with the cost of care?"),
}
CAN_YOU_HELP_AT_ALL: Text = _("Can you help %(name)s?")

# What the receiver reads in a request's history, where it differs: there "the partner" is they themselves.
PARTNER_EVENT_WORDS: dict[str, Text] = {
    "referral.sent": _("Request came in"),
    "referral.opened": _("Opened"),
    "referral.accepted": _("You said yes"),
    "referral.declined": _("You said that you cannot help"),
    "referral.referred_on": _("You named another partner"),
    "referral.to_wait": _("Please do not call or write to the family for now"),
    "referral.to_go_on": _("You may call or write to the family again"),
    "referral.asked": _("You asked a question"),
    "referral.wait_listed": _("Put on your wait list"),
    "referral.family_tried": _("You tried to reach the family"),
    "referral.completed": _("You said that it is done"),
    "referral.not_so": _("You said that this is not so"),
    "referral.contest_answered": _("You answered the family’s no"),
    "referral.contest_reminded": _("A quiet reminder went to you"),
    "referral.contest_unanswered": _("The sender was told that you have not answered"),
    "referral.reminded_early": _("A quiet reminder went to you"),
    "referral.reminded": _("Reminder: your word is due"),
}

# The numbers that partners may set (followup.Patience), as the page of settings names them.
PATIENCE_WORDS: dict[str, tuple[Group, Text]] = {
    "answer": (Group.PARTNER, _("First answer to a request")),
    "answer_grace": (Group.PARTNER, _("After that, until the desk and the partner’s lead are told")),
    "desk_takes": (Group.PARTNER, _("After that, until the desk takes over")),
    "first_contact": (Group.PARTNER, _("First contact after a yes")),
    "progress_calendar": (Group.PARTNER, _("Word on how help goes")),
    "on_hold_calendar": (Group.PARTNER, _("Word while help rests")),
    "after_appointment": (Group.PARTNER, _("Word after an appointment")),
    "wait_list_calendar": (Group.PARTNER, _("Word on the place on a wait list")),
    "today_send_hours": (Group.TODAY, _("Finish a draft")),
    "today_answer_hours": (Group.TODAY, _("First answer to a request")),
    "today_contact_hours": (Group.TODAY, _("First contact after a yes")),
    "today_report_hours": (Group.TODAY, _("Word on how help goes, or help with missing papers")),
    "today_ask_hours": (Group.TODAY, _("After a handout, until the family is asked how it went")),
    "today_call_hours": (Group.TODAY, _("Call a partner whom no message may reach")),
    "today_reply_hours": (Group.TODAY, _("Reply to a partner’s question")),
    "today_grace_hours": (Group.TODAY, _("After that, until somebody above is told")),
    "today_desk_hours": (Group.TODAY, _("After that, until the desk takes over")),
    "today_again_hours": (Group.TODAY, _("At the top: told again every")),
    "question": (Group.OWNER, _("Reply to a partner’s question")),
    "documents": (Group.OWNER, _("Help with missing papers")),
    "call_partner": (Group.OWNER, _("Call a partner whom no message may reach")),
    "ask_partner_calendar": (Group.OWNER, _("Ask such a partner how it goes")),
    "draft": (Group.OWNER, _("Finish a draft")),
    "application_calendar": (Group.OWNER, _("Ask how an application stands, without days set by law")),
    "introduction_calendar": (Group.FAMILY, _("After a handout, until the family is asked how it went")),
    "never_chased_calendar": (Group.FAMILY, _("Ask the family, where a service never reports")),
    "documents_ahead_calendar": (Group.DATES, _("Look before the day for the papers")),
    "filed_ahead_calendar": (Group.DATES, _("Look before the day to file")),
    "interview_ahead_calendar": (Group.DATES, _("Look before the interview")),
    "decision_ahead_calendar": (Group.DATES, _("Look before the decision is due")),
    "appeal_calendar": (Group.DATES, _("To appeal what was denied, when no letter names a day")),
    "appeal_ahead_calendar": (Group.DATES, _("Look before the last day to appeal")),
    "recertification_ahead_calendar": (Group.DATES, _("Look before it must be renewed")),
    "contested": (Group.WORD, _("The partner’s word when the family says no")),
    "not_so": (Group.WORD, _("The partner may say “not so” within")),
    "mend_calendar": (Group.WORD, _("The sender may mend a slip in ending a request within")),
    "supervisor": (Group.DESK, _("A late reply or paper: until the supervisor is told")),
    "still_waiting": (Group.DESK, _("At the top, for a request: told again every")),
}  # fmt: skip
