"""Is anybody shown a link that answers with a no? Everybody of the sample county follows what their pages offer."""

from collections import Counter, deque
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from accounts.models import User
from referrals.management.sample.cast import WORKERS
from referrals.management.sample.load import Sample

OF_EACH = 2  # pages of one kind: what a page offers differs with what stands on it
HERE = "//county"
LEAVES = {"account_logout"}
ONE_OF_EACH_ROLE = {roles: login for login, _name, _place, roles in reversed(WORKERS)}.values()


class Links(HTMLParser):
    """Where the links of a page lead to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a" and (href := dict(attrs).get("href")):
            self.found.append(href)


def offered(answer: HttpResponse, page: str) -> Iterator[str]:
    """Every address of ours that the answer leads to."""
    if answer.headers.get("Location"):
        found = [answer.headers["Location"]]
    elif answer.headers["Content-Type"].startswith("text/html"):
        found = Links(answer.text).found
    else:
        found = []
    for href in found:
        url = urljoin(HERE + page, href)
        if url.startswith(f"{HERE}/") and not url.startswith(HERE + settings.STATIC_URL):
            yield urldefrag(url.removeprefix(HERE)).url


def kind_of(url: str) -> str:
    try:
        return resolve(urlsplit(url).path).view_name
    except Resolver404:
        return url


def followed(client: Client) -> Iterator[tuple[str, str, int]]:
    """Each address, the page on which its link stood, and the status of its answer."""
    waiting, known, kinds = deque([("/", "")]), {"/"}, Counter(dict.fromkeys(LEAVES, OF_EACH))
    while waiting:
        url, page = waiting.popleft()
        kind = kind_of(url)
        if kinds[kind] >= OF_EACH:
            continue
        kinds[kind] += 1
        answer = client.get(url)
        yield url, page, answer.status_code
        new = dict.fromkeys(offered(answer, url)).keys() - known
        known |= new
        waiting.extend((one, url) for one in sorted(new))


@pytest.mark.parametrize("login", ONE_OF_EACH_ROLE)
def test_no_link_that_somebody_is_shown_answers_with_a_no(
    sample: Sample, client: Client, login: str
):
    client.force_login(User.objects.get(email=f"{login}@example.org"))
    answers = list(followed(client))
    assert len(answers) > 10
    assert not [answer for answer in answers if answer[2] >= 400]
