"""Which pages does this person's role open, and where do they land after signing in?"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from config.signing_in import idle_minutes, step_by
from core.actor import Actor


class Part(StrEnum):
    """Where a page stands among all pages at the foot."""

    FAMILIES = "families"
    HELP = "help"
    TOGETHER = "together"
    PRIVACY = "privacy"
    SETTINGS = "settings"


PART_WORDS: dict[Part, str | Promise] = {
    Part.FAMILIES: _("Families"),
    Part.HELP: _("Help that there is"),
    Part.TOGETHER: _("Partners together"),
    Part.PRIVACY: _("Privacy"),
    Part.SETTINGS: _("Settings"),
}
IN_BAR, BESIDE_SEARCH = 7, 6  # what stands in one line at the top; the rest is found at the foot
ON_PHONE = 4
FEW = 8  # so many links are read without headings


@dataclass(frozen=True)
class Page:
    """`grants`: any of them opens the page. `flip`: the icon points along the line of reading.

    `in_bar`: false for what is opened now and then: it stands among all pages at the foot.
    `under`: addresses that belong to this page, though they do not begin with its own.
    """

    url_name: str
    label: str | Promise
    icon: str
    grants: tuple[str, ...]
    flip: bool = False
    under: tuple[str, ...] = ()
    in_bar: bool = True
    part: Part = Part.FAMILIES

    def reach(self, url: str, path: str) -> int:
        """How much of the path this page explains: the one that explains most is the current one."""
        fitting = [start for start in (url, *self.under) if start and path.startswith(start)]
        return max(map(len, fitting), default=0)


# In the order of the bar. The first page a person may open is where they land.
PAGES = (
    Page("referrals:today", _("Today"), "sun", ("send_referrals",), under=("/needs/", "/later/")),
    Page("referrals:requests", _("Requests"), "inbox", ("work_referrals",), under=("/referrals/",)),
    Page("referrals:week", _("This week"), "calendar-check", ("work_referrals",)),
    Page("referrals:desk", _("Desk"), "lamp-desk", ("run_desk",)),
    Page(
        "people:alerts",
        _("Alerts"),
        "shield-alert",
        ("take_alerts", "supervise", "convene"),
        in_bar=False,
    ),
    Page(
        "organizations:partners",
        _("Partners"),
        "handshake",
        ("convene",),
        under=("/network/",),
        part=Part.TOGETHER,
    ),
    Page(
        "people:search",
        _("People"),
        "users",
        ("see_people", "run_screenings"),
        under=("/screenings/", "/check-in/"),
    ),
    Page("referrals:calls", _("Partners to call"), "phone", ("run_desk",)),
    Page(
        "organizations:find",
        _("Find help"),
        "map-pin",
        ("send_referrals", "run_desk"),
        under=("/services/",),
        part=Part.HELP,
    ),
    Page(
        "referrals:sent",
        pgettext_lazy("what we sent", "Sent"),
        "send",
        ("send_referrals",),
        flip=True,
    ),
    Page(
        "organizations:our_services",
        _("Our services"),
        "store",
        ("manage_services",),
        part=Part.HELP,
    ),
    Page("organizations:room", _("Room"), "door-open", ("work_referrals",), part=Part.HELP),
    Page(
        "organizations:team",
        _("Team"),
        "contact",
        ("manage_members",),
        in_bar=False,
        part=Part.SETTINGS,
    ),
    Page(
        "notifications:deliveries",
        _("Messages"),
        "mail",
        ("manage_members", "run_desk"),
        under=("/programs/",),
        in_bar=False,
        part=Part.SETTINGS,
    ),
    Page(
        "screening:gaps",
        _("Gaps"),
        "circle-dashed",
        ("convene", "run_desk", "supervise"),
        part=Part.HELP,
    ),
    Page(
        "referrals:incidents",
        _("What has closed"),
        "calendar-x",
        ("convene", "run_desk", "see_people", "manage_services"),
        in_bar=False,
        part=Part.HELP,
    ),
    Page(
        "governance:council",
        _("Council"),
        "gavel",
        ("sit_on_council", "convene", "manage_members"),
        part=Part.TOGETHER,
    ),
    Page(
        "governance:disputes",
        _("Disputes"),
        "message-circle-warning",
        ("manage_members", "convene", "sit_on_council"),
        in_bar=False,
        part=Part.TOGETHER,
    ),
    Page(
        "governance:owed",
        _("What is owed"),
        "signature",
        ("manage_members", "convene"),
        in_bar=False,
        part=Part.TOGETHER,
    ),
    Page(
        "governance:templates",
        _("Model agreements"),
        "file-text",
        ("sit_on_council", "convene", "manage_members"),
        in_bar=False,
        part=Part.TOGETHER,
    ),
    Page(
        "insights:cycles",
        _("Trying things"),
        "flask-conical",
        ("sit_on_council", "convene", "manage_members"),
        in_bar=False,
        part=Part.TOGETHER,
    ),
    Page(
        "governance:patience",
        _("Patience"),
        "hourglass",
        ("convene",),
        in_bar=False,
        part=Part.SETTINGS,
    ),
    Page(
        "governance:sign_in",
        _("Signing in"),
        "key-round",
        ("convene",),
        in_bar=False,
        part=Part.SETTINGS,
    ),
    Page(
        "organizations:numbers",
        _("Numbers to call"),
        "phone",
        ("convene",),
        in_bar=False,
        part=Part.SETTINGS,
    ),
    Page(
        "people:texts",
        _("Words of agreements"),
        "scroll-text",
        ("convene",),
        in_bar=False,
        part=Part.SETTINGS,
    ),
    Page(
        "people:scopes",
        _("What partners share"),
        "share-2",
        ("convene", "sit_on_council"),
        in_bar=False,
        part=Part.SETTINGS,
    ),
    Page(
        "interop:import",
        _("Import"),
        "folder-input",
        ("convene",),
        in_bar=False,
        part=Part.SETTINGS,
    ),
    Page("people:seen_by", _("Who saw what"), "eye", ("audit_privacy",), part=Part.PRIVACY),
    Page(
        "people:unusual",
        _("Looks to ask about"),
        "search-check",
        ("audit_privacy",),
        part=Part.PRIVACY,
    ),
    Page(
        "people:glasses",
        _("Opened in an emergency"),
        "lock-open",
        ("audit_privacy",),
        part=Part.PRIVACY,
    ),
    Page("people:demands", _("Legal demands"), "scale", ("audit_privacy",), part=Part.PRIVACY),
    Page(
        "people:rights",
        _("Asked about records"),
        "file-text",
        ("audit_privacy", "supervise"),
        in_bar=False,
        part=Part.PRIVACY,
    ),
    Page(
        "referrals:voices",
        _("Families’ words"),
        "message-circle-heart",
        ("hear_families", "audit_privacy", "run_desk", "chair"),
        in_bar=False,
    ),
    Page(
        "referrals:write_voice",
        _("Write down a family’s words"),
        "message-square-text",
        ("see_people", "run_screenings", "work_referrals", "run_desk", "hear_families"),
        in_bar=False,
    ),
    Page(
        "referrals:said_of_us",
        _("What families say of us"),
        "message-circle-heart",
        ("manage_members", "supervise"),
        in_bar=False,
    ),
    Page(
        "referrals:recalls",
        _("Copies to delete"),
        "circle-slash",
        ("work_referrals", "audit_privacy"),
        in_bar=False,
        part=Part.PRIVACY,
    ),
    Page(
        "insights:scorecard",
        _("Are loops closing?"),
        "chart-line",
        ("sit_on_council", "audit_privacy", "convene", "run_desk", "supervise"),
        part=Part.TOGETHER,
    ),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The context of base.html. Asks the database nothing, so that error pages can use it too."""
    actor = getattr(request, "actor", None)
    always = {"language_url": _url("set_language"), "landing_url": "/"}
    if not isinstance(actor, Actor) or actor.user_id is None or hasattr(request, "locked_person"):
        return always
    searches = actor.holds_anywhere(["see_people"])
    items = list(_items(request, actor))
    often = [item for item in items if item["in_bar"]]
    return {
        **always,
        "nav_items": items,
        "nav_bar": often[: BESIDE_SEARCH if searches else IN_BAR],
        "nav_phone": sorted(items, key=lambda item: not item["in_bar"])[:ON_PHONE],
        "nav_parts": list(_by_part(items)),
        "me": _me(request),
        "acting_for": _acting_for(request),
        "acts_for_several": len(getattr(request, "memberships", ())) > 1,
        "landing_url": landing_url(actor),
        "search_url": _url("people:search") if searches else "",
        "sign_out_url": _url("account_logout"),
        "lock_after": idle_minutes(request),
        "second_step_by": step_by(request)
        if request.path in {landing_url(actor), _url("accounts:account")}
        else None,
    }


