"""Everything comes back on a bare machine, or nothing does; and whoever makes a backup cannot read it."""

import base64
import json
import os
import resource
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from pathlib import Path

import environ
import pyrage
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from pyrage import x25519

from config.checks import keys_fit
from config.embedded.postgres import THROW_AWAY, Postgres, find_binaries
from core import keys
from core.tenancy import tenant_context
from insights.actions.backing_up import back_up
from insights.actions.backups import NOTE, Backup, backups_in, let_go, member, sha256_of
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
            run("restore", str(copy), "--identity", str(private), "--unproven")
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


def test_what_a_stranger_put_into_the_folder_is_not_restored(
    elsewhere, as_owner, folder, private, bare, settings
):
    """Whoever knows the public key and writes the folder has everything but a master key."""
    ours, theirs = made(folder, private), folder / "porchlight-20990101T000000Z.age"
    said = json.loads(Backup(ours).beside.read_text())
    theirs.write_bytes(pyrage.encrypt(b"DROP ...", [x25519.Recipient.from_str(public_of(private))]))
    move_to(bare)
    weighed = said | {"sha256": sha256_of(theirs)}
    for beside in (weighed, {**weighed, "proof": ""}, {**weighed, "proof": None}, [], None):
        Backup(theirs).beside.write_text(json.dumps(beside))
        with pytest.raises(CommandError, match=r"Nothing proves|not the file that was written"):
            run("restore", str(theirs), "--identity", str(private))
    Backup(ours).beside.unlink()
    with pytest.raises(CommandError, match="Nothing proves"):
        run("restore", str(ours), "--identity", str(private))
    Backup(theirs).beside.unlink()
    with pytest.raises(CommandError, match="Nothing proves"):
        run("restore", str(theirs), "--identity", str(private))
    assert tables_here() == 0


def test_it_comes_back_under_the_keys_of_later_and_where_its_maker_is_known(
    elsewhere, as_owner, folder, private, bare, settings
):
    backup = made(folder, private)
    [key] = settings.PHI_KEYS
    other = "k9:" + base64.urlsafe_b64encode(bytes(32)).decode()
    settings.PHI_KEYS = [other, key]
    assert Backup(backup).is_ours()
    settings.PHI_KEYS = [other]
    assert not Backup(backup).is_ours()
    settings.PHI_KEYS = [key]
    Backup(backup).beside.unlink()  # as it was before there were proofs
    move_to(bare)
    said = run("restore", str(backup), "--identity", str(private), "--unproven")
    assert "Everything is as it was." in said


def test_files_that_are_something_else_are_told_in_a_sentence(
    elsewhere, as_owner, folder, private, bare, tmp_path
):
    move_to(bare)
    odd = tmp_path / "odd.txt"
    for words in (b"AGE-SECRET-KEY-1BROKEN", b"\xff\xfe", b""):
        odd.write_bytes(words)
        with pytest.raises(CommandError, match="private key") as told:
            run("restore", str(private), "--identity", str(odd), "--unproven")
        assert "BROKEN" not in str(told.value)
    for note in (b"{}", b"[1]", b"no JSON", b"\xff"):
        inside = b"".join(member(NOTE, note))
        odd.write_bytes(pyrage.encrypt(inside, [x25519.Recipient.from_str(public_of(private))]))
        with pytest.raises(CommandError, match="no backup of ours"):
            run("restore", str(odd), "--identity", str(private), "--unproven")
    assert tables_here() == 0


def test_a_link_that_waits_where_it_is_written_leads_nowhere(as_owner, folder, private, tmp_path):
    backup = Backup.of(folder, NOW)
    backup.file.with_suffix(".age.partial").symlink_to(tmp_path / "elsewhere.txt")
    back_up(folder, to=[public_of(private)], at=NOW).check()
    assert not (tmp_path / "elsewhere.txt").exists()


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


def test_what_a_run_that_was_killed_left_goes_with_the_old_ones(folder: Path):
    """Half a backup can be as large as a whole one; one that is being written is left alone."""
    left, now = (
        Backup.of(folder, NOW - timedelta(days=days)).file.with_suffix(".age.partial")
        for days in (2, 0)
    )
    for file, days in ((left, 2), (now, 0)):
        file.write_bytes(b"half")
        moment = (NOW - timedelta(days=days)).timestamp()
        os.utime(file, (moment, moment))
    let_go(folder, keep=2, days=0, at=NOW)
    assert list(folder.iterdir()) == [now]


@pytest.mark.parametrize("said", [("--keep", "-5"), ("--keep", "2", "--days", "-1")])
def test_none_goes_by_a_slip_of_the_hand(folder: Path, said: tuple[str, ...]):
    with pytest.raises(CommandError, match="from 0"):
        run("backup", str(folder), *said)


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
    assert set(json.loads(backups_in(folder)[0].beside.read_text())) == {
        "sha256", "bytes", "to", "proof",
    }  # fmt: skip
    assert "is whole" in run("backup", str(folder), "--check")
    backups_in(folder)[0].file.write_bytes(b"other")
    with pytest.raises(CommandError, match="not the file"):
        run("backup", str(folder), "--check")


@contextmanager
def full_after(size: int) -> Iterator[None]:
    """No file grows further, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_on_a_full_disk_no_half_a_backup_is_left_and_a_sentence_says_why(as_owner, folder, private):
    with full_after(20_000), pytest.raises(CommandError, match="could not be written"):
        made(folder, private)
    assert list(folder.iterdir()) == []


def test_no_half_a_private_key_is_left_and_none_is_written_over(tmp_path: Path):
    file = tmp_path / "private.txt"
    with full_after(10), pytest.raises(CommandError, match=r"private\.txt: File too large"):
        run("backup", "--new-key", str(file))
    assert not file.exists()
    run("backup", "--new-key", str(file))
    before = file.read_text()
    with pytest.raises(CommandError, match="there already"):
        run("backup", "--new-key", str(file))
    assert file.read_text() == before


def test_where_uploads_cannot_be_written_the_database_stays_empty_and_it_can_be_tried_again(
    elsewhere, as_owner, rosa, folder, private, bare, tmp_path, settings
):
    for name in ("a.txt", "b/c.txt"):
        default_storage.save(name, ContentFile(b"kept"))
    file = made(folder, private)
    move_to(bare)
    place = tmp_path / "uploads"
    shutil.rmtree(place)
    place.mkdir()
    (place / "b").write_text("where a folder should be")
    with pytest.raises(CommandError, match="nothing is restored"):
        run("restore", str(file), "--identity", str(private))
    assert [one.name for one in place.iterdir()] == ["b"]
    (place / "b").unlink()
    (place / "a.txt").write_text("of another day")
    with pytest.raises(CommandError, match=r"a\.txt is there already"):
        run("restore", str(file), "--identity", str(private))
    (place / "a.txt").unlink()
    run("restore", str(file), "--identity", str(private))
    assert (place / "b" / "c.txt").read_bytes() == b"kept"
