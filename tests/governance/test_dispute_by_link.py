"""A side where nobody signs in hears of its dispute by mail, reads it behind its own link, and answers there."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts import codes, links
from accounts.models import AccessLink, LinkCode
from core.actor import Actor
from core.errors import NotAllowed
from core.models import Event
from governance.actions.disputes import raise_dispute, say, step_up, withdraw
from governance.actions.mediating import assent, write_ending
from governance.links import dispute_link
from governance.models.disputes import Assent, Dispute, Ending, Pledge, Statement
from notifications import letters
from notifications.actions.announce import announce_everywhere
from notifications.letters import Letter
from notifications.models.deliveries import Delivery
from organizations.grants import Role
from organizations.models.network import Network, Organization
from referrals.actions.audit import audit
from referrals.links import week_link
from tests.governance.disagreeing import Quarrel, quarrel_of
from tests.story import Worker, found, hire

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
OURS = "You never called us. Ask for Ines at noon."
THEIRS = "Our families come back from you without bread."


@pytest.fixture
def now() -> datetime:
    """Pages look at the clock."""
    return timezone.now() - timedelta(hours=1)


@pytest.fixture
def story(network: Network, now: datetime) -> Quarrel:
    return quarrel_of(network, now)


@pytest.fixture
def shelf(network: Network) -> Organization:
    """Takes part by links only."""
    shelf = found(network, "Food Shelf")
    Organization.objects.filter(pk=shelf.pk).update(email="shelf@example.org")
    shelf.refresh_from_db()
    return shelf


@pytest.fixture
def dispute(story: Quarrel, shelf: Organization, now: datetime) -> Dispute:
    pantry = story.table.pantry
    return raise_dispute(actor=pantry.actor, other_id=shelf.pk, words=THEIRS, at=now)


@pytest.fixture
def path(dispute: Dispute, shelf: Organization) -> str:
    return links.url_path(dispute_link(shelf, at=timezone.now()))


def past_the_code(path: str) -> Client:
    """A computer there, on which the six digits of the newest mail were typed."""
    browser = Client()
    assert browser.post(f"{path}send-code/").status_code == 302
    digits = codes.digits_of(LinkCode.objects.latest("asked_at"))
    assert browser.post(f"{path}code/", {"code": digits}).status_code == 302
    return browser


def words(answer: object) -> str:
    return " ".join(answer.content.decode().split())


def mailbox(shelf: Organization, at: datetime) -> list[Letter]:
    announce_everywhere(at=at + SECOND)
    sent = Delivery.objects.filter(organization=shelf).order_by("id")
    return [letters.letter(one, at=at + SECOND) for one in sent]


def behind(shelf: Organization) -> Actor:
    return Actor.partner_link(shelf.network_id, shelf.pk, shelf.pk, may=[links.DISPUTE])


def test_it_hears_by_mail_which_names_nobody_and_the_link_leads_past_digits_to_its_dispute(
    dispute: Dispute, shelf: Organization, story: Quarrel, now: datetime
):
    [letter] = mailbox(shelf, now)
    mail = f"{letter.message.subject} {letter.message.body}"
    assert letter.to == "shelf@example.org"
    assert "/d/" in mail
    for secret in (THEIRS, "Bread House", "Food Shelf", story.table.pantry.user.name, "ispute "):
        assert secret not in mail
    path = mail[mail.index("/d/") :].split(maxsplit=1)[0]
    seen = words(Client().get(path))
    assert "Bread House" not in seen
    browser = past_the_code(path)
    assert "Bread House" in words(browser.get(path))
    page = browser.get(f"{path}{dispute.pk}/")
    assert THEIRS in words(page)
    assert page["Cache-Control"] == "no-store"
    assert letter.to not in {one.to for one in _admins_letters(story)}


def _admins_letters(story: Quarrel) -> list[Letter]:
    sent = Delivery.objects.filter(network=story.network, organization=None)
    return [letters.letter(one, at=timezone.now()) for one in sent]


def test_it_answers_and_what_both_agree_on_ends_it(
    dispute: Dispute, shelf: Organization, story: Quarrel, path: str
):
    browser, here, pantry = past_the_code(path), f"{path}{dispute.pk}/", story.table.pantry
    assert browser.post(f"{here}say/", {"words": OURS}).status_code == 302
    said = Statement.objects.latest("at")
    assert (said.voice, said.words, said.by) == ("second", OURS, None)
    event = Event.objects.filter(kind="dispute.said").latest("id")
    assert (event.via, event.acting_for, event.actor_id) == ("link", shelf.pk, None)
    theirs = words(pantry.client.get(f"/disputes/{dispute.pk}/"))
    assert OURS in theirs
    assert "by the link in their mailbox" in theirs
    day = (timezone.now() + 9 * DAY).date()
    typed = {
        "words": "We call first.",
        "side_1": "first",
        "does_1": "They call.",
        "by_1": day.isoformat(),
    }
    assert browser.post(f"{here}ending/", typed).status_code == 302
    ending = Ending.objects.get()
    assert Assent.objects.get().side == "second"
    assent(actor=pantry.actor, dispute_id=dispute.pk, ending_id=ending.pk, at=timezone.now())
    dispute.refresh_from_db()
    assert dispute.status == "agreed"
    kept = Pledge.objects.get()
    assert browser.post(f"{here}kept/", {"row": kept.pk}).status_code == 302
    kept.refresh_from_db()
    assert kept.kept_at is not None
    assert "Nothing waits" in words(browser.get(path))
    assert not [one for one in audit(shelf.network_id, at=timezone.now()) if one.broken]


def test_it_says_yes_to_what_the_other_wrote_and_may_ask_for_a_mediator(
    dispute: Dispute, shelf: Organization, story: Quarrel, path: str
):
    browser, here, pantry = past_the_code(path), f"{path}{dispute.pk}/", story.table.pantry
    assert browser.post(f"{here}up/").status_code == 302
    dispute.refresh_from_db()
    assert dispute.status == "mediation"
    ending = write_ending(
        actor=pantry.actor, dispute_id=dispute.pk, words="We call.", at=timezone.now()
    )
    assert "Yes, so it ends" in words(browser.get(here))
    assert browser.post(f"{here}yes/", {"row": ending.pk}).status_code == 302
    dispute.refresh_from_db()
    assert dispute.status == "agreed"


def test_what_is_not_a_sides_it_does_not_do(dispute: Dispute, path: str, story: Quarrel):
    browser, here = past_the_code(path), f"{path}{dispute.pk}/"
    browser.post(f"{here}up/")
    for step, typed in (
        ("withdraw", {}),  # the other side raised it
        ("mediator", {"user": story.listed.pk}),
        ("keeper", {"user": story.mediator.user.pk}),
        ("council", {"words": "Decide."}),
        ("nothing", {}),
    ):
        browser.post(f"{here}{step}/", typed)
    dispute.refresh_from_db()
    assert (dispute.status, dispute.mediator_id) == ("mediation", None)
    empty = browser.post(f"{here}say/", {"words": " "})
    assert empty.status_code == 422


def test_whoever_is_forwarded_the_mail_reads_and_says_nothing(dispute: Dispute, path: str):
    for method, where in (("get", ""), ("post", "say/"), ("post", "up/")):
        answer = getattr(Client(), method)(f"{path}{dispute.pk}/{where}", {"words": OURS})
        assert answer.status_code in {302, 404}
    assert THEIRS not in words(Client().get(path))
    assert Statement.objects.count() == 1


def test_a_forged_an_expired_and_another_purposes_link_open_nothing(
    dispute: Dispute, shelf: Organization, path: str
):
    link = AccessLink.objects.get(purpose=links.DISPUTE)
    token = links.token_of(link)
    forged = token[:-4] + ("AAAA" if token[-4:] != "AAAA" else "BBBB")
    week = links.token_of(week_link(shelf, at=timezone.now()))
    for spoilt in (forged, token[:-1], week, "x"):
        for where in ("", f"{dispute.pk}/"):
            assert Client().get(f"/d/{spoilt}/{where}").status_code == 404
    assert Client().get(f"/o/{token}/").status_code == 404
    browser = past_the_code(path)
    AccessLink.objects.filter(pk=link.pk).update(expires_at=timezone.now())
    assert browser.get(path).status_code == 404
    assert browser.post(f"{path}{dispute.pk}/say/", {"words": OURS}).status_code == 404
    assert Statement.objects.count() == 1


def test_the_link_dies_with_the_mailbox_when_taken_back_and_once_somebody_signs_in_there(
    dispute: Dispute, shelf: Organization, path: str
):
    browser = past_the_code(path)
    rows = Organization.objects.filter(pk=shelf.pk)
    rows.update(email="thief@example.org")
    assert browser.get(path).status_code == 404
    rows.update(email=shelf.email)
    assert browser.get(path).status_code == 200
    links.revoke(
        network_id=shelf.network_id, purpose=links.DISPUTE, object_id=shelf.pk, at=timezone.now()
    )
    assert browser.get(path).status_code == 404
    again = links.url_path(dispute_link(shelf, at=timezone.now()))
    keeper = hire(shelf, "Kim Keeper", Role.ORGADMIN)
    assert Client().get(again).status_code == 404
    assert THEIRS in words(keeper.client.get(f"/disputes/{dispute.pk}/"))


def test_another_organizations_link_opens_no_dispute_of_these_two(
    dispute: Dispute, story: Quarrel, network: Network, foreigner: Worker
):
    other = found(network, "Night Kitchen")
    Organization.objects.filter(pk=other.pk).update(email="night@example.org")
    other.refresh_from_db()
    path = links.url_path(dispute_link(other, at=timezone.now()))
    browser = past_the_code(path)
    assert "Nothing waits" in words(browser.get(path))
    assert browser.get(f"{path}{dispute.pk}/").status_code == 404
    assert browser.post(f"{path}{dispute.pk}/say/", {"words": OURS}).status_code == 404
    elsewhere = Actor.partner_link(
        foreigner.organization.network_id, foreigner.organization.pk, foreigner.organization.pk,
        may=[links.DISPUTE],
    )  # fmt: skip
    with pytest.raises(ObjectDoesNotExist):
        say(actor=elsewhere, dispute_id=dispute.pk, words=OURS, at=timezone.now())


def test_a_link_to_requests_of_the_same_organization_has_no_part_in_its_dispute(
    dispute: Dispute, shelf: Organization, now: datetime
):
    of_requests = Actor.partner_link(shelf.network_id, shelf.pk, shelf.pk)
    for act in (step_up, withdraw):
        with pytest.raises((ObjectDoesNotExist, NotAllowed)):
            act(actor=of_requests, dispute_id=dispute.pk, at=now)
    with pytest.raises(ObjectDoesNotExist):
        say(actor=of_requests, dispute_id=dispute.pk, words=OURS, at=now)


def test_in_the_database_nobody_speaks_without_a_name_but_a_side_by_its_living_link(
    dispute: Dispute, shelf: Organization, story: Quarrel, now: datetime
):
    about = {"network": shelf.network, "at": now, "by": None}
    ending = write_ending(
        actor=story.table.pantry.actor, dispute_id=dispute.pk, words="We call.", at=now
    )

    def refused(write: object, **row: object) -> None:
        with pytest.raises(IntegrityError, match="without a name"), transaction.atomic():
            write.objects.create(**about, **row)

    for voice in ("first", "second", "keeper"):  # no link was sent yet
        refused(Statement, dispute=dispute, voice=voice, words=OURS)
    refused(Assent, ending=ending, side="second")
    dispute_link(shelf, at=now)
    for voice in ("first", "keeper", "mediator"):
        refused(Statement, dispute=dispute, voice=voice, words=OURS)
        refused(Ending, dispute=dispute, voice=voice, words=OURS, number=9)
    hire(shelf, "Kim Keeper", Role.ORGADMIN)
    refused(Assent, ending=ending, side="second")
    refused(Statement, dispute=dispute, voice="second", words=OURS)


def test_where_somebody_signs_in_for_a_side_its_mailbox_hears_nothing(
    story: Quarrel, now: datetime
):
    clinic = story.table.clinic
    Organization.objects.filter(pk=clinic.organization.pk).update(email="box@example.org")
    story.raised(now)
    assert not mailbox(clinic.organization, now)
    assert Delivery.objects.filter(user=clinic.user, template="dispute_waits").exists()


def test_its_own_word_is_not_told_to_itself_and_the_other_side_hears(
    dispute: Dispute, shelf: Organization, story: Quarrel, now: datetime
):
    before = len(mailbox(shelf, now))
    dispute_link(shelf, at=now)
    say(actor=behind(shelf), dispute_id=dispute.pk, words=OURS, at=now + SECOND)
    assert len(mailbox(shelf, now + SECOND)) == before
    assert Delivery.objects.filter(user=story.table.pantry.user, template="dispute_waits").exists()
