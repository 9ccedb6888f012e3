"""When does a reader want to be written to?"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import access
from core.errors import BadInput
from core.http import ActorRequest
from notifications.actions import choosing
from notifications.forms import HabitForm, MailboxForm
from notifications.search import habit_of, is_mailbox_daily


@require_http_methods(["GET", "HEAD", "POST"])
def habits(request: ActorRequest) -> HttpResponse:
    access.require(request.actor, "messages.choose", request.actor.user_id)
    form = HabitForm(request.POST or None, habit=habit_of(request.actor))
    if not (form.is_valid() and _chosen(request, form)):
        return _page(request, form, _mailbox_form(request))
    messages.success(request, _("Saved."))
    return redirect("notifications:habits")


def _chosen(request: ActorRequest, form: HabitForm) -> bool:
    try:
        choosing.choose(actor=request.actor, habit=form.habit(), at=timezone.now())
    except BadInput as error:
        form.add_error("quiet_until", str(error))
        return False
    return True


@require_POST
def mailbox(request: ActorRequest) -> HttpResponse:
    access.require(request.actor, "messages.choose_for_mailbox")
    form = MailboxForm(request.POST, daily=False)
    if not form.is_valid():
        return _page(request, HabitForm(habit=habit_of(request.actor)), form)
    choosing.choose_for_mailbox(actor=request.actor, daily=form.daily, at=timezone.now())
    messages.success(request, _("Saved."))
    return redirect("notifications:habits")


def _mailbox_form(request: ActorRequest) -> MailboxForm | None:
    if not access.can(request.actor, "messages.choose_for_mailbox"):
        return None
    return MailboxForm(daily=is_mailbox_daily(request.actor))


def _page(request: ActorRequest, form: HabitForm, mailbox: MailboxForm | None) -> HttpResponse:
    failed = next((one for one in (form, mailbox) if one is not None and one.errors), None)
    context = {"form": form, "mailbox_form": mailbox, "failed": failed}
    return render(request, "notifications/habits.html", context, status=422 if failed else 200)
