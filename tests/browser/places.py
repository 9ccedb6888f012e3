"""Which ids of the sample stand in the addresses of the pages? The same ones in every run."""

import json
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.links import FAMILY, link_for, url_path
from accounts.models import KeptForm, User
from core.actor import Actor
from governance.links import dispute_link, vote_link
from governance.models.agreements import Agreement
from governance.models.councils import Seat
from governance.models.disputes import Dispute
from governance.models.elections import Election, ElectionPlace, Nominee
from governance.models.meetings import Meeting
from governance.models.proposals import Proposal
from insights.actions.cycles import Plan, begin
from insights.search.measures import Measure
from notifications.models.programs import Webhook
from organizations.grants import actor_for
from organizations.listing import has_accounts, is_run_by_somebody
from organizations.models.directory import Service
from organizations.models.members import Membership
from organizations.models.network import Organization
from people.actions.demands import Paper, receive_demand
from people.actions.rights import Asked, ask_right, place_hold, recall
from people.actions.safety import Said, raise_alert, take_alert
from people.lifecycle import Danger, DemandKind, DemandOffice, HoldReason, Right
from people.models.agreements import Consent
from people.models.demands import LegalDemand
from people.models.safety import SafetyAlert
from referrals.actions.voices import Voiced, write_voice_down
from referrals.lifecycle import Status
from referrals.links import request_link, week_link
from referrals.models.contest import Contest
from referrals.models.incident import Incident
from referrals.models.referral import Referral
from referrals.models.voice import FamilyVoice
from referrals.search.voices import Concerned
from referrals.voices import Theme, VoiceKind
from screening.lifecycle import NeedStatus
from screening.models.later import Later
from screening.models.need import Need
from screening.models.screening import Screening

DAY = timedelta(days=1)
CLINIC, PANTRY = "Riverside Children’s Clinic", "Eastside Pantry"
HARVEST = "Second Harvest, Mill Street"
Places = dict[str, object]


def a_need(status: str, **about: object) -> Need:
    ours = Need.objects.filter(status=status, organization__name=CLINIC, **about)
    return ours.select_related("subject").order_by("id")[0]


def a_request(status: str, receiver: str, **about: object) -> Referral:
    theirs = Referral.objects.filter(status=status, receiver__name=receiver, **about)
    return theirs.order_by("id")[0]


def family_path(need_id: UUID) -> str:
    """The path of the link that stands on a family's handout."""
    need = Need.objects.get(pk=need_id)
    link = link_for(
        network_id=need.network_id,
        purpose=FAMILY,
        object_id=need.subject_id,
        at=timezone.now(),
        lifetime=timedelta(days=7),
    )
    return url_path(link)


def places() -> Places:
    """By the names that tests/browser/pages.py uses."""
    helped = a_need(NeedStatus.BEING_HELPED, topic="food_pantry", referrals__mode="direct")
    agreed = Consent.objects.filter(recipient__name=PANTRY, person__custodian__name=CLINIC)
    to_confirm = a_need(NeedStatus.TO_CONFIRM, is_sensitive=False)
    consent = agreed.filter(withdrawn_at=None).order_by("id")[0]
    return _ids(helped) | {
        "open": Screening.objects.filter(finished_at=None).order_by("id")[0].pk,
        "asked": Screening.objects.exclude(finished_at=None).order_by("id")[0].pk,
        "wanted": a_need(NeedStatus.WANTS_HELP, topic="food_pantry").pk,
        "later": Later.objects.filter(need__responsible__email="navigator@example.org")[0].pk,
        "gap": a_need(NeedStatus.NO_RESOURCE).pk,
        "opened": a_need(NeedStatus.WANTS_HELP, topic="pests").pk,
        "boxes": Service.objects.get(name="Weekly food boxes").pk,
        "application": Referral.objects.filter(mode="application").order_by("id")[0].pk,
        "bags": Service.objects.filter(organization__name=HARVEST).order_by("id")[0].pk,
        "pantry": Organization.objects.get(name=PANTRY).pk,
        "harvest": Organization.objects.get(name=HARVEST).pk,
        "closed": Incident.objects.get().pk,
        "member": Membership.objects.filter(user__email="orgadmin@example.org")[0].pk,
        "program": Webhook.objects.order_by("id")[0].pk,
        "agreed": consent.person_id,
        "consent": consent.pk,
        "asks_person": to_confirm.subject_id,
        "family": family_path(to_confirm.pk),
        "word": to_confirm.subject.agreed_word,
        **_said_no(),
        **_at_desk(),
        **_by_link(),
        "kept": _kept_form(),
        "alert": _alert(helped).pk,
        "demand": _demand().pk,
        "paper": Agreement.objects.filter(organization__name=PANTRY)[0].pk,
        **_asked(),
        **_council(),
        "voice": _voice().pk,
        "cycle": _cycle(),
    }


