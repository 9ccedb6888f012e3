"""Which operations of the API are there for whose key? As on the pages, by the same actions."""

from tests.matrix.cast import (
    ACCOUNT,
    ADMINS,
    ASKERS,
    CARERS,
    DESK,
    MEMBER,
    OURS,
    PARTNERS,
    PRIVACY,
    SCREENER,
    SUPERVISOR,
    anywhere,
    clinic,
    network,
    pantry,
)
from tests.matrix.doors import Door, Told, only

V1 = "api/v1/"
CARE, ASK, RECEIVE = clinic(*CARERS), clinic(*ASKERS), pantry(*PARTNERS)
PERSON, NEED, REFERRAL = (
    f"{V1}people/<uuid:person_id>/", f"{V1}needs/<uuid:need_id>/", f"{V1}referrals/<uuid:referral_id>/",
)  # fmt: skip
RIGHT = f"{V1}rights/<uuid:right_id>/"
OWN = only(CARE)
OWN_RECORD = only(CARE, hear_403=clinic(SCREENER))
VIA = {"via": "phone"}
NAMED = {"first_name": "Luz", "language": "en", "version": 1}
ID = "0199ffff-ffff-7fff-bfff-ffffffffffff"
SENT = {"service": "{service_id}", "request_key": ID, "facts": []}

THEIR_OWN = only(clinic(*ADMINS), 403, hear_404=anywhere(*ADMINS) - clinic(*ADMINS))

PROGRAMS = {
    f"{V1}people/": Door(post=only(anywhere(*ASKERS), 403), typed=NAMED),
    f"{V1}people/search/": Door(post=only(anywhere(*ASKERS), 403), typed={"words": "Rosa"}),
    PERSON: Door(only(ASK), put=OWN_RECORD, typed=NAMED),
    f"{PERSON}rights/": Door(OWN_RECORD, OWN_RECORD, typed={"right": "access", "via": "phone"}),
    RIGHT: Door(only(CARE | clinic(PRIVACY))),
    f"{RIGHT}answer/": Door(post=only(CARE | clinic(PRIVACY)), typed={"answer": "accepted"}),
    f"{RIGHT}time/": Door(post=only(CARE | clinic(PRIVACY)), typed={"words": "The other clinic has it."}),
    f"{RIGHT}disagree/": Door(post=only(CARE | clinic(PRIVACY)), typed={"words": "It is still wrong."}),
    f"{RIGHT}copy/": Door(only(CARE, hear_403=clinic(PRIVACY)), at={"right_id": "copy"}),
    f"{PERSON}news/": Door(post=OWN_RECORD, typed={"told_by": "family", **VIA}),
    f"{PERSON}news/undo/": Door(post=OWN_RECORD),
    f"{V1}members/": Door(only(anywhere(*ADMINS), 403)),
    f"{V1}members/<uuid:membership_id>/": Door(
        patch=only(clinic(*ADMINS), 403, hear_404=anywhere(*ADMINS) - clinic(*ADMINS)), typed={"active": False}
    ),
    f"{V1}scim/Users": Door(only(anywhere(*ADMINS), 403), Told({501: anywhere(*ADMINS)}, 403)),
    f"{V1}scim/Users/<uuid:membership_id>": Door(
        THEIR_OWN, put=THEIR_OWN, patch=THEIR_OWN, typed={"active": False}
    ),
    f"{V1}scim/ServiceProviderConfig": Door(only(anywhere(*ADMINS), 403)),
    f"{V1}scim/ResourceTypes": Door(only(anywhere(*ADMINS), 403)),
    f"{V1}scim/Schemas": Door(only(anywhere(*ADMINS), 403)),
    f"{V1}needs/": Door(only(ACCOUNT), only(ASK), typed={"person": "{person_id}", "topic": "wic"}),
    NEED: Door(OWN),
    f"{NEED}want-help/": Door(post=OWN, typed=VIA),
    f"{NEED}decline-help/": Door(post=OWN, typed=VIA),
    f"{NEED}nobody/": Door(post=only(CARE | network(*DESK)), at={"need_id": "at_desk"}, typed={"why": "full"}),
    f"{NEED}still-nobody/": Door(post=only(CARE | network(*DESK)), at={"need_id": "gap"}),
    f"{NEED}try-again/": Door(post=only(CARE | network(*DESK)), at={"need_id": "gap"}),
    f"{NEED}assign/": Door(
        post=only(clinic(SUPERVISOR), hear_403=CARE - clinic(SUPERVISOR)), typed={"user": "{colleague}"}
    ),
    f"{NEED}alternatives/": Door(OWN),
    f"{NEED}family-answer/": Door(post=OWN, typed={"answer": "no", **VIA}),
    f"{NEED}pause/": Door(post=OWN, typed={"until": "2026-12-20", "why": "away", **VIA}),
    f"{NEED}go-on/": Door(post=OWN, typed=VIA),
    f"{NEED}close/": Door(post=OWN, typed={"status": "solved_otherwise", **VIA}),
    f"{V1}referrals/": Door(only(ACCOUNT), OWN, typed={"need": "{need_id}", **SENT}),
    f"{V1}referrals/several/": Door(
        post=OWN, typed={"need": "{need_id}", **SENT, "services": ["{service_id}", "{rent}"], "enough": "first_yes"}
    ),
    REFERRAL: Door(only(CARE | RECEIVE)),
    f"{REFERRAL}<slug:step>/": Door(post=only(CARE | RECEIVE), at={"step": "=accept"}, typed=VIA),
    f"{V1}services/": Door(only(MEMBER)),
    f"{V1}services/<uuid:service_id>/": Door(only(OURS)),
}  # fmt: skip
