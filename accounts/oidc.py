"""Who signed in at an organization's OpenID provider? Nothing is believed that it did not sign for us, just now.

OpenID Connect Core 1.0 section 3.1 (code flow), PKCE (RFC 7636), mix-up defence (RFC 9207).
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from django.core.cache import cache
from django.utils.crypto import constant_time_compare
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry

from accounts.vouched import ROUND, SKEW, Asked, NotVouched, ProviderDown, Vouched
from core import outside, said_json

KNOWN_FOR, DOWN_FOR = (
    600,
    30,
)  # seconds: what it says of itself is kept, and that it does not answer
LOGGED_OUT = "http://schemas.openid.net/event/backchannel-logout"
LOGOUT_TYPES = {"", "jwt", "logout+jwt"}  # in the token's head; many say none
DISCOVERY = "/.well-known/openid-configuration"
SCOPE = "openid email"
# Keys that only it has. No "none", and nothing by which our own secret could sign.
ALGORITHMS = [f"{kind}{size}" for kind in ("RS", "PS", "ES") for size in (256, 384, 512)] + [
    "EdDSA"
]
PUBLIC_KEYS = {"RSA", "EC", "OKP"}
# Microsoft Entra ID says so in a claim of its own, and lets people type any address as their e-mail.
VERIFIED = ("email_verified", "xms_edov")
LONGEST_SUBJECT = 255


@dataclass(frozen=True, slots=True)
class Client:
    """What an organization's provider knows us as."""

    issuer: str
    client_id: str
    secret: str


def discovered(client: Client) -> Mapping[str, Any]:
    """What the provider says of itself; an issuer of another name is somebody else."""
    said = _kept(client.issuer.rstrip("/") + DISCOVERY)
    if said.get("issuer") != client.issuer:
        raise NotVouched("issuer")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        _address(said, name)
    return said


def way_there(client: Client, asked: Asked, *, back: str, again: bool = False) -> str:
    """Where their browser goes. `again`: it must ask them anew, however lately they signed in there."""
    challenge = hashlib.sha256(asked.verifier.encode()).digest()
    query = {
        "response_type": "code",
        "client_id": client.client_id,
        "redirect_uri": back,
        "scope": SCOPE,
        "state": asked.state,
        "nonce": asked.nonce,
        "code_challenge": base64.urlsafe_b64encode(challenge).decode().rstrip("="),
        "code_challenge_method": "S256",
        **({"prompt": "login", "max_age": "0"} if again else {}),
    }
    there = _address(discovered(client), "authorization_endpoint")
    return f"{there}{'&' if urlsplit(there).query else '?'}{urlencode(query)}"


def way_out(client: Client, *, back: str) -> str:
    """Where somebody signs out over there too; empty where the provider has no such page."""
    there = discovered(client).get("end_session_endpoint")
    query = urlencode({"client_id": client.client_id, "post_logout_redirect_uri": back})
    return f"{there}?{query}" if there and _is_callable(there) else ""


def vouched(
    client: Client,
    asked: Asked,
    came_with: Mapping[str, str],
    *,
    back: str,
    since: datetime | None,
    at: datetime,
) -> Vouched:
    """`since`: they must have proved it later than that. Raises NotVouched; ProviderDown where it is nobody's fault."""
    if not constant_time_compare(came_with.get("state", ""), asked.state):
        raise NotVouched("state")
    if came_with.get("iss", client.issuer) != client.issuer:
        raise NotVouched("issuer")
    if not came_with.get("code"):
        raise NotVouched("denied")
    provider = discovered(client)
    tokens = _tokens(client, provider, asked, came_with["code"], back)
    claims = claims_of(str(tokens.get("id_token", "")), client, provider, nonce=asked.nonce, at=at)
    if since is not None and not _was_asked_anew(claims, since):
        raise NotVouched("not_asked_anew")
    if "email" not in claims:
        claims = {**_more(provider, tokens, claims), **claims}
    return _said(claims)


@dataclass(frozen=True, slots=True)
class Ended:
    """Whose session over there, or which, has ended. One of the two is said at least."""

    subject: str
    session: str
    once: str


