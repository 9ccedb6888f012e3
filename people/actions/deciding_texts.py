"""Which words shall families hear before they agree? Checked as the convener's are, read aloud, brought about."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from core.actor import Actor
from core.history import Fact, record_all
from governance.effects.norms import lines_aloud
from governance.effects.registry import Aloud, Change, Decision, Text
from governance.lifecycle import Area
from organizations.models.network import Network
from people.models.texts import ConsentText, digest_of
from people.search.texts import complaint_of, languages_of, next_version, text_in_force, tidy

KIND, ANEW = "consent_text", "anew"


def words(language: str, body: str, *, asks_anew: bool) -> Change:
    key = f"{language}:{ANEW}" if asks_anew else language
    return Change(KIND, key, tidy(body))


def read(change: Change) -> tuple[str, bool]:
    """Which language, and whether every family is asked anew."""
    language, _colon, anew = change.key.partition(":")
    return language, anew == ANEW


def area(_change: Change) -> Area:
    return Area.DATA


def falls_back(change: Change) -> bool:
    """Whoever was asked anew has been asked."""
    return not read(change)[1]


def before(network_id: UUID, changes: Sequence[Change], at: datetime) -> dict[str, Any]:
    return {one.key: text_in_force(network_id, read(one)[0], at=at).body for one in changes}


def check(network_id: UUID, changes: Sequence[Change], _at: datetime) -> list[Text]:
    spoken = languages_of(Network.objects.get(pk=network_id))
    languages = [read(one)[0] for one in changes]
    if not set(languages) <= set(spoken):
        return [_("Your network does not speak this language.")]
    if len(languages) > len(set(languages)):
        return [_("Choose one text for each language.")]
    wrong = (complaint_of(one.after, read(one)[0], is_final=True) for one in changes)
    return [said for said in wrong if said]


def aloud(change: Change) -> Aloud:
    language, asks_anew = read(change)
    what = (
        _("Words that families hear before they agree (%(language)s); every family is asked anew")
        if asks_anew
        else _("Words that families hear before they agree (%(language)s)")
    )
    named = {"language": get_language_info(language)["name_translated"]}
    return lines_aloud(what % named, change.before, change.after)


def bring_about(decision: Decision, changes: Sequence[Change], at: datetime) -> None:
    """The next version of each language. A draft that the convener keeps stays a draft."""
    network = Network.objects.select_for_update(no_key=True).get(pk=decision.network_id)
    facts = []
    for change in changes:
        language, asks_anew = read(change)
        made = ConsentText.objects.create(
            network=network, language=language, version=next_version(network.pk, language),
            body=change.after, digest=digest_of(change.after), asks_anew=asks_anew, begins_at=at,
            written_at=at, written_by_id=decision.decided_by, decision_id=decision.proposal_id,
        )  # fmt: skip
        details = {"language": language, "version": made.version, "asks_anew": asks_anew}
        facts.append(Fact("consent_text.published", made, tell=False, details=details))
    record_all(facts, actor=Actor.system(network.pk), at=at)
