"""How does a network come under newer keys while people work on, and how is one forgotten for good?"""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import F

from core import history, keys
from core.actor import Actor
from core.models import DataKey, KeyProof
from core.resealing import Table, tables_of
from core.sealed import key_proof
from core.tenancy import tenant_context
from organizations.models.members import Membership
from organizations.models.network import Network
from people.actions.people import retoken, wanted_tokens
from people.models.person import Person, PersonToken

FIRST = UUID(int=0)


class NotYet(Exception):
    """Why a network is not forgotten now."""


# --- data keys -------------------------------------------------------------------------------------


def give_first_key(network_id: UUID, *, at: datetime) -> bool:
    """To a network from before there were keys of their own."""
    with tenant_context(network_id):
        if has_key(network_id):
            return False
        keys.make_key(network_id, at=at)
    return True


def has_key(network_id: UUID) -> bool:
    with tenant_context(network_id):
        return DataKey.objects.filter(network_id=network_id).exists()


def replace_key(network_id: UUID, *, at: datetime) -> None:
    """A new one seals from now on; what lies under others still opens."""
    with tenant_context(network_id):
        key = keys.make_key(network_id, at=at)
        history.record(
            "network.key_replaced", key, actor=Actor.system(network_id), at=at, tell=False
        )


def wrap_anew(network_id: UUID) -> int:
    with tenant_context(network_id):
        return keys.rewrap(network_id)


def wrapped_before() -> int:
    """Keys under an older master key, of all networks: who began with the older ones may have just made one."""
    wrapped = 0
    for network_id in Network.objects.values_list("pk", flat=True):
        with tenant_context(network_id):
            theirs = DataKey.objects.filter(network_id=network_id)
            open_still = theirs.exclude(state=DataKey.State.DESTROYED)
            wrapped += open_still.exclude(wrapped_by=keys.master().newest).count()
    return wrapped


def is_forgotten(network_id: UUID) -> bool:
    with tenant_context(network_id):
        theirs = DataKey.objects.filter(network_id=network_id)
        return theirs.exists() and not theirs.exclude(state=DataKey.State.DESTROYED).exists()


def older(network_id: UUID | None) -> list[tuple[Table, int]]:
    """The tables in which words lie under an older key, and in how many rows."""
    counted = [(table, table.remaining()) for table in tables_of(network_id)]
    return [(table, rows) for table, rows in counted if rows]


def forget_masters() -> list[str]:
    """Master keys that nothing needs any more: they may leave PHI_KEYS. Their names."""
    newest = f"phi:{keys.master().newest}"
    old = KeyProof.objects.filter(name__startswith="phi:").exclude(name=newest)
    names = [name.removeprefix("phi:") for name in old.values_list("name", flat=True)]
    KeyProof.objects.update_or_create(name=newest, defaults={"proof": key_proof()[newest]})
    old.delete()
    return sorted(names)


# --- search tokens ---------------------------------------------------------------------------------


def retoken_old(network_id: UUID, *, size: int, write: bool) -> Iterator[tuple[int, int]]:
    """Batch after batch: how many records were looked at, and how many had tokens of another key.

    Each record is locked while its tokens are compared and written; search asks for both meanwhile.
    """
    last = FIRST
    while True:
        with tenant_context(network_id):
            people = Person.objects.filter(network_id=network_id, pk__gt=last).order_by("pk")
            locked = people.select_for_update(of=("self",), no_key=True) if write else people
            batch = list(locked.prefetch_related("contact_points")[:size])
            if not batch:
                return
            old = _with_other_tokens(batch)
            for person in old if write else ():
                retoken(person)
        last = batch[-1].pk
        yield len(batch), len(old)


def _with_other_tokens(batch: list[Person]) -> list[Person]:
    there: dict[UUID, set[bytes]] = {person.pk: set() for person in batch}
    tokens = PersonToken.objects.filter(person__in=list(there), scope=F("person__custodian_id"))
    for person_id, token in tokens.values_list("person_id", "token"):
        there[person_id].add(bytes(token))
    return [person for person in batch if there[person.pk] != wanted_tokens(person)]


def index_is_anew() -> None:
    """Every record is found under the newest key: INDEX_KEY_BEFORE may go."""
    KeyProof.objects.update_or_create(name="index", defaults={"proof": key_proof()["index"]})


# --- the end of a network --------------------------------------------------------------------------


def forget_network(network: Network, *, at: datetime) -> int:
    """Everything that its families said can never be read again. How many keys were destroyed.

    NotYet while somebody works there, or while a word lies under the master key, which goes on.
    """
    working = Membership.objects.filter(network=network, until=None).count()
    if working:
        raise NotYet(f"{working} people still work there: end their memberships first.")
    if is_forgotten(network.pk):
        raise NotYet("Its keys were destroyed before.")
    if not has_key(network.pk) or older(network.pk):
        raise NotYet("Words of it lie under older keys: run rotate_keys for it first.")
    with tenant_context(network.pk):
        PersonToken.objects.filter(
            network=network
        ).delete()  # the index key could still guess names
        newest = DataKey.objects.filter(network_id=network.pk).latest("generation")
        actor = Actor.system(network.pk)
        history.record("network.forgotten", newest, actor=actor, at=at, tell=False)
        return keys.destroy(network.pk, at=at)