def ended(token: str, client: Client, *, at: datetime) -> Ended:
    """OpenID Connect Back-Channel Logout 1.0, section 2.6. Raises NotVouched."""
    provider = discovered(client)
    head, claims = _signed(token, provider)
    events = claims.get("events")
    subject, session, name = (claims.get(one, "") for one in ("sub", "sid", "jti"))
    lately = (at - ROUND - SKEW).timestamp()
    wrong = {
        **_not_for_us_now(claims, client, at),
        "kind": str(head.get("typ", "")).lower() not in LOGOUT_TYPES
        or not isinstance(events, dict)
        or not isinstance(events.get(LOGGED_OUT), dict)
        or "nonce" in claims,  # else an ID token could be taken for one
        "subject": not all(_is_name(one) for one in (subject, session, name))
        or not (name and (subject or session)),
    }
    _refuse(wrong)
    _refuse({"expired": claims["iat"] < lately})  # what is remembered as heard need not be for ever
    return Ended(subject, session, once=f"logout {name}")


def _is_name(said: object) -> bool:
    """Letters that can be written down: half a sign and a NUL can be said in JSON, and kept nowhere."""
    return isinstance(said, str) and len(said) <= LONGEST_SUBJECT and _is_text(said)


def _is_text(said: str) -> bool:
    return "\0" not in said and not any("\ud800" <= letter <= "\udfff" for letter in said)


