"""From which age on does somebody agree for themselves, in which state, and to which help?

Where this table is silent, a parent or guardian agrees: a line is added only with its source.
It is about sharing facts; who may be treated is for whoever treats.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Age:
    """In whole years, and the law that says so."""

    years: int
    source: str


OF_AGE = 18
# States in which it is not 18.
MAJORITY: dict[str, Age] = {
    "AL": Age(19, "Ala. Code § 26-1-1"),
    "MS": Age(21, "Miss. Code § 1-3-27"),
    "NE": Age(19, "Neb. Rev. Stat. § 43-2101"),
    "PR": Age(21, "P.R. Act 55-2020, art. 97"),
}
MENTAL_HEALTH, SUBSTANCE_USE = "mental_health", "substance_use"
# Help that a minor may ask for alone, by (state, topic). Laws that ask for more than an age are left out.
ALONE: dict[tuple[str, str], Age] = {
    ("CA", MENTAL_HEALTH): Age(12, "Cal. Health & Safety Code § 124260"),
    ("CA", SUBSTANCE_USE): Age(12, "Cal. Fam. Code § 6929"),
    ("CO", MENTAL_HEALTH): Age(12, "C.R.S. § 12-245-203.5"),
    ("FL", SUBSTANCE_USE): Age(0, "Fla. Stat. § 397.601(4)"),
    ("IL", MENTAL_HEALTH): Age(12, "405 ILCS 5/3-550"),
    ("IL", SUBSTANCE_USE): Age(12, "410 ILCS 210/4"),
    ("MD", SUBSTANCE_USE): Age(0, "Md. Code, Health-Gen. § 20-102"),
    ("MI", MENTAL_HEALTH): Age(14, "MCL 330.1707"),
    ("MI", SUBSTANCE_USE): Age(14, "MCL 330.1264"),
    ("OH", SUBSTANCE_USE): Age(0, "Ohio Rev. Code § 3719.012"),
    ("OR", MENTAL_HEALTH): Age(14, "ORS 109.675"),
    ("OR", SUBSTANCE_USE): Age(14, "ORS 109.675"),
    ("PA", MENTAL_HEALTH): Age(14, "35 P.S. § 10101.1"),
    ("PA", SUBSTANCE_USE): Age(0, "71 P.S. § 1690.112"),
    ("TX", SUBSTANCE_USE): Age(0, "Tex. Fam. Code § 32.003(a)(5)"),
    ("VA", MENTAL_HEALTH): Age(0, "Va. Code § 54.1-2969(E)"),
    ("VA", SUBSTANCE_USE): Age(0, "Va. Code § 54.1-2969(E)"),
    ("WA", MENTAL_HEALTH): Age(13, "RCW 71.34.530"),
    ("WA", SUBSTANCE_USE): Age(13, "RCW 71.34.530"),
}
# Who may ask for these alone is the only one who agrees to sharing it (42 CFR 2.14(b)); of anybody
# younger both agree, they and a parent (42 CFR 2.14(c)).
ONLY_THEIR_OWN = frozenset({SUBSTANCE_USE})


def age_of_majority(state: str) -> int:
    """In whole years; 18 too where the state is not known."""
    return MAJORITY[state].years if state in MAJORITY else OF_AGE


def comes_of_age(born: date, state: str) -> date:
    """The birthday from which on they speak for themselves; of the 29th of February, the 1st of March."""
    return birthday(born, born.year + age_of_majority(state))


def birthday(born: date, year: int) -> date:
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def years_old(born: date, on: date) -> int:
    return on.year - born.year - (birthday(born, on.year) > on)


def may_alone(state: str, topic: str, years: int) -> bool:
    """Whether a minor of this age may ask for this help without a parent, and so agree to sharing it."""
    rule = ALONE.get((state, topic))
    return rule is not None and years >= rule.years


def not_alone(state: str, topics: Collection[str], years: int) -> list[str]:
    """Of these topics, those to which somebody else must agree. Every other topic: always."""
    return [topic for topic in topics if not may_alone(state, topic, years)]


def only_alone(state: str, topics: Collection[str], years: int) -> list[str]:
    """Of these topics, those to which nobody but the minor may agree."""
    return [one for one in topics if one in ONLY_THEIR_OWN and may_alone(state, one, years)]
