"""Pages that belong to no app: where a signed-in person lands, and what a failed form check says."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long or came from elsewhere: say so, and how to go on."""
    return render(request, "403_csrf.html", status=403)
