"""Who opens the directory, the team, the messages and the figures of a network?"""

from organizations.grants import Role
from tests.matrix.cast import (
    ACCOUNT,
    ADMINS,
    ASKERS,
    CONVENES,
    COUNCIL,
    DESK,
    FEW,
    MEMBER,
    ORGADMIN,
    OURS,
    PARTNERS,
    PRIVACY,
    SEATS,
    SUPERVISOR,
    UNEMPLOYED,
    anywhere,
    clinic,
    network,
    pantry,
)
from tests.matrix.cast import CONVENER as THE_CONVENER
from tests.matrix.doors import Door, Told, only

PROGRAM, TEAM = "programs/<uuid:webhook_id>/", "team/<uuid:membership_id>/"
BODY = "network/organizations/<uuid:organization_id>/"
NOWHERE = frozenset({UNEMPLOYED})
KEEPS = only(anywhere(*PARTNERS), 403)
# Our own services only: another organization's are in the directory, and not here.
ELSEWHERE_404 = anywhere(*PARTNERS) - pantry(*PARTNERS)
KEEPS_IT = only(pantry(*PARTNERS), 403, hear_404=ELSEWHERE_404)
READS_DIRECTORY = only(OURS)
ADMIN = only(anywhere(*ADMINS), 403)
OWN_PROGRAM = only(clinic(*ADMINS))
OWN_HOURS = only(anywhere(*ADMINS), 403, hear_404=NOWHERE)
CONVENER = only(anywhere(*CONVENES), 403)
ABROAD = MEMBER - OURS | NOWHERE
BY_HAND = only(anywhere(*CONVENES) - OURS, 403)  # ours has a council, which decides
OF_CLINIC = only(clinic(*ADMINS), 403, hear_404=ABROAD)
MAY_INVITE = only(pantry(ORGADMIN) | network(*CONVENES), 403, hear_404=ABROAD)
# Ours has a council: whoever convenes writes down what a partner says, and says nothing for it.
FOR_ITSELF = only(pantry(ORGADMIN, *CONVENES), 403, hear_404=ABROAD)
# a dispute of theirs is open: nobody else says that they leave
THEMSELVES = only(pantry(ORGADMIN), 403, hear_404=ABROAD)
MAY_CONVENE_THEM = only(network(*CONVENES), 403, hear_404=ABROAD)
MAY_DRAFT = MAY_CONVENE_THEM
BOTH_SIDES = only(pantry(ORGADMIN) | network(*CONVENES))
PAPER = "network/agreements/<uuid:agreement_id>/"
OBLIGATION = "network/obligations/<uuid:obligation_id>/"
WAY = "network/partners/<uuid:organization_id>/"
OF_NETWORK = only(OURS, hear_404=ABROAD)
OF_NETWORK_CONVENER = only(network(*CONVENES), 403, hear_404=ABROAD)
PROPOSERS = only(anywhere(*SEATS, *ADMINS), 403)
PROPOSES_THIS = only(anywhere(*SEATS, *ADMINS) & OURS, 403, hear_404=ABROAD)
ELECTION = "council/elections/<uuid:election_id>/"
PROPOSAL = "council/proposals/<uuid:proposal_id>/"
QUARREL = "disputes/<uuid:dispute_id>/"
IN_QUARREL = only(clinic(*ADMINS) | pantry(ORGADMIN) | {THE_CONVENER})
NOTHING = Told({}, 404)
CALLS = only(anywhere(*CONVENES, Role.CHAIR), 403)
CALLS_THIS = only(network(*CONVENES, Role.CHAIR), 403, hear_404=ABROAD)
SITS = only(clinic(COUNCIL), 403, hear_404=ABROAD)
MEET_FAMILIES = (*ASKERS, *PARTNERS, *DESK, Role.VOICE)
# It is about the pantry, and a named person answers it: no desk, and nobody who works there.
HEARS = only(network(Role.VOICE, PRIVACY))
SAID = {
    "via": "phone", "kind": "grievance", "about": "network", "theme": "calls", "words": "Nobody calls.",
    "language": "en",
}  # fmt: skip
LACKS = only(anywhere(*DESK, SUPERVISOR), 403)

