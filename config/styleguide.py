"""What does every component look like in every state? With invented people."""

from datetime import timedelta
from types import SimpleNamespace

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from referrals.followup import Situation
from referrals.lifecycle import Status
from referrals.words import STATUS_WORDS

TONES = (
    ("you", "hourglass", _("Your turn")),
    ("stop", "octagon-x", _("Overdue, or could not help")),
    ("partner", "send", _("With the partner")),
    ("family", "message-circle-heart", _("With the family")),
    ("done", "circle-check", _("Helped, closed")),
    ("quiet", "pencil-line", _("Not started")),
)

TABS = [
    {"label": _("Your turn"), "url": "#tabs", "count": 5, "current": True},
    {"label": _("Partner’s turn"), "url": "#tabs", "count": 14, "current": False},
    {"label": _("Family’s turn"), "url": "#tabs", "count": 3, "current": False},
    {"label": _("Closed this month"), "url": "#tabs", "count": 22, "current": False},
]

PILLS = [
    {"label": _("Mine"), "url": "#tabs", "current": True},
    {"label": _("My team"), "url": "#tabs", "current": False},
    {"label": _("Spanish"), "url": "#tabs", "current": False, "icon": "languages"},
    {"label": _("Filter"), "url": "#tabs", "current": False, "icon": "sliders-horizontal"},
]

HEADER = {
    "name": "Rosa Delgado",
    "chip": {"tone": "stop", "icon": "octagon-x", "words": _("Not able to help")},
    "facts": [
        ("baby", "Mother of Mateo, 4"),
        ("languages", "Spanish, interpreter needed"),
        ("message-square-text", "Text first, after 5 pm"),
        ("handshake", "Agreed to share until Nov 2027"),
    ],
    "reference": "Food · R-2048",
}

STEPS = [
    {"words": _("Sent"), "when": "Wed Nov 11", "state": "done"},
    {"words": _("Opened"), "when": "Wed Nov 11", "state": "done"},
    {"words": _("Not able to help"), "when": _("Today"), "state": "bad"},
    {"words": _("Helped"), "when": _("Not yet"), "state": "todo"},
    {"words": _("Family says so"), "when": _("Not yet"), "state": "todo"},
]

ENTRIES = [
    {
        "tone": "partner",
        "icon": "x",
        "title": "Could not take this referral",
        "who": "Eastside Pantry",
        "when": "Today, 8:12 am",
        "quote": "“We are full until December 8. Second Harvest on Mill Street has room.”",
    },
    {
        "tone": "quiet",
        "icon": "clock",
        "title": "Reminder sent to Eastside Pantry",
        "who": "Porchlight",
        "when": "Mon Nov 16, 3:40 pm",
        "body": "No reply for 3 working days.",
    },
    {
        "tone": "you",
        "icon": "send",
        "title": "Sent to Eastside Pantry",
        "who": "Priya Nair",
        "when": "Wed Nov 11, 10:02 am",
        "body": "Shared: name, phone, language, household size. Not shared: address.",
    },
    {
        "tone": "family",
        "icon": "handshake",
        "title": "Rosa agreed to share",
        "who": "Rosa Delgado",
        "when": "Wed Nov 11, 9:55 am",
        "body": "Said yes in Spanish, with interpreter 4471.",
    },
]

# Name, who, icon, days until due, status, verb.
ROWS = (
    (
        "Rosa Delgado",
        "Mother of Mateo, 4",
        "apple",
        -3,
        Status.REJECTED,
        _("Choose another service"),
    ),
    ("Thanh Nguyen", "Grandfather, raising 2", "house", -2, "late", _("Nudge or switch")),
    ("Amina Yusuf", "Mother of Idris, 9 mo", "car", 0, Situation.QUESTION, _("Answer")),
    ("Luz Herrera", "Mother of Sofía, 11", "baby", 3, Status.ACCEPTED, _("View")),
)


class ExampleForm(forms.Form):
    """Every kind of control, once."""

    phone = forms.CharField(label=_("Phone"), help_text=_("With the area code, like 555 010 0142."))
    born = forms.DateField(
        label=_("Date of birth"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "off"}),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=[("en", "English"), ("es", "Español"), ("so", "Soomaali")]
    )
    room = forms.ChoiceField(
        label=_("Do you have room this week?"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Yes, send families")), ("few", _("A few only")), ("no", _("Full"))],
    )
    reach = forms.MultipleChoiceField(
        label=_("How may we reach you?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("text", _("Text message")), ("call", _("Phone call"))],
    )
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    agree = forms.BooleanField(label=_("Rosa agreed to share this."))


@login_not_required
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    return render(request, "styleguide/page.html", _examples())


@login_not_required
@require_safe
def family(request: HttpRequest) -> HttpResponse:
    """The frame of the families' pages."""
    languages = [
        {"code": code, "name": name, "url": "?", "current": code == get_language()}
        for code, name in settings.LANGUAGES
    ]
    return render(request, "styleguide/family.html", {"family_languages": languages})


@login_not_required
@require_safe
def paper(request: HttpRequest) -> HttpResponse:
    """The frame of what is printed."""
    return render(request, "styleguide/paper.html")


def _examples() -> dict[str, object]:
    return {
        "tones": TONES,
        "statuses": STATUS_WORDS.values(),
        "partner": {"partner": "Second Harvest"},
        "tabs": TABS,
        "pills": PILLS,
        "header": HEADER,
        "steps": STEPS,
        "entries": ENTRIES,
        "rows": _rows(),
        "form": ExampleForm(prefix="empty"),
        "failed_form": ExampleForm({"failed-phone": "", "failed-language": "en"}, prefix="failed"),
        "page": SimpleNamespace(first_url="?", next_url="?"),
        "variants": ("solid", "tint", "soft", "ghost", "plain"),
        "at": timezone.now(),
    }


def _rows() -> list[dict[str, object]]:
    today = timezone.localdate()
    return [
        {
            "name": name,
            "who": who,
            "icon": icon,
            "due": today + timedelta(days=days),
            "status": STATUS_WORDS[status],
            "verb": verb,
            "variant": "solid" if days < 0 else "ghost" if days else "tint",
        }
        for name, who, icon, days, status, verb in ROWS
    ]
