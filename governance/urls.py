"""Addresses of what partners decide together."""

from django.urls import path

from governance.views import (
    agreements,
    decisions,
    dispute_door,
    dispute_link,
    disputes,
    elections,
    files,
    leaving,
    meetings,
    norms,
    obligations,
    parties,
    partnerships,
    templates,
)
from governance.views.council import council, found, leave_seat, seat
from governance.views.policies import patience, sign_in
from governance.views.proposals import move, proposal, propose, put_back, reword, say, stand, vote
from governance.views.suspending import suspend
from governance.views.telling import told
from governance.views.themes import families_say
from governance.views.voting import on_election, on_proposal, torn, votes
from governance.views.voting_door import digits

ELECTION = "council/elections/<uuid:election_id>/"
PROPOSAL = "council/proposals/<uuid:proposal_id>/"
app_name = "governance"
urlpatterns = [
    path("settings/patience/", patience, name="patience"),
    path("settings/sign-in/", sign_in, name="sign_in"),
    path("network/partners/<uuid:organization_id>/", partnerships.way, name="partnership"),
    path("network/agreements/<uuid:agreement_id>/", agreements.agreement, name="agreement"),
    path("network/agreements/<uuid:agreement_id>/offer/", agreements.offer, name="offer_agreement"),
    path("network/agreements/<uuid:agreement_id>/end/", agreements.end, name="end_agreement"),
    path("network/agreements/<uuid:agreement_id>/parties/", parties.bind, name="bind"),
    path(
        "network/agreements/<uuid:agreement_id>/parties/<uuid:organization_id>/out/",
        parties.unbind,
        name="unbind",
    ),
    path(
        "network/agreements/<uuid:agreement_id>/parties/<uuid:organization_id>/leave/",
        parties.leave,
        name="leave_agreement",
    ),
    path("network/agreements/<uuid:agreement_id>/obligations/", obligations.oblige, name="oblige"),
    path(
        "network/agreements/<uuid:agreement_id>/next/", agreements.next_version, name="next_version"
    ),
    path("network/signatures/<uuid:signature_id>/file/", files.signed_file, name="signed_file"),
    path("network/obligations/<uuid:obligation_id>/strike/", obligations.strike, name="strike"),
    path(
        "network/obligations/<uuid:obligation_id>/<slug:kept>/",
        obligations.say_kept,
        name="say_kept",
    ),
    path("owed/", obligations.owed, name="owed"),
    path("settings/agreements/", templates.templates, name="templates"),
    path("settings/agreements/<slug:kind>/", templates.template, name="template"),
    path(
        "network/partners/<uuid:organization_id>/agreements/new/",
        agreements.draft,
        name="draft_agreement",
    ),
    path("network/partners/<uuid:organization_id>/suspend/", suspend, name="suspend"),
    path("network/partners/<uuid:organization_id>/told/", told, name="told"),
    path("network/partners/<uuid:organization_id>/leave/", leaving.leaving, name="leaving"),
    path("network/partners/<uuid:organization_id>/stay/", leaving.stay, name="stay"),
    path("network/partners/<uuid:organization_id>/back/", leaving.back, name="say_back"),
    path(
        "network/partners/<uuid:organization_id>/owner/", partnerships.owner, name="partner_owner"
    ),
    path(
        "network/partners/<uuid:organization_id>/<slug:step>/",
        partnerships.step,
        name="partner_step",
    ),
    path("disputes/", disputes.disputes, name="disputes"),
    path("disputes/new/", disputes.raise_one, name="raise_dispute"),
    path("disputes/mediators/", disputes.mediators, name="mediators"),
    path("disputes/mediators/<uuid:mediator_id>/end/", disputes.unlist, name="unlist_mediator"),
    path("disputes/<uuid:dispute_id>/", disputes.dispute, name="dispute"),
    path("disputes/<uuid:dispute_id>/<slug:step>/", disputes.act, name="dispute_step"),
    path("council/", council, name="council"),
    path("council/meetings/", meetings.call, name="call_meeting"),
    path("council/meetings/<uuid:meeting_id>/", meetings.meeting, name="meeting"),
    path("council/meetings/<uuid:meeting_id>/move/", meetings.move, name="move_meeting"),
    path("council/meetings/<uuid:meeting_id>/off/", meetings.call_off, name="call_off"),
    path("council/decisions/", decisions.decisions, name="decisions"),
    path("council/decisions/feed/", decisions.feed, name="decisions_feed"),
    path("decisions/<slug:network>/", decisions.open_decisions, name="open_decisions"),
    path("decisions/<slug:network>/feed/", decisions.open_feed, name="open_decisions_feed"),
    path("council/found/", found, name="found"),
    path("council/found/<slug:kind>/", found, name="found_committee"),
    path("council/seats/<uuid:seat_id>/", seat, name="seat"),
    path("council/seats/<uuid:seat_id>/leave/", leave_seat, name="leave_seat"),
    path("council/norms/", norms.norms, name="norms"),
    path("council/norms/agree/", norms.agree, name="agree_to_norms"),
    path("council/families/", families_say, name="families_say"),
    path(ELECTION, elections.election, name="election"),
    path(f"{ELECTION}names/", elections.name, name="nominate"),
    path(f"{ELECTION}names/<uuid:nominee_id>/<slug:said>/", elections.answer, name="nominee"),
    path(f"{ELECTION}votes/", elections.cast, name="elect"),
    path("council/propose/", propose, name="propose"),
    path(PROPOSAL, proposal, name="proposal"),
    path(f"{PROPOSAL}words/", reword, name="reword"),
    path(f"{PROPOSAL}comments/", say, name="comment"),
    path(f"{PROPOSAL}votes/", vote, name="vote"),
    path(f"{PROPOSAL}seats/<slug:kind>/", stand, name="stand"),
    path(f"{PROPOSAL}back/", put_back, name="put_back"),
    path(f"{PROPOSAL}<slug:step>/", move, name="move"),
    # by the link in one's mailbox
    path("d/<str:token>/", dispute_link.our_disputes, name="our_disputes"),
    path("d/<str:token>/send-code/", dispute_door.digits.ask, name="send_side_code"),
    path("d/<str:token>/code/", dispute_door.digits.give, name="side_code"),
    path("d/<str:token>/<uuid:dispute_id>/", dispute_link.one_of_ours, name="our_dispute"),
    path("d/<str:token>/<uuid:dispute_id>/<slug:step>/", dispute_link.answer, name="our_answer"),
    path("v/<str:token>/", votes, name="votes"),
    path("v/<str:token>/send-code/", digits.ask, name="send_vote_code"),
    path("v/<str:token>/code/", digits.give, name="vote_code"),
    path("v/<str:token>/proposals/<uuid:proposal_id>/", on_proposal, name="vote_on"),
    path("v/<str:token>/proposals/<uuid:proposal_id>/conflict/", torn, name="torn_on"),
    path("v/<str:token>/elections/<uuid:election_id>/", on_election, name="elect_on"),
]
