"""What every API view shares: who calls, and how long lists are read page by page."""

from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

from accounts.models import User
from core.actor import Actor, ActorKind
from core.errors import BadInput
from core.http import ActorRequest


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer plk_...`. The actor was built by the same middleware as for pages."""

    def authenticate(self, request: Request) -> tuple[User, str] | None:
        asked = cast(ActorRequest, request._request)
        if asked.actor.kind is not ActorKind.KEY or asked.key_user is None:
            return None
        return asked.key_user, "key"

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class KeyScheme(OpenApiAuthenticationExtension):
    target_class = "accounts.api.KeyAuthentication"
    name = "key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "manage.py issue_key EMAIL"}


def actor_of(request: Request) -> Actor:
    return cast(ActorRequest, request._request).actor


class Pages(CursorPagination):
    """Fifty at a time, by a keyset: page one thousand costs what page one costs."""

    page_size = 50
    ordering: Any = "-id"

    @classmethod
    def of(
        cls, rows: QuerySet[Any], view: Any, request: Request, *, ordering: Any = "-id"
    ) -> tuple["Pages", list[Any]]:
        pages = cls()
        pages.ordering = ordering
        try:
            return pages, pages.paginate_queryset(rows, request, view=view) or []
        except ValidationError:
            raise BadInput from None  # a cursor that we never wrote
