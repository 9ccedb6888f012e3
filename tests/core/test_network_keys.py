"""Each network has a key of its own: another's opens nothing of it, and a destroyed one never comes back."""

from uuid import UUID

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from core import keys
from core.models import DataKey
from core.resealing import tables_of
from core.sealed import SealBroken, seal, unseal
from core.tenancy import tenant_context
from people.models.person import Person
from tests.story import LONG_AGO, NOW, Worker

PLACE = "people_person.note:1"


@pytest.fixture(autouse=True)
def nothing_unwrapped():
    """As in a process that has just started, and nothing is left for the next test."""
    keys.forget_all()
    yield
    keys.forget_all()


def sql(statement: str, *said: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, said)


def test_a_row_of_one_network_does_not_open_with_the_key_of_another(network, foreigner: Worker):
    theirs = foreigner.organization.network_id
    sealed = seal("Rosa", PLACE, theirs)
    assert unseal(sealed, PLACE, theirs) == "Rosa"
    with pytest.raises(SealBroken):
        unseal(sealed, PLACE, network.pk)  # it lies in a row of ours
    forged = sealed[:1] + network.pk.bytes + sealed[17:]  # it says that it is ours
    with pytest.raises(SealBroken):
        unseal(forged, PLACE, network.pk)


def test_whoever_works_in_one_network_opens_nothing_of_another_even_when_its_key_is_at_hand(
    network, foreigner: Worker
):
    sealed = seal("Rosa", PLACE, foreigner.organization.network_id)
    with tenant_context(network.pk), pytest.raises(SealBroken):
        unseal(sealed, PLACE)


def test_a_wrapped_key_copied_to_another_network_does_not_unwrap(network, foreigner: Worker):
    wrapped = bytes(DataKey.objects.get().wrapped)
    elsewhere = foreigner.organization.network_id
    with tenant_context(elsewhere):
        first = DataKey.objects.get()
        DataKey.objects.create(
            network_id=elsewhere, generation=2, state="opens", wrapped=wrapped,
            wrapped_by=first.wrapped_by, made_at=NOW, ended_at=NOW,
        )  # fmt: skip
    with pytest.raises(keys.KeyLost):
        keys.sealing_head(elsewhere)


def test_keys_of_other_networks_are_behind_the_wall(network, foreigner: Worker):
    assert {key.network_id for key in DataKey.objects.all()} == {network.pk}


def test_a_lost_master_key_opens_nothing_and_guesses_nothing(network, settings):
    sealed = seal("Rosa", PLACE, network.pk)
    keys.forget_all()
    settings.PHI_KEYS = ["k1:" + "Zm9v" * 10 + "Zm8="]
    with pytest.raises(SealBroken):
        unseal(sealed, PLACE, network.pk)


def test_fifty_records_ask_for_the_key_once(network, clinic):
    for number in range(50):
        Person.objects.create(
            network=network, custodian=clinic, first_name=f"Rosa {number}", created_at=NOW
        )
    keys.forget_all()
    people = list(Person.objects.all())
    with CaptureQueriesContext(connection) as asked:
        assert {person.first_name for person in people} == {f"Rosa {n}" for n in range(50)}
    assert len([query for query in asked if "core_datakey" in query["sql"]]) == 1
    with CaptureQueriesContext(connection) as again:
        assert [person.first_name for person in Person.objects.all()]
    assert len(again) == 1


def test_what_was_sealed_before_networks_had_keys_still_opens(network):
    assert unseal(seal("Rosa", PLACE), PLACE, network.pk) == "Rosa"


def test_a_network_has_its_key_from_the_first_day(network, foreigner: Worker):
    assert seal("Rosa", PLACE, network.pk)[0] == 2
    assert DataKey.objects.get().state == "seals"


@pytest.mark.parametrize(
    "change", ["DELETE FROM core_datakey", "UPDATE core_datakey SET wrapped = NULL"]
)
def test_the_app_can_add_a_key_and_change_none(network, change: str):
    with pytest.raises(ProgrammingError, match="permission denied"):
        sql(change)


def test_two_keys_of_one_network_never_seal_at_once(network):
    with pytest.raises(IntegrityError, match="data_key_seals_alone"), transaction.atomic():
        DataKey.objects.create(
            network_id=network.pk, generation=2, wrapped=b"x", wrapped_by="k1", made_at=LONG_AGO
        )


def test_a_key_that_is_not_destroyed_is_there(network):
    with pytest.raises(IntegrityError, match="data_key_destroyed_is_gone"), transaction.atomic():
        DataKey.objects.create(
            network_id=network.pk, generation=2, state="opens", wrapped=None, wrapped_by="k1",
            made_at=LONG_AGO, ended_at=NOW,
        )  # fmt: skip


REFUSING = """
SELECT t.tgname, c.relname, coalesce(array_agg(a.attname::text) FILTER (WHERE a.attname IS NOT NULL), '{}')
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (t.tgattr)
WHERE p.proname = 'core_never_changes' AND t.tgtype & 1 = 1 AND t.tgtype & 16 = 16 GROUP BY t.oid, c.oid
"""


def test_every_sealed_word_can_come_under_a_newer_key(db: None):
    """A fact that never changes says so with `core_only_resealed`, or for its other columns alone."""
    sealed = {table.name: set(table.columns) for table in tables_of(UUID(int=1))}
    with connection.cursor() as cursor:
        cursor.execute(REFUSING)
        refusing = cursor.fetchall()
    assert len(sealed) > 15
    for name, table, columns in refusing:
        assert table not in sealed or (columns and sealed[table].isdisjoint(columns)), name
