"""The history is sealed in batches: whoever alters, deletes or slips in a row is found, and so is who seals anew."""

import base64
import json
import os
import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from core.actor import Actor
from core.history import record
from core.ids import time_of, uuid7
from core.tenancy import tenant_context
from insights.actions.nightly import audit_the_night
from insights.actions.sealing import SKEW, seal_history, seal_up_to, settled_before
from insights.models import Seal
from insights.search import chain
from insights.search.chain import FORM, FORMS, check
from insights.search.scorecard import Scorecard
from organizations.models.network import Network
from people import disclosures
from tests.story import NOW, Worker

SOON = timedelta(seconds=1)
Do = Callable[[str], object]


def look(network: Network, worker: Worker) -> None:
    actor = replace(worker.actor, network_id=network.pk)
    disclosures.record(
        actor=actor, person_ids=[uuid7()], what="people.record", purpose="care", at=NOW
    )


def happens(network: Network, kind: str = "network.renamed") -> None:
    record(kind, network, actor=Actor.system(network.pk), at=NOW, tell=False)


def seal_all(network: Network) -> list[Seal]:
    """What stands there now, without waiting until nothing older runs."""
    now = datetime.now(UTC)
    with tenant_context(network.pk):
        return seal_up_to(network_id=network.pk, until=now + SOON, at=now)


@pytest.fixture
def by_owner(transactional_db: None) -> Iterator[Do]:
    """Somebody who owns the whole server: triggers rest, and it is committed."""
    name = connection.settings_dict["NAME"]
    address = re.sub(r"/[^/?]+\?", f"/{name}?", os.environ["TEST_ADMIN_URL"])
    with psycopg.connect(address, autocommit=True) as admin:
        admin.execute("SET session_replication_role = replica")
        yield admin.execute


def chronicle(network: Network, worker: Worker) -> Network:
    """Three events and three looks, sealed."""
    with tenant_context(network.pk):
        for _ in range(3):
            happens(network)
            look(network, worker)
    with tenant_context(network.pk):
        seal_all(network)
    return network


@pytest.fixture
def sealed(by_owner: Do, network: Network, navigator: Worker) -> Network:
    return chronicle(network, navigator)


def faults(network: Network) -> list[tuple[str, str]]:
    with tenant_context(network.pk):
        return [(fault.table, fault.what) for fault in check(network.pk)]


HERE = "(SELECT id FROM {} WHERE network_id = '{}' ORDER BY id OFFSET 1 LIMIT 1)"
COPY = """INSERT INTO core_event SELECT (jsonb_populate_record(e, jsonb_build_object('id',
    overlay(e.id::text PLACING 'ffffffffffff' FROM 25)))).* FROM core_event AS e"""
DONE = (
    ("UPDATE core_event SET kind = 'network.founded'", "core_event", "altered"),
    ("UPDATE core_event SET details = '{\"a\": 1}'", "core_event", "altered"),
    ("UPDATE core_event SET happened_at = happened_at + interval '1 us'", "core_event", "altered"),
    ("DELETE FROM core_event", "core_event", "deleted"),
    (COPY, "core_event", "inserted"),
    ("UPDATE people_disclosure SET actor_id = NULL", "people_disclosure", "altered"),
    ("UPDATE people_disclosure SET consent_id = id", "people_disclosure", "altered"),
    ("DELETE FROM people_disclosure", "people_disclosure", "deleted"),
)


def test_a_history_that_nobody_touched_fits_its_seals(sealed: Network):
    assert faults(sealed) == []
    assert {seal.rows for seal in Seal.objects.all()} == {3}


def test_one_row_that_the_owner_changed_is_found_in_its_network_and_in_no_other(
    sealed: Network, foreigner: Worker, by_owner: Do
):
    """Each network keeps a chain of its own: in each, another thing is done to one row."""
    hurt = [
        Network.objects.create(name=f"County {n}", short_name=f"c{n}") for n in range(len(DONE))
    ]
    for there, (statement, table, _what) in zip(hurt, DONE, strict=True):
        chronicle(there, foreigner)
        by_owner(f"{statement} WHERE id = {HERE.format(table, there.pk)}")
    assert [faults(there) for there in hurt] == [[(table, what)] for _, table, what in DONE]
    assert faults(sealed) == []


def test_a_seal_that_was_forged_or_taken_away_is_found(sealed: Network, by_owner: Do):
    by_owner("UPDATE insights_seal SET rows = 2 WHERE number = 1")
    assert ("core_event", "seal_altered") in faults(sealed)
    by_owner("DELETE FROM insights_seal WHERE number = 1")
    assert ("people_disclosure", "seal_missing") in faults(sealed)


