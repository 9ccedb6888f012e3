"""A button pressed twice, because the first time nothing seemed to happen."""

import re
from collections.abc import Mapping

from django.db.models import Model
from django.test import Client

KEY = re.compile(r'name="(?P<name>(?:\w+-)?request_key)" value="(?P<key>[0-9a-f-]{36})"')


def twice(client: Client, page: str, to: str, typed: Mapping[str, object]) -> str:
    """With the key that the page carries; where it leads."""
    found = KEY.search(client.get(page).content.decode())
    assert found
    said = {**typed, found["name"]: found["key"]}
    first, second = (client.post(to, said) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.url == second.url
    return str(first.url)


def rows(model: type[Model]) -> int:
    return model._default_manager.count()
