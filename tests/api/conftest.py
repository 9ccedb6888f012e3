from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from accounts.keys import issue
from tests.referrals.conftest import (  # noqa: F401 the same family
    agreed,
    need,
    referral,
    rosa,
    sending,
)
from tests.story import Worker

Call = Callable[[Worker], Client]


@pytest.fixture
def program() -> Call:
    """A program that holds one worker's key."""

    def client(worker: Worker) -> Client:
        key = issue(worker.user, name="test", at=timezone.now())
        return Client(headers={"authorization": f"Bearer {key}"})

    return client
