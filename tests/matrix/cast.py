"""Everybody who could try: each role at the clinic that sends, at the pantry that is asked, and elsewhere.

A rule asks only what somebody holds, never what they do not: whoever holds more is let in no less. So
where all roles together are refused, each of them is: those who are to hear the same refusal at the same
place knock as one person with all their roles. Whoever is to come in knocks alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from organizations.grants import ROLES as GRANTS
from organizations.grants import Role

CLINIC, PANTRY, NORTH, ELSEWHERE = "clinic", "pantry", "north", "elsewhere"
HERE = (CLINIC, PANTRY, NORTH)  # three organizations of one network


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody with these roles somewhere."""

    name: str
    place: str = ""
    roles: frozenset[Role] = frozenset()

    def __str__(self) -> str:
        return f"{self.name} of {self.place}" if self.place else self.name


def _one(place: str, *roles: Role, name: str = "") -> Who:
    return Who(name or "+".join(roles), place, frozenset(roles))


OWNER = _one(CLINIC, Role.NAVIGATOR)  # follows every need of the story
COLLEAGUE = _one(CLINIC, Role.NAVIGATOR, name="colleague")
OF_NETWORK = tuple(role for role, (_here, network) in GRANTS.items() if network)
OF_FAMILIES = (Role.SCREENER, Role.NAVIGATOR, Role.SUPERVISOR)
AT_CLINIC = (*(_one(CLINIC, role) for role in Role if role is not Role.NAVIGATOR), OWNER, COLLEAGUE)
AT_PANTRY = (
    _one(PANTRY, Role.INTAKE),
    _one(PANTRY, Role.ORGADMIN),
    _one(PANTRY, *OF_FAMILIES, name="whoever sees families"),
)
STRANGER = _one(NORTH, *(role for role in Role if role not in OF_NETWORK), name="every role")
CONVENER = _one(NORTH, Role.CONVENER)
FOREIGNER = _one(ELSEWHERE, *Role, name="every role")
UNEMPLOYED = Who("an account that works nowhere")
NOBODY = Who("nobody")

MEMBERS = (*AT_CLINIC, *AT_PANTRY, STRANGER, CONVENER, FOREIGNER)
ALL = (*MEMBERS, UNEMPLOYED, NOBODY)
FEW = (OWNER, FOREIGNER, UNEMPLOYED, NOBODY)  # enough for a page that asks nobody for a role
Cells = frozenset[Who]

SCREENER, NAVIGATOR, SUPERVISOR = OF_FAMILIES
INTAKE, ORGADMIN, PRIVACY = Role.INTAKE, Role.ORGADMIN, Role.PRIVACY
COUNCIL = Role.COUNCIL
SEATS = tuple(role for role, (_, network) in GRANTS.items() if "sit_on_council" in network)
DUTY = Role.DUTY
CARERS = (NAVIGATOR, SUPERVISOR)
ASKERS = OF_FAMILIES
PARTNERS = (INTAKE, ORGADMIN)
DESK = (Role.DESK, Role.CONVENER)
ADMINS = (ORGADMIN, Role.CONVENER)
CONVENES = (Role.CONVENER,)


def _at(places: tuple[str, ...], roles: tuple[Role, ...]) -> Cells:
    return frozenset(who for who in MEMBERS if who.place in places and who.roles & set(roles))


def clinic(*roles: Role) -> Cells:
    return _at((CLINIC,), roles)


def pantry(*roles: Role) -> Cells:
    return _at((PANTRY,), roles)


def network(*roles: Role) -> Cells:
    """Wherever they work in the network of the story."""
    return _at(HERE, roles)


def anywhere(*roles: Role) -> Cells:
    """In the other network too: what opens there is its own."""
    return _at((*HERE, ELSEWHERE), roles)


MEMBER = frozenset(MEMBERS)
OURS = MEMBER - {FOREIGNER}  # everybody who works in the network
ACCOUNT = MEMBER | {UNEMPLOYED}
EVERYBODY = frozenset(ALL)


def together(refused: Iterable[Who]) -> Iterator[Who]:
    """Those of one place as one person with all their roles; who works nowhere, alone."""
    places: dict[str, frozenset[Role]] = defaultdict(frozenset)
    for who in refused:
        if who.place:
            places[who.place] |= who.roles
        else:
            yield who
    for place, roles in places.items():
        yield Who("+".join(sorted(roles)), place, roles)


def one_each(let_in: Iterable[Who]) -> Iterator[Who]:
    """Of those with the same roles at the same place, one."""
    return iter({(who.place, who.roles): who for who in let_in}.values())
