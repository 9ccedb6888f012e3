"""Where an agreement has ended, nothing of the family is read any more: no page, paper, file or answer."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.keys import issue
from people.actions.consent import withdraw_consent
from people.lifecycle import Direction, Form
from people.models.agreements import Consent
from people.models.person import Exclusion, Person
from referrals.actions.desk import to_desk
from referrals.models.referral import Referral
from tests.referrals.by_link import PHONE, with_code
from tests.story import Worker

MINUTE = timedelta(minutes=1)
NOTE = "She comes with the twins."
Looks = dict[str, Callable[[], object]]
SECRETS = ("Rosa", "Delgado", PHONE, NOTE)


@pytest.fixture
def now():
    """Pages look at the clock."""
    return timezone.now() - timedelta(hours=1)


@pytest.fixture
def told(referral: Referral, navigator: Worker, table: Worker, rosa: Person, now) -> Referral:
    """The pantry is asked, and the desk helps along; the family has named both."""
    referral.note = NOTE
    referral.save()
    Consent.objects.create(
        network=rosa.network, person=rosa, direction=Direction.DESK, facts=["name"],
        form=Form.VERBAL, language="es", words="Sí", since=now,
    )  # fmt: skip
    to_desk(actor=navigator.actor, need_id=referral.need_id, at=timezone.now())
    Referral.objects.filter(pk=referral.pk).update(released_at=now)
    referral.refresh_from_db()
    return referral


def program(worker: Worker) -> Client:
    key = issue(worker.user, name="test", at=timezone.now())
    return Client(headers={"authorization": f"Bearer {key}"})


@pytest.fixture
def at_partner(told: Referral, mailed: object, door: str, page: str, intake: Worker) -> Looks:
    pantry, machine, reader = intake.client, program(intake), with_code(door)
    detail = f"/referrals/{told.pk}/"
    return looks(
        ("requests", pantry, "/requests/"),
        ("request", pantry, detail),
        ("form", pantry, f"{detail}answer/question/"),
        ("week", pantry, "/this-week/"),
        ("week on paper", pantry, "/this-week/paper/"),
        ("week as a file", pantry, "/this-week/file/"),
        ("list for programs", machine, "/api/v1/referrals/"),
        ("answer for programs", machine, f"/api/v1/referrals/{told.pk}/"),
        ("link", reader, door),
        ("request by link", reader, page),
    )


@pytest.fixture
def at_desk(told: Referral, table: Worker) -> Looks:
    told.receiver.phone = "555-0199"
    told.receiver.save()
    desk = table.client
    return looks(
        ("desk", desk, "/desk/"),
        ("case", desk, f"/desk/{told.need_id}/"),
        ("partners to call", desk, "/calls/"),
        ("call sheet", desk, f"/calls/{told.receiver_id}/"),
    )


def looks(*opens: tuple[str, Client, str]) -> Looks:
    return {name: lambda client=client, url=url: client.get(url) for name, client, url in opens}


def read(places: Looks) -> Iterator[tuple[str, str]]:
    for name, look in places.items():
        body = look().content.decode()
        yield from ((name, secret) for secret in SECRETS if secret in body)


def withdrawn(navigator: Worker, rosa: Person) -> None:
    for consent in rosa.consents.all():
        withdraw_consent(actor=navigator.actor, consent_id=consent.pk, at=timezone.now())


def run_out(navigator: Worker, rosa: Person) -> None:
    rosa.consents.update(until=timezone.now() - MINUTE)


def not_begun(navigator: Worker, rosa: Person) -> None:
    rosa.consents.update(since=timezone.now() + 60 * MINUTE)


def shut_out(navigator: Worker, rosa: Person) -> None:
    """Of the partner; of the desk by its own end."""
    rosa.consents.filter(recipient=None).update(until=timezone.now() - MINUTE)
    pantry = rosa.consents.exclude(recipient=None).get().recipient
    Exclusion.objects.create(network=rosa.network, person=rosa, organization=pantry)


ENDS = pytest.mark.parametrize("ended", [withdrawn, run_out, not_begun, shut_out])


@ENDS
def test_where_an_agreement_has_ended_a_partner_reads_nothing_anywhere(
    at_partner: Looks, navigator: Worker, rosa: Person, ended
):
    before = {name for name, _secret in read(at_partner)}
    assert {"requests", "request", "week", "answer for programs", "request by link"} <= before
    ended(navigator, rosa)

    assert sorted(read(at_partner)) == []


@ENDS
def test_where_an_agreement_has_ended_the_desk_reads_nothing_anywhere(
    at_desk: Looks, navigator: Worker, rosa: Person, ended
):
    assert {"desk", "case"} <= {name for name, _secret in read(at_desk)}
    ended(navigator, rosa)

    assert sorted(read(at_desk)) == []


def test_a_stranger_read_nothing_before_either(told: Referral, stranger: Worker):
    for url in ("/requests/", f"/referrals/{told.pk}/", "/this-week/file/"):
        body = stranger.client.get(url).content.decode()
        assert not any(secret in body for secret in SECRETS)
