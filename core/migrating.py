"""How do many changes of tables become one? Django makes every model anew after each of them; here, once.

With a hundred models that all know the network, this was nine tenths of the time that migrating took.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django.db import migrations
from django.db.migrations import operations
from django.db.migrations.operations.base import Operation

# None of these reads what another one of the same group has changed, if no two touch the same field.
JOINED = (
    operations.CreateModel,
    operations.AddField,
    operations.AlterField,
    operations.AddIndex,
    operations.AddConstraint,
    operations.RemoveConstraint,
    operations.AlterUniqueTogether,
    operations.AlterModelOptions,
)


class Together(Operation):
    """Changes of tables after which the models are made anew once.

    A table that is made here is made as it stands after all of them: what else concerns it has come with it.
    """

    def __init__(self, *joined: Operation) -> None:
        self.joined = joined
        self.reversible = all(one.reversible for one in joined)  # type: ignore[misc]  # as RunSQL does

    def deconstruct(self) -> tuple[str, list[Operation], dict[str, Any]]:
        return type(self).__qualname__, list(self.joined), {}

    def describe(self) -> str:
        return "; ".join(one.describe() for one in self.joined)

    def state_forwards(self, app_label: str, state: Any) -> None:
        state.__dict__.pop("apps", None)  # made again when somebody asks
        for one in self.joined:
            one.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for one in self._needed():
            one.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for one in reversed(list(self._needed())):
            one.database_backwards(app_label, schema_editor, from_state, to_state)

    def _needed(self) -> Iterator[Operation]:
        made = {one.name_lower for one in self.joined if isinstance(one, operations.CreateModel)}
        for one in self.joined:
            if isinstance(one, operations.CreateModel) or _model_of(one) not in made:
                yield one


class Migration(migrations.Migration):
    """Of an app with many tables: neighbouring changes are made together."""

    def __init__(self, name: str, app_label: str) -> None:
        super().__init__(name, app_label)
        groups = _grouped(self.operations)
        self.operations = [  # type: ignore[misc]  # as Django does in its own __init__
            one[0] if len(one) == 1 else Together(*one) for one in groups
        ]


def _grouped(several: Iterable[Operation]) -> Iterator[list[Operation]]:
    group: list[Operation] = []
    touched: set[tuple[str, str]] = set()
    for one in chain(several, [None]):
        fields = _fields_of(one)
        if group and (not isinstance(one, JOINED) or touched & fields):
            yield group
            group, touched = [], set()
        if isinstance(one, JOINED):
            group.append(one)
            touched |= fields
        elif one:
            yield [one]


def _fields_of(one: Operation | None) -> set[tuple[str, str]]:
    """What a second change of the same group must not touch."""
    if isinstance(one, operations.AddField | operations.AlterField):
        return {(one.model_name_lower, one.name_lower)}
    return set()


def _model_of(one: Operation) -> str:
    return str(getattr(one, "model_name", "") or getattr(one, "name", "")).lower()
