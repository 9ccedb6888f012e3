"""Once a week every partner with something open is asked: what goes on, what is done, how much room?"""

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from core.actor import Actor
from core.history import Fact, Subject, record_all
from core.ids import uuid7
from core.tenancy import action
from organizations.lifecycle import TAKES_PART
from organizations.models.directory import Capacity
from organizations.models.network import Network, Organization
from referrals.models.referral import SHOWN_TO_RECEIVER, Referral
from referrals.models.weekly import WeekAsked

BEGINS, ENDS = time(8), time(17)
FRIDAY = 4

# Two beats, or a task that runs twice: whoever comes second inserts nothing, and tells nobody.
_CLAIM = """
INSERT INTO referrals_weekasked (id, network_id, organization_id, week, at)
SELECT id, %s, organization, %s, %s FROM unnest(%s::uuid[], %s::uuid[]) AS asked (id, organization)
ON CONFLICT (network_id, organization_id, week) DO NOTHING RETURNING organization_id
"""


@action
def ask_for_week(*, network_id: UUID, at: datetime) -> int:
    """Ask whoever was not asked this week, three statements for all of them; how many that were."""
    week = week_to_ask(at, Network.objects.get(pk=network_id).time_zone)
    if week is None:
        return 0
    wanted = list(_to_ask(network_id, week, at).values_list("pk", flat=True))
    asked = _claim(network_id, week, wanted, at)
    label = Organization._meta.label_lower
    facts = [
        Fact("organization.week_asked", Subject(label, organization_id, network_id))
        for organization_id in asked
    ]
    if facts:
        record_all(facts, actor=Actor.system(network_id), at=at)
    return len(asked)


def week_to_ask(at: datetime, zone: str) -> date | None:
    """The Monday of the running week, once it is Monday morning there and until Friday afternoon."""
    local = at.astimezone(ZoneInfo(zone))
    if local.weekday() > FRIDAY or not BEGINS <= local.time() < ENDS:
        return None
    return local.date() - timedelta(days=local.weekday())


def _to_ask(network_id: UUID, week: date, at: datetime) -> QuerySet[Organization]:
    """Who has something open, or has ever said how much room there is."""
    live = Organization.objects.filter(network_id=network_id, status__in=sorted(TAKES_PART))
    open_there = Referral.objects.open().filter(
        receiver_id=OuterRef("pk"), network_id=network_id, mode__in=SHOWN_TO_RECEIVER,
        released_at__lte=at, need__is_sensitive=False, need__subject__contact_with_care=False,
    )  # fmt: skip
    said_room = Capacity.objects.filter(
        network_id=network_id, service__organization_id=OuterRef("pk")
    )
    asked = WeekAsked.objects.filter(
        network_id=network_id, organization_id=OuterRef("pk"), week=week
    )
    worth_it = Q(Exists(open_there)) | Q(Exists(said_room))
    return live.filter(worth_it).exclude(Exists(asked)).order_by("pk")


def _claim(network_id: UUID, week: date, wanted: list[UUID], at: datetime) -> list[UUID]:
    if not wanted:
        return []
    ids = [uuid7() for _ in wanted]
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [network_id, week, at, ids, wanted])
        return [row[0] for row in cursor.fetchall()]
