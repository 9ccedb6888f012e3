"""A file that was broken, cut, renamed or made to do harm is refused in words: nothing is written, nothing breaks."""

import io
import struct
import zipfile
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from core.errors import BadInput
from interop.actions import uploads
from interop.models import DirectoryFile
from organizations.models.directory import Service
from organizations.models.network import Organization
from referrals.actions.week import Report
from referrals.forms import week_file
from tests.api.test_every_operation import LONG
from tests.interop.conftest import SMALL, zipped
from tests.story import NOW

RANDOM = {
    "max_examples": 3000 if LONG else 25, "derandomize": not LONG, "database": None,
    "deadline": None, "suppress_health_check": list(HealthCheck),
}  # fmt: skip
NAMES = (
    "../../organizations.csv",
    "/etc/services.csv",
    "C:\\services.csv",
    "services.csv",
    "a" * 300 + ".csv",
)
GOOD = zipped(SMALL).getvalue()


@st.composite
def parcels(draw) -> bytes:
    """A good zip with bytes changed or lost, one with odd names and cells, or no zip at all."""
    return draw(st.one_of(st.binary(max_size=200), damaged(), odd()))


@st.composite
def damaged(draw) -> bytes:
    content = bytearray(GOOD)
    for _ in range(draw(st.integers(1, 8))):
        content[draw(st.integers(0, len(content) - 1))] = draw(st.integers(0, 255))
    start, end = draw(st.integers(0, 30)), draw(st.integers(0, 200))
    return bytes(content[start:]) if draw(st.booleans()) else bytes(content[: len(content) - end])


@st.composite
def odd(draw) -> bytes:
    table = draw(st.sampled_from(sorted(SMALL)))
    text = SMALL[table].encode()
    place = draw(st.integers(0, len(text)))
    text = (
        text[:place]
        + draw(st.binary(max_size=20) | st.text(max_size=20).map(str.encode))
        + text[place:]
    )
    name = draw(st.sampled_from((*NAMES, table)))
    return zipped({**{one: SMALL[one] for one in SMALL if one != table}, name: text}).getvalue()


@pytest.mark.django_db
def test_whatever_is_handed_in_as_a_directory_nothing_is_brought_in(convener, network) -> None:
    before = directory()

    @seed(1)
    @settings(**RANDOM)
    @given(content=parcels())
    def hand_in(content: bytes) -> None:
        try:
            file = uploads.look_at(
                actor=convener.actor, network_id=network.pk, content=content, at=NOW
            )
        except BadInput:
            return
        assert not file.is_imported
        file.delete()

    hand_in()
    assert directory() == before
    assert not DirectoryFile.objects.exists()


def directory() -> tuple[int, int]:
    return Service.objects.count(), Organization.objects.count()


def lying() -> bytes:
    """A zip whose table of contents says that ten megabytes of zeros are ten bytes."""
    parcel = io.BytesIO()
    with zipfile.ZipFile(parcel, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("services.csv", b"0" * 10_000_000)
    content = bytearray(parcel.getvalue())
    entry = content.index(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = struct.pack("<I", 10)
    return bytes(content)


def packed_by(method: int) -> bytes:
    content = bytearray(GOOD)
    place = 0
    while (place := content.find(b"PK\x01\x02", place + 1)) > 0:
        content[place + 10 : place + 12] = struct.pack("<H", method)
    return bytes(content)


@pytest.mark.parametrize(
    "content",
    [lying(), packed_by(99), packed_by(12), GOOD[:-30], GOOD[:200] + GOOD[260:]],
    ids=[
        "lies about its size",
        "packed by nobody knows what",
        "packed otherwise",
        "cut",
        "a hole in it",
    ],
)
@pytest.mark.django_db
def test_a_zip_that_lies_is_refused_in_words(convener, stranger, network, content: bytes) -> None:
    for worker in (convener, stranger):
        page = worker.client.post("/network/import/", {"file": io.BytesIO(content)})
        assert page.status_code == (422 if worker is convener else 403)
    assert not DirectoryFile.objects.exists()


COLUMNS = "request,answer,as_of\n"
LINE = "0199ffff-ffff-7fff-bfff-ffffffffffff,going,2026-11-18T15:00:00+00:00\n"
LISTS = st.one_of(
    st.binary(max_size=300),
    st.text(max_size=300).map(str.encode),
    st.tuples(st.text(max_size=30), st.text(max_size=30)).map(
        lambda two: (COLUMNS + two[0] + LINE + two[1] + LINE).encode()
    ),
)


@seed(1)
@settings(**RANDOM)
@given(content=LISTS)
def test_whatever_comes_as_the_weeks_list_is_read_or_refused_in_words(content: bytes) -> None:
    with suppress(BadInput):
        assert isinstance(week_file.read(content, Report()), list)


@pytest.mark.parametrize(
    "content",
    [
        b"request,answer,as_of," + b"a" * 200_000,
        COLUMNS.encode() + b'"' + b"a" * 200_000,
        b"\xef\xbb\xbf" + COLUMNS.encode().replace(b",", b"\x00"),
        COLUMNS.encode() * 5_000,
        b"\xff\xfe" + COLUMNS.encode("utf-16-le"),
        b"PK\x03\x04" + GOOD,
    ],
    ids=[
        "a long header",
        "a cell that never ends",
        "letters that no text has",
        "many lines",
        "other letters",
        "a zip",
    ],
)
def test_a_list_that_would_do_harm_is_refused_in_words(content: bytes) -> None:
    """Or read, and nothing is said by it."""
    with suppress(BadInput):
        assert not week_file.read(content, Report())
