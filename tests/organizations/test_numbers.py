"""The convener says which numbers a family reads when nobody here answers."""

import pytest

from core.errors import NotAllowed
from core.models import Event
from organizations.actions.numbers import SAID, NotANumber, Numbers, say_numbers
from organizations.models.network import Network

PAGE = "/settings/numbers/"
OURS = Numbers(crisis_line="555-0134", help_line="211")


def test_what_the_convener_says_every_family_reads(convener, network, now):
    say_numbers(actor=convener.actor, numbers=OURS, at=now)
    network.refresh_from_db()
    assert Numbers.of(network) == OURS
    assert Event.objects.get(kind=SAID).details == {"crisis_line": ["988", "555-0134"]}
    say_numbers(actor=convener.actor, numbers=OURS, at=now)
    assert Event.objects.filter(kind=SAID).count() == 1


@pytest.mark.parametrize("number", ["", "call us", "12", "9-8-8 or 911", "1" * 30, "javascript:1"])
def test_what_no_telephone_can_call_is_refused(convener, network, now, number: str):
    with pytest.raises(NotANumber):
        say_numbers(actor=convener.actor, numbers=Numbers(number, "211"), at=now)
    page = convener.client.post(PAGE, {"crisis_line": number, "help_line": "211"})
    assert page.status_code == 422
    assert Network.objects.get(pk=network.pk).crisis_line == "988"


def test_the_page_shows_what_a_family_reads_and_what_stood_there_before(convener, network):
    assert "these numbers were there from the start" in convener.client.get(PAGE).content.decode()
    typed = {"crisis_line": " (555) 0134-22 ", "help_line": "211"}
    page = convener.client.post(PAGE, typed, follow=True).content.decode()
    assert "A crisis: (555) 0134-22, day and night." in page
    assert "From 988 to (555) 0134-22" in page
    assert convener.user.name in page
    assert page.count("From ") == 1  # the other one has not changed


def test_nobody_else_says_them(orgadmin, navigator, stranger, foreigner, network, now):
    for somebody in (orgadmin, navigator, stranger):
        assert somebody.client.get(PAGE).status_code == 403
        with pytest.raises(NotAllowed):
            say_numbers(actor=somebody.actor, numbers=OURS, at=now)
    foreigner.client.post(PAGE, {"crisis_line": "555-0134", "help_line": "211"})
    assert Network.objects.get(pk=network.pk).crisis_line == "988"
