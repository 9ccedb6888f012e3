"""Is this file a plain PDF: whole, small enough, readable without a key, and nothing in it that acts by itself?

Names are looked for in the file as it lies there and in everything that is deflated in it (ISO 32000-1:
7.5.7 object streams, 12.6.4 actions). What cannot be looked into is refused, not trusted.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

MEGABYTE = 1024 * 1024
MOST_BYTES = 4 * MEGABYTE
MOST_OF_ONE, MOST_UNPACKED = 32 * MEGABYTE, 256 * MEGABYTE
MOST_READ = 16 * MOST_BYTES  # packed: streams that lie in one another are read again and again
MOST_STREAMS = 5000
LONGEST_HEAD = 4096  # before an object stream: its kind, its size and how it is packed
CHUNK = 1024
TAIL = 1024  # within which the end mark stands


class Wrong(StrEnum):
    TOO_LARGE = "too_large"
    NOT_PDF = "not_pdf"
    NOT_WHOLE = "not_whole"
    LOCKED = "locked"
    ACTS = "acts"  # runs or fetches something, or carries other files
    HIDDEN = "hidden"  # packed so that it cannot be looked into


class _Hidden(Exception):
    """Something in it cannot be looked into."""


_HEAD = re.compile(rb"%PDF-(1\.[0-7]|2\.0)[\r\n]")
# What does more than turn a page or open a link on a click; forms of scripts; files inside the file. Only words
# that no picture holds by chance: /JS or /EF would stand in every sixth scan of four megabytes, and no script
# runs without /JavaScript beside it, no file opens but by one of these.
_ACTS = re.compile(
    rb"/(?:JavaScript|Launch|SubmitForm|ImportData|RichMedia|Rendition|Movie|Sound|GoToR|GoToE"
    rb"|EmbeddedFiles?|Filespec|FileAttachment|AFRelationship|XFA)(?![A-Za-z0-9])"
)
_LOCKED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"stream(?:\r\n|\n|\r)")
_OBJECTS = re.compile(rb"/ObjStm(?![A-Za-z0-9])")
_LISTED = re.compile(rb"/XRef(?![A-Za-z0-9])")  # where objects may lie in streams at all
_RARE = re.compile(rb"/(?:LZW|ASCII85|ASCIIHex|RunLength)Decode(?![A-Za-z0-9])")
_FLATE = re.compile(rb"/Filter\s*(?:/FlateDecode|\[\s*/FlateDecode\s*\])(?![A-Za-z0-9])")
_OTHERWISE = re.compile(rb"/(?:Filter|DecodeParms|F|FFilter)(?![A-Za-z0-9])")


def wrong_with(content: bytes) -> Wrong | None:
    """None: nothing that we look for stands in it."""
    if len(content) > MOST_BYTES:
        return Wrong.TOO_LARGE
    if not _HEAD.match(content):
        return Wrong.NOT_PDF
    if b"%%EOF" not in content[-TAIL:]:
        return Wrong.NOT_WHOLE
    try:
        return next(filter(None, map(_found_in, _parts(content))), None)
    except _Hidden:
        return Wrong.HIDDEN


def _found_in(part: bytes) -> Wrong | None:
    if _LOCKED.search(part):
        return Wrong.LOCKED
    return Wrong.ACTS if _ACTS.search(part) else None


def _parts(content: bytes) -> Iterator[bytes]:
    """The file as it lies there, then everything that is deflated in it, whatever the file calls it."""
    plain = _unescaped(content)
    yield plain
    if len(_OBJECTS.findall(plain)) != len(_OBJECTS.findall(content)):
        raise _Hidden
    if _LISTED.search(plain) and _RARE.search(plain):
        raise _Hidden
    patience = _Patience()
    for number, found in enumerate(_OBJECTS.finditer(content)):
        if number >= MOST_STREAMS:
            raise _Hidden
        _can_be_opened(content, found.start(), patience)
    for number, found in enumerate(_STREAM.finditer(content)):
        opened, _is_whole = _opened(content, found.end(), patience)
        if number >= MOST_STREAMS:
            raise _Hidden
        yield _unescaped(opened)


@dataclass(slots=True)
class _Patience:
    """How much is still read and unpacked of one file: nobody keeps a worker busy with a paper."""

    packed: int = MOST_READ
    unpacked: int = MOST_UNPACKED

    def spend(self, packed: int, unpacked: int) -> None:
        self.packed -= packed
        self.unpacked -= unpacked
        if self.packed < 0 or self.unpacked < 0:
            raise _Hidden


def _opened(content: bytes, at: int, patience: _Patience) -> tuple[bytes, bool]:
    """What is deflated there, as far as it goes, and whether it went to its end."""
    if at >= len(content) or content[at] & 0x0F != zlib.DEFLATED:
        return b"", False
    unpacking, rest, parts, size = zlib.decompressobj(), memoryview(content)[at:], [], 0
    for start in range(0, len(rest), CHUNK):
        try:
            parts.append(unpacking.decompress(rest[start : start + CHUNK]))
        except zlib.error:
            break
        patience.spend(CHUNK, len(parts[-1]))
        size += len(parts[-1])
        if size > MOST_OF_ONE:
            raise _Hidden
        if unpacking.eof:
            break
    return b"".join(parts), unpacking.eof


def _can_be_opened(content: bytes, at: int, patience: _Patience) -> None:
    """An object stream is packed in the one way that we open, to its end, or not at all."""
    begins = content.rfind(b"obj", max(0, at - LONGEST_HEAD), at)
    ends = content.find(b"stream", at, at + LONGEST_HEAD)
    found = _STREAM.match(content, ends) if begins >= 0 <= ends else None
    if found is None:
        raise _Hidden
    says = content[begins:ends]
    if _OTHERWISE.search(_FLATE.sub(b"", says, count=1)):
        raise _Hidden
    if _FLATE.search(says) and not _opened(content, found.end(), patience)[1]:
        raise _Hidden


def _unescaped(content: bytes) -> bytes:
    """#4A is another way to write J in a name."""
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content)
