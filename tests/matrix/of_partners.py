"""Who answers a request, who stands at the desk, and what a link opens."""

from tests.matrix.cast import (
    CARERS,
    DESK,
    FEW,
    FOREIGNER,
    PARTNERS,
    UNEMPLOYED,
    anywhere,
    clinic,
    network,
    pantry,
)
from tests.matrix.doors import IN, Door, Told, only

CARE, RECEIVE, AT_DESK = clinic(*CARERS), pantry(*PARTNERS), network(*DESK)
REQUEST, FAMILY, LINK = "referrals/<uuid:referral_id>/", "f/<str:token>/", "o/<str:token>/"
VOTE = "v/<str:token>/"
SIDE = "d/<str:token>/"
CASE, CLOSED = "desk/<uuid:need_id>/", "closings/<uuid:incident_id>/"
THEIR_LIST = only(anywhere(*PARTNERS), 403)
THEIRS = only(RECEIVE)
WORKS_AT_DESK = only(anywhere(*DESK), 403)
# Whoever works at a desk hears that a case is not theirs; nobody else hears that there are cases.
AT_THE_CASE = Told({IN: AT_DESK, 404: anywhere(*DESK) - AT_DESK}, 403)
SHEET = Told({IN: AT_DESK, 404: anywhere(*DESK) - AT_DESK | {UNEMPLOYED}}, 403)
HELPS = only(AT_DESK)
READS_CLOSINGS = only(anywhere(*DESK, *CARERS, *PARTNERS), 403)
# What has closed is told to those whose families waited there, and to whom it is.
CONCERNED = CARE | RECEIVE | AT_DESK
READS_CLOSING = Told({IN: CONCERNED, 404: anywhere(*DESK, *CARERS, *PARTNERS) - CONCERNED}, 403)
MAY_CLOSE = only(RECEIVE | AT_DESK, 403, hear_404=frozenset({FOREIGNER, UNEMPLOYED}))
ROOM = {"room": "full"}
# A link that was never given opens nothing, whoever tries it: no account helps.
SENT_BACK = Told({}, 302)  # to the page of the request, whose door says who opens it
NOTHING = Told({}, 404)
AS_A_LINK = {"who": FEW, "is_open": True}

