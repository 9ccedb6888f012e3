"""The API's address list, its errors as problem+json (RFC 9457), its schema, and the page that explains it."""

from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler

from config.api_refusals import PROBLEM
from core.errors import DomainError
from organizations import api as services
from organizations import scim
from people import api as people
from referrals import api as referrals
from referrals import api_needs as of_needs
from referrals import api_rights as rights
from screening import api as needs

SCHEMA = Path(settings.BASE_DIR) / "docs" / "openapi.yaml"


def problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """Every refusal has a status, a code for programs and a sentence for people; what it did is rolled back."""
    body: dict[str, Any]
    if isinstance(error, DomainError):
        body, code = {"code": error.code, "detail": str(error), **error.more}, error.status
    elif isinstance(error, ObjectDoesNotExist | Http404):
        body, code = (
            {"code": "not_found", "detail": "There is nothing here that you may see."},
            status.HTTP_404_NOT_FOUND,
        )
    else:
        return _of_the_framework(error, context)
    transaction.set_rollback(True)
    return _response(body, code)


def _of_the_framework(error: Exception, context: dict[str, Any]) -> Response | None:
    handled = exception_handler(error, context)
    if handled is None or not isinstance(error, exceptions.APIException):
        return handled
    transaction.set_rollback(True)
    code = error.get_codes() if not isinstance(error, exceptions.ValidationError) else "bad_input"
    body: dict[str, Any] = {"code": code, "detail": "Some fields need another look."}
    if isinstance(error, exceptions.ValidationError):
        body["errors"] = handled.data
    else:
        body["detail"] = str(error.detail)
    answer = _response(body, handled.status_code)
    for name in ("WWW-Authenticate", "Retry-After", "Allow"):
        if name in handled.headers:
            answer[name] = handled.headers[name]
    return answer


def _response(body: dict[str, Any], code: int) -> Response:
    full = {"type": "about:blank", "title": HTTPStatus(code).phrase, "status": code, **body}
    return Response(full, status=code, content_type=PROBLEM)


@login_not_required
@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """The checked-in OpenAPI file, as a test keeps it."""
    return HttpResponse(SCHEMA.read_bytes(), content_type="application/yaml")


@login_not_required
@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """The same file as a page of our own: ready-made viewers break the content security policy."""
    from config.api_page import operations  # noqa: PLC0415 reads YAML only for this page

    return render(request, "api.html", {"groups": operations(SCHEMA)})


urlpatterns = [
    path("openapi.yaml", schema, name="api_schema"),
    path("docs/", documentation, name="api_docs"),
    path("people/", people.People.as_view()),
    path("people/search/", people.PeopleSearch.as_view()),
    path("people/<uuid:person_id>/", people.OnePerson.as_view()),
    path("people/<uuid:person_id>/rights/", rights.RightsOfPerson.as_view()),
    path("rights/<uuid:right_id>/", rights.OneRight.as_view()),
    path("rights/<uuid:right_id>/answer/", rights.RightAnswered.as_view()),
    path("rights/<uuid:right_id>/time/", rights.RightExtended.as_view()),
    path("rights/<uuid:right_id>/disagree/", rights.RightDisagreed.as_view()),
    path("rights/<uuid:right_id>/copy/", rights.RightCopy.as_view()),
    path("people/<uuid:person_id>/news/", people.PersonNews.as_view()),
    path("people/<uuid:person_id>/news/undo/", people.PersonNewsUndone.as_view()),
    path("needs/", needs.Needs.as_view()),
    path("needs/<uuid:need_id>/", needs.OneNeed.as_view()),
    path("needs/<uuid:need_id>/want-help/", needs.NeedWanted.as_view()),
    path("needs/<uuid:need_id>/decline-help/", needs.NeedDeclined.as_view()),
    path("needs/<uuid:need_id>/nobody/", needs.NeedNobody.as_view()),
    path("needs/<uuid:need_id>/still-nobody/", needs.NeedStillNobody.as_view()),
    path("needs/<uuid:need_id>/try-again/", needs.NeedTriedAgain.as_view()),
    path("needs/<uuid:need_id>/assign/", needs.NeedAssigned.as_view()),
    path("needs/<uuid:need_id>/alternatives/", of_needs.NeedAlternatives.as_view()),
    path("needs/<uuid:need_id>/family-answer/", of_needs.FamilyAnswer.as_view()),
    path("needs/<uuid:need_id>/close/", of_needs.NeedClosed.as_view()),
    path("needs/<uuid:need_id>/pause/", of_needs.NeedPaused.as_view()),
    path("needs/<uuid:need_id>/go-on/", of_needs.NeedGoesOn.as_view()),
    path("referrals/", referrals.Referrals.as_view()),
    path("referrals/several/", referrals.SeveralReferrals.as_view()),
    path("referrals/<uuid:referral_id>/", referrals.OneReferral.as_view()),
    path("referrals/<uuid:referral_id>/<slug:step>/", referrals.ReferralStep.as_view()),
    path("members/", services.Members.as_view()),
    path("members/<uuid:membership_id>/", services.OneMember.as_view()),
    path("scim/Users", scim.Users.as_view()),
    path("scim/Users/<uuid:membership_id>", scim.OneUser.as_view()),
    path("scim/ServiceProviderConfig", scim.Config.as_view()),
    path("scim/ResourceTypes", scim.ResourceTypes.as_view()),
    path("scim/Schemas", scim.Schemas.as_view()),
    path("services/", services.Services.as_view()),
    path("services/<uuid:service_id>/", services.OneService.as_view()),
]
