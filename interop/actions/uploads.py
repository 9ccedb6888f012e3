"""A directory file by the page: first what it would do, then, on a yes, doing it."""

from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.access import require
from core.actor import Actor
from core.errors import BadInput, DomainError
from core.tenancy import action
from interop.actions.imports import Order, import_directory
from interop.hsds.files import MEGABYTE, Unusable
from interop.models import DirectoryFile
from organizations.models.network import Network

MOST_BYTES = 20 * MEGABYTE
KEPT = timedelta(days=1)


class FileTooLarge(BadInput):
    code = "file_too_large"
    status = 413
    sentence = _("A directory file may have 20 MB at most. Leave out tables that do not change.")


class FileUnusable(BadInput):
    code = "file_unusable"


class ImportedBefore(DomainError):
    code = "imported_before"
    sentence = _("This file has been imported. Upload it again to import it again.")


@action
def look_at(*, actor: Actor, network_id: UUID, content: bytes, at: datetime) -> DirectoryFile:
    """Keeps the file with the report of its dry run; older ones that nobody wanted are forgotten."""
    network = Network.objects.get(pk=network_id)
    require(actor, "network.import", network)
    if len(content) > MOST_BYTES:
        raise FileTooLarge
    order = Order(BytesIO(content), dry_run=True)
    report = _imported(actor, network_id, order, at)
    DirectoryFile.objects.filter(network=network, uploaded_at__lt=at - KEPT).delete()
    return DirectoryFile.objects.create(
        network=network,
        uploaded_by=User.objects.get(Q(pk=actor.user_id)),
        uploaded_at=at,
        content=content,
        report=report,
    )


@action
def bring_in(*, actor: Actor, file_id: UUID, at: datetime) -> DirectoryFile:
    """Once: a second press of the button finds the file used."""
    file = DirectoryFile.objects.select_for_update().get(Q(network_id=actor.network_id), pk=file_id)
    if file.is_imported:
        raise ImportedBefore
    order = Order(BytesIO(bytes(file.content)))
    file.report = _imported(actor, file.network_id, order, at)
    file.imported_at, file.content = at, b""
    file.save(update_fields=["report", "imported_at", "content"])
    return file


def _imported(actor: Actor, network_id: UUID, order: Order, at: datetime) -> dict[str, object]:
    try:
        report = import_directory(actor=actor, network_id=network_id, order=order, at=at)
    except Unusable as unusable:
        raise FileUnusable(str(unusable)) from None
    return report.as_json()
