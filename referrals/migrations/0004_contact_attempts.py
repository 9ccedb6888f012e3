"""Nobody is written off as unreachable before everything safe was tried: the database counts the tries."""

from django.db import migrations

from core import migrating


# The same question as people.followup.progress, asked of the rows themselves. Tries count from
# the family's last word on; a way that does not exist, is not safe or is broken is never asked
# for. What only the person may know is tried on no telephone of somebody else. Judged by the ways that
# there were then: a new number changes nothing about it.
WAS_TRIED = """
CREATE FUNCTION referrals_safe_ways(which uuid, asked_at timestamptz) RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT array_agg(way ORDER BY way) FROM screening_need n JOIN people_person p ON p.id = n.subject_id, LATERAL (
        SELECT c.channel::text AS way FROM people_contactpoint c
         WHERE c.person_id = p.id AND c.is_safe AND c.state <> 'broken' AND c.stopped_at IS NULL
           AND (n.audience <> 'subject' OR c.whose_id IS NULL OR c.whose_id = p.id)
        UNION
        SELECT 'relative' FROM people_relationship r
          JOIN people_person o ON o.id = r.other_id AND o.died_at IS NULL
          JOIN people_contactpoint c ON c.person_id = o.id AND c.channel = 'phone'
           AND c.is_safe AND c.state <> 'broken' AND c.stopped_at IS NULL
         WHERE r.person_id = p.id AND r.may_be_called AND n.audience <> 'subject'
           AND (r.until IS NULL OR r.until > asked_at)
        UNION
        SELECT 'meeting' FROM people_meetingpoint m WHERE m.person_id = p.id
        UNION
        SELECT 'visit' FROM organizations_organization o JOIN organizations_network w ON w.id = n.network_id,
               LATERAL (SELECT (asked_at AT TIME ZONE COALESCE(NULLIF(o.time_zone, ''), w.time_zone))::date AS day) AS today
         WHERE o.id = n.organization_id AND p.next_visit_on BETWEEN today.day AND today.day + 90
    ) AS every_way
    WHERE n.id = which AND NOT p.contacting_prohibited AND p.died_at IS NULL
$$;

CREATE FUNCTION referrals_tries_suffice(which uuid, asked_at timestamptz, ways text[]) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
DECLARE
    need record;
    most int;
    length int;
    began timestamptz;
    today date;
    done record;
BEGIN
    SELECT n.id, n.network_id, n.organization_id, n.subject_id, n.found_at,
           COALESCE(NULLIF(o.time_zone, ''), w.time_zone) AS zone
      INTO need
      FROM screening_need n
      JOIN organizations_organization o ON o.id = n.organization_id
      JOIN organizations_network w ON w.id = n.network_id
     WHERE n.id = which;
    SELECT COALESCE((SELECT (value #>> '{}')::int FROM governance_policy
                      WHERE network_id = need.network_id AND key = 'reach.tries' AND begins_at <= asked_at
                      ORDER BY begins_at DESC, version DESC LIMIT 1), 4),
           COALESCE((SELECT (value #>> '{}')::int FROM governance_policy
                      WHERE network_id = need.network_id AND key = 'reach.days' AND begins_at <= asked_at
                      ORDER BY begins_at DESC, version DESC LIMIT 1), 5)
      INTO most, length;
    today := (asked_at AT TIME ZONE need.zone)::date;
    SELECT GREATEST(
        need.found_at,
        asked_at - interval '60 days',
        (SELECT max(a.at) FROM referrals_contactattempt a
          WHERE a.network_id = need.network_id AND a.person_id = need.subject_id AND a.at <= asked_at
            AND a.outcome IN ('reached', 'refused')),
        (SELECT max(e.happened_at) FROM core_event e
          WHERE e.subject_id = need.id AND e.said_by = 'family' AND e.happened_at <= asked_at))
      INTO began;
    IF ways IS NULL THEN
        RETURN today >= (began AT TIME ZONE need.zone)::date + length - 1;
    END IF;
    SELECT count(DISTINCT (t.day, CASE WHEN t.hour < 12 THEN 1 WHEN t.hour < 17 THEN 2 ELSE 3 END)) AS tries,
           max(t.day) - min(t.day) + 1 AS days, array_agg(t.way) AS tried
      INTO done
      FROM (SELECT (a.at AT TIME ZONE need.zone)::date AS day, extract(hour FROM a.at AT TIME ZONE need.zone) AS hour,
                   a.way::text AS way
              FROM referrals_contactattempt a
             WHERE a.network_id = need.network_id AND a.person_id = need.subject_id AND a.referral_id IS NULL
               AND a.organization_id = need.organization_id AND a.at > began AND a.at <= asked_at) AS t;
    RETURN done.tries >= most AND done.days >= length AND ways <@ done.tried;
END $$;

CREATE FUNCTION referrals_was_tried(which uuid, asked_at timestamptz) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN referrals_tries_suffice(which, asked_at, referrals_safe_ways(which, asked_at));
END $$;

CREATE FUNCTION referrals_unreachable_was_tried() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.protocol_ways::text[] IS DISTINCT FROM referrals_safe_ways(NEW.id, NEW.closed_at)
       OR NOT referrals_was_tried(NEW.id, NEW.closed_at) THEN
        RAISE EXCEPTION 'Need % was not tried in every safe way', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'need_unreachable_was_tried_every_way';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER referrals_need_was_tried AFTER INSERT OR UPDATE OF status ON screening_need
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.status = 'unreachable')
    EXECUTE FUNCTION referrals_unreachable_was_tried();
REVOKE UPDATE, DELETE, TRUNCATE ON referrals_contactattempt FROM porchlight_app;
"""
BACK = """
DROP TRIGGER referrals_need_was_tried ON screening_need;
DROP FUNCTION referrals_unreachable_was_tried;
DROP FUNCTION referrals_was_tried;
DROP FUNCTION referrals_tries_suffice;
DROP FUNCTION referrals_safe_ways;
"""


class Migration(migrating.Migration):
    replaces = [("referrals", "0006_contact_attempts"), ("referrals", "0014_ways_of_then")]
    dependencies = [
        ("referrals", "0003_next_wake"),
        ("governance", "0001_tables"),
        ("people", "0001_tables"),
        ("screening", "0002_promises"),
    ]

    operations = [
        migrations.RunSQL(WAS_TRIED, BACK),
    ]
