"""Is any partner a dead end? Questions to the whole database of one network, as in `audit`."""

from django.utils.translation import gettext_lazy as _

NOT_FOLLOWED = """
SELECT o.id FROM organizations_organization AS o
LEFT JOIN governance_partnership AS p ON p.network_id = o.network_id AND p.organization_id = o.id
WHERE o.network_id = %(network)s
AND (o.status = ANY (%(on_the_way)s)
     AND num_nulls(p.next_step_due, p.wake_at, NULLIF(p.next_step, ''), NULLIF(p.waiting_on, '')) > 0
     OR p.wake_at < %(at)s - interval '1 day'
     OR p.leaves_at < %(at)s - interval '1 day' AND p.held_by = '')
"""

# Words that somebody signed, and another paper in their place; or a paper that waits and nobody is asked.
NOT_SIGNED = """
SELECT a.id FROM governance_agreement AS a
WHERE a.network_id = %(network)s
AND (a.wake_at < %(at)s - interval '1 day'
     OR a.status = 'in_force' AND
        (SELECT count(*) + 1 FROM governance_party AS p WHERE p.network_id = a.network_id AND p.agreement_id = a.id)
        > (SELECT count(*) FROM governance_signature AS s
           WHERE s.network_id = a.network_id AND s.agreement_id = a.id AND s.digest = a.digest))
"""

# A number that holds for one partner although its paper has ended, or does not although it is signed.
NOT_AS_AGREED = """
SELECT l.id FROM governance_localpolicy AS l
JOIN governance_agreement AS a ON a.network_id = l.network_id AND a.id = l.agreement_id
WHERE l.network_id = %(network)s AND a.status <> 'in_force' AND (l.ends_at IS NULL OR l.ends_at > %(at)s)
UNION ALL
SELECT a.id FROM governance_agreement AS a
WHERE a.network_id = %(network)s AND a.status = 'in_force' AND a.answer_days IS NOT NULL
AND EXISTS (SELECT FROM governance_party AS p WHERE p.network_id = a.network_id AND p.agreement_id = a.id
    AND p.left_at IS NULL AND p.part <> 'pays' AND NOT EXISTS (
        SELECT FROM governance_localpolicy AS l WHERE l.network_id = a.network_id AND l.agreement_id = a.id
        AND l.organization_id = p.organization_id AND l.key = 'referral.answer' AND l.value = a.answer_days))
"""

DISPUTE_LEFT = """
SELECT d.id FROM governance_dispute AS d
       WHERE d.network_id = %(network)s
       AND (d.wake_at < %(at)s - interval '1 day'
            OR d.closed_at IS NULL
               AND num_nulls(d.next_step_due, d.wake_at, NULLIF(d.next_step, ''), NULLIF(d.waiting_on, '')) > 0
            OR d.status = 'agreed' AND 2 > (
               SELECT count(DISTINCT a.side) FROM governance_assent AS a
               JOIN governance_ending AS e ON e.network_id = a.network_id AND e.id = a.ending_id
               WHERE a.network_id = d.network_id AND e.dispute_id = d.id AND e.number = d.holds)
            OR d.status = 'decided' AND NOT EXISTS (
               SELECT FROM governance_proposal AS p
               WHERE p.network_id = d.network_id AND p.id = d.decision_id AND p.status IN ('passed', 'in_force')))
"""

# Where the last word about a partner is another than how it stands, or no decision was carried that it names.
NOT_AS_SAID = """
SELECT o.id FROM organizations_organization AS o
JOIN LATERAL (SELECT s.stage, s.word, s.decision_id, s.at FROM governance_saidso AS s
    WHERE s.network_id = o.network_id AND s.organization_id = o.id ORDER BY s.id DESC LIMIT 1) AS last ON true
WHERE o.network_id = %(network)s
AND (o.status IN ('active', 'paused', 'left') OR o.status = 'pilot' AND last.stage IN ('paused', 'pilot'))
AND (last.stage <> o.status OR last.word = 'council' AND NOT EXISTS (SELECT FROM governance_proposal AS p
    WHERE p.id = last.decision_id AND (p.status IN ('passed', 'in_force', 'fell_back')
                                       OR p.is_emergency AND p.status = 'voting'))
     OR last.word = 'told' AND NOT EXISTS (SELECT FROM governance_partnertold AS t
    WHERE t.network_id = o.network_id AND t.organization_id = o.id AND t.stage = last.stage AND t.at = last.at))
"""