def test_what_is_too_young_is_sealed_next_time_and_nothing_twice(network: Network):
    with transaction.atomic():
        happens(network)
    now = datetime.now(UTC)
    assert {seal.rows for seal in seal_up_to(network_id=network.pk, until=now - SKEW, at=now)} == {
        0
    }
    assert sum(seal.rows for seal in seal_all(network)) == 1
    assert sum(seal.rows for seal in seal_all(network)) == 0
    assert faults(network) == []


@pytest.mark.parametrize("statement", ["UPDATE insights_seal SET rows = 0", "DELETE FROM insights_seal",
                                       "TRUNCATE insights_seal"])  # fmt: skip
def test_a_seal_is_never_changed(db: None, statement: str):
    with (
        pytest.raises(Exception, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as c,
    ):
        c.execute(statement)


def test_the_command_fails_and_names_the_seal_but_nobody(sealed: Network, by_owner: Do):
    by_owner(
        f"DELETE FROM people_disclosure WHERE id = {HERE.format('people_disclosure', sealed.pk)}"
    )
    out = StringIO()
    with pytest.raises(CommandError, match="1 seals"):
        call_command("verify_chain", "--json", stdout=out)
    [said] = [one for one in json.loads(out.getvalue()) if one["faults"]]
    assert (said["network"], said["rows"]) == (str(sealed.pk), 6)
    assert said["faults"][0]["what"] == "deleted"


def test_the_night_counts_it_and_the_scorecard_shows_it(sealed: Network, by_owner: Do):
    by_owner(f"DELETE FROM core_event WHERE id = {HERE.format('core_event', sealed.pk)}")
    with tenant_context(sealed.pk):
        night = audit_the_night(network_id=sealed.pk, at=datetime.now(UTC))
        assert night.broken["history_is_sealed"] == 1
        assert chain.HISTORY_IS_SEALED_WORDS in {row.words for row in Scorecard(night, 11).promises}


# --- when is a row old enough? ------------------------------------------------------------------


def test_nothing_is_sealed_while_somebody_who_began_before_is_still_writing():
    marks = [(NOW, 30), (NOW - timedelta(hours=1), 20), (NOW - timedelta(hours=2), 10)]
    assert settled_before(marks, xmin=31, xmax=40) == NOW - SKEW
    assert settled_before(marks, xmin=25, xmax=40) == NOW - timedelta(hours=1) - SKEW
    assert settled_before(marks, xmin=5, xmax=40) is None


def test_a_mark_from_before_the_database_was_restored_holds_nothing_up():
    assert settled_before([(NOW, 900)], xmin=31, xmax=40) == NOW - SKEW


def test_a_row_that_another_still_writes_is_not_sealed_over(
    transactional_db: None, network: Network
):
    """The first seal marks the time; as long as that transaction runs, nothing after it is sealed."""
    params = {**connection.get_connection_params(), "autocommit": False}
    for unwanted in ("cursor_factory", "context", "prepare_threshold"):
        params.pop(unwanted, None)
    with psycopg.connect(**params) as slow:
        slow.execute("INSERT INTO core_heartbeat VALUES ('slow', now())")
        now = datetime.now(UTC)
        for hours in range(3):
            seal_history(network_id=network.pk, at=now + timedelta(hours=hours))
        slow.rollback()
    assert {seal.to_id.int for seal in Seal.objects.all()} == {0}
    assert Seal.objects.count() == 6


def test_no_seal_lies_in_two_days_so_that_a_month_can_be_put_away(network: Network):
    with transaction.atomic():
        happens(network)
    later = datetime.now(UTC) + timedelta(days=2, hours=5)
    made = seal_up_to(network_id=network.pk, until=later, at=later)
    ends = [time_of(seal.to_id) for seal in made if seal.table == "core_event"]
    assert ends[-1] == later.replace(microsecond=later.microsecond // 1000 * 1000)
    assert len(ends) in {3, 4}  # two midnights, or three, and the end
    assert {(end.hour, end.minute, end.second, end.microsecond) for end in ends[:-1]} == {
        (0, 0, 0, 0)
    }


def test_every_column_is_under_the_seal(db: None):
    """A column that is added needs a new form; the old ones stay as they are."""
    assert FORM == 2
    with connection.cursor() as cursor:
        for table, columns in FORMS[FORM].items():
            cursor.execute(
                "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0",
                [table],
            )
            for (name,) in cursor.fetchall():
                assert name in columns


# --- signed, and kept elsewhere -----------------------------------------------------------------


@pytest.fixture
def signing(settings: object) -> None:
    settings.SEAL_KEY = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def exported(folder: Path) -> str:
    out = StringIO()
    call_command("export_seals", str(folder), stdout=out)
    return out.getvalue()


def verify(folder: Path, *more: str) -> None:
    call_command("export_seals", str(folder), "--verify", *more, stdout=StringIO())


@pytest.mark.usefixtures("signing")
def test_signed_seals_are_held_against_the_database_with_the_public_key_alone(
    sealed: Network, tmp_path: Path, settings: object
):
    public = exported(tmp_path).split()[-1]
    seal_all(sealed)
    exported(tmp_path)
    settings.SEAL_KEY = ""
    verify(tmp_path, "--public-key", public)
    assert len(list(tmp_path.glob("*.json"))) == 2


@pytest.mark.usefixtures("signing")
def test_whoever_rewrites_history_and_seals_it_anew_is_found_by_the_signed_files(
    sealed: Network, by_owner: Do, tmp_path: Path
):
    exported(tmp_path)
    by_owner(f"DELETE FROM core_event WHERE id = {HERE.format('core_event', sealed.pk)}")
    by_owner("DELETE FROM insights_seal")
    seal_all(sealed)
    assert faults(sealed) == []
    with pytest.raises(CommandError, match="do not fit"):
        verify(tmp_path)


@pytest.mark.usefixtures("signing")
def test_a_file_that_was_changed_or_is_missing_is_found(sealed: Network, tmp_path: Path):
    exported(tmp_path)
    seal_all(sealed)
    exported(tmp_path)
    first, second = sorted(tmp_path.glob("*.json"))
    second.write_text(second.read_text().replace("core_event", "core_evenT"))
    with pytest.raises(CommandError, match="do not fit"):
        verify(tmp_path)
    second.write_text(second.read_text().replace("core_evenT", "core_event"))
    verify(tmp_path)
    first.unlink()
    with pytest.raises(CommandError, match="do not fit"):
        verify(tmp_path)


def test_without_a_key_nothing_is_exported_and_the_recipe_is_told(
    db: None, tmp_path: Path, settings: object
):
    settings.SEAL_KEY = ""
    with pytest.raises(CommandError, match="Make one with"):
        exported(tmp_path)


@pytest.mark.usefixtures("signing")
def test_a_file_that_is_called_as_if_it_held_more_is_found(sealed: Network, tmp_path: Path):
    """The middle one is taken away, and the one before it says by its name that it holds both."""
    exported(tmp_path)
    for _ in range(2):
        seal_all(sealed)
        exported(tmp_path)
    first, second, _third = sorted(tmp_path.glob("*.json"))
    last = second.stem.rpartition("-")[2]
    name = first.with_name(f"{first.stem.rpartition('-')[0]}-{last}.json")
    second.unlink()
    second.with_suffix(".sig").unlink()
    first.with_suffix(".sig").rename(name.with_suffix(".sig"))
    first.rename(name)
    with pytest.raises(CommandError, match="do not fit"):
        verify(tmp_path)


@pytest.mark.usefixtures("signing")
def test_a_folder_without_any_signed_file_proves_nothing(sealed: Network, tmp_path: Path):
    with pytest.raises(CommandError, match="no signed file"):
        verify(tmp_path)


@pytest.mark.usefixtures("signing")
def test_whoever_takes_away_a_whole_network_is_found(sealed: Network, by_owner: Do, tmp_path: Path):
    exported(tmp_path)
    by_owner("DELETE FROM insights_seal")
    by_owner("DELETE FROM organizations_network")
    with pytest.raises(CommandError, match="do not fit"):
        verify(tmp_path)


@pytest.mark.usefixtures("signing")
@pytest.mark.parametrize("name", ["000000001-000000002 (1)", "1", "a-b"])
def test_a_file_with_an_odd_name_is_named_and_keeps_no_seal_from_leaving(
    sealed: Network, tmp_path: Path, name: str
):
    exported(tmp_path)
    (tmp_path / f"{sealed.pk}_{name}.json").write_text("[]")
    (tmp_path / "porchlight-20261101T010000Z.json").write_text("{}")  # kept beside, and not ours
    seal_all(sealed)
    assert "nothing new" not in exported(tmp_path)
    with pytest.raises(CommandError, match=r"^1 seals or files"):
        verify(tmp_path)
