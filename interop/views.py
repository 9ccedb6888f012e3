"""The convener brings a directory in: look first, then import."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import access
from core.errors import BadInput
from core.http import ActorRequest
from interop.actions import uploads
from interop.forms import FileForm
from interop.models import DirectoryFile
from organizations.models.network import Network


@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: ActorRequest) -> HttpResponse:
    network = get_object_or_404(Network, pk=request.actor.network_id)
    access.require(request.actor, "network.import", network)
    form = FileForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return _form(request, form, 422 if form.is_bound else 200)
    try:
        file = uploads.look_at(
            actor=request.actor,
            network_id=network.pk,
            content=form.cleaned_data["file"].read(uploads.MOST_BYTES + 1),
            at=timezone.now(),
        )
    except BadInput as error:
        form.add_error("file", str(error))
        return _form(request, form, error.status)
    return redirect("interop:file", file.pk)


def _form(request: ActorRequest, form: FileForm, status: int) -> HttpResponse:
    return render(request, "interop/import.html", {"form": form}, status=status)


@require_safe
def file(request: ActorRequest, file_id: UUID) -> HttpResponse:
    """What it would do; and after the yes, what it did."""
    handed_in = get_object_or_404(
        DirectoryFile.objects.select_related("network").defer("content"),
        Q(network_id=request.actor.network_id),
        pk=file_id,
    )
    access.require(request.actor, "network.import", handed_in.network)
    return render(request, "interop/file.html", {"file": handed_in, "report": handed_in.told})


@require_POST
def bring_in(request: ActorRequest, file_id: UUID) -> HttpResponse:
    uploads.bring_in(actor=request.actor, file_id=file_id, at=timezone.now())
    messages.success(request, _("Imported. Families can be helped by it from now on."))
    return redirect("interop:file", file_id)
