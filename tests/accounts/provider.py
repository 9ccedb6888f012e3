"""A real OpenID provider, played by Authlib's server on this machine: codes, PKCE, signed tokens, a page to sign in."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import flask
from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import ClientMixin, grants
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import OpenIDCode, UserInfo
from joserfc.jwk import RSAKey
from markupsafe import escape
from werkzeug.serving import make_server

CLIENT, SECRET = "porchlight", "between-the-two"


@dataclass
class Person:
    """Whom it knows. `claims` are what it says of them beside `sub`."""

    subject: str
    claims: dict[str, object] = field(default_factory=dict)

    def get_user_id(self) -> str:
        return self.subject


@dataclass
class Code:
    """What was asked when it was given: read then, since the request is gone when it is used."""

    user: Person
    asked: dict[str, str]
    auth_time: int = field(default_factory=lambda: int(time.time()))

    @property
    def code_challenge(self) -> str:
        return self.asked.get("code_challenge", "")

    @property
    def code_challenge_method(self) -> str:
        return self.asked.get("code_challenge_method", "")

    def get_redirect_uri(self) -> str:
        return self.asked["redirect_uri"]

    def get_scope(self) -> str:
        return self.asked["scope"]

    def get_nonce(self) -> str:
        return self.asked.get("nonce", "")

    def get_auth_time(self) -> int:
        return self.auth_time

    def get_acr(self) -> None:
        return None

    def get_amr(self) -> None:
        return None


class Client(ClientMixin):
    def __init__(self, back: str) -> None:
        self.back = back

    def get_client_id(self) -> str:
        return CLIENT

    def get_default_redirect_uri(self) -> str:
        return self.back

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri == self.back

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass
class Provider:
    """`who` signs in next: without being asked, or, where it `asks`, with a button that they press."""

    back: str
    port: int = 0
    who: Person | None = None
    asks: bool = False
    is_down: bool = False
    calls: list[str] = field(default_factory=list)
    key: RSAKey = field(default_factory=lambda: _new_key("first"))
    codes: dict[str, Code] = field(default_factory=dict)

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def changes_its_key(self) -> None:
        self.key = _new_key("second")

    def asked(self, way: str) -> dict[str, str]:
        """What stands in the address by which somebody was sent here."""
        assert way.startswith(f"{self.issuer}/authorize?"), way
        return dict(parse_qsl(urlsplit(way).query))


def _new_key(name: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig"})


class _CodeGrant(grants.AuthorizationCodeGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic"]
    played: Provider

    def save_authorization_code(self, code: str, request: Any) -> None:
        self.played.codes[code] = Code(request.user, dict(request.payload.data))

    def query_authorization_code(self, code: str, client: Client) -> Code | None:
        return self.played.codes.get(code)

    def delete_authorization_code(self, authorization_code: Code) -> None:
        codes = self.played.codes
        codes.pop(next(code for code, known in codes.items() if known is authorization_code))

    def authenticate_user(self, authorization_code: Code) -> Person:
        return authorization_code.user


@contextmanager
def provider(back: str) -> Iterator[Provider]:
    played = Provider(back)
    server = make_server("127.0.0.1", 0, _app(played), threaded=True)
    played.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield played
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _app(played: Provider) -> flask.Flask:  # noqa: C901 seven short addresses
    app = flask.Flask(__name__)
    server = _server(app, played)

    @app.before_request
    def note() -> None:
        played.calls.append(flask.request.path)

    @app.get("/.well-known/openid-configuration")
    def discovery() -> dict[str, object]:
        here = played.issuer
        if played.is_down:
            flask.abort(503)
        return {
            "issuer": here,
            "authorization_endpoint": f"{here}/authorize",
            "token_endpoint": f"{here}/token",
            "jwks_uri": f"{here}/keys",
            "userinfo_endpoint": f"{here}/me",
            "end_session_endpoint": f"{here}/out",
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }

    @app.get("/keys")
    def keys() -> dict[str, object]:
        return {"keys": [played.key.as_dict(private=False)]}

    @app.route("/authorize", methods=["GET", "POST"])
    def authorize() -> Any:
        if flask.request.method == "GET" and played.asks:
            there = flask.request.full_path
            return f'<form method="post" action="{escape(there)}"><button>It is me</button></form>'
        return server.create_authorization_response(
            grant=server.get_consent_grant(end_user=played.who), grant_user=played.who
        )

    @app.post("/token")
    def token() -> Any:
        return server.create_token_response()

    @app.get("/me")
    def me() -> dict[str, object]:
        assert played.who
        return {"sub": played.who.subject, **played.who.claims}

    @app.get("/out")
    def out() -> Any:
        return flask.redirect(flask.request.args["post_logout_redirect_uri"])

    return app


def _server(app: flask.Flask, played: Provider) -> AuthorizationServer:
    client = Client(played.back)
    server = AuthorizationServer(
        app,
        query_client=lambda name: client if name == CLIENT else None,
        save_token=lambda token, request: None,
    )

    class Token(OpenIDCode):
        def exists_nonce(self, nonce: str, request: Any) -> bool:
            return any(code.get_nonce() == nonce for code in played.codes.values())

        def get_encode_header(self, client: Client) -> dict[str, object]:
            return {"alg": "RS256", "kid": played.key.kid}

        def resolve_client_private_key(self, client: Client) -> Any:
            return played.key

        def get_client_claims(self, client: Client) -> dict[str, object]:
            return {"iss": played.issuer}

        def generate_user_info(self, user: Person, scope: str) -> UserInfo:
            return UserInfo(sub=user.subject, **user.claims)

    class Grant(_CodeGrant):
        pass

    Grant.played = played
    hands = [Token(require_nonce=True), CodeChallenge(required=True)]
    server.register_grant(Grant, hands)
    return server


def sent_back(way: str, **more: str) -> str:
    """The address without the host, as the test client asks it, with something changed."""
    parts = urlsplit(way)
    return f"{parts.path}?{urlencode(dict(parse_qsl(parts.query)) | more)}"
