"""What do the tests stand on? Made-up secrets, and a PostgreSQL cluster that is thrown away."""

import atexit
import os
import secrets
import shutil
import tempfile
from base64 import urlsafe_b64encode
from pathlib import Path

from config.embedded.postgres import THROW_AWAY, Postgres
from config.prepare import compile_messages

MADE_UP = {
    "SECRET_KEY": secrets.token_urlsafe(48),
    "INDEX_KEY": secrets.token_urlsafe(48),
    "LINK_KEY": secrets.token_urlsafe(48),
    "PHI_KEYS": "k1:" + urlsafe_b64encode(secrets.token_bytes(32)).decode(),
}
GIVEN = {
    "DEBUG": "0",
    "HTTPS": "0",
    "DEMO": "1",
    "TEST_LANGUAGES": "1",
    "STATIC_MANIFEST": "0",
    "LOG_LEVEL": "WARNING",
    "PASSWORD_HASHER": "django.contrib.auth.hashers.MD5PasswordHasher",
    "REDIS_URL": "redis://127.0.0.1:1/0",  # nobody listens
    "SITE_URL": "http://testserver",
    "STATEMENT_SECONDS": "120",
    "POLICY_SECONDS": "0",  # a test counts statements, and what one network decided is another test's
}


def prepare() -> None:
    """Once per run: a worker of pytest-xdist inherits everything from the process that started it."""
    if "TEST_ADMIN_URL" in os.environ:
        return
    os.environ.update(MADE_UP | GIVEN)
    compile_messages()
    folder = Path(tempfile.mkdtemp(prefix="porchlight-tests-"))
    server = Postgres(folder, options=THROW_AWAY).__enter__()
    os.environ["TEST_FOLDER"] = str(folder)
    os.environ["DATABASE_URL"] = server.url("app")
    os.environ["DATABASE_OWNER_URL"] = server.url("owner")
    os.environ["TEST_ADMIN_URL"] = server.url("postgres", "postgres")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(server.discard)
    atexit.register(server.__exit__)
