"""What waits for whoever runs an organization, beside what was agreed: people, their seat, what the directory says."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Count, F, IntegerField, Min, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.second_step import STEPS
from core.actor import Actor
from governance.models.councils import Seat
from governance.models.policies import value_of
from governance.search.owed import OwedLine
from governance.sign_in import SECOND_STEP, SETTINGS
from organizations.models.directory import Service
from organizations.models.members import Membership
from organizations.models.network import Organization

TEAM, COUNCIL, DIRECTORY = _("Who works here"), _("Council"), _("What the directory says")
NAME_SOMEBODY = _("Say who sits for you on the council")


def waiting_for_admins(actor: Actor, at: datetime) -> Iterator[OwedLine]:
    """Of the organizations that one runs, and of nobody by name: one query."""
    for one in _counted(actor, at):
        said: list[tuple[Any, Any, str, datetime | None]] = []
        if one.not_in:
            said.append((TEAM, _not_in(one.not_in), "organizations:team", None))
        if one.asks_step and one.no_step:
            said.append((TEAM, _no_step(one.no_step), "organizations:team", None))
        if one.seat_due:
            said.append((COUNCIL, NAME_SOMEBODY, "governance:council", one.seat_due))
        if one.to_confirm:
            said.append(
                (DIRECTORY, _to_confirm(one.to_confirm), "organizations:our_services", None)
            )
        for about, what, page, due in said:
            yield OwedLine(one.pk, one.name, about, what, due, url=reverse(page))


def _counted(actor: Actor, at: datetime) -> QuerySet[Any]:
    rows = Organization.objects.filter(
        network_id=actor.network_id, pk__in=actor.where("manage_members")
    )
    there = Membership.objects.filter(organization_id=OuterRef("pk"), until=None)
    # whom the organization's own sign-in lets in has no password here
    by_password = there.exclude(user__last_login=None).exclude(
        user__password__startswith=UNUSABLE_PASSWORD_PREFIX
    )
    steps = Authenticator.objects.filter(type__in=STEPS).values("user_id")
    listed = Service.objects.filter(
        organization_id=OuterRef("pk"), status=Service.Status.ACTIVE, confirmed_at=None
    )
    seats = Seat.objects.there_are().filter(organization_id=OuterRef("pk"), holder=None)
    due = seats.values("organization_id").annotate(due=Min("next_step_due")).values("due")
    return rows.annotate(
        not_in=_number(there.filter(user__last_login=None)),
        no_step=_number(by_password.exclude(user_id__in=steps)),
        to_confirm=_number(listed),
        seat_due=Subquery(due),
        asks_step=value_of(SECOND_STEP, SETTINGS[SECOND_STEP].usual, at),
    ).order_by("name", "id")


def _number(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().annotate(same=F("organization_id")).values("same")
    number = counted.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number, output_field=IntegerField()), Value(0))


def _not_in(number: int) -> str:
    return ngettext(
        "%(number)d person was invited and has not come in yet",
        "%(number)d people were invited and have not come in yet",
        number,
    ) % {"number": number}


def _no_step(number: int) -> str:
    return ngettext(
        "%(number)d person signs in with a password alone",
        "%(number)d people sign in with a password alone",
        number,
    ) % {"number": number}


def _to_confirm(number: int) -> str:
    return ngettext("%(number)d service to confirm", "%(number)d services to confirm", number) % {
        "number": number
    }
