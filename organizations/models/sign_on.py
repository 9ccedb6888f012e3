"""By which sign-in of its own does an organization vouch for its people, and whom has it vouched for?"""

from typing import ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from core.sealed import SealedTextField
from organizations.models.network import Organization, TenantModel


class SignOn(TenantModel):
    """An OpenID or SAML provider of an organization. It reaches no further than that organization."""

    class Kind(models.TextChoices):
        OIDC = "oidc"
        SAML = "saml"

    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.OIDC, db_default=Kind.OIDC)
    issuer = models.CharField(max_length=500)
    client_id = models.CharField(max_length=300, blank=True, default="")
    client_secret = SealedTextField()
    address = models.CharField(
        max_length=500,
        blank=True,
        default="",
        db_default="",
        help_text="SAML: where people are sent to sign in",
    )
    certificates = ArrayField(
        models.TextField(),
        default=list,
        db_default=[],
        help_text="SAML: whose signatures are believed (DER, base64)",
    )
    second_step_word = models.CharField(
        max_length=200,
        blank=True,
        default="",
        help_text="by which the provider says (amr, acr) that it asked for a second step",
    )
    passwords_open = models.BooleanField(
        default=True, help_text="whether its people may still sign in with a password of ours"
    )
    tried_at = models.DateTimeField(null=True)
    is_on = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "organization"], name="organizations_one_sign_on"
            ),
            models.CheckConstraint(
                name="sign_on_was_tried_before_it_is_on",
                condition=Q(is_on=False) | Q(tried_at__isnull=False),
            ),
            models.CheckConstraint(
                name="sign_on_instead_of_passwords_asks_a_second_step",
                condition=Q(passwords_open=True) | ~Q(second_step_word=""),
            ),
            models.CheckConstraint(
                name="sign_on_is_told_from_others_as_its_kind_is",
                condition=(Q(kind="oidc") & ~Q(client_id="") & Q(address="", certificates=[]))
                | (Q(kind="saml", client_id="") & ~Q(address="") & ~Q(certificates=[])),
            ),
        ]

    @property
    def host(self) -> str:
        """Where people sign in, as they will see it in their browser."""
        return urlsplit(self.address or self.issuer).hostname or ""


class SignOnDomain(TenantModel):
    """People whose mail ends so are led there: once the convener has said that it is that organization's."""

    sign_on = models.ForeignKey(
        SignOn,
        on_delete=models.CASCADE,
        related_name="domains",
        db_constraint=False,
        db_index=False,
    )
    name = models.CharField(max_length=253)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "sign_on", "name"], name="organizations_domain_once"
            ),
            # two organizations never share one: nobody is led to a neighbour's door
            models.UniqueConstraint(
                fields=["network", "name"],
                condition=Q(confirmed_at__isnull=False),
                name="organizations_one_door_of_a_domain",
            ),
        ]
        indexes: ClassVar = [
            # the door, where somebody has typed an address
            models.Index(fields=["name"], name="organizations_domain_at_door"),
        ]


class SignOnPerson(TenantModel):
    """Under which name the other side knows somebody who works here. It is for life: addresses are given anew."""

    sign_on = models.ForeignKey(
        SignOn,
        on_delete=models.CASCADE,
        related_name="people",
        db_constraint=False,
        db_index=False,
    )
    subject = models.CharField(max_length=300)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "sign_on", "subject"], name="organizations_one_of_a_subject"
            ),
            models.UniqueConstraint(
                fields=["network", "sign_on", "user"], name="organizations_one_subject_each"
            ),
        ]


class SignOnHeard(TenantModel):
    """What a provider said that counts once. Told again, by whomever, it is refused."""

    sign_on = models.ForeignKey(
        SignOn,
        on_delete=models.CASCADE,
        related_name="heard",
        db_constraint=False,
        db_index=False,
    )
    digest = models.CharField(max_length=64, help_text="SHA-256 of its name over there")
    until = models.DateTimeField(help_text="from then on it is too old to be believed anyway")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "sign_on", "digest"], name="organizations_heard_once"
            ),
        ]
