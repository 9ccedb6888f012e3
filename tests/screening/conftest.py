"""Rosa and her son Mateo, and a screening of Rosa by the navigator."""

from collections.abc import Callable
from datetime import date

import pytest

from people.actions.details import PersonDetails
from people.actions.people import add_person
from people.models.person import Person, Relationship
from screening.actions import finishing, screenings
from screening.actions.screenings import Said, Setting
from screening.models.screening import Screening
from tests.story import LONG_AGO, NOW, Worker

LIVING, HOME, WORRIED, RAN_OUT, RIDES, POWER = (
    "71802-3", "96778-6", "88122-7", "88123-5", "93030-5", "96779-4",
)  # fmt: skip
HITS = ("95618-5", "95617-7", "95616-9", "95615-1")
OFTEN, NEVER = "LA28397-0", "LA28398-8"
MOLD, PESTS, NONE_OF_THEM = "LA28580-1", "LA31996-4", "LA9-3"
FREQUENTLY = "LA6482-9"
HUNGRY: dict[str, Said] = {WORRIED: (OFTEN,), RAN_OUT: (NEVER,)}
IN_DANGER: dict[str, Said] = dict.fromkeys(HITS, (FREQUENTLY,))
ALONE = Setting("ahc_hrsn_core", "es", alone=True)

Screen = Callable[..., Screening]


@pytest.fixture
def rosa(navigator: Worker) -> Person:
    details = PersonDetails(
        first_name="Rosa", last_name="Delgado", birth_date=date(1994, 3, 7), language="es"
    )
    return add_person(actor=navigator.actor, details=details, at=NOW)


@pytest.fixture
def mateo(navigator: Worker, rosa: Person) -> Person:
    """Four years old; his mother answers for him."""
    details = PersonDetails(first_name="Mateo", last_name="Delgado", birth_date=date(2022, 5, 1))
    child = add_person(actor=navigator.actor, details=details, at=NOW)
    Relationship.objects.create(
        network=child.network,
        person=child,
        other=rosa,
        kind="mother",
        may_consent=True,
        since=LONG_AGO,
    )
    return child


@pytest.fixture
def begin(rosa: Person) -> Screen:
    """Somebody starts a screening of Rosa, or of another."""

    def begin(worker: Worker, setting: Setting = ALONE, person: Person = rosa) -> Screening:
        return screenings.start(actor=worker.actor, person_id=person.pk, setting=setting, at=NOW)

    return begin


@pytest.fixture
def asked(begin: Screen) -> Screen:
    """... and asks it to the end."""

    def asked(worker: Worker, given: dict[str, Said], **how: object) -> Screening:
        screening = begin(worker, **how)
        return finishing.finish(actor=worker.actor, screening_id=screening.pk, given=given, at=NOW)

    return asked
