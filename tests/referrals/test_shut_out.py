"""He works at her own clinic, or at a partner that takes a break: he never finds her, and nothing lets him in again."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.errors import BadInput
from core.tenancy import tenant_context
from organizations.actions import members, programs
from organizations.actions.programs import Program
from organizations.grants import Role
from organizations.models.network import Organization
from organizations.scopes import Scope
from people.actions.contact import Safety, set_safety
from people.actions.glass import break_glass
from people.actions.people import retoken
from people.actions.rights import Asked, ask_right
from people.lifecycle import Emergency, Right
from people.models.person import Exclusion, Person
from people.search.find import find
from referrals.actions.desk import back_from_desk
from referrals.models.referral import Referral
from screening.actions import handing
from screening.actions.needs import FoundTopic, decline_help, record_found, want_help
from screening.actions.owners import NobodyTakesOver
from screening.models.need import Need
from tests.notifications.conftest import told
from tests.story import LONG_AGO, NOW, Worker, hire


def shut_out(by: Worker, rosa: Person, *users: Worker, **more: object) -> None:
    rosa.refresh_from_db()
    safety = Safety(shut_out_people=frozenset(one.user.pk for one in users), **more)
    set_safety(actor=by.actor, person_id=rosa.pk, safety=safety, version=rosa.version, at=NOW)


def wrote_down(worker: Worker, rosa: Person, topic: str = "food_pantry") -> Need:
    [need] = record_found(actor=worker.actor, person=rosa, topics=[FoundTopic(topic)], at=NOW)
    return need


def form_of(rosa: Person, **more: object) -> dict[str, object]:
    rosa.refresh_from_db()
    return {"version": rosa.version, **more}


# --- a colleague


def test_a_worker_shuts_out_a_colleague_who_then_finds_nothing_of_her(
    navigator: Worker, colleague: Worker, stranger: Worker, rosa: Person
):
    retoken(rosa)
    page = reverse("people:safety", args=[rosa.pk])
    shown = navigator.client.get(page).content.decode()
    assert colleague.user.name in shown
    assert navigator.user.name not in shown.split('id="id_shut_out_people"')[-1]
    assert stranger.user.name not in shown
    assert find(actor=colleague.actor, words="Rosa", at=NOW) == [rosa]
    said = form_of(rosa, shut_out_people=[str(colleague.user.pk)])
    assert navigator.client.post(page, said).status_code == 302
    assert find(actor=colleague.actor, words="Rosa", at=NOW) == []
    assert colleague.client.get(page).status_code == 404
    assert (
        colleague.user.name
        in navigator.client.get(reverse("people:record", args=[rosa.pk])).content.decode()
    )


def test_nobody_shuts_out_themself_or_somebody_who_works_elsewhere(
    navigator: Worker, stranger: Worker, rosa: Person
):
    with pytest.raises(BadInput):
        shut_out(navigator, rosa, navigator)
    shut_out(navigator, rosa, stranger)
    assert not Exclusion.objects.exists()


def test_who_has_left_stays_shut_out_and_is_let_in_by_a_tick_taken_away(
    navigator: Worker, colleague: Worker, rosa: Person
):
    """He may be hired again."""
    shut_out(navigator, rosa, colleague)
    colleague.membership.until = NOW
    colleague.membership.save()
    page = reverse("people:safety", args=[rosa.pk])
    assert colleague.user.name in navigator.client.get(page).content.decode()
    said = form_of(rosa, shut_out_people=[str(colleague.user.pk)], contact_with_care="on")
    assert navigator.client.post(page, said).status_code == 302
    assert Exclusion.objects.get().user == colleague.user
    assert navigator.client.post(page, form_of(rosa)).status_code == 302
    assert not Exclusion.objects.exists()


def test_what_he_follows_goes_to_a_supervisor_and_is_never_given_to_him_again(
    navigator: Worker, colleague: Worker, supervisor: Worker, rosa: Person
):
    his, hers = wrote_down(colleague, rosa), wrote_down(navigator, rosa, "diapers")
    handing.offer(actor=navigator.actor, need_id=hers.pk, user_id=colleague.user.pk, at=NOW)
    shut_out(navigator, rosa, colleague)
    his.refresh_from_db()
    hers.refresh_from_db()
    assert (his.responsible_id, hers.responsible_id) == (supervisor.user.pk, navigator.user.pk)
    assert hers.hand_over_due is None
    assert not Need.objects.visible_to(colleague.actor, at=NOW).exists()
    page = supervisor.client.get(reverse("referrals:need", args=[his.pk]))
    offered = dict(page.context["assign_form"].fields["user"].choices).values()
    assert navigator.user.name in offered
    assert colleague.user.name not in offered
    with pytest.raises(BadInput):
        handing.assign(actor=supervisor.actor, need_id=his.pk, user_id=colleague.user.pk, at=NOW)


def test_before_a_vacation_it_does_not_go_to_him_either(
    navigator: Worker, colleague: Worker, supervisor: Worker, rosa: Person
):
    hers = wrote_down(navigator, rosa)
    luz = Person.objects.create(
        network=rosa.network, custodian=rosa.custodian, first_name="Luz", created_at=NOW
    )
    others = wrote_down(navigator, luz)
    shut_out(navigator, rosa, colleague)
    handing.go_away(actor=navigator.actor, successor_id=colleague.user.pk, at=NOW)
    hers.refresh_from_db()
    others.refresh_from_db()
    assert (hers.responsible_id, others.responsible_id) == (supervisor.user.pk, colleague.user.pk)


def test_when_only_he_is_left_it_is_the_desks(
    navigator: Worker, supervisor: Worker, clinic: Organization, table: Worker, rosa: Person
):
    """He is the only supervisor, and she has shut him out."""
    admin = hire(clinic, "Adele Admin", Role.ORGADMIN)
    hers = wrote_down(navigator, rosa)
    shut_out(navigator, rosa, supervisor)
    members.end(actor=admin.actor, membership_id=navigator.membership.pk, at=NOW)
    hers.refresh_from_db()
    assert (hers.responsible_id, hers.is_at_desk) == (None, True)
    colleague = hire(clinic, "Cora Clinic", Role.NAVIGATOR)
    back_from_desk(actor=table.actor, need_id=hers.pk, at=NOW)
    hers.refresh_from_db()
    assert hers.responsible_id == colleague.user.pk


def test_a_need_of_his_that_opens_again_is_not_his_any_more(
    navigator: Worker, colleague: Worker, rosa: Person
):
    his = wrote_down(colleague, rosa)
    decline_help(actor=colleague.actor, need_id=his.pk, at=NOW)
    shut_out(navigator, rosa, colleague)
    want_help(actor=navigator.actor, need_id=his.pk, at=NOW)
    his.refresh_from_db()
    assert (his.is_open, his.responsible_id) == (True, navigator.user.pk)


def test_at_the_desk_he_gives_back_nothing_of_hers(
    navigator: Worker, clinic: Organization, rosa: Person
):
    him, hers = hire(clinic, "Dan Desk", Role.DESK, Role.NAVIGATOR), wrote_down(navigator, rosa)
    shut_out(navigator, rosa, him)
    with pytest.raises(Need.DoesNotExist):
        back_from_desk(actor=him.actor, need_id=hers.pk, at=NOW)


# --- who watches over all records


def test_a_privacy_officer_whom_she_shut_out_erases_and_reads_nothing_and_another_does(
    navigator: Worker, supervisor: Worker, clinic: Organization, rosa: Person
):
    him, her = (hire(clinic, name, Role.PRIVACY) for name in ("Paul Privacy", "Pia Privacy"))
    glass = break_glass(
        actor=supervisor.actor, person_id=rosa.pk, reason=Emergency.LIFE,
        words="She was brought in unconscious.", at=timezone.now(),
    )  # fmt: skip
    erasure = ask_right(
        actor=navigator.actor, person_id=rosa.pk, asked=Asked(Right.ERASURE, "phone"),
        at=timezone.now(),
    )  # fmt: skip
    seen_file = reverse("people:seen_file", args=[rosa.pk])
    pages = (seen_file, reverse("people:right", args=[erasure.pk]))
    lists = {
        "people:seen_by": str(rosa.pk),
        "people:glasses": str(glass.pk),
        "people:unusual": str(rosa.pk),
    }
    Person.objects.filter(pk=rosa.pk).update(is_watched=True)
    navigator.client.get(reverse("people:record", args=[rosa.pk]))
    assert [him.client.get(page).status_code for page in pages] == [200, 200]
    for page, hers in lists.items():
        assert hers in him.client.get(reverse(page)).content.decode()
    rosa.refresh_from_db()
    shut_out(navigator, rosa, him, is_watched=True)
    assert [him.client.get(page).status_code for page in pages] == [404, 404]
    for page, hers in lists.items():
        assert hers not in him.client.get(reverse(page)).content.decode()
        assert hers in her.client.get(reverse(page)).content.decode()
    heard = {(one.user_id, one.template) for one in told(rosa.network, at=timezone.now())}
    assert (her.user.pk, "glass_broken") in heard
    assert him.user.pk not in {user for user, _template in heard}


def test_where_only_he_watches_the_supervisors_hear_of_what_she_asked(
    navigator: Worker, supervisor: Worker, clinic: Organization, rosa: Person
):
    him = hire(clinic, "Paul Privacy", Role.PRIVACY)
    shut_out(navigator, rosa, him)
    ask_right(actor=navigator.actor, person_id=rosa.pk, asked=Asked(Right.ERASURE, "phone"), at=NOW)
    heard = {one.user_id for one in told(rosa.network) if one.template == "rights_asked"}
    assert heard == {supervisor.user.pk}


def test_nobody_takes_a_delicate_need_by_shutting_out_the_one_who_is_named_on_it(
    navigator: Worker, colleague: Worker, rosa: Person
):
    """Without a supervisor there; what is not delicate is theirs from then on."""
    wrote_down(navigator, rosa, "domestic_violence")
    with pytest.raises(NobodyTakesOver):
        shut_out(colleague, rosa, navigator)
    assert not Need.objects.visible_to(colleague.actor, at=NOW).exists()
    Need.objects.update(is_sensitive=False)
    shut_out(colleague, rosa, navigator)
    assert Need.objects.get().responsible_id == colleague.user.pk


# --- a program of theirs


def program(admin: Worker, *scopes: Scope) -> Client:
    home = admin.organization
    with tenant_context(home.network_id):
        key = programs.issue_key(
            actor=admin.actor, organization_id=home.pk, at=timezone.now(),
            program=Program("Figures", scopes, timedelta(days=30)),
        )  # fmt: skip
    return Client(headers={"authorization": f"Bearer {key}"})


def test_an_admin_whom_she_shut_out_reads_nothing_of_her_by_a_key_that_he_makes(
    navigator: Worker, clinic: Organization, rosa: Person
):
    luz = Person.objects.create(
        network=clinic.network, custodian=clinic, first_name="Luz", created_at=NOW
    )
    him = hire(clinic, "Cleo Boss", Role.ORGADMIN)
    need = wrote_down(navigator, rosa)
    client = program(him, Scope.READ_FAMILIES, Scope.RIGHTS)
    paths = [f"/api/v1/people/{rosa.pk}/", f"/api/v1/needs/{need.pk}/"]
    assert [client.get(path).status_code for path in paths] == [200, 200]
    shut_out(navigator, rosa, him)
    paths.append(f"/api/v1/people/{rosa.pk}/rights/")
    assert [client.get(path).status_code for path in paths] == [404, 404, 404]
    assert client.get("/api/v1/needs/").json()["results"] == []
    assert client.get(f"/api/v1/people/{luz.pk}/").status_code == 200
    him.membership.until = NOW
    him.membership.save()
    assert client.get(paths[0]).status_code == 200, "it is the clinic's program, not his"


def test_nor_by_a_key_of_the_partner_that_was_asked(
    intake: Worker, referral: Referral, rosa: Person
):
    referral.released_at = LONG_AGO
    referral.save()
    him = hire(intake.organization, "Bo Boss", Role.ORGADMIN)
    client = program(him, Scope.ANSWER)
    path = f"/api/v1/referrals/{referral.pk}/"
    assert client.get(path).status_code == 200
    Exclusion.objects.create(network=rosa.network, person=rosa, user=him.user)
    assert client.get(path).status_code == 404
    assert Referral.objects.visible_to(intake.actor, at=timezone.now()).exists()


# --- a partner


def test_what_a_partner_was_asked_ends_as_it_is_shut_out_and_the_need_is_its_owners(
    navigator: Worker, intake: Worker, pantry: Organization, referral: Referral, rosa: Person
):
    """It would see nothing of it, be reminded of it, and be rung up by the desk."""
    referral.released_at = LONG_AGO
    referral.save()
    page = reverse("people:safety", args=[rosa.pk])
    said = form_of(rosa, shut_out=[str(pantry.pk)])
    assert navigator.client.post(page, said).status_code == 302
    referral.refresh_from_db()
    need = Need.objects.get(pk=referral.need_id)
    assert (referral.status, referral.reason) == ("cancelled", "safety")
    assert (need.status, need.next_step, need.waiting_on) == ("wants_help", "choose_next", "owner")
    assert need.responsible_id == navigator.user.pk
    assert not Referral.objects.visible_to(intake.actor, at=timezone.now()).exists()


def test_a_request_to_somebody_else_goes_on(
    navigator: Worker, stranger: Worker, referral: Referral, rosa: Person
):
    page = reverse("people:safety", args=[rosa.pk])
    said = form_of(rosa, shut_out=[str(stranger.organization.pk)])
    assert navigator.client.post(page, said).status_code == 302
    referral.refresh_from_db()
    assert referral.is_live


def test_a_partner_that_rests_or_has_left_stays_shut_out_when_the_page_is_saved(
    navigator: Worker, pantry: Organization, rosa: Person
):
    page = reverse("people:safety", args=[rosa.pk])
    first = form_of(rosa, shut_out=[str(pantry.pk)])
    assert navigator.client.post(page, first).status_code == 302
    for status in ("paused", "left"):
        Organization.objects.filter(pk=pantry.pk).update(status=status)
        ticked = checked(navigator.client.get(page).content.decode())
        assert ticked == {pantry.pk}
        again = form_of(rosa, shut_out=[str(one) for one in ticked], agreed_word=status)
        assert navigator.client.post(page, again).status_code == 302
        assert Exclusion.objects.get().organization == pantry


def checked(page: str) -> set[UUID]:
    """What a browser would send back of the partners."""
    boxes = [one.partition(">")[0] for one in page.split("<input") if 'name="shut_out"' in one]
    return {UUID(one.split('value="')[1][:36]) for one in boxes if " checked" in one}
