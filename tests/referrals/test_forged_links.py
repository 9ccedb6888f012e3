"""A link that somebody has altered in any way opens nothing, breaks nothing and leaves nothing behind."""

from base64 import urlsafe_b64encode
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from accounts.links import DISPUTE, FAMILY, VOTE, link_for, token_of
from core.models import Event
from people.models.agreements import Disclosure
from people.models.person import Person
from referrals.models.referral import Referral
from screening.models.need import Need
from tests.api.test_every_operation import LONG
from tests.matrix.doors import PLACE, routes

pytestmark = pytest.mark.django_db
EXAMPLES = 3000 if LONG else 40
DOORS = [
    route for route in routes(get_resolver()) if route.startswith(("f/<", "o/<", "v/<", "d/<"))
]
REFUSED = {400, 404, 405, 429}
ADDRESSES = [f"10.0.0.{last}" for last in range(1, 100)]  # one alone is soon refused unread
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@pytest.fixture
def now():
    """Pages look at the clock."""
    return timezone.now() - timedelta(hours=1)


@st.composite
def altered(draw, token: str) -> str:
    """A real token with a letter changed, lost, doubled or moved; cut, joined, spelled another way; or none at all."""
    place = draw(st.integers(0, len(token) - 1))
    letter = draw(st.sampled_from(ALPHABET + "=+ ./%é\u202e"))
    return draw(
        st.sampled_from(
            [
                token[:place] + letter + token[place + 1 :],
                token[:place] + token[place + 1 :],
                token[:place] + token[place] + token[place:],
                token[:place],
                token[place:] + token[:place],
                token + letter,
                token.swapcase(),
                token * 50,
                urlsafe_b64encode(token.encode()).decode(),
                draw(st.text(min_size=1, max_size=60)),
                draw(st.text(ALPHABET, min_size=len(token), max_size=len(token))),
            ]
        )
    )


def test_every_door_that_a_link_opens_is_tried() -> None:
    assert len(DOORS) > 15


def test_an_altered_link_opens_nothing(rosa: Person, referral: Referral, mailed, now) -> None:
    link = link_for(
        network_id=rosa.network_id, purpose=FAMILY, object_id=rosa.pk, at=now, lifetime=timedelta(days=9)
    )  # fmt: skip
    votes = link_for(
        network_id=rosa.network_id, purpose=VOTE, object_id=rosa.pk, at=now, lifetime=timedelta(days=9)
    )  # fmt: skip
    side = link_for(
        network_id=rosa.network_id, purpose=DISPUTE, object_id=referral.receiver_id, at=now,
        lifetime=timedelta(days=9),
    )  # fmt: skip
    tokens = {"f": token_of(link), "o": token_of(mailed), "v": token_of(votes), "d": token_of(side)}
    before = written()

    @seed(1)
    @settings(
        max_examples=EXAMPLES, derandomize=not LONG, database=None, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(data=st.data())
    def knock(data) -> None:
        route = data.draw(st.sampled_from(DOORS))
        kind = route[0]
        forged = data.draw(altered(tokens[kind])).replace("/", "")
        if forged in tokens.values() or not forged:
            return
        places = {
            "token": forged,
            "referral_id": str(referral.pk),
            "service_id": str(referral.service_id),
            "dispute_id": str(referral.pk),
        }
        path = "/" + PLACE.sub(lambda found: places.get(found[1], "accept"), route)
        client = Client(REMOTE_ADDR=data.draw(st.sampled_from(ADDRESSES)))
        for answer in (client.get(path), client.post(path, data.draw(typed))):
            assert answer.status_code in REFUSED, path
            assert b"Rosa" not in answer.content
            assert b"Delgado" not in answer.content

    knock()
    assert written() == before


typed = st.dictionaries(
    st.sampled_from(["answer", "word", "code", "words", "reason", "place", "service", "expected_on"]),
    st.text(max_size=40), max_size=4,
)  # fmt: skip


def written() -> tuple[object, ...]:
    """All but that somebody came with a link that we never made."""
    events = Event.objects.exclude(kind__startswith="link.").count()
    return (
        events, Disclosure.objects.count(), list(Referral.objects.values_list("status", "version")),
        list(Need.objects.values_list("status", "version")),
    )  # fmt: skip
