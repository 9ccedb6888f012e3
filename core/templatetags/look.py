"""How do a need, a date, a person and a link look on a page?

Everything here is SVG or a span with classes: the CSP refuses a `style` attribute, in SVG too.
"""

from datetime import date, datetime, time
from functools import cache, lru_cache
from importlib import resources
from io import BytesIO
from math import cos, radians, sin
from xml.etree import ElementTree
from zipfile import ZipFile

import segno
from django import template
from django.contrib.staticfiles import finders
from django.template.defaultfilters import stringfilter
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from core.telephones import dialled

register = template.Library()

NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'  # within HTML nobody needs it
ARCS = 5
RING_RADIUS = 14
RING_CENTRE = 18
RING_GAP_DEGREES = 30
SIDE = RING_CENTRE * 2
NOTHING = SafeString("")
TONE_ICONS = {
    "you": "hand-helping",
    "stop": "octagon-x",
    "partner": "info",
    "family": "message-circle-heart",
    "done": "circle-check",
    "quiet": "info",
}


@register.simple_tag
def icon(name: str, *, flip: bool = False, label: str = "", css: str = "") -> str:
    """A Lucide icon. Without a label it stands beside a word and screen readers skip it."""
    classes = " ".join(filter(None, ["icon", "flip" if flip else "", css]))
    return _icon(str(name), classes, str(label))


@lru_cache(maxsize=512)
def _icon(name: str, classes: str, label: str) -> str:
    spoken = {"role": "img", "aria-label": label} if label else {"aria-hidden": "true"}
    file = _drawings().read(f"{name}.svg").decode().replace(NAMESPACE, "", 1)
    drawing = ElementTree.fromstring(file)  # noqa: S314 as above
    drawing.attrib.update({"focusable": "false", "class": classes} | spoken)
    return mark_safe(ElementTree.tostring(drawing, encoding="unicode"))  # noqa: S308 it has escaped


@cache
def _drawings() -> ZipFile:
    """Opened once: the package's own tag reads the list of its 1,700 icons again for each, 18 ms every time."""
    return ZipFile(BytesIO(resources.files("lucide").joinpath("lucide.zip").read_bytes()))


@register.simple_tag
def tone_icon(tone: str) -> str:
    """The icon of a notice, so that its colour does not stand alone."""
    return icon(TONE_ICONS[str(tone)])


@register.simple_tag
def loop_ring(arcs: int, broken: object = None, size: int = 40) -> SafeString:
    """The ring of five arcs; `arcs` of them are filled. A closed ring is a closed loop."""
    return _ring(int(arcs), int(size), broken=bool(broken))


@lru_cache(maxsize=256)
def _ring(arcs: int, size: int, *, broken: bool) -> SafeString:
    drawn = ((_arc_class(n, arcs, broken=broken), _arc(n)) for n in range(ARCS))
    return format_html(
        '<svg class="ring" viewBox="0 0 {0} {0}" width="{1}" height="{1}" aria-hidden="true" '
        'focusable="false">{2}</svg>',
        SIDE,
        size,
        format_html_join("", '<path class="{}" d="{}"/>', drawn),
    )


def _arc_class(n: int, arcs: int, *, broken: bool) -> str:
    if broken and n == arcs - 1:
        return "bad"
    return "on" if n < arcs else "off"


def _arc(n: int) -> str:
    start = _point(n * 360 / ARCS + RING_GAP_DEGREES / 2)
    end = _point((n + 1) * 360 / ARCS - RING_GAP_DEGREES / 2)
    return f"M{start}A{RING_RADIUS} {RING_RADIUS} 0 0 1 {end}"


def _point(degrees: float) -> str:
    """A point on the ring; zero degrees is at twelve o'clock."""
    turn = radians(degrees - 90)
    x = RING_CENTRE + RING_RADIUS * cos(turn)
    y = RING_CENTRE + RING_RADIUS * sin(turn)
    return f"{x:.1f} {y:.1f}"


@register.simple_tag
def need_icon(
    topic: object, arcs: int = 0, broken: object = None, *, label: object = ""
) -> SafeString:
    """What the need is about, inside how far it has come. `topic` has an icon or names one."""
    name = str(getattr(topic, "icon", topic))
    return _need(name, int(arcs), str(label), get_language(), broken=bool(broken))


@lru_cache(maxsize=512)
def _need(name: str, arcs: int, label: str, _language: str | None, *, broken: bool) -> SafeString:
    """Cached with the language of its words: a list shows the same few in every row."""
    spoken = _("%(need)s, step %(step)d of 5") % {"need": label, "step": arcs} if label else ""
    return format_html(
        '<span class="need">{}{}</span>{}',
        loop_ring(arcs, broken),
        icon(name),
        format_html('<span class="vh">{}</span>', spoken) if spoken else "",
    )


@register.simple_tag
def status(words: object, tone: str = "quiet", icon: str = "", attrs: object = NOTHING) -> str:
    """Where something stands, as a chip: `<c-status-tag>` is this tag, and long lists call it."""
    return format_html(
        '<span class="chip tone-{}" {}>{}<span>{}</span></span>',
        tone, str(attrs), _drawn(icon), words,
    )  # fmt: skip


@register.simple_tag
def link_button(
    href: str,
    words: object,
    variant: str = "solid",
    size: str = "",
    css: str = "",
    *,
    about: str = "",
    icon: str = "",
    flip: bool = False,
    attrs: object = NOTHING,
) -> str:
    """A link that looks like a button: `<c-button href>` is this tag, and long lists call it.

    `about` is only spoken: whom, of fifty rows with the same verb.
    """
    return format_html(
        _LINK_ABOUT if about else _LINK,
        " ".join(filter(None, [variant, size, css])),
        href, str(attrs), _drawn(icon, flip=flip), words, about,
    )  # fmt: skip


