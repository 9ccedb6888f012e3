"""People come in through the sign-in of their organization: who was invited, and nobody else."""

import re

from django.core import mail

from accounts.models import User
from organizations.actions import sign_on as actions
from organizations.models.members import Membership
from organizations.models.sign_on import SignOnPerson
from tests.accounts.provider import Person
from tests.accounts.sign_on.going import (
    DOOR,
    HOST,
    OURS,
    browser,
    comes_back,
    events,
    goes,
    is_in_after,
    known,
    said,
    sends,
)
from tests.accounts.signing import is_in
from tests.story import NOW

# --- the way in


def test_who_was_invited_comes_in_through_their_own_sign_in(there, side, priya, clinic):
    client = browser()
    page = client.post(DOOR, {"email": priya.email, "next": "/today/"}).content.decode()
    assert clinic.name in page
    assert "127.0.0.1" in page  # they see where they are led
    answer = goes(client, clinic, side, known(priya))
    assert answer["Location"] == "/today/"
    assert is_in(client)
    assert client.get("/today/").status_code == 200
    (one,) = events("sign_on.recognised")
    assert one.details["user"] == str(priya.pk)
    assert OURS not in str(one.details)


def test_the_question_carries_state_nonce_and_pkce_and_nothing_about_anybody(there, side, clinic):
    way = browser().get(f"{DOOR}{clinic.pk}/go/")["Location"]
    asked = side.asked(way)
    assert asked["code_challenge_method"] == "S256"
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 43
    assert asked["scope"] == "openid email"
    assert "login_hint" not in asked


def test_the_mail_that_invites_leads_to_their_own_sign_in(there, side, clinic, admin):
    invited = {"name": "Noor Newcomer", "roles": ["navigator"]}
    invite = f"/network/organizations/{clinic.pk}/invite/"
    admin.client.post(invite, invited | {"email": f"noor@{OURS}"})
    admin.client.post(invite, invited | {"email": "noor@elsewhere.example"})
    by_work, by_password = (told.body for told in mail.outbox)
    assert f"http://{HOST}{DOOR}\n" in by_work
    assert "/password/reset/key/" in by_password
    noor = User.objects.get(email=f"noor@{OURS}")
    assert is_in_after(goes, clinic, side, known(noor))


def test_somebody_who_was_not_invited_stays_outside_and_is_told_what_to_do(there, side, clinic):
    new = Person("id-new", {"email": f"new@{OURS}", "email_verified": True})
    client = browser()
    answer = goes(client, clinic, side, new)
    assert answer.status_code == 403
    assert "Ask the admin of your organization to invite you" in answer.content.decode()
    assert not is_in(client)
    assert not User.objects.filter(
        email=f"new@{OURS}"
    ).exists()  # it makes nobody, and gives no role
    assert len(events("sign_on.refused")) == 1


def test_somebody_who_works_elsewhere_stays_outside(there, side, clinic, stranger):
    stranger.user.email = f"stan@{OURS}"
    stranger.user.save()
    client = browser()
    assert goes(client, clinic, side, known(stranger.user)).status_code == 403
    assert not is_in(client)


def test_an_address_that_is_not_verified_opens_nothing(there, side, clinic, priya):
    for claims in ({"email_verified": False}, {"email_verified": "no"}, {"email_verified": None}):
        client = browser()
        assert goes(client, clinic, side, known(priya, **claims)).status_code == 403
        assert not is_in(client)
    assert (
        goes(browser(), clinic, side, known(priya, email_verified=None, xms_edov="1")).status_code
        == 302
    )


def test_an_address_outside_the_named_ones_opens_nothing(there, side, clinic, priya):
    priya.email = "priya@elsewhere.example"
    priya.save()
    client = browser()
    assert goes(client, clinic, side, known(priya)).status_code == 403
    assert not is_in(client)


def test_addresses_that_the_convener_has_not_confirmed_lead_nowhere(clinic, admin, side, priya):
    where = {"organization_id": clinic.pk, "at": NOW, "actor": admin.actor}
    actions.set_up(provider=said(side), **where)
    actions.note_try(**where)
    actions.switch(on=True, **where)
    client = browser()
    assert clinic.name not in client.post(DOOR, {"email": priya.email}).content.decode()
    assert goes(client, clinic, side, known(priya)).status_code == 403


