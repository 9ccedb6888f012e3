"""This week: a partner's one list. “Still going” for all in one tap, line by line, on paper, or in a spreadsheet."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from core.actor import Actor
from core.errors import BadInput
from core.http import ActorRequest
from organizations import listing
from organizations.views.sheet import sheets_of
from people import disclosures
from people.lifecycle import Purpose
from referrals.actions.week import STILL_GOING, Report, Said, tell_week
from referrals.forms import week_file
from referrals.forms.week import FileForm, WeekForm, moment
from referrals.search.contest import noes_to
from referrals.search.redisclosure import consents_of, notices_of_list
from referrals.search.week import Week, week_of
from screening.lifecycle import Via

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class Door:
    """Who stands here and where everything leads: with an account, or by the weekly link."""

    actor: Actor
    at: datetime
    page: str
    paper: str
    file: str
    request_page: Callable[[UUID], str]
    room: Callable[[UUID], str]
    named: bool = True
    send_code: str = ""

    def look(self) -> Week:
        """The list; names that are shown are written down as seen."""
        week = week_of(self.actor, named=self.named, at=self.at)
        disclosures.record(
            actor=self.actor, person_ids=week.person_ids, what="referrals.week",
            purpose=Purpose.REFERRAL, consent_ids=consents_of(week.agreed), at=self.at,
        )  # fmt: skip
        return week


def show(
    request: ActorRequest, door: Door, *, report: Report | None = None, status: int = 200,
    file_form: FileForm | None = None,
) -> HttpResponse:  # fmt: skip
    week = door.look()
    form = WeekForm(week.lines, at=door.at)
    services = sheets_of(list(listing.services_of(door.actor)), at=door.at)
    context = {
        "door": door,
        "week": week,
        "notices": notices_of_list(week.agreed),
        "form": form,
        "rows": [
            {"line": line, "url": door.request_page(line.id), "field": form[name]}
            for name, line in form.lines.items()
        ],
        "noes": [door.request_page(pk) for pk in noes_to(door.actor, at=door.at)],
        "rooms": [{"sheet": sheet, "url": door.room(sheet.service.pk)} for sheet in services],
        "file_form": file_form or FileForm(),
        "report": report,
        "at": door.at,
    }
    return render(request, "referrals/week.html", context, status=status)


def tell(request: ActorRequest, door: Door) -> HttpResponse:
    """All that goes on in one tap, or what was chosen line by line."""
    week = week_of(door.actor, named=False, at=door.at)
    if "all" in request.POST:
        as_of = moment(request.POST.get("as_of", ""))
        said = [Said(number, line.id, STILL_GOING, as_of) for number, line in enumerate(week.going)]
    else:
        form = WeekForm(week.lines, at=door.at, data=request.POST)
        if not form.is_valid():
            return show(request, door, status=422)
        said = form.said()
    return show(request, door, report=tell_week(actor=door.actor, said=said, at=door.at))


def on_paper(request: ActorRequest, door: Door) -> HttpResponse:
    week = door.look()
    notices = notices_of_list(week.agreed)
    context = {"week": week, "notices": notices, "back": door.page, "at": door.at}
    return render(request, "referrals/week_paper.html", context)


def as_file(request: ActorRequest, door: Door) -> HttpResponse:
    """Out by GET; in by POST, line by line: the good ones go in, the others say why not."""
    if request.method == "POST":
        return _read(request, door)
    sheet = week_file.written(door.look().lines, at=door.at)
    response = HttpResponse(sheet, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="this-week.csv"'
    return response


def _read(request: ActorRequest, door: Door) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, door, status=422, file_form=form)
    report = Report()
    try:
        content = form.cleaned_data["file"].read(week_file.MOST_BYTES + 1)
        said = week_file.read(content, report)
    except BadInput as error:
        form.add_error("file", str(error))
        return show(request, door, status=422, file_form=form)
    told = tell_week(actor=door.actor, said=said, at=door.at, via=Via.FILE, report=report)
    return show(request, door, report=told)


# --- with an account -------------------------------------------------------------------------------


def _own(request: ActorRequest) -> Door:
    return Door(
        actor=request.actor,
        at=timezone.now(),
        page=reverse("referrals:week"),
        paper=reverse("referrals:week_paper"),
        file=reverse("referrals:week_file"),
        request_page=lambda pk: reverse("referrals:detail", args=[pk]),
        room=lambda pk: reverse("organizations:say_room", args=[pk]),
    )


@get_or_post
def this_week(request: ActorRequest) -> HttpResponse:
    door = _own(request)
    return tell(request, door) if request.method == "POST" else show(request, door)


@require_safe
def paper(request: ActorRequest) -> HttpResponse:
    return on_paper(request, _own(request))


@get_or_post
def file(request: ActorRequest) -> HttpResponse:
    return as_file(request, _own(request))
