"""When something goes wrong, is there a page that says what is safe and what to do?"""

import pytest
from django.template.loader import render_to_string
from django.test import Client

CODES = ("400", "403", "403_csrf", "404", "409", "413", "422", "500", "503")


@pytest.mark.parametrize("code", CODES)
def test_an_error_page_needs_neither_database_nor_request(code: str) -> None:
    html = render_to_string(f"{code}.html")
    assert html.count("<h1>") == 1
    assert 'href="/"' in html
    assert "<c-" not in html


@pytest.mark.parametrize("code", ["403", "409", "422"])
def test_the_rule_that_said_no_speaks_for_itself(code: str) -> None:
    sentence = "Harbor Food Pantry has no places this week. <Two> others are open."
    html = render_to_string(f"{code}.html", {"sentence": sentence})
    assert "Harbor Food Pantry has no places this week. &lt;Two&gt; others are open." in html


def test_what_was_typed_is_offered_again_after_a_late_form() -> None:
    html = render_to_string("403_csrf.html", {"typed": [("note", 'a "quote"')], "path": "/x/"})
    assert 'name="note" value="a &quot;quote&quot;"' in html
    assert 'action="/x/"' in html


@pytest.mark.django_db
def test_an_address_that_does_not_exist_is_answered_kindly(client: Client) -> None:
    answer = client.get("/there-is-no-such-page/")
    assert answer.status_code == 404
    assert "This page is not here" in answer.content.decode()
