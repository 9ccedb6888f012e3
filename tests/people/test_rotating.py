"""Keys are replaced while people work: a run that is killed goes on where it was, and nobody is lost from search."""

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from accounts import second_step
from config.checks import keys_fit
from core import keys
from core.models import DataKey, Event, KeyProof
from core.resealing import Table, tables_of
from core.sealed import SealBroken, seal
from core.tenancy import tenant_context
from organizations.models.members import Membership
from organizations.models.network import Network, Organization
from people.actions import rotating
from people.actions.people import retoken
from people.models.contact import ContactPoint
from people.models.person import Person, PersonToken
from people.models.safety import MandatedReport
from people.search.find import find
from tests.conftest import APP, OWNER, connect_as, role
from tests.story import NOW, Worker

FAMILY = ["Rosa Delgado", "Ana Ruiz", "Luis Vega", "Mia Chen", "Omar Haddad"]


@pytest.fixture(autouse=True)
def fresh_process() -> Iterator[None]:
    keys.forget_all()
    yield
    keys.forget_all()


@pytest.fixture
def people(transactional_db: None, navigator: Worker) -> list[Person]:
    """Five records, each with a telephone, and one report of somebody."""
    clinic = navigator.organization
    made = []
    for number, name in enumerate(FAMILY):
        first, last = name.split()
        person = Person.objects.create(
            network=clinic.network,
            custodian=clinic,
            first_name=first,
            last_name=last,
            created_at=NOW,
        )
        ContactPoint.objects.create(
            network=clinic.network, person=person, channel="call", value=f"555-010-014{number}"
        )
        retoken(person)
        made.append(person)
    MandatedReport.objects.create(
        network=clinic.network, person=made[0], organization=clinic, made_by=navigator.user,
        to_whom="the county", words="as said", made_at=NOW, recorded_at=NOW,
    )  # fmt: skip
    return made


@pytest.fixture
def as_owner(people: list[Person]) -> Iterator[None]:
    connect_as(**role(OWNER))
    yield
    connect_as(**role(APP))


def new_master(settings) -> None:
    key = urlsafe_b64encode(secrets.token_bytes(32)).decode()
    settings.PHI_KEYS = [f"k2:{key}", *settings.PHI_KEYS]
    keys.forget_all()


def rotate(*words: str) -> str:
    out = StringIO()
    call_command("rotate_keys", *words, stdout=out)
    keys.forget_all()
    return out.getvalue()


def names() -> list[str]:
    return [
        f"{one.first_name} {one.last_name}" for one in Person.objects.order_by("created_at", "pk")
    ]


