"""What must hold in the whole database, whoever wrote to it: each promise as one question, and what guards it.

A promise about a table of any app is one entry of PROMISES.
"""

from dataclasses import dataclass

from django.utils.functional import Promise as Words
from django.utils.translation import gettext_lazy as _

from organizations.lifecycle import ON_THE_WAY
from referrals.actions.audit_erased import left_of_the_erased
from referrals.actions.audit_partners import OF_PARTNERS
from referrals.actions.audit_waits import NOT_KEPT
from referrals.actions.guards import BEFORE_THE_WALL, GUARDS
from referrals.lifecycle import LIVE, OPEN, UNSUCCESSFUL
from screening.lifecycle import CLOSED, HELPING
from screening.lifecycle import OPEN as OPEN_NEEDS
from screening.models.need import TOLD


@dataclass(frozen=True, slots=True)
class Promise:
    """`breaks` selects the `id` of each row that breaks it.

    `words` say what must not be. `number` is the promise of the design, 0 for one beyond those.
    """

    name: str
    number: int
    words: Words
    breaks: str


# What a question may name beside %(network)s and %(at)s.
CODES: dict[str, list[str]] = {
    "open": sorted(OPEN),
    "live": sorted(LIVE),
    "unsuccessful": sorted(UNSUCCESSFUL),
    "open_needs": sorted(OPEN_NEEDS),
    "closed_needs": sorted(CLOSED),
    "helping": sorted(HELPING),
    "told": sorted(TOLD),
    "guards": list(GUARDS),
    "before_the_wall": list(BEFORE_THE_WALL),
    "on_the_way": sorted(ON_THE_WAY),
}
PROMISES: tuple[Promise, ...] = (
    Promise(
        "open_request_is_followed_up", 1,
        _("open requests without a next step, a date and somebody who owes it"),
        """SELECT id FROM referrals_referral
           WHERE network_id = %(network)s AND status = ANY (%(open)s)
           AND num_nulls(next_step_due, wake_at, NULLIF(next_step, ''), NULLIF(waiting_on, '')) > 0""",
    ),
    Promise(
        "ended_request_says_why", 2,
        _("ended requests without a reason"),
        """SELECT id FROM referrals_referral
           WHERE network_id = %(network)s AND status <> ALL (%(open)s)
           AND (reason = '' OR ended_at IS NULL
                OR num_nonnulls(next_step_due, wake_at, NULLIF(next_step, ''), NULLIF(waiting_on, '')) > 0)""",
    ),
    Promise(
        "open_need_is_followed_up", 3,
        _("open needs without a person or desk, a next step and a date"),
        """SELECT id FROM screening_need
           WHERE network_id = %(network)s AND status = ANY (%(open_needs)s)
           AND (closed_at IS NOT NULL OR (responsible_id IS NULL AND NOT is_at_desk)
                OR num_nulls(next_step_due, wake_at, NULLIF(next_step, ''), NULLIF(waiting_on, '')) > 0)""",
    ),
    Promise(
        "closed_need_says_how", 4,
        _("closed needs that do not say on whose word"),
        """SELECT id FROM screening_need
           WHERE network_id = %(network)s AND status = ANY (%(closed_needs)s)
           AND (closed_at IS NULL OR said_by = '' OR via = '')""",
    ),
    Promise(
        "met_on_the_familys_word", 4,
        _("needs closed as met without the family’s word"),
        """SELECT id FROM screening_need
           WHERE network_id = %(network)s AND status = 'met' AND said_by <> 'family'""",
    ),
    Promise(
        "helped_need_has_help", 5,
        _("needs being helped by nobody"),
        """SELECT n.id FROM screening_need AS n
           WHERE n.network_id = %(network)s AND n.status = 'being_helped' AND NOT EXISTS (
                SELECT FROM referrals_referral AS r WHERE r.need_id = n.id AND r.status = ANY (%(live)s))""",
    ),
    Promise(
        "ended_try_is_followed_up", 6,
        _("needs that were left alone after a try that did not work out"),
        """WITH alone AS MATERIALIZED (
                SELECT id FROM screening_need WHERE network_id = %(network)s AND CASE
                   WHEN status = ANY (%(open_needs)s)
                   THEN num_nulls(next_step_due, wake_at, NULLIF(next_step, ''), NULLIF(waiting_on, '')) > 0
                   ELSE closed_at IS NULL OR said_by = '' END)
           SELECT id FROM alone WHERE EXISTS (SELECT FROM referrals_referral AS r
               WHERE r.need_id = alone.id AND r.status = ANY (%(unsuccessful)s))""",
    ),
    Promise(
        "moves_are_guarded", 7,
        _("guards of the database that are missing or switched off"),
        """SELECT guard AS id FROM unnest(%(guards)s::text[]) AS guard
           WHERE NOT EXISTS (SELECT FROM pg_trigger WHERE tgname = guard AND tgenabled = 'O')""",
    ),
    Promise(
        "walls_stand", 0,
        _("tables without the wall between networks"),
        """SELECT c.relname AS id FROM pg_class AS c
           JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'network_id' AND NOT a.attisdropped
           WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
           AND c.relname <> ALL (%(before_the_wall)s)
           AND NOT (c.relrowsecurity AND EXISTS (SELECT FROM pg_policy AS p WHERE p.polrelid = c.oid))""",
    ),
    Promise(
        "history_never_changes", 8,
        _("tables of the history that could be changed"),
        """SELECT part.relid::text AS id
           FROM (SELECT relid FROM pg_partition_tree('core_event')
                  UNION ALL SELECT relid FROM pg_partition_tree('people_disclosure')
                  UNION ALL SELECT 'insights_seal'::regclass
                  UNION ALL SELECT 'people_mandatedreport'::regclass) AS part
           WHERE has_table_privilege('porchlight_app', part.relid, 'UPDATE, DELETE, TRUNCATE')
           OR 2 > (SELECT count(*) FROM pg_trigger AS t JOIN pg_proc AS p ON p.oid = t.tgfoid
                    WHERE t.tgrelid = part.relid AND t.tgenabled = 'O' AND p.proname = 'core_never_changes')""",
    ),
    Promise(
        "closed_need_is_quiet", 9,
        _("closed needs that still owe a step"),
        """SELECT id FROM screening_need
           WHERE network_id = %(network)s AND status = ANY (%(closed_needs)s)
           AND num_nonnulls(next_step_due, wake_at, NULLIF(next_step, ''), NULLIF(waiting_on, '')) > 0""",
    ),
    Promise(
        "live_request_helps", 9,
        _("live requests of needs that nobody is helping with"),
        """SELECT r.id FROM referrals_referral AS r JOIN screening_need AS n ON n.id = r.need_id
           WHERE r.network_id = %(network)s AND r.status = ANY (%(live)s) AND n.status <> ALL (%(helping)s)""",
    ),
    Promise(
        "word_has_a_source", 10,
        _("words written down for another side that do not say how they were told"),
        """SELECT id FROM referrals_referral
           WHERE network_id = %(network)s AND said_by <> recorded_by AND via <> ALL (%(told)s)
           UNION ALL SELECT id FROM screening_need
           WHERE network_id = %(network)s AND said_by <> recorded_by AND via <> ALL (%(told)s)""",
    ),
    Promise(
        "live_request_is_agreed_to", 11,
        _("live requests under an agreement that was taken back"),
        """SELECT r.id FROM referrals_referral AS r LEFT JOIN people_consent AS c ON c.id = r.consent_id
           WHERE r.network_id = %(network)s AND r.status = ANY (%(live)s) AND r.mode <> 'introduction'
           AND (c.id IS NULL OR c.withdrawn_at <= %(at)s)""",
    ),
    Promise(
        "ending_agreement_has_step", 11,
        _("live requests whose agreement will end, and nobody is asked to renew it"),
        """SELECT r.id FROM people_consent AS c JOIN people_person AS p ON p.id = c.person_id
           JOIN referrals_referral AS r ON r.consent_id = c.id
           WHERE c.network_id = %(network)s AND c.withdrawn_at IS NULL AND c.until > %(at)s
           AND c.until <= %(at)s + interval '13 days' AND r.status = ANY (%(live)s)
           AND r.sent_at < %(at)s - interval '1 day' AND p.died_at IS NULL AND p.merged_into_id IS NULL
           AND NOT EXISTS (SELECT FROM screening_later AS l WHERE l.consent_id = c.id AND l.kind = 'renewal')""",
    ),
    Promise(
        "coming_of_age_has_step", 0,
        _("live requests under another’s word of somebody who comes of age, and nobody is asked to ask them"),
        """SELECT r.id FROM people_consent AS c JOIN people_person AS p ON p.id = c.person_id
           JOIN referrals_referral AS r ON r.consent_id = c.id
           WHERE c.network_id = %(network)s AND c.withdrawn_at IS NULL AND (c.until IS NULL OR c.until > %(at)s)
           AND c.of_age_in <= (%(at)s + interval '13 days')::date AND r.status = ANY (%(live)s)
           AND r.sent_at < %(at)s - interval '1 day' AND p.died_at IS NULL AND p.merged_into_id IS NULL
           AND NOT EXISTS (SELECT FROM screening_later AS l WHERE l.consent_id = c.id AND l.kind = 'of_age')""",
    ),
    Promise(
        "published_words_never_change", 0,
        _("words of agreements that were changed after they were published"),
        """SELECT id FROM people_consenttext WHERE network_id = %(network)s
           AND digest <> encode(sha256(convert_to(body, 'UTF8')), 'hex')""",
    ),
    Promise(
        "no_message_against_a_wish", 12,
        _("messages sent to somebody who had died or had stopped them"),
        """SELECT d.id FROM notifications_delivery AS d
           JOIN people_contactpoint AS c ON c.id = d.contact_point_id
           JOIN people_person AS p ON p.id = c.person_id
           WHERE d.network_id = %(network)s AND d.state = 'sent'
           AND (d.sent_at > p.died_at OR d.sent_at > c.stopped_at)""",
    ),
    Promise(
        "desk_sees_what_it_may", 13,
        _("sensitive needs at a desk that the family did not name"),
        """SELECT n.id FROM screening_need AS n
           WHERE n.network_id = %(network)s AND n.is_at_desk AND n.is_sensitive AND NOT EXISTS (
               SELECT FROM people_consent AS c
               WHERE c.network_id = n.network_id AND c.person_id = n.subject_id AND c.direction = 'desk'
               AND n.topic = ANY (c.topics) AND c.since <= %(at)s AND (c.until IS NULL OR c.until > %(at)s)
               AND (c.withdrawn_at IS NULL OR c.withdrawn_at > %(at)s))""",
    ),
    Promise(
        "need_nobody_helps_has_gap", 0,
        _("needs that nobody can help with and that no open gap explains, or the other way round"),
        """SELECT id FROM screening_need AS n
           WHERE network_id = %(network)s AND status = 'no_resource' AND NOT EXISTS (
                SELECT FROM screening_gap AS g
                WHERE g.network_id = n.network_id AND g.need_id = n.id AND g.ended_at IS NULL)
           UNION ALL SELECT g.need_id FROM screening_gap AS g JOIN screening_need AS n ON n.id = g.need_id
           WHERE g.network_id = %(network)s AND g.ended_at IS NULL AND n.status <> 'no_resource'""",
    ),
    Promise(
        "owner_works_there", 0,
        _("open needs of somebody who has left the organization"),
        """SELECT n.id FROM screening_need AS n
           WHERE n.network_id = %(network)s AND n.status = ANY (%(open_needs)s) AND NOT n.is_at_desk
           AND n.responsible_id IS NOT NULL AND NOT EXISTS (
               SELECT FROM organizations_membership AS m WHERE m.network_id = n.network_id
               AND m.organization_id = n.organization_id AND m.user_id = n.responsible_id AND m.until IS NULL)""",
    ),
    Promise(
        "unreachable_was_tried", 0,
        _("families called unreachable before every safe way to them was tried"),
        """SELECT id FROM screening_need
           WHERE network_id = %(network)s AND status = 'unreachable'
           AND (protocol_done_at IS NULL OR closed_at IS NULL
                OR NOT referrals_tries_suffice(id, closed_at, protocol_ways))""",
    ),
    Promise(
        "need_shows_its_first_date", 0,
        _("needs that show a later date than their most urgent request"),
        """SELECT n.id FROM screening_need AS n
           WHERE n.network_id = %(network)s AND n.status = 'being_helped' AND n.waiting_on = 'partner'
           AND n.rung = 0 AND n.next_step_due > (
                SELECT min(r.next_step_due) FROM referrals_referral AS r
                WHERE r.need_id = n.id AND r.status = ANY (%(live)s) AND r.rung = 0)""",
    ),
    Promise(
        "today_counts_hours", 0,
        _("needs whose help is needed today, and whose own steps count days"),
        """SELECT DISTINCT n.id FROM referrals_referral AS r JOIN screening_need AS n ON n.id = r.need_id
           WHERE r.network_id = %(network)s AND r.urgency = 'today' AND r.status = ANY (%(live)s)
           AND n.status = 'being_helped' AND NOT n.is_for_today""",
    ),
    Promise(
        "one_yes_among_several", 0,
        _("partners who are still asked although another of those asked at once has said yes"),
        """SELECT r.id FROM referrals_referral AS r
           WHERE r.network_id = %(network)s AND r.among IS NOT NULL AND r.status = ANY (%(live)s) AND EXISTS (
               SELECT FROM referrals_referral AS yes
               WHERE yes.network_id = r.network_id AND yes.among = r.among AND yes.id <> r.id
               AND (yes.status IN ('accepted', 'in-progress', 'completed')
                    OR yes.status = 'on-hold' AND yes.reason <> 'wait_list'))""",
    ),
    Promise(
        "own_step_is_not_hidden", 0,
        _("steps of an owner’s own (an offer, a way to mend, a family to reach) that a partner’s step hides"),
        """SELECT id FROM screening_need
           WHERE network_id = %(network)s
           AND num_nonnulls(hand_over_due, mend_contact_due, reach_family_due, after_death_due) > 0
           AND waiting_on NOT IN ('owner', 'desk')""",
    ),
    Promise(
        "familys_day_is_kept", 0,
        _("needs that wait for the family’s own day without one, or press somebody before it"), NOT_KEPT,
    ),
    Promise(
        "familys_no_is_answered_for", 0,
        _("families’ noes to which a partner owes a word without a date"),
        """SELECT referral_id AS id FROM referrals_contest
           WHERE network_id = %(network)s AND CASE WHEN ended_at IS NULL
               THEN num_nulls(next_step_due, wake_at, NULLIF(next_step, ''), NULLIF(waiting_on, '')) > 0
               ELSE ended_how = '' OR num_nonnulls(next_step_due, wake_at) > 0 END""",
    ),
    Promise(
        "danger_is_answered_for", 0,
        _("open safety alerts without somebody who answers for them and a date"),
        """SELECT id FROM people_safetyalert
           WHERE network_id = %(network)s AND CASE WHEN closed_at IS NULL
               THEN num_nulls(next_step_due, wake_at, NULLIF(next_step, ''), NULLIF(waiting_on, '')) > 0
                    OR (waiting_on = 'taker') <> (taken_by_id IS NOT NULL)
               ELSE closed_how = '' OR taken_by_id IS NULL OR num_nonnulls(next_step_due, wake_at) > 0 END""",
    ),
    Promise(
        "danger_is_not_passed_over", 0,
        _("safety alerts that the clock has passed over for an hour"),
        """SELECT id FROM people_safetyalert
           WHERE network_id = %(network)s AND wake_at < %(at)s - interval '1 hour'""",
    ),
    Promise(
        "demand_is_answered_for", 0,
        _("open legal demands without a next step and a date, or passed over by the clock for a day"),
        """SELECT id FROM people_legaldemand
           WHERE network_id = %(network)s AND (wake_at < %(at)s - interval '1 day' OR CASE WHEN answered_at IS NULL
               THEN num_nulls(next_step_due, wake_at, NULLIF(next_step, ''), NULLIF(waiting_on, '')) > 0
               ELSE answer = '' OR answered_by_id IS NULL OR num_nonnulls(next_step_due, wake_at) > 0 END)""",
    ),
    *(Promise(name, 0, words, breaks) for name, words, breaks in OF_PARTNERS),
    Promise(
        "what_the_law_took_is_accounted_for", 0,
        _("legal demands under which something left without counsel, court order or a line in the accounting"),
        """SELECT d.id FROM people_legaldemand AS d
           WHERE d.network_id = %(network)s AND d.answer IN ('narrowed', 'complied')
           AND (d.counsel_asked_on IS NULL OR d.has_part2 AND d.part2_order_on IS NULL OR NOT EXISTS (
                SELECT FROM people_demandedrecord AS r WHERE r.network_id = d.network_id AND r.demand_id = d.id))
           UNION ALL
           SELECT r.id FROM people_demandedrecord AS r
           JOIN people_legaldemand AS d ON d.id = r.demand_id
           WHERE r.network_id = %(network)s AND d.answer NOT IN ('narrowed', 'complied')""",
    ),
    Promise(
        "erased_stays_erased", 0,
        _("rows that still say something of somebody who was erased"),
        left_of_the_erased(),
    ),
    Promise(
        "secret_area_is_nowhere", 0,
        _("areas that are kept of somebody whose address is secret"),
        """SELECT g.id FROM screening_gap AS g JOIN screening_need AS n ON n.id = g.need_id
           JOIN people_person AS p ON p.id = n.subject_id
           WHERE g.network_id = %(network)s AND g.zip3 <> '' AND p.has_substitute_address""",
    ),
    Promise(
        "right_is_answered_for", 0,
        _("questions about records, or copies to delete, that nobody owes an answer by a date"),
        """SELECT id FROM people_rightsrequest
           WHERE network_id = %(network)s AND answered_at IS NULL
           AND (num_nulls(next_step_due, wake_at, NULLIF(next_step, ''), NULLIF(waiting_on, '')) > 0
                OR wake_at < %(at)s - interval '1 day')
           UNION ALL SELECT id FROM people_recall
           WHERE network_id = %(network)s AND confirmed_at IS NULL
           AND (num_nulls(next_step_due, wake_at, NULLIF(next_step, ''), NULLIF(waiting_on, '')) > 0
                OR wake_at < %(at)s - interval '1 day')""",
    ),
    Promise(
        "linked_by_both", 0,
        _("records that are linked without an agreement of each side"),
        """SELECT l.id FROM people_personlink AS l
           LEFT JOIN people_consent AS a ON a.id = l.first_consent_id
           LEFT JOIN people_consent AS b ON b.id = l.second_consent_id
           WHERE l.network_id = %(network)s AND l.made_at IS NOT NULL AND l.ended_at IS NULL
           AND (a.id IS NULL OR b.id IS NULL OR a.withdrawn_at <= %(at)s OR b.withdrawn_at <= %(at)s
                OR a.person_id <> l.first_id OR b.person_id <> l.second_id)""",
    ),
    Promise(
        "nobody_is_passed_over", 0,
        _("families whom the clock has passed over for a day"),
        """SELECT id FROM (SELECT id, network_id, wake_at FROM screening_need
           UNION ALL SELECT id, network_id, wake_at FROM referrals_referral
           UNION ALL SELECT referral_id, network_id, wake_at FROM referrals_contest
           UNION ALL SELECT id, network_id, wake_at FROM referrals_familyvoice
           UNION ALL SELECT id, network_id, wake_at FROM screening_later) AS passed
           WHERE network_id = %(network)s AND wake_at < %(at)s - interval '1 day'""",
    ),
)  # fmt: skip
