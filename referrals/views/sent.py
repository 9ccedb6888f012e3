"""What have we sent, and whose turn is it?"""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import access
from core.actor import Actor
from core.http import ActorRequest
from organizations.topic_words import TOPIC_WORDS
from organizations.topics import TOPICS
from people import disclosures
from people.lifecycle import Purpose
from people.views.header import name_of
from referrals.search.counting import count_words
from referrals.search.keyset import Cursor
from referrals.search.lines import Line
from referrals.search.sent import ENDED, TABS, numbers, page_of
from referrals.views.happened import happened_to
from referrals.views.pages import ListPage, address
from referrals.views.rows import Group, Row


@require_safe
def sent(request: ActorRequest) -> HttpResponse:
    at = timezone.now()
    access.require(request.actor, "referrals.follow")
    turn = request.GET.get("turn", "")
    turn = turn if turn in TABS else TABS[0]
    cursor = Cursor.read(request.GET.get("after", ""))
    page = page_of(request.actor, turn, cursor, at=at)
    rows = [_row(line, request.actor, at) for line in page.lines]
    disclosures.record(
        actor=request.actor, person_ids={line.need.subject_id for line in page.lines},
        what="referrals.sent", purpose=Purpose.CARE, at=at,
    )  # fmt: skip
    tabs = list(_tabs(turn, numbers(request.actor, at=at)))
    label = next(tab["label"] for tab in tabs if tab["current"])
    group = Group("sent", label, "quiet", rows, is_whole=page.next is None)
    context = {
        "at": at,
        "tabs": tabs,
        "groups": [group] if rows else [],
        "page": ListPage.of("referrals:sent", {"turn": turn}, cursor, page.next),
        "empty": _nothing(turn),
    }
    return render(request, "referrals/sent.html", context)


def _row(line: Line, actor: Actor, at: Any) -> Row:
    need, referral = line.need, line.referral
    url = address("referrals:need", {"from": "sent"}, need.pk)
    where = f"{referral.receiver.name}: {referral.service.name}" if referral else ""
    responsible = need.responsible
    return Row(
        url=url,
        act_url=url,
        name=name_of(need.subject),
        who=where,
        icon=TOPICS[need.topic].icon,
        about=TOPIC_WORDS[need.topic],
        happened=happened_to(line, at=at),
        verb=_("View"),
        weight="ghost",
        owner=responsible.name if responsible else "",
        is_mine=need.responsible_id == actor.user_id,
        on=referral.sent_at if referral else None,
        note=_("Sent"),
    )


def _nothing(turn: str) -> str:
    return {
        "partner": _("No partner owes you a word"),
        "you": _("No partner waits for your word"),
        "family": _("No family is on its way to a partner"),
        ENDED: _("Nothing has ended yet"),
    }[turn]


def _tabs(turn: str, counted: dict[str, int]) -> Iterator[dict[str, Any]]:
    words = {
        "partner": _("Partner’s turn"),
        "you": _("Your turn"),
        "family": _("Family’s turn"),
        ENDED: _("Ended"),
    }
    for key in TABS:
        yield {
            "label": words[key],
            "url": address("referrals:sent", {"turn": key}),
            "count": count_words(counted[key]),
            "current": key == turn,
        }
