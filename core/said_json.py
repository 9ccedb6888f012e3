"""What did somebody else write as JSON? What is nested deeper than anybody means is none, and no error of ours."""

import json
from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


def read(text: str | bytes) -> Any:
    """Raises ValueError."""
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("nested too deep") from None


class Parser(JSONParser):
    """Of what programs send."""

    def parse(self, *args: Any, **said: Any) -> Any:
        try:
            return super().parse(*args, **said)
        except RecursionError:
            raise ParseError("It is nested too deep.") from None