PARTNERS_DOORS = {
    "requests/": Door(THEIR_LIST),
    "this-week/": Door(THEIR_LIST, THEIR_LIST),
    "this-week/paper/": Door(THEIR_LIST),
    "this-week/file/": Door(THEIR_LIST, THEIR_LIST),
    REQUEST: Door(only(RECEIVE | CARE)),
    # by account one answers; whoever sent it writes down an answer elsewhere, and is told so
    f"{REQUEST}answer/<slug:verb>/": Door(SENT_BACK, only(RECEIVE | CARE)),
    f"{REQUEST}danger/": Door(
        only(RECEIVE, hear_403=frozenset()), only(RECEIVE, hear_403=CARE & RECEIVE), typed={"danger": "other"}
    ),
    f"{REQUEST}tried/": Door(post=only(RECEIVE, hear_403=CARE), typed={"way": "phone", "outcome": "no_answer"}),
    f"{REQUEST}room/": Door(THEIRS, THEIRS, typed=ROOM),
    "calls/": Door(WORKS_AT_DESK),
    "calls/<uuid:organization_id>/": Door(SHEET),
    "desk/": Door(WORKS_AT_DESK),
    CASE: Door(AT_THE_CASE, at={"need_id": "at_desk"}),
    f"{CASE}take/": Door(post=HELPS, at={"need_id": "at_desk"}),
    f"{CASE}assign/": Door(post=HELPS, at={"need_id": "at_desk"}),
    f"{CASE}back/": Door(post=only(AT_DESK | CARE), at={"need_id": "at_desk"}),
    f"{CASE}nobody/": Door(post=only(AT_DESK | CARE), at={"need_id": "at_desk"}, typed={"why": "full"}),
    f"{CASE}send/": Door(AT_THE_CASE, AT_THE_CASE, at={"need_id": "at_desk"}),
    f"{CASE}suggest/": Door(post=WORKS_AT_DESK, at={"need_id": "at_desk"}),
    f"{CASE}told/<uuid:referral_id>/": Door(
        AT_THE_CASE, AT_THE_CASE, at={"need_id": "at_desk", "referral_id": "rung"}
    ),
    "closings/": Door(READS_CLOSINGS),
    CLOSED: Door(READS_CLOSING),
    f"{CLOSED}open/": Door(post=only(RECEIVE | AT_DESK, hear_403=CARE)),
    "closings/take/<uuid:case_id>/": Door(post=only(CARE | AT_DESK)),
    "closings/new/<uuid:organization_id>/": Door(MAY_CLOSE, MAY_CLOSE),
    FAMILY: Door(NOTHING, **AS_A_LINK),
    f"{FAMILY}answer/": Door(post=NOTHING, **AS_A_LINK),
    f"{FAMILY}answers/": Door(post=NOTHING, **AS_A_LINK),
    f"{FAMILY}why/": Door(post=NOTHING, **AS_A_LINK),
    f"{FAMILY}agreed/": Door(NOTHING, **AS_A_LINK),
    f"{FAMILY}looked/": Door(NOTHING, **AS_A_LINK),
    f"{FAMILY}words/": Door(NOTHING, NOTHING, **AS_A_LINK),
    f"{FAMILY}words/<uuid:voice_id>/back/": Door(post=NOTHING, **AS_A_LINK),
    f"{FAMILY}easier/": Door(post=NOTHING, **AS_A_LINK),
    f"{FAMILY}wrong/": Door(NOTHING, NOTHING, **AS_A_LINK),
    f"{FAMILY}later/": Door(NOTHING, NOTHING, **AS_A_LINK),
    f"{FAMILY}go-on/": Door(post=NOTHING, **AS_A_LINK),
    f"{FAMILY}thanks/": Door(NOTHING, **AS_A_LINK),
    f"{FAMILY}word/": Door(post=NOTHING, **AS_A_LINK),
    f"{FAMILY}stop/<slug:kind>/": Door(NOTHING, NOTHING, **AS_A_LINK),
    LINK: Door(NOTHING, NOTHING, **AS_A_LINK),
    f"{LINK}paper/": Door(NOTHING, **AS_A_LINK),
    f"{LINK}file/": Door(NOTHING, NOTHING, **AS_A_LINK),
    f"{LINK}services/<uuid:service_id>/room/": Door(post=NOTHING, **AS_A_LINK),
    f"{LINK}send-code/": Door(post=NOTHING, **AS_A_LINK),
    f"{LINK}code/": Door(NOTHING, NOTHING, **AS_A_LINK),
    f"{LINK}<uuid:referral_id>/": Door(NOTHING, **AS_A_LINK),
    f"{LINK}<uuid:referral_id>/answer/<slug:verb>/": Door(NOTHING, NOTHING, **AS_A_LINK),
    f"{LINK}<uuid:referral_id>/dates/": Door(NOTHING, NOTHING, **AS_A_LINK),
    f"{LINK}<uuid:referral_id>/tried/": Door(post=NOTHING, **AS_A_LINK),
    f"{LINK}<uuid:referral_id>/undo/": Door(post=NOTHING, **AS_A_LINK),
    f"{LINK}<uuid:referral_id>/room/": Door(post=NOTHING, **AS_A_LINK),
    SIDE: Door(NOTHING, **AS_A_LINK),
    f"{SIDE}send-code/": Door(post=NOTHING, **AS_A_LINK),
    f"{SIDE}code/": Door(NOTHING, NOTHING, **AS_A_LINK),
    f"{SIDE}<uuid:dispute_id>/": Door(NOTHING, **AS_A_LINK),
    f"{SIDE}<uuid:dispute_id>/<slug:step>/": Door(post=NOTHING, **AS_A_LINK),
    VOTE: Door(NOTHING, **AS_A_LINK),
    f"{VOTE}send-code/": Door(post=NOTHING, **AS_A_LINK),
    f"{VOTE}code/": Door(NOTHING, NOTHING, **AS_A_LINK),
    f"{VOTE}proposals/<uuid:proposal_id>/": Door(NOTHING, NOTHING, **AS_A_LINK),
    f"{VOTE}proposals/<uuid:proposal_id>/conflict/": Door(post=NOTHING, **AS_A_LINK),
    f"{VOTE}elections/<uuid:election_id>/": Door(NOTHING, NOTHING, **AS_A_LINK),
}  # fmt: skip
