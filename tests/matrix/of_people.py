"""Who opens what about a person: their record, what they agreed to, and their screenings."""

from tests.matrix.cast import (
    ASKERS,
    CARERS,
    CONVENES,
    DUTY,
    FEW,
    MEMBER,
    NAVIGATOR,
    OURS,
    OWNER,
    PARTNERS,
    PRIVACY,
    SCREENER,
    SUPERVISOR,
    anywhere,
    clinic,
    network,
    pantry,
)
from tests.matrix.doors import SIGN_IN, Door, Told, only

CARE, ASK = clinic(*CARERS), clinic(*ASKERS)
ONLY_FINDS = clinic(SCREENER)
ALERT, ON_DUTY = "people/alerts/<uuid:alert_id>/", only(clinic(DUTY))
ROSA = "people/<uuid:person_id>/"
# Who cares for families at the clinic; a screener there knows that the person exists.
CARED = only(CARE, hear_403=ONLY_FINDS)
ASKED = only(ASK)
OFFICER = only(anywhere(PRIVACY), 403)
# In the other network there is no such demand for its officers; nobody else may ask.
OFFICER_HERE = only(network(PRIVACY), 403, hear_404=anywhere(PRIVACY) - network(PRIVACY))
DEMAND = "people/demands/<uuid:demand_id>/"
PAPER = {
    "kind": "subpoena",
    "office_kind": "court",
    "office": "A court",
    "asked": "All",
    "received_on": "2026-01-01",
}
CONVENER = only(anywhere(*CONVENES), 403)
BY_HAND = only(anywhere(*CONVENES) - OURS, 403)  # ours has a council, which decides
AUDITED = only(CARE | clinic(PRIVACY), hear_403=ONLY_FINDS)
HOLDERS = clinic(SUPERVISOR, PRIVACY)
ANSWERS = only(CARE | clinic(PRIVACY))
RIGHT = "people/rights/<uuid:right_id>/"
CONTACT = {"channel": "phone", "value": "(555) 010-0199", "whose": "all", "rank": "1"}
RELATIVE = {"first_name": "Luz", "kind": "sibling"}
SETTING = {"instrument": "hunger_vital_sign", "language": "en", "mode": "asked"}

