"""Everything comes back on a bare machine, or nothing does; and whoever makes a backup cannot read it."""

import json
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path

import environ
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from config.checks import keys_fit
from config.embedded.postgres import THROW_AWAY, Postgres, find_binaries
from core import keys
from core.tenancy import tenant_context
from insights.actions.backups import Backup, backups_in, let_go
from people.models.person import Person
from tests.conftest import APP, OWNER, connect_as, role
from tests.story import NOW, Worker
from tests.walls import outside

WHERE = ("HOST", "PORT", "USER", "PASSWORD", "NAME", "OPTIONS")


@pytest.fixture
def rosa(transactional_db: None, navigator: Worker) -> Person:
    clinic = navigator.organization
    return Person.objects.create(
        network=clinic.network, custodian=clinic, first_name="Rosa", created_at=NOW
    )


@pytest.fixture
def as_owner(rosa: Person, settings, tmp_path: Path) -> Iterator[None]:
    settings.PG_BIN = str(find_binaries().folder)
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "uploads")},
        },
    }
    connect_as(**role(OWNER))
    keys_fit()  # as at a first start
    yield
    connect_as(**role(APP))


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Postgres]:
    """A machine that has never seen us: a new cluster in a new folder."""
    with Postgres(tmp_path / "elsewhere", options=THROW_AWAY) as server:
        yield server
    server.discard()


@pytest.fixture
def private(tmp_path: Path) -> Path:
    run("backup", "--new-key", str(tmp_path / "private.txt"))
    return tmp_path / "private.txt"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "backups").mkdir()
    return tmp_path / "backups"


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    keys.forget_all()
    return out.getvalue()


def public_of(private: Path) -> str:
    return private.read_text().splitlines()[0].removeprefix("# public key: ")


def made(folder: Path, private: Path) -> Path:
    run("backup", str(folder), "--to", public_of(private))
    return backups_in(folder)[0].file


def move_to(server: Postgres, who: str = "owner") -> dict[str, object]:
    before = {name: connection.settings_dict[name] for name in WHERE}
    there = environ.Env.db_url_config(server.url(who))
    connect_as(**{name: there[name] for name in WHERE if name in there})
    return before


@pytest.fixture
def elsewhere(bare: Postgres, as_owner: None) -> Iterator[None]:
    """Go there, in the middle of a test, by `move_to`; back at its end."""
    before = {name: connection.settings_dict[name] for name in WHERE}
    yield
    connect_as(**before)


def test_everything_comes_back_on_a_bare_machine_and_is_proven(
    elsewhere, as_owner, rosa, folder, private, bare, tmp_path, network
):
    default_storage.save("signed/consent.txt", ContentFile(b"signed by Rosa"))
    backup = made(folder, private)
    assert b"Harbor County" not in backup.read_bytes()
    assert backup.stat().st_mode & 0o077 == 0
    default_storage.delete("signed/consent.txt")

    move_to(bare)
    said = run("restore", str(backup), "--identity", str(private))
    assert "Everything is as it was." in said
    with default_storage.open("signed/consent.txt") as file:
        assert file.read() == b"signed by Rosa"
    move_to(bare, "app")
    with tenant_context(network.pk):
        assert Person.objects.get(pk=rosa.pk).first_name == "Rosa"
    with outside():
        assert not Person.objects.exists()  # the walls came back, too
    move_to(bare)
    with pytest.raises(CommandError, match="is not empty"):
        run("restore", str(backup), "--identity", str(private))


def tables_here() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace")
        return cursor.fetchone()[0]


def test_what_was_altered_cut_off_or_is_for_somebody_else_leaves_nothing_behind(
    elsewhere, as_owner, rosa, folder, private, bare, tmp_path, settings
):
    backup = made(folder, private)
    whole = backup.read_bytes()
    run("backup", "--new-key", str(tmp_path / "other.txt"))
    move_to(bare)
    altered = bytearray(whole)
    altered[-9000] ^= 1
    for name, data in {"altered": bytes(altered), "cut off": whole[:-70_000]}.items():
        copy = tmp_path / f"{name}.age"
        copy.write_bytes(data)
        with pytest.raises(CommandError, match="does not open"):
            run("restore", str(copy), "--identity", str(private))
        assert tables_here() == 0
    with pytest.raises(CommandError, match="does not open"):
        run("restore", str(backup), "--identity", str(tmp_path / "other.txt"))
    backup.write_bytes(bytes(altered))
    with pytest.raises(CommandError, match="not the file that was written"):
        run("restore", str(backup), "--identity", str(private))
    backup.write_bytes(whole)
    settings.INDEX_KEY = "x" * 50
    with pytest.raises(CommandError, match="The key index is missing or another one"):
        run("restore", str(backup), "--identity", str(private))
    assert tables_here() == 0


def test_a_backup_needs_somebody_who_can_read_it_and_a_tool_that_can_make_it(
    as_owner, folder, private, settings, monkeypatch
):
    with pytest.raises(CommandError, match="To whom"):
        run("backup", str(folder))
    with pytest.raises(CommandError, match="must hold public keys"):
        run("backup", str(folder), "--to", "age1nobody")
    monkeypatch.setattr("insights.actions.backups.DEBIAN", "/nowhere/*")
    monkeypatch.setenv("PATH", str(folder))
    settings.PG_BIN = ""
    with pytest.raises(CommandError, match="No pg_dump of PostgreSQL"):
        made(folder, private)
    assert list(folder.iterdir()) == []


def test_older_ones_go_and_the_newest_stay(folder: Path):
    for days in (0, 1, 2, 40, 90):
        backup = Backup.of(folder, NOW - timedelta(days=days))
        backup.file.write_bytes(b"sealed")
        backup.weigh(["age1x"])
    (folder / "notes.txt").write_text("not ours")
    assert len(let_go(folder, keep=2, days=35, at=NOW)) == 2
    assert [one.made_at for one in backups_in(folder)] == [
        NOW - timedelta(days=d) for d in (0, 1, 2)
    ]
    assert len(let_go(folder, keep=0, days=0, at=NOW)) == 2  # never the last
    assert (folder / "notes.txt").exists()
    assert set(json.loads(backups_in(folder)[0].beside.read_text())) == {"sha256", "bytes", "to"}
    assert "is whole" in run("backup", str(folder), "--check")
    backups_in(folder)[0].file.write_bytes(b"other")
    with pytest.raises(CommandError, match="not the file"):
        run("backup", str(folder), "--check")
