"""Does the family want help with what came up, and what matters most to them?"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from core import access
from core.actor import Actor
from core.errors import BadInput, StepNotPossible
from core.history import Fact, record_all
from core.tenancy import action
from screening.actions.needs import Word, move, owe
from screening.lifecycle import HELPING, NeedStatus, Via, Voice
from screening.models.need import Need
from screening.models.screening import Screening

ASK_AGAIN_AFTER = timedelta(days=30)
UNDECIDED = frozenset({NeedStatus.FOUND, NeedStatus.WANTS_HELP, NeedStatus.HELP_DECLINED})
MOST = 1  # priority of what matters most


class Wish(StrEnum):
    YES = "yes"
    NOT_NOW = "not_now"
    NO = "no"


@action
def settle(
    *,
    actor: Actor,
    screening_id: UUID,
    wishes: Mapping[UUID, Wish],
    at: datetime,
    most: UUID | None = None,
) -> Screening:
    """Write down what the family wants of what came up. A need is not a wish: each is asked for."""
    screening = Screening.objects.visible_to(actor, at=at).get(pk=screening_id)
    access.require(actor, "screening.read_result", screening)
    if not screening.is_finished:
        raise StepNotPossible(_("Finish the questions first."))
    locked = came_up(screening, actor, at=at).select_for_update(of=("self",), no_key=True)
    needs = {need.pk: need for need in locked}
    if not needs.keys() >= {*wishes, *([most] if most else [])}:
        raise BadInput(_("Choose from what came up in this screening."))
    word = Word(Voice.FAMILY, Via.PAPER if screening.is_on_paper else Via.IN_PERSON)
    facts = [_wish(actor, needs[key], wish, word, at) for key, wish in wishes.items()]
    facts += _put_first(needs, most)
    record_all([fact for fact in facts if fact], actor=actor, at=at)
    return screening


def came_up(screening: Screening, actor: Actor, *, at: datetime) -> QuerySet[Need]:
    """The needs that this screening found or met again; a screener sees those she found."""
    found = Q(found_by=screening)
    standing = Q(topic__in=screening.positive, next_step_due__isnull=False)
    visible = Q(pk__in=Need.objects.visible_to(actor, at=at).values("pk"))
    if screening.asked_by_id == actor.user_id:
        visible |= found
    return Need.objects.filter(
        found | standing, visible, network_id=screening.network_id, subject=screening.subject
    ).order_by("id")


def _wish(actor: Actor, need: Need, wish: Wish, word: Word, at: datetime) -> Fact | None:
    if wish is Wish.YES:
        return _want(actor, need, word, at)
    if need.status in HELPING:
        raise StepNotPossible(
            _("Somebody is already helping with this. Close the need from its own page.")
        )
    again = need.organization.open_days.local_date(at + ASK_AGAIN_AFTER)
    need.ask_again_on = again if wish is Wish.NOT_NOW else None
    if need.status == NeedStatus.HELP_DECLINED:
        need.save(update_fields=["ask_again_on"])
        return None
    return move(need, NeedStatus.HELP_DECLINED, word, actor=actor, at=at, kind="need.closed")


def _want(actor: Actor, need: Need, word: Word, at: datetime) -> Fact | None:
    if need.is_paused:
        return _sooner(need, word, at)
    if need.wants_help or need.status in HELPING:
        return None
    kind = "need.reopened" if need.is_closed else "need.wanted"
    need.wanted_at, need.ask_again_on = at, None
    return move(need, NeedStatus.WANTS_HELP, word, actor=actor, at=at, kind=kind)


def _sooner(need: Need, word: Word, at: datetime) -> Fact:
    """They had asked to wait, and want it now: its owner asks them on the next day, and it goes on."""
    need.paused_until = need.organization.open_days.local_date(at)
    owe(need, NeedStatus.PAUSED, at=at)
    need.save(update_fields=[*Need.OWED_FIELDS, "paused_until"])
    return Fact("need.wanted", need, word.said_by, word.via)


def _put_first(needs: Mapping[UUID, Need], most: UUID | None) -> list[Fact]:
    """One thing matters most: it takes the place of what did before."""
    facts = []
    for key, need in needs.items():
        priority = MOST if key == most else 0 if need.priority == MOST else need.priority
        if most and priority != need.priority:
            need.priority = priority
            need.save(update_fields=["priority"])
            details = {"priority": priority}
            facts.append(Fact("need.prioritised", need, tell=False, details=details))
    return facts
