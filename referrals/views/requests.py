"""The receiver's pages: which requests are there, and what is one about?"""

from collections.abc import Iterator
from types import SimpleNamespace
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core import access
from core.actor import Actor
from core.http import ActorRequest
from governance.search.owed import owed_soon
from organizations.lifecycle import TAKES_PART, Stage
from organizations.listing import organizations_in_directory
from people import disclosures
from people.lifecycle import Purpose
from referrals.actions import answer
from referrals.search.counting import count_words
from referrals.search.keyset import Cursor
from referrals.search.one_request import sender_sees
from referrals.search.redisclosure import consents_of, notices_of_list
from referrals.search.requests import RequestList, Tab, numbers, request_list
from referrals.views.pages import Addresses
from referrals.views.request_page import look_at, page_of
from referrals.views.rows import Said
from referrals.words import VERBS, Text

TABS: dict[Tab, Text] = {
    Tab.YOURS: _("Your turn"),
    Tab.SENDER: _("Waiting for the sender"),
    Tab.FAMILY: _("Family"),
    Tab.ENDED: _("Ended lately"),
}
NOT_YET = _("Your organization does not take part yet. Requests come in once its pilot begins.")
NOT_SENT: dict[Stage, Text] = {
    Stage.PAUSED: _("Your organization takes a break. Nothing new comes in until it is over."),
    Stage.LEFT: _("Your organization has left the network. Nothing new comes in."),
}
GROUPS: dict[str, tuple[Text, str]] = {
    "late": (_("Overdue"), "stop"),
    "noes": (_("A family says that it did not work out"), "family"),
    "new": (_("New. You need not report back"), "you"),
    "today": (_("Today"), "you"),
    "week": (_("This week"), "quiet"),
    "later": (_("Later"), "quiet"),
    "ended": (_("Newest first"), "quiet"),
}


@require_safe
def requests(request: ActorRequest) -> HttpResponse:
    """Whose turn it is, most urgent first; the look at the list is one row."""
    at, tab = timezone.now(), Tab.read(request.GET.get("turn", ""))
    after = Cursor.read(request.GET.get("after", ""))
    counted = numbers(request.actor, at=at)
    found = request_list(request.actor, tab, after, counted=counted, at=at)
    disclosures.record(
        actor=request.actor, person_ids=found.person_ids, what="referrals.requests",
        purpose=Purpose.REFERRAL, consent_ids=consents_of(found.agreed), at=at,
    )  # fmt: skip
    request.nav_counts = {"referrals:requests": counted[Tab.YOURS]}
    context = {
        "tab": tab,
        "tabs": _tabs(tab, counted),
        "groups": list(_groups(found)),
        "notices": notices_of_list(found.agreed),
        "page": _pages(tab, found, after),
        "at": at,
        "waiting": counted[Tab.YOURS],
        "owed": owed_soon(request.actor, at),
        **({} if found.groups else _why_none(request.actor)),
    }
    return render(request, "referrals/requests.html", context)


def _why_none(actor: Actor) -> dict[str, object]:
    """Where nothing is sent to them, that is said, and whoever runs the place is led to what is next."""
    ours = organizations_in_directory(actor).filter(pk=actor.as_organization).first()
    if ours is None or ours.status in TAKES_PART:
        return {}
    may_read = access.can(actor, "partnerships.read", ours)
    way = reverse("organizations:standing", args=[ours.pk]) if may_read else ""
    return {"not_sent": NOT_SENT.get(Stage(ours.status), NOT_YET), "way_url": way}


def _tabs(current: Tab, counted: dict[str, int]) -> list[dict[str, object]]:
    here = reverse("referrals:requests")
    return [
        {
            "label": words,
            "url": here if tab is Tab.YOURS else f"{here}?turn={tab}",
            "count": count_words(counted[tab]),
            "current": tab is current,
        }
        for tab, words in TABS.items()
    ]


def _groups(found: RequestList) -> Iterator[dict[str, object]]:
    """Each row with its address and its words; what is the same for all of them is made once."""
    urls, verbs, sender = Addresses("referrals:detail"), Said(VERBS), gettext("From %(sender)s")
    for group in found.groups:
        title, tone = GROUPS[group.kind]
        rows = [
            {
                "row": row,
                "url": urls.of(row.id),
                "name": row.name or gettext("A family"),
                "sender": sender % {"sender": row.sender},
                "verb": verbs[row.verb],
            }
            for row in group.rows
        ]
        yield {"title": title, "tone": tone, "rows": rows, "kind": group.kind}


def _pages(tab: Tab, found: RequestList, after: Cursor | None) -> SimpleNamespace:
    here = f"{reverse('referrals:requests')}?turn={tab}"
    return SimpleNamespace(
        first_url=here if after else "", next_url=f"{here}&after={found.next}" if found.next else ""
    )


@require_safe
def detail(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """The receiver's page; whoever stands on the sender's side is led to the need."""
    at = timezone.now()
    need_id = sender_sees(request.actor, referral_id, at=at)
    if need_id:
        return redirect("referrals:need", need_id)
    found = look_at(request, referral_id, at=at)
    if found.is_new:
        answer.see(actor=request.actor, referral_id=referral_id, at=at)
    context = {**page_of(found, at), "may_tell_danger": True}  # they came with an account
    return render(request, "referrals/request.html", context)
