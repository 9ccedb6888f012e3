"""When does each reader hear of it: at once, after their quiet hours, or in the one mail of the day?"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from notifications.followup import (
    SOON_NEEDED,
    Habit,
    digest_day,
    digest_leaves_at,
    reader_hears_at,
)
from notifications.leads import DISPUTE, LEADS_TO
from notifications.models.replies import MailboxChoice, MailHabit
from notifications.recipients.cases import Planned
from notifications.told import AT_ONCE, DIGEST_OF_MAILBOX, DIGEST_OF_USER, STEPS
from organizations.listing import who_signs_in
from organizations.models.network import Network, Organization


def timed(network_id: UUID, plans: Iterable[Planned], *, at: datetime) -> list[Planned]:
    """What is urgent goes at once. Families have hours of their own, programs have none."""
    waiting = list(plans)
    users = {plan.reader.user_id for plan in waiting} - {None}
    mailboxes = {plan.reader.organization_id for plan in waiting} - {None}
    if not (users or mailboxes):
        return waiting
    network = Network.objects.get(pk=network_id)
    habits = _of_users(users, network) | _of_mailboxes(mailboxes, network)
    return [_at_its_time(plan, habits.get(plan.reader.id), at) for plan in waiting]


def _of_users(ids: set[UUID | None], network: Network) -> dict[UUID | None, Habit]:
    """Those without a row of their own hear at once."""
    rows = MailHabit.objects.filter(user__in=ids).values_list(
        "user_id", "user__time_zone", "daily", "quiet_from", "quiet_until"
    )
    return {
        user_id: Habit(zone or network.time_zone, daily, quiet_from, quiet_until)
        for user_id, zone, daily, quiet_from, quiet_until in rows
    }


def _of_mailboxes(ids: set[UUID | None], network: Network) -> dict[UUID | None, Habit]:
    """One mail a day, unless they chose otherwise; where nobody signs in, each link is the way in."""
    asked = [one for one in ids if one is not None]
    rows = MailboxChoice.objects.filter(network=network, organization__in=asked)
    chosen = dict(rows.values_list("organization_id", "daily"))
    usual = who_signs_in(asked)
    zones = Organization.objects.filter(pk__in=asked).values_list("pk", "time_zone")
    return {
        where: Habit(zone or network.time_zone, daily=True)
        for where, zone in zones
        if chosen.get(where, where in usual)
    }


def _at_its_time(plan: Planned, habit: Habit | None, at: datetime) -> Planned:
    if habit is None or _is_urgent(plan, at):
        return plan
    if not habit.daily or _has_its_own_door(plan):
        return replace(plan, available_at=reader_hears_at(plan.available_at, habit))
    day = digest_day(at, habit)
    reader = plan.reader
    return replace(
        plan,
        template=DIGEST_OF_USER if reader.user_id else DIGEST_OF_MAILBOX,
        about_id=reader.id or plan.about_id,
        available_at=digest_leaves_at(day, habit),
        digest_on=day,
        is_news=plan.template not in STEPS,
    )


def _has_its_own_door(plan: Planned) -> bool:
    """The one mail of the day leads a mailbox to its requests, and not to a dispute."""
    return bool(plan.reader.organization_id) and LEADS_TO[plan.template] == DISPUTE


def _is_urgent(plan: Planned, at: datetime) -> bool:
    """Somebody waits on the telephone, or the help is needed today or by tomorrow."""
    referral, need = plan.case.referral, plan.case.need
    today = any(one is not None and one.is_for_today for one in (referral, need))
    days = (referral and referral.needed_by, need and need.needed_by)
    return plan.template in AT_ONCE or today or any(by and by <= at + SOON_NEEDED for by in days)
