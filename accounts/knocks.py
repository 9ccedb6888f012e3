"""How often did somebody come from one address with links that we never made? Counted, so that they are slowed down.

Whoever holds a link that we did make is never shut out by it: behind one address a whole house may sit.
"""

from datetime import timedelta
from ipaddress import ip_network

from axes.helpers import get_client_ip_address
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

SALT = "accounts.knocks"
REMEMBERED = timedelta(minutes=15)  # since the last one
MOST = 20
A_HOUSE = 64  # bits


def count(request: HttpRequest) -> int:
    """This one and those before it. The address itself is not kept."""
    return one_more(place_of(request), remembered=REMEMBERED)


def place_of(request: HttpRequest) -> str:
    """Where somebody comes from: under IPv6 a whole house or telephone, which changes the rest as it likes."""
    address = get_client_ip_address(request) or ""
    if ":" not in address:
        return address
    return str(ip_network(f"{address.partition('%')[0]}/{A_HOUSE}", strict=False))


def one_more(who: str, *, remembered: timedelta) -> int:
    """How often by now; who it was does not stand beside the number."""
    name = f"knocks.{salted_hmac(SALT, who).hexdigest()}"
    times: int = cache.get(name, 0) + 1
    cache.set(name, times, remembered.total_seconds())
    return times