TRIAL = "trying/<uuid:cycle_id>/"
TRY, COUNCILS = pantry(ORGADMIN) | network(*CONVENES), network(*SEATS) - network(*CONVENES)
ONLY_TRY = only(TRY, hear_403=COUNCILS)

NETWORK = {
    "settings/patience/": Door(CONVENER, CONVENER),
    WAY: Door(MAY_INVITE, MAY_INVITE),
    f"{WAY}agreements/new/": Door(MAY_DRAFT, MAY_DRAFT),
    PAPER: Door(BOTH_SIDES, BOTH_SIDES),
    f"{PAPER}offer/": Door(
        post=only(network(*CONVENES), 404, hear_403=pantry(ORGADMIN)),
    ),
    f"{PAPER}end/": Door(post=BOTH_SIDES),
    f"{PAPER}next/": Door(
        only(frozenset(), 404, hear_409=network(*CONVENES) | pantry(ORGADMIN)),
        only(frozenset(), 404, hear_409=network(*CONVENES) | pantry(ORGADMIN)),
    ),
    f"{PAPER}parties/": Door(
        post=only(network(*CONVENES), 404, hear_403=pantry(ORGADMIN)),
    ),
    f"{PAPER}parties/<uuid:organization_id>/out/": Door(
        post=only(frozenset(), 404, hear_403=pantry(ORGADMIN), hear_409=network(*CONVENES)),
    ),
    f"{PAPER}parties/<uuid:organization_id>/leave/": Door(
        post=only(frozenset(), 404, hear_409=network(*CONVENES) | pantry(ORGADMIN)),
    ),
    f"{PAPER}obligations/": Door(
        post=only(network(*CONVENES), 404, hear_403=pantry(ORGADMIN)),
    ),
    "network/signatures/<uuid:signature_id>/file/": Door(BOTH_SIDES, BOTH_SIDES),
    f"{OBLIGATION}strike/": Door(
        post=only(network(*CONVENES), 404, hear_403=pantry(ORGADMIN)),
    ),
    f"{OBLIGATION}<slug:kept>/": Door(post=BOTH_SIDES, at={"kept": "=done"}),
    "settings/agreements/": Door(only(MEMBER, 403)),
    "settings/agreements/<slug:kind>/": Door(BY_HAND, BY_HAND, at={"kind": "=memorandum"}),
    "owed/": Door(only(anywhere(*ADMINS), 403)),
    f"{WAY}suspend/": Door(MAY_CONVENE_THEM, MAY_CONVENE_THEM),
    f"{WAY}told/": Door(MAY_CONVENE_THEM, MAY_CONVENE_THEM),
    f"{WAY}leave/": Door(THEMSELVES, THEMSELVES),
    f"{WAY}stay/": Door(post=MAY_INVITE),
    f"{WAY}back/": Door(post=MAY_INVITE),
    f"{WAY}owner/": Door(post=MAY_CONVENE_THEM),
    f"{WAY}<slug:step>/": Door(post=MAY_CONVENE_THEM, at={"step": "=talk"}),
    "settings/numbers/": Door(
        CONVENER, CONVENER, typed={"crisis_line": "988", "help_line": "555-0134"}
    ),
    "settings/sign-in/": Door(CONVENER, CONVENER),
    "council/": Door(only(MEMBER, 403)),
    "council/meetings/": Door(CALLS, CALLS),
    "council/meetings/<uuid:meeting_id>/": Door(OF_NETWORK, CALLS_THIS, typed={"minutes": "x"}),
    "council/meetings/<uuid:meeting_id>/move/": Door(
        CALLS_THIS, CALLS_THIS, typed={"day": "2027-01-12", "hour": "14:00", "place": "Here"}
    ),
    "council/meetings/<uuid:meeting_id>/off/": Door(post=CALLS_THIS),
    "council/decisions/": Door(only(MEMBER, 403)),
    "council/decisions/feed/": Door(only(MEMBER, 403)),
    "decisions/<slug:network>/": Door(NOTHING, at={"network": "=nowhere"}, is_open=True),
    "decisions/<slug:network>/feed/": Door(NOTHING, at={"network": "=nowhere"}, is_open=True),
    "council/found/": Door(CONVENER, CONVENER),
    "council/found/<slug:kind>/": Door(CONVENER, CONVENER, at={"kind": "=data"}),
    "council/propose/": Door(
        PROPOSERS, PROPOSERS, typed={"title": "A", "reason": "B", "area": "norms"}
    ),
    "council/seats/<uuid:seat_id>/": Door(OF_NETWORK_CONVENER, OF_NETWORK_CONVENER),
    "council/seats/<uuid:seat_id>/leave/": Door(post=SITS),
    "disputes/": Door(only(MEMBER, 403)),
    "disputes/new/": Door(ADMIN, ADMIN),
    "disputes/mediators/": Door(CONVENER, CONVENER),
    "disputes/mediators/<uuid:mediator_id>/end/": Door(post=OF_NETWORK_CONVENER),
    QUARREL: Door(IN_QUARREL),
    f"{QUARREL}<slug:step>/": Door(
        post=IN_QUARREL, at={"step": "=say"}, typed={"words": "We talk"}
    ),
    ELECTION: Door(OF_NETWORK),
    f"{ELECTION}names/": Door(post=OF_NETWORK, typed={"email": "no address"}),
    f"{ELECTION}names/<uuid:nominee_id>/<slug:said>/": Door(post=SITS, at={"said": "=no"}),
    f"{ELECTION}votes/": Door(post=SITS, typed={"elector": "{seat_id}"}),
    PROPOSAL: Door(OF_NETWORK),
    f"{PROPOSAL}words/": Door(SITS, SITS),
    f"{PROPOSAL}comments/": Door(post=OF_NETWORK, typed={"words": "Good"}),
    f"{PROPOSAL}votes/": Door(post=SITS, typed={"seat": "{seat_id}", "answer": "yes"}),
    f"{PROPOSAL}seats/<slug:kind>/": Door(
        post=SITS, at={"kind": "=supports"}, typed={"seat": "{seat_id}"}
    ),
    f"{PROPOSAL}back/": Door(post=PROPOSES_THIS),
    f"{PROPOSAL}<slug:step>/": Door(post=SITS, at={"step": "=withdraw"}),
    "messages/": Door(only(anywhere(ORGADMIN, *DESK), 403)),
    "messages/when/": Door(only(MEMBER, 403), only(MEMBER, 403)),
    "messages/when/mailbox/": Door(post=ADMIN),
    "programs/": Door(ADMIN, ADMIN, typed={"url": "https://example.org/a"}),
    PROGRAM: Door(OWN_PROGRAM),
    f"{PROGRAM}secret/": Door(post=OWN_PROGRAM),
    f"{PROGRAM}end/": Door(post=OWN_PROGRAM),
    f"{PROGRAM}<uuid:delivery_id>/again/": Door(post=OWN_PROGRAM),
    "find/": Door(only(MEMBER, 403)),
    "services/<uuid:service_id>/": Door(READS_DIRECTORY),
    "services/<uuid:service_id>/handout/": Door(READS_DIRECTORY),
    "our-services/": Door(KEEPS),
    "our-services/<uuid:service_id>/": Door(KEEPS_IT, KEEPS_IT, typed={"name": "Boxes"}),
    "room/": Door(KEEPS),
    "room/<uuid:service_id>/": Door(post=KEEPS_IT, typed={"room": "full"}),
    "closed/": Door(
        post=only(anywhere(*PARTNERS), 403, hear_404=NOWHERE),
        typed={"first": "2031-05-01", "last": "2031-05-02"},
    ),
    "closed/<slug:first>/<slug:last>/open/": Door(
        post=only(anywhere(*PARTNERS), 403, hear_404=NOWHERE)
    ),
    "hours/": Door(OWN_HOURS, OWN_HOURS, typed={"hours_0": "9 am - 5 pm"}),
    "team/": Door(only(anywhere(*ADMINS), 403, hear_404=NOWHERE)),
    "team/keys/": Door(only(anywhere(*ADMINS), 403, hear_404=NOWHERE)),
    "team/keys/new/": Door(post=only(anywhere(*ADMINS), 403, hear_404=NOWHERE)),
    "team/keys/<uuid:key_id>/revoke/": Door(
        post=only(clinic(*ADMINS), 403, hear_404=anywhere(*ADMINS) - clinic(*ADMINS) | NOWHERE),
        at={"key_id": "program_key"},
    ),
    TEAM: Door(OF_CLINIC, OF_CLINIC, typed={"roles": "navigator"}),
    f"{TEAM}second-step/": Door(post=OF_CLINIC),
    f"{TEAM}end/": Door(post=OF_CLINIC),
    f"{TEAM}mail/": Door(post=only(clinic(*ADMINS) | network(*CONVENES), 403, hear_404=ABROAD)),
    "network/organizations/": Door(CONVENER),
    f"{BODY}invite/": Door(MAY_INVITE, MAY_INVITE),
    BODY: Door(MAY_INVITE),
    f"{BODY}sign-on/": Door(MAY_INVITE, MAY_INVITE),
    f"{BODY}sign-on/<slug:step>/": Door(post=MAY_INVITE, at={"step": "=off"}),
    # whoever may try it hears that nobody answers over there
    "sign-on/<uuid:organization_id>/try/": Door(
        Told({503: pantry(ORGADMIN) | network(*CONVENES), 404: ABROAD}, 403)
    ),
    f"{BODY}laws/": Door(MAY_INVITE, MAY_INVITE),
    f"{BODY}<slug:step>/": Door(post=FOR_ITSELF),
    "network/import/": Door(
        only(anywhere(*CONVENES), 403, hear_404=NOWHERE),
        only(anywhere(*CONVENES), 403, hear_404=NOWHERE),
    ),
    "network/import/<uuid:file_id>/": Door(only(network(*CONVENES), 403, hear_404=ABROAD)),
    "network/import/<uuid:file_id>/bring-in/": Door(
        post=only(network(*CONVENES), 403, hear_404=ABROAD)
    ),
    "gaps/": Door(LACKS),
    "gaps/file/": Door(LACKS),
    "council/norms/": Door(only(MEMBER, 403)),
    "council/norms/agree/": Door(post=only(ACCOUNT)),
    "council/families/": Door(
        only(MEMBER, 403), only(anywhere(*SEATS, *CONVENES), 403), typed={"theme": "calls"}
    ),
    "voices/": Door(only(anywhere(Role.VOICE, PRIVACY, *DESK, Role.CHAIR), 403)),
    "voices/new/": Door(
        only(anywhere(*MEET_FAMILIES), 403), only(anywhere(*MEET_FAMILIES), 403), typed=SAID
    ),
    "voices/new/<uuid:person_id>/": Door(only(clinic(*ASKERS)), only(clinic(*ASKERS)), typed=SAID),
    "voices/about-us/": Door(only(anywhere(*ADMINS, SUPERVISOR), 403)),
    "voices/<uuid:voice_id>/": Door(HEARS),
    "voices/<uuid:voice_id>/heard/": Door(post=HEARS),
    "voices/<uuid:voice_id>/answer/": Door(post=HEARS, typed={"answer-words": "Thank you."}),
    "voices/<uuid:voice_id>/pass-on/": Door(post=HEARS, typed={"pass-words": "Call back."}),
    "voices/<uuid:voice_id>/back/": Door(post=HEARS),
    "trying/": Door(only(anywhere(*SEATS, *ADMINS), 403)),
    "trying/new/": Door(ADMIN, ADMIN),
    TRIAL: Door(only(TRY | COUNCILS), ONLY_TRY),
    f"{TRIAL}yes/": Door(post=only(pantry(ORGADMIN), hear_403=COUNCILS | network(*CONVENES))),
    # nobody has said yes to it yet
    f"{TRIAL}look/": Door(
        post=only(frozenset(), 404, hear_403=COUNCILS, hear_409=TRY),
    ),
    f"{TRIAL}stop/": Door(post=ONLY_TRY),
    "power/": Door(only(anywhere(*SEATS, *CONVENES), 403)),
    "scorecard/": Door(only(anywhere(*DESK, SUPERVISOR, *SEATS, PRIVACY), 403)),
}

