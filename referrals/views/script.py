"""What does a worker say on the telephone, word for word, in the family's language?"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from people.models.person import Person
from referrals.search.check_in import Asks, Due


@dataclass(frozen=True, slots=True)
class Script:
    """Nothing is said of what it is about before the right person says that they can talk."""

    language: str
    ask_for: str
    is_safe: str
    not_now: str
    somebody_else: str
    questions: tuple[str, ...]  # in the order of what is due
    easier: str
    closing: str


def script_for(person: Person, worker: str, due: Iterable[Due], *, language: str) -> Script:
    said = {
        "name": person.first_name or person.last_name,
        "worker": worker,
        "clinic": person.custodian.name,
        "line": person.network.help_line,
    }
    with translation.override(language):
        return Script(
            language=language,
            ask_for=_("Hello. May I talk to %(name)s, please?") % said,
            is_safe=_("This is %(worker)s from %(clinic)s. Can you talk now, and are you alone?")
            % said,
            not_now=_("That is fine. When is a good time to call you again?"),
            somebody_else=_("Thank you. I will try again later."),
            questions=tuple(_question(one) for one in due),
            easier=_("What would have made it easier for you?"),
            closing=_("Thank you for telling me. If you need help soon, call us, or call %(line)s.")
            % said,
        )


def _question(one: Due) -> str:
    said = {"topic": one.words, "partner": one.partner}
    if one.asks is Asks.STILL:
        return _("Some time ago you got help with this: %(topic)s. Is all still well?") % said
    if one.asks is Asks.NOW:
        return _("You told us before: not now. Do you want help with this now: %(topic)s?") % said
    if one.partner:
        return (
            _("You wanted help with this: %(topic)s. We asked %(partner)s. Did it work out?") % said
        )
    return _("You wanted help with this: %(topic)s. Did it work out?") % said
