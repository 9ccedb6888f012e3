"""What does somebody hear who comes with a link that we never made? Counted, written down, and slowed down."""

import logging
from collections.abc import Mapping
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts import knocks
from accounts.links import LinkForged, LinkUnknown
from core.tenancy import tenant_context
from organizations.actions.links import note_forged

logger = logging.getLogger(__name__)


def closed(
    request: HttpRequest, error: Exception, template: str, context: Mapping[str, object]
) -> HttpResponse:
    """The same page for whatever is wrong. Too many guesses from one address are asked to wait."""
    status = HTTPStatus.NOT_FOUND
    if isinstance(error, LinkUnknown) and _is_one_too_many(request, error):
        status = HTTPStatus.TOO_MANY_REQUESTS
    response = render(request, template, context, status=status)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        response["Retry-After"] = str(int(knocks.REMEMBERED.total_seconds()))
    return response


def _is_one_too_many(request: HttpRequest, error: LinkUnknown) -> bool:
    times = knocks.count(request)
    if times > knocks.MOST:
        return True
    logger.warning("A link that we never made was tried", extra={"times": times})
    if isinstance(error, LinkForged):
        with tenant_context(error.link.network_id):
            note_forged(link=error.link, at=timezone.now())
    return False


def private(response: HttpResponse) -> HttpResponse:
    """Nothing keeps a copy, no page elsewhere learns the address, and no search engine either."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
