"""What does a link without an account open? Its token is rebuilt from a key, never stored."""

import base64
import binascii
import hashlib
import hmac
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessLink
from accounts.trying import let_in
from core.errors import DomainError

FAMILY = "family"
PARTNER, PARTNER_WEEK = "partner", "partner_week"  # one request; all that is theirs
VOTE = "vote"  # everything that somebody may vote on
DISPUTE = "dispute"  # every dispute in which an organization is a side
PATHS = {
    FAMILY: "/f/{token}/",
    PARTNER: "/o/{token}/",
    PARTNER_WEEK: "/o/{token}/",
    VOTE: "/v/{token}/",
    DISPUTE: "/d/{token}/",
}
# What each is about, as events call it.
OPENS = {
    FAMILY: "people.person",
    PARTNER: "referrals.referral",
    PARTNER_WEEK: "organizations.organization",
    VOTE: "accounts.user",
    DISPUTE: "organizations.organization",
}
HALF = 16  # bytes of the id, and bytes of the proof behind it


class LinkUnknown(DomainError):
    """The token was never made by us, or for something else: nothing is told to those who guess."""

    code = "link_unknown"
    status = 404
    sentence = _("This link does not open anything. Ask the person who gave it to you.")


class LinkForged(LinkUnknown):
    """It names a link of ours and does not prove it: nobody comes to that by a slip of the pen."""

    def __init__(self, link: AccessLink) -> None:
        super().__init__()
        self.link = link


class LinkGone(DomainError):
    """The link was good once: its time is over, or somebody took it back."""

    code = "link_gone"
    status = 404
    sentence = _("This link has ended. Ask the person who gave it to you for a new one.")


def link_for(
    *,
    network_id: UUID,
    purpose: str,
    object_id: UUID,
    at: datetime,
    lifetime: timedelta,
    address: str = "",
) -> AccessLink:
    """The one living link to this thing for this purpose: asked again, the same lives longer.

    One that has ended, or went to another address, comes to life with another token, so that old
    copies stay dead.
    """
    mark = mark_of(address)
    with transaction.atomic():
        AccessLink.objects.bulk_create(
            [
                AccessLink(
                    network_id=network_id,
                    purpose=purpose,
                    object_id=object_id,
                    created_at=at,
                    expires_at=at + lifetime,
                    sent_to=mark,
                )
            ],
            ignore_conflicts=True,
        )
        link = _locked(network_id, purpose, object_id).get()
        if link.expires_at <= at or link.sent_to != mark:
            link.version += 1
            let_in(link)
        link.expires_at = max(link.expires_at, at + lifetime)
        link.revoked_at, link.sent_to = None, mark
        link.save(update_fields=["version", "expires_at", "revoked_at", "sent_to"])
        return link


def mark_of(address: str) -> str:
    """An address that a link was sent to, so that it can be known again and not be read."""
    if not address:
        return ""
    said = b"address:" + address.strip().casefold().encode()
    return hmac.new(settings.LINK_KEY.encode(), said, hashlib.sha256).hexdigest()


def revoke(*, network_id: UUID, purpose: str, object_id: UUID, at: datetime) -> None:
    """Every copy of the link dies now: on paper, in an inbox, in a browser's history."""
    with transaction.atomic():
        for link in _locked(network_id, purpose, object_id).filter(revoked_at=None):
            link.version += 1
            let_in(link)
            link.revoked_at = at
            link.save(update_fields=["version", "revoked_at"])


def is_alive(link: AccessLink, *, at: datetime) -> bool:
    return link.revoked_at is None and at < link.expires_at


def token_of(link: AccessLink) -> str:
    """Id and proof in letters that no mail program breaks."""
    return _letters(link.id.bytes + _proof(link.id, link.version))


def url_path(link: AccessLink) -> str:
    return PATHS[link.purpose].format(token=token_of(link))


def open_link(token: str, *purposes: str, at: datetime) -> AccessLink:
    """The link behind a token, or LinkUnknown, or LinkGone. A guess takes as long as a hit."""
    raw = _bytes(token)
    link_id, proof = UUID(bytes=raw[:HALF]), raw[HALF:]
    link = AccessLink.objects.filter(pk=link_id, purpose__in=purposes).first()
    version = link.version if link else 0
    is_ours = hmac.compare_digest(proof, _proof(link_id, version))
    if link and not is_ours and _was_ours(link, proof):
        raise LinkGone
    if link is None:
        raise LinkUnknown
    if not is_ours:
        raise LinkForged(link)
    if not is_alive(link, at=at):
        raise LinkGone
    return link


def let_in_again(*, network_id: UUID, purpose: str, object_id: UUID) -> None:
    """Whoever gave the link has said something new to its holder: too many wrong tries before are forgotten."""
    with transaction.atomic():
        for link in _locked(network_id, purpose, object_id):
            let_in(link)


def is_tried(*, network_id: UUID, purpose: str, object_id: UUID) -> bool:
    """Whether somebody typed too many wrong words lately, since the right one was given by whoever was new."""
    found = AccessLink.objects.filter(network_id=network_id, purpose=purpose, object_id=object_id)
    return found.filter(revoked_at=None, wrong_words__gt=0).exists()


def _locked(network_id: UUID, purpose: str, object_id: UUID) -> models.QuerySet[AccessLink]:
    return AccessLink.objects.select_for_update(no_key=True).filter(
        network_id=network_id, purpose=purpose, object_id=object_id
    )


def _proof(link_id: UUID, version: int) -> bytes:
    said = link_id.bytes + version.to_bytes(2, "big")
    return hmac.new(settings.LINK_KEY.encode(), said, hashlib.sha256).digest()[:HALF]


def _was_ours(link: AccessLink, proof: bytes) -> bool:
    """An older version of this link: whoever holds it may be told that it has ended."""
    older = range(1, link.version)
    return any(hmac.compare_digest(proof, _proof(link.id, version)) for version in older)


def _letters(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(token: str) -> bytes:
    """The bytes of a token; only their one exact spelling counts."""
    try:
        raw = base64.b64decode(token + "=", altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        raw = b""
    if len(raw) != 2 * HALF or _letters(raw) != token:
        raise LinkUnknown
    return raw
