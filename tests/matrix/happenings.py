"""What has happened in the county before anybody knocks: Rosa of the clinic, and all that is behind a door."""

from datetime import datetime, timedelta

from accounts.models import ApiKey
from core.ids import uuid7
from governance.actions import agreements as papers
from governance.actions import obligations
from governance.actions.councils import Place, Term, found_council
from governance.actions.disputes import raise_dispute
from governance.actions.mediating import list_mediator
from governance.actions.proposals import Wording, draft, open_for_comments
from governance.counting import SeatKind
from governance.kinds import Kind, Side
from governance.models.councils import Council
from governance.models.elections import Election, Nominee
from governance.models.meetings import Meeting
from insights.actions.cycles import Plan, begin
from insights.search.measures import Measure
from interop.actions import uploads
from notifications.models.deliveries import Delivery
from notifications.models.programs import Webhook
from organizations.actions.programs import Program, issue_key
from organizations.models.directory import Service
from organizations.models.network import Organization
from organizations.models.sign_on import SignOn
from organizations.scopes import Scope
from people.actions.demands import Paper, receive_demand
from people.actions.details import ContactDetails, PersonDetails
from people.actions.glass import break_glass
from people.actions.links import propose_link
from people.actions.people import add_person
from people.actions.rights import Asked, ask_right, place_hold, recall
from people.actions.safety import Said, raise_alert, take_alert
from people.actions.wishes import stop_messages
from people.lifecycle import (
    Channel,
    Danger,
    DemandKind,
    DemandOffice,
    Direction,
    Emergency,
    Form,
    HoldReason,
    Right,
)
from people.models.agreements import Consent
from people.models.links import PersonLink
from people.models.person import Person, Relationship
from people.models.rights import Recall
from referrals.actions import desk
from referrals.actions.incident import Closing, close_down
from referrals.actions.look_ahead import look_ahead
from referrals.actions.send import Sending, send
from referrals.actions.voices import Voiced, write_voice_down
from referrals.lifecycle import Mode
from referrals.models.incident import Incident, IncidentCase
from referrals.models.referral import Referral
from referrals.search.voices import Concerned
from referrals.voices import Theme, VoiceKind
from screening.actions import finishing, handing, screenings
from screening.actions.gaps import record_gap
from screening.actions.needs import FoundTopic, decline_help, record_found, want_help
from screening.actions.screenings import Setting
from screening.lifecycle import Via, WhyNobody
from screening.models.later import Later
from screening.models.need import Need
from screening.models.screening import Screening
from tests.governance.test_signed_files import pdf
from tests.interop.conftest import SMALL, zipped
from tests.matrix.cast import CLINIC, COLLEAGUE, CONVENER, OWNER, PANTRY, Who
from tests.screening.conftest import HUNGRY
from tests.story import Worker

DAY = timedelta(days=1)
FACTS = ("name", "phone", "household")
Workers = dict[Who, Worker]


