"""Which programs of an organization or a network are told what happened?"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.actor import Actor
from core.sealed import SealedTextField
from organizations.models.network import Organization, TenantModel


class WebhookQuerySet(models.QuerySet["Webhook"]):
    def visible_to(self, actor: Actor) -> "WebhookQuerySet":
        """An organization's own, for its admins; those of the whole network, for its convener."""
        own = Q(organization_id__in=actor.where("manage_members") & {actor.as_organization})
        of_network = Q(organization=None, network_id__in=actor.where("convene"))
        return self.filter(own | of_network, network_id=actor.network_id)

    def live(self) -> "WebhookQuerySet":
        """Not ended, and of nobody who has left the network, as their keys."""
        return self.filter(ended_at=None).exclude(organization__status=Organization.Status.LEFT)


class Webhook(TenantModel):
    """An address that is called with ids and codes. It is ended, never deleted: what was sent stays known."""

    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
        help_text="empty: it hears of the whole network",
    )
    url = models.CharField(max_length=500)
    secret = SealedTextField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    created_at = models.DateTimeField()
    failing_since = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="webhook_is_called_over_https",
                condition=Q(url__startswith="https://") | Q(url__startswith="http://127.0.0.1:"),
            ),
        ]
        indexes: ClassVar = [
            # who is told of an event
            models.Index(
                fields=["network", "organization"],
                name="notifications_webhook_live",
                condition=Q(ended_at=None),
            ),
        ]

    @property
    def host(self) -> str:
        """What a person recognises it by; the path may hold a secret."""
        return self.url.split("/")[2]
