"""Three who are on their way into the network: one talks with it, one gets ready, one tries it with a few families."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from core.actor import Actor
from governance.actions.partnerships import (
    begin_pilot,
    begin_talks,
    get_ready,
    give_owner,
    write_down,
)
from governance.path import Item
from organizations.models.network import Organization

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
TALKS, READIES, TRIES = "elders", "tools", "connect"
FAMILIES_AT_ONCE = 8
ALL_OF_US = {
    Item.WHY_NETWORK: "Families ask us for this, and we know nobody who can.",
    Item.GOALS_NETWORK: "Ten families helped in the first half year, and each of them says so.",
    Item.FIT: "They reach the families whom our clinics see. Not on Sundays; both sides can live with that.",
}
TALK = {
    Item.WHY_PARTNER: "Our volunteers have time, and the people who need them do not find us.",
    Item.SERVES: "People over 65 on the north side. Nobody who needs nursing.",
}
READY = ALL_OF_US | {
    Item.WHY_PARTNER: "We lend tools, and many who need a repair have none.",
    Item.GOALS_PARTNER: "That a leak is stopped in the week in which somebody tells us.",
    Item.SERVES: "Everybody in Harbor, renters too. No businesses.",
    Item.TAKES_IN: "They come by on Saturdays, or call: up to ten a week.",
    Item.COSTS: "An hour a week, which our volunteers give.",
    Item.CONTACTS: "Pat Moreau, in the library, Tuesday to Saturday.",
    Item.PEOPLE: "Pat answers; when Pat is away, Jo does.",
    Item.LANGUAGES: "English and some Spanish.",
}
TRY = ALL_OF_US | {
    Item.WHY_PARTNER: "Who has no internet cannot fill in a form, and so gets no help.",
    Item.GOALS_PARTNER: "A connection at home within ten days.",
    Item.SERVES: "Families with school children, all over the county.",
    Item.TAKES_IN: "By telephone, then a visit: two a week.",
    Item.COSTS: "A morning a week. The library pays for it.",
    Item.CONTACTS: "Amal Farah, in the office on Library Square.",
    Item.PEOPLE: "Amal and two volunteers.",
    Item.TECHNOLOGY: "Two laptops that we own. They read the mail each morning.",
    Item.LANGUAGES: "English, Spanish and Arabic.",
    Item.TRAINING: "All three, in answering a request, on the first Monday.",
}


def partners_come(
    convener: Actor,
    partners: Mapping[str, Organization],
    sign: Callable[[Actor, Organization, datetime], None],
    now: datetime,
) -> None:
    """`sign`: the paper that all partners have signed."""
    for key, since, said in (
        (TALKS, now - 9 * DAY, TALK), (READIES, now - 3 * WEEK, READY), (TRIES, now - 9 * WEEK, TRY),
    ):  # fmt: skip
        partner = partners[key].pk
        begin_talks(actor=convener, organization_id=partner, at=since)
        write_down(actor=convener, organization_id=partner, answers=said, at=since + DAY)
        if key != TALKS:
            get_ready(actor=convener, organization_id=partner, at=since + WEEK)
            give_owner(
                actor=convener, organization_id=partner, user_id=convener.user_id, at=since + WEEK
            )
    signed = now - 6 * WEEK
    sign(convener, partners[TRIES], signed)
    begin_pilot(
        actor=convener, organization_id=partners[TRIES].pk, size=FAMILIES_AT_ONCE,
        ends_on=(now + 2 * WEEK).date(), at=signed,
    )  # fmt: skip
