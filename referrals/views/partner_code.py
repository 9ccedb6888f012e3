"""Six digits to the same mailbox: the facts about a family open to those who read it, and to nobody else."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.links import is_locked
from core.http import ActorRequest
from organizations.actions.links import ask_for_code, give_code
from organizations.forms.links import CodeForm
from referrals.views.partner_door import Visit, remember, through_link

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_POST
@through_link
def ask(request: ActorRequest, visit: Visit) -> HttpResponse:
    """Send one, and lead to where it is typed: looking at that page again sends no second one."""
    if not ask_for_code(actor=visit.actor, link=visit.link, at=visit.at):
        return _page(request, visit, CodeForm(), too_many=True, status=429)
    return redirect(visit.url("link_code"))


@get_or_post
@through_link
def code(request: ActorRequest, visit: Visit) -> HttpResponse:
    form = CodeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, visit, form, status=422 if form.is_bound else 200)
    if give_code(actor=visit.actor, link=visit.link, typed=form.cleaned_data["code"], at=visit.at):
        return remember(redirect(visit.url("link")), visit)
    form.add_error("code", form.NOT_RIGHT)
    return _page(request, visit, form, status=422)


def _page(
    request: ActorRequest, visit: Visit, form: CodeForm, *, too_many: bool = False, status: int
) -> HttpResponse:
    visit.link.refresh_from_db()  # a wrong one may just have locked it
    context = {
        "visit": visit,
        "form": form,
        "closed": too_many or is_locked(visit.link, at=visit.at),
        "by_text": not visit.organization.email,
    }
    return render(request, "referrals/link/code.html", context, status=status)
