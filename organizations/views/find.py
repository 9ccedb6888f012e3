"""Find help: by need, words, place, language and barriers. For whom, nobody says here."""

from collections.abc import Iterator
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from core.http import ActorRequest
from organizations import listing, search
from organizations.forms.services import MILES, FindForm
from organizations.models.network import Network
from organizations.ranking import Point
from organizations.topic_words import TOPIC_WORDS
from organizations.topics import TOPICS

PAGE = 20
Link = dict[str, str]


@require_safe
def find(request: ActorRequest) -> HttpResponse:
    """Starts from the ZIP code that was typed, else from the place where the navigator works."""
    network_id = listing.network_of(request.actor)
    form = FindForm(request.GET)
    typed = search.centre_of_zip(network_id, form.zip_code)
    near = typed or listing.home_of(request.actor)
    wishes = form.wishes(near)
    found = search.find_services(
        network_id=network_id, at=timezone.now(), limit=PAGE + 1, after=form.seen, **wishes
    )
    context = {
        "form": form,
        "found": found[:PAGE],
        "start": _start(form, typed, near),
        "page": _pages(request.GET, form.seen, goes_on=len(found) > PAGE),
    }
    context |= _nothing(request.GET, form, network_id)
    return render(request, "organizations/find.html", context)


def _start(form: FindForm, typed: Point | None, near: Point | None) -> str:
    """Where the miles are counted from."""
    if form.zip_code and typed is None:
        return _("No partner is in ZIP code %(zip)s, so miles are not counted from there.") % {
            "zip": form.zip_code
        }
    if typed is None and near is not None:
        return _("Miles are counted from where you work. Type a ZIP code to start elsewhere.")
    return ""


def _pages(query: QueryDict, after: int, *, goes_on: bool) -> Link:
    return {
        "first_url": _with(query, after=None) if after else "",
        "next_url": _with(query, after=str(after + PAGE)) if goes_on else "",
    }


def _with(query: QueryDict, **changes: str | None) -> str:
    """The same question with one thing changed."""
    changed = query.copy()
    for name, value in ({"after": None} | changes).items():
        changed.pop(name, None)
        if value is not None:
            changed[name] = value
    return f"?{changed.urlencode()}"


def _nothing(query: QueryDict, form: FindForm, network_id: UUID) -> dict[str, object]:
    """What an empty list says, and the ways out of it."""
    return {
        "nothing": _no_service(form),
        "wider": list(_wider(query, form)),
        "related": list(_related(query, form)),
        "help_line": Network.objects.values_list("help_line", flat=True).get(pk=network_id),
    }


def _no_service(form: FindForm) -> str:
    kind = {"kind": form.topic_words or _("any kind of help")}
    if form.miles is None:
        if form.only_with_room:
            return _("No service has room: %(kind)s") % kind
        return _("No service is known: %(kind)s") % kind
    distance = ngettext("%(n)d mile", "%(n)d miles", form.miles) % {"n": form.miles}
    if form.only_with_room:
        return _("No service within %(distance)s has room: %(kind)s") % (
            kind | {"distance": distance}
        )
    return _("No service within %(distance)s: %(kind)s") % (kind | {"distance": distance})


def _wider(query: QueryDict, form: FindForm) -> Iterator[Link]:
    """One wish given up at a time, the cheapest first."""
    if form.miles is not None:
        further = next((miles for miles in MILES if miles > form.miles), None)
        if further:
            words = _("Widen to %(n)d miles") % {"n": further}
            yield {"label": words, "url": _with(query, within=str(further))}
        else:
            yield {"label": _("Look at any distance"), "url": _with(query, within=None)}
    if form.only_with_room:
        yield {"label": _("Include wait lists and full ones"), "url": _with(query, room=None)}
    if form.said("language"):
        yield {"label": _("In any language"), "url": _with(query, language=None)}
    if form.said("overcomes"):
        yield {"label": _("Without what would make it easier"), "url": _with(query, overcomes=None)}
    if form.said("words") and form.topics:
        yield {"label": _("Without the words"), "url": _with(query, words=None)}


def _related(query: QueryDict, form: FindForm) -> Iterator[Link]:
    """Other kinds of help that may do."""
    chosen = set(form.topics)
    slugs = dict.fromkeys(slug for topic in form.topics for slug in TOPICS[topic].related)
    for slug in slugs:
        if slug not in chosen:
            yield {
                "label": str(TOPIC_WORDS[slug]),
                "url": _with(query, topic=slug),
                "icon": TOPICS[slug].icon,
            }
