"""Whom may a visitor be, to look around the sample network? Asked by the sign-in page only."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User

ROLES = {
    "navigator@example.org": _("Social worker in a clinic"),
    "screener@example.org": _("Screener"),
    "supervisor@example.org": _("Supervisor"),
    "intake@example.org": _("Partner: answers requests"),
    "orgadmin@example.org": _("Partner: looks after services and people"),
    "desk@example.org": _("Coordination desk"),
    "convener@example.org": _("Convener of the network"),
    "council@example.org": _("Council member"),
    "privacy@example.org": _("Privacy officer"),
    "hears@example.org": _("Hears families"),
}


def sample_sign_ins(request: HttpRequest) -> dict[str, Any]:
    """Empty unless this is a demonstration and the sample network has been loaded."""
    if not (
        settings.DEMO and settings.SAMPLE_PASSWORD and request.path == reverse("account_login")
    ):
        return {}
    here = set(User.objects.filter(email__in=ROLES).values_list("email", flat=True))
    samples = [{"email": email, "role": role} for email, role in ROLES.items() if email in here]
    return {"sample_sign_ins": samples, "sample_password": settings.SAMPLE_PASSWORD}