def _items(request: HttpRequest, actor: Actor) -> Iterator[dict[str, Any]]:
    counts = getattr(request, "nav_counts", {})
    pages = list(open_pages(actor))
    furthest = max((page.reach(url, request.path) for page, url in pages), default=0)
    for page, url in pages:
        lands_here = url == pages[0][1]
        yield {
            "icon": page.icon,
            "flip": page.flip,
            "label": page.label,
            "url": url,
            "count": counts.get(page.url_name, 0),
            "current": bool(furthest) and page.reach(url, request.path) == furthest,
            "is_here": url == request.path,
            "in_bar": page.in_bar or lands_here,
            "part": page.part,
        }


def _by_part(items: list[dict[str, Any]]) -> Iterator[tuple[str | Promise, list[dict[str, Any]]]]:
    """Few links need no headings: they are one part without a name."""
    if len(items) <= FEW:
        yield "", items
        return
    for part, words in PART_WORDS.items():
        if inside := [item for item in items if item["part"] == part]:
            yield words, inside


def open_pages(actor: Actor) -> Iterator[tuple[Page, str]]:
    """A page whose address is not there yet is not shown."""
    for page in PAGES:
        url = _url(page.url_name)
        if url and actor.holds_anywhere(page.grants):
            yield page, url


def landing_url(actor: Actor) -> str:
    return next((url for _page, url in open_pages(actor)), _url("accounts:account"))


def _me(request: HttpRequest) -> dict[str, Any]:
    user = request.user
    return {
        "name": getattr(user, "name", ""),
        "initials": getattr(user, "initials", ""),
        "url": _url("accounts:account"),
        "keys_off": not getattr(user, "keyboard_shortcuts", True),
    }


def _acting_for(request: HttpRequest) -> str:
    membership = getattr(request, "membership", None)
    return membership.organization.name if membership else ""


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The bare address: to the person's own first page, or to the door."""
    actor = getattr(request, "actor", None)
    if isinstance(actor, Actor) and actor.user_id is not None:
        return redirect(landing_url(actor))
    return redirect(settings.LOGIN_URL)
