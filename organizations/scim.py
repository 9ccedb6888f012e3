"""What does a personnel office's program hear that speaks SCIM 2.0? Who works there; it ends that, and no more.

RFC 7643 (shapes), RFC 7644 (protocol). People are invited by people, who give them their roles: nobody is made here.
"""

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import actor_of
from core.errors import DomainError
from core.said_json import Parser
from organizations.actions import members
from organizations.api import members_of_key
from organizations.models.members import Membership

MEDIA = "application/scim+json"
CORE, MESSAGES = "urn:ietf:params:scim:schemas:core:2.0:", "urn:ietf:params:scim:api:messages:2.0:"
MOST, LONGEST_NUMBER = 100, 9  # people in an answer; digits of a place in a list
LONGEST_ID = 200
FILTER = re.compile(r'\s*(userName|externalId)\s+eq\s+"((?:[^"\\]|\\["\\])*)"\s*', re.IGNORECASE)
FIELDS = {"username": "user__email__iexact", "externalid": "external_id"}


class Refused(Exception):
    """`kind`: RFC 7644, table 9; empty where it has no word."""

    def __init__(self, detail: str, *, kind: str = "", status: int = 400) -> None:
        super().__init__(detail)
        self.detail, self.kind, self.status = detail, kind, status


def problem(error: Exception, _context: dict[str, Any]) -> Response | None:
    """RFC 7644, 3.12. What it did is rolled back."""
    status, detail, kind, headers = 500, "", "", {}
    if isinstance(error, Refused):
        status, detail, kind = error.status, error.detail, error.kind
    elif isinstance(error, DomainError):
        status, detail = error.status, str(error)
        kind = "uniqueness" if isinstance(error, members.KnownAsAnother) else ""
    elif isinstance(error, ObjectDoesNotExist | Http404):
        status, detail = 404, "There is nothing here that you may see."
    elif isinstance(error, exceptions.APIException):
        status, detail = error.status_code, str(error.detail)
        kind = "invalidSyntax" if isinstance(error, exceptions.ParseError) else ""
        headers = {"WWW-Authenticate": "Bearer"} if status == HTTPStatus.UNAUTHORIZED else {}
    else:
        return None
    transaction.set_rollback(True)
    said = {"schemas": [f"{MESSAGES}Error"], "status": str(status), "detail": detail}
    if kind:
        said["scimType"] = kind
    return Response(said, status=status, headers=headers, content_type=MEDIA)


class _Parser(Parser):
    media_type = MEDIA


class _Renderer(JSONRenderer):
    media_type = MEDIA
    format = "scim"


class ScimView(APIView):
    """Told in `Schemas`, its own way, and not in the OpenAPI file."""

    schema = None
    parser_classes = (_Parser, Parser)
    renderer_classes = (_Renderer, JSONRenderer)

    def get_exception_handler(self) -> Any:
        return problem


class Users(ScimView):
    def get(self, request: Request) -> Response:
        """Everybody who works here, or the one who is asked for."""
        rows = _asked_for(members_of_key(request), request.query_params.get("filter"))
        first = max(_number(request, "startIndex", 1), 1)
        count = min(_number(request, "count", MOST), MOST)
        shown = rows.order_by("pk")[first - 1 : first - 1 + count] if count else []
        found = [user_of(one, request) for one in shown]
        return Response(listed(found, rows.count(), first))

    def post(self, request: Request) -> Response:
        members_of_key(request)
        raise Refused(
            "People are invited in Porchlight, by somebody who gives them their roles.", status=501
        )


class OneUser(ScimView):
    def get(self, request: Request, membership_id: UUID) -> Response:
        return Response(user_of(members_of_key(request).get(pk=membership_id), request))

    def put(self, request: Request, membership_id: UUID) -> Response:
        """Of all that is said only `active` and `externalId` are ours to hear from it."""
        return _change(request, membership_id, lambda: _replaced(request.data))

    def patch(self, request: Request, membership_id: UUID) -> Response:
        return _change(request, membership_id, lambda: _patched(request.data))

    def delete(self, request: Request, membership_id: UUID) -> Response:
        _change(request, membership_id, lambda: {"active": False})
        return Response(status=204)


class Config(ScimView):
    def get(self, request: Request) -> Response:
        """RFC 7643, 5: what is spoken here."""
        members_of_key(request)
        no = {"supported": False}
        return Response({
            "schemas": [f"{CORE}ServiceProviderConfig"],
            "patch": {"supported": True},
            "bulk": {**no, "maxOperations": 0, "maxPayloadSize": 0},
            "filter": {"supported": True, "maxResults": MOST},
            "changePassword": no, "sort": no, "etag": no,
            "authenticationSchemes": [{
                "type": "oauthbearertoken", "name": "API key",
                "description": "A key of the organization, made on the page Programs.",
            }],
        })  # fmt: skip


class ResourceTypes(ScimView):
    def get(self, request: Request) -> Response:
        members_of_key(request)
        user = {
            "schemas": [f"{CORE}ResourceType"], "id": "User", "name": "User", "endpoint": "/Users",
            "description": "Somebody who works in the organization of the key.", "schema": f"{CORE}User",
        }  # fmt: skip
        return Response(listed([user], 1, 1))


