"""Whom may a family call when nobody here answers? The network's numbers, decided by its convener."""

import re
from dataclasses import asdict, dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core import history
from core.access import require
from core.actor import Actor
from core.errors import BadInput
from core.history import Fact, Subject
from core.tenancy import action
from organizations.models.network import Network

SAID = "network.numbers_said"
_NUMBER = re.compile(r"\+?\(?[0-9][0-9 ().-]{1,17}[0-9]")


class NotANumber(BadInput):
    code = "not_a_number"
    sentence = _("Write a number that a telephone can call, like 988 or 555-0134.")


@dataclass(frozen=True, slots=True)
class Numbers:
    """`crisis_line` is for somebody in danger, day and night, beside 911; `help_line` knows where help is."""

    crisis_line: str
    help_line: str

    @classmethod
    def of(cls, network: Network) -> "Numbers":
        return cls(network.crisis_line, network.help_line)


def can_be_called(number: str) -> bool:
    return _NUMBER.fullmatch(number.strip()) is not None


@action
def say_numbers(*, actor: Actor, numbers: Numbers, at: datetime) -> Network:
    """They stand beside every box into which a family writes, from now on. Said twice, it is written once."""
    network = Network.objects.select_for_update(no_key=True).get(pk=actor.network_id)
    require(actor, "network.convene", network)
    said = {name: number.strip() for name, number in asdict(numbers).items()}
    if not all(can_be_called(number) for number in said.values()):
        raise NotANumber
    before = asdict(Numbers.of(network))
    if said == before:
        return network
    for name, number in said.items():
        setattr(network, name, number)
    network.save(update_fields=list(said))
    about = Subject("organizations.network", network.pk, network.pk)
    changed = {name: [before[name], said[name]] for name in said if said[name] != before[name]}
    fact = Fact(SAID, about, tell=False, details=changed)
    history.record_all([fact], actor=actor, at=at)
    return network