# Of what runs under an agreement: nobody owes it by a day, the clock has passed over it, or its paper has ended.
NOT_OWED = """
SELECT o.id FROM governance_obligation AS o
JOIN governance_agreement AS a ON a.network_id = o.network_id AND a.id = o.agreement_id
WHERE o.network_id = %(network)s
AND (o.wake_at < %(at)s - interval '1 day'
     OR a.status = 'in_force' AND o.begun_at IS NULL
     OR a.status IN ('ended', 'dropped') AND o.closed_at IS NULL)
"""

# Of a side of a dispute that is open: an emergency act without a ground, or a paper that somebody else has ended.
CUT_OFF = """
SELECT s.id FROM governance_saidso AS s JOIN governance_proposal AS p ON p.id = s.decision_id
WHERE s.network_id = %(network)s AND s.word = 'council' AND s.stage = 'paused' AND p.is_emergency
AND EXISTS (SELECT FROM governance_dispute AS d WHERE d.network_id = s.network_id AND d.closed_at IS NULL
    AND s.organization_id IN (d.first_id, d.second_id) AND d.raised_at < s.at)
AND NOT EXISTS (SELECT FROM governance_suspension AS u
    WHERE u.network_id = s.network_id AND u.proposal_id = p.id AND u.organization_id = s.organization_id)
UNION ALL
SELECT a.id FROM governance_agreement AS a
WHERE a.network_id = %(network)s AND a.status = 'ended' AND (a.ends_on IS NULL OR a.ends_on >= a.closed_at::date)
AND EXISTS (SELECT FROM governance_dispute AS d JOIN governance_party AS p ON p.network_id = d.network_id
    AND p.agreement_id = a.id AND p.left_at IS NULL AND p.organization_id IN (d.first_id, d.second_id)
    WHERE d.network_id = a.network_id AND d.closed_at IS NULL AND d.raised_at < a.closed_at)
AND EXISTS (SELECT FROM governance_council AS c WHERE c.network_id = a.network_id AND c.since < a.closed_at)
AND NOT EXISTS (SELECT FROM governance_givenup AS g WHERE g.network_id = a.network_id AND g.agreement_id = a.id)
AND NOT EXISTS (SELECT FROM governance_agreement AS n
    WHERE n.network_id = a.network_id AND n.replaces_id = a.id AND n.status IN ('in_force', 'ended'))
"""

PAPERS_OF_NOBODY = """
SELECT e.id FROM governance_election AS e WHERE e.network_id = %(network)s
AND (e.next_step_due < %(at)s - interval '1 day'
     OR (SELECT count(DISTINCT voter) FROM governance_electionballot AS b
         WHERE b.network_id = e.network_id AND b.election_id = e.id AND b.round = e.round)
     <> (SELECT count(*) FROM governance_electionturnout AS t
         WHERE t.network_id = e.network_id AND t.election_id = e.id AND t.round = e.round))
"""

# Name, words and the question of each promise.
OF_PARTNERS = (
    (
        "partner_on_its_way_is_followed",
        _("partners in talks, getting ready, in a pilot, on a break or to leave to whom nobody owes a step by a date"),
        NOT_FOLLOWED,
    ),
    (
        "agreement_in_force_is_signed",
        _("agreements in force that not all whom they bind have signed, or that the clock has passed over for a day"),
        NOT_SIGNED,
    ),
    (
        "local_policy_stands_in_its_paper",
        _("times to answer that a signed paper names and that do not hold, or that hold without their paper"),
        NOT_AS_AGREED,
    ),
    (
        "partner_stands_as_was_said",
        _("partners who came in for good, rest or have left, and neither they nor the council said so"),
        NOT_AS_SAID,
    ),
    (
        "dispute_is_answered_for",
        _("disputes that nobody owes a step by a date, or that ended without both sides or the council"),
        DISPUTE_LEFT,
    ),
    (
        "obligation_is_owed_by_a_day",
        _("things agreed on that nobody owes by a day though the agreement is in force, or still though it has ended"),
        NOT_OWED,
    ),
    (
        "no_side_is_cut_off",
        _("sides of an open dispute that rest at once without a ground, or whose agreement another has ended"),
        CUT_OFF,
    ),
    (
        "every_paper_was_cast_by_somebody",
        _("elections with more or fewer papers than have voted, or that the clock has passed over for a day"),
        PAPERS_OF_NOBODY,
    ),
)  # fmt: skip
