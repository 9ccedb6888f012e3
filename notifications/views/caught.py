"""What has this installation sent? A page for trying things out, and nowhere else."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

NEWEST = 100
LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Caught:
    """A message in the catcher's folder."""

    at: datetime
    to: str
    subject: str
    body: str

    @property
    def is_text(self) -> bool:
        return not self.subject

    @property
    def links(self) -> list[str]:
        return LINK.findall(self.body)

    @property
    def words(self) -> str:
        """The body without its links: they are buttons."""
        return LINK.sub("", self.body).strip()


@login_not_required
@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """The newest first. Only where the demonstration switch is on and messages are caught."""
    if not (settings.DEMO and settings.CATCHER_DIR):
        raise Http404
    context = {"caught": list(_newest()), "at": timezone.now()}
    return render(request, "notifications/messages.html", context)


def _newest() -> Iterator[Caught]:
    files = [path for path in Path(settings.CATCHER_DIR).glob("[!.]*") if path.is_file()]
    files.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in files[:NEWEST]:
        yield _text(path) if path.suffix == ".json" else _mail(path)


def _mail(path: Path) -> Caught:
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    body = mail.get_body(("plain",))
    words = body.get_content() if body else ""
    return Caught(_kept_at(path), str(mail["To"]), str(mail["Subject"]), words)


def _text(path: Path) -> Caught:
    said = json.loads(path.read_text(encoding="utf-8"))
    return Caught(_kept_at(path), said["to"], "", said["body"])


def _kept_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)
