"""The log of decisions, as a page and as a feed: for members, and for everybody where partners decided so."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import access
from core.http import ActorRequest, own_context
from core.tenancy import tenant_context
from governance.search.decisions import Entry, is_open_to_all, log
from governance.words.deciding import STATUS_WORDS
from organizations.listing import network_of
from organizations.models.network import Network


@require_safe
def decisions(request: ActorRequest) -> HttpResponse:
    return _page(request, _own(request), is_public=False)


@require_safe
def feed(request: ActorRequest) -> HttpResponse:
    """Everything, for a reader that signs in as its owner does."""
    return _feed(request, _own(request), is_public=False)


def _own(request: ActorRequest) -> Network:
    network = Network.objects.get(pk=network_of(request.actor))
    access.require(request.actor, "governance.see_council", network)
    return network


def _for_all(
    show: Callable[..., HttpResponse],
) -> Callable[[ActorRequest, str], HttpResponse]:
    """Opens the network that the address names, where partners decided so; else there is no such page."""

    @login_not_required
    @own_context
    @require_safe
    def run(request: ActorRequest, network: str) -> HttpResponse:
        found = Network.objects.filter(short_name=network).first()
        if found is None:
            raise Http404
        with tenant_context(found.pk):
            if not is_open_to_all(found.pk, at=timezone.now()):
                raise Http404
            return show(request, found, is_public=True)

    return run


def _page(request: ActorRequest, network: Network, *, is_public: bool) -> HttpResponse:
    at = timezone.now()
    address = _feed_address(network, is_public=is_public)
    context = {
        "at": at, "network": network, "is_public": is_public, "feed": address,
        "open_to_all": is_public or is_open_to_all(network.pk, at=at),
        "entries": [
            (one, STATUS_WORDS[one.proposal.status]) for one in log(network.pk, is_public=is_public)
        ],
    }  # fmt: skip
    return render(request, "governance/decisions.html", context)


def _feed(request: HttpRequest, network: Network, *, is_public: bool) -> HttpResponse:
    language = translation.get_language()
    if is_public:
        language = next(iter(network.languages), "en")
    with translation.override(language):
        response: HttpResponse = Decisions(network, is_public=is_public)(request)
    return response


def _feed_address(network: Network, *, is_public: bool) -> str:
    if is_public:
        return reverse("governance:open_decisions_feed", args=[network.short_name])
    return reverse("governance:decisions_feed")


class Decisions(Feed):  # type: ignore[type-arg]  # generic in the stubs only
    """Nothing about a person: titles, words that hold, and what changed."""

    feed_type = Atom1Feed

    def __init__(self, network: Network, *, is_public: bool) -> None:
        self.network, self.is_public = network, is_public

    def title(self) -> str:
        return _("Decisions of %(network)s") % {"network": self.network.name}

    def link(self) -> str:
        if self.is_public:
            return reverse("governance:open_decisions", args=[self.network.short_name])
        return reverse("governance:decisions")

    def feed_url(self) -> str:
        return _feed_address(self.network, is_public=self.is_public)

    def items(self) -> list[Entry]:
        return log(self.network.pk, is_public=self.is_public)

    def item_title(self, item: Any) -> str:
        return f"{item.proposal.number}. {item.title}"

    def item_description(self, item: Any) -> str:
        """An Atom summary is read as HTML: what members wrote stays words, and loads nothing from elsewhere."""
        words = _("%(what)s: from %(before)s to %(after)s")
        lines = [words % change._asdict() for change in item.changes]
        state = str(STATUS_WORDS[item.proposal.status][2])
        said = "\n".join(filter(None, [f"{state}.", item.text, *lines]))
        return linebreaks(said, autoescape=True)

    def item_link(self, item: Any) -> str:
        return f"{self.link()}#decision-{item.proposal.number}"

    def item_pubdate(self, item: Any) -> datetime:
        decided: datetime = item.proposal.decided_at
        return decided

    def item_updateddate(self, item: Any) -> datetime:
        updated: datetime = item.proposal.in_force_at or item.proposal.decided_at
        return updated


open_decisions = _for_all(_page)
open_feed = _for_all(_feed)
