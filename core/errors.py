"""What may go wrong, in words for the person who can act on it. Pages and the API translate these once."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """A rule said no. `str(error)` is one sentence for the person; `code` is for programs."""

    code = "not_possible"
    status = 409
    sentence: str | Promise = _("That is not possible right now.")

    @property
    def more(self) -> dict[str, object]:
        """What a program needs to know beside it."""
        return {}

    def __init__(self, sentence: str | Promise = "") -> None:
        super().__init__(sentence or self.sentence)

    def __str__(self) -> str:
        return str(self.args[0])


class NotAllowed(DomainError):
    code = "not_allowed"
    status = 403
    sentence = _("Your role does not allow this. Ask your organization's admin.")


class StepNotPossible(DomainError):
    """The lifecycle table has no such step from here."""

    code = "step_not_possible"


class AlreadyChanged(DomainError):
    """Somebody else was first; nothing of theirs is overwritten."""

    code = "already_changed"
    sentence = _("Somebody changed this while you were writing. Look at it again, then decide.")


class ConsentMissing(DomainError):
    code = "consent_missing"
    sentence = _("The family has not agreed to share this yet. Ask them first, then send.")


class BadInput(DomainError):
    """What was typed cannot be used; the form shows it again with the sentence beside it."""

    code = "bad_input"
    status = 422
    sentence = _("Something in the form needs another look.")
