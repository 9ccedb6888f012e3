"""How do a million referrals come into the tables in minutes, and are they true ones?

Triggers rest while the rows go in (an ended referral cannot be born as one); the CHECKs do not.
What the triggers guard is asked afterwards, of all rows at once, by the project's own audit.
"""

import json

import psycopg

from benchmarks.county import LOWEST, TOPICS, County, head_of
from core.tenancy import tenant_context
from organizations.topics import TOPICS as KNOWN
from referrals.actions.audit import audit

OPEN_SHARE = 0.12

_ID = "('{head}' || ({low} + {number})::text)::uuid"


def _id(kind: str, number: str) -> str:
    return _ID.format(head=head_of(kind), low=LOWEST, number=number)


# One line of a story for each referral. `h` and `g` are two numbers from 0 to 99 that look random.
_STORY = """
CREATE TEMP TABLE story AS
SELECT k, p, h, g, sent_at, is_open, topic,
       (%(clinics)s::uuid[])[1 + p %% %(clinic_count)s] AS clinic,
       (%(navigators)s::uuid[])[1 + p %% %(clinic_count)s + %(clinic_count)s * (k %% 4)] AS navigator,
       (%(partners)s::uuid[])[1 + partner] AS partner, (%(services)s::uuid[])[1 + partner] AS service,
       CASE WHEN NOT is_open THEN sent_at + interval '3 days' END AS ended_at,
       CASE WHEN NOT is_open THEN CASE WHEN h < 78 THEN 'completed' WHEN h < 88 THEN 'rejected'
                                       WHEN h < 95 THEN 'failed' ELSE 'cancelled' END
            WHEN h < 70 OR h >= 90 THEN 'requested' WHEN h < 80 THEN 'accepted' ELSE 'in-progress' END AS status,
       CASE WHEN is_open AND h < 70 THEN %(at)s + interval '1 hour' * (1 + g) + interval '1 microsecond' * k
            WHEN is_open THEN %(at)s + interval '1 hour' * (3 * g - 40) + interval '1 microsecond' * k
            END AS due
FROM (
    SELECT k::int AS k, (k %% %(people)s)::int AS p,
           (hashint8(k) & 2147483647) %% 100 AS h, (hashint8(k + 77777777) & 2147483647) %% 100 AS g,
           k >= %(rows)s * (1 - %(open_share)s) AS is_open,
           %(at)s - interval '600 days' * ((%(rows)s - k)::float / %(rows)s) - interval '3 days' AS sent_at,
           (%(topics)s::text[])[1 + k %% %(topic_count)s] AS topic,
           CASE WHEN k %% %(people)s / %(clinic_count)s < %(in_big_inbox)s THEN 0
                ELSE 1 + (k %% %(people)s) %% (%(partner_count)s - 1) END AS partner
    FROM generate_series(0, %(rows)s - 1) AS k
) AS plain
"""

_NEEDS = f"""
INSERT INTO screening_need (
    id, network_id, organization_id, responsible_id, is_at_desk, subject_id, audience, topic, category, is_sensitive,
    status, priority, words, found_at, wanted_at, since, said_by, recorded_by, via, closed_at, why, received_part,
    not_yet_count, lasts, version, waiting_on, next_step, next_step_due, wake_at, rung)
SELECT {_id("need", "k")}, %(network)s, clinic, navigator, false, {_id("person", "p")}, 'family', topic,
       (%(categories)s::jsonb) ->> topic, false, standing, 0, '', sent_at, sent_at, COALESCE(ended_at, sent_at),
       'family', 'owner', 'phone', CASE WHEN turn = '' THEN ended_at END, '', false,
       0, CASE standing WHEN 'met' THEN 'once' ELSE '' END, 1, turn, step, owed,
       CASE WHEN turn <> '' THEN GREATEST(owed, %(at)s) + interval '1 day' END, 0
FROM (
    SELECT *, CASE WHEN turn = '' THEN NULL WHEN is_open THEN due
                   ELSE %(at)s + interval '1 hour' * (g - 30) + interval '1 microsecond' * k END AS owed
    FROM (
        SELECT *,
            CASE WHEN is_open THEN 'being_helped' WHEN h < 75 THEN 'met' WHEN h < 78 THEN 'to_confirm'
                 WHEN h < 80 THEN 'wants_help' ELSE 'no_longer_needed' END AS standing,
            CASE WHEN is_open THEN CASE WHEN h < 90 THEN 'partner' ELSE 'owner' END
                 WHEN h < 75 THEN '' WHEN h < 78 THEN 'family' WHEN h < 80 THEN 'owner' ELSE '' END AS turn,
            CASE WHEN is_open THEN CASE WHEN h < 70 THEN 'answer' WHEN h < 80 THEN 'first_contact'
                                        WHEN h < 90 THEN 'report' ELSE 'reply' END
                 WHEN h < 75 THEN '' WHEN h < 78 THEN 'ask_family' WHEN h < 80 THEN 'choose_next' ELSE '' END AS step
        FROM story
    ) AS stood
) AS told
"""

