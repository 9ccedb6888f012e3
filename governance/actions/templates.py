"""The words with which a network begins its agreements: by hand until a council sits, then by its decision."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Max

from core.access import require
from core.actor import Actor
from core.errors import BadInput
from core.history import Fact, record_all
from core.tenancy import action
from governance.effects.registry import Change, Decision
from governance.effects.templates import KIND, check, newest
from governance.kinds import Kind
from governance.models.templates import AgreementTemplate
from organizations.models.network import Network


@action
def set_template(
    *, actor: Actor, kind: Kind, words: str, at: datetime, reason: str = ""
) -> AgreementTemplate | None:
    """None where they stand so already. What was signed with earlier words stays as it is."""
    network = Network.objects.select_for_update(no_key=True).get(pk=actor.network_id)
    require(actor, "governance.set_patience", network)
    said = words.strip()
    for wrong in check(network.pk, [Change(KIND, kind, said)], at):
        raise BadInput(str(wrong))
    stands = newest(network.pk, at).get(kind)
    if stands is not None and stands.words == said:
        return None
    made = AgreementTemplate(
        network=network, kind=kind, words=said, set_by_id=actor.user_id, reason=reason.strip()
    )
    return _written(made, actor, at)


def bring_words_into_force(decision: Decision, changes: Sequence[Change], at: datetime) -> None:
    network = Network.objects.select_for_update(no_key=True).get(pk=decision.network_id)
    for change in changes:
        made = AgreementTemplate(
            network=network, kind=change.key, words=str(change.after or "").strip(),
            set_by_id=decision.decided_by, reason=decision.reason, decision_id=decision.proposal_id,
        )  # fmt: skip
        _written(made, Actor.system(network.pk), at)


def _written(made: AgreementTemplate, actor: Actor, at: datetime) -> AgreementTemplate:
    earlier = AgreementTemplate.objects.filter(network_id=made.network_id, kind=made.kind)
    newest_version: int = earlier.aggregate(Max("version"))["version__max"] or 0
    made.version, made.begins_at = newest_version + 1, at
    made.save(force_insert=True)
    fact = Fact("template.changed", made, tell=False, details={"kind": made.kind})
    record_all([fact], actor=actor, at=at)
    return made
