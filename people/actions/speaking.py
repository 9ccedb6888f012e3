"""In which role does somebody say yes for this person, and may they?"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from core.errors import BadInput
from people.lifecycle import FOR_ANOTHER, PAPER_WAS_SEEN, PARENTS, Capacity, Direction, Kin
from people.minors import (
    ONLY_THEIR_OWN,
    age_of_majority,
    comes_of_age,
    not_alone,
    only_alone,
    years_old,
)
from people.models.person import Person, Relationship


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says yes. `years` is the age of the person it is about, when that is known."""

    person: Person
    state: str
    capacity: Capacity
    years: int | None

    @property
    def is_for_minor(self) -> bool:
        return self.years is not None and self.years < age_of_majority(self.state)

    @property
    def of_age_in(self) -> date | None:
        """The month in which another's word ends; the day itself would tell a birth date that is sealed."""
        born = self.person.born
        if born is None or not self.is_for_minor or self.capacity not in FOR_ANOTHER:
            return None
        return comes_of_age(born, self.state).replace(day=1)


def speaker_of(person: Person, *, given_by: UUID | None, paper: str, at: datetime) -> Speaker:
    """Raises BadInput with who can agree, when this one may not. Age is counted in the network's days."""
    network, born = person.network, person.born
    years = None if born is None else years_old(born, network.open_days.local_date(at))
    is_minor = years is not None and years < age_of_majority(network.state)
    if given_by in {None, person.pk}:
        capacity = Capacity.EMANCIPATED if is_minor and paper else Capacity.SELF
    else:
        capacity = _other(_kinds(person, given_by, at), may_be_minor=is_minor or years is None)
    if capacity in PAPER_WAS_SEEN and not paper:
        raise BadInput(_paper_missing(is_of_age=not is_minor and years is not None))
    return Speaker(person, network.state, capacity, years)


def check_topics(
    speaker: Speaker,
    *,
    topics: Collection[str],
    directions: Collection[Direction],
    both_agree: bool,
) -> None:
    """What a minor agrees to alone, what only they agree to, and what needs both (42 CFR 2.14)."""
    if not speaker.is_for_minor or speaker.years is None or not {*directions} - {Direction.CONTACT}:
        return
    state, years = speaker.state, speaker.years
    if speaker.capacity is Capacity.SELF and (not topics or not_alone(state, topics, years)):
        said = {"age": age_of_majority(state)}
        raise BadInput(
            _("They are under %(age)d. A parent or guardian agrees to this, or somebody who shows a paper.") % said
        )  # fmt: skip
    if speaker.capacity not in FOR_ANOTHER:
        return
    if only_alone(state, topics, years):
        raise BadInput(
            _("Only they themselves agree to sharing help with alcohol or drugs. Leave it out here, and ask them.")
        )  # fmt: skip
    if ONLY_THEIR_OWN.intersection(topics) and not both_agree:
        raise BadInput(
            _("Help with alcohol or drugs needs two: the one who agrees for them, and they themselves.")
        )  # fmt: skip


def _kinds(person: Person, other_id: UUID | None, at: datetime) -> frozenset[str]:
    """What this relative is to them, as far as the record says that they may agree."""
    ties = Relationship.objects.filter(
        Q(until=None) | Q(until__gt=at), person=person, other_id=other_id, may_consent=True,
        since__lte=at,
    )  # fmt: skip
    kinds = frozenset(ties.values_list("kind", flat=True))
    if not kinds:
        raise BadInput(_("The record does not say that this relative may agree for them."))
    return kinds


def _other(kinds: frozenset[str], *, may_be_minor: bool) -> Capacity:
    """A parent speaks for a minor by being one; everybody else, and for an adult, by a paper."""
    if may_be_minor and kinds & PARENTS:
        return Capacity.PARENT
    return Capacity.GUARDIAN if may_be_minor and Kin.GUARDIAN in kinds else Capacity.REPRESENTATIVE


def _paper_missing(*, is_of_age: bool) -> str:
    if is_of_age:
        return _(
            "They are of age and agree themselves. If they cannot, write down which paper lets somebody else."
        )
    return _(
        "A parent or guardian agrees. For anybody else, write down which paper you saw that lets them."
    )
