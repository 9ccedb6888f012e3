"""Partners decide which facts are shared for a kind of help, and which words families hear; nobody else does."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.errors import BadInput, NotAllowed
from governance.actions.deciding import decide_due
from governance.actions.proposals import Wording, act_now, draft
from governance.counting import Answer
from governance.effects import registry
from governance.effects.registry import Change
from governance.models.proposals import Proposal
from people.actions import deciding_scopes
from people.actions.deciding_texts import words
from people.actions.texts import propose_words, publish, save_draft
from people.models.texts import ConsentText, digest_of
from people.scopes import NotShared
from people.search.texts import shipped, text_in_force
from referrals.actions.send import Sending, send
from referrals.search.one_request import _projected
from tests.governance.table import DAY, Table, close, put_to_vote, say, sit_down
from tests.referrals.conftest import agreed, need, referral, rosa, sending
from tests.story import NOW, Worker

__all__ = ["agreed", "need", "referral", "rosa", "sending"]
WORDS = "You choose what we share.\n{agreement}\nYou can stop at any time."
HARD = "Notwithstanding subsequent communications, organizations administer information."
NAME_ONLY = deciding_scopes.share("food-insecurity", [])


@pytest.fixture
def table(network, now) -> Table:
    return sit_down(network, now - 30 * DAY)


def carried(table: Table, at, *changes: Change) -> Proposal:
    mine = put_to_vote(table, table.pantry, Wording("Less", "Safer.", changes=changes), at)
    say(table, mine, [(one, Answer.YES) for one in table.voters], mine.votes_from)
    mine = close(mine)
    assert mine.status == "in_force"
    return mine


# --- what is shared for a kind of help ---------------------------------------------------------


def test_what_partners_do_not_share_for_a_kind_of_help_is_neither_sent_nor_read_any_more(
    table: Table, navigator: Worker, referral, sending: Sending, now
):
    before = _projected(referral, now)
    assert (before.name, before.household) == ("Rosa Delgado", None)
    referral.need.subject.postal_code = "94110"
    referral.need.subject.save()
    referral.consent.facts.append("area")
    referral.shared_facts = ["area", "name"]
    assert _projected(referral, now).area == "94110"
    mine = carried(table, now, NAME_ONLY)
    after = _projected(referral, mine.in_force_at)
    assert (after.name, after.area) == ("Rosa Delgado", None)


def test_a_request_with_more_than_partners_share_is_refused_and_one_within_goes(
    table: Table, navigator: Worker, need, agreed, sending: Sending, now
):
    mine = carried(table, now, NAME_ONLY)
    with pytest.raises(NotShared, match="Partners decided"):
        send(actor=navigator.actor, need_id=need.pk, sending=sending, at=mine.in_force_at)
    within = Sending(sending.service_id, sending.request_key, facts=("name",))
    sent = send(actor=navigator.actor, need_id=need.pk, sending=within, at=mine.in_force_at)
    assert sent.shared_facts == ["name"]


def test_the_form_of_sending_offers_only_what_partners_share(
    table: Table, navigator: Worker, need, agreed, food_boxes, now
):
    address = f"/needs/{need.pk}/send/?service={food_boxes.pk}"
    assert 'value="household"' in navigator.client.get(address).content.decode()
    carried(table, now - 30 * DAY, NAME_ONLY)
    page = navigator.client.get(address).content.decode()
    assert 'value="household"' not in page
    assert 'value="phone"' not in page


def test_a_decision_on_one_kind_of_help_leaves_the_others_and_the_familys_own_bound_alone(
    table: Table, referral, now
):
    carried(table, now, deciding_scopes.share("housing-instability", []))
    later = now + 60 * DAY
    referral.shared_facts = ["name", "email"]  # the family agreed to no e-mail
    assert _projected(referral, later).name == "Rosa Delgado"
    assert _projected(referral, later).email is None


@pytest.mark.parametrize(
    ("key", "facts"),
    [("food-insecurity", ["name"]), ("food-insecurity", ["name", "language", "diary"]),
     ("gold", ["name", "language"]), ("food-insecurity", "name"), ("food-insecurity", [7])],
)  # fmt: skip
def test_a_bound_that_is_none_is_not_even_a_draft(table: Table, now, key: str, facts: object):
    change = Change("sharing", key, facts)
    with pytest.raises(BadInput):
        draft(actor=table.pantry.actor, wording=Wording("A", "B", changes=(change,)), at=now)


def test_before_and_after_are_read_aloud_and_taking_it_back_is_a_proposal_too(table: Table, now):
    mine = carried(table, now, NAME_ONLY)
    version = mine.versions.get()
    [said] = registry.aloud(registry.unpacked(version.changes))
    assert (said.before, said.after) == ("all that the family agreed to", "Name, Language")
    stands = deciding_scopes.before(table.network.pk, [NAME_ONLY], mine.in_force_at)
    back = Change("sharing", NAME_ONLY.key, registry.unpacked(version.changes)[0].before)
    carried(table, mine.in_force_at, back)
    later = deciding_scopes.before(table.network.pk, [NAME_ONLY], mine.in_force_at + 60 * DAY)
    assert stands != later
    assert later[NAME_ONLY.key] == back.after


# --- the words that families hear --------------------------------------------------------------


def test_carried_words_are_what_families_hear_from_their_start_and_say_by_which_decision(
    table: Table, now
):
    mine = carried(table, now, words("en", WORDS, asks_anew=True))
    row = ConsentText.objects.get(language="en")
    assert (row.decision_id, row.begins_at, row.asks_anew) == (mine.pk, mine.in_force_at, True)
    assert text_in_force(table.network.pk, "en", at=mine.in_force_at).body == WORDS
    assert text_in_force(table.network.pk, "es", at=mine.in_force_at).version == 0


@pytest.mark.parametrize(
    ("language", "body"),
    [("en", "No place."), ("en", "word " * 900), ("fr", WORDS),
     ("en", f"{HARD}\n{{agreement}}\n{HARD}\n{HARD}\n{HARD}")],
)  # fmt: skip
def test_words_that_no_family_should_hear_are_not_put_to_a_vote(
    table: Table, now, language: str, body: str
):
    change = words(language, body, asks_anew=False)
    with pytest.raises(BadInput):
        draft(actor=table.pantry.actor, wording=Wording("A", "B", changes=(change,)), at=now)


def test_once_a_council_sits_nobody_publishes_by_hand_but_the_convener_may_propose_a_draft(
    table: Table, stranger: Worker
):
    said = {"language": "en", "body": WORDS, "asks_anew": False, "at": NOW}
    with pytest.raises(NotAllowed):
        publish(actor=table.convener.actor, begins_on=NOW.date() + DAY, **said)
    page = reverse("people:write_text", args=["en"])
    assert table.convener.client.post(page, {"body": WORDS, "publish": "1"}).status_code == 403
    with pytest.raises(NotAllowed):
        propose_words(actor=stranger.actor, reason="Shorter.", **said)
    mine = propose_words(actor=table.convener.actor, reason="Shorter.", **said)
    assert mine.status == "draft"
    assert not ConsentText.objects.exclude(begins_at=None).exists()


def test_the_database_publishes_no_words_without_a_decision_that_was_carried(table: Table, now):
    waiting = put_to_vote(
        table, table.pantry, Wording("A", "B", changes=(words("en", WORDS, asks_anew=False),)), now
    )
    kept = save_draft(actor=table.convener.actor, language="en", body=WORDS, at=now)
    for decision in (None, waiting.pk):
        with pytest.raises(IntegrityError, match="decided"), transaction.atomic():
            ConsentText.objects.filter(pk=kept.pk).update(begins_at=now, decision=decision)
        with pytest.raises(IntegrityError, match="decided"), transaction.atomic():
            ConsentText.objects.create(
                network=table.network, language="es", version=9, body=WORDS, digest=digest_of(WORDS),
                begins_at=now, written_at=now, decision_id=decision,
            )  # fmt: skip


def test_an_act_in_an_emergency_falls_back_and_one_that_asks_all_families_anew_waits(
    table: Table, now
):
    anew = Wording("A", "B", changes=(words("en", WORDS, asks_anew=True),))
    mine = draft(actor=table.convener.actor, wording=anew, at=now)
    with pytest.raises(BadInput, match="waits for the vote"):
        act_now(actor=table.convener.actor, proposal_id=mine.pk, at=now)
    plain = Wording("A", "B", changes=(words("en", WORDS, asks_anew=False),))
    mine = draft(actor=table.convener.actor, wording=plain, at=now)
    mine = act_now(actor=table.convener.actor, proposal_id=mine.pk, at=now)
    assert text_in_force(table.network.pk, "en", at=now).body == WORDS
    decide_due(network_id=table.network.pk, at=mine.votes_until + timedelta(days=1))
    decide_due(network_id=table.network.pk, at=mine.votes_until + timedelta(days=1))
    mine.refresh_from_db()
    assert mine.status == "fell_back"
    later = mine.votes_until + timedelta(days=1)
    assert text_in_force(table.network.pk, "en", at=later).body == shipped("en").body
