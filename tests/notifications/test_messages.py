"""What messages say: each in each language, and nothing personal in any of them."""

import re
from collections.abc import Iterator
from copy import copy
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import Model
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from accounts.notices import KINDS
from core.actor import Actor
from core.history import record
from core.ids import uuid7
from core.sealed import SealedTextField
from notifications.actions import programs
from notifications.channels.message import written
from notifications.leads import (
    CODE_PAGE,
    FAMILY_PAGE,
    LEADS_TO,
    OF_ONE,
)
from notifications.letters import Letter, letter
from notifications.models.deliveries import Delivery
from notifications.models.programs import Webhook
from notifications.told import DIGEST_OF_MAILBOX, DIGESTS, TOGETHER, TOLD
from notifications.words import REPLIES, Reply
from organizations.models.members import Membership
from organizations.models.network import Organization
from organizations.topics import TOPICS
from people.models.contact import Wish
from people.models.person import Person
from referrals.models.incident import Incident, IncidentCase
from screening.models.need import Need
from tests.notifications.conftest import SOON, at_once, reach, told
from tests.story import NOW

TEMPLATES = Path(settings.BASE_DIR) / "templates" / "messages"
LINK = "https://porchlight.example/x/"
# One needs a code that was asked for (test_partner_mail.py), one an emergency (test_emergencies.py),
# the others an alert (test_danger.py).
ALERTS = {"look_right_away", "say_how_it_is", "nobody_looks", "somebody_looks"}
LAW = {"law_waits", "law_is_late"}  # test_demands.py
RIGHTS = {"rights_asked", "rights_late", "rights_answered"}  # test_rights.py
RIGHTS |= {"copies_to_delete", "copies_not_deleted", "facts_changed"}
COUNCIL = {"council_decides", "seat_is_empty", "proposal_to_read", "proposal_to_vote"}
COUNCIL |= {"council_decided", "decision_is_stuck"}  # test_council_pages.py, test_deciding.py
COUNCIL |= {
    "election_opens",
    "election_to_vote",
    "election_is_over",
    "you_are_named",
    "you_are_elected",
}
COUNCIL |= {
    "meeting_called",
    "meeting_moved",
    "meeting_called_off",
    "minutes_to_read",
    "minutes_are_late",
}
# About organizations, never about families: tests/governance
PARTNERSHIP = {
    "partner_step", "partner_step_late", "partner_leaves", "partner_decided", "partner_word_taken", "access_put_off",
    "agreement_waits", "agreement_changed", "dispute_waits", "agreed_is_due",
    "agreed_is_late", "trial_waits", "trial_to_look_at", "trial_is_late", "trial_lapsed",
}  # fmt: skip
# A family’s own words: tests/referrals/test_voices.py.
VOICES = {"voice_waits", "voice_is_late", "look_at_voice_now", "voice_passed_on"}
ELSEWHERE = (
    {"link_code", "glass_broken", "nobody_judges", "unusual_access"}
    | ALERTS
    | LAW
    | RIGHTS
    | COUNCIL
)
ELSEWHERE |= PARTNERSHIP | VOICES
ACCOUNT = {kind.partition(".")[2] for kind in KINDS.values()}  # tests/accounts/test_notices.py
ELSEWHERE |= ACCOUNT
LANGUAGES = [code for code, _name in settings.LANGUAGES] + ["ht"]  # one that has no catalog


def said(template: str, language: str = "en", *, by_text: bool = False) -> str:
    message = written(template, key="k", language=language, link=LINK, by_text=by_text)
    return f"{message.subject}\n{message.body}"


def test_every_message_in_the_table_has_words_and_a_page_and_none_is_left_over():
    used = {told.template for row in TOLD.values() for told in row} | set(TOGETHER.values())
    used |= DIGESTS
    files = {path.stem for path in TEMPLATES.glob("*.txt")} - {"staff"}
    assert used == set(LEADS_TO) == files


