"""Every address there is, opened by everybody in turn: whoever is shown Rosa's name is on record (tests/looks.py)."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from accounts.keys import issue
from organizations.models.directory import Service
from people.models.agreements import Consent, Disclosure
from people.models.contact import ContactPoint
from referrals.models.referral import Referral
from screening.actions.screenings import Setting, start
from tests.looks import NAME
from tests.story import Worker

WHO = ("navigator", "intake", "stranger")  # everybody else: tests/matrix, under the same eye


def routes(
    patterns: list[URLPattern | URLResolver], before: str = ""
) -> Iterator[tuple[str, set[str]]]:
    """Each address as a template, with the names of what stands in it."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route, set(pattern.pattern.converters)


ADDRESSES = sorted(routes(get_resolver().url_patterns))
NOT_HERE = ("account/", "accounts/", "styleguide/")  # signing out, and people who are invented


@pytest.fixture
def ids(
    referral: Referral, agreed: Consent, food_boxes: Service, navigator: Worker
) -> dict[str, UUID]:
    """One of each kind, all of them about Rosa."""
    now = timezone.now()
    Referral.objects.update(released_at=now - timedelta(minutes=1))
    rosa = referral.need.subject
    way = ContactPoint.objects.create(network=rosa.network, person=rosa, channel="text", value="1")
    setting = Setting("hunger_vital_sign", "es")
    asked = start(actor=navigator.actor, person_id=rosa.pk, setting=setting, at=now)
    return {
        "screening_id": asked.pk, "person_id": rosa.pk, "need_id": referral.need_id, "referral_id": referral.pk,
        "consent_id": agreed.pk, "contact_id": way.pk, "service_id": food_boxes.pk,
        "organization_id": referral.receiver_id, "membership_id": navigator.membership.pk,
    }  # fmt: skip


def opened(client: Client, ids: dict[str, UUID], start: str) -> dict[str, bytes]:
    """The answers with her name, by address."""
    found = {}
    for route, names in ADDRESSES:
        if names <= set(ids) and route.startswith(start) and not route.startswith(NOT_HERE):
            path = "/" + route
            for name in names:
                path = path.replace(f"<uuid:{name}>", str(ids[name]))
            answer = client.get(path)
            if not answer.streaming and NAME in answer.content:
                found[route] = answer
    return found


@pytest.mark.parametrize("who", WHO)
def test_whoever_is_shown_her_name_on_any_page_is_on_record(
    request: pytest.FixtureRequest, ids: dict[str, UUID], who: str
):
    worker = request.getfixturevalue(who)
    shown = opened(worker.client, ids, "")
    looks = Disclosure.objects.filter(person_ids__contains=[ids["person_id"]])
    assert {look.actor_id for look in looks} <= {worker.user.pk}
    assert looks.count() >= len(shown)
    assert (len(shown) > 20) == (who == "navigator")
    assert bool(shown) == (who != "stranger")


@pytest.mark.parametrize("who", ["navigator", "intake", "stranger"])
def test_whatever_a_program_reads_of_her_is_on_record(
    request: pytest.FixtureRequest, ids: dict[str, UUID], who: str
):
    worker = request.getfixturevalue(who)
    key = issue(worker.user, name="test", at=timezone.now())
    client = Client(headers={"authorization": f"Bearer {key}"})
    shown = opened(client, ids, "api/v1/")
    looks = Disclosure.objects.filter(person_ids__contains=[ids["person_id"]], actor_kind="key")
    assert looks.count() >= len(shown)
    assert bool(shown) == (who != "stranger")


@pytest.mark.parametrize("who", ["navigator", "intake"])
def test_a_step_taken_by_a_program_that_answers_with_what_was_shared_is_a_look(
    request: pytest.FixtureRequest, ids: dict[str, UUID], who: str
):
    worker = request.getfixturevalue(who)
    key = issue(worker.user, name="test", at=timezone.now())
    client = Client(headers={"authorization": f"Bearer {key}"})
    step = "see" if who == "intake" else "correct"
    said = {} if who == "intake" else {"reason": "duplicate"}
    client.post(
        f"/api/v1/referrals/{ids['referral_id']}/{step}/", said, content_type="application/json"
    )
    look = Disclosure.objects.get(what="api.referral")
    assert (look.actor_id, look.person_ids) == (worker.user.pk, [ids["person_id"]])
    assert look.policy_version == 0
