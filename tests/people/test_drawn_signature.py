"""Whoever agrees on a screen may sign by hand as well: sealed, bounded, numbers only, and never needed."""

import hashlib

import pytest
from django.db import connection
from django.urls import reverse

from core.errors import BadInput
from organizations.models.network import Organization
from people.actions.consent import Agreement, give_consent
from people.lifecycle import Form
from people.models.agreements import Consent, Signature
from people.models.person import Person
from people.signatures import LONGEST, is_drawing
from tests.story import NOW, Worker

DRAWN = "M10 20L30 40L50 20M60 60L70 71"


def signs(worker: Worker, rosa: Person, pantry: Organization, **changes: object) -> list[Consent]:
    said = {
        "words": "I say yes.", "recipients": (pantry.pk,), "form": Form.ELECTRONIC,
        "signed_name": "R. Delgado", "signature": DRAWN, **changes,
    }  # fmt: skip
    return give_consent(actor=worker.actor, person_id=rosa.pk, agreement=Agreement(**said), at=NOW)


def test_what_she_drew_is_kept_once_and_each_agreement_keeps_its_digest(
    navigator: Worker, rosa: Person, pantry: Organization
):
    rows = signs(navigator, rosa, pantry)
    assert len(rows) == 2
    kept = Signature.objects.get()
    assert (kept.path, kept.given_together) == (DRAWN, rows[0].given_together)
    assert {row.signature_digest for row in rows} == {hashlib.sha256(DRAWN.encode()).hexdigest()}
    with connection.cursor() as cursor:
        cursor.execute("SELECT path FROM people_signature")
        assert b"L30 40" not in bytes(cursor.fetchone()[0])


def test_a_typed_name_alone_is_enough(navigator: Worker, rosa: Person, pantry: Organization):
    assert signs(navigator, rosa, pantry, signature="")[0].signature_digest == ""
    assert not Signature.objects.exists()


@pytest.mark.parametrize(
    "path",
    [
        "M10 20", "L10 20", "M10 20L30", "M10 20L700 20", "M10 20L30 300", "m10 20l30 40",
        '"/><script>alert(1)</script>', "M10 20L30 40 url(#x)", "M10 20C1 1 2 2 3 3",
        "M1 1" + "L2 2" * (LONGEST // 4), "M10 20L30 4\u0660",
    ],
)  # fmt: skip
def test_what_is_no_drawing_is_refused_with_a_sentence(
    path: str, navigator: Worker, rosa: Person, pantry: Organization
):
    assert not is_drawing(path)
    with pytest.raises(BadInput, match="typed name is enough"):
        signs(navigator, rosa, pantry, signature=path)
    assert not Consent.objects.exists()


def test_nobody_draws_on_paper_or_on_the_telephone(
    navigator: Worker, rosa: Person, pantry: Organization
):
    with pytest.raises(BadInput, match="could not read the drawing"):
        signs(navigator, rosa, pantry, form=Form.WRITTEN, kept_where="binder 3")


def test_it_is_drawn_below_the_words_and_stands_on_the_record_and_on_paper(
    navigator: Worker, rosa: Person, pantry: Organization, stranger: Worker
):
    page, client = reverse("people:agree", args=[rosa.pk]), navigator.client
    said = {
        "directions": ["send", "report_back"], "recipients": [str(pantry.pk)], "everyday": "on",
        "facts": ["phone"], "form": "electronic", "signed_name": "Rosa Delgado", "language": "en",
        "given_by": "-",
    }  # fmt: skip
    words = client.post(page, said).content.decode()
    assert "data-sign hidden" in words
    assert 'name="signature"' in words
    heard = words.split('name="heard" value="')[1].split('"')[0]
    answer = client.post(page, {**said, "heard": heard, "signature": DRAWN})
    assert answer.status_code == 302
    for name in ("agreed", "agreed_on_paper"):
        shown = reverse(f"people:{name}", args=[rosa.pk])
        text = client.get(shown).content.decode()
        assert f'd="{DRAWN}"' in text
        assert "Rosa Delgado" in text
        assert stranger.client.get(shown).status_code == 404


def test_who_says_it_out_loud_is_not_asked_to_draw(
    navigator: Worker, rosa: Person, pantry: Organization
):
    said = {
        "directions": ["send"], "recipients": [str(pantry.pk)], "everyday": "on", "form": "verbal",
        "witness": "Ana", "language": "en", "given_by": "-",
    }  # fmt: skip
    page = reverse("people:agree", args=[rosa.pk])
    assert "data-sign" not in navigator.client.post(page, said).content.decode()
