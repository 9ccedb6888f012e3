"""What does the page about the API show? Each operation of the checked-in schema, grouped by its first word."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    kind: str
    required: bool
    help: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    anchor: str
    method: str
    path: str
    summary: str
    parameters: tuple[Field, ...]
    fields: tuple[Field, ...]
    answers: str


def operations(place: Path) -> dict[str, list[Operation]]:
    """Groups in the order of the file. KeyError when the file is no OpenAPI schema."""
    schema = yaml.safe_load(place.read_text())
    groups: dict[str, list[Operation]] = {}
    for path, methods in schema["paths"].items():
        for method, described in methods.items():
            groups.setdefault(path.split("/")[3], []).append(
                _operation(schema, path, method, described)
            )
    return groups


def _operation(
    schema: dict[str, Any], path: str, method: str, described: dict[str, Any]
) -> Operation:
    body = (
        described.get("requestBody", {})
        .get("content", {})
        .get("application/json", {})
        .get("schema", {})
    )
    good = next((code for code in described["responses"] if code.startswith("2")), "")
    return Operation(
        anchor=described["operationId"],
        method=method.upper(),
        path=path,
        summary=described.get("description", ""),
        parameters=tuple(_parameter(p) for p in described.get("parameters", [])),
        fields=tuple(_fields(schema, body)),
        answers=f"{good} {_shape(described['responses'].get(good, {}))}".strip(),
    )


def _parameter(described: dict[str, Any]) -> Field:
    inner = described["schema"].get("items", described["schema"])
    choices = tuple(inner.get("enum", ()))
    return Field(
        described["name"],
        inner.get("format", inner.get("type", "")),
        described.get("required", False),
        described.get("description", ""),
        choices,
    )


def _fields(schema: dict[str, Any], body: dict[str, Any]) -> Iterator[Field]:
    shape = _resolved(schema, body)
    for name, described in shape.get("properties", {}).items():
        inner = _resolved(schema, described.get("items", described))
        choices = tuple(str(choice) for choice in inner.get("enum", ()) if choice)
        kind = inner.get("format", inner.get("type", ""))
        yield Field(
            name,
            f"list of {kind}" if "items" in described else kind,
            name in shape.get("required", ()),
            described.get("description", ""),
            choices,
        )


def _resolved(schema: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference, or the first of `allOf`/`oneOf`, to the shape itself."""
    for key in ("allOf", "oneOf"):
        if key in part:
            return _resolved(schema, part[key][0])
    if "$ref" in part:
        shape: dict[str, Any] = schema["components"]["schemas"][part["$ref"].rpartition("/")[2]]
        return shape
    return part


def _shape(answer: dict[str, Any]) -> str:
    shape = answer.get("content", {}).get("application/json", {}).get("schema", {})
    inner = shape.get("items", shape)
    name = inner.get("$ref", "").rpartition("/")[2]
    return f"list of {name}" if "items" in shape else str(name)