PEOPLE = {
    "people/": Door(only(anywhere(*ASKERS), 403), only(anywhere(*ASKERS), 403), typed={"words": "Rosa"}),
    "people/found/<uuid:search_id>/": Door(
        Told({200: frozenset({OWNER}), 302: anywhere(*ASKERS) - {OWNER}}, 403)
    ),
    "people/new/": Door(
        only(anywhere(*ASKERS), 403), only(anywhere(*ASKERS), 403), typed={"first_name": "Luz", "language": "en"}
    ),
    "people/words/": Door(CONVENER),
    "people/words/<slug:language>/": Door(CONVENER, CONVENER),
    "people/own-street/": Door(
        only(anywhere(*ASKERS), 403), only(anywhere(*ASKERS), 403),
        typed={"address": "12 Maple Street", "postal_code": "94110"},
    ),
    "people/sharing/": Door(only(MEMBER, 403)),
    "people/sharing/<slug:category>/": Door(
        BY_HAND, BY_HAND, at={"category": "=food-insecurity"}, typed={"facts": ["phone"]}
    ),
    "people/seen/": Door(OFFICER),
    "people/alerts/": Door(only(anywhere(DUTY, SUPERVISOR, *CONVENES), 403)),
    ALERT: Door(ON_DUTY),
    f"{ALERT}take/": Door(post=ON_DUTY),
    f"{ALERT}back/": Door(post=ON_DUTY),
    f"{ALERT}close/": Door(post=ON_DUTY, typed={"how": "safe_now"}),
    ROSA: Door(ASKED),
    f"{ROSA}alert/": Door(ASKED, ASKED, typed={"danger": "other"}),
    f"{ROSA}report/": Door(ASKED, ASKED),
    f"{ROSA}change/": Door(CARED, CARED, typed={"first_name": "Luz"}),
    f"{ROSA}note/": Door(CARED),
    f"{ROSA}contact/": Door(CARED, CARED, typed=CONTACT),
    f"{ROSA}contact/<uuid:contact_id>/": Door(CARED, CARED, typed=CONTACT),
    f"{ROSA}contact/<uuid:contact_id>/remove/": Door(post=CARED),
    f"{ROSA}safety/": Door(CARED, CARED, typed={"version": "1"}),
    f"{ROSA}family/": Door(CARED, CARED, typed=RELATIVE),
    f"{ROSA}family/size/": Door(post=CARED, typed={"size": "3"}),
    f"{ROSA}family/<uuid:tie_id>/end/": Door(post=CARED),
    f"{ROSA}agree/": Door(CARED, CARED),
    f"{ROSA}agreed/": Door(CARED),
    f"{ROSA}agreed/print/": Door(CARED),
    f"{ROSA}agreed/<uuid:consent_id>/stop/": Door(CARED, CARED, typed={"via": "phone"}),
    f"{ROSA}links/": Door(CARED, CARED, typed={"code": "AAAA-BBBB-CCCC"}),
    f"{ROSA}links/with/<uuid:organization_id>/": Door(post=CARED),
    f"{ROSA}links/<uuid:link_id>/end/": Door(post=CARED),
    f"{ROSA}wishes/": Door(CARED, CARED, typed={"kind": "stop_messages", "about": "all", "via": "phone"}),
    f"{ROSA}wishes/<uuid:wish_id>/undo/": Door(post=CARED, at={"person_id": "mateo"}),
    f"{ROSA}news/": Door(CARED, CARED, typed={"told_by": "family", "via": "phone"}),
    f"{ROSA}news/undo/": Door(post=CARED),
    f"{ROSA}seen/": Door(AUDITED),
    f"{ROSA}seen/file/": Door(AUDITED),
    f"{ROSA}emergency/": Door(ASKED, ASKED),
    "people/rights/": Door(only(anywhere(*CARERS, PRIVACY), 403)),
    RIGHT: Door(ANSWERS),
    f"{RIGHT}answer/": Door(post=ANSWERS, typed={"answer-end": "taken_back"}),
    f"{RIGHT}time/": Door(post=ANSWERS, typed={"time-words": "The other clinic has it."}),
    f"{RIGHT}disagree/": Door(post=ANSWERS, typed={"disagree-words": "It is still wrong."}),
    "records/<uuid:right_id>/erase/": Door(
        only(clinic(PRIVACY), hear_403=CARE), only(clinic(PRIVACY), hear_403=CARE), at={"right_id": "erasure"}
    ),
    "records/<uuid:right_id>/copy/": Door(only(CARE, hear_403=clinic(PRIVACY)), at={"right_id": "copy"}),
    "records/<uuid:right_id>/copy/file/": Door(only(CARE, hear_403=clinic(PRIVACY)), at={"right_id": "copy"}),
    "people/holds/<uuid:hold_id>/lift/": Door(post=only(HOLDERS, hear_403=clinic(NAVIGATOR))),
    f"{ROSA}rights/": Door(AUDITED, CARED, typed={"right": "access", "via": "phone"}),
    f"{ROSA}hold/": Door(
        post=only(HOLDERS, hear_403=clinic(NAVIGATOR, SCREENER)),
        typed={"hold-reason": "lawsuit", "hold-words": "A case"},
    ),
    "records/keeping/": Door(OFFICER),
    "recalls/": Door(only(anywhere(*PARTNERS, PRIVACY), 403)),
    "recalls/<uuid:recall_id>/": Door(post=only(pantry(*PARTNERS) | clinic(PRIVACY))),
    "people/unusual/": Door(OFFICER),
    "people/demands/": Door(OFFICER),
    "people/demands/new/": Door(OFFICER, OFFICER, typed=PAPER),
    DEMAND: Door(OFFICER_HERE),
    f"{DEMAND}counsel/": Door(post=OFFICER_HERE, typed={"on": "2026-01-01"}),
    f"{DEMAND}about/": Door(post=OFFICER_HERE),
    f"{DEMAND}answer/": Door(post=OFFICER_HERE, typed={"answer": "refused"}),
    "people/emergencies/": Door(OFFICER),
    "people/emergencies/<uuid:glass_id>/": Door(OFFICER, OFFICER),
    f"{ROSA}screenings/new/": Door(ASKED),
    f"{ROSA}screenings/": Door(post=ASKED, typed=SETTING),
    f"{ROSA}screenings/not-asked/": Door(post=ASKED, typed={"state": "declined"}),
    "screenings/<uuid:screening_id>/": Door(ASKED),
    "screenings/<uuid:screening_id>/answers/": Door(post=ASKED),
    "screenings/<uuid:screening_id>/finish/": Door(post=ASKED),
    "screenings/<uuid:screening_id>/result/": Door(CARED, at={"screening_id": "asked"}),
    "screenings/<uuid:screening_id>/wishes/": Door(post=CARED, at={"screening_id": "asked"}),
    "screenings/<uuid:screening_id>/hand-over/": Door(ASKED, at={"screening_id": "lent"}),
    "screenings/<uuid:screening_id>/lend/": Door(post=ASKED, at={"screening_id": "lent"}),
    "instruments/<slug:code>/paper/": Door(only(anywhere(*ASKERS), 403)),
    # Only in the hands of a family to whom it was lent; any other browser is sent to sign in.
    "tablet/": Door(Told({}, SIGN_IN), who=FEW),
    "tablet/answers/": Door(post=Told({}, SIGN_IN), who=FEW),
    "tablet/done/": Door(post=Told({}, SIGN_IN), who=FEW),
}  # fmt: skip
