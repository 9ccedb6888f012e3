"""Who is doing this, for which organization, and where may they?"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

NOBODY = UUID(int=0)  # the id of no row: looking for it finds nothing


class ActorKind(StrEnum):
    USER = "user"
    KEY = "key"
    LINK = "link"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """`grants` are pairs (codename, id of an organization or network), resolved once per request."""

    kind: ActorKind
    network_id: UUID = NOBODY
    user_id: UUID | None = None
    organization_id: UUID | None = None
    grants: frozenset[tuple[str, UUID]] = frozenset()
    request_id: str = ""
    about_id: UUID = NOBODY  # by link: the person, the request, or the organization of a whole list

    @classmethod
    def system(cls, network_id: UUID) -> "Actor":
        """The sweep and other tasks. Not all-powerful: a rule must name it."""
        return cls(kind=ActorKind.SYSTEM, network_id=network_id)

    @classmethod
    def link(cls, network_id: UUID, about_id: UUID, request_id: str = "") -> "Actor":
        """Somebody who holds a family's signed link: sees and answers for that person only."""
        return cls(
            kind=ActorKind.LINK, network_id=network_id, about_id=about_id, request_id=request_id
        )

    @classmethod
    def partner_link(
        cls,
        network_id: UUID,
        organization_id: UUID,
        about_id: UUID,
        request_id: str = "",
        *,
        may: Iterable[str] = (),
    ) -> "Actor":
        """Somebody who holds a link sent to that organization's mailbox: speaks for it, about this only.

        `may`: what no other link to it gives, once they have shown that they read the mailbox.
        """
        return cls(
            kind=ActorKind.LINK,
            network_id=network_id,
            organization_id=organization_id,
            grants=frozenset((codename, organization_id) for codename in may),
            about_id=about_id,
            request_id=request_id,
        )

    def untraced(self) -> "Actor":
        """The same, without the request by which other rows could be found that it wrote."""
        return replace(self, request_id="")

    @classmethod
    def member_link(
        cls, network_id: UUID, user_id: UUID, elects: Iterable[UUID] = (), request_id: str = ""
    ) -> "Actor":
        """Somebody past the code to their own mailbox: votes, and for these organizations; nothing else."""
        return cls(
            kind=ActorKind.LINK,
            network_id=network_id,
            user_id=user_id,
            grants=frozenset(("elect", place) for place in elects),
            about_id=user_id,
            request_id=request_id,
        )

    @property
    def is_system(self) -> bool:
        return self.kind is ActorKind.SYSTEM

    @property
    def is_link(self) -> bool:
        """By a family's link."""
        return self.kind is ActorKind.LINK and self.organization_id is None and not self.user_id

    @property
    def is_member_link(self) -> bool:
        """By the link to a member's votes."""
        return self.kind is ActorKind.LINK and self.user_id is not None

    @property
    def is_partner_link(self) -> bool:
        return self.kind is ActorKind.LINK and self.organization_id is not None

    def came_by_link_to(self, organization_id: UUID, *about: UUID) -> bool:
        """By a link to that organization, about one of these or about all that is theirs."""
        theirs = self.is_partner_link and self.organization_id == organization_id
        return theirs and self.about_id in {organization_id, *about}

    @property
    def as_user(self) -> UUID:
        """For look-ups: a None would find every row where nobody stands."""
        return self.user_id or NOBODY

    @property
    def as_organization(self) -> UUID:
        """As above."""
        return self.organization_id or NOBODY

    def where(self, *codenames: str) -> frozenset[UUID]:
        """Ids of the organizations or networks in which the actor holds any of these grants."""
        return frozenset(where for codename, where in self.grants if codename in codenames)

    def holds(self, codename: str, at: UUID | None) -> bool:
        return at is not None and (codename, at) in self.grants

    def holds_anywhere(self, codenames: Iterable[str]) -> bool:
        wanted = set(codenames)
        return any(codename in wanted for codename, _ in self.grants)
