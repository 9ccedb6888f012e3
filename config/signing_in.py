"""What must a session be before a page opens? Young, awake, and with a second step where the network asks for one."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accounts import browsers, second_step
from accounts.models import User
from accounts.vouched import BY, REACH, THERE, VOUCHED, word_for
from config.kept import keep_for
from governance.in_force import Governed, Unit, in_force, register
from governance.sign_in import GRACE_DAYS, IDLE_MINUTES, PREFIX, SECOND_STEP, SETTINGS
from organizations.grants import memberships_of, opens_person_data
from organizations.models.members import Membership
from organizations.vouching import reach_of_password

# In the session. What the network decides is read at sign-in: a change holds from the next one.
BEGAN, SEEN, IDLE, LOCKED = "began", browsers.SEEN, "idle_minutes", "locked"
STEP_BY, STEP_DUE = "second_step_by", "second_step_due"

LONGEST = timedelta(hours=12)
NOTED_AFTER = timedelta(minutes=1)  # a row is written once a minute, not with each request
ALWAYS = (
    "account_logout",
    "set_language",
    "sign_on",
    "sign_on_go",
    "sign_on_back",
    "sign_on_metadata",
    "sign_on_ended",
)
WHILE_LOCKED = (*ALWAYS, "locked", "lock")
BEFORE_THE_STEP = (*ALWAYS, "account_reauthenticate", "account_change_password")

# How one signs in here is one's own affair: whoever runs the sign-in of one organization cannot change it.
OWN_AFFAIR = ("account_change_password", "account_set_password", "account_reauthenticate", "account_email",
              "issue_key")  # fmt: skip

_NO_KEY = _("A key would open what your password does not. Ask your organization’s admin for one.")
View = Callable[..., HttpResponse]
UNITS = {SECOND_STEP: Unit.YES_NO, GRACE_DAYS: Unit.DAYS, IDLE_MINUTES: Unit.MINUTES}
register(
    *(
        Governed(key, each.usual, each.lowest, each.highest, words=each.words, unit=UNITS[key])
        for key, each in SETTINGS.items()
    )
)


@dataclass(frozen=True, slots=True)
class Rules:
    """What all networks of a person together ask: the strictest of each."""

    idle_minutes: int
    asks_second_step: bool
    grace: timedelta


def rules_for(memberships: Collection[Membership], *, at: datetime) -> Rules:
    said = {one.network_id: in_force(one.network_id, PREFIX, at) for one in memberships}
    asking = [
        said[one.network_id]
        for one in memberships
        if opens_person_data(one.roles) and said[one.network_id][SECOND_STEP]
    ]
    return Rules(
        idle_minutes=min(
            (each[IDLE_MINUTES] for each in said.values()), default=SETTINGS[IDLE_MINUTES].usual
        ),
        asks_second_step=bool(asking),
        grace=timedelta(days=min((each[GRACE_DAYS] for each in asking), default=0)),
    )


@receiver(user_logged_in)
def begin(request: HttpRequest | None, user: User, **_: Any) -> None:
    if request is None:
        return
    at = timezone.now()
    memberships = memberships_of(user, at=at)
    word = word_for(request.session, user)
    reach = word["reach"] if word else reach_of_password(user, memberships)
    _reach(request, word, reach)
    rules = rules_for(within(request, memberships), at=at)
    asks = rules.asks_second_step and not word.get("steps", False)
    request.session[BEGAN] = request.session[SEEN] = at.timestamp()
    request.session[IDLE] = rules.idle_minutes
    request.session[second_step.REQUIRED] = asks
    if asks and not second_step.is_set_up(user):
        by = second_step.asked_since(user, at=at) + rules.grace
        request.session[STEP_DUE] = at >= by
        request.session[STEP_BY] = by.isoformat()


@receiver([authenticator_added, authenticator_removed])
def step_changed(request: HttpRequest, user: User, **_: Any) -> None:
    if second_step.is_set_up(user):
        _step_is_there(request)


def _step_is_there(request: HttpRequest) -> None:
    for name in (STEP_BY, STEP_DUE):
        request.session.pop(name, None)


def _reach(request: HttpRequest, word: Mapping[str, Any], reach: Collection[Any] | None) -> None:
    """What was said for an earlier person or by an earlier way says nothing now."""
    for name in (VOUCHED, REACH, BY, THERE):
        request.session.pop(name, None)
    if reach is not None:
        request.session[REACH] = [str(one) for one in reach]
    if word:
        request.session[BY], request.session[THERE] = word["by"], word.get("there", "")


def _note_way(request: HttpRequest) -> None:
    """So that it ends when it ends over there."""
    if by := request.session.get(BY):
        there = request.session.get(THERE, "")
        browsers.came_by(request.session.session_key, by=by, there=there)


def within(request: HttpRequest, memberships: Collection[Membership]) -> list[Membership]:
    """Those that this way of signing in opens: one organization answers for no other."""
    reach = request.session.get(REACH)
    return [one for one in memberships if reach is None or str(one.organization_id) in reach]


def step_by(request: HttpRequest) -> datetime | None:
    """Until when a second step may still be put off, for the notice on one's first page."""
    said = _session_of(request).get(STEP_BY)
    return datetime.fromisoformat(said) if said else None


