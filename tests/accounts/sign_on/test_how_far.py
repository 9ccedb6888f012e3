"""What an organization says of its people opens that organization, and nothing else of theirs."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.keys import issue
from accounts.models import User
from organizations.actions import sign_on as actions
from organizations.grants import Role
from organizations.models.sign_on import SignOn
from screening.views.sheets import SHARED_DEVICE
from tests.accounts.provider import CLIENT, provider
from tests.accounts.sign_on.going import (
    DOOR,
    HOST,
    OURS,
    STEP,
    browser,
    comes_back,
    goes,
    is_in_after,
    known,
    said,
)
from tests.accounts.signing import CODE, app_of, at_door, code, is_in, pass_time, with_password
from tests.story import NOW, hire

# --- it reaches no further than the organization


def test_one_organizations_sign_in_opens_no_other_that_they_work_for(
    there, side, clinic, priya, works_in_both
):
    client = browser()
    goes(client, clinic, side, known(priya))
    other = works_in_both.organization
    assert client.get("/today/").status_code == 200
    assert (
        client.get("/requests/").status_code == 403
    )  # it is at the other that she answers requests
    client.post("/account/acting-for/", {"organization": other.pk})
    assert client.get("/requests/").status_code == 403
    assert other.name not in client.get("/account/").content.decode()
    alone = at_door(with_password(priya))[0]
    assert other.name in alone.get("/account/").content.decode()


def test_it_cannot_change_how_they_sign_in_otherwise(there, side, clinic, priya):
    """Else whoever runs it would have a key of hers for whatever she works for next."""
    client = browser()
    goes(client, clinic, side, known(priya))
    for page in (
        "/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/",
        "/accounts/password/change/", "/accounts/password/set/", "/accounts/reauthenticate/",
        "/accounts/email/",
    ):  # fmt: skip
        answer = client.get(page)
        assert answer.status_code == 403, page
        assert "sign in with your Porchlight password" in answer.content.decode()
    assert client.post("/account/keys/", {"key_name": "mine"}).status_code == 403
    assert not priya.api_keys.exists()


def test_an_account_cannot_be_taken_by_the_sign_in_of_another_organization(
    there, side, clinic, other_clinic, stranger, convener, priya
):
    """A neighbour names our addresses as theirs, and says that somebody is Priya."""
    boss = hire(other_clinic, "Nina North", Role.ORGADMIN)
    with provider(f"http://{HOST}/sign-on/{other_clinic.pk}/back/") as theirs:
        where = {"organization_id": other_clinic.pk, "at": NOW}
        actions.set_up(actor=boss.actor, provider=said(theirs), **where)
        with pytest.raises(actions.TakenDomain):
            actions.confirm_domains(actor=convener.actor, **where)
        actions.note_try(actor=boss.actor, **where)
        actions.switch(actor=boss.actor, on=True, **where)
        client = browser()
        assert goes(client, other_clinic, theirs, known(priya)).status_code == 403
        assert not is_in(client)
        page = client.post(DOOR, {"email": priya.email}).content.decode()
    assert clinic.name in page
    assert other_clinic.name not in page


# --- the second step


def test_a_second_step_over_there_counts_where_the_admin_says_so(there, side, clinic, priya):
    secret = app_of(priya)
    client = browser()
    assert goes(client, clinic, side, known(priya, amr=["pwd", STEP]))["Location"] == CODE
    assert not is_in(client)  # nobody has said that it counts
    client.post(CODE, {"code": code(secret)})
    assert is_in(client)
    SignOn.objects.update(second_step_word=STEP)
    assert is_in_after(goes, clinic, side, known(priya, amr=["pwd", STEP]))
    assert is_in_after(goes, clinic, side, known(priya, acr=STEP))
    assert not is_in_after(goes, clinic, side, known(priya, amr=["pwd"]))


def test_where_the_network_asks_for_one_and_none_was_said_nothing_opens(there, side, clinic, priya):
    User.objects.filter(pk=priya.pk).update(
        second_step_asked_at=timezone.now() - timedelta(days=30)
    )
    client = browser()
    goes(client, clinic, side, known(priya))
    answer = client.get("/today/")
    assert answer.status_code == 403
    assert "A second step is missing" in answer.content.decode()
    SignOn.objects.update(second_step_word=STEP)
    client = browser()
    goes(client, clinic, side, known(priya, amr=[STEP]))
    assert client.get("/today/").status_code == 200


# --- passwords of ours


def test_without_passwords_a_password_opens_nothing_there_and_an_admin_may_still_come(
    there, side, clinic, priya, admin, works_in_both
):
    for worker in (priya, admin.user):
        worker.email = f"{worker.name.split()[0].lower()}@{OURS}"
        with_password(worker)
    alone = hire(clinic, "Sol Single", Role.NAVIGATOR).user
    alone.email = f"sol@{OURS}"
    with_password(alone)
    SignOn.objects.update(second_step_word=STEP, passwords_open=False)
    both = at_door(priya)[0]
    assert both.get("/today/").status_code == 403
    assert both.get("/requests/").status_code == 200  # the other place asks nothing of the kind
    assert both.get("/accounts/password/change/").status_code != 403  # that is her own affair
    assert both.post("/account/keys/", {"key_name": "mine"}).status_code == 403
    assert not priya.api_keys.exists()  # it would act where her password may not
    shut = at_door(alone)[0]
    assert shut.get("/today/")["Location"] == DOOR
    assert shut.get("/", follow=True).redirect_chain[-1][0] == DOOR
    assert "asks you to sign in with its own account" in shut.get(DOOR).content.decode()
    assert goes(shut, clinic, side, known(alone, amr=[STEP]))["Location"] == "/today/"
    assert shut.get("/today/").status_code == 200
    assert at_door(admin.user)[0].get("/team/").status_code == 200


def test_nor_does_a_key_that_they_made_while_a_password_did(
    there, clinic, priya, admin, works_in_both
):
    """It would go on for a year where their provider has long said that they are out."""
    for worker in (priya, admin.user):
        worker.email = f"{worker.name.split()[0].lower()}@{OURS}"
        worker.save()
    lone = hire(clinic, "Sol Single", Role.NAVIGATOR).user
    lone.email = f"sol@{OURS}"
    lone.save()
    both, alone, admins = (
        Client(headers={"authorization": f"Bearer {issue(one, name='own', at=timezone.now())}"})
        for one in (priya, lone, admin.user)
    )
    needs, requests, people = "/api/v1/needs/", "/api/v1/referrals/", "/api/v1/members/"
    assert alone.get(needs).status_code == both.get(needs).status_code == 200
    SignOn.objects.update(second_step_word=STEP, passwords_open=False)
    assert alone.get(needs).json().get("results", []) == []
    said = {"words": "Rosa"}
    search = "/api/v1/people/search/"
    assert alone.post(search, said, content_type="application/json").status_code == 403
    assert both.post(search, said, content_type="application/json").status_code == 403
    assert both.get(requests).status_code == 200, "the other place asks nothing of the kind"
    assert admins.get(people).status_code == 200


# --- locked, and out


def test_a_locked_screen_opens_by_the_way_one_came(there, side, clinic, priya):
    client = browser()
    goes(client, clinic, side, known(priya))
    pass_time(client, timedelta(minutes=16), "seen")
    assert client.get("/today/")["Location"].startswith("/locked/")
    page = client.get("/locked/?next=/people/").content.decode()
    door = re.search(rf'href="({DOOR}{clinic.pk}/go/[^"]*)"', page)[1]
    way = client.get(door)["Location"]
    assert side.asked(way)["prompt"] == "login"  # asked anew: somebody else may sit there now
    assert comes_back(client, way)["Location"] == "/people/"
    assert client.get("/people/").status_code == 200


def test_a_locked_screen_stays_shut_to_whoever_was_not_asked_anew(there, side, clinic, priya):
    """Over there she is still signed in: that somebody sits at this screen proves nothing."""
    client = browser()
    goes(client, clinic, side, known(priya))
    pass_time(client, timedelta(minutes=16), "seen")
    lately = int((timezone.now() - timedelta(minutes=20)).timestamp())
    answer = goes(client, clinic, side, known(priya, auth_time=lately))
    assert answer.status_code == 403
    assert client.get("/today/")["Location"].startswith("/locked/")


def test_on_a_tablet_that_families_hold_it_is_not_enough_to_be_signed_in_over_there(
    there, side, clinic, priya
):
    """Whoever has the tablet in their hands taps "sign in", and her session over there is still alive."""
    tablet = browser()
    tablet.cookies[SHARED_DEVICE] = "1"
    lately = int((timezone.now() - timedelta(minutes=20)).timestamp())
    assert goes(tablet, clinic, side, known(priya, auth_time=lately)).status_code == 403
    assert not is_in(tablet)
    goes(tablet, clinic, side, known(priya))
    assert is_in(tablet)


def test_a_screen_locked_by_somebody_else_is_not_theirs_to_open(
    there, side, clinic, priya, colleague
):
    colleague.user.email = f"dana@{OURS}"
    colleague.user.save()
    client = browser()
    goes(client, clinic, side, known(priya))
    pass_time(client, timedelta(minutes=16), "seen")
    goes(client, clinic, side, known(colleague.user))
    page = client.get("/account/").content.decode()
    assert colleague.user.name in page
    assert priya.name not in page


def test_a_screen_opened_by_password_is_not_unlocked_by_one_organization(
    there, side, clinic, priya, works_in_both
):
    client = Client(headers={"host": HOST})
    client.post(
        "/accounts/login/",
        {"login": with_password(priya).email, "password": "seven lanterns on the pier"},
    )
    assert client.get("/account/").status_code == 200
    pass_time(client, timedelta(minutes=16), "seen")
    goes(client, clinic, side, known(priya))
    assert works_in_both.organization.name not in client.get("/account/").content.decode()


def test_who_signs_out_hears_that_they_are_still_signed_in_over_there(there, side, clinic, priya):
    client = browser()
    goes(client, clinic, side, known(priya))
    left = client.post("/accounts/logout/")["Location"]
    assert left == f"{DOOR}{clinic.pk}/left/"
    page = client.get(left).content.decode()
    assert f"{side.issuer}/out?client_id={CLIENT}" in page
    assert not is_in(client)
