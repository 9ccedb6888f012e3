"""The signed paper of an agreement as a PDF: to download, and to add where it is missing."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.errors import BadInput
from core.http import ActorRequest
from governance.actions import files as actions
from governance.forms.agreements import SignedFileForm
from governance.models.agreements import Agreement
from governance.views.agreements import page


@require_http_methods(["GET", "HEAD", "POST"])
def signed_file(request: ActorRequest, signature_id: UUID) -> HttpResponse:
    at = timezone.now()
    if request.method == "POST":
        return _added(request, signature_id)
    kept, content = actions.content_of(actor=request.actor, signature_id=signature_id, at=at)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="agreement-{kept.digest[:12]}.pdf"'
    return answer


def _added(request: ActorRequest, signature_id: UUID) -> HttpResponse:
    at = timezone.now()
    visible = Agreement.objects.visible_to(request.actor, at=at).select_related(
        "organization__network"
    )
    found, form = visible.get(signatures=signature_id), SignedFileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            actions.add_file(
                actor=request.actor, signature_id=signature_id, content=form.content, at=at
            )
        except BadInput as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, _("Kept. All parties can download it."))
            return redirect("governance:agreement", found.pk)
    return page(request, found, None, form)
