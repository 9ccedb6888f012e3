"""How is a question that a machine thought of asked at our door, and how is its answer held against the file?"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

import requests
import schemathesis
import yaml
from django.http import HttpResponse
from hypothesis import strategies as st
from schemathesis.core import NOT_SET
from schemathesis.core.transport import Response
from schemathesis.specs.openapi import checks

from config.api import SCHEMA
from tests.matrix.cast import Who
from tests.matrix.doors import Heard
from tests.matrix.world import World, undone

FILE = schemathesis.openapi.from_dict(yaml.safe_load(SCHEMA.read_text(encoding="utf-8")))
OPERATIONS = [found.ok() for found in FILE.get_all_operations()]
AS_PROMISED = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
JSON = "application/json"
Case = schemathesis.Case


def names(operation: Any) -> str:
    return f"{operation.method} {operation.path}"


def strategy(operation: Any) -> Any:
    """Mostly what the file allows, now and then what it does not."""
    modes = schemathesis.GenerationMode
    rightly, wrongly = (operation.as_strategy(mode) for mode in (modes.POSITIVE, modes.NEGATIVE))
    return st.one_of(rightly, rightly, rightly, wrongly)


def with_ids(said: Any, known: Mapping[str, str], pick: Any) -> Any:
    """What was drawn, with ids of the story in half of the places that hold an id: else all is 404."""
    if isinstance(said, dict):
        return {
            name: known[name] if name in known and pick() else with_ids(value, known, pick)
            for name, value in said.items()
        }
    return [with_ids(one, known, pick) for one in said] if isinstance(said, list) else said


def knock(world: World, who: Who, case: Case, said: Mapping[str, Any]) -> Heard:
    """As this person's program. Whatever it did is undone."""
    world.let_in(who)
    path = case.path
    for name, value in said["path"].items():
        path = path.replace(f"{{{name}}}", quote(str(value), safe=""))
    query = urlencode({k: v for k, v in said["query"].items() if v is not None}, doseq=True)
    with undone():
        before = world.written()
        response = world.programs[who].generic(
            case.method, path, as_sent(said["body"]), content_type=JSON, QUERY_STRING=query
        )
        return Heard(response, world.written() != before)


def as_sent(body: Any) -> bytes:
    """Bytes are sent as they are: a machine may send what is no JSON at all."""
    if isinstance(body, bytes):
        return body
    return b"" if body is NOT_SET else json.dumps(body).encode()


def promised(case: Case, response: HttpResponse) -> None:
    """Raises the failures of every check that says no."""
    request = requests.Request(case.method, "http://testserver" + case.path).prepare()
    headers = {name: [value] for name, value in response.headers.items()}
    heard = Response(response.status_code, headers, response.content, request, 0.0, verify=False)
    case.validate_response(heard, checks=AS_PROMISED)
