"""Signing in is tried at an address at which passkeys work."""

import pytest
from django.conf import LazySettings

from accounts.models import User
from tests.accounts.passkey import PLACE
from tests.accounts.signing import with_password
from tests.story import Worker


@pytest.fixture(autouse=True)
def _here(settings: LazySettings) -> None:
    settings.ALLOWED_HOSTS = [PLACE, "testserver"]


@pytest.fixture
def priya(navigator: Worker) -> User:
    """The social worker of every story, with a password."""
    return with_password(navigator.user)
