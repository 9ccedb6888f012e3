"""What is tried where, how does it go, and what came of it?"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import access
from core.errors import BadInput
from core.http import ActorRequest
from governance.actions.local import may_be_tried
from governance.effects.policies import spelled
from governance.models.proposals import Proposal
from governance.words.deciding import STATUS_WORDS
from insights.actions import cycles as actions
from insights.actions.cycles_owed import begun
from insights.forms.cycles import PlanForm, VerdictForm
from insights.models import Cycle
from insights.search.cycles import places_of, shown_to
from insights.search.measures import MEASURE_WORDS, Measure, run_of
from insights.views.chart import chart_of
from insights.words.cycles import STEP_WORDS, VERDICT_WORDS, Text, owed_by, standing

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def cycles(request: ActorRequest) -> HttpResponse:
    access.require(request.actor, "cycles.read")
    at = timezone.now()
    rows = [
        (one, standing(one, one.organization.network.open_days.local_date(at)))
        for one in shown_to(request.actor, at=at)
    ]
    context = {"rows": rows, "may_try": access.can(request.actor, "cycles.begin")}
    return render(request, "insights/cycles.html", context)


@get_or_post
def new(request: ActorRequest) -> HttpResponse:
    access.require(request.actor, "cycles.begin")
    places = places_of(request.actor)
    form = PlanForm([(one.pk, one.name) for one in places], request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            made = actions.begin(
                actor=request.actor, organization_id=UUID(form.cleaned_data["where"]),
                plan=form.plan(), at=timezone.now(), request_key=form.cleaned_data["request_key"],
            )  # fmt: skip
        except BadInput as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("insights:cycle", made.pk)
    status = 422 if form.errors else 200
    return render(request, "insights/cycle_new.html", {"form": form}, status=status)


@get_or_post
def cycle(request: ActorRequest, cycle_id: UUID) -> HttpResponse:
    """A POST says what was learned."""
    found = _found(request, cycle_id)
    if request.method == "POST":
        access.require(request.actor, "cycles.try_in", found.organization)
    form = VerdictForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            done = actions.conclude(
                actor=request.actor, cycle_id=found.pk, result=form.cleaned_data["result"],
                verdict=Cycle.Verdict(form.cleaned_data["verdict"]), at=timezone.now(),
            )  # fmt: skip
        except BadInput as refused:
            form.add_error(None, str(refused))
        else:
            return _after(request, done)
    return _page(request, found, form)


@require_POST
def yes(request: ActorRequest, cycle_id: UUID) -> HttpResponse:
    actions.say_yes(actor=request.actor, cycle_id=cycle_id, at=timezone.now())
    messages.success(request, _("Both sides have said yes. It holds there and nowhere else."))
    return redirect("insights:cycle", cycle_id)


@require_POST
def look(request: ActorRequest, cycle_id: UUID) -> HttpResponse:
    actions.look_at(actor=request.actor, cycle_id=cycle_id, at=timezone.now())
    messages.success(request, _("Written down. It goes on."))
    return redirect("insights:cycle", cycle_id)


@require_POST
def stop(request: ActorRequest, cycle_id: UUID) -> HttpResponse:
    actions.stop(actor=request.actor, cycle_id=cycle_id, at=timezone.now())
    messages.success(request, _("Stopped. What was promised meanwhile stands."))
    return redirect("insights:cycle", cycle_id)


def _after(request: ActorRequest, done: Cycle) -> HttpResponse:
    if done.proposal_id is None:
        messages.success(request, _("Written down. Thank you."))
        return redirect("insights:cycle", done.pk)
    messages.success(request, _("The proposal is written. Read it, then open it for comments."))
    return redirect("governance:proposal", done.proposal_id)


def _found(request: ActorRequest, cycle_id: UUID) -> Cycle:
    visible = Cycle.objects.visible_to(request.actor, at=timezone.now())
    rows = visible.select_related("organization__network", "written_by")
    return get_object_or_404(rows, pk=cycle_id)


def _tried(found: Cycle) -> list[tuple[Text, Text]]:
    """Each number that is another one there, by name and as it is said."""
    known, rows = may_be_tried(), found.numbers.order_by("key")
    told = ((known.get(one.key), one.value) for one in rows)
    return [(number.words, spelled(number, value)) for number, value in told if number]


def _page(request: ActorRequest, found: Cycle, form: VerdictForm) -> HttpResponse:
    at, days = timezone.now(), found.organization.network.open_days
    today, measure = days.local_date(at), Measure(found.measure)
    run = run_of(
        network_id=found.network_id, organization_id=found.organization_id, measure=measure,
        days=days, begins_on=found.begins_on, ends_on=found.ends_on, at=at,
    )  # fmt: skip
    may_act = access.can(request.actor, "cycles.try_in", found.organization)
    may_look = may_act and begun(found, at) and found.is_open
    proposals = Proposal.objects.visible_to(request.actor, at=at)
    proposal = proposals.filter(pk=found.proposal_id).first() if found.proposal_id else None
    context = {
        "cycle": found,
        "proposal": proposal,
        "proposal_status": STATUS_WORDS[proposal.status] if proposal else None,
        "status": standing(found, today),
        "measure": MEASURE_WORDS[measure],
        "otherwise": _tried(found),
        "at": at,
        "next_words": STEP_WORDS[found.next_step],
        "owed_by": owed_by(found),
        "run": run,
        "chart": chart_of(run),
        "form": form if may_look else None,
        "verdict": VERDICT_WORDS.get(found.verdict, ""),
        "may_say_yes": found.waits_for_yes and access.can(request.actor, "cycles.say_yes", found),
        "may_look": may_look and found.is_reviewed_next,
        "may_stop": may_act and found.is_open and not found.stopped_at,
    }
    return render(request, "insights/cycle.html", context, status=422 if form.errors else 200)
