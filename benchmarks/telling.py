"""How fast do events become messages, and how fast are those handed to the channel?"""

import time
from collections.abc import Iterator

from django.conf import settings
from django.db import connection

from benchmarks.county import County
from benchmarks.figures import Figure, Rate
from benchmarks.ground import Ground
from benchmarks.limits import Script, per_second
from core.ids import uuid7
from core.models import Event, Outbox
from core.tenancy import tenant_context
from notifications.actions.announce import EVENTS, announce
from notifications.actions.deliver import AT_A_TIME, MESSAGES, Channel, deliver
from notifications.models.deliveries import Delivery

ASKED = 500
MOST = 4000  # messages in one round
# Claimed and marked in the same batches, by a database that writes no mail.
CLAIM = """
UPDATE notifications_delivery SET attempts = attempts + 1, claimed_until = now() + interval '5 minutes'
WHERE id IN (SELECT id FROM notifications_delivery
    WHERE network_id = '{network}' AND state = 'waiting' AND available_at <= '{at}' AND claimed_until IS NULL
    ORDER BY available_at, id LIMIT {batch} FOR NO KEY UPDATE SKIP LOCKED)
"""
MARK = """
UPDATE notifications_delivery SET state = 'sent', sent_at = now(), claimed_until = NULL, provider_id = id::text
WHERE network_id = '{network}' AND state = 'waiting' AND claimed_until IS NOT NULL
"""


class Telling:
    """Half of the mails go to a person, half to a mailbox; Django's backend that keeps nothing takes them."""

    def __init__(self, ground: Ground, county: County) -> None:
        self.ground, self.county = ground, county
        self.many = max(40, min(MOST, county.size.due // county.size.rounds) // 40 * 40)
        self.rates: list[Rate] = []

    def figures(self) -> Iterator[Figure]:
        settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
        with tenant_context(self.county.network.pk):
            Delivery.objects.all().delete()
            Outbox.objects.all().delete()
        rounds = []
        for number in range(self.county.size.rounds):
            self._write(f"ours-{number}")
            ours = self._handed_per_second()
            self._write(f"bare-{number}")
            rounds.append((ours, self._bare()))
        batch = AT_A_TIME[Channel.EMAIL]
        against = f"pgbench, claim and mark in batches of {batch}, 1 client"
        figure = Figure("Messages handed to the channel", against, "messages/s", tuple(rounds))
        yield figure
        asked = f"{figure.ours:,.0f} a second in one process; asked for: {ASKED}"
        self.rates = [Rate("Messages handed to the channel", asked), self._announced()]

    def _write(self, name: str) -> None:
        network, at = self.county.network, self.county.at
        workers = [self.county.navigator.user_id, self.county.intake.user_id]
        mailbox = self.county.partners[0].pk
        with tenant_context(network.pk):
            Delivery.objects.bulk_create(
                Delivery(
                    network=network, key=f"{name}:{number}", event_id=uuid7(), about_id=uuid7(),
                    template="need_closed", channel=Channel.EMAIL, available_at=at,
                    user_id=workers[number // 2 % 2] if number % 2 else None,
                    organization_id=None if number % 2 else mailbox,
                )
                for number in range(self.many)
            )  # fmt: skip

    def _handed_per_second(self) -> float:
        begun, handed = time.perf_counter(), 0
        while handed < self.many:
            more = deliver(
                network_id=self.county.network.pk, at=self.county.at, limit=MESSAGES,
                channels=[Channel.EMAIL],
            )  # fmt: skip
            if not more:
                raise SystemExit(f"Only {handed} of {self.many} messages left.")
            handed += more
        return handed / (time.perf_counter() - begun)

    def _bare(self) -> float:
        batch = AT_A_TIME[Channel.EMAIL]
        words = {"network": self.county.network.pk, "at": self.county.at, "batch": batch}
        script = Script((CLAIM.format(**words), MARK.format(**words)))
        times, within = max(1, self.many // batch), self.county.network.pk
        return per_second(self.ground, script, times=times, clients=1, within=within) * batch

    def _announced(self) -> Rate:
        """Events about many requests, each told to its partner."""
        network_id, kind = self.county.network.pk, "referral.reminded_early"
        with tenant_context(network_id), connection.cursor() as cursor:
            cursor.execute(_REMIND, [kind, self.county.at, network_id, self.many])
            waiting = Event.objects.filter(kind=kind, request_id="telling")
            Outbox.objects.bulk_create(
                Outbox(event_id=pk, network_id=network_id, available_at=self.county.at)
                for pk in waiting.values_list("pk", flat=True)
            )
        begun, told = time.perf_counter(), 0
        while more := announce(network_id=network_id, at=self.county.at, limit=EVENTS):
            told += more
        taken = time.perf_counter() - begun
        return Rate("Events that become messages", f"{told / taken:,.0f} a second ({told:,})")


_REMIND = """
INSERT INTO core_event (id, network_id, kind, subject_type, subject_id, actor_kind, said_by, via, happened_at,
                        details, request_id)
SELECT (left(core_uuid_floor(clock_timestamp())::text, 14) || substr(gen_random_uuid()::text, 15))::uuid,
       network_id, %s, 'referrals.referral', id, 'system', '', 'system', %s, '{}', 'telling'
FROM referrals_referral WHERE network_id = %s AND next_step_due IS NOT NULL ORDER BY id LIMIT %s
"""