def _cycle() -> UUID:
    """The pantry tries to answer sooner, and nobody has said yes to that yet."""
    pantry, at = Organization.objects.get(name=PANTRY), timezone.now()
    today = pantry.network.open_days.local_date(at)
    plan = Plan(
        "Answers come sooner", "We look each noon.", "Half the hours.", Measure.ANSWER,
        today, today + timedelta(days=13), {"referral.answer": 1},
    )  # fmt: skip
    return begin(actor=_acting("convener"), organization_id=pantry.pk, plan=plan, at=at).pk


def _council() -> Places:
    """One is voted on, one is decided, and nobody sits for the county."""
    asked = Proposal.objects.order_by("number")
    empty = Seat.objects.filter(holder=None).order_by("number")[0]
    return {
        "proposal": asked.get(status="voting").pk,
        "decided": asked.get(status="in_force").pk,
        "empty_seat": empty.pk,
        "dispute": Dispute.objects.order_by("number")[0].pk,
        **_elections(),
        **_vote_link(),
        "meeting": _meeting().pk,
    }


def _vote_link() -> Places:
    """What came to the mailbox of somebody who sits there."""
    at, seat = timezone.now(), Seat.objects.filter(kind="lived_experience").exclude(holder=None)[0]
    link = vote_link(seat.holder, seat.network_id, at=at, until=at + DAY)
    return {"votes": url_path(link), "quarrel": _side_link(at)}


def _side_link(at: datetime) -> str:
    """What came to the mailbox of a side in which nobody signs in."""
    sides = [side for one in Dispute.objects.order_by("number") for side in one.sides]
    return url_path(dispute_link(next(s for s in sides if not is_run_by_somebody(s.pk)), at=at))


def _elections() -> Places:
    """One in which people vote after a tie, and one that says who shall sit there."""
    return {"election": _election("voting").pk, "elected": _election("elected").pk}


def _meeting() -> Meeting:
    """It was yesterday, and what was said is owed."""
    at, seat = timezone.now(), Seat.objects.exclude(holder=None).order_by("number")[0]
    return Meeting.objects.create(
        network=seat.network, council_id=seat.council_id, status="planned", begins_at=at - DAY,
        place="The library, room 2", called_by=seat.holder, called_at=at - 8 * DAY,
        waiting_on="convener", next_step="write_minutes", next_step_due=at + DAY, wake_at=at + DAY,
    )  # fmt: skip


def _election(status: str) -> Election:
    at, sits = timezone.now(), Seat.objects.filter(kind="cbo").exclude(holder=None)
    first, second = sits.order_by("number")[:2]
    election = Election.objects.create(
        network=first.network, council_id=first.council_id, kind="cbo", status="nominating",
        opened_at=at, free_on=at.date(), votes_from=at, waiting_on="electors", next_step="vote",
        next_step_due=at + DAY, wake_at=at + DAY,
    )  # fmt: skip
    named = [
        Nominee.objects.create(
            network=first.network, election=election, user=seat.holder, named_at=at, accepted_at=at,
            organization=seat.organization, named_by=seat.holder, words="Rides for everybody.", round=2,
        )
        for seat in (first, second)
    ]  # fmt: skip
    place = ElectionPlace.objects.create(
        network=first.network, election=election, seat=first, nominee=named[0], closed_at=at
    )
    ids = [one.pk.hex for one in named]
    tie = {"places": 1, "standing": ids, "approved": dict.fromkeys(ids, 4), "papers": 7}
    voting = {"ballot_salt": "salt", "votes_until": at + DAY, "round": 2}
    electorate = [{"id": first.pk.hex, "of": "seat"}]
    rounds = [{**tie, "elected": [], "tied": ids}]
    Election.objects.filter(pk=election.pk).update(
        status="voting", rounds=rounds, electorate=electorate, **voting
    )
    if status == "elected":
        won = {**tie, "approved": {ids[0]: 5, ids[1]: 3}, "elected": ids[:1], "tied": []}
        Election.objects.filter(pk=election.pk).update(
            status="elected",
            rounds=[*rounds, won],
            takes_on=at.date(),
            decided_at=at,
            ballot_salt="",
        )
    else:
        ElectionPlace.objects.filter(pk=place.pk).update(nominee=None)
    return election


def _asked() -> Places:
    """What somebody who reads English asks about their own record, and a copy that the pantry still holds."""
    person = a_need(NeedStatus.BEING_HELPED, is_sensitive=False, subject__language="en").subject
    own = {"actor": _acting("navigator"), "person_id": person.pk, "at": timezone.now()}
    wrong = Asked(Right.CORRECTION, "phone", "The last name", "It is written with one n.")
    asked = (wrong, Asked(Right.ACCESS, "in_person"), Asked(Right.ERASURE, "paper"))
    correction, copy, erasure = (ask_right(**own, asked=one) for one in asked)
    place_hold(
        **own | {"actor": _acting("supervisor")}, reason=HoldReason.LAWSUIT, words="24-CV-118"
    )
    with transaction.atomic():
        recall(own["actor"], person, {Organization.objects.get(name=PANTRY).pk}, own["at"])
    return {"wrong": correction.pk, "copy": copy.pk, "erasure": erasure.pk, "asker": person.pk}


