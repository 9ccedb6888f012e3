"""What does a message say? A sentence and a link in the reader's language, nothing personal."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from django.template.loader import render_to_string
from django.utils import translation


@dataclass(frozen=True, slots=True)
class Message:
    """`key` makes a second sending of the same message recognisable to whoever carries it."""

    key: str
    subject: str
    body: str
    headers: dict[str, str] = field(default_factory=dict)  # of a call to a program


class Send(Protocol):
    """Whatever carries a message away: gives back the name under which it left, or raises `outcomes`."""

    def __call__(self, message: Message, *, to: str) -> str: ...


def written(
    template: str,
    *,
    key: str,
    language: str,
    link: str,
    by_text: bool = False,
    by_link: bool = False,
    code: str = "",
    when: datetime | None = None,
    **counts: int,
) -> Message:
    """The words of a template: its first line is the subject, the rest the body.

    `by_link`: the reader has no account, and the link opens by itself. `when` it happened: only what is
    about the reader's own account says so.
    """
    with translation.override(language):
        told = {
            "link": link,
            "by_text": by_text,
            "by_link": by_link,
            "code": code,
            "when": when,
            **counts,
        }
        words = render_to_string(f"messages/{template}.txt", told)
    subject, _, body = words.strip().partition("\n")
    return Message(key=key, subject=subject.strip(), body=body.strip() + "\n")
