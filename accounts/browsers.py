"""In which browsers is this person signed in, and was this one ever theirs before?"""

from dataclasses import dataclass
from datetime import UTC, datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from accounts.models import User
from accounts.vouched import BY, THERE

COOKIE, SALT = "known_here", "accounts.browsers"
YEAR = 365 * 24 * 3600
MOST = 20  # people who share a device and are remembered on it
SEEN = "seen"  # in the session: when it was last used, to the minute

# The first that fits: most browsers name others, too.
PROGRAMS = {
    "Edg": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari",
}  # fmt: skip
SYSTEMS = {
    "iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "Mac OS X": "Mac",
    "CrOS": "Chromebook", "Linux": "Linux",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Browser:
    id: int
    program: str  # empty: one we do not know
    system: str
    since: datetime
    seen: datetime
    is_this: bool


def browsers_of(user: User, *, this: str | None) -> list[Browser]:
    """The one in use first, then by how lately each was used. What has ended goes from the list."""
    living = UserSession.objects.purge_and_list(user)
    found = [_browser(session, this) for session in living]
    return sorted(found, key=lambda one: (one.is_this, one.seen), reverse=True)


def _browser(session: UserSession, this: str | None) -> Browser:
    seen = SessionStore(session.session_key).get(SEEN)
    return Browser(
        id=session.pk,
        program=_first(PROGRAMS, session.user_agent),
        system=_first(SYSTEMS, session.user_agent),
        since=session.created_at,
        seen=datetime.fromtimestamp(seen, UTC) if seen else session.created_at,
        is_this=session.session_key == this,
    )


def _first(known: dict[str, str], said: str) -> str:
    return next((name for mark, name in known.items() if mark in said), "")


def end(user: User, *, only: int | None = None, but: str | None = None) -> int:
    """Sign out one browser of theirs, or all but one; how many that were."""
    chosen = UserSession.objects.filter(user=user).exclude(session_key=but or "")
    if only is not None:
        chosen = chosen.filter(pk=only)
    ended = list(chosen)
    for session in ended:
        session.end()
    return len(ended)


def came_by(session_key: str | None, *, by: str, there: str) -> None:
    """Whose sign-in opened this browser, and how their session over there is called."""
    UserSession.objects.filter(session_key=session_key).update(data={BY: by, THERE: there})


def end_there(by: object, *, user: User | None, there: str) -> int:
    """Sign out what one organization's sign-in opened: of this person, or of that session over there; how many."""
    if user is None and not there:
        return 0
    chosen = UserSession.objects.filter(**{f"data__{BY}": str(by)})
    chosen = chosen.filter(user=user) if user is not None else chosen
    ended = list(chosen.filter(**{f"data__{THERE}": there}) if there else chosen)
    for session in ended:
        session.end()
    return len(ended)


def is_known(request: HttpRequest, user: User) -> bool:
    return _mark(user) in _marks(request)


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Marks that only we can read, of everybody who signed in here."""
    marks = [_mark(user), *(one for one in _marks(request) if one != _mark(user))][:MOST]
    response.set_signed_cookie(
        COOKIE, ".".join(marks), salt=SALT, max_age=YEAR, httponly=True, samesite="Lax",
        secure=request.is_secure(),
    )  # fmt: skip


def _marks(request: HttpRequest) -> list[str]:
    try:
        said = request.get_signed_cookie(COOKIE, salt=SALT, max_age=YEAR) or ""
    except (KeyError, BadSignature):
        return []
    return said.split(".")


def _mark(user: User) -> str:
    return salted_hmac(SALT, str(user.pk)).hexdigest()[:20]
