"""How does signing in differ here? People are invited; nobody makes an account alone. Second steps lie sealed."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from accounts.browsers import is_known
from accounts.notices import is_told
from accounts.second_step import REQUIRED, hide, may_go, reveal
from accounts.vouched import BY, word_for

log = logging.getLogger(__name__)
NOWHERE = "::"
# What somebody at the door waits for: it carries a secret, so it lies in no row, and is asked for again.
WAITED_FOR = {"account/email/password_reset_key", "account/email/unknown_account"}


def name_tried(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """Whose password was typed, for the counting of wrong ones: at the door, and before a change."""
    said = credentials or {}
    name = said.get("email") or said.get("login") or request.POST.get("login") or ""
    return str(name).strip().lower()


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        """Without the name of a host in brackets before it."""
        return subject

    def get_client_ip(self, request: HttpRequest) -> str:
        """For the list of one's browsers: it stands there without, so none is kept."""
        return NOWHERE

    def get_login_stages(self) -> list[str]:
        theirs = f"{AuthenticateStage.__module__}.{AuthenticateStage.__qualname__}"
        ours = f"{SecondStepStage.__module__}.{SecondStepStage.__qualname__}"
        return [ours if stage == theirs else stage for stage in super().get_login_stages()]

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Who came in through their organization is still signed in over there, and hears so."""
        by = request.session.get(BY)
        return (
            reverse("sign_on_left", args=[by]) if by else super().get_logout_redirect_url(request)
        )

    def login(self, request: HttpRequest, user: Any) -> None:
        """In a browser that was never theirs before: they hear so, but for the first time of all."""
        is_first = user.last_login is None
        super().login(request, user)
        if not is_first and not is_known(request, user):
            self.send_notification_mail(
                "account/email/new_browser",
                user,
                {"account_link": settings.SITE_URL + reverse("accounts:browsers")},
            )

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """One that somebody waits for does not vanish: they hear so, with an account or without."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:
            if template_prefix not in WAITED_FOR:
                raise
            log.warning("mail about signing in not sent", extra={"template": template_prefix})
            page = render(self.request, "account/mail_down.html", status=503)
            raise ImmediateHttpResponse(page) from None

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tried until it arrives, where somebody sees to it; else once, in their language.

        A mail server that is down must not undo what was done. `email`: an address that was theirs.
        """
        if email is None and is_told(user, template_prefix, at=timezone.now()):
            return
        words = {"account_link": settings.SITE_URL + reverse("accounts:account"), **(context or {})}
        try:
            with translation.override(user.language):
                super().send_notification_mail(template_prefix, user, words, email)
        except OSError:
            log.warning("mail about signing in not sent", extra={"template": template_prefix})


class SecondStepStage(AuthenticateStage):
    """Not asked a second time of whom their organization has just asked, where that counts."""

    def _should_handle(self, request: HttpRequest) -> bool:
        asked_there = word_for(request.session, self.login.user).get("steps", False)
        return not asked_there and super()._should_handle(request)


class SecondStepAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("That did not work. Try once more, or take another way."),
    }

    def encrypt(self, text: str) -> str:
        return hide(text)

    def decrypt(self, encrypted_text: str) -> str:
        return reveal(encrypted_text)

    def get_totp_issuer(self) -> str:
        return "Porchlight"

    def build_totp_svg(self, url: str) -> str:
        """The page draws it itself, as all of ours: inline, without a data: address."""
        return ""

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return may_go(authenticator, required=context.request.session.get(REQUIRED, False))