def _signed(token: str, provider: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Head and claims of what this provider signed."""
    try:
        read = jwt.decode(token, _key_of(token, provider), algorithms=ALGORITHMS)
    except (JoseError, ValueError, TypeError):
        raise NotVouched("signature") from None
    except RecursionError:
        raise NotVouched("shape") from None
    return read.header, read.claims


def claims_of(
    token: str, client: Client, provider: Mapping[str, Any], *, nonce: str, at: datetime
) -> Mapping[str, Any]:
    """Of an ID token that this provider signed, for us, now, in answer to this question."""
    _head, claims = _signed(token, provider)
    wrong = {
        **_not_for_us_now(claims, client, at),
        "nonce": not _is_name(said := claims.get("nonce", ""))
        or not constant_time_compare(said, nonce),
        "subject": not claims.get("sub") or not _is_name(claims["sub"]),
    }
    _refuse(wrong)
    return claims


def _refuse(wrong: Mapping[str, bool]) -> None:
    for code, is_wrong in wrong.items():
        if is_wrong:
            raise NotVouched(code)


def _not_for_us_now(claims: Mapping[str, Any], client: Client, at: datetime) -> dict[str, bool]:
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    others = len(audiences) > 1 or "azp" in claims
    return {
        "issuer": claims.get("iss") != client.issuer,
        "audience": client.client_id not in audiences
        or (others and claims.get("azp") != client.client_id),
        "expired": not _is_now(claims, at),
    }


def _is_now(claims: Mapping[str, Any], at: datetime) -> bool:
    """In seconds since 1970. What has no end, or begins later, is not for now."""
    now, skew = at.timestamp(), SKEW.total_seconds()
    moments = [claims.get("exp"), claims.get("iat"), claims.get("nbf", 0)]
    if not all(isinstance(one, int | float) for one in moments):
        return False
    ends, made, begins = moments
    return bool(ends > now - skew and max(made, begins) < now + skew)


def _was_asked_anew(claims: Mapping[str, Any], since: datetime) -> bool:
    """Core 3.1.2.1: whoever was asked with max_age says when they last saw them."""
    seen = claims.get("auth_time")
    return isinstance(seen, int | float) and seen >= (since - SKEW).timestamp()


def _said(claims: Mapping[str, Any]) -> Vouched:
    is_verified = any(str(claims.get(name)).lower() in {"true", "1"} for name in VERIFIED)
    email, there = claims.get("email", ""), claims.get("sid", "")
    steps = claims.get("amr")
    said = [*(steps if isinstance(steps, list) else []), claims.get("acr")]
    return Vouched(
        subject=str(claims["sub"]),
        email=email.strip() if is_verified and _is_name(email) else "",
        steps=frozenset(str(one) for one in said if one),
        session=there if _is_name(there) else "",
    )


def _key_of(token: str, provider: Mapping[str, Any]) -> Any:
    """The one it names; a name nobody knows yet may be of a key that is new since we last asked."""
    name = jws.extract_compact(token.encode()).headers().get("kid")
    there = _address(provider, "jwks_uri")
    for said in (_kept(there), None):
        if said is None and not cache.add(f"{_name(there)}:lately", 1, DOWN_FOR):
            break  # anybody can make up a name: it is not asked for each
        keys = _keys(_anew(there) if said is None else said)
        fitting = [key for key in keys if name is None or key.kid == name]
        if len(fitting) == 1:
            return fitting[0]
    raise NotVouched("key")


def _keys(said: Mapping[str, Any]) -> list[Any]:
    known = said.get("keys")
    found = [
        one
        for one in (known if isinstance(known, list) else [])
        if isinstance(one, dict)
        and one.get("kty") in PUBLIC_KEYS
        and one.get("use", "sig") == "sig"
    ]
    return [key for key in map(_read_key, found) if key is not None]


def _read_key(said: dict[str, Any]) -> Any:
    """One that we cannot read does not spoil the others."""
    try:
        return JWKRegistry.import_key(said)
    except (JoseError, ValueError, TypeError):
        return None


def _tokens(
    client: Client, provider: Mapping[str, Any], asked: Asked, code: str, back: str
) -> Mapping[str, Any]:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "code_verifier": asked.verifier,
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    ways = provider.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    if "client_secret_basic" in ways:
        pair = f"{quote(client.client_id, safe='')}:{quote(client.secret, safe='')}"
        headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    else:
        form |= {"client_id": client.client_id, "client_secret": client.secret}
    try:
        place = _place(_address(provider, "token_endpoint"))
        answer = outside.post(place, urlencode(form).encode(), headers)
    except (outside.NotReached, outside.NoAnswer):
        raise ProviderDown("no_answer") from None
    if answer.status in {400, 401, 403}:
        raise NotVouched("refused")  # the secret, or a code that was used
    return _read(answer)


def _more(
    provider: Mapping[str, Any], tokens: Mapping[str, Any], claims: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Some tell the address only when asked for it. About somebody else it says nothing (Core 5.3.2)."""
    if "userinfo_endpoint" not in provider:
        return {}
    headers = {"Authorization": f"Bearer {tokens.get('access_token', '')}"}
    said = _got(_address(provider, "userinfo_endpoint"), headers)
    if said.get("sub") != claims["sub"]:
        raise NotVouched("subject")
    return said


def _kept(url: str) -> Mapping[str, Any]:
    """As it was said lately. One that does not answer is not asked by everybody who comes."""
    known = cache.get(_name(url))
    if known is None:
        return _anew(url)
    if known == {}:
        raise ProviderDown("no_answer")
    said: Mapping[str, Any] = known
    return said


def _anew(url: str) -> Mapping[str, Any]:
    try:
        said = _got(url, {})
    except ProviderDown:
        cache.set(_name(url), {}, DOWN_FOR)
        raise
    cache.set(_name(url), said, KNOWN_FOR)
    return said


def forget(client: Client) -> None:
    """Before an admin tries it: they want to know how it is now."""
    cache.delete(_name(client.issuer.rstrip("/") + DISCOVERY))


def _name(url: str) -> str:
    return f"oidc:{hashlib.sha256(url.encode()).hexdigest()}"


def _got(url: str, headers: dict[str, str]) -> Mapping[str, Any]:
    try:
        answer = outside.get(_place(url), {"Accept": "application/json", **headers})
    except (outside.NotReached, outside.NoAnswer):
        raise ProviderDown("no_answer") from None
    return _read(answer)


def _read(answer: outside.Answer) -> Mapping[str, Any]:
    if answer.status != 200:
        raise ProviderDown(f"status_{answer.status}")
    try:
        said = said_json.read(answer.body)
    except ValueError:
        raise ProviderDown("no_json") from None
    if not isinstance(said, dict) or not said:
        raise ProviderDown("no_json")
    return said


def _place(url: str) -> outside.Place:
    try:
        return outside.place_of(url, must_be_public=outside.must_be_public())
    except (outside.NotPublic, ValueError):
        raise NotVouched("not_public") from None


def _address(provider: Mapping[str, Any], name: str) -> str:
    there = provider.get(name)
    if not _is_callable(there):
        raise NotVouched("not_public")
    return str(there)


def _is_callable(there: object) -> bool:
    """https, or whatever else may be called here for trying things out: never a script or a file."""
    schemes = ("https://",) if outside.must_be_public() else ("https://", "http://")
    return isinstance(there, str) and there.startswith(schemes)
