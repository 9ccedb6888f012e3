"""The sample county, loaded once per run: whoever asks for it gets a copy of their own."""

from collections.abc import Iterator

import pytest
from django.db import connections, transaction
from pytest_django import DjangoDbBlocker

from organizations.grants import actor_for
from organizations.models.members import Membership
from organizations.models.network import Network, Organization
from referrals.management.sample.cast import CAST, WORKERS
from referrals.management.sample.load import NETWORK, Sample
from tests.conftest import APP, TEMPLATE, connect_as, copy_of, once_per_run, own_copy, role
from tests.story import NOW
from tests.walls import standing_in

COUNTY = "county_of_tests"
PASSWORD = "a sample password"


def load_county() -> None:
    """As `make run` does it, by the app; committed, so that promises kept at the end are kept."""
    before = connections["default"].settings_dict["NAME"]
    copy_of(TEMPLATE, COUNTY)
    connect_as(**role(APP), NAME=COUNTY)
    with transaction.atomic():
        Sample(NOW, PASSWORD).load()
    connect_as(NAME=before)


def make_county() -> None:
    once_per_run(COUNTY, load_county)


def found_again() -> Sample:
    """What loading it returned, read from the database."""
    sample = Sample(NOW, PASSWORD)
    sample.network = Network.objects.get(short_name=NETWORK)
    sample.organizations = {cast.key: Organization.objects.get(name=cast.name) for cast in CAST}
    for login, *_ in WORKERS:
        member = Membership.objects.select_related("user").get(user__email=f"{login}@example.org")
        sample.workers[login] = actor_for(member.user, member)
    return sample


@pytest.fixture
def sample(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Sample]:
    """A day in the county; what a test writes there no other sees."""
    with django_db_blocker.unblock():
        make_county()
        with own_copy(COUNTY):
            sample = found_again()
            with standing_in(sample.network.pk):
                yield sample
