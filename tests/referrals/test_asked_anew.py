"""Who comes of age, or agreed to words that have changed, is asked in time and in one form."""

from datetime import date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from core.history import of
from people.actions.consent import Agreement, give_consent
from people.lifecycle import Direction, Form
from people.models.agreements import Consent
from people.models.person import Person
from people.models.texts import ConsentText, digest_of
from referrals.actions.audit import audit
from referrals.actions.later import let_end
from referrals.actions.look_ahead import look_ahead
from referrals.models.referral import Referral
from screening.models.later import Later
from tests.referrals.conftest import FACTS
from tests.story import Worker

DAY = timedelta(days=1)


@pytest.fixture
def growing(agreed: Consent, referral: Referral) -> Consent:
    """Somebody agreed for Rosa, who comes of age in January."""
    agreed.person.birth_date = "2009-01-20"
    agreed.person.save()
    agreed.of_age_in = date(2027, 1, 1)
    agreed.save()
    return agreed


def look(consent: Consent, at: datetime) -> int:
    return look_ahead(network_id=consent.network_id, at=at)


def step(consent: Consent, at: datetime) -> Later:
    look(consent, at)
    return Later.objects.get(consent=consent)


def again(consent: Consent, **changes: object) -> Agreement:
    said = {
        "words": "Yes.", "recipients": (consent.recipient_id,), "facts": frozenset(FACTS),
        "directions": frozenset({Direction.SEND}), "form": Form.ELECTRONIC, "signed_name": "Rosa",
        **changes,
    }  # fmt: skip
    return Agreement(**said)


def say_yes(worker: Worker, consent: Consent, at: datetime, **changes: object) -> Consent:
    agreement = again(consent, **changes)
    return give_consent(
        actor=worker.actor, person_id=consent.person_id, agreement=agreement, at=at
    )[0]


def reword(consent: Consent, now: datetime, *, asks_anew: bool = True) -> None:
    body = "{agreement}"
    ConsentText.objects.create(
        network=consent.network, language=consent.language, version=1, body=body,
        digest=digest_of(body), asks_anew=asks_anew, begins_at=now + DAY, written_at=now,
    )  # fmt: skip


def test_thirty_days_before_the_month_the_owner_has_a_step_to_ask_them(growing, now):
    assert look(growing, datetime(2026, 12, 1, 12, tzinfo=now.tzinfo)) == 0
    later = step(growing, datetime(2026, 12, 2, 12, tzinfo=now.tzinfo))

    assert (later.kind, later.next_step, later.on_day) == (
        "of_age", "ask_themselves", date(2027, 1, 1),
    )  # fmt: skip
    assert of(growing.pk)[0].kind == "consent.of_age"


def test_a_step_that_nobody_takes_goes_to_the_supervisor(growing, now):
    for days in range(40):
        look(growing, now + (20 + days) * DAY)
    assert "consent.of_age_late" in [event.kind for event in of(growing.pk)]


def test_an_agreement_nothing_lives_on_asks_nobody(growing, referral, now):
    Referral.objects.filter(pk=referral.pk).update(consent=None)
    assert look(growing, now + 60 * DAY) == 0


def test_the_auditor_finds_who_comes_of_age_and_was_not_asked(growing, now):
    late = datetime(2026, 12, 28, tzinfo=now.tzinfo)
    promise = "coming_of_age_has_step"
    assert [f.broken for f in audit(growing.network_id, at=late) if f.promise.name == promise] == [
        1
    ]
    look(growing, late)
    assert [f.broken for f in audit(growing.network_id, at=late) if f.promise.name == promise] == [
        0
    ]


def test_their_own_yes_takes_the_step_and_what_lives_goes_on_under_it(
    navigator, growing, referral, now
):
    growing.person.birth_date = "1990-01-20"  # so that she may speak for herself now
    growing.person.save()
    later = step(growing, now + 20 * DAY)
    new = say_yes(navigator, growing, now + 21 * DAY)

    later.refresh_from_db()
    referral.refresh_from_db()
    assert (later.ended_how, referral.consent_id) == ("renewed", new.pk)
    assert of(new.pk)[0].kind == "consent.renewed"


def test_a_yes_that_covers_less_takes_no_step(navigator, growing, referral, now):
    growing.person.birth_date = "1990-01-20"
    growing.person.save()
    later = step(growing, now + 20 * DAY)
    say_yes(navigator, growing, now + 21 * DAY, facts=frozenset({"name"}))

    later.refresh_from_db()
    referral.refresh_from_db()
    assert (later.is_done, referral.consent_id) == (False, growing.pk)


def test_who_says_no_takes_it_back_at_once(navigator, growing, referral, now):
    later = step(growing, now + 20 * DAY)
    let_end(actor=navigator.actor, later_id=later.pk, at=now + 21 * DAY)

    growing.refresh_from_db()
    referral.refresh_from_db()
    assert growing.withdrawn_at is not None
    assert (referral.status, referral.reason) == ("cancelled", "consent_withdrawn")


def test_new_words_that_ask_anew_make_a_step_for_all_that_lives_on_old_ones(agreed, referral, now):
    reword(agreed, now)
    assert look(agreed, now) == 0
    later = step(agreed, now + DAY)

    assert (later.kind, later.next_step) == ("reworded", "ask_anew")
    assert look(agreed, now + DAY) == 0


def test_new_words_that_do_not_ask_anew_make_none(agreed, referral, now):
    reword(agreed, now, asks_anew=False)
    assert look(agreed, now + 2 * DAY) == 0


def test_an_agreement_that_is_taken_back_leaves_no_step(navigator, agreed, referral, now):
    reword(agreed, now)
    later = step(agreed, now + DAY)
    navigator.client.post(f"/people/{agreed.person_id}/agreed/{agreed.pk}/stop/")

    later.refresh_from_db()
    assert later.is_done


def test_asking_again_is_one_form_with_everything_filled_in(navigator, agreed, referral, now):
    agreed.until = now + 20 * DAY
    agreed.topics = ["food_pantry", "legal_aid"]
    agreed.save()
    later = step(agreed, now + DAY)
    page = navigator.client.get(f"/later/{later.pk}/").content.decode()
    asks = f"/people/{agreed.person_id}/agree/?again={agreed.pk}"
    assert asks in page
    form = navigator.client.get(f"{asks}&next=/later/{later.pk}/").context["form"]
    initial = form.initial
    assert initial["recipients"] == [str(agreed.recipient_id)]
    assert (initial["everyday"], initial["sensitive"]) == (True, ["legal_aid"])
    assert set(initial["facts"]) == {"phone", "household"}
    assert "signed_name" not in initial
    assert parse_qs(urlsplit(asks).query)["again"] == [str(agreed.pk)]


def test_another_familys_agreement_fills_nothing_in(navigator, stranger, agreed: Consent, now):
    other = Person.objects.create(
        network=agreed.network, custodian=navigator.organization, first_name="Ana", created_at=now
    )
    page = navigator.client.get(f"/people/{other.pk}/agree/?again={agreed.pk}")
    assert "recipients" not in page.context["form"].initial
    asks = f"/people/{agreed.person_id}/agree/?again={agreed.pk}"
    assert stranger.client.get(asks).status_code == 404
