"""Who is about to do something, and with what? The county at one moment."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from core.actor import Actor
from organizations.models.members import Membership
from people.models.person import Person
from referrals.lifecycle import LIVE, Status
from referrals.models.referral import Referral
from screening.lifecycle import OPEN, NeedStatus, Via
from screening.models.need import Need
from tests.proof.county import County

TOLD = (Via.PHONE, Via.PAPER, Via.IN_PERSON)


@dataclass
class World:
    """`pick` draws; `tries` and `needs` are in the order in which they came; `gone`: who has left."""

    county: County
    clock: datetime
    pick: Callable[[Sequence[Any]], Any]
    needs: list[UUID]
    tries: list[UUID]
    gone: set[UUID] = field(default_factory=set)
    looked_ahead_at: datetime | None = None

    def a_try(self, standing: Collection[Status] = LIVE) -> UUID:
        """Mostly one that stands where the deed is possible."""
        if not self.tries:
            raise Referral.DoesNotExist
        fit = Referral.objects.filter(pk__in=self.tries, status__in=sorted(standing))
        return self._mostly(set(fit.values_list("pk", flat=True)), self.tries)

    def a_need(self, standing: Collection[NeedStatus] = OPEN) -> UUID:
        """As above."""
        if not self.needs:
            raise Need.DoesNotExist
        fit = Need.objects.filter(pk__in=self.needs, status__in=sorted(standing))
        return self._mostly(set(fit.values_list("pk", flat=True)), self.needs)

    def _mostly(self, wanted: set[UUID], known: list[UUID]) -> UUID:
        usual = [one for one in known if one in wanted]
        chosen: UUID = self.pick(usual if usual and self.pick([True, True, False]) else known)
        return chosen

    def any_of(self, rows: QuerySet[Any]) -> Any:
        """Any of them, or DoesNotExist."""
        found = list(rows.order_by("id"))
        if not found:
            raise rows.model.DoesNotExist
        return self.pick(found)

    def one_of(self, usual: Sequence[Actor]) -> Actor:
        """Mostly who should; sometimes somebody who may not. Who has left may do nothing any more."""
        actor: Actor = self.pick(
            usual if self.pick([True] * 11 + [False]) else self.county.everybody
        )
        return replace(actor, grants=frozenset()) if self._is_over(actor) else actor

    def _is_over(self, actor: Actor) -> bool:
        """By leaving, or as the access of their whole organization has ended."""
        here = Membership.objects.filter(organization_id=actor.organization_id, until=None)
        return actor.user_id is not None and not here.filter(user_id=actor.user_id).exists()

    def remember(self, *sent: Referral) -> None:
        self.tries += [one.pk for one in sent if one.pk not in self.tries]

    def about(self, person: Person) -> Actor:
        return Actor.link(self.county.network.pk, person.pk)

    def by_link(self, organization_id: UUID) -> Actor:
        """Whoever holds the link to a partner's whole list."""
        return Actor.partner_link(self.county.network.pk, organization_id, organization_id)


Deed = Callable[[World], Any]