def idle_minutes(request: HttpRequest) -> int:
    """0 where nobody has signed in."""
    return int(_session_of(request).get(IDLE, 0))


def lock(request: HttpRequest) -> None:
    request.session[LOCKED] = True


def unlock(request: HttpRequest, *, at: datetime) -> None:
    request.session.pop(LOCKED, None)
    request.session[SEEN] = at.timestamp()


class SignedInMiddleware:
    """Stands behind authentication and before what is kept: nothing below sees who was here, once it is locked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if SESSION_KEY in _session_of(request):
            _look_at_the_clock(request, timezone.now())
        response = self.get_response(request)
        if getattr(request, "just_signed_in", None) and isinstance(request.user, User):
            browsers.remember(request, response, request.user)
            _note_way(request)
        return response

    def process_view(
        self, request: HttpRequest, view: View, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        name = (request.resolver_match and request.resolver_match.url_name) or ""
        if person := getattr(request, "locked_person", None):
            return _when_locked(request, person, view, name)
        session = _session_of(request)
        if session.get(BY) and (name.startswith("mfa_") or name in OWN_AFFAIR):
            return _own_affair(request, is_step=False)
        if REACH in session and name == "issue_key":  # it would open what this session does not
            return render(request, "403.html", {"sentence": _NO_KEY}, status=403)
        if (
            session.get(REACH) == []
            and name not in ALWAYS
            and getattr(view, "login_required", True)
        ):
            return redirect("sign_on")
        if session.get(STEP_DUE) and getattr(view, "login_required", True):
            return _when_due(request, name)
        return None


def _session_of(request: HttpRequest) -> Any:
    """Without a cookie nobody is asked: open pages do not vary by it."""
    return request.session if settings.SESSION_COOKIE_NAME in request.COOKIES else {}


def _look_at_the_clock(request: HttpRequest, at: datetime) -> None:
    session, now = request.session, at.timestamp()
    began, seen = session.get(BEGAN, 0.0), session.get(SEEN, 0.0)
    if now - began >= LONGEST.total_seconds():
        logout(request)
        return
    if not session.get(LOCKED) and now - seen >= session.get(IDLE, 0) * 60:
        lock(request)
    if session.get(LOCKED):
        setattr(request, "locked_person", request.user)  # noqa: B010 the request has no such attribute to type
        request.user = AnonymousUser()
    elif now - seen >= NOTED_AFTER.total_seconds():
        session[SEEN] = now


def _when_locked(request: HttpRequest, person: User, view: View, name: str) -> HttpResponse | None:
    """Open pages show nobody; the door lets in or out; all else waits behind it, with what was typed."""
    if name in WHILE_LOCKED:
        request.user = person
        return None
    if not getattr(view, "login_required", True) and not view.__module__.startswith("allauth"):
        return None
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else "/"
    if request.method == "POST" and (kept := keep_for(person, request)):
        back = reverse("kept_form", args=[kept.pk])
    return _lead_to(request, "locked", back)


def _when_due(request: HttpRequest, name: str) -> HttpResponse | None:
    if name in BEFORE_THE_STEP or name.startswith("mfa_"):
        return None
    if isinstance(request.user, User) and second_step.is_set_up(request.user):
        _step_is_there(request)  # it was set up in another browser meanwhile
        return None
    if request.session.get(BY):
        return _own_affair(request, is_step=True)
    return _lead_to(request, "mfa_index", "")


def _own_affair(request: HttpRequest, *, is_step: bool) -> HttpResponse:
    return render(request, "own_affair.html", {"is_step": is_step}, status=403)


def _lead_to(request: HttpRequest, name: str, back: str) -> HttpResponse:
    """The whole page goes there, also when only a part of it was asked for."""
    if request.headers.get("HX-Request"):
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = reverse(name)
        return answer
    return redirect(reverse(name) + (f"?{urlencode({'next': back})}" if back else ""))
