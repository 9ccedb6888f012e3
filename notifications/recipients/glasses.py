"""Who hears that a record was opened in an emergency, and who when nobody is left who may judge it?"""

from collections.abc import Callable, Iterable

from accounts.models import User
from notifications.audience import Audience
from notifications.recipients.cases import Case
from notifications.recipients.holders import conveners, privacy_officers
from people.search.glass import shut_out_of


def _officers(case: Case) -> Iterable[User]:
    """Of what was opened in an emergency, only those who may see it."""
    return privacy_officers(case.network_id).exclude(pk__in=shut_out_of(case.named("glass")))


def _who_names_an_officer(case: Case) -> Iterable[User]:
    """Nobody judges what they opened themselves, nor what is about a family that shut them out."""
    if any(officer.pk != case.event.actor_id for officer in _officers(case)):
        return []
    return conveners(case.network_id).exclude(pk__in=shut_out_of(case.named("glass")))


OF_GLASSES: dict[Audience, Callable[[Case], Iterable[User]]] = {
    Audience.PRIVACY: _officers,
    Audience.NAMES_OFFICERS: _who_names_an_officer,
}
