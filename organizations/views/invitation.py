"""The mail by which somebody who was invited chooses a password.

It carries a secret link, so it is no event and stands in no outbox: it leaves at once, and the page
says whether it did.
"""

import logging

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from core.http import ActorRequest
from organizations.models.members import Membership
from organizations.vouching import doors_of

log = logging.getLogger(__name__)


def send_invitation(request: ActorRequest, membership: Membership) -> bool:
    """False when the mail server would not take it; the invitation itself stands."""
    user = membership.user
    door = _door(membership)
    with translation.override(user.language):
        words = {
            "organization": membership.organization.name,
            "link": door or _link(membership),
            "is_known_at_work": bool(door),
            "is_new": not user.has_usable_password(),
        }
        try:
            get_adapter(request).send_mail("organizations/mail/invitation", user.email, words)
        except OSError:
            log.warning("invitation not sent", extra={"membership": str(membership.pk)})
            return False
    return True


def _door(membership: Membership) -> str:
    """Where their organization vouches for them, they need no password of ours."""
    doors = doors_of(membership.user.email)
    is_there = any(one.organization_id == membership.organization_id for one in doors)
    return settings.SITE_URL + reverse("sign_on") if is_there else ""


def _link(membership: Membership) -> str:
    """To choose a password, or to the door when they have one."""
    user = membership.user
    if user.has_usable_password():
        return settings.SITE_URL + reverse("account_login")
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    return str(get_adapter().get_reset_password_from_key_url(key))
