"""The codes of how a person can be reached, what they agreed to and what stands in their way."""

from enum import StrEnum


class Channel(StrEnum):
    PHONE = "phone"
    TEXT = "text"
    EMAIL = "email"
    LETTER = "letter"


class ChannelState(StrEnum):
    UNTRIED = "untried"
    WORKS = "works"
    BROKEN = "broken"


class Way(StrEnum):
    """How somebody may be looked for: the channels, and what there is beside them."""

    PHONE = "phone"
    TEXT = "text"
    EMAIL = "email"
    LETTER = "letter"
    RELATIVE = "relative"
    MEETING = "meeting"
    VISIT = "visit"


class TryOutcome(StrEnum):
    """What became of one try to reach somebody."""

    NO_ANSWER = "no_answer"
    LEFT_MESSAGE = "left_message"
    REACHED = "reached"
    REFUSED = "refused"
    WRONG = "wrong"
    NOT_DELIVERED = "not_delivered"


HEARD = frozenset({TryOutcome.REACHED, TryOutcome.REFUSED})
BREAKS = frozenset({TryOutcome.WRONG, TryOutcome.NOT_DELIVERED})


class Kin(StrEnum):
    """What the other person is to this one."""

    MOTHER = "mother"
    FATHER = "father"
    PARENT = "parent"
    GRANDPARENT = "grandparent"
    FOSTER_PARENT = "foster_parent"
    GUARDIAN = "guardian"
    PARTNER = "partner"
    CHILD = "child"
    SIBLING = "sibling"
    CARER = "carer"
    FRIEND = "friend"
    OTHER = "other"


class Barrier(StrEnum):
    """Never a statement on immigration: there is no field for that."""

    NO_CAR = "no_car"
    CANNOT_LIFT = "cannot_lift"
    CANNOT_READ = "cannot_read"
    NO_SAFE_PHONE = "no_safe_phone"
    NIGHT_WORK = "night_work"
    CHILD_CARE = "child_care"
    STAIRS = "stairs"
    LANGUAGE = "language"
    WANTS_PRIVACY = "wants_privacy"
    BAD_PAST = "bad_past"
    NO_INTERNET = "no_internet"
    NO_KITCHEN = "no_kitchen"


class Direction(StrEnum):
    """What a consent is for: each is given, kept and withdrawn apart."""

    SEND = "send"
    REPORT_BACK = "report_back"
    PASS_ON = "pass_on"  # noqa: S105 a direction, not a password
    DESK = "desk"
    CONTACT = "contact"
    LINK = "link"  # two organizations may know that both help them


class Form(StrEnum):
    WRITTEN = "written"
    ELECTRONIC = "electronic"
    VERBAL = "verbal"


class Capacity(StrEnum):
    """In which role somebody says yes. Empty in what was agreed before this was asked."""

    SELF = "self"
    EMANCIPATED = "emancipated"  # a minor who speaks alone: a paper was seen
    PARENT = "parent"
    GUARDIAN = "guardian"
    REPRESENTATIVE = "representative"  # a paper was seen


FOR_A_MINOR = frozenset({Capacity.PARENT, Capacity.GUARDIAN})
FOR_ANOTHER = FOR_A_MINOR | {Capacity.REPRESENTATIVE}
PAPER_WAS_SEEN = frozenset({Capacity.EMANCIPATED, Capacity.REPRESENTATIVE})
PARENTS = frozenset({Kin.MOTHER, Kin.FATHER, Kin.PARENT})


class WishKind(StrEnum):
    STOP_MESSAGES = "stop_messages"
    STOP_SHARING = "stop_sharing"
    STOP_HELP = "stop_help"


class ToldOfDeath(StrEnum):
    """Who told us that somebody has died."""

    FAMILY = "family"
    CARE = "care"  # a hospital, a doctor, a hospice
    PARTNER = "partner"
    OTHER = "other"


