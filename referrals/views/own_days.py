"""How is it said that a partner has another time to answer than all others?"""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from core.templatetags.look import day_within
from governance.effects.policies import open_to_decision, spelled
from governance.known import TRIED, Decided


def own_days_words(said: Decided | None, at: datetime) -> str:
    """Beside the day on which an answer is due. Empty: as for all partners."""
    if said is None:
        return ""
    days = spelled(open_to_decision()[said.key], said.value)
    if said.source != TRIED or said.ends_at is None:
        return _("Agreed with this partner: an answer within %(days)s.") % {"days": days}
    last = day_within(said.ends_at - timedelta(minutes=1), at)
    return _("Tried with this partner until %(day)s: an answer within %(days)s.") % {
        "day": last, "days": days,
    }  # fmt: skip
