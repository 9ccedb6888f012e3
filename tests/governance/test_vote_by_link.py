"""A member votes by the link in their mailbox: past a code, in their language, and nobody else by it."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts import codes, links, trying
from accounts.models import AccessLink, LinkCode, User
from core.actor import Actor
from core.errors import NotAllowed
from core.models import Event
from governance.actions.ballots import vote
from governance.actions.councils import fill_seat
from governance.actions.polling import hold_elections
from governance.actions.proposals import comment
from governance.counting import Answer
from governance.links import vote_link
from governance.models.ballots import Ballot, Turnout
from governance.models.councils import Seat
from governance.models.elections import Election, ElectionBallot, ElectionTurnout, Nominee
from governance.models.proposals import Proposal, Standing
from notifications import letters
from notifications.actions.announce import announce_everywhere
from notifications.letters import Letter
from notifications.models.deliveries import Delivery
from organizations.grants import Role
from organizations.models.network import Network
from referrals.actions.audit import audit
from referrals.models.referral import Referral
from tests.governance.table import DAY, WAITING, Table, put_to_vote, sit_down
from tests.governance.test_elections import opened, stand
from tests.story import Worker, found, hire

SECOND = timedelta(seconds=1)


@pytest.fixture
def lately(network: Network) -> Table:
    return sit_down(network, timezone.now() - 40 * DAY)


@pytest.fixture
def open_vote(lately: Table) -> Proposal:
    return put_to_vote(lately, lately.pantry, WAITING, timezone.now() - 11 * DAY)


def mailed(worker: Worker, *, days: int = 5) -> str:
    """The path of the link in their mail."""
    at = timezone.now()
    worker.user.refresh_from_db()
    link = vote_link(worker.user, worker.membership.network_id, at=at, until=at + days * DAY)
    return links.url_path(link)


def past_the_code(path: str) -> Client:
    """A phone on which the six digits of the newest mail were typed."""
    phone = Client()
    assert phone.post(f"{path}send-code/").status_code == 302
    digits = codes.digits_of(LinkCode.objects.latest("asked_at"))
    assert phone.post(f"{path}code/", {"code": digits}).status_code == 302
    return phone


def sent(lately: Table, worker: Worker, answer: str = "yes", words: str = "") -> dict[str, str]:
    return {"seat": str(lately.seat(worker).pk), "answer": answer, "words": words}


def test_a_mother_votes_on_her_phone_in_her_language_and_changes_her_mind(
    lately: Table, open_vote: Proposal
):
    User.objects.filter(pk=lately.mother.user.pk).update(language="es")
    path = mailed(lately.mother)
    phone = past_the_code(path)
    page = phone.get(path)
    assert "Three days instead of two" in page.content.decode()
    assert '<html lang="es"' in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    on = f"{path}proposals/{open_vote.pk}/"
    assert 'name="answer"' in phone.get(on).content.decode()
    said = phone.post(on, sent(lately, lately.mother), follow=True).content.decode()
    assert Ballot.objects.get().receipt in said
    phone.post(on, sent(lately, lately.mother, "no", "Too long."))
    last = Ballot.objects.latest("turn")
    assert (last.turn, last.answer) == (2, "no")
    turnout = Turnout.objects.get()
    assert (turnout.via, turnout.cast_by) == ("link", lately.mother.user)


def test_she_reads_there_what_the_others_think_before_she_votes(lately: Table, open_vote: Proposal):
    comment(
        actor=lately.clinic.actor, proposal_id=open_vote.pk, words="Three is long for food.",
        at=timezone.now(),
    )  # fmt: skip
    path = mailed(lately.mother)
    on = f"{path}proposals/{open_vote.pk}/"
    assert "Three is long for food." in past_the_code(path).get(on).content.decode()
    bare = Client().get(on, follow=True).content.decode()
    assert "Three is long for food." not in bare


def test_what_still_waits_for_her_stands_first_and_when_all_is_said_she_reads_that(
    lately: Table, open_vote: Proposal
):
    later = put_to_vote(lately, lately.pantry, WAITING, timezone.now() - 11 * DAY)
    path = mailed(lately.mother)
    phone = past_the_code(path)
    first, second = f"{path}proposals/{open_vote.pk}/", f"{path}proposals/{later.pk}/"
    phone.post(first, sent(lately, lately.mother))
    page = phone.get(path).content.decode()
    assert page.index(second) < page.index(first)
    assert "You have voted on all of it" not in page
    assert "Votes until" in phone.get(second).content.decode()
    done = phone.post(second, sent(lately, lately.mother), follow=True).content.decode()
    assert "You have voted on all of it" in done


def test_the_page_offers_each_language_in_its_own_words(lately: Table, open_vote: Proposal):
    """Whoever has landed in the other one finds the way back."""
    User.objects.filter(pk=lately.mother.user.pk).update(language="es")
    path = mailed(lately.mother)
    page = past_the_code(path).get(path).content.decode()
    assert ">English</button>" in page
    assert ">Español</button>" in page


def test_she_says_that_she_gains_by_it_and_does_not_vote(lately: Table, open_vote: Proposal):
    path = mailed(lately.mother)
    phone = past_the_code(path)
    seat = {"seat": str(lately.seat(lately.mother).pk), "words": "My sister works there."}
    on = f"{path}proposals/{open_vote.pk}/"
    assert phone.post(f"{on}conflict/", seat).status_code == 302
    assert Standing.objects.get().kind == "conflict"
    assert "so it does not vote" in phone.get(on).content.decode()
    assert phone.post(on, sent(lately, lately.mother)).status_code == 422
    assert not Ballot.objects.exists()


def test_whoever_is_forwarded_the_mail_reads_nothing_and_votes_nothing(
    lately: Table, open_vote: Proposal
):
    path, other = mailed(lately.mother), Client()
    door = other.get(path)
    assert "Three days" not in door.content.decode()
    assert "Mona" not in door.content.decode()
    on = f"{path}proposals/{open_vote.pk}/"
    assert other.get(on).status_code == 302
    assert other.post(on, sent(lately, lately.mother)).status_code == 404
    assert other.post(f"{on}conflict/", {"seat": "x", "words": "y"}).status_code == 404
    other.post(f"{path}send-code/")  # it goes to her mailbox, not to them
    assert other.post(f"{path}code/", {"code": "12345x"}).status_code == 422
    assert other.post(on, sent(lately, lately.mother)).status_code == 404
    assert not Ballot.objects.exists()
    assert not Standing.objects.exists()


def test_a_cookie_of_one_link_opens_no_other(lately: Table, open_vote: Proposal):
    phone = past_the_code(mailed(lately.clinic))
    cookie = phone.cookies["voter"].value
    theirs = mailed(lately.mother)
    phone.cookies["voter"] = cookie
    phone.cookies["voter"]["path"] = "/"
    assert phone.get(f"{theirs}proposals/{open_vote.pk}/").status_code == 302


def test_nobody_votes_by_their_link_for_another_seat(lately: Table, open_vote: Proposal):
    path = mailed(lately.clinic)
    phone = past_the_code(path)
    on = f"{path}proposals/{open_vote.pk}/"
    assert phone.post(on, sent(lately, lately.mother)).status_code in {403, 404}
    assert not Ballot.objects.exists()


def test_a_forged_link_opens_nothing_and_is_written_down(lately: Table, open_vote: Proposal):
    path = mailed(lately.mother)
    token = path.split("/")[2]
    forged = token[:-4] + ("AAAA" if token[-4:] != "AAAA" else "BBBB")
    answer = Client().get(f"/v/{forged}/")
    assert answer.status_code == 404
    assert Client().post(f"/v/{forged}/proposals/{open_vote.pk}/").status_code == 404
    # a link made for something else is not one for voting
    at = timezone.now()
    family = links.link_for(
        network_id=lately.network.pk, purpose=links.FAMILY, object_id=lately.mother.user.pk,
        at=at, lifetime=DAY,
    )  # fmt: skip
    assert Client().get(f"/v/{links.token_of(family)}/").status_code == 404


def test_a_link_ends_with_the_vote_with_another_mailbox_and_with_the_work(
    lately: Table, open_vote: Proposal
):
    path = mailed(lately.mother)
    assert Client().get(path).status_code == 200
    phone = past_the_code(path)
    User.objects.filter(pk=lately.mother.user.pk).update(email="other@example.org")
    assert phone.get(path).status_code == 404
    newer = mailed(lately.mother)
    assert newer != path  # the old copy stays dead
    assert Client().get(newer).status_code == 200
    AccessLink.objects.update(expires_at=timezone.now() - SECOND)
    assert Client().get(newer).status_code == 404
    again = mailed(lately.mother)
    memberships = type(lately.mother.membership).objects
    memberships.filter(pk=lately.mother.membership.pk).update(until=timezone.now())
    assert Client().get(again).status_code == 404


def test_a_code_is_good_once_and_wrong_ones_lock_the_link(lately: Table, open_vote: Proposal):
    path = mailed(lately.mother)
    phone = past_the_code(path)
    digits = codes.digits_of(LinkCode.objects.latest("asked_at"))
    other = Client()
    assert other.post(f"{path}code/", {"code": digits}).status_code == 422  # replayed
    for _ in range(trying.TRIES):
        other.post(f"{path}code/", {"code": "no"})
    assert other.post(f"{path}send-code/").status_code == 429
    kinds = set(Event.objects.filter(subject_type="accounts.user").values_list("kind", flat=True))
    assert {"link.code_asked", "link.code_given", "link.code_wrong"} <= kinds
    assert phone.get(path).status_code == 200


def test_after_the_vote_a_phone_that_is_still_open_counts_no_more(
    lately: Table, open_vote: Proposal
):
    path = mailed(lately.mother)
    phone = past_the_code(path)
    late = Actor.member_link(lately.network.pk, lately.mother.user.pk)
    with pytest.raises(Exception, match="over"):
        vote(
            actor=late, proposal_id=open_vote.pk, seat_id=lately.seat(lately.mother).pk,
            answer=Answer.YES, at=open_vote.votes_until,
        )  # fmt: skip
    assert phone.get(f"{path}elections/{open_vote.pk}/").status_code == 404


def test_a_secret_vote_by_link_names_nobody(lately: Table):
    secret = put_to_vote(lately, lately.pantry, WAITING, timezone.now() - 11 * DAY, is_secret=True)
    path = mailed(lately.mother)
    past_the_code(path).post(f"{path}proposals/{secret.pk}/", sent(lately, lately.mother))
    ballot = Ballot.objects.get()
    assert ballot.seat is None
    assert lately.seat(lately.mother).pk.hex not in ballot.voter


def test_by_her_link_somebody_votes_and_does_nothing_else(
    lately: Table, open_vote: Proposal, now: datetime
):
    actor = Actor.member_link(lately.network.pk, lately.convener.user.pk)
    assert not actor.is_link  # no family's link
    assert not Referral.objects.visible_to(actor, at=now).exists()
    seat = Seat.objects.get(council=lately.council, number=1)
    with pytest.raises(NotAllowed):
        fill_seat(actor=actor, seat_id=seat.pk, term=None, at=now)
    path = mailed(lately.mother)
    phone = past_the_code(path)
    assert phone.get(f"/council/proposals/{open_vote.pk}/").status_code == 302  # to sign in


def test_who_runs_a_pantry_elects_by_link(lately: Table):
    soup = hire(found(lately.network, "Soup Line"), "Ann Soup", Role.ORGADMIN)
    volunteer = hire(soup.organization, "Vic", Role.INTAKE)
    mine = opened(lately, timezone.now())
    stand(mine, soup, at=timezone.now())
    Election.objects.update(votes_from=timezone.now(), wake_at=timezone.now())
    hold_elections(network_id=mine.network_id, at=timezone.now())
    path = mailed(soup)
    phone = past_the_code(path)
    on = f"{path}elections/{mine.pk}/"
    assert "Ann Soup" in phone.get(on).content.decode()
    cast = {"elector": str(soup.organization.pk), "choices": [str(Nominee.objects.get().pk)]}
    theirs = mailed(volunteer)
    other = past_the_code(theirs)
    assert other.post(f"{theirs}elections/{mine.pk}/", cast).status_code in {403, 404}
    slip = phone.post(on, cast | {"nobody": "on"})
    assert (slip.status_code, slip.content.decode().count(" checked")) == (
        422,
        2,
    )  # as it was ticked
    assert not ElectionBallot.objects.exists()
    assert phone.post(on, cast).status_code == 302
    assert ElectionBallot.objects.get().choices == [Nominee.objects.get().pk.hex]
    assert ElectionTurnout.objects.get().via == "link"


def test_the_mail_of_a_vote_leads_by_the_link_and_its_code_to_the_same_mailbox(
    lately: Table, open_vote: Proposal
):
    announce_everywhere(at=timezone.now())
    delivery = Delivery.objects.get(template="proposal_to_vote", user=lately.mother.user)
    written = letters.letter(delivery, at=timezone.now())
    assert isinstance(written, Letter)
    link = AccessLink.objects.get(purpose=links.VOTE, object_id=lately.mother.user.pk)
    assert links.url_path(link) in written.message.body
    assert link.expires_at == open_vote.votes_until
    assert "Three days" not in written.message.body
    Client().post(f"{links.url_path(link)}send-code/")
    announce_everywhere(at=timezone.now())
    code = Delivery.objects.get(template="link_code")
    assert code.user == lately.mother.user
    mail = letters.letter(code, at=timezone.now())
    assert isinstance(mail, Letter)
    assert codes.digits_of(LinkCode.objects.get()) in mail.message.body
    assert mail.to == lately.mother.user.email


def test_the_auditor_finds_a_paper_that_nobody_cast(lately: Table):
    soup = hire(found(lately.network, "Soup Line"), "Ann Soup", Role.ORGADMIN)
    mine = opened(lately, timezone.now())
    stand(mine, soup, at=timezone.now())
    Election.objects.update(votes_from=timezone.now(), wake_at=timezone.now())
    hold_elections(network_id=mine.network_id, at=timezone.now())

    def stuffed() -> set[str]:
        findings = audit(mine.network_id, at=timezone.now())
        return {one.promise.name for one in findings if one.broken}

    assert "every_paper_was_cast_by_somebody" not in stuffed()
    ElectionBallot.objects.create(
        network_id=mine.network_id, election=mine, round=1, voter="x", choices=[], receipt="A",
        on=timezone.now().date(),
    )  # fmt: skip
    assert "every_paper_was_cast_by_somebody" in stuffed()
