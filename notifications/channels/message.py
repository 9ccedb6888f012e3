"""What does a message say? A sentence and a link in the reader's language, nothing personal."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation


@dataclass(frozen=True, slots=True)
class Message:
    """`key` makes a second sending of the same message recognisable to whoever carries it."""

    key: str
    subject: str
    body: str


def written(template: str, *, key: str, language: str, link: str, by_text: bool = False) -> Message:
    """The words of a template: its first line is the subject, the rest the body."""
    with translation.override(language):
        words = render_to_string(f"messages/{template}.txt", {"link": link, "by_text": by_text})
    subject, _, body = words.strip().partition("\n")
    return Message(key=key, subject=subject.strip(), body=body.strip() + "\n")
