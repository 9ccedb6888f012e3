"""Disputes of the sample county: of one a mother mediates, and of another the two sides still talk."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from core.actor import Actor
from governance.actions.disputes import raise_dispute, step_up
from governance.actions.mediating import Promised, list_mediator, name_mediator, write_ending
from governance.disputes import Voice
from organizations.models.network import Organization

DAY = timedelta(days=1)


def disagrees(
    workers: Mapping[str, Actor], organizations: Mapping[str, Organization], at: datetime
) -> None:
    pantry, convener = workers["orgadmin"], workers["convener"]
    about = "Spanish and English. Has raised three children here."
    listed = list_mediator(
        actor=convener, user_id=workers["mother"].as_user, about=about, at=at - 40 * DAY
    )
    dispute = raise_dispute(
        actor=pantry, other_id=organizations["riverside"].pk, at=at - 6 * DAY,
        words="When we ask the clinic a question, families wait at our door until somebody calls back."
        " It would help to have one number that is answered.",
    )  # fmt: skip
    step_up(actor=pantry, dispute_id=dispute.pk, at=at - 4 * DAY)
    name_mediator(actor=convener, dispute_id=dispute.pk, mediator_id=listed.pk, at=at - 3 * DAY)
    one_number = Promised(
        Voice.SECOND, "One number for partners, answered on working days.", (at + 14 * DAY).date()
    )
    words = "The clinic answers questions of partners on the same working day."
    write_ending(
        actor=pantry, dispute_id=dispute.pk, words=words, pledges=[one_number], at=at - DAY
    )
    raise_dispute(
        actor=pantry, other_id=organizations["stanne"].pk, at=at - 2 * DAY,
        words="We both give out boxes on Fridays, three streets apart. Could one of us take another day?",
    )  # fmt: skip
