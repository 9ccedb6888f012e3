"""What does a line in the log look like? One JSON object, with nothing about a person in it."""

import json
import logging
import re
from datetime import UTC, datetime

from core.http import request_id

MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
DATE = re.compile(r"\b(?:19|20)\d\d-\d\d-\d\d\b(?!T)|\b\d{1,2}/\d{1,2}/(?:19|20)\d\d\b")
PHONE = re.compile(r"(?<![\w.:-])\+?\(?\d{3}\)?[\s.-]?\d{3}[\s.-]?\d{4}(?![\w-])")
LINK = re.compile(r"(/f/|/o/|/p/|/v/|/d/)[^\s/\"'?]+")
QUERY = re.compile(r"(?<=[\w/])\?[\w%.-]+=\S*")
CALLER = re.compile(r"(?i)\b(bearer|basic|token) +[\w.~+/=-]{8,}")  # how a program says who it is
IN_URL = re.compile(r"(?<=://)[^\s/@]*:[^\s/@]*(?=@)")  # postgresql://app:PASSWORD@...
NAMED = re.compile(
    r"(?i)([\w-]*(?:password|passwd|secret|token|api_?key|signature|cookie|sessionid|_key|_keys)[\w-]*['\"]?\s*[=:]\s*)['\"]?[^\s'\",;&]+"
)
QUOTED_ROW = re.compile(r"(?<=DETAIL:).*|(?<=Key )\(.*?\)=\(.*?\)")  # PostgreSQL repeats the values

# Of what a line carries beside its words (`extra`), these are written: names and numbers of rows, never of people.
BESIDE = (
    "delivery", "election", "event", "membership", "month", "row", "table", "template", "times",
    "verb", "why",
)  # fmt: skip


def redacted(text: str) -> str:
    """A net below the rule that nothing personal is logged."""
    text = QUERY.sub("?…", LINK.sub(r"\1…", QUOTED_ROW.sub("…", text)))
    text = NAMED.sub(r"\1…", IN_URL.sub("…", CALLER.sub(r"\1 …", text)))
    return DATE.sub("[date]", PHONE.sub("[phone]", MAIL.sub("[mail]", text)))


def where_it_broke(error: BaseException) -> list[str]:
    """Places only: the text of an error may quote what a person typed."""
    places, step = [], error.__traceback__
    while step:
        code = step.tb_frame.f_code
        places.append(f"{code.co_filename}:{step.tb_lineno} {code.co_name}")
        step = step.tb_next
    return places


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, object] = {
            "at": at,
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": redacted(record.getMessage()),
        }
        line |= {name: vars(record)[name] for name in BESIDE if name in vars(record)}
        if name := request_id.get():
            line["request_id"] = name
        error = record.exc_info[1] if record.exc_info else None
        if error:
            line |= {"error": type(error).__name__, "says": redacted(str(error))}
            line["where"] = where_it_broke(error)
        return json.dumps(line, ensure_ascii=False)


def to_stderr(*, level: str) -> dict[str, object]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "config.logs.JsonFormatter"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "fontTools": {"level": "WARNING"},  # it tells every letter
        },
    }
