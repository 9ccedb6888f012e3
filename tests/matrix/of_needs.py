"""Who follows a need, and who sends it on: the clinic's own people, and the desk where it helps along."""

from tests.matrix.cast import (
    CARERS,
    COLLEAGUE,
    DESK,
    OWNER,
    PARTNERS,
    SCREENER,
    SUPERVISOR,
    anywhere,
    clinic,
    network,
    pantry,
)
from tests.matrix.doors import Door, only

CARE, AT_DESK, RECEIVE = clinic(*CARERS), network(*DESK), pantry(*PARTNERS)
NEED, SENT = "needs/<uuid:need_id>/", "referrals/<uuid:referral_id>/"
OWN, FOLLOWS = only(CARE), only(anywhere(*CARERS), 403)
BOTH_LOOK = only(CARE | AT_DESK)
PARTNER_KNOWS = only(CARE, hear_403=RECEIVE)  # the partner sees the request: this is not for it
TAKER, GIVER, OFFERED = frozenset({COLLEAGUE}), frozenset({OWNER}), {"need_id": "offered"}
LEADS = only(clinic(SUPERVISOR), hear_403=CARE - clinic(SUPERVISOR))
VIA = {"via": "phone"}
WAIT = {"until": "2026-12-20", "why": "away", **VIA}

NEEDS = {
    "today/": Door(FOLLOWS),
    "today/away/": Door(FOLLOWS, FOLLOWS),
    "sent/": Door(FOLLOWS),
    "later/<uuid:later_id>/": Door(OWN, OWN, typed={"via": "phone", "said": "needed_again"}),
    "needs/new/<uuid:person_id>/": Door(
        only(CARE | clinic(SCREENER)), only(CARE | clinic(SCREENER)), typed={"topic": "wic"}
    ),
    NEED: Door(OWN),
    f"{NEED}want/": Door(post=OWN, typed={"want-via": "phone"}),
    f"{NEED}decline/": Door(post=OWN, typed={"want-via": "phone"}),
    f"{NEED}heard/": Door(post=OWN, typed={"word-answer": "no", "word-via": "phone"}),
    f"{NEED}assign/": Door(post=LEADS, typed={"assign-user": "{colleague}"}),
    f"{NEED}offer/": Door(
        post=only(GIVER, hear_403=CARE - GIVER), typed={"offer-user": "{colleague}"}
    ),
    f"{NEED}offer/accept/": Door(post=only(TAKER, hear_403=CARE - TAKER), at=OFFERED),
    f"{NEED}offer/end/": Door(post=only(TAKER | GIVER, hear_403=CARE - TAKER - GIVER), at=OFFERED),
    f"{NEED}tried/": Door(post=OWN, typed={"way": "phone", "outcome": "no_answer"}),
    f"{NEED}give-up/": Door(post=OWN),
    f"{NEED}close/": Door(OWN, OWN, typed={"status": "solved_otherwise", **VIA}),
    f"{NEED}wait/": Door(OWN, OWN, typed=WAIT),
    f"{NEED}go-on/": Door(post=OWN, typed={"go-via": "phone"}),
    "needs/wait/<uuid:person_id>/": Door(
        only(CARE, hear_403=clinic(SCREENER)), only(CARE, hear_403=clinic(SCREENER)), typed=WAIT
    ),
    f"{NEED}nobody/": Door(OWN, OWN, typed={"why": "full"}),
    f"{NEED}to-desk/": Door(post=OWN),
    f"{NEED}from-desk/": Door(post=BOTH_LOOK, at={"need_id": "at_desk"}),
    f"{NEED}next-visit/": Door(post=OWN),
    f"{NEED}find/": Door(OWN),
    f"{NEED}send/": Door(OWN, OWN),
    f"{NEED}send/several/": Door(OWN, OWN),
    f"{NEED}still-nobody/": Door(post=BOTH_LOOK, at={"need_id": "gap"}),
    f"{NEED}try-again/": Door(post=BOTH_LOOK, at={"need_id": "gap"}),
    "check-in/<uuid:person_id>/": Door(
        only(CARE, hear_403=clinic(SCREENER)), only(CARE, hear_403=clinic(SCREENER))
    ),
    "check-in/<uuid:person_id>/card/": Door(only(CARE, hear_403=clinic(SCREENER))),
    f"{SENT}sent/": Door(OWN),
    f"{SENT}undo/": Door(post=PARTNER_KNOWS),
    f"{SENT}reply/": Door(post=OWN, typed={"reply-words": "Yes"}),
    f"{SENT}remind/": Door(post=PARTNER_KNOWS),
    f"{SENT}called/": Door(post=PARTNER_KNOWS),
    f"{SENT}told/": Door(OWN, OWN, typed={"said": "accept", **VIA}),
    f"{SENT}told-on-no/": Door(OWN, OWN, typed={"answer": "agrees", **VIA}),
    f"{SENT}mend/": Door(post=PARTNER_KNOWS),
    f"{SENT}take-back/": Door(OWN, OWN, typed={"reason": "no_answer"}),
    f"{SENT}application/": Door(
        only(CARE | RECEIVE), only(CARE | RECEIVE), at={"referral_id": "application"}
    ),
    f"{SENT}handout/": Door(OWN),
    "plan/<uuid:person_id>/": Door(only(CARE, hear_403=clinic(SCREENER))),
}