_REFERRALS = f"""
INSERT INTO referrals_referral (
    id, network_id, need_id, sender_id, receiver_id, service_id, consent_id, status, mode, urgency, shared_facts, note,
    talk_with, reason, reason_why, first_answer, request_key, sender_reference, receiver_reference, sent_at,
    released_at, answered_at, ended_at, said_by, recorded_by, via, version, waiting_on, next_step, next_step_due,
    wake_at, rung)
SELECT {_id("referral", "k")}, %(network)s, {_id("need", "k")}, clinic, partner, service, {_id("consent", "p")}, status,
       'direct', 'routine', '{{name,phone}}', '', '',
       CASE status WHEN 'completed' THEN 'provided' WHEN 'rejected' THEN 'no_capacity'
                   WHEN 'failed' THEN 'could_not_reach' WHEN 'cancelled' THEN 'family_changed_mind' ELSE '' END,
       '', '', {_id("referral", "k")}, '', '', sent_at, sent_at + interval '20 seconds',
       CASE WHEN status NOT IN ('requested', 'cancelled') THEN sent_at + interval '1 day' END, ended_at,
       CASE WHEN status IN ('requested', 'cancelled') THEN 'sender' ELSE 'receiver' END,
       CASE WHEN status IN ('requested', 'cancelled') THEN 'sender' ELSE 'receiver' END, 'system', 1,
       CASE WHEN NOT is_open THEN '' WHEN h < 90 THEN 'receiver' ELSE 'sender' END,
       CASE WHEN NOT is_open THEN '' WHEN h < 70 THEN 'answer' WHEN h < 80 THEN 'first_contact'
            WHEN h < 90 THEN 'report' ELSE 'reply' END,
       due, CASE WHEN is_open AND h < 70 AND place <= %(due)s THEN %(at)s - interval '1 millisecond' * place
                 WHEN is_open THEN GREATEST(due, %(at)s) + interval '1 hour' END, 0
FROM (SELECT *, row_number() OVER (PARTITION BY is_open AND h < 70 ORDER BY g, k) AS place FROM story) AS placed
"""

_CONSENTS = f"""
INSERT INTO people_consent (
    id, network_id, person_id, given_together, direction, recipient_id, topics, facts, purpose, form, language, words,
    interpreter, witness, since, withdrawn_via, needs_writing, signed_name, kept_where,
    paper_seen)
SELECT {_id("consent", "p")}, %(network)s, {_id("person", "p")}, {_id("consent", "p")}, 'send', partner,
       '{{}}', '{{name,phone,household}}', 'help', 'verbal', 'en', 'Yes, you may tell them.', '', '',
       %(at)s - interval '700 days', '', false, '', '', ''
FROM (SELECT p, min(partner::text)::uuid AS partner FROM story GROUP BY p) AS agreed
"""

_TIES = f"""
INSERT INTO people_relationship (
    id, network_id, person_id, other_id, kind, may_consent, may_be_told, may_be_called, checked_how, since)
SELECT {_id("relationship", "p")}, %(network)s, {_id("person", "p + %(clinic_count)s")}, {_id("person", "p")},
       'mother', true, true, true, '', %(at)s - interval '700 days'
FROM generate_series(0, %(people)s - 1 - %(clinic_count)s, 3) AS p
"""

_EVENTS = f"""
INSERT INTO core_event (id, network_id, kind, subject_type, subject_id, actor_kind, actor_id, acting_for, said_by, via,
                        happened_at, details, request_id)
SELECT (left(core_uuid_floor(now())::text, 24) || ({LOWEST} + k)::text)::uuid, %(network)s, 'referral.sent',
       'referrals.referral', {_id("referral", "k")}, 'user', navigator, clinic, 'sender', 'system', sent_at,
       jsonb_build_object('service', service, 'receiver', partner), ''
FROM story
"""