class Story:
    """Told from the navigator's chair."""

    def __init__(self, workers: Workers, at: datetime) -> None:
        self.workers, self.at = workers, at
        self.owner, self.clinic = workers[OWNER], workers[OWNER].organization
        self.keeper = self._one(PANTRY, "orgadmin")
        self.pantry = self.keeper.organization
        self.network = self.clinic.network
        self.today = self.network.open_days.local_date(at)  # theirs: ours may be tomorrow already
        self.rosa = self.person("Rosa", "Delgado", language="es")

    def _one(self, place: str, role: str) -> Worker:
        named = (who for who in self.workers if (who.place, who.name) == (place, role))
        return self.workers[next(named)]

    def at_clinic(self, role: str) -> Worker:
        return self._one(CLINIC, role)

    def person(self, first: str, last: str, **more: str) -> Person:
        contact = ContactDetails(Channel.TEXT, "(555) 010-0142", is_safe=True)
        details = PersonDetails(first_name=first, last_name=last, contacts=(contact,), **more)
        return add_person(actor=self.owner.actor, details=details, at=self.at - 5 * DAY)

    def service(self, where: Organization, name: str, topic: str, **more: object) -> Service:
        asks = {"intake": Service.Intake.REFERRAL, "asks": list(FACTS)}
        return Service.objects.create(
            network=self.network, organization=where, name=name, topics=[topic], **{**asks, **more}
        )

    def found(self, topic: str) -> Need:
        [found] = record_found(
            actor=self.owner.actor, person=self.rosa, topics=[FoundTopic(topic)], at=self.at
        )
        return found

    def wants(self, topic: str) -> Need:
        return want_help(actor=self.owner.actor, need_id=self.found(topic).pk, at=self.at)

    def sent(self, need: Need, service: Service, mode: Mode = Mode.DIRECT) -> Referral:
        sending = Sending(service_id=service.pk, request_key=uuid7(), facts=FACTS, mode=mode)
        return send(actor=self.owner.actor, need_id=need.pk, sending=sending, at=self.at)

    def agrees(self, direction: Direction = Direction.SEND) -> Consent:
        common = {
            "network": self.network, "person": self.rosa, "form": Form.VERBAL, "language": "es",
            "words": "Sí", "since": self.at - 5 * DAY,
        }  # fmt: skip
        return Consent.objects.create(
            direction=direction, recipient=self.pantry, facts=list(FACTS), **common
        )

    def linked(self) -> PersonLink:
        """She may take a code to the pantry."""
        self.agrees(Direction.LINK)
        proposed = propose_link(
            actor=self.owner.actor,
            person_id=self.rosa.pk,
            organization_id=self.pantry.pk,
            at=self.at,
        )
        return proposed.link

    def screened(self, given: dict[str, object] | None = None, **how: object) -> Screening:
        said = {"instrument": "hunger_vital_sign", "language": "en", **how}
        screening = screenings.start(
            actor=self.owner.actor, person_id=self.rosa.pk, setting=Setting(**said), at=self.at
        )
        if given is not None:
            finishing.finish(
                actor=self.owner.actor, screening_id=screening.pk, given=given, at=self.at
            )
        return screening

    def later(self) -> Later:
        """She said not now, and to ask again on a day that has come."""
        need = self.found("job_search")
        decline_help(
            actor=self.owner.actor, need_id=need.pk, at=self.at - 2 * DAY, via=Via.PHONE,
            ask_again_on=(self.at - DAY).date(),
        )  # fmt: skip
        look_ahead(network_id=self.network.pk, at=self.at)
        return Later.objects.get(need=need)

    def closed(self) -> Incident:
        """A service that somebody waits for closes overnight."""
        service = self.service(self.pantry, "Formula", "formula")
        self.sent(self.wants("formula"), service)
        closing = Closing(
            organization_id=self.pantry.pk, service_id=service.pk, cause=Incident.Cause.DISASTER,
            since=self.today, choose_within=3, patience_until=(self.at + 14 * DAY).date(),
        )  # fmt: skip
        return close_down(actor=self.keeper.actor, closing=closing, at=self.at)

    def told(self, about: Referral) -> tuple[Webhook, Delivery]:
        webhook = Webhook.objects.create(
            network=self.network, organization=self.clinic, url="https://example.org/hook",
            secret="s", created_by=self.owner.user, created_at=self.at,
        )  # fmt: skip
        call = Delivery.objects.create(
            network=self.network, key="k", event_id=uuid7(), template="event", about_id=about.pk,
            channel=Delivery.Channel.WEBHOOK, webhook=webhook, kept_by=self.clinic,
            available_at=self.at,
        )  # fmt: skip
        return webhook, call


def happen(workers: Workers, at: datetime) -> dict[str, object]:
    """The ids that stand in addresses, by the name of their place there."""
    story = Story(workers, at)
    ids = of_rosa(story) | of_her_needs(story) | of_her_safety(story) | of_the_network(story)
    ids |= of_her_record(story) | of_the_council(story) | of_a_dispute(story)
    ids |= of_her_voice(story)
    Referral.objects.update(released_at=at)
    return ids


def of_rosa(story: Story) -> dict[str, object]:
    owner, at = story.owner.actor, story.at
    mateo = story.person("Mateo", "Delgado")
    tie = Relationship.objects.create(
        network=story.network, person=story.rosa, other=mateo, kind="child", since=at - 5 * DAY
    )
    wish = stop_messages(
        actor=owner, person_id=mateo.pk, contact_id=None, via=Via.PHONE.value, at=at
    )
    return {
        "person_id": story.rosa.pk, "mateo": mateo.pk, "tie_id": tie.pk, "wish_id": wish.pk,
        "contact_id": story.rosa.contact_points.get().pk, "consent_id": story.agrees().pk,
        "screening_id": story.screened().pk, "asked": story.screened(HUNGRY, language="es").pk,
        "lent": story.screened(mode=Screening.Mode.HANDED_OVER).pk,
    }  # fmt: skip


