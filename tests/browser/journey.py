"""What do the three people in a journey do with their hands? One function for each stretch of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg

from tests.browser.visitor import Visitor

PANTRY = "Eastside Pantry"
BOXES = "Weekly food boxes"


@dataclass(frozen=True)
class Family:
    first: str
    last: str
    phone: str
    child: str
    born: str


def add_with_child(navigator: Visitor, family: Family) -> None:
    """Ends on the record of the one who came."""
    page = navigator.page
    navigator.goto("/people/new/")
    page.fill("#id_first_name", family.first)
    page.fill("#id_last_name", family.last)
    page.fill("#id_phone", family.phone)
    page.check("#id_phone_is_safe")
    navigator.press("Make it, then add a child or a carer")
    page.select_option("#id_kind", "child")
    page.fill("#id_first_name", family.child)
    page.fill("#id_birth_date", family.born)
    page.check("#id_lives_together")
    navigator.press("Add them")
    navigator.follow("The record")


def ask_about_food(navigator: Visitor) -> None:
    """The Hunger Vital Sign, both answers often true, and the family wants help. Ends on the need."""
    page = navigator.page
    navigator.follow("Start a screening")
    page.get_by_label("Hunger Vital Sign").check()
    page.locator("[name=alone][value=yes]").check()
    navigator.press("Start asking")
    for answer in page.get_by_label("Often true").all():
        answer.check()
    navigator.press("Finish and see what came up")
    page.get_by_label("Yes, please").check()
    navigator.press("Save what they want")
    navigator.follow("Find help")


def need_of(navigator: Visitor) -> UUID:
    """The need whose page is open."""
    return UUID(navigator.page.url.split("/needs/")[1].split("/")[0])


def choose(navigator: Visitor, service: str) -> None:
    navigator.follow("See more services")
    navigator.page.get_by_label(service).check()
    navigator.press("Go on with this one")


def agree(navigator: Visitor) -> None:
    """The family hears the clinic's own words and says yes; ends before sending."""
    navigator.follow("Ask them now")
    navigator.page.fill("[name=signed_name]", "R. Delgado")
    navigator.press("Show the words")
    navigator.press("They said yes: write it down")


def help_them(pantry: Visitor, family: Family) -> Iterator[str]:
    """From the list to done; stops on each page so that it can be looked at."""
    pantry.goto("/requests/")
    yield "the requests"
    pantry.follow(family.first)
    yield "the request"
    pantry.press("Yes, we can help")
    yield "the question about room"
    pantry.follow("Not now. Back to the requests")
    pantry.follow(family.first)
    pantry.press("First contact made")
    yield "the request, accepted"
    pantry.follow("It is done")
    pantry.page.get_by_role("radio").first.check()
    yield "what the family got"
    pantry.press("Say it is done")
    yield "the request, done"


@contextmanager
def behind(owner_url: str) -> Iterator["psycopg.Connection[Any]"]:
    """The database as its owner sees it, for what a test cannot wait for."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        yield connection


def undo_ends(owner_url: str, need_id: UUID, *, after: timedelta) -> None:
    """Twenty seconds are nothing on a busy machine: they end when the test says so."""
    with behind(owner_url) as database:
        let_go = "UPDATE referrals_referral SET released_at = now() + %s WHERE need_id = %s"
        assert database.execute(let_go, [after, need_id]).rowcount == 1


def requests_for(owner_url: str, need_id: UUID) -> int:
    with behind(owner_url) as database:
        counted = "SELECT count(*) FROM referrals_referral WHERE need_id = %s"
        row = database.execute(counted, [need_id]).fetchone()
    return int(row[0]) if row else 0
