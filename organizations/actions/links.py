"""Whoever came by a link proves that they read the mailbox it went to. Each try is in the history."""

from datetime import datetime
from uuid import UUID

from accounts import codes
from accounts.links import OPENS
from accounts.models import AccessLink
from accounts.trying import Visitor
from core import history
from core.actor import Actor
from core.history import Fact, Subject
from core.tenancy import action

VIA = "link"


@action
def ask_for_code(*, actor: Actor, link: AccessLink, visitor: Visitor, at: datetime) -> bool:
    """Six digits are on their way to the mailbox; False when there were too many of late."""
    code = codes.new_code(link, at=at, visitor=visitor)
    if code is None:
        _note("link.code_refused", actor, link, at)
        return False
    _note("link.code_asked", actor, link, at, code_id=code.pk)
    return True


@action
def give_code(
    *, actor: Actor, link: AccessLink, typed: str, visitor: Visitor, at: datetime
) -> bool:
    """Whether it was right."""
    is_right = codes.use_code(link, typed, at=at, visitor=visitor)
    _note("link.code_given" if is_right else "link.code_wrong", actor, link, at)
    return is_right


@action
def note_forged(*, link: AccessLink, at: datetime) -> None:
    """Somebody came with a copy of this link that we did not make."""
    machine = Actor.system(link.network_id)
    fact = Fact("link.forged", _opened_by(link), via=VIA, tell=False, details={"link": link.pk})
    history.record_all([fact], actor=machine, at=at)


def _opened_by(link: AccessLink) -> Subject:
    return Subject(OPENS[link.purpose], link.object_id, link.network_id)


def _note(
    kind: str, actor: Actor, link: AccessLink, at: datetime, *, code_id: UUID | None = None
) -> None:
    """On the request it opens; a link to the whole list is the organization's own matter."""
    details = {"link": link.pk, **({"code": code_id} if code_id else {})}
    tell = code_id is not None
    about = _opened_by(link)
    fact = Fact(kind, about, "", VIA, tell, details=details)  # nobody's word on the request
    history.record_all([fact], actor=actor, at=at)