def test_an_address_that_was_given_to_somebody_new_does_not_make_them_who_had_it(
    there, side, clinic, priya
):
    assert is_in_after(goes, clinic, side, known(priya))
    newcomer = Person("id-somebody-else", {"email": priya.email, "email_verified": True})
    assert not is_in_after(goes, clinic, side, newcomer)


def test_who_was_known_once_is_known_by_another_address_too(there, side, clinic, priya):
    assert is_in_after(goes, clinic, side, known(priya))
    married = Person(known(priya).subject, {"email": f"priya.k@{OURS}", "email_verified": False})
    assert is_in_after(goes, clinic, side, married)
    assert SignOnPerson.objects.get().user == priya


def test_who_has_left_does_not_come_back_in(there, side, clinic, priya, navigator):
    assert is_in_after(goes, clinic, side, known(priya))
    Membership.objects.filter(pk=navigator.membership.pk).update(until=NOW)
    assert not is_in_after(goes, clinic, side, known(priya))


# --- answers that cannot be believed


def test_an_answer_counts_once_in_the_browser_that_asked(there, side, clinic, priya):
    client, other = browser(), browser()
    side.who = known(priya)
    way = client.get(f"{DOOR}{clinic.pk}/go/")["Location"]
    back = sends(way).removeprefix(f"http://{HOST}")
    before = len(side.calls)
    assert other.get(back).status_code == 403  # handed to somebody else's browser
    assert len(side.calls) == before  # the other side is not even asked
    assert client.get(back).status_code == 302
    client.post("/accounts/logout/")
    assert client.get(back).status_code == 403
    assert not is_in(client)


def test_an_answer_that_comes_too_late_or_from_elsewhere_is_refused(
    there, side, clinic, priya, other_clinic
):
    client = browser()
    side.who = known(priya)
    back = sends(client.get(f"{DOOR}{clinic.pk}/go/")["Location"]).removeprefix(f"http://{HOST}")
    assert client.get(back.replace(str(clinic.pk), str(other_clinic.pk))).status_code == 403
    back = sends(client.get(f"{DOOR}{clinic.pk}/go/")["Location"]).removeprefix(f"http://{HOST}")
    assert client.get(f"{back}&iss=https://evil.example").status_code == 403
    back = sends(client.get(f"{DOOR}{clinic.pk}/go/")["Location"]).removeprefix(f"http://{HOST}")
    session = client.session
    for one in session["sign_on_rounds"].values():
        one["began"] -= 601
    session.save()
    assert client.get(back).status_code == 403
    assert not is_in(client)


def test_a_provider_that_is_down_is_told_kindly_and_not_asked_by_everybody(there, side, clinic):
    side.is_down = True
    for _ in range(3):
        answer = browser().get(f"{DOOR}{clinic.pk}/go/")
        assert answer.status_code == 503
        assert "An admin of your organization always can" in answer.content.decode()
    assert len(side.calls) == 1


def test_a_key_that_is_new_over_there_is_asked_for(there, side, clinic, priya):
    assert is_in_after(goes, clinic, side, known(priya))
    side.changes_its_key()
    assert is_in_after(goes, clinic, side, known(priya))


def test_wrong_arrivals_shut_nobody_out(there, side, clinic, priya):
    guesser = browser()
    for _ in range(12):
        guesser.get(f"{DOOR}{clinic.pk}/back/?state=guessed&code=guessed")
    assert is_in_after(goes, clinic, side, known(priya))


def test_where_one_wants_to_go_on_to_is_inside(there, side, clinic, priya):
    side.who = known(priya)
    client = browser()
    way = client.get(f"{DOOR}{clinic.pk}/go/?next=https://evil.example/")["Location"]
    assert comes_back(client, way)["Location"] == "/"


# --- the door tells nobody who has an account


def test_the_door_answers_by_the_end_of_an_address_alone(there, priya, django_assert_num_queries):
    told = []
    for address in (priya.email, f"nobody@{OURS}"):
        page = browser().post(DOOR, {"email": address}).content.decode()
        told.append(re.sub(r'value="[^"]*"', "", page))
    assert told[0] == told[1]
    unknown = browser().post(DOOR, {"email": "nobody@example.org"}).content.decode()
    assert "No organization here signs in with addresses like that" in unknown
