"""The week's list for a partner without an account: by the link that comes every Monday."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.links import LinkGone
from core.http import ActorRequest
from organizations.actions import room as room_actions
from organizations.forms.services import RoomForm
from referrals.views import week
from referrals.views.partner_door import Visit, through_link

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def by_link(visit: Visit) -> week.Door:
    """The whole list, so only by its own link. Names stand in it past the code."""
    if not visit.is_for_all:
        raise LinkGone
    return week.Door(
        actor=visit.actor,
        at=visit.at,
        page=visit.url("link"),
        paper=visit.url("link_week_paper"),
        file=visit.url("link_week_file"),
        request_page=lambda pk: visit.url("link_request", pk),
        room=lambda pk: visit.url("link_week_room", pk),
        named=visit.has_code,
        send_code="" if visit.has_code else visit.url("link_ask_code"),
    )


@get_or_post
@through_link
def link(request: ActorRequest, visit: Visit) -> HttpResponse:
    """Where every message leads: to its request, or to the week's list."""
    if not visit.is_for_all:
        return redirect(visit.url("link_request", visit.link.object_id))
    door = by_link(visit)
    return week.tell(request, door) if request.method == "POST" else week.show(request, door)


@require_safe
@through_link
def link_week_paper(request: ActorRequest, visit: Visit) -> HttpResponse:
    return week.on_paper(request, by_link(visit))


@get_or_post
@through_link
def link_week_file(request: ActorRequest, visit: Visit) -> HttpResponse:
    return week.as_file(request, by_link(visit))


@require_POST
@through_link
def link_week_room(request: ActorRequest, visit: Visit, service_id: UUID) -> HttpResponse:
    """How much room one of their services has."""
    by_link(visit)
    form = RoomForm(request.POST)
    if not form.is_valid():
        return redirect(visit.url("link"))
    said = form.said(via="link")
    room_actions.say(actor=visit.actor, service_id=service_id, said=said, at=visit.at)
    return render(request, "referrals/link/room.html", {"visit": visit, "token": visit.token})
