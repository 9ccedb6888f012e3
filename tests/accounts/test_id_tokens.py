"""Of an ID token nothing is believed that their provider did not sign: for us, now, in answer to our question."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from joserfc import jws, jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from accounts import oidc
from accounts.vouched import NotVouched, ProviderDown
from core import outside

NOW = datetime(2026, 11, 18, 15, 0, tzinfo=UTC)
HERE = "https://login.riverside.example"
CLIENT = oidc.Client(HERE, "porchlight", "between-us")
NONCE = "the question we asked"
KEY, OTHER = (RSAKey.generate_key(2048, {"kid": name}) for name in ("theirs", "another"))
PROVIDER = {"jwks_uri": f"{HERE}/keys"}


@pytest.fixture(autouse=True)
def _their_keys(db: None) -> None:
    cache.set(oidc._name(PROVIDER["jwks_uri"]), {"keys": [KEY.as_dict(private=False)]}, 60)
    cache.set(oidc._name(f"{HERE}/down"), {}, 60)


def moment(away: timedelta) -> int:
    return int((NOW + away).timestamp())


def claims(**changed: object) -> dict[str, object]:
    usual = {
        "iss": HERE, "aud": "porchlight", "sub": "id-priya", "nonce": NONCE,
        "iat": moment(-timedelta(seconds=5)), "exp": moment(timedelta(minutes=5)),
    }  # fmt: skip
    return {name: value for name, value in (usual | changed).items() if value is not None}


def token(said: dict[str, object], key=KEY, **header: object) -> str:
    head = {"alg": "RS256", "kid": "theirs"} | header
    return jwt.encode(head, said, key, [str(head["alg"])])


def written(said: str) -> str:
    """Signed by them, whatever it is."""
    return jws.serialize_compact({"alg": "RS256", "kid": "theirs"}, said, KEY, ["RS256"])


def reads(text: str) -> str:
    """The subject, or why it is not believed."""
    try:
        return oidc.claims_of(text, CLIENT, PROVIDER, nonce=NONCE, at=NOW)["sub"]
    except NotVouched as error:
        return error.code


def test_what_they_signed_for_us_just_now_is_believed():
    assert reads(token(claims())) == "id-priya"
    assert reads(token(claims(aud=["porchlight", "b"], azp="porchlight"))) == "id-priya"


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"iss": "https://login.other.example"}, "issuer"),
        ({"iss": f"{HERE}/"}, "issuer"),
        ({"aud": "another program"}, "audience"),
        ({"aud": None}, "audience"),
        ({"aud": ["porchlight", "b"]}, "audience"),
        ({"aud": ["porchlight", "b"], "azp": "b"}, "audience"),
        ({"azp": "b"}, "audience"),
        ({"nonce": "another question"}, "nonce"),
        ({"nonce": None}, "nonce"),
        ({"sub": None}, "subject"),
        ({"sub": "x" * 256}, "subject"),
        ({"sub": "id\0priya"}, "subject"),
        ({"sub": ["id-priya"]}, "subject"),
        ({"exp": None}, "expired"),
        ({"iat": None}, "expired"),
        ({"exp": "never"}, "expired"),
        ({"exp": moment(-timedelta(minutes=3))}, "expired"),
        ({"iat": moment(timedelta(minutes=3))}, "expired"),
        ({"nbf": moment(timedelta(minutes=3))}, "expired"),
    ],
)
def test_what_was_not_is_not(changed, why):
    assert reads(token(claims(**changed))) == why


def test_a_clock_that_is_a_little_off_shuts_nobody_out():
    assert reads(token(claims(exp=moment(-timedelta(seconds=90))))) == "id-priya"
    assert reads(token(claims(iat=moment(timedelta(seconds=90))))) == "id-priya"


def signed_with(key: bytes, words: str) -> str:
    """As if a public key were a secret that two know."""
    head = urlsafe_b64encode(b'{"alg":"HS256","kid":"theirs"}').decode().rstrip("=")
    proof = hmac.new(key, f"{head}.{words}".encode(), hashlib.sha256).digest()
    return f"{head}.{words}.{urlsafe_b64encode(proof).decode().rstrip('=')}"


def test_a_signature_that_is_not_theirs_is_none():
    """Another's key, our own secret, their public key taken for a secret, no signature, somebody else's words."""
    secret = OctKey.import_key(CLIENT.secret.encode().ljust(32, b"."))
    good = token(claims()).split(".")
    forged = [
        token(claims(), OTHER),
        token(claims(), secret, alg="HS256"),
        signed_with(KEY.as_pem(private=False), good[1]),
        token(claims(), ECKey.generate_key("P-256"), alg="ES256"),
        ".".join([token(claims(), OctKey.import_key(b"x" * 32), alg="HS256").split(".")[0], good[1], ""]),
        f"eyJhbGciOiJub25lIn0.{good[1]}.",
        ".".join([good[0], token(claims(sub="id-boss")).split(".")[1], good[2]]),
        "", "no token", "a.b.c",
    ]  # fmt: skip
    for text in forged:
        assert reads(text) in {"signature", "key"}, text


def test_a_key_nobody_named_is_asked_for_once_and_then_refused(settings):
    settings.PRIVATE_WEBHOOKS = True
    provider = {"jwks_uri": "http://127.0.0.1:9/keys"}
    cache.set(oidc._name(provider["jwks_uri"]), {"keys": [KEY.as_dict(private=False)]}, 60)
    with pytest.raises(NotVouched):
        oidc.claims_of(token(claims(), OTHER, kid="another"), CLIENT, provider, nonce=NONCE, at=NOW)


def test_keys_that_we_cannot_read_do_not_spoil_the_others():
    odd = [
        {"kty": "RSA", "kid": "odd"},
        {"kty": "oct", "k": "c2VjcmV0", "kid": "theirs"},
        "odd",
        {},
    ]
    cache.set(oidc._name(PROVIDER["jwks_uri"]), {"keys": [*odd, KEY.as_dict(private=False)]}, 60)
    assert reads(token(claims())) == "id-priya"


def test_a_way_out_or_in_that_is_no_web_address_is_not_followed(settings):
    settings.PRIVATE_WEBHOOKS = False
    for there in (
        "javascript:alert(1)",
        "file:///etc/passwd",
        "http://login.riverside.example",
        None,
    ):
        with pytest.raises(NotVouched):
            oidc._address({"authorization_endpoint": there}, "authorization_endpoint")


@pytest.mark.parametrize(("name", "why"), [("sub", "subject"), ("nonce", "nonce")])
def test_half_a_letter_is_no_name(name, why):
    """JSON can say it, and nothing can keep it."""
    assert reads(written(json.dumps(claims(**{name: "\ud800"})))) == why


def test_a_token_that_is_nested_without_end_is_none():
    assert reads(written('{"a":' + "[" * 5000)) == "shape"


def test_an_answer_that_is_nested_without_end_is_none():
    with pytest.raises(ProviderDown):
        oidc._read(outside.Answer(200, b"[" * 60_000))
