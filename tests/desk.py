"""What must a family have agreed to, before something delicate may lie at a desk (promise 13)?"""

from people.lifecycle import Direction, Form
from people.models.agreements import Consent
from screening.models.need import Need


def name_the_desk(need: Need) -> Consent:
    """The family agreed that the desk may help with this, before it came there."""
    return Consent.objects.create(
        network_id=need.network_id, person_id=need.subject_id, direction=Direction.DESK,
        topics=[need.topic], facts=["name"], form=Form.VERBAL, language="es", words="Sí",
        since=need.at_desk_since,
    )  # fmt: skip
