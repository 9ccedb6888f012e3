"""Who could help with this need? Nearest and open first, with the reasons in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from core import access
from core.http import ActorRequest, whole
from organizations.topic_words import TOPIC_WORDS
from organizations.topics import TOPICS
from people import disclosures
from people.lifecycle import Purpose
from people.views.header import header_of
from referrals.search import need as one
from referrals.views.cards import choices_of
from screening.models.need import Need

PAGE = 12
FARTHEST = 2000
MILES = ("5", "10")


@require_safe
def find_for(request: ActorRequest, need_id: UUID) -> HttpResponse:
    at = timezone.now()
    need = one.need_for(request.actor, need_id, at=at)
    access.require(request.actor, "referrals.send", need)
    disclosures.record(
        actor=request.actor, person_ids=[need.subject_id], what="referrals.find_for",
        purpose=Purpose.CARE, at=at, topic=need.topic,
    )  # fmt: skip
    asked = Asked.read(request)
    found = one.who_could_help(
        need, at=at, limit=PAGE + 1, after=asked.after, only_with_room=bool(asked.room),
        within_miles=float(asked.miles) if asked.miles else None, topics=asked.topics(need),
    )  # fmt: skip
    context = {
        "need": need,
        "at": at,
        "about": TOPIC_WORDS[need.topic],
        "header": header_of(need.subject, at),
        "choices": choices_of(found[:PAGE], one.asked_before(one.tries_of(need)), at=at),
        "pills": list(asked.pills(need)),
        "several": asked.several,
        "turned_url": asked.url(need, several="" if asked.several else "1"),
        "page": asked.page(need, goes_on=len(found) > PAGE),
    }
    return render(request, "referrals/find_for.html", context)


@dataclass(frozen=True, slots=True)
class Asked:
    """How far, only with room, other kinds of help that come near it; and where the page begins."""

    miles: str = ""
    room: str = ""
    wide: str = ""
    several: str = ""
    after: int = 0

    @classmethod
    def read(cls, request: ActorRequest) -> "Asked":
        miles, after = request.GET.get("miles", ""), request.GET.get("after", "")
        return cls(
            miles=miles if miles in MILES else "",
            room="1" if request.GET.get("room") else "",
            wide="1" if request.GET.get("wide") else "",
            several="1" if request.GET.get("several") else "",
            after=min(whole(after), FARTHEST),
        )

    def topics(self, need: Need) -> list[str]:
        return [need.topic, *(TOPICS[need.topic].related if self.wide else ())]

    def url(self, need: Need, **changes: str) -> str:
        """The same question with something changed, from its first page."""
        said = {
            "miles": self.miles, "room": self.room, "wide": self.wide, "several": self.several,
        } | changes  # fmt: skip
        query = urlencode({name: value for name, value in said.items() if value})
        here = reverse("referrals:find_for", args=[need.pk])
        return f"{here}?{query}" if query else here

    def pills(self, need: Need) -> Iterator[dict[str, Any]]:
        for miles in MILES:
            words = ngettext("Within %(n)d mile", "Within %(n)d miles", int(miles)) % {
                "n": int(miles)
            }
            on = self.miles == miles
            yield {"label": words, "url": self.url(need, miles="" if on else miles), "current": on}
        yield {
            "label": _("Has room"),
            "url": self.url(need, room="" if self.room else "1"),
            "current": self.room,
        }
        if TOPICS[need.topic].related:
            label = _("Also other help that comes near it")
            yield {
                "label": label,
                "url": self.url(need, wide="" if self.wide else "1"),
                "current": self.wide,
            }

    def page(self, need: Need, *, goes_on: bool) -> dict[str, str]:
        return {
            "first_url": self.url(need) if self.after else "",
            "next_url": self.url(need, after=str(self.after + PAGE)) if goes_on else "",
        }
