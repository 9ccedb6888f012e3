"""Which words does a family hear now, in its language? The network's own, or those that Porchlight comes with."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import translation

from organizations.models.network import Network
from people.models.texts import ConsentText, digest_of
from people.words.agreement import shipped_words


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


def draft_of(network_id: UUID, language: str) -> ConsentText | None:
    rows = ConsentText.objects.filter(network_id=network_id, language=language)
    return rows.filter(begins_at=None).first()


def published(network_id: UUID) -> list[ConsentText]:
    """Every version of every language, the newest first."""
    rows = ConsentText.objects.filter(network_id=network_id).exclude(begins_at=None)
    return list(rows.select_related("written_by").order_by("-begins_at", "-id"))