class Fact(StrEnum):
    """What may be shared about a person, one by one. A service says which it asks."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    AREA = "area"
    BIRTH_DATE = "birth_date"
    AGE = "age"
    LANGUAGE = "language"
    HOUSEHOLD = "household"
    BARRIERS = "barriers"
    BEST_TIME = "best_time"
    NOTE = "note"


ALWAYS_SHARED = frozenset({Fact.NAME, Fact.LANGUAGE})

# Agreeing to share these is valid only in writing, to a named partner, until a date (42 CFR 2.31).
WRITTEN_ONLY_TOPICS = frozenset({"substance_use"})


class Law(StrEnum):
    """Which law of its own an agreement must obey: written, to a named partner, until a date."""

    PART2 = "part2"  # 42 CFR 2.31
    VICTIM_SERVICE = "victim_service"  # 34 USC 12291(b)(2)
    FERPA = "ferpa"  # 34 CFR 99.30


# These name a partner each; the others are for the desk, for any partner, or for the person.
NAMES_A_PARTNER = frozenset({Direction.SEND, Direction.REPORT_BACK, Direction.LINK})


class Watch(StrEnum):
    """Who answers for a safety alert. It is seen by no more people than those it has come to."""

    DUTY = "duty"
    SUPERVISOR = "supervisor"
    CONVENER = "convener"
    TAKER = "taker"


class Danger(StrEnum):
    """What somebody is afraid of. It is kept sealed."""

    VIOLENCE = "violence"
    SELF_HARM = "self_harm"
    CHILD = "child"
    OTHERS = "others"
    OTHER = "other"


class AlertEnd(StrEnum):
    """How a safety alert was closed, by the person who had taken it."""

    SAFE_NOW = "safe_now"
    PLAN = "plan"
    CRISIS_TEAM = "crisis_team"
    EMERGENCY = "emergency"
    NO_DANGER = "no_danger"


class Purpose(StrEnum):
    """Why somebody looked (Disclosure)."""

    CARE = "care"
    REFERRAL = "referral"
    SEARCH = "search"
    PRINT = "print"
    API = "api"
    AUDIT = "audit"
    LAW = "law"  # a court or an office was given something
    RIGHTS = "rights"  # the person asked for it
    EMERGENCY = "emergency"  # whoever has broken the glass: written by the database itself


class Emergency(StrEnum):
    """Why somebody opened what only named people see."""

    LIFE = "life"
    TODAY = "today"
    OFFICE = "office"


class GlassReview(StrEnum):
    """What the privacy officer thought of it."""

    RIGHT = "right"
    ASK = "ask"
    WRONG = "wrong"


class DemandKind(StrEnum):
    """By what instrument a court or an office demands something about families."""

    SUBPOENA = "subpoena"
    COURT_ORDER = "court_order"
    AGENCY_REQUEST = "agency_request"
    ADMINISTRATIVE_WARRANT = (
        "administrative_warrant"  # signed by an office, an immigration detainer too
    )
    OTHER = "other"


class DemandOffice(StrEnum):
    """Who demands it."""

    COURT = "court"
    LAW_ENFORCEMENT = "law_enforcement"
    IMMIGRATION = "immigration"
    OVERSIGHT = "oversight"
    PARTY = "party"
    OTHER = "other"


# They alone may ask that a family is not told for a while: 45 CFR 164.528(a)(2)(i).
MAY_ASK_FOR_SILENCE = frozenset(
    {DemandOffice.LAW_ENFORCEMENT, DemandOffice.IMMIGRATION, DemandOffice.OVERSIGHT}
)


class Silence(StrEnum):
    """How that was asked for. Said aloud, it holds for 30 days: 45 CFR 164.528(a)(2)(ii)."""

    WRITTEN = "written"
    ORAL = "oral"


class DemandAnswer(StrEnum):
    """What the privacy officer answered."""

    REFUSED = "refused"
    NARROWED = "narrowed"
    COMPLIED = "complied"
    NOTHING_HELD = "nothing_held"
    TAKEN_BACK = "taken_back"  # by whoever demanded it


LEAVES = frozenset({DemandAnswer.NARROWED, DemandAnswer.COMPLIED})


class Right(StrEnum):
    """What somebody may ask about their own record."""

    ACCESS = "access"  # 45 CFR 164.524: a copy
    CORRECTION = "correction"  # 45 CFR 164.526
    ERASURE = "erasure"  # by the network's own rules and the law of the state


class RightEnd(StrEnum):
    """How it was answered."""

    GIVEN = "given"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    ERASED = "erased"
    TAKEN_BACK = "taken_back"


class RightWatch(StrEnum):
    """Who owes the answer. A record is erased by two: one asks, another confirms."""

    CUSTODIAN = "custodian"
    PRIVACY = "privacy"
    PARTNER = "partner"  # says that its own copies are gone


class HoldReason(StrEnum):
    """Why nothing of a person may be erased now."""

    DEMAND = "demand"
    LAWSUIT = "lawsuit"
    INVESTIGATION = "investigation"
    PERSON = "person"
    OTHER = "other"