def of_her_needs(story: Story) -> dict[str, object]:
    """One sent, one offered to a colleague, one at the desk, one that nobody can help with, one in secret."""
    owner, at = story.owner.actor, story.at
    boxes = story.service(story.pantry, "Weekly food boxes", "food_pantry")
    rent = story.service(story.pantry, "Rent help", "rent_help")
    heating = story.service(story.pantry, "Heating help", "energy_help", legal_days=30)
    need, at_desk = story.wants("food_pantry"), story.wants("rent_help")
    referral, rung = story.sent(need, boxes), story.sent(at_desk, rent)
    desk.to_desk(actor=owner, need_id=at_desk.pk, at=at)
    application = story.sent(story.wants("energy_help"), heating, Mode.APPLICATION)
    offered, gap, secret = (
        story.wants(topic) for topic in ("diapers", "mold", "domestic_violence")
    )
    colleague = story.workers[COLLEAGUE]
    handing.offer(actor=owner, need_id=offered.pk, user_id=colleague.user.pk, at=at)
    record_gap(actor=owner, need_id=gap.pk, why=WhyNobody.FULL, at=at)
    webhook, call = story.told(referral)
    return {
        "need_id": need.pk, "offered": offered.pk, "at_desk": at_desk.pk, "gap": gap.pk, "secret": secret.pk,
        "referral_id": referral.pk, "application": application.pk, "rung": rung.pk,
        "service_id": boxes.pk, "rent": rent.pk, "colleague": colleague.user.pk,
        "later_id": story.later().pk, "webhook_id": webhook.pk, "delivery_id": call.pk,
    }  # fmt: skip


def of_her_safety(story: Story) -> dict[str, object]:
    """Somebody fears for her, and whoever is on duty has taken it; her record was opened in an emergency;
    a court asks."""
    said = Said(Danger.OTHER)
    alert = raise_alert(actor=story.owner.actor, person_id=story.rosa.pk, said=said, at=story.at)
    take_alert(actor=story.at_clinic("duty").actor, alert_id=alert.pk, at=story.at)
    glass = break_glass(
        actor=story.at_clinic("supervisor").actor, person_id=story.rosa.pk,
        reason=next(iter(Emergency)), words="She was brought in.", at=story.at - DAY,
    )  # fmt: skip
    paper = Paper(
        DemandKind.SUBPOENA,
        DemandOffice.COURT,
        "A court",
        "All records of one family",
        story.today,
    )
    demand = receive_demand(actor=story.at_clinic("privacy").actor, paper=paper, at=story.at)
    return {
        "alert_id": alert.pk, "glass_id": glass.pk, "demand_id": demand.pk, "link_id": story.linked().pk,
    }  # fmt: skip


def of_her_record(story: Story) -> dict[str, object]:
    """She says that something is wrong and wants to be erased, and a court wants it kept; a copy at the pantry."""
    own = {"actor": story.owner.actor, "person_id": story.rosa.pk, "at": story.at}
    wrong = ask_right(**own, asked=Asked(Right.CORRECTION, "phone", "My name", "One letter"))
    erasure = ask_right(**own, asked=Asked(Right.ERASURE, "paper"))
    copy = ask_right(**own, asked=Asked(Right.ACCESS, "phone"))
    held = place_hold(
        actor=story.at_clinic("supervisor").actor, person_id=story.rosa.pk,
        reason=HoldReason.LAWSUIT, words="A case", at=story.at,
    )  # fmt: skip
    recall(story.owner.actor, story.rosa, {story.pantry.pk}, story.at)
    return {
        "right_id": wrong.pk, "erasure": erasure.pk, "copy": copy.pk, "hold_id": held.pk,
        "recall_id": Recall.objects.get().pk,
    }  # fmt: skip


def of_her_voice(story: Story) -> dict[str, object]:
    """She complains about the pantry, and lets it read so."""
    about = Concerned("Pantry", story.pantry.pk)
    said = Voiced(VoiceKind.GRIEVANCE, Theme.CALLS, "Nobody calls.", about, may_pass_on=True)
    voice = write_voice_down(
        actor=story.owner.actor, person_id=story.rosa.pk, said=said, via="phone", at=story.at
    )
    return {"voice_id": voice.pk}


