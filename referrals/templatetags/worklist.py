"""How does a row of a list of fifty look?

Each is one text, filled in: a template asks for every word of every row by its path, and that took
longer than reading the rows. What tables say (chips, verbs) is drawn once, whomever it is about.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from core.templatetags.look import (
    day_words,
    initials_circle,
    link_button,
    need_icon,
    status,
    when,
)
from referrals.search.requests import Line

register = template.Library()

_NEED = """
<tr role="row">
  <td role="cell" class="c-ring">{ring}</td>
  <th role="rowheader" scope="row" class="c-who who"><a href="{url}"><bdi>{name}</bdi></a><span class="sub">{who}</span></th>
  <td role="cell" class="c-hap"><span class="happened">{chip}{sentence}</span></td>
  <td role="cell" class="c-due">{when}</td>
  <td role="cell" class="c-own">{owner}</td>
  <td role="cell" class="c-act">{button}</td>
</tr>"""  # noqa: E501 a row as a template would have it
_REQUEST = """
<tr role="row">
  <td role="cell" class="c-ring">{ring}</td>
  <th role="rowheader" scope="row" class="c-who who"><a href="{url}"><bdi>{name}</bdi></a><span class="sub">{sender}</span></th>
  <td role="cell" class="c-hap"><span class="happened">{lines}<span class="sub">{service}</span></span></td>
  <td role="cell" class="c-due">{when}</td>
  <td role="cell" class="c-act">{button}</td>
</tr>"""  # noqa: E501 a row as a template would have it


@register.simple_tag
def need_rows(rows: Iterable[Any], at: datetime) -> SafeString:
    """The rows of Today and of what was sent (`referrals.views.rows.Row`)."""
    today = localtime(at).date()
    return format_html_join("", _NEED, (_need(row, today) for row in rows))


def _need(row: Any, today: date) -> Mapping[str, object]:
    happened = row.happened
    return {
        "ring": need_icon(row.icon, happened.arcs, happened.broken, label=row.about),
        "url": row.url,
        "name": row.name,
        "who": row.who,
        "chip": _chip(str(happened.words), happened.tone, happened.icon),
        "sentence": format_html("<span>{}</span>", happened.sentence) if happened.sentence else "",
        "when": when(row.due, today, row.note) if row.due else _done_on(row.on, today, row.note),
        "owner": initials_circle(row.owner, mine=row.is_mine) if row.owner else "",
        "button": link_button(row.act_url, row.verb, row.weight, "small", about=row.name),
    }


@register.simple_tag
def request_rows(group: Mapping[str, Any], at: datetime) -> SafeString:
    """The rows of Requests: `row` is `referrals.search.requests.Row`, beside its words and its address."""
    today, has_ended = localtime(at).date(), group["kind"] == "ended"
    shown = (_request(row, today, has_ended=has_ended) for row in group["rows"])
    return format_html_join("", _REQUEST, shown)


def _request(shown: Mapping[str, Any], today: date, *, has_ended: bool) -> Mapping[str, object]:
    row = shown["row"]
    first = row.first.standing
    return {
        "ring": need_icon(row.first.icon, first.arcs, first.broken),
        "url": shown["url"],
        "name": shown["name"],
        "sender": shown["sender"],
        "lines": format_html_join("", "{}", ((_line(line),) for line in row.lines)),
        "service": row.service,
        "when": _done_on(row.due, today) if has_ended else when(row.due, today),
        "button": link_button(
            shown["url"], shown["verb"], row.variant, "small", about=shown["name"]
        ),
    }


def _line(line: Line) -> SafeString:
    """What a need is about and where it stands: the same few for everybody."""
    standing = line.standing
    return _about(str(line.words), str(standing.words), standing.tone, standing.icon)


@lru_cache(maxsize=512)
def _about(topic: str, words: str, tone: str, icon: str) -> SafeString:
    chip = _chip(words, tone, icon)
    return format_html('<span class="row">{}<span>{}</span></span>', chip, topic)


@lru_cache(maxsize=512)
def _chip(words: str, tone: str, icon: str) -> str:
    """Cached, for its words are a table's."""
    return status(words, tone, icon)


def _done_on(day: datetime | None, today: date, note: str = "") -> SafeString:
    """A day that is over has no colour and no distance."""
    words = day_words(day, today) if day else ""
    said = format_html(" <span>{}</span>", note) if note else ""
    return format_html('<span class="when later"><b>{}</b>{}</span>', words, said)
