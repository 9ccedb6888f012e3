"""What are the three wishes, in the family's words, and what does each of them do?"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from people.actions import wishes
from people.words.codes import CHANNEL_WORDS
from referrals.forms.family import ALL, WishForm
from referrals.search.family import agreed_to, asked_for, ways_to_write
from referrals.views.family_door import Visit
from referrals.words import Text
from screening.lifecycle import Via, Voice

Choice = tuple[str, Text]
LAST_SIGNS = 2


@dataclass(frozen=True, slots=True)
class Wished:
    """`what_happens` is read before the tap, `done` after it."""

    title: Text
    label: Text
    what_happens: Text
    button: Text
    done: Text
    icon: str
    offered: Callable[[Visit], Iterable[Choice]]
    about: str
    action: Callable[..., object]

    def choices(self, visit: Visit) -> list[Choice]:
        return list(self.offered(visit))

    def form(self, visit: Visit, data: object) -> WishForm:
        return WishForm(data, label=self.label, choices=self.choices(visit))

    def tell(self, visit: Visit, about_id: str | None) -> None:
        about = {self.about: UUID(about_id) if about_id else None}
        self.action(
            actor=visit.actor, person_id=visit.person.pk, at=visit.at, said_by=Voice.FAMILY.value,
            via=Via.LINK.value, **about,
        )  # fmt: skip


def _contacts(visit: Visit) -> Iterator[Choice]:
    points = list(ways_to_write(visit.person))
    if points:
        yield ALL, _("All messages")
    for point in points:
        words = {"channel": CHANNEL_WORDS[point.channel], "end": point.value[-LAST_SIGNS:]}
        yield str(point.pk), _now("%(channel)s, ends in %(end)s") % words


def _partners(visit: Visit) -> Iterator[Choice]:
    shared = agreed_to(visit.person, at=visit.at)
    if shared:
        yield ALL, _("All of them")
    for agreed in shared:
        yield str(agreed.partner_id), agreed.partner


def _needs(visit: Visit) -> Iterator[Choice]:
    for asked in asked_for(visit.person, visit.actor, at=visit.at):
        if asked.can_stop:
            yield str(asked.need_id), asked.words


WISHES: dict[str, Wished] = {
    "messages": Wished(
        title=_("Stop messages"),
        label=_("What shall we stop?"),
        what_happens=_("We will not write to you there any more. You still get the help."),
        button=_("Stop messages"),
        done=_("We will not write to you there any more. You can change this with your worker."),
        icon="bell-off",
        offered=_contacts,
        about="contact_id",
        action=wishes.stop_messages,
    ),
    "sharing": Wished(
        title=_("Stop sharing"),
        label=_("Who shall no longer see it?"),
        what_happens=_("They can no longer see your facts. Help from them ends."),
        button=_("Stop sharing"),
        done=_("They can no longer see your facts. We asked them to delete what they kept."),
        icon="lock",
        offered=_partners,
        about="partner_id",
        action=wishes.stop_sharing,
    ),
    "help": Wished(
        title=_("I do not want this help"),
        label=_("Which help do you not want?"),
        what_happens=_("We stop looking and tell those we asked. You can ask again at any time."),
        button=_("Stop this help"),
        done=_("We have stopped this help. You can ask again at any time."),
        icon="circle-slash",
        offered=_needs,
        about="need_id",
        action=wishes.stop_help,
    ),
}
