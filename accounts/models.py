"""Who signs in, with which key, through which link? What they may do is decided elsewhere."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.ids import uuid7
from core.sealed import SealedTextField

if TYPE_CHECKING:
    Manager = BaseUserManager["User"]
else:
    Manager = BaseUserManager


class UserManager(Manager):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in, or a service user that holds an organization's API keys."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(max_length=12, default="en")
    time_zone = models.CharField(max_length=64, blank=True, default="")
    is_active = models.BooleanField(default=True)
    is_service = models.BooleanField(default=False)
    keyboard_shortcuts = models.BooleanField(
        default=True, help_text="WCAG 2.1.4: single keys can be switched off"
    )
    joined_at = models.DateTimeField(auto_now_add=True)
    second_step_asked_at = models.DateTimeField(
        null=True,
        help_text="since when a second step is asked of them; the days of grace count from it",
    )
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    codes_wait_until = models.DateTimeField(null=True)

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    def __str__(self) -> str:
        return f"user {self.pk}"

    @property
    def initials(self) -> str:
        parts = self.name.split()
        return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper()

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name else ""


class ApiKey(models.Model):
    """A secret for programs. Only its SHA-256 is kept; `prefix` lets a person recognise it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_keys"
    )
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=12)
    digest = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)
    # of whom the key is: the holder's own, or an organization's (then `user` is nobody who signs in)
    organization_id = models.UUIDField(null=True)
    scopes = ArrayField(models.CharField(max_length=20), default=list)
    request_key = models.UUIDField(
        null=True, unique=True, editable=False, help_text="from the form: it makes one key"
    )

    class Meta:
        constraints: ClassVar = [
            # the key of an organization never does whatever it likes
            models.CheckConstraint(
                condition=models.Q(organization_id=None) | ~models.Q(scopes=[]),
                name="accounts_key_of_organization_is_scoped",
            ),
        ]
        indexes: ClassVar = [
            # the list of an organization's admin
            models.Index(
                fields=["organization_id"],
                condition=models.Q(organization_id__isnull=False),
                name="accounts_key_of_organization",
            ),
        ]

    def __str__(self) -> str:
        return f"API key {self.pk}"


class AccessLink(models.Model):
    """A link that needs no account. The token is id + HMAC(LINK_KEY, id, version): nothing secret lies here.

    So a retry or a reprinted QR code rebuilds the same token, and raising `version` revokes it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    network_id = models.UUIDField()
    purpose = models.CharField(max_length=40)
    object_id = models.UUIDField()
    version = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    wrong_words = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    sent_to = models.CharField(
        max_length=64, blank=True, default="", help_text="a keyed digest: another address ends it"
    )

    class Meta:
        constraints: ClassVar = [
            # one living link for a purpose and thing: reprinting gives the same one
            models.UniqueConstraint(
                fields=["network_id", "purpose", "object_id"], name="accounts_one_link_each"
            ),
        ]

    def __str__(self) -> str:
        return f"link {self.pk}"


class LinkCode(models.Model):
    """Six digits for the mailbox that a link went to. Like its token they are rebuilt from a key, never stored."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    link = models.ForeignKey(
        AccessLink, on_delete=models.CASCADE, related_name="codes", db_index=False
    )
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            # how many were asked for lately, and which are good now
            models.Index(fields=["link", "-asked_at"], name="accounts_code_of_link"),
        ]

    def __str__(self) -> str:
        return f"code {self.pk}"


class KeptForm(models.Model):
    """What somebody had typed when their session ended: sealed, theirs alone, for half an hour."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="kept_forms"
    )
    path = models.CharField(max_length=300)
    fields = SealedTextField()
    expires_at = models.DateTimeField(db_index=True)  # the sweep that forgets them

    def __str__(self) -> str:
        return f"kept form {self.pk}"
