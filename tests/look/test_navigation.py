"""Does everybody see the pages of their role, and nobody a page that is not theirs?"""

from uuid import uuid4

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from config import navigation
from config.navigation import PAGES
from core.actor import Actor, ActorKind
from organizations.grants import ROLES, Role


def acting(role: Role) -> Actor:
    here, network = ROLES[role]
    place = uuid4()
    grants = frozenset((codename, place) for codename in here | network)
    return Actor(kind=ActorKind.USER, user_id=uuid4(), network_id=place, grants=grants)


def pages_of(role: Role) -> set[str]:
    """By the table, whether or not the address is there yet."""
    actor = acting(role)
    return {page.url_name for page in PAGES if actor.holds_anywhere(page.grants)}


@pytest.mark.parametrize("role", Role)
def test_nobody_signs_in_to_an_empty_bar(role: Role) -> None:
    assert pages_of(role)


def bars(rf: RequestFactory, role: Role) -> dict[str, list[str]]:
    """What stands at the top, at the foot of a phone, and among all pages."""
    request: HttpRequest = rf.get("/")
    request.actor, request.user = acting(role), None
    shown = navigation.navigation(request)
    at_foot = [item["url"] for _words, items in shown["nav_parts"] for item in items]
    urls = {
        name: [item["url"] for item in shown[f"nav_{name}"]] for name in ("bar", "phone", "items")
    }
    return urls | {"foot": at_foot}


@pytest.mark.parametrize("role", Role)
def test_everybody_finds_the_page_they_land_on_in_the_bar_and_each_of_their_pages_once_at_the_foot(
    rf: RequestFactory, role: Role
) -> None:
    shown = bars(rf, role)
    assert shown["bar"][0] == shown["phone"][0] == navigation.landing_url(acting(role))
    assert len(shown["bar"]) <= navigation.IN_BAR
    assert sorted(shown["foot"]) == sorted(shown["items"])


def test_on_a_phone_what_is_opened_every_day_comes_before_what_is_opened_now_and_then(
    rf: RequestFactory,
) -> None:
    shown = bars(rf, Role.DESK)
    assert shown["phone"] == shown["bar"][: navigation.ON_PHONE]
    assert "/messages/" not in shown["phone"]


def test_beside_the_search_the_bar_stays_in_one_line(rf: RequestFactory) -> None:
    supervises = acting(Role.SUPERVISOR).grants | acting(Role.COUNCIL).grants
    request: HttpRequest = rf.get("/")
    request.actor = Actor(
        kind=ActorKind.USER, user_id=uuid4(), network_id=uuid4(), grants=supervises
    )
    request.user = None
    shown = navigation.navigation(request)
    assert len(shown["nav_bar"]) == navigation.BESIDE_SEARCH
    assert any(item["url"] == "/scorecard/" for item in shown["nav_items"])


def test_few_pages_need_no_headings_and_many_have_them(rf: RequestFactory) -> None:
    def words(role: Role) -> list[str]:
        request: HttpRequest = rf.get("/")
        request.actor, request.user = acting(role), None
        return [str(said) for said, _items in navigation.navigation(request)["nav_parts"]]

    assert words(Role.NAVIGATOR) == [""]
    assert "Partners together" in words(Role.CONVENER)


def test_a_social_worker_lands_on_today_and_a_pantry_on_requests() -> None:
    first = {role: next(p for p in PAGES if acting(role).holds_anywhere(p.grants)) for role in Role}
    assert first[Role.NAVIGATOR].url_name == "referrals:today"
    assert first[Role.INTAKE].url_name == "referrals:requests"
    assert first[Role.SCREENER].url_name == "people:search"
    assert first[Role.COUNCIL].url_name == "governance:council"
    assert first[Role.PRIVACY].url_name == "people:seen_by"


def test_a_council_member_is_not_shown_a_door_to_peoples_records() -> None:
    assert pages_of(Role.COUNCIL) == {
        "governance:council",
        "governance:disputes",
        "governance:templates",
        "insights:cycles",
        "insights:scorecard",
        "people:scopes",
    }
    assert "people:search" not in pages_of(Role.INTAKE) | pages_of(Role.CONVENER)


def test_every_grant_in_the_table_is_one_that_a_role_gives() -> None:
    given = frozenset().union(*(here | network for here, network in ROLES.values()))
    assert {grant for page in PAGES for grant in page.grants} <= given


def test_a_page_whose_address_is_not_there_yet_is_not_shown() -> None:
    actor = acting(Role.NAVIGATOR)
    assert all(url for _page, url in navigation.open_pages(actor))
    assert navigation.landing_url(actor)


def test_a_stranger_gets_no_bar_and_no_search(rf: RequestFactory) -> None:
    request: HttpRequest = rf.get("/")
    request.actor = Actor(kind=ActorKind.USER)
    context = navigation.navigation(request)
    assert "nav_items" not in context
    assert "search_url" not in context


def test_an_error_before_anybody_is_known_still_has_a_frame(rf: RequestFactory) -> None:
    assert navigation.navigation(rf.get("/"))["landing_url"] == "/"


def current(rf: RequestFactory, role: Role, path: str) -> list[str]:
    request = rf.get(path)
    request.actor = acting(role)
    request.user = None
    return [item["url"] for item in navigation.navigation(request)["nav_items"] if item["current"]]


def test_on_a_familys_need_the_bar_says_today(rf: RequestFactory) -> None:
    assert current(rf, Role.NAVIGATOR, f"/needs/{uuid4()}/") == ["/today/"]


def test_the_page_that_fits_best_is_the_only_current_one(rf: RequestFactory) -> None:
    assert current(rf, Role.NAVIGATOR, f"/people/{uuid4()}/") == ["/people/"]
    assert current(rf, Role.PRIVACY, "/people/seen/") == ["/people/seen/"]
    assert current(rf, Role.NAVIGATOR, "/accounts/email/") == []