_LINK = '<a class="button {}" href="{}" {}>{}<span>{}</span></a>'
_LINK_ABOUT = '<a class="button {}" href="{}" {}>{}<span>{}<span class="vh">, {}</span></span></a>'


def _drawn(name: str, *, flip: bool = False) -> str:
    return icon(name, flip=flip) if name else NOTHING


@register.simple_tag
def qr(url: str) -> SafeString:
    """A QR code as inline SVG, black on white in both schemes so that every camera reads it."""
    svg = segno.make(url, error="m", micro=False).svg_inline(
        border=2, dark="#000", light="#fff", svgclass="qr", lineclass=None, omitsize=True
    )
    # segno drew it from a matrix of bits: there is nothing of anybody's in it to escape
    return mark_safe(_silent(svg))  # noqa: S308 said above


def _silent(svg: str) -> str:
    return svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)


@register.simple_tag
def when(due: date | datetime | None, at: date | datetime, note: str = "") -> SafeString:
    """A due date with its coloured bar and its words, so that the colour never stands alone."""
    if due is None:
        return format_html('<span class="when later"><b>{}</b></span>', _("No date"))
    return _when(_day(due), _day(at), str(note), get_language())


@lru_cache(maxsize=1024)
def _when(that: date, this: date, note: str, _language: str | None) -> SafeString:
    """Cached as above."""
    days = (that - this).days
    tone = "tone-stop" if days < 0 else "later" if days else "tone-you"
    return format_html(
        '<span class="when {}"><b>{}</b> <span>{}</span></span>',
        tone,
        _words_of(that, this),
        note or _distance(days),
    )


def _day(moment: date | datetime) -> date:
    return timezone.localtime(moment).date() if isinstance(moment, datetime) else moment


def _distance(days: int) -> str:
    if days < 0:
        return ngettext("%(days)d day overdue", "%(days)d days overdue", -days) % {"days": -days}
    if days == 0:
        return _("Due today")
    return ngettext("In %(days)d day", "In %(days)d days", days) % {"days": days}


@register.filter
def day_words(day: date | datetime, at: date | datetime) -> str:
    """Today, Yesterday, Tue Nov 24, or Nov 24, 2027 when it is another year."""
    return _words_of(_day(day), _day(at))


@register.filter
def day_within(day: date | datetime, at: date | datetime) -> str:
    """Within a sentence, where "by Tomorrow" would be wrong: Tue Nov 24."""
    return calendar_words(_day(day), _day(at))


def _words_of(that: date, this: date) -> str:
    days = (that - this).days
    if days in (-1, 0, 1):
        return {-1: _("Yesterday"), 0: _("Today"), 1: _("Tomorrow")}[days]
    return calendar_words(that, this)


def calendar_words(that: date, this: date) -> str:
    """Tue Nov 24, or Nov 24, 2027 when it is another year than this day's."""
    if that.year != this.year:
        return date_format(that, pgettext("date format, another year", "M j, Y"))
    return date_format(that, pgettext("date format, this year", "D M j"))


@register.simple_tag
def telephone(number: str) -> str:
    """A number that one tap calls; what no telephone can dial stands there as it was written."""
    words = format_html("<bdi>{}</bdi>", number)
    digits = dialled(number)
    return format_html('<a href="tel:{}">{}</a>', digits, words) if digits else words


register.filter("dialled", dialled)  # for what is a button: its words are not the number


@register.filter
def moment_words(moment: datetime, at: datetime) -> str:
    """The day and the time: Today, 8:12 am."""
    clock = clock_words(timezone.localtime(moment).time())
    return _("%(day)s, %(time)s") % {"day": day_words(moment, at), "time": clock}


@register.filter(expects_localtime=True)
def written_moment(moment: datetime) -> str:
    """The date with its year, and the time, for what is read later or on paper: Nov. 22, 2026, 2:30 pm."""
    day = date_format(moment, "DATE_FORMAT")
    return _("%(day)s, %(time)s") % {"day": day, "time": clock_words(moment.time())}


@register.filter(expects_localtime=True)
def clock_words(moment: time | datetime) -> str:
    """9 am, or 2:30 pm: so everywhere and in each language."""
    clock = pgettext("time format", "g:i a") if moment.minute else pgettext("time format", "g a")
    return time_format(moment, clock).replace(".", "")


@register.filter
def filled(sentence: object, names: dict[str, str]) -> str:
    """A sentence with its placeholders filled in: `{{ words.family|filled:names }}`."""
    return str(sentence) % names


@register.filter(name="initials")
@stringfilter
def initials_of(name: str) -> str:
    """Two letters at most: the first of the first and of the last part of the name."""
    parts = name.split()
    return (parts[0][:1] + (parts[-1][:1] if len(parts) > 1 else "")).upper() if parts else ""


@register.simple_tag(name="initials")
@lru_cache(maxsize=256)
def initials_circle(name: str, *, mine: bool = False, label: str = "") -> SafeString:
    """The small circle of the person in charge; the whole name is spoken."""
    return format_html(
        '<span class="own{}" role="img" aria-label="{}">{}</span>',
        " mine" if mine else "",
        label or name,
        initials_of(name),
    )


@register.simple_tag
def fonts_url() -> str:
    """The built fonts' stylesheet; empty when there are none, and the system's faces serve."""
    return static("fonts/fonts.css") if _fonts_are_built() else ""


@lru_cache(maxsize=1)
def _fonts_are_built() -> bool:
    return finders.find("fonts/fonts.css") is not None
