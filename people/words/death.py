"""How do we say who told us that somebody has died?"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.lifecycle import ToldOfDeath

TOLD_OF_DEATH_WORDS: dict[str, str | Promise] = {
    ToldOfDeath.FAMILY: _("The family"),
    ToldOfDeath.CARE: _("A hospital, a doctor or a hospice"),
    ToldOfDeath.PARTNER: _("A partner"),
    ToldOfDeath.OTHER: _("Somebody else"),
}