# Needs of the first clinic that nobody has sent yet: what sending is measured with.
_FRESH = f"""
INSERT INTO screening_need (
    id, network_id, organization_id, responsible_id, is_at_desk, subject_id, audience, topic, category, is_sensitive,
    status, priority, words, found_at, wanted_at, since, said_by, recorded_by, via, why, received_part, not_yet_count,
    lasts, version, waiting_on, next_step, next_step_due, wake_at, rung)
SELECT {_id("fresh", "n")}, %(network)s, (%(clinics)s::uuid[])[1], (%(navigators)s::uuid[])[1], false,
       {_id("person", "%(clinic_count)s * (n %% %(in_big_inbox)s)")}, 'family', 'food_pantry', 'food-insecurity', false,
       'wants_help', 0, '', %(at)s, %(at)s, %(at)s, 'family', 'owner', 'phone', '', false, 0,
       '', 1, 'owner', 'choose_service', %(at)s + interval '2 days' + interval '1 microsecond' * n,
       %(at)s + interval '2 days', 0
FROM generate_series(0, %(fresh)s - 1) AS n
"""

_ALIEN = """
SELECT count(*) FROM referrals_referral AS r
LEFT JOIN screening_need AS n ON (n.network_id, n.id) = (r.network_id, r.need_id)
LEFT JOIN people_person AS p ON (p.network_id, p.id) = (n.network_id, n.subject_id)
LEFT JOIN people_consent AS c ON (c.network_id, c.id, c.person_id) = (r.network_id, r.consent_id, p.id)
LEFT JOIN organizations_service AS s
       ON (s.network_id, s.id, s.organization_id) = (r.network_id, r.service_id, r.receiver_id)
WHERE p.id IS NULL OR c.id IS NULL OR s.id IS NULL
"""
_UNBORN = """
SELECT count(*) FROM referrals_referral AS r WHERE r.reason <> '' AND NOT EXISTS (
    SELECT FROM core_allowed_reason AS a WHERE (a.machine, a.status, a.code) = ('referral', r.status, r.reason))
"""


def _parameters(county: County) -> dict[str, object]:
    size = county.size
    return {
        "at": county.at,
        "network": county.network.pk,
        "rows": size.rows,
        "people": size.people,
        "open_share": OPEN_SHARE,
        "due": size.due,
        "fresh": size.fresh,
        "in_big_inbox": size.in_big_inbox,
        "clinics": [one.pk for one in county.clinics],
        "clinic_count": len(county.clinics),
        "partners": [one.pk for one in county.partners],
        "partner_count": len(county.partners),
        "services": [one.pk for one in county.services],
        "navigators": [one.pk for one in county.navigators],
        "topics": list(TOPICS),
        "topic_count": len(TOPICS),
        "categories": json.dumps({topic: KNOWN[topic].category for topic in TOPICS}),
    }


def fill(county: County, admin_url: str, *, bare: bool = False) -> None:
    """Every table that a measured request reads, then statistics as autovacuum would have them.

    `bare` leaves out what only pages and sending read: ten million rows then come in with time to spare.
    """
    said = _parameters(county)
    made = (_STORY, _NEEDS, _REFERRALS, _CONSENTS, *(() if bare else (_TIES, _EVENTS, _FRESH)))
    with psycopg.connect(admin_url, autocommit=True, cursor_factory=psycopg.ClientCursor) as admin:
        admin.execute("SET session_replication_role = replica")
        for sql in made:
            admin.execute(sql, said)
        admin.execute("DROP TABLE story")
        admin.execute("VACUUM ANALYZE")
        admin.execute("CHECKPOINT")
        for question in (_ALIEN, _UNBORN):
            _must_be_none(admin, question)
    with tenant_context(county.network.pk):
        findings = audit(county.network.pk, at=county.at)
    broken = [finding.promise.name for finding in findings if finding.broken]
    if broken:
        raise SystemExit(f"The rows that were made are not true: {broken}")


def _must_be_none(admin: psycopg.Connection, question: str) -> None:
    found = admin.execute(question.encode()).fetchone()
    if found is None or found[0]:
        raise SystemExit(f"The rows that were made are not true: {found} by\n{question}")