class Schemas(ScimView):
    def get(self, request: Request) -> Response:
        members_of_key(request)
        user = {
            "schemas": [f"{CORE}Schema"], "id": f"{CORE}User", "name": "User",
            "description": "Somebody who works in the organization of the key.",
            "attributes": [_attribute(name, **how) for name, how in ATTRIBUTES.items()],
        }  # fmt: skip
        return Response(listed([user], 1, 1))


ATTRIBUTES: dict[str, dict[str, Any]] = {
    "userName": {"required": True, "uniqueness": "server", "mutability": "readOnly"},
    "externalId": {"caseExact": True, "mutability": "readWrite"},
    "displayName": {"mutability": "readOnly"},
    "active": {"type": "boolean", "mutability": "readWrite"},
    "roles": {"multiValued": True, "mutability": "readOnly"},
}


def _attribute(name: str, **how: Any) -> dict[str, Any]:
    usual = {
        "name": name, "type": "string", "multiValued": False, "required": False, "caseExact": False,
        "returned": "default", "uniqueness": "none",
    }  # fmt: skip
    return usual | how


def user_of(membership: Membership, request: Request) -> dict[str, Any]:
    """`id` is the membership's: one person may work in several places."""
    user = membership.user
    said = {
        "schemas": [f"{CORE}User"],
        "id": str(membership.pk),
        "userName": user.email,
        "displayName": user.name,
        "name": {"formatted": user.name},
        "emails": [{"value": user.email, "type": "work", "primary": True}],
        "active": membership.until is None,
        "roles": [{"value": role} for role in membership.roles],
        "meta": {
            "resourceType": "User",
            "created": membership.since.isoformat(),
            "location": request.build_absolute_uri(f"/api/v1/scim/Users/{membership.pk}"),
        },
    }
    return said | ({"externalId": membership.external_id} if membership.external_id else {})


def listed(found: list[dict[str, Any]], total: int, first: int) -> dict[str, Any]:
    return {
        "schemas": [f"{MESSAGES}ListResponse"], "totalResults": total, "startIndex": first,
        "itemsPerPage": len(found), "Resources": found,
    }  # fmt: skip


def _asked_for(rows: QuerySet[Membership], said: str | None) -> QuerySet[Membership]:
    """`userName eq "…"` and `externalId eq "…"`: by these every program finds whom it means."""
    if not said:
        return rows
    found = FILTER.fullmatch(said)
    if found is None:
        raise Refused('Only userName eq "..." and externalId eq "...".', kind="invalidFilter")
    value = re.sub(r"\\(.)", r"\1", found[2])
    return rows.filter(**{FIELDS[found[1].lower()]: value})


def _number(request: Request, name: str, usual: int) -> int:
    said = request.query_params.get(name, str(usual)).strip()
    digits = said.removeprefix("-")
    if not digits.isascii() or not digits.isdecimal() or len(digits) > LONGEST_NUMBER:
        raise Refused(f"{name} is a number.", kind="invalidValue")
    return max(int(said), 0)


def _said(body: Any) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise Refused("A JSON object, please.", kind="invalidSyntax")
    return body


def _patched(body: Any) -> dict[str, Any]:
    """RFC 7644, 3.5.2. What is not ours to hear from a program is refused, not read over."""
    operations = _said(body).get("Operations")
    if not isinstance(operations, list) or not operations:
        raise Refused("Operations are missing.", kind="invalidSyntax")
    said: dict[str, Any] = {}
    for one in map(_said, operations):
        verb, path, value = str(one.get("op", "")).lower(), one.get("path"), one.get("value")
        if verb not in {"add", "replace", "remove"}:
            raise Refused("op is add, replace or remove.", kind="invalidSyntax")
        if verb == "remove":
            said[str(path)] = "" if path == "externalId" else None
        else:
            said |= {str(path): value} if path else _said(value)
    if set(said) - {"active", "externalId"} or None in said.values():
        raise Refused("Only active and externalId can be changed.", kind="mutability")
    return said


def _replaced(body: Any) -> dict[str, Any]:
    said = _said(body)
    return {"externalId": said.get("externalId", ""), "active": said.get("active", True)}


def _change(request: Request, membership_id: UUID, read: Callable[[], dict[str, Any]]) -> Response:
    """Whom it is about comes first: of somebody who is not there nothing that is said is read."""
    membership = members_of_key(request).get(pk=membership_id)
    said = read()
    actor, at = actor_of(request), timezone.now()
    name = said.get("externalId", membership.external_id)
    if not isinstance(name, str) or len(name) > LONGEST_ID or "\x00" in name:
        raise Refused(f"externalId is a text of at most {LONGEST_ID}.", kind="invalidValue")
    active = _is_active(said.get("active", True))
    if name != membership.external_id:
        membership = members.know_as(
            actor=actor, membership_id=membership_id, external_id=name, at=at
        )
    if not active:
        membership = members.deactivate(actor=actor, membership_id=membership_id, at=at)
    return Response(user_of(membership, request))


def _is_active(said: Any) -> bool:
    """Some programs of Microsoft say it as a text."""
    known = {True: True, False: False, "true": True, "false": False}
    found = known.get(said.lower() if isinstance(said, str) else said) if _is_plain(said) else None
    if found is None:
        raise Refused("active is true or false.", kind="invalidValue")
    return found


def _is_plain(said: Any) -> bool:
    return isinstance(said, bool | str)
