"""What did somebody look for, and from where? Sealed, so that nothing personal stands in an address."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from core.sealed import SealedTextField
from organizations.models.network import TenantModel


class PersonSearch(TenantModel):
    """The words of one search, for one user in one session, for an hour."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    session = models.CharField(max_length=64, help_text="SHA-256 of the session's key")
    words = SealedTextField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            # each search forgets the same user's old ones
            models.Index(fields=["network", "user", "expires_at"], name="people_search_old"),
        ]


class OwnStreet(TenantModel):
    """Where somebody who works here lives, as they say themselves: only asked for looks at neighbours."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    address = SealedTextField(help_text="house and street")
    postal_code = SealedTextField()
    said_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["network", "user"], name="people_ownstreet_once"),
        ]
