"""What would be another, from one version of an agreement to the next? Read beside the words that are to be signed."""

from collections.abc import Callable

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from governance.effects.norms import lines_aloud
from governance.effects.registry import Aloud, Text
from governance.models.agreements import Agreement
from organizations.topic_words import CATEGORY_WORDS

Said = Callable[[Agreement], Text]
TERMS: tuple[tuple[Text, Said], ...] = (
    (_("From which day on"), lambda one: date_format(one.begins_on)),
    (_("Until which day"), lambda one: date_format(one.ends_on) if one.ends_on else _("no last day")),
    (_("Kinds of help"), lambda one: _listed(one) or _("none")),
    (_("Open days for an answer"), lambda one: str(one.answer_days or _("the same as all partners"))),
    (_("Payment"), lambda one: one.payment or _("none")),
)  # fmt: skip


def changes_of(found: Agreement) -> list[Aloud]:
    """Until it is signed by all; then it is what holds."""
    before = found.replaces
    if before is None or not (found.is_draft or found.is_offered):
        return []
    said = [(what, str(of(before)), str(of(found))) for what, of in TERMS]
    changed = [Aloud(what, was, will) for what, was, will in said if was != will]
    if before.words == found.words:
        return changed
    return [lines_aloud(_("What is agreed"), before.words, found.words), *changed]


def _listed(one: Agreement) -> str:
    return ", ".join(sorted(str(CATEGORY_WORDS[category]) for category in one.categories))
