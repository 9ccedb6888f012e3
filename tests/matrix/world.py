"""One story that has something behind every door: made once, and every knock is undone."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from accounts import keys
from accounts.browsers import SEEN
from accounts.models import ApiKey, KeptForm, User
from core.tenancy import tenant_context
from organizations.models.network import Network, Organization
from people.actions.searches import remember_search
from tests.matrix.cast import (
    CLINIC,
    ELSEWHERE,
    HERE,
    MEMBERS,
    NOBODY,
    NORTH,
    OWNER,
    PANTRY,
    UNEMPLOYED,
    Who,
)
from tests.matrix.happenings import happen
from tests.story import Worker, found, hire

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
KINDS = {
    CLINIC: Organization.Kind.HEALTHCARE,
    NORTH: Organization.Kind.HEALTHCARE,
    PANTRY: Organization.Kind.COMMUNITY,
}
# What stands in the places of addresses that no row of the story fills.
ANY = {
    "token": "no-such-link", "verb": "yes", "kind": "messages", "step": "pause", "first": "2031-05-01",
    "last": "2031-05-02", "code": "hunger_vital_sign", "language": "en", "uidb36": "1", "key": "no-such-key",
    "pk": "1",
}  # fmt: skip
# A refused request must not have written anything about anybody, but that it was refused.
_WRITTEN = """
SELECT (SELECT count(*) FROM core_event WHERE kind <> 'access.refused'),
       (SELECT count(*) FROM people_disclosure), (SELECT count(*) FROM core_outbox),
       (SELECT sum(version) FROM screening_need), (SELECT sum(version) FROM referrals_referral)
"""


class World:
    """Who is there, what can be opened, and a browser and a program for each of them."""

    def __init__(self) -> None:
        self.now = timezone.now() - HOUR
        self.network = Network.objects.create(
            name="Harbor County", short_name="harbor", languages=["en", "es"], state="NY"
        )
        self.workers: dict[Who, Worker] = {}
        self.organizations: dict[str, Organization] = {}
        self.sessions: dict[Who, str] = {}
        with tenant_context(self.network.pk):
            for place in HERE:
                self._employ(found(self.network, f"{place.title()} House", KINDS[place]), place)
            self.places = ANY | happen(self.workers, self.now)
        elsewhere = Network.objects.create(name="Other County", short_name="other")
        with tenant_context(elsewhere.pk):
            self._employ(found(elsewhere, "Far House", Organization.Kind.HEALTHCARE), ELSEWHERE)
        self.unemployed = User.objects.create_user(email="ugo@example.org", name="Ugo Nowhere")
        everybody = (*MEMBERS, UNEMPLOYED)
        self.browsers = {who: self._browser(who) for who in everybody} | {NOBODY: Client()}
        self.programs = {who: self._program(who) for who in everybody} | {NOBODY: Client()}
        self.places |= self._own_things()

    def _employ(self, organization: Organization, place: str) -> None:
        self.organizations[place] = organization
        for who in MEMBERS:
            if who.place == place:
                self._hire(who)

    def _hire(self, who: Who) -> Worker:
        name = f"N{len(self.workers)} {who.name.title()}"
        self.workers[who] = hire(self.organizations[who.place], name, *sorted(who.roles))
        return self.workers[who]

    def let_in(self, who: Who) -> None:
        """Somebody who stands for several gets an account when they first knock."""
        if who not in self.browsers:
            with tenant_context(self.organizations[who.place].network_id):
                self._hire(who)
            self.browsers[who], self.programs[who] = self._browser(who), self._program(who)

    def _own_things(self) -> dict[str, object]:
        """What the navigator alone can open."""
        owner, later = self.workers[OWNER], timezone.now() + HOUR
        with tenant_context(self.network.pk):
            search = remember_search(
                actor=owner.actor, words="Rosa", session_key=self.sessions[OWNER], at=timezone.now()
            )
        kept = KeptForm.objects.create(
            user=owner.user, path="/people/new/", fields="[]", expires_at=later
        )
        key = ApiKey.objects.get(user=owner.user)
        browser = UserSession.objects.create(user=owner.user, ip="127.0.0.1", session_key="another")
        return {"browser_id": browser.pk, "search_id": search, "kept_id": kept.pk, "key_id": key.pk}

    def _browser(self, who: Who) -> Client:
        """Last seen later than all tests: no screen locks among them, and no knock notes a minute that its twin
        did not, which would be one statement more."""
        browser = Client()
        browser.force_login(self.user(who), backend=BACKEND)
        session = browser.session
        session[SEEN] = (self.now + DAY).timestamp()
        session.save()
        self.sessions[who] = session.session_key or ""
        return browser

    def _program(self, who: Who) -> Client:
        key = keys.issue(self.user(who), name="matrix", at=self.now)
        return Client(headers={"authorization": f"Bearer {key}"})

    def user(self, who: Who) -> User:
        return self.unemployed if who == UNEMPLOYED else self.workers[who].user

    def written(self) -> tuple[object, ...]:
        """Read inside the network: from outside it there would be nothing to count."""
        with tenant_context(self.network.pk), connection.cursor() as cursor:
            cursor.execute(_WRITTEN)
            return tuple(cursor.fetchone())


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside has never happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