def _voice() -> FamilyVoice:
    """Of somebody who did not say who they are, about the pantry, which may read it."""
    pantry = Organization.objects.get(name=PANTRY)
    said = Voiced(
        VoiceKind.GRIEVANCE, Theme.CALLS, "Nobody called us back for three weeks.",
        Concerned(pantry.name, pantry.pk), may_pass_on=True,
    )  # fmt: skip
    return write_voice_down(
        actor=_acting("navigator"), person_id=None, said=said, via="phone", at=timezone.now()
    )


def _demand() -> LegalDemand:
    """Nothing is demanded in the sample: a paper comes now."""
    at = timezone.now()
    paper = Paper(
        DemandKind.SUBPOENA, DemandOffice.PARTY, "Law offices of A. Example", "The dates of all visits",
        timezone.localdate(at), reference="24-CV-118",
    )  # fmt: skip
    return receive_demand(actor=_acting("privacy"), paper=paper, at=at)


def _alert(helped: Need) -> SafetyAlert:
    """Nobody in the sample is in danger: somebody says so now, and whoever is on duty takes it."""
    navigator, duty = (_acting(who) for who in ("navigator", "supervisor"))
    said = Said(Danger.VIOLENCE, "He waits for her outside the clinic.")
    at = timezone.now()
    alert = raise_alert(actor=navigator, person_id=helped.subject_id, said=said, at=at)
    take_alert(actor=duty, alert_id=alert.pk, at=at)
    raise_alert(actor=navigator, person_id=helped.subject_id, said=said, at=at)
    return alert


def _acting(who: str) -> Actor:
    membership = Membership.objects.select_related("user").get(user__email=f"{who}@example.org")
    return actor_for(membership.user, membership)


def _said_no() -> Places:
    """Help that our pantry reported, and the family says that it did not get it."""
    asked = Contest.objects.filter(ended_at=None, referral__receiver__name=PANTRY)
    said_no = asked.filter(referral__sender__name=CLINIC).select_related("referral")[0].referral
    return {"said_no": said_no.pk, "denied": said_no.need_id}


def _at_desk() -> Places:
    """What has climbed to the desk in the sample's past days, with a partner to ring."""
    ringing = Referral.objects.live().filter(need__is_at_desk=True).order_by("id")[0]
    return {"climbed": ringing.need_id, "ringing": ringing.pk}


def _by_link() -> Places:
    """What came to the mailbox of a partner in which nobody signs in."""
    asked = Referral.objects.filter(
        status=Status.REQUESTED, mode="direct", need__is_sensitive=False,
        need__subject__contact_with_care=False,
    ).select_related("receiver__network")  # fmt: skip
    mailed = [one for one in asked.order_by("id") if not has_accounts(one.receiver_id)]
    at = timezone.now()
    applied = _applied_without_account()
    return {
        "applied": f"{url_path(request_link(applied, at=at))}{applied.pk}/",
        "mailed": url_path(request_link(mailed[0], at=at)),
        "spare": url_path(request_link(mailed[-1], at=at)),  # a journey answers it
        "silent": mailed[0].receiver_id,
        "weekly": url_path(week_link(mailed[0].receiver, at=at)),
    }


def _applied_without_account() -> Referral:
    """Nobody in the sample applies at such a partner: one that helps takes applications from now on."""
    helping = Referral.objects.filter(
        status__in=[Status.ACCEPTED, Status.IN_PROGRESS], need__is_sensitive=False, mode="direct",
        need__subject__contact_with_care=False,
    ).select_related("receiver__network")  # fmt: skip
    one = next(one for one in helping.order_by("id") if not has_accounts(one.receiver_id))
    Referral.objects.filter(pk=one.pk).update(mode="application")
    return one


def _ids(helped: Need) -> Places:
    return {
        "need": helped.pk,
        "person": helped.subject_id,
        "contact": helped.subject.contact_points.order_by("id")[0].pk,
        "sent": helped.referrals.order_by("-id")[0].pk,
        "asks": a_request(Status.REQUESTED, PANTRY).pk,
        "packet": a_request(Status.REQUESTED, HARVEST, packet__isnull=False).pk,
        "in_progress": a_request(Status.IN_PROGRESS, "Ride Together").pk,
    }


def _kept_form() -> UUID:
    return KeptForm.objects.create(
        user=User.objects.get(email="navigator@example.org"),
        path="/people/new/",
        fields=json.dumps([("first_name", "Rosa")]),
        expires_at=timezone.now() + timedelta(hours=1),
    ).pk
