"""Is any partner a dead end? Questions to the whole database of one network, as in `audit`."""

NOT_FOLLOWED = """
SELECT o.id FROM organizations_organization AS o
LEFT JOIN governance_partnership AS p ON p.network_id = o.network_id AND p.organization_id = o.id
WHERE o.network_id = %(network)s
AND (o.status = ANY (%(on_the_way)s)
     AND num_nulls(p.next_step_due, p.wake_at, NULLIF(p.next_step, ''), NULLIF(p.waiting_on, '')) > 0
     OR p.wake_at < %(at)s - interval '1 day')
"""

# Words that somebody signed, and another paper in their place; or a paper that waits and nobody is asked.
NOT_SIGNED = """
SELECT a.id FROM governance_agreement AS a
WHERE a.network_id = %(network)s
AND (a.wake_at < %(at)s - interval '1 day'
     OR a.status = 'in_force' AND 2 > (SELECT count(DISTINCT s.side) FROM governance_signature AS s
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
AND NOT EXISTS (SELECT FROM governance_localpolicy AS l WHERE l.network_id = a.network_id
    AND l.agreement_id = a.id AND l.key = 'referral.answer' AND l.value = a.answer_days)
"""
