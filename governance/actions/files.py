"""The signed paper as a PDF: looked into before it is kept, and given to all parties."""

import hashlib
from base64 import b64decode, b64encode
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.access import require
from core.actor import Actor
from core.errors import BadInput, StepNotPossible
from core.history import Fact, record_all
from core.tenancy import action
from governance.models.agreements import Agreement, Signature, SignedFile
from governance.pdf import Wrong, wrong_with
from governance.words.agreements import WRONG_FILE


class FileRefused(BadInput):
    """`why`: what is wrong with it."""

    code = "file_refused"

    def __init__(self, why: Wrong) -> None:
        super().__init__(str(WRONG_FILE[why]))
        self.why = why


@action
def add_file(*, actor: Actor, signature_id: UUID, content: bytes, at: datetime) -> SignedFile:
    """To a signature that stands: by its own side, or by the convener, with whom the paper lies."""
    agreement, signature = _signed(actor, signature_id, at)
    signed = signature.organization
    rule = "partnerships.read" if signed else "partnerships.convene"
    require(actor, rule, signed or agreement.organization)
    if signature.files.exists():
        raise StepNotPossible(_("Its paper is here already. Nothing was changed."))
    kept = keep(signature, content, by_id=actor.user_id, at=at)
    details = {"agreement": str(agreement.pk), "side": signature.side, "digest": kept.digest}
    fact = Fact("agreement.file_added", agreement.organization, tell=False, details=details)
    record_all([fact], actor=actor, at=at)
    return kept


def keep(signature: Signature, content: bytes, *, by_id: UUID | None, at: datetime) -> SignedFile:
    """FileRefused, unless it is a plain PDF."""
    if why := wrong_with(content):
        raise FileRefused(why)
    return SignedFile.objects.create(
        network_id=signature.network_id, signature=signature, content=b64encode(content).decode(),
        digest=hashlib.sha256(content).hexdigest(), size=len(content), at=at, by_id=by_id,
    )  # fmt: skip


def content_of(*, actor: Actor, signature_id: UUID, at: datetime) -> tuple[SignedFile, bytes]:
    """For either side; DoesNotExist for everybody else, and where there is none."""
    _agreement, signature = _visible(actor, signature_id, at)
    kept = SignedFile.objects.get(network_id=signature.network_id, signature=signature)
    return kept, b64decode(kept.content)


def _signed(actor: Actor, signature_id: UUID, at: datetime) -> tuple[Agreement, Signature]:
    agreement, signature = _visible(actor, signature_id, at)
    rows = Signature.objects.select_for_update(of=("self",), no_key=True)
    return agreement, rows.get(pk=signature.pk)


def _visible(actor: Actor, signature_id: UUID, at: datetime) -> tuple[Agreement, Signature]:
    """One question for whoever may not see it, whether it is there or not."""
    seen = Agreement.objects.visible_to(actor, at=at).select_related("organization")
    agreement = seen.get(signatures=signature_id)
    return agreement, agreement.signatures.get(pk=signature_id)
