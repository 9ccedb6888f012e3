"""Which words does a family hear now, in its language? The network's own, or those that Porchlight comes with."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from organizations.models.network import Network
from people.models.texts import PLACE, ConsentText, digest_of
from people.words.agreement import shipped_words
from people.words.readability import is_plain

LONGEST_BODY = 4000  # letters


@dataclass(frozen=True, slots=True)
class Shown:
    """One version in one language. Version 0 comes with Porchlight."""

    language: str
    version: int
    body: str

    @property
    def digest(self) -> str:
        return digest_of(self.body)


def languages_of(network: Network) -> list[str]:
    """Those of the network that pages speak: into no other can what exactly is agreed be put."""
    spoken = network.languages or [settings.LANGUAGE_CODE]
    return [code for code, _name in settings.LANGUAGES if code in spoken]


def text_in_force(network_id: UUID, language: str, *, at: datetime) -> Shown:
    """What is shown from the last day that was said; one statement."""
    rows = ConsentText.objects.filter(network_id=network_id, language=language).begun(at=at)
    newest = rows.order_by("-version").first()
    return Shown(language, newest.version, newest.body) if newest else shipped(language)


def shipped(language: str) -> Shown:
    with translation.override(language):
        return Shown(language, 0, shipped_words())


def tidy(body: str) -> str:
    """One sentence a line."""
    return "\n".join(line.strip() for line in body.strip().splitlines())


def complaint_of(body: str, language: str, *, is_final: bool) -> str:
    """What is wrong with words as they were tidied, in one sentence. A draft may still be hard to read."""
    if len(body) > LONGEST_BODY:
        return _("This is too long. Keep it under 4,000 letters.")
    if body.splitlines().count(PLACE) != 1 or body.count(PLACE) != 1:
        return _("Keep one line that says only {agreement}: what exactly is shared stands there.")
    if is_final and not is_plain(body.replace(PLACE, ""), language):
        return _("This is hard to read. Use short words, and fifteen words to a sentence at most.")
    return ""


def next_version(network_id: UUID, language: str) -> int:
    """After all there are, drafts too: call it while the network is locked."""
    rows = ConsentText.objects.filter(network_id=network_id, language=language)
    newest: int = rows.aggregate(newest=Max("version"))["newest"] or 0
    return newest + 1


def draft_of(network_id: UUID, language: str) -> ConsentText | None:
    rows = ConsentText.objects.filter(network_id=network_id, language=language)
    return rows.filter(begins_at=None).first()


def published(network_id: UUID) -> list[ConsentText]:
    """Every version of every language, the newest first."""
    rows = ConsentText.objects.filter(network_id=network_id).exclude(begins_at=None)
    return list(rows.select_related("written_by").order_by("-begins_at", "-id"))
