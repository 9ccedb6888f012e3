"""How is another machine called? One request over a fresh connection; nothing is followed, little is read."""

import ipaddress
import socket
import ssl
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from django.conf import settings

SECONDS = 5
MOST_READ = 64 * 1024
# What the world is given (RFC 4291, 2.4). Beside it lies what a gateway may lead on to IPv4 within (64:ff9b::/96).
UNICAST = ipaddress.IPv6Network("2000::/3")


class NotReached(Exception):
    """Nobody answered the call: nothing was sent."""


class NoAnswer(Exception):
    """The request left, and what became of it is not known."""


class NotPublic(Exception):
    """The address lies inside a private network, or is no https address."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Place:
    """Where a URL leads: the name in it, and the one address that was looked at and found public."""

    host: str
    port: int
    address: str
    path: str
    is_secure: bool


def place_of(url: str, *, must_be_public: bool) -> Place:
    """The address is looked up once and then called: a name that changes in between leads nowhere else."""
    parts = urlsplit(url)
    is_secure, host = parts.scheme == "https", parts.hostname or ""
    if must_be_public and (not is_secure or parts.username is not None):
        raise NotPublic
    port = parts.port or (443 if is_secure else 80)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise NotReached from None
    addresses = [str(entry[4][0]) for entry in found]
    if must_be_public and not all(_is_public(address) for address in addresses):
        raise NotPublic
    path = parts.path or "/"
    return Place(
        host, port, addresses[0], f"{path}?{parts.query}" if parts.query else path, is_secure
    )


def _is_public(address: str) -> bool:
    """IPv4 within IPv6 counts as what it is."""
    known = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(known, "ipv4_mapped", None) or getattr(known, "sixtofour", None) or known
    if isinstance(inner, ipaddress.IPv6Address) and inner not in UNICAST:
        return False
    return inner.is_global and not inner.is_multicast


def post(place: Place, body: bytes, headers: dict[str, str]) -> Answer:
    return _call("POST", place, body, headers)


def get(place: Place, headers: dict[str, str]) -> Answer:
    return _call("GET", place, None, headers)


def _call(method: str, place: Place, body: bytes | None, headers: dict[str, str]) -> Answer:
    connection = _connection(place)
    try:
        try:
            connection.sock = _socket(place)
        except OSError:
            raise NotReached from None
        return _asked(connection, method, place, body, headers)
    finally:
        connection.close()


def _connection(place: Place) -> HTTPConnection:
    kind = HTTPSConnection if place.is_secure else HTTPConnection
    return kind(place.host, place.port, timeout=SECONDS)


def _socket(place: Place) -> socket.socket:
    plain = socket.create_connection((place.address, place.port), timeout=SECONDS)
    if not place.is_secure:
        return plain
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=place.host)
    except OSError:
        plain.close()
        raise


def _asked(
    connection: HTTPConnection,
    method: str,
    place: Place,
    body: bytes | None,
    headers: dict[str, str],
) -> Answer:
    try:
        connection.request(method, place.path, body, {"User-Agent": "Porchlight", **headers})
        answer = connection.getresponse()
        return Answer(answer.status, answer.read(MOST_READ))
    except (OSError, HTTPException):
        raise NoAnswer from None


def must_be_public() -> bool:
    return not settings.PRIVATE_WEBHOOKS