@pytest.mark.parametrize("template", sorted(LEADS_TO))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_a_subject_a_sentence_and_one_link(template: str, language: str):
    message = written(template, key="k", language=language, link=LINK)
    assert 5 < len(message.subject) < 60
    assert message.body.count(LINK) == 1
    assert len(message.body.replace(LINK, "")) < 320
    assert not re.search(r"[{}]|&#|&amp;", message.subject + message.body)


@pytest.mark.parametrize("template", sorted(LEADS_TO))
def test_no_message_names_a_kind_of_help(template: str):
    words = said(template).lower()
    for topic in TOPICS:
        assert not re.search(rf"\b{topic.replace('_', ' ')}\b", words)
    for word in ("food", "rent", "violence", "drug", "clinic", "patient", "diagnos", "baby"):
        assert not re.search(rf"\b{word}", words)


@pytest.mark.parametrize("template", sorted(t for t in LEADS_TO if LEADS_TO[t] == FAMILY_PAGE))
def test_a_familys_message_is_neutral_and_short_enough_for_two_texts(template: str):
    words = said(template, by_text=True)
    for word in ("family", "care", "help", "need", "request", "partner", "doctor", "referral"):
        assert word not in words.lower()
    body = written(template, key="k", language="en", link=LINK, by_text=True).body
    assert "STOP" in body
    assert len(body) + 60 < 306
    assert "STOP" not in said(template)


@pytest.mark.parametrize("page", sorted(set(LEADS_TO.values()) - {FAMILY_PAGE, CODE_PAGE}))
def test_every_page_that_a_message_leads_to_is_there(page: str):
    arguments = ["01a20000-0000-7000-8000-000000000000"] if page in OF_ONE else []
    assert reverse(page, args=arguments)


def filled(*rows: Model) -> dict[str, str]:
    """Every sealed field of each row, with a word of its own in it."""
    said = {}
    for row in rows:
        row.refresh_from_db()
        fields = [f for f in row._meta.concrete_fields if isinstance(f, SealedTextField)]
        values = {f.attname: f"Secret-{row._meta.model_name}-{f.attname}" for f in fields}
        if isinstance(row, Person):
            values["birth_date"] = "2019-03-04"
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        said |= {f"{row._meta.model_name}.{name}": value for name, value in values.items()}
    return said


def closed_with(referral, need: Need) -> Incident:
    """A service that has closed, and another need of Rosa's that still looks for another way."""
    looks = Need.objects.get(pk=need.pk)
    looks.pk, looks.topic, looks.status = uuid7(), "diapers", "wants_help"
    looks.waiting_on, looks.next_step = "owner", "choose_next"
    looks.save(force_insert=True)
    incident = Incident.objects.create(
        network=need.network, organization=referral.receiver, services=[referral.service_id], cause="other",
        closed_since=NOW.date(), opened_at=NOW, choose_within=3, patience_until=NOW.date(),
    )  # fmt: skip
    IncidentCase.objects.create(
        network=need.network, incident=incident, need=looks, referral=referral, place=1
    )
    return incident


def happened_to(referral, need, agreed, wish) -> None:
    """Every kind of event that the table knows, each at a moment of its own."""
    network, pantry = referral.network, referral.receiver
    about = {
        "referral": referral, "need": need, "delivery": need, "network": network,
        "consent": agreed, "wish": wish, "organization": pantry, "webhook": Webhook.objects.get(),
        "incident": closed_with(referral, need),
    }  # fmt: skip
    team = Membership.objects.filter(organization_id=need.organization_id)
    other = team.exclude(user_id=need.responsible_id).order_by("pk")[0].user_id
    for number, kind in enumerate(sorted(TOLD)):
        if subject := about.get(kind.partition(".")[0]):
            told_of = {"organization": referral.receiver_id, "user": need.responsible_id}
            told_of |= {"from": other, "to": other, "asked": True}
            actor, at = Actor.system(network.pk), SOON.replace(microsecond=number)
            record(kind, subject, actor=actor, at=at, **told_of)