# --- before signing in, and about oneself ------------------------------------------------------
ANYBODY = {"who": FEW, "is_open": True}
SHOWN, MADE = only(frozenset(FEW)), Told({}, 302)
REFUSED = Told({}, 403)  # a provider signs its calls: without that, whoever it is
MINE = only(ACCOUNT)
LIVES = Told({}, 200)

EVERYWHERE = {
    "": Door(Told({}, 302), who=FEW),
    "healthz": Door(LIVES, LIVES, **ANYBODY),
    "readyz": Door(),  # asks all that we stand on, for two seconds and more: tests/ground/test_health.py
    "metrics": Door(
        Told({}, 404), **ANYBODY
    ),  # there only with its own token: tests/ground/test_metrics.py
    "language/": Door(MADE, MADE, **ANYBODY),
    "styleguide/": Door(SHOWN, **ANYBODY),
    "styleguide/family/": Door(SHOWN, **ANYBODY),
    "styleguide/paper/": Door(SHOWN, **ANYBODY),
    "dev/messages/": Door(Told({}, 404), **ANYBODY),
    "hooks/texts/reply/": Door(post=REFUSED, **ANYBODY),
    "hooks/texts/receipt/": Door(post=REFUSED, **ANYBODY),
    "hooks/mail/": Door(post=REFUSED, **ANYBODY),
    "sign-on/": Door(SHOWN, SHOWN, typed={"email": "priya@riverside.example"}, **ANYBODY),
    # that of the story is not switched on: nobody can tell it from none
    "sign-on/<uuid:organization_id>/go/": Door(Told({}, 404), **ANYBODY),
    "sign-on/<uuid:organization_id>/left/": Door(Told({}, 404), **ANYBODY),
    "sign-on/<uuid:organization_id>/back/": Door(
        REFUSED, REFUSED, typed={"from_here": "yes", "SAMLResponse": "PHg+"}, **ANYBODY
    ),
    "sign-on/<uuid:organization_id>/ended/": Door(
        post=Told({}, 400), **ANYBODY
    ),  # signed, or unread
    "sign-on/<uuid:organization_id>/metadata/": Door(LIVES, **ANYBODY),  # addresses of ours
    "kept/<uuid:kept_id>/": Door(only(frozenset({FEW[0]}))),
    "kept/<uuid:kept_id>/words/": Door(only(frozenset({FEW[0]}))),
    "locked/": Door(MINE, MINE, who=FEW),
    "locked/now/": Door(post=MINE, who=FEW),
    "locked/awake/": Door(MINE, who=FEW),
    "account/": Door(MINE, MINE),
    "account/browsers/": Door(MINE, who=FEW),
    "account/browsers/end/": Door(post=MINE, who=FEW),
    "account/browsers/<int:browser_id>/end/": Door(post=only(frozenset({FEW[0]})), who=FEW),
    "account/acting-for/": Door(post=MINE),
    "account/keys/": Door(post=only(MEMBER, 403), typed={"key_name": "Chart"}),
    "account/keys/<uuid:key_id>/revoke/": Door(post=only(frozenset({FEW[0]}))),
    "api/v1/openapi.yaml": Door(SHOWN, **ANYBODY),
    "api/v1/docs/": Door(SHOWN, **ANYBODY),
}
