"""The second wall: what somebody finds whose query has forgotten in which network it asks."""

import psycopg
import pytest
from django.db import DataError, IntegrityError, ProgrammingError, connection, transaction

from core import history
from core.actor import Actor
from core.ids import uuid7
from core.models import Event
from core.tenancy import tenant_context
from organizations.models.network import Network
from people.models.person import Person
from tests.conftest import APP, OWNER
from tests.story import NOW, Worker
from tests.walls import outside


def newcomer(worker: Worker, name: str) -> Person:
    return Person(
        network=worker.organization.network, custodian=worker.organization, first_name=name,
        created_at=NOW, created_by=worker.user,
    )  # fmt: skip


def met(worker: Worker, name: str) -> Person:
    with tenant_context(worker.organization.network_id):
        person = newcomer(worker, name)
        person.save()
    return person


@pytest.fixture
def rosa(navigator: Worker) -> Person:
    return met(navigator, "Rosa")


@pytest.fixture
def far_away(foreigner: Worker) -> Person:
    return met(foreigner, "Farah")


def names() -> set[str]:
    return {person.first_name for person in Person.objects.all()}


def test_a_query_that_forgets_its_network_finds_its_own_people_only(
    rosa: Person, far_away: Person, network: Network
):
    with tenant_context(network.pk):
        assert names() == {"Rosa"}
        assert not Person.objects.filter(pk=far_away.pk).exists()
    with tenant_context(far_away.network_id):
        assert names() == {"Farah"}
        assert not Person.objects.filter(pk=rosa.pk).exists()


def test_where_no_network_is_said_there_is_nobody(rosa: Person, far_away: Person):
    with outside():
        assert not Person.objects.exists()
        assert not Event.objects.exists()
        assert Person.objects.update(language="es") == 0
        assert Person.objects.filter(pk__in=[rosa.pk, far_away.pk]).delete()[0] == 0
    assert names() == {"Rosa"}


def test_nobody_is_written_into_another_network_or_into_none(
    foreigner: Worker, navigator: Worker, network: Network
):
    stray = newcomer(foreigner, "")  # words of its own could not even be sealed here
    with pytest.raises(ProgrammingError, match="row-level security"), tenant_context(network.pk):
        stray.save()
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
        outside(),
    ):
        newcomer(navigator, "").save()


def test_nobody_of_another_network_is_changed_or_moved(
    rosa: Person, far_away: Person, network: Network
):
    with tenant_context(network.pk):
        assert Person.objects.filter(pk=far_away.pk).update(language="es") == 0
        with pytest.raises(IntegrityError, match="cannot move"), transaction.atomic():
            Person.objects.filter(pk=rosa.pk).update(network_id=far_away.network_id)
    with tenant_context(far_away.network_id):
        assert Person.objects.get(pk=far_away.pk).language == far_away.language


def test_a_history_cannot_be_written_for_another_network(network: Network, foreigner: Worker):
    elsewhere = foreigner.organization.network
    with pytest.raises(ProgrammingError, match="row-level security"), tenant_context(network.pk):
        history.record("network.renamed", elsewhere, actor=Actor.system(network.pk), at=NOW)


def test_an_id_that_another_network_has_taken_is_refused_and_tells_nothing_else(
    navigator: Worker, far_away: Person
):
    """Keys are compared over the wall. Ids are not guessed: 74 of their bits are drawn."""
    taken = newcomer(navigator, "Rosa")
    taken.pk = far_away.pk
    with pytest.raises(IntegrityError, match="people_person_pkey"), transaction.atomic():
        taken.save(force_insert=True)


def test_a_reference_over_the_wall_is_refused_as_one_to_nobody(
    rosa: Person, far_away: Person, navigator: Worker
):
    for other in (far_away.pk, uuid7()):
        rosa.merged_into_id = other
        with pytest.raises(IntegrityError, match="same_network"), transaction.atomic():
            rosa.save(update_fields=["merged_into"])
            connection.check_constraints()


def test_the_same_prepared_statement_asks_anew_in_which_network_it_is(
    rosa: Person, far_away: Person
):
    for _ in range(8):  # psycopg prepares at the fifth
        for person in (rosa, far_away):
            with tenant_context(person.network_id):
                found = Person.objects.filter(pk__in=[rosa.pk, far_away.pk])
                assert [one.pk for one in found] == [person.pk]


def test_a_network_that_is_none_is_an_error_and_no_answer(rosa: Person):
    del rosa
    with pytest.raises(DataError, match="everything"), transaction.atomic():
        run("SELECT set_config('app.network_id', 'everything', true)")
        Person.objects.count()


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE people_person DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE people_person OWNER TO app",
        "DROP POLICY people_person_of_network ON people_person",
        "CREATE POLICY mine ON people_person USING (true)",
        "ALTER FUNCTION referrals_need_has_help() SECURITY INVOKER",
        "SET ROLE owner",
        "ALTER ROLE app BYPASSRLS",
    ],
)
def test_whoever_serves_pages_cannot_take_the_wall_down(statement: str, rosa: Person):
    del rosa
    with (
        pytest.raises(ProgrammingError, match=r"must be (owner|able)|permission denied"),
        transaction.atomic(),
    ):
        run(statement)


def test_whoever_asks_to_go_around_the_wall_is_refused_and_not_let_by(rosa: Person):
    del rosa
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        run("SET LOCAL row_security = off")
        Person.objects.count()


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_backup_taken_by_the_owner_holds_everybody(
    transactional_db: None, rosa: Person, far_away: Person
):
    """`pg_dump` asks with row_security = off: for anybody but the owner that is an error."""
    del transactional_db
    copied = {}
    for who in (OWNER, APP):
        settings = connection.settings_dict
        place = {"host": settings["OPTIONS"]["host"], "dbname": settings["NAME"]}
        login = {"user": who["USER"], "password": who["PASSWORD"]}
        with psycopg.connect(**place, **login, port=settings["PORT"] or None) as link:
            copied[who["USER"]] = copy_of_people(link)
    assert copied == {"owner": {str(rosa.pk), str(far_away.pk)}, "app": "refused"}


def copy_of_people(link: psycopg.Connection) -> set[str] | str:
    link.execute("SET row_security = off")
    try:
        with link.cursor().copy("COPY (SELECT id FROM people_person) TO STDOUT") as rows:
            return {row[0] for row in rows.rows()}
    except psycopg.errors.InsufficientPrivilege:
        return "refused"


# --- every way in says its network itself, and leaves nothing behind ---------------------------------


def said() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('app.network_id', true), '')")
        return str(cursor.fetchone()[0])


@pytest.mark.parametrize("page", ["/today/", "/nowhere/", "/people/"])
def test_a_connection_that_serves_again_knows_no_network(
    transactional_db: None, navigator: Worker, foreigner: Worker, page: str
):
    """Found, refused or missing: what was said for a request ends with it."""
    del transactional_db
    with outside():
        for worker in (navigator, foreigner):
            worker.client.get(page)
            assert said() == ""
            assert not Person.objects.exists()
