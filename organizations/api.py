"""For programs: services on offer with the room they have, and who works in one’s own organization."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import Pages, actor_of
from core import access
from core.errors import BadInput, NotAllowed
from organizations.actions import members
from organizations.listing import members_in
from organizations.models.directory import Service
from organizations.models.members import Membership
from organizations.models.network import Organization
from organizations.search import centre_of_zip, find_services
from organizations.topics import TOPICS

PAGE = 50
LONGEST_PLACE = 8  # digits of a place in a list


class ServiceOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    organization = serializers.UUIDField(source="organization_id")
    organization_name = serializers.CharField(source="organization.name")
    description = serializers.CharField()
    topics = serializers.ListField(child=serializers.CharField())
    intake = serializers.CharField()
    asks = serializers.ListField(child=serializers.CharField(), help_text="facts it needs to know")
    languages = serializers.ListField(child=serializers.CharField())
    reports_back = serializers.CharField()
    eligibility = serializers.CharField()
    fees = serializers.CharField()


class FoundOutput(serializers.Serializer[Any]):
    service = ServiceOutput()
    can_answer = serializers.BooleanField(help_text="false: reached by handout or telephone only")
    has_room = serializers.BooleanField()
    reasons = serializers.ListField(
        child=serializers.CharField(), help_text="why it stands where it stands"
    )


class FoundPage(serializers.Serializer[Any]):
    next = serializers.IntegerField(allow_null=True, help_text="pass as `after` for the next page")
    results = FoundOutput(many=True)


class Services(APIView):
    """What the network's organizations offer."""

    @extend_schema(
        operation_id="services_find",
        responses={200: FoundPage},
        parameters=[
            OpenApiParameter("topic", str, many=True, enum=sorted(TOPICS)),
            OpenApiParameter("words", str),
            OpenApiParameter("near", str, description="a ZIP code"),
            OpenApiParameter("language", str, many=True),
            OpenApiParameter("after", int),
        ],
    )
    def get(self, request: Request) -> Response:
        """Services for a topic, nearest and open first, fifty at a time."""
        asked, network_id = request.query_params, actor_of(request).network_id
        after = asked.get("after", "0")
        if not after.isdecimal() or len(after) > LONGEST_PLACE:
            raise BadInput
        found = find_services(
            network_id=network_id,
            at=timezone.now(),
            limit=PAGE,
            after=int(after),
            topics=asked.getlist("topic"),
            words=asked.get("words", ""),
            languages=asked.getlist("language"),
            near=centre_of_zip(network_id, asked["near"]) if asked.get("near") else None,
        )
        following = int(after) + PAGE if len(found) == PAGE else None
        return Response({"next": following, "results": FoundOutput(found, many=True).data})


class OneService(APIView):
    @extend_schema(operation_id="services_read", responses={200: ServiceOutput})
    def get(self, request: Request, service_id: UUID) -> Response:
        """One service."""
        rows = Service.objects.filter(network_id=actor_of(request).network_id).select_related(
            "organization"
        )
        return Response(ServiceOutput(rows.get(pk=service_id)).data)


class MemberOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField(help_text="of the membership: one person may work in several places")
    name = serializers.CharField(source="user.name")
    email = serializers.EmailField(source="user.email")
    roles = serializers.ListField(child=serializers.CharField())
    since = serializers.DateTimeField()
    active = serializers.SerializerMethodField()

    def get_active(self, membership: Membership) -> bool:
        return membership.until is None


class MemberPage(serializers.Serializer[Any]):
    next = serializers.CharField(allow_null=True)
    results = MemberOutput(many=True)


class MemberInput(serializers.Serializer[Any]):
    active = serializers.BooleanField(
        help_text="false: they have left. Whoever comes back is invited."
    )


class Members(APIView):
    """Who works here. For programs of the personnel office."""

    @extend_schema(operation_id="members_list", responses={200: MemberPage})
    def get(self, request: Request) -> Response:
        """Everybody who works in the organization of the key, fifty at a time."""
        pages, rows = Pages.of(members_of_key(request), self, request)
        return Response(
            {"next": pages.get_next_link(), "results": MemberOutput(rows, many=True).data}
        )


class OneMember(APIView):
    @extend_schema(
        operation_id="members_change", request=MemberInput, responses={200: MemberOutput}
    )
    def patch(self, request: Request, membership_id: UUID) -> Response:
        """End what somebody does here: their steps go to others, their sessions and keys end at once."""
        said = MemberInput(data=request.data)
        said.is_valid(raise_exception=True)
        membership = members_of_key(request).get(pk=membership_id)
        if not said.validated_data["active"]:
            membership = members.deactivate(
                actor=actor_of(request), membership_id=membership.pk, at=timezone.now()
            )
        return Response(MemberOutput(membership).data)


def members_of_key(request: Request) -> QuerySet[Membership]:
    """Who works in the organization of the key. NotAllowed where the key was not made for that."""
    actor = actor_of(request)
    here = Organization.objects.filter(
        network_id=actor.network_id, pk=actor.as_organization
    ).first()
    if here is None:
        raise NotAllowed
    access.require(actor, "organizations.manage_members", here)
    return members_in(actor).filter(organization=here)
