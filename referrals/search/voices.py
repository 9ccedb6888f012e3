"""Who hears what a family says, what waits for them, and about whom can a family say something?"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from accounts.models import User
from core.actor import Actor
from governance.search.themes import Sums, ToldBack, told_back
from organizations.models.members import Membership, NetworkUserObjectPermission
from organizations.models.network import Organization
from people.models.person import Exclusion, Person
from referrals.models.referral import Referral
from referrals.models.voice import FamilyVoice
from referrals.search.family import may_be_named_on_a_phone
from referrals.voices import KEEPER_GRANTS, Keeper, Theme, VoiceKind
from screening.search import smallest_cell
from screening.words import cells

SHOWN, SHOWN_FOR = 10, timedelta(days=365)
ENDED_SHOWN = timedelta(days=90)
MOST = 200


@dataclass(frozen=True, slots=True)
class Around:
    """Whom words go round: everybody who works where they are about, and whom the family shut out."""

    network_id: UUID
    organization_id: UUID | None
    person_id: UUID | None = None

    def among(self, users: QuerySet[User]) -> QuerySet[User]:
        shut_out = Exclusion.objects.filter(network_id=self.network_id, person=self.person_id)
        places = Q(organization=self.organization_id) | Q(
            organization__in=shut_out.exclude(organization=None).values("organization_id")
        )
        there = Membership.objects.filter(places, network_id=self.network_id, until=None)
        themselves = shut_out.exclude(user=None).values("user_id")
        apart = users.exclude(pk__in=there.values("user_id")).exclude(pk__in=themselves)
        return apart.filter(is_active=True).order_by("pk")


def who_hears(grant: str, around: Around) -> QuerySet[User]:
    """Holders of a grant of the network, but nobody whom the words go round."""
    held = NetworkUserObjectPermission.objects.filter(
        content_object_id=around.network_id, permission__codename=grant
    )
    return around.among(User.objects.filter(pk__in=held.values("user_id")))


def keeper_for(around: Around) -> tuple[Keeper, User | None]:
    """The named person with the least to answer; where there is none, whoever comes next in the order."""
    for keeper, grant in KEEPER_GRANTS.items():
        found = list(who_hears(grant, around))
        if found and keeper is Keeper.NAMED:
            return keeper, min(found, key=lambda user: (_open_of(user, around.network_id), user.pk))
        if found:
            return keeper, None
    return Keeper.PRIVACY, None


def _open_of(user: User, network_id: UUID) -> int:
    return FamilyVoice.objects.filter(network_id=network_id, owner=user).open().count()


def waiting(actor: Actor, *, at: datetime) -> QuerySet[FamilyVoice]:
    """What is first due stands first."""
    visible = FamilyVoice.objects.visible_to(actor, at=at).open()
    return visible.select_related("organization", "owner").order_by("next_step_due", "id")[:MOST]


def ended_lately(actor: Actor, *, at: datetime) -> QuerySet[FamilyVoice]:
    visible = FamilyVoice.objects.visible_to(actor, at=at).select_related("organization", "owner")
    return visible.filter(ended_at__gte=at - ENDED_SHOWN).order_by("-ended_at")[:MOST]


def passed_to(actor: Actor) -> QuerySet[FamilyVoice]:
    """What families let the actor's organization read."""
    return FamilyVoice.objects.passed_to(actor).order_by("-passed_at")[:MOST]


def said_by_family(actor: Actor, *, at: datetime) -> list[FamilyVoice]:
    """By its own link: what it said with its name, and what became of it."""
    own = FamilyVoice.objects.visible_to(actor, at=at).exclude(kind=VoiceKind.HINT)
    lately = own.filter(said_at__gt=at - SHOWN_FOR).select_related("organization")
    return list(lately.order_by("-said_at")[:SHOWN])


@dataclass(frozen=True, slots=True)
class Concerned:
    """What a family can say something about."""

    name: str
    organization_id: UUID
    referral_id: UUID | None = None


def concerned_by(person: Person, actor: Actor, *, at: datetime) -> dict[str, Concerned]:
    """By value of the choice: who cares for them, and each partner who was asked, in no secret matter."""
    found = {"care": Concerned(person.custodian.name, person.custodian_id)}
    asked = Referral.objects.visible_to(actor, at=at).filter(
        need__subject=person, released_at__lte=at, sent_at__gt=at - SHOWN_FOR,
    )  # fmt: skip
    related = ("need", "receiver", "consent__recipient")
    for one in asked.select_related(*related).order_by("-sent_at"):
        hides = one.receiver.is_victim_service
        if actor.is_link:
            hides = not may_be_named_on_a_phone(one)
        if not (one.need.is_sensitive or hides):
            found.setdefault(
                one.receiver_id.hex, Concerned(one.receiver.name, one.receiver_id, one.pk)
            )
    return found


def partners_of(network_id: UUID) -> dict[str, Concerned]:
    """Where nobody is named: every organization of the network that takes part or has."""
    rows = Organization.objects.filter(network_id=network_id, is_victim_service=False)
    known = rows.exclude(status=Organization.Status.LISTED).order_by("name", "id")[:MOST]
    return {one.pk.hex: Concerned(one.name, one.pk) for one in known}


# --- as sums, for those who decide ------------------------------------------------------------------

GOOD = (VoiceKind.COMPLIMENT,)
BETTER = (VoiceKind.GRIEVANCE, VoiceKind.HINT)


def theme_sums(network_id: UUID, at: datetime) -> dict[str, Sums]:
    """Of the last year, by theme. A family counts once for a theme, whoever gave no name each time."""
    better, good = (_counted(network_id, kinds, at) for kinds in (BETTER, GOOD))
    smallest = smallest_cell(network_id, at=at)
    less, more = cells(better, smallest=smallest), cells(good, smallest=smallest)
    shown = zip(Theme, less, more, strict=True)
    return {theme: Sums(less, more) for theme, less, more in shown}


def _counted(network_id: UUID, kinds: tuple[VoiceKind, ...], at: datetime) -> list[int]:
    said = FamilyVoice.objects.filter(
        network_id=network_id, kind__in=kinds, said_at__gt=at - SHOWN_FOR
    ).counted()
    families = Count("person", distinct=True) + Count("pk", filter=Q(person=None))
    found = dict(said.values_list("theme").annotate(families=families))
    return [found.get(theme, 0) for theme in Theme]


def what_came_of_it(person: Person, *, language: str, at: datetime) -> list[ToldBack]:
    """What changed because families spoke, of what this family spoke of before."""
    if person.contact_with_care:
        return []
    said = FamilyVoice.objects.filter(network_id=person.network_id, person=person).counted()
    first = dict(said.values_list("theme").annotate(first=Min("said_at")))
    return told_back(person.network_id, first, language=language, at=at) if first else []
