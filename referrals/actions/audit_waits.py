"""Does a family that asked to wait get its day? A question to the whole database of one network, as in `audit`."""

NOT_KEPT = """
SELECT n.id FROM screening_need AS n JOIN organizations_network AS w ON w.id = n.network_id
WHERE n.network_id = %(network)s AND n.status = 'paused'
AND (n.paused_until IS NULL OR n.paused_why = '' OR n.paused_from = '' OR n.waiting_on NOT IN ('owner', 'desk')
     OR n.responsible_id IS NULL AND NOT n.is_at_desk
     OR n.next_step = 'ask_again' AND n.next_step_due < n.paused_until::timestamp AT TIME ZONE w.time_zone)
UNION ALL
SELECT r.id FROM referrals_referral AS r JOIN screening_need AS n ON n.id = r.need_id
WHERE r.network_id = %(network)s AND r.status = ANY (%(live)s)
AND (n.status = 'paused') <> (r.next_step = 'wait_for_family')
"""
