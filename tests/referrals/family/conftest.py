"""Rosa has a link and a word, and the pantry says that it has helped her."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.links import FAMILY, link_for, token_of
from accounts.models import AccessLink
from people.models.person import Person
from referrals.actions import answer, progress
from referrals.models.referral import Referral
from screening.models.need import Need
from tests.referrals.family.reading import WEEK, WORD
from tests.story import Worker


@pytest.fixture
def now() -> datetime:
    """Pages look at the clock."""
    return timezone.now() - timedelta(hours=2)


@pytest.fixture
def rosa(rosa: Person) -> Person:
    rosa.agreed_word = WORD
    rosa.language = "en"
    rosa.save()
    return rosa


@pytest.fixture
def helped(intake: Worker, referral: Referral, need: Need, now: datetime) -> Need:
    """The pantry says that it is done: the family is asked."""
    at = now + timedelta(minutes=10)
    answer.accept(actor=intake.actor, referral_id=referral.pk, at=at)
    progress.complete(actor=intake.actor, referral_id=referral.pk, outcome="provided", at=at)
    need.refresh_from_db()
    return need


@pytest.fixture
def link(rosa: Person, now: datetime) -> AccessLink:
    return link_for(
        network_id=rosa.network_id, purpose=FAMILY, object_id=rosa.pk, at=now, lifetime=WEEK
    )


@pytest.fixture
def url(link: AccessLink) -> str:
    return f"/f/{token_of(link)}/"


@pytest.fixture
def phone() -> Client:
    return Client(enforce_csrf_checks=False)
