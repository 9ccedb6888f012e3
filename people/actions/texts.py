"""A network writes the words that a family hears before it agrees: first a draft, then from a day on for all."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from core.access import require
from core.actor import Actor
from core.errors import BadInput, StepNotPossible
from core.history import Fact, record_all
from core.tenancy import action
from governance.actions.proposals import Wording
from governance.actions.proposals import draft as propose
from governance.models.proposals import Proposal
from organizations.models.network import Network
from people.actions.deciding_texts import words
from people.models.texts import ConsentText, digest_of
from people.search.texts import complaint_of, draft_of, languages_of, next_version, tidy


@action
def save_draft(*, actor: Actor, language: str, body: str, at: datetime) -> ConsentText:
    """The one draft of that language, written anew. Nobody is shown a draft."""
    network = _network(actor)
    body = tidy(body)
    if language not in languages_of(network):
        raise BadInput(_("Your network does not speak this language."))
    if wrong := complaint_of(body, language, is_final=False):
        raise BadInput(wrong)
    draft = draft_of(network.pk, language) or ConsentText(
        network=network, language=language, version=next_version(network.pk, language)
    )
    draft.body, draft.digest = body, digest_of(body)
    draft.written_at, draft.written_by_id = at, actor.user_id
    draft.save()
    return draft


@action
def publish(
    *,
    actor: Actor,
    language: str,
    begins_on: date,
    asks_anew: bool,
    at: datetime,
    body: str | None = None,
) -> ConsentText:
    """From the beginning of that day, or from now. What was agreed before holds on, unless it asks anew.

    `body`: what the draft says, when it was changed in the same go.
    """
    network = _network(actor)
    require(actor, "people.publish_words", network)
    if body is not None:
        save_draft(actor=actor, language=language, body=body, at=at)
    draft = draft_of(network.pk, language)
    if draft is None:
        raise StepNotPossible(_("There is no draft in this language. Write one first."))
    if wrong := complaint_of(draft.body, language, is_final=True):
        raise BadInput(wrong)
    if begins_on < network.open_days.local_date(at):
        raise BadInput(_("Choose today, or a day that is still to come."))
    begins_at = datetime.combine(begins_on, time.min, tzinfo=ZoneInfo(network.time_zone))
    draft.begins_at, draft.asks_anew = max(begins_at, at), asks_anew
    draft.save(update_fields=["begins_at", "asks_anew"])
    details = {"language": language, "version": draft.version, "asks_anew": asks_anew}
    record_all(
        [Fact("consent_text.published", draft, tell=False, details=details)], actor=actor, at=at
    )
    return draft


@action
def propose_words(
    *, actor: Actor, language: str, body: str, asks_anew: bool, reason: str, at: datetime
) -> Proposal:
    """Once a council sits: a draft of a proposal with these words, which its writer opens."""
    draft = save_draft(actor=actor, language=language, body=body, at=at)
    change = words(language, draft.body, asks_anew=asks_anew)
    title = str(_("Words that families hear before they agree"))
    return propose(actor=actor, wording=Wording(title, reason, changes=(change,)), at=at)


def _network(actor: Actor) -> Network:
    """Locked: two conveners write one version, not two."""
    network = Network.objects.select_for_update(no_key=True).get(pk=actor.network_id)
    require(actor, "people.write_words", network)
    return network
