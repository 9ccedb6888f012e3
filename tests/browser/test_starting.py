"""When a part of the site ends while it starts, or a port is another's by then: is one more start tried, and said?"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.browser.site import NotStarted, Site, begun

UP = Site(url="http://127.0.0.1:1", messages=Path("messages"), database="", owner_url="")


def starting(*spoiled: str) -> tuple[Callable[[str], AbstractContextManager[Site]], list[str]]:
    """Those named do not come up; the rest does."""
    tried: list[str] = []

    @contextmanager
    def start(name: str) -> Iterator[Site]:
        tried.append(name)
        if name in spoiled:
            raise NotStarted("web has ended. Address already in use")
        yield UP

    return start, tried


def test_a_start_that_was_spoiled_is_tried_once_more_and_said() -> None:
    start, tried = starting("site")
    with ExitStack() as stack, pytest.warns(UserWarning, match="Address already in use"):
        assert begun(start, stack) == UP
    assert tried == ["site", "site-again"]


def test_a_site_that_never_comes_up_is_not_tried_for_ever() -> None:
    start, tried = starting("site", "site-again")
    with (
        ExitStack() as stack,
        pytest.warns(UserWarning, match="did not start at once"),
        pytest.raises(NotStarted),
    ):
        begun(start, stack)
    assert len(tried) == 2


def test_one_that_comes_up_is_started_once(recwarn: pytest.WarningsRecorder) -> None:
    start, tried = starting()
    with ExitStack() as stack:
        begun(start, stack)
    assert (tried, len(recwarn)) == (["site"], 0)
