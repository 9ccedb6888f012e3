"""A clinic with a sign-in of its own, played by a real provider, and those who work there."""

from collections.abc import Iterator

import pytest

from accounts.models import User
from organizations.grants import Role
from organizations.models.members import Membership
from organizations.models.sign_on import SignOn
from tests.accounts.provider import Provider, provider
from tests.accounts.sign_on.going import HOST, OURS, said, switched_on
from tests.accounts.test_account_page import also_works
from tests.story import Worker, hire


@pytest.fixture(autouse=True)
def _private(settings) -> None:
    settings.PRIVATE_WEBHOOKS = True
    settings.ALLOWED_HOSTS = ["*"]
    settings.SITE_URL = f"http://{HOST}"


@pytest.fixture
def admin(clinic) -> Worker:
    return hire(clinic, "Cleo Boss", Role.ORGADMIN)


@pytest.fixture
def convener(pantry) -> Worker:
    return hire(pantry, "Cora Convener", Role.CONVENER)


@pytest.fixture
def side(clinic) -> Iterator[Provider]:
    with provider(f"http://{HOST}/sign-on/{clinic.pk}/back/") as played:
        yield played


@pytest.fixture
def there(clinic, admin, convener, side) -> SignOn:
    return switched_on(clinic, admin, convener, said(side))


@pytest.fixture
def priya(navigator: Worker) -> User:
    """Invited with her address at work, and nobody yet over there."""
    navigator.user.email = f"priya@{OURS}"
    navigator.user.save()
    return navigator.user


@pytest.fixture
def works_in_both(navigator, priya, other_clinic) -> Membership:
    return also_works(navigator, other_clinic)