def of_the_council(story: Story) -> dict[str, object]:
    """Somebody who lives it sits there, and asks for something that all may talk about."""
    sits, at = story.at_clinic("council"), story.at - 20 * DAY
    term = Term(sits.user.pk, (story.at + 365 * DAY).date())
    place = Place(SeatKind.LIVED_EXPERIENCE, None, term)
    council = found_council(
        actor=story.workers[CONVENER].actor, kind=Council.Kind.COUNCIL, places=[place], at=at
    )
    wording = Wording("Kindness", "It helps.", text="We answer each other kindly.")
    proposal = draft(actor=sits.actor, wording=wording, at=story.at)
    open_for_comments(actor=sits.actor, proposal_id=proposal.pk, at=story.at)
    election = Election.objects.create(
        network=story.network, council=council, kind=SeatKind.LIVED_EXPERIENCE, status="nominating",
        opened_at=at, free_on=story.today, votes_from=story.at + 20 * DAY, waiting_on="partners",
        next_step="stand", next_step_due=story.at + 20 * DAY, wake_at=story.at + 20 * DAY,
    )  # fmt: skip
    nominee = Nominee.objects.create(
        network=story.network, election=election, user=sits.user, named_by=sits.user, named_at=at
    )
    meeting = Meeting.objects.create(
        network=story.network, council=council, status="planned", begins_at=story.at - DAY,
        place="Room 2", called_by=sits.user, called_at=at, waiting_on="council", next_step="meet",
        next_step_due=story.at - DAY, wake_at=story.at,
    )  # fmt: skip
    return {
        "meeting_id": meeting.pk, "seat_id": council.seats.get().pk, "proposal_id": proposal.pk,
        "election_id": election.pk, "nominee_id": nominee.pk,
    }  # fmt: skip


def of_a_dispute(story: Story) -> dict[str, object]:
    """The pantry disagrees with the clinic; the convener, who works for neither, keeps it."""
    convener = story.workers[CONVENER]
    listed = list_mediator(
        actor=convener.actor, user_id=story.workers[COLLEAGUE].user.pk, about="", at=story.at
    )
    dispute = raise_dispute(
        actor=story.keeper.actor, other_id=story.clinic.pk, words="We wait.", at=story.at
    )
    return {"dispute_id": dispute.pk, "mediator_id": listed.pk}


def of_the_network(story: Story) -> dict[str, object]:
    incident = story.closed()
    parcel = uploads.look_at(
        actor=story.workers[CONVENER].actor, network_id=story.network.pk,
        content=zipped(SMALL).read(), at=story.at,
    )  # fmt: skip
    program = Program("Payroll", [Scope.MEMBERS], 30 * DAY)
    head = story.at_clinic("orgadmin").actor
    issue_key(actor=head, organization_id=story.clinic.pk, program=program, at=story.at)
    SignOn.objects.create(
        network=story.network,
        organization=story.pantry,
        issuer="https://127.0.0.1:9",
        client_id="us",
    )
    convener = story.workers[CONVENER].actor
    terms = papers.Terms(Kind.MEMORANDUM, "We talk.", story.today)
    memo = papers.draft(actor=convener, organization_id=story.pantry.pk, terms=terms, at=story.at)
    line = obligations.Line(Side.PARTNER, "A report.", story.today)
    owes = obligations.oblige(actor=convener, agreement_id=memo.pk, line=line, at=story.at)
    papers.offer(actor=convener, agreement_id=memo.pk, at=story.at)
    theirs = papers.Hand("Kim", "Director", memo.digest, on_paper=True, file=pdf())
    signing = {"agreement_id": memo.pk, "side": Side.PARTNER, "hand": theirs}
    papers.sign(actor=convener, **signing, at=story.at)
    today = story.today
    plan = Plan(
        "Sooner", "We look each noon.", "Half.", Measure.ANSWER, today, today + 9 * DAY,
        {"referral.answer": 1},
    )  # fmt: skip
    cycle = begin(actor=convener, organization_id=story.pantry.pk, plan=plan, at=story.at)
    return {
        "agreement_id": memo.pk, "obligation_id": owes.pk,
        "signature_id": memo.signatures.get().pk,
        "cycle_id": cycle.pk,
        "organization_id": story.pantry.pk, "incident_id": incident.pk,
        "case_id": IncidentCase.objects.get(incident=incident).pk, "file_id": parcel.pk,
        "membership_id": story.workers[COLLEAGUE].membership.pk,
        "program_key": ApiKey.objects.get(organization_id=story.clinic.pk).pk,
    }  # fmt: skip
