"""Servers of our own survive what happens to a laptop: Ctrl-C, kill -9, stale files."""

import os
import shutil
import signal
import smtplib
import stat
import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path

import psycopg
import pytest
import redis

from config.embedded.place import ROOT, any_port
from config.embedded.postgres import Postgres, forget_removed_checkouts
from config.embedded.processes import socket_folder, stop
from config.embedded.valkey import Valkey
from tests.ground.launching import Launcher, eventually, is_gone


@pytest.fixture
def checkout(tmp_path: Path):
    """A checkout's .local; what lies elsewhere is removed with it."""
    folder = tmp_path / "a rather long name of a folder" / ".local"
    folder.mkdir(parents=True)
    yield folder
    Postgres(folder).discard()


def ask(server: Postgres, question: str) -> object:
    with psycopg.connect(server.url("owner")) as connection:
        return connection.execute(question).fetchone()[0]


def write(server: Postgres) -> None:
    with psycopg.connect(server.url("owner")) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")


def test_data_outlives_stop_and_kill(checkout: Path) -> None:
    launcher = Launcher("postgres", "Postgres", checkout)
    write(Postgres(checkout))
    launcher.end(signal.SIGTERM)
    assert is_gone(launcher.server)

    again = Launcher("postgres", "Postgres", checkout)
    again.end(signal.SIGKILL)
    assert eventually(lambda: is_gone(again.server)), "the server must not outlive its launcher"

    both = Launcher("postgres", "Postgres", checkout)
    os.kill(both.server, signal.SIGKILL)
    both.end(signal.SIGKILL)
    with Postgres(checkout) as healed:
        assert ask(healed, "SELECT number FROM kept") == 7


def test_a_stale_file_is_healed_and_the_stranger_it_names_lives(
    checkout: Path,
) -> None:
    with Postgres(checkout) as server:
        data = server.data
    with subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"]) as stranger:
        (data / "postmaster.pid").write_text(f"{stranger.pid}\n{data}\n")
        (socket_folder(checkout) / ".s.PGSQL.5432").touch()
        with Postgres(checkout) as server:
            assert ask(server, "SELECT 1") == 1
        assert stranger.poll() is None
        stranger.kill()


def test_two_checkouts_do_not_meet(checkout: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / ".local"
    with Postgres(checkout) as one, Postgres(other) as two:
        write(one)
        assert ask(two, "SELECT count(*) FROM pg_tables WHERE tablename = 'kept'") == 0
        assert one.password != two.password
    Postgres(other).discard()


def test_nobody_can_reach_it_over_the_network_or_without_the_password(checkout: Path) -> None:
    with Postgres(checkout) as server:
        assert ask(server, "SHOW listen_addresses") == ""
        assert stat.S_IMODE(server.socket.stat().st_mode) == 0o700
        assert stat.S_IMODE((checkout / "pg_password").stat().st_mode) == 0o600
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(
                host=str(server.socket), user="owner", password="guess", dbname="postgres"
            )


def test_a_cluster_without_its_password_is_put_aside_not_lost(checkout: Path) -> None:
    with Postgres(checkout) as server:
        base = server.base
    (checkout / "pg_password").unlink()
    with Postgres(checkout) as server:
        assert ask(server, "SELECT 1") == 1
    assert len(list(base.glob("pgdata.left-*"))) == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only as root does the data lie apart")
def test_what_a_removed_checkout_left_is_removed_and_nothing_else(checkout: Path) -> None:
    with Postgres(checkout) as server:
        kept = server.base
    gone = checkout.parent / "gone"
    with Postgres(gone) as server:
        left = server.base
    shutil.rmtree(gone)
    forget_removed_checkouts()
    assert kept.exists()
    assert not left.exists()


def test_a_cluster_of_another_version_is_named(checkout: Path) -> None:
    with Postgres(checkout) as server:
        mark = server.data / "PG_VERSION"
    mark.write_text("14\n")
    with pytest.raises(SystemExit, match="was made by PostgreSQL 14"):
        Postgres(checkout).__enter__()


def test_what_was_queued_outlives_a_killed_broker(checkout: Path) -> None:
    launcher = Launcher("valkey", "Valkey", checkout)
    place = str(Valkey(checkout).socket)
    with redis.Redis(unix_socket_path=place) as queue:
        queue.config_set("appendfsync", "always")  # or the test would have to wait a second
        queue.rpush("celery", "task")
    launcher.end(signal.SIGKILL)
    assert eventually(lambda: is_gone(launcher.server)), "the server must not outlive its launcher"
    with Valkey(checkout), redis.Redis(unix_socket_path=place) as queue:
        assert queue.lrange("celery", 0, -1) == [b"task"]
        assert queue.config_get("port") == {"port": "0"}


def test_the_catcher_keeps_each_message_once(checkout: Path) -> None:
    folder, port = checkout / "messages", any_port()
    command = [sys.executable, "-m", "config.embedded.catcher", str(port), str(folder)]
    message = EmailMessage()
    message["Subject"] = "Someone from the pantry will call you"
    message.set_content("¡Hola!")
    with subprocess.Popen(command, cwd=ROOT) as catcher:
        assert eventually(lambda: send(port, message))
        stop(catcher, signal.SIGTERM)
    (kept,) = folder.glob("*.eml")
    assert b"Someone from the pantry" in kept.read_bytes()


def send(port: int, message: EmailMessage) -> bool:
    try:
        with smtplib.SMTP("127.0.0.1", port) as smtp:
            smtp.send_message(message, "porchlight@example.org", ["rosa@example.org"])
    except ConnectionRefusedError:
        return False
    return True
