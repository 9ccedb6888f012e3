"""What families say comes to the council as sums that name nobody, and what changed is told back to them."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.links import FAMILY, link_for, token_of
from core.errors import BadInput, NotAllowed
from governance.actions.proposals import Wording
from governance.actions.themes import tell_families
from governance.counting import Answer
from governance.lifecycle import Area, Status
from governance.models.proposals import Proposal
from governance.models.themes import BecauseOf
from organizations.models.network import Network
from people.models.person import Person
from referrals.models.voice import FamilyVoice
from referrals.search.voices import theme_sums, what_came_of_it
from referrals.voices import Theme, VoiceKind
from tests.governance.table import Table, close, put_to_vote, say
from tests.story import NOW, Worker

DAY = timedelta(days=1)
WORDS = {"en": "You wait less now.", "es": "Ahora espera menos."}
HARD = (
    "Organizational responsiveness expectations have been substantially strengthened throughout the "
    "participating collaborative, necessitating considerably accelerated communication obligations."
)
KINDNESS = Wording(
    "Call back in a day", "Families wait.", text="We call back in a day.", area=Area.NORMS
)


def says(rosa: Person | None, network: Network, at: datetime, **fields: object) -> FamilyVoice:
    return FamilyVoice.objects.create(
        **{"kind": VoiceKind.HINT, "theme": Theme.CALLS} | fields,
        network=network, person=rosa, via="link", language="en", said_at=at,
    )  # fmt: skip


def better(network: Network, theme: Theme = Theme.CALLS) -> str:
    return str(theme_sums(network.pk, NOW)[theme].better)


def test_a_theme_of_which_few_families_speak_is_not_told_and_none_is_a_none(network: Network):
    for _ in range(10):
        says(None, network, NOW)
    assert better(network) == "under 11"
    assert better(network, Theme.WAY) == "0"


def test_eleven_are_told_unless_the_one_that_is_kept_back_could_be_worked_out(network: Network):
    for theme, number in ((Theme.CALLS, 11), (Theme.WAY, 30), (Theme.HOURS, 3)):
        for _ in range(number):
            says(None, network, NOW, theme=theme)
    assert (better(network), better(network, Theme.WAY)) == ("not shown", "30")


def test_one_family_counts_once_and_what_it_took_back_or_said_long_ago_not_at_all(
    rosa: Person, network: Network
):
    for _ in range(10):
        says(None, network, NOW)
    for _ in range(5):
        says(rosa, network, NOW)
    assert better(network) == "11"
    FamilyVoice.objects.filter(person=rosa).update(said_at=NOW - 400 * DAY)
    assert better(network) == "under 11"


def test_another_networks_families_are_not_counted(network: Network, foreigner: Worker):
    for _ in range(11):
        says(None, network, NOW)
    assert better(foreigner.organization.network) == "0"


def opened(table: Table) -> Proposal:
    return put_to_vote(table, table.pantry, KINDNESS, NOW)


def carried(table: Table, proposal: Proposal) -> Proposal:
    at = proposal.votes_from
    say(table, proposal, [(worker, Answer.YES) for worker in table.voters], at)
    return close(proposal)


def tells(worker: Worker, proposal: Proposal, **other: object) -> BecauseOf:
    said = {"theme": Theme.CALLS.value, "words": WORDS, "at": NOW} | other
    return tell_families(actor=worker.actor, proposal_id=proposal.pk, **said)


def test_the_council_tells_families_in_each_language_in_words_that_they_can_read(
    table: Table, intake: Worker, foreigner: Worker
):
    proposal = opened(table)
    for other in ({"words": {"en": "You wait less now."}}, {"words": {**WORDS, "en": HARD}}):
        with pytest.raises(BadInput):
            tells(table.mother, proposal, **other)
    with pytest.raises(BadInput):
        tells(table.mother, proposal, theme="names")
    with pytest.raises(NotAllowed):
        tells(intake, proposal)
    with pytest.raises(Proposal.DoesNotExist):
        tells(foreigner, proposal)
    tells(table.mother, proposal)
    assert BecauseOf.objects.get().words == WORDS


def test_a_family_that_spoke_of_it_reads_what_changed_once_it_holds_and_others_never(
    table: Table, rosa: Person
):
    says(rosa, table.network, NOW - DAY)
    proposal = opened(table)
    tells(table.mother, proposal)
    assert what_came_of_it(rosa, language="es", at=NOW + DAY) == []  # it is only being voted on
    later = carried(table, proposal).in_force_at + DAY
    assert proposal.status == Status.IN_FORCE
    [told] = what_came_of_it(rosa, language="es", at=later)
    assert told.words == "Ahora espera menos."
    FamilyVoice.objects.update(theme=Theme.HOURS)
    assert what_came_of_it(rosa, language="es", at=later) == []


def test_who_spoke_only_afterwards_or_took_it_back_or_is_contacted_with_care_reads_nothing(
    table: Table, rosa: Person
):
    proposal = opened(table)
    tells(table.mother, proposal)
    later = carried(table, proposal).in_force_at + DAY
    said = says(rosa, table.network, later - timedelta(hours=1))
    assert what_came_of_it(rosa, language="en", at=later) == []
    said.said_at = NOW
    said.save()
    assert what_came_of_it(rosa, language="en", at=later)
    rosa.contact_with_care = True
    assert what_came_of_it(rosa, language="en", at=later) == []
    Person.objects.filter(pk=rosa.pk).update(contact_with_care=False)
    rosa.refresh_from_db()
    FamilyVoice.objects.update(
        kind=VoiceKind.GRIEVANCE, ended_at=NOW, ended_how="taken_back", keeper="named"
    )
    assert what_came_of_it(rosa, language="en", at=later) == []


def test_everybody_in_the_network_reads_the_sums_and_what_came_of_them_and_a_stranger_elsewhere_not(
    table: Table, intake: Worker, foreigner: Worker
):
    for _ in range(12):
        says(None, table.network, timezone.now())
    proposal = opened(table)
    typed = {"theme": "calls", "proposal": str(proposal.pk), "words_en": WORDS["en"]}
    client = table.mother.client
    assert client.get("/council/families/").text.count('<option value="" selected>') == 2
    whole = {**typed, "words_es": WORDS["es"]}
    for name in ("theme", "proposal"):
        assert client.post("/council/families/", {**whole, name: ""}).status_code == 422
    assert client.post("/council/families/", typed).status_code == 422
    assert not BecauseOf.objects.exists()
    client.post("/council/families/", whole)
    page = intake.client.get("/council/families/").content.decode()
    assert "Could be better" in page
    assert '<td class="num">12</td>' in page
    assert "Call back in a day" in page
    assert "You wait less now." in page
    assert "Tell families what changed" not in page
    assert intake.client.post("/council/families/", typed).status_code == 403
    assert "Call back in a day" not in foreigner.client.get("/council/families/").content.decode()


def test_she_reads_it_on_her_own_page_past_the_word(table: Table, rosa: Person):
    at = timezone.now() - timedelta(days=60)
    says(rosa, table.network, at - DAY)
    table.council.founded_at = at
    proposal = put_to_vote(table, table.pantry, KINDNESS, at)
    carried(table, proposal)
    tells(table.mother, proposal)
    rosa.agreed_word, rosa.language = "Blue Kite", "en"
    rosa.save()
    link = link_for(
        network_id=rosa.network_id, purpose=FAMILY, object_id=rosa.pk, at=timezone.now(),
        lifetime=DAY,
    )  # fmt: skip
    phone, url = Client(), f"/f/{token_of(link)}/"
    assert "Because families said so" not in phone.get(url).content.decode()
    page = phone.post(f"{url}word/", {"word": "Blue Kite"}, follow=True).content.decode()
    assert "Because families said so" in page
    assert "You wait less now." in page


def test_the_page_costs_as_many_statements_however_much_came_of_it(table: Table, intake: Worker):
    for _ in range(12):
        says(None, table.network, timezone.now())

    def asked(worker: Worker) -> int:
        with CaptureQueriesContext(connection) as seen:
            worker.client.get("/council/families/")
        return len(seen)

    tells(table.mother, opened(table))
    readers = (table.mother, intake)
    few = [(asked(one), asked(one))[1] for one in readers]
    for _ in range(3):
        tells(table.mother, opened(table))
    assert [asked(one) for one in readers] == few