def in_every_language(deliveries: list[Delivery]) -> Iterator[Letter]:
    """Also as whoever has no account gets them."""
    for delivery in deliveries:
        languages = [delivery.language] if delivery.webhook_id else LANGUAGES
        doors = [True, False] if delivery.organization_id else [True]
        for language, signs_in in product(languages, doors):
            delivery.language, delivery.signs_in = language, signs_in
            ready = letter(delivery, at=SOON)
            if isinstance(ready, Letter):
                yield ready


@pytest.fixture
def everybody(network, clinic, pantry, supervisor, intake, hire_at, settings, texts) -> None:
    """Somebody in every role, and a program that hears of the whole network."""
    del supervisor, intake, texts
    at_once(pantry)
    settings.PRIVATE_WEBHOOKS = True
    for where, role in ((clinic, "orgadmin"), (pantry, "orgadmin"), (pantry, "desk")):
        hire_at(where, f"{role} {where.name}", role)
    convener = hire_at(clinic, "Cora Convener", "convener")
    url = "http://127.0.0.1:9/heard"
    programs.add(actor=convener.actor, url=url, whole_network=True, at=NOW)


def one_of_many(template: str, need: Need, user: User, pantry: Organization) -> Delivery:
    """What stands for several, as it would leave to whom it is written for."""
    to_mailbox = template == DIGEST_OF_MAILBOX
    return Delivery.objects.create(
        network_id=need.network_id, key=template, event_id=need.pk, template=template,
        about_id=need.pk, channel="email", available_at=SOON,
        user=None if to_mailbox else user, organization=pantry if to_mailbox else None,
    )  # fmt: skip


def to_the_family(deliveries: list[Delivery]) -> list[Delivery]:
    """One talk a day: what else could be written to them, in its place."""
    asked = next(one for one in deliveries if LEADS_TO.get(one.template) == FAMILY_PAGE)
    other = {t for t, page in LEADS_TO.items() if page == FAMILY_PAGE} - {asked.template}
    return [copy_of(asked, template) for template in sorted(other)]


def copy_of(delivery: Delivery, template: str) -> Delivery:
    twin = copy(delivery)
    twin.pk, twin.key, twin.template = uuid7(), template, template
    twin.save(force_insert=True)
    return twin


@pytest.mark.django_db
def test_no_personal_field_reaches_any_message_in_any_language_by_any_way(
    referral, need, rosa, network, everybody, clinic, pantry, navigator, agreed
):
    """Every kind of event about Rosa, as the mails, texts and calls that would leave."""
    values = filled(rosa, referral, need, agreed)
    assert {"person.first_name", "referral.note", "referral.talk_with"} <= set(values)
    reach(rosa, "text", "+15550100")
    reach(rosa, "email", "rosa@example.org", rank=2)
    wish = Wish.objects.create(
        network=network, person=rosa, kind="stop_sharing", said_by="family",
        recorded_by="worker", via="phone", said_at=SOON,
    )  # fmt: skip
    happened_to(referral, need, agreed, wish)
    deliveries = told(network, at=SOON.replace(second=1))
    deliveries += [
        one_of_many(template, need, navigator.user, pantry)
        for template in sorted(DIGESTS | set(TOGETHER.values()))
    ]
    deliveries += to_the_family(deliveries)
    letters = list(in_every_language(deliveries))
    ways = {delivery.channel for delivery in deliveries}
    assert ways == {"email", "text", "webhook"}
    seen = {delivery.template for delivery in deliveries}
    assert set(LEADS_TO) - seen <= ELSEWHERE
    everything = " ".join(f"{one.message.subject} {one.message.body}" for one in letters)
    for name, value in values.items():
        assert value not in everything, name
    people = (navigator.user.name, "Cora", navigator.user.email)
    secrets = ("Rosa", "+15550100", "rosa@example.org", need.topic, clinic.name, pantry.name)
    for word in (*people, *secrets, "Weekly food boxes"):
        assert word not in everything, word


@pytest.mark.parametrize("reply", list(Reply))
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_we_answer_a_text_names_nothing_and_fits(reply: Reply, language: str):
    with translation.override(language):
        words = str(REPLIES[reply])
    assert len(words) < 160
    for word in ("family", "care", "need", "request", "partner", "doctor", "referral", "food"):
        assert word not in words.lower()
