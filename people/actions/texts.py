"""A network writes the words that a family hears before it agrees: first a draft, then from a day on for all."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db.models import Max
from django.utils.translation import gettext as _

from core.access import require
from core.actor import Actor
from core.errors import BadInput, StepNotPossible
from core.history import Fact, record_all
from core.tenancy import action
from organizations.models.network import Network
from people.models.texts import PLACE, ConsentText, digest_of
from people.search.texts import draft_of, languages_of
from people.words.readability import is_plain

LONGEST_BODY = 4000  # letters


@action
def save_draft(*, actor: Actor, language: str, body: str, at: datetime) -> ConsentText:
    """The one draft of that language, written anew. Nobody is shown a draft."""
    network = _network(actor)
    body = "\n".join(line.strip() for line in body.strip().splitlines())
    if language not in languages_of(network):
        raise BadInput(_("Your network does not speak this language."))
    if len(body) > LONGEST_BODY:
        raise BadInput(_("This is too long. Keep it under 4,000 letters."))
    if body.splitlines().count(PLACE) != 1 or body.count(PLACE) != 1:
        raise BadInput(
            _("Keep one line that says only {agreement}: what exactly is shared stands there.")
        )
    draft = draft_of(network.pk, language) or ConsentText(
        network=network, language=language, version=_next_version(network, language)
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
    if body is not None:
        save_draft(actor=actor, language=language, body=body, at=at)
    draft = draft_of(network.pk, language)
    if draft is None:
        raise StepNotPossible(_("There is no draft in this language. Write one first."))
    if not is_plain(draft.body.replace(PLACE, ""), language):
        raise BadInput(
            _("This is hard to read. Use short words, and fifteen words to a sentence at most.")
        )
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


def _network(actor: Actor) -> Network:
    """Locked: two conveners write one version, not two."""
    network = Network.objects.select_for_update(no_key=True).get(pk=actor.network_id)
    require(actor, "people.write_words", network)
    return network


def _next_version(network: Network, language: str) -> int:
    rows = ConsentText.objects.filter(network=network, language=language)
    newest: int = rows.aggregate(newest=Max("version"))["newest"] or 0
    return newest + 1