def heads() -> set[bytes]:
    """Under which keys names lie, as the first bytes say."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT substring(first_name FROM 1 FOR 19) FROM people_person")
        return {bytes(head) for (head,) in cursor.fetchall()}


def people_table(network) -> Table:
    return next(table for table in tables_of(network.pk) if table.model is Person)


def test_every_word_comes_under_a_new_key_and_reads_as_before(people, as_owner, network):
    said = rotate("--new-keys")
    assert "Harbor County: has a new key" in said
    assert "Everything lies under the newest keys." in said
    assert heads() == {b"\x02" + keys.head_of(network.pk, 2)}
    assert names() == FAMILY
    assert MandatedReport.objects.get().words == "as said"
    assert {key.state for key in DataKey.objects.all()} == {"seals", "opens"}


def test_a_run_that_was_killed_between_two_batches_goes_on(people, as_owner, network):
    with tenant_context(network.pk):
        keys.make_key(network.pk, at=NOW)
    next(people_table(network).reseal(size=2))  # and then nothing more
    assert len(heads()) == 2
    assert names() == FAMILY  # who reads meanwhile reads all
    assert people_table(network).remaining() == 3
    assert "people_person 3 rows done, 0 remain" in rotate("--batch", "2")
    assert len(heads()) == 1
    assert names() == FAMILY


def test_a_batch_that_breaks_in_the_middle_changes_nothing(people, as_owner, network):
    third = people[2].pk
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION dies() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'dead'; END $$;"
            f"CREATE TRIGGER dies BEFORE UPDATE ON people_person FOR EACH ROW WHEN (OLD.id = '{third}') "
            "EXECUTE FUNCTION dies()"
        )
    with pytest.raises(DatabaseError, match="dead"):
        rotate("--new-keys")
    assert len(heads()) == 1
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER dies ON people_person")
    rotate()
    assert heads() == {b"\x02" + keys.head_of(network.pk, 2)}
    assert names() == FAMILY


def test_what_is_written_under_the_older_key_meanwhile_is_found_by_the_next_run(
    people, as_owner, network
):
    late = Person.objects.get(pk=people[1].pk)  # read, and saved as it lay there
    rotate("--new-keys")
    late.save()
    assert people_table(network).remaining() == 1
    rotate()
    assert people_table(network).remaining() == 0
    assert names() == FAMILY


def test_a_row_that_does_not_open_keeps_nobody_waiting(people, as_owner, network, caplog):
    elsewhere = bytes(seal("moved", "people_person.note:somewhere else", network.pk))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_person SET note = %s WHERE id = %s", [elsewhere, people[0].pk]
        )
    assert "Not everything lies under the newest keys (1 remain)" in rotate("--new-keys")
    assert names() == FAMILY
    assert "Rosa" not in caplog.text
    with pytest.raises(SealBroken):
        _ = Person.objects.get(pk=people[0].pk).note


def test_a_network_from_before_gets_a_key_and_its_words_come_under_it(people, as_owner):
    old = Network.objects.create(name="Old County", short_name="old")
    with tenant_context(old.pk):
        clinic = Organization.objects.create(network=old, name="Old Clinic")
        ida = Person.objects.create(network=old, custodian=clinic, first_name="Ida", created_at=NOW)
    assert b"\x01\x02k1" in {head[:4] for head in heads()}
    assert "Old County: has no key of its own yet" in rotate("--dry-run")
    said = rotate()
    assert "Old County: has a key of its own now" in said
    assert "Old County: people_person 1 rows done, 0 remain" in said
    assert b"\x02" + keys.head_of(old.pk, 1) in heads()
    with tenant_context(old.pk):
        assert Person.objects.get(pk=ida.pk).first_name == "Ida"


def test_a_new_master_key_wraps_anew_and_touches_no_word(people, as_owner, network, settings):
    keys_fit()
    before = heads()
    new_master(settings)
    keys_fit()
    said = rotate()
    assert heads() == before
    assert {key.wrapped_by for key in DataKey.objects.all()} == {"k2"}
    assert "k1 may leave PHI_KEYS" in said
    settings.PHI_KEYS = settings.PHI_KEYS[:1]
    keys.forget_all()
    keys_fit()  # nothing misses the old one
    assert names() == FAMILY


def test_a_master_key_that_is_still_needed_is_missed_at_the_next_start(
    people, as_owner, network, settings
):
    keys_fit()
    new_master(settings)
    rotate("--network", "harbor")  # not everything: nobody may think that k1 can go
    assert KeyProof.objects.filter(name="phi:k1").exists()


def test_a_second_step_comes_under_the_newest_master_key(people, as_owner, navigator, settings):
    from allauth.mfa.models import Authenticator  # noqa: PLC0415 its apps must be loaded

    way = Authenticator.objects.create(
        user=navigator.user, type="totp", data={"secret": second_step.hide("ABC")}
    )
    new_master(settings)
    assert "Second steps: 1 remain" in rotate("--dry-run")
    rotate()
    settings.PHI_KEYS = settings.PHI_KEYS[:1]
    way.refresh_from_db()
    assert second_step.reveal(way.data["secret"]) == "ABC"


def found(worker: Worker, words: str) -> list[str]:
    with tenant_context(worker.organization.network_id):
        return [person.last_name for person in find(actor=worker.actor, words=words, at=NOW)]


def test_everybody_is_found_while_search_tokens_are_made_anew(
    people, as_owner, navigator: Worker, stranger: Worker, settings
):
    keys_fit()
    settings.INDEX_KEY_BEFORE, settings.INDEX_KEY = settings.INDEX_KEY, secrets.token_urlsafe(48)
    keys_fit()
    for _ in range(2):  # half are done, then the run is killed
        assert [found(navigator, name) for name in FAMILY] == [[n.split()[1]] for n in FAMILY]
        assert found(navigator, "555-010-0143") == ["Chen"]
        assert found(stranger, "Rosa Delgado") == []
        rest = retoken_half(people[0].network_id)
    assert rest > 0
    assert "INDEX_KEY_BEFORE may go" in rotate("--index")
    settings.INDEX_KEY_BEFORE = ""
    keys_fit()
    assert [found(navigator, name) for name in FAMILY] == [[n.split()[1]] for n in FAMILY]


def test_records_with_tokens_of_an_older_version_are_found_again(people, as_owner, navigator):
    """They were those of the whole network."""
    keys_fit()
    network_id = people[0].network_id
    PersonToken.objects.filter(network_id=network_id).update(scope=network_id)
    assert found(navigator, "Rosa Delgado") == []
    assert "made anew" in rotate("--index")
    assert found(navigator, "Rosa Delgado") == ["Delgado"]


def retoken_half(network_id) -> int:
    from people.actions.rotating import retoken_old  # noqa: PLC0415 beside its only use

    next(retoken_old(network_id, size=2, write=True))
    return sum(old for _seen, old in retoken_old(network_id, size=50, write=False))


def forget(*words: str) -> str:
    out = StringIO()
    call_command("forget_network", *words, stdout=out)
    keys.forget_all()
    return out.getvalue()


def test_a_closed_network_is_forgotten_for_good_and_its_neighbour_is_not(
    people, as_owner, network, foreigner: Worker
):
    theirs = seal("Fay", "there:1", foreigner.organization.network_id)
    Membership.objects.filter(network=network).update(until=NOW)
    assert "1 keys of Harbor County are destroyed" in forget(
        "harbor", "--yes-forget", "Harbor County"
    )
    with pytest.raises(SealBroken):
        names()
    with pytest.raises(keys.KeyLost):
        Person.objects.create(
            network=network, custodian=people[0].custodian, first_name="New", created_at=NOW
        )
    assert not PersonToken.objects.exists()
    assert Event.objects.filter(kind="network.forgotten", network_id=network.pk).count() == 1
    assert "its keys were destroyed" in rotate("--new-keys")
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE core_datakey SET state = 'opens', wrapped = 'x' WHERE wrapped IS NULL"
        )
    from core.sealed import unseal  # noqa: PLC0415 beside its only use

    assert unseal(theirs, "there:1") == "Fay"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["harbor"], "say --yes-forget"),
        (["harbor", "--yes-forget", "Harbor"], "say --yes-forget"),
        (["harbor", "--yes-forget", "Harbor County"], "still work there"),
        (["nowhere"], "no network"),
    ],
)
def test_no_network_is_forgotten_by_a_slip(people, as_owner, words: list[str], why: str):
    with pytest.raises(CommandError, match=why):
        forget(*words)
    assert names() == FAMILY


@pytest.mark.parametrize("many", ["0", "-1", "all"])
def test_nothing_at_a_time_is_refused_and_no_key_is_said_to_be_needed_no_more(
    people, as_owner, many
):
    with pytest.raises(CommandError, match="from 1"):
        rotate("--index", "--batch", many)


def test_keys_of_networks_under_an_older_master_are_counted_before_it_may_leave(
    people, as_owner, settings
):
    """Also of a network that was founded meanwhile by a process that began with the older keys."""
    older = settings.PHI_KEYS
    new_master(settings)
    newer, settings.PHI_KEYS = settings.PHI_KEYS, older
    keys.forget_all()
    late = Network.objects.create(name="Late County", short_name="late")
    with tenant_context(late.pk):
        keys.make_key(late.pk, at=NOW)
    settings.PHI_KEYS = newer
    keys.forget_all()
    assert rotating.wrapped_before() == 2
    assert "Nothing remains" not in rotate("--dry-run")
    assert "Everything lies under the newest keys." in rotate()
    assert rotating.wrapped_before() == 0
