"""Whom can a message be for, and which message does a row of `told` mean?"""

from dataclasses import dataclass
from enum import StrEnum

from notifications.conditions import Condition, always


class Audience(StrEnum):
    RECEIVER = "receiver"  # the organization that was asked to help
    OWNER = "owner"  # whoever is responsible for the need
    SUPERVISORS = "supervisors"  # of the organization that owns the need
    FAMILY = "family"
    PARTNER = "partner"  # the organization that an agreement names
    GIVER = "giver"  # whoever followed the need before, or offered it
    TAKER = "taker"  # the colleague who is asked to follow it
    WORKERS = "workers"  # everybody who looks after an open need of this person
    MAILBOX_KEEPERS = "mailbox_keepers"  # of an organization whose mailbox takes no mail
    ADMINS = "admins"  # of a colleague whose mail does not arrive
    DESK = "desk"
    CONVENERS = "conveners"
    CHAIR = "chair"
    PRIVACY = "privacy"  # the network's privacy officers
    NAMES_OFFICERS = "names_officers"  # whoever convenes, where none of them may judge it
    RECEIVER_ADMINS = "receiver_admins"
    PARTNER_ADMINS = "partner_admins"  # of the organization that an agreement is with
    MAILBOX = "mailbox"  # the organization that a link was sent to, whoever asked
    CASE_OWNERS = "case_owners"  # whoever follows a need on the list of what has closed
    PROGRAM_KEEPERS = "program_keepers"  # of a program that does not answer
    DUTY = "duty"  # where a person is cared for who may be in danger
    DUTY_OF_CONVENER = "duty_of_convener"  # hears a number and no name
    ALERT_TAKER = "alert_taker"  # who looks after it
    ALERT_RAISER = "alert_raiser"  # who said that somebody may be in danger
    KEEPERS = "keepers"  # who owes an answer to what somebody asked about their own record
    KEEPERS_ABOVE = "keepers_above"
    ASKER = "asker"  # who began a screening that nobody finished
    ASKERS_SUPERVISORS = "askers_supervisors"
    RIGHT_RECORDER = "right_recorder"  # who wrote down what was asked
    COUNCIL = "council"  # everybody who speaks for a seat
    COUNCIL_SILENT = "council_silent"  # of these, whose seat has still to vote on it
    PROPOSER = "proposer"
    SIDES = "sides"  # of a dispute
    MEDIATOR = "mediator"
    KEEPER = "keeper"
    VOICE_KEEPER = "voice_keeper"  # who answers what a family said of how it was helped
    VOICE_ABOVE = "voice_above"
    VOICE_TOP = "voice_top"
    VOICE_CONCERNED = "voice_concerned"  # who runs the organization that it is about
    ACCOUNT = "account"  # whose way to sign in was changed, whoever did it
    ELECTORS = "electors"  # whoever may cast a vote in an election
    ELECTORS_SILENT = "electors_silent"
    NAMED = "named"  # whoever somebody would like to stand
    ELECTED = "elected"  # whoever shall sit there


@dataclass(frozen=True, slots=True)
class Told:
    """`audience` gets the message `template`, if `when` still holds as it is written."""

    audience: Audience
    template: str
    when: Condition = always
