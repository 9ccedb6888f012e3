"""How do we say why somebody opened a record in an emergency, and what was thought of it?"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.lifecycle import Emergency, GlassReview

EMERGENCY_WORDS: dict[str, str | Promise] = {
    Emergency.LIFE: _("Somebody’s life or health is in danger"),
    Emergency.TODAY: _("The family needs help today, and whoever looks after this is away"),
    Emergency.OFFICE: _("A court or an office asks, and it cannot wait"),
}
REVIEW_WORDS: dict[str, str | Promise] = {
    GlassReview.RIGHT: _("It was right"),
    GlassReview.ASK: _("It has to be talked over"),
    GlassReview.WRONG: _("It was not right"),
}
