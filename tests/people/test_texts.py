"""A network writes what its families hear; what was shown is kept, and nobody changes it afterwards."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from core.errors import BadInput, ConsentMissing, NotAllowed, StepNotPossible
from organizations.models.network import Network
from people.actions.texts import publish, save_draft
from people.lifecycle import Direction
from people.models.texts import ConsentText
from people.search.texts import shipped, text_in_force
from people.words.readability import is_plain, reading
from tests.people.test_consent import agreed, asked
from tests.story import NOW, Worker

DAY = timedelta(days=1)
WORDS = "You choose what we share.\n{agreement}\nYou can stop at any time."
TODAY = date(2026, 11, 18)


def put_out(
    convener: Worker, *, words: str = WORDS, begins_on: date = TODAY, asks_anew: bool = False
):
    save_draft(actor=convener.actor, language="en", body=words, at=NOW)
    return publish(
        actor=convener.actor, language="en", begins_on=begins_on, asks_anew=asks_anew, at=NOW
    )


def now(network: Network, at=NOW):
    return text_in_force(network.pk, "en", at=at)


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_porchlight_comes_with_is_plain(language):
    words = shipped(language).body.replace("{agreement}", "")
    assert is_plain(words, language), reading(words, language)
    assert len(words.split()) > 15


def test_a_draft_is_shown_to_nobody_and_published_words_from_their_day_on(convener, network):
    save_draft(actor=convener.actor, language="en", body=WORDS, at=NOW)
    assert now(network).version == 0
    publish(actor=convener.actor, language="en", begins_on=TODAY + 7 * DAY, asks_anew=False, at=NOW)

    assert now(network).version == 0
    assert now(network, NOW + 8 * DAY).body == WORDS
    assert text_in_force(network.pk, "es", at=NOW + 8 * DAY).version == 0


def test_saving_twice_is_one_draft_and_the_next_one_is_the_next_version(convener):
    for words in (WORDS, f"Hello.\n{WORDS}"):
        save_draft(actor=convener.actor, language="en", body=words, at=NOW)
    assert ConsentText.objects.get().version == 1
    assert put_out(convener).version == 1
    assert put_out(convener).version == 2


@pytest.mark.parametrize("words", ["No place.", "{agreement}\n{agreement}", "Yes: {agreement}"])
def test_words_without_the_place_for_what_is_agreed_are_not_kept(convener, words):
    with pytest.raises(BadInput, match="one line that says only"):
        save_draft(actor=convener.actor, language="en", body=words, at=NOW)


def test_words_that_are_hard_to_read_are_not_published(convener):
    sentence = "Notwithstanding subsequent communications, organizations administer information."
    hard = "\n".join([sentence, "{agreement}", *3 * [sentence]])
    with pytest.raises(BadInput, match="hard to read"):
        put_out(convener, words=hard)
    assert not ConsentText.objects.exclude(begins_at=None).exists()


def test_nothing_is_published_into_the_past_or_without_a_draft(convener):
    with pytest.raises(StepNotPossible):
        publish(actor=convener.actor, language="en", begins_on=TODAY, asks_anew=False, at=NOW)
    with pytest.raises(BadInput, match="still to come"):
        put_out(convener, begins_on=TODAY - DAY)


def test_only_the_convener_of_this_network_writes_words(navigator, foreigner, convener):
    with pytest.raises(NotAllowed):
        save_draft(actor=navigator.actor, language="en", body=WORDS, at=NOW)
    put_out(convener)
    assert text_in_force(foreigner.organization.network_id, "en", at=NOW).version == 0


def test_new_words_end_nothing_unless_they_ask_anew(rosa, navigator, pantry, convener):
    held = agreed(navigator, rosa, pantry, directions=frozenset(Direction))
    put_out(convener)
    assert asked(rosa, pantry)

    put_out(convener, begins_on=TODAY + DAY, asks_anew=True)
    assert asked(rosa, pantry)
    with pytest.raises(ConsentMissing, match="words of agreements have changed"):
        asked(rosa, pantry, at=NOW + 2 * DAY)
    assert held[0].holds(at=NOW + 2 * DAY)


def test_an_agreement_keeps_which_words_were_shown(rosa, navigator, pantry, convener):
    put_out(convener, asks_anew=True)
    text = now(rosa.network)
    row = agreed(navigator, rosa, pantry, text=text)[0]

    assert (row.text_version, row.text_digest) == (1, text.digest)
    assert asked(rosa, pantry)


def test_words_that_are_no_longer_in_force_are_not_agreed_to(rosa, navigator, pantry, convener):
    old = shipped("en")
    put_out(convener)

    with pytest.raises(BadInput, match="have changed meanwhile"):
        agreed(navigator, rosa, pantry, text=old)


@pytest.mark.parametrize(
    "broken",
    [
        "UPDATE people_consenttext SET body = 'Say yes. {agreement}'",
        "UPDATE people_consenttext SET begins_at = NULL",
    ],
)
def test_the_database_refuses_to_change_what_was_published(convener, broken):
    put_out(convener)
    refused = pytest.raises(IntegrityError, match="append-only")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(broken)


def test_the_database_refuses_words_that_are_not_their_digest(convener):
    save_draft(actor=convener.actor, language="en", body=WORDS, at=NOW)
    refused = pytest.raises(IntegrityError, match="is_what_it_was")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE people_consenttext SET body = 'Say yes. {agreement}'")


def test_the_convener_reads_the_words_aloud_and_publishes_them(convener, navigator, network):
    client = convener.client
    page = client.get("/people/words/").content.decode()
    assert "The words that Porchlight comes with" in page
    draft = client.post("/people/words/en/", {"body": WORDS, "draft": "1"}, follow=True)
    assert "You choose what we share." in draft.content.decode()
    assert "may share facts about me with: a food pantry." in draft.content.decode()

    said = {"body": WORDS, "begins_on": "2999-01-01", "publish": "1"}
    assert client.post("/people/words/en/", {**said, "begins_on": ""}).status_code == 422
    assert "not yet" in client.post("/people/words/en/", said, follow=True).content.decode()
    assert client.get("/people/words/xx/").status_code == 404
    assert navigator.client.get("/people/words/").status_code == 403
    assert navigator.client.post("/people/words/en/", said).status_code == 403
