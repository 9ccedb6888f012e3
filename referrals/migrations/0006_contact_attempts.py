"""Nobody is written off as unreachable before everything safe was tried: the database counts the tries."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core import migrating

import core.ids
import core.sealed
from core.tenancy import GuardTenantTables

# The same question as people.followup.progress, asked of the rows themselves. Tries count from
# the family's last word on; a way that does not exist, is not safe or is broken is never asked
# for. What only the person may know is tried on no telephone of somebody else.
WAS_TRIED = """
CREATE FUNCTION referrals_was_tried(which uuid, asked_at timestamptz) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
    need record;
    most int;
    length int;
    began timestamptz;
    today date;
    ways text[];
    done record;
BEGIN
    SELECT n.id, n.network_id, n.organization_id, n.subject_id, n.found_at, n.audience = 'subject' AS alone,
           p.contacting_prohibited OR p.died_at IS NOT NULL AS never, p.next_visit_on,
           COALESCE(NULLIF(o.time_zone, ''), w.time_zone) AS zone
      INTO need
      FROM screening_need n
      JOIN people_person p ON p.id = n.subject_id
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
    SELECT array_agg(way) INTO ways FROM (
        SELECT c.channel::text AS way FROM people_contactpoint c
         WHERE c.person_id = need.subject_id AND c.is_safe AND c.state <> 'broken' AND c.stopped_at IS NULL
           AND (NOT need.alone OR c.whose_id IS NULL OR c.whose_id = need.subject_id)
        UNION
        SELECT 'relative' FROM people_relationship r
          JOIN people_person o ON o.id = r.other_id AND o.died_at IS NULL
          JOIN people_contactpoint c ON c.person_id = o.id AND c.channel = 'phone'
           AND c.is_safe AND c.state <> 'broken' AND c.stopped_at IS NULL
         WHERE r.person_id = need.subject_id AND r.may_be_called AND NOT need.alone
           AND (r.until IS NULL OR r.until > asked_at)
        UNION
        SELECT 'meeting' FROM people_meetingpoint m WHERE m.person_id = need.subject_id
        UNION
        SELECT 'visit' WHERE need.next_visit_on BETWEEN today AND today + 90
    ) AS every_way WHERE NOT need.never;
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

CREATE FUNCTION referrals_unreachable_was_tried() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT referrals_was_tried(NEW.id, NEW.closed_at) THEN
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
"""


class Migration(migrating.Migration):
    dependencies = [
        ("referrals", "0005_asked_once_a_week"),
        ("people", "0004_next_visit"),
        ("screening", "0002_promises"),
        ("governance", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ContactAttempt',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('way', models.CharField(choices=[('phone', 'phone'), ('text', 'text'), ('email', 'email'), ('letter', 'letter'), ('relative', 'relative'), ('meeting', 'meeting'), ('visit', 'visit')], max_length=10)),
                ('point_id', models.UUIDField(blank=True, null=True)),
                ('outcome', models.CharField(choices=[('no_answer', 'no_answer'), ('left_message', 'left_message'), ('reached', 'reached'), ('refused', 'refused'), ('wrong', 'wrong'), ('not_delivered', 'not_delivered')], max_length=14)),
                ('note', core.sealed.SealedTextField(blank=True, default='')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('need', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='screening.need')),
                ('network', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.network')),
                ('organization', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
                ('person', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('referral', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='referrals.referral')),
            ],
            options={
                'indexes': [models.Index(fields=['network', 'person', 'at'], name='referrals_attempt_person')],
            },
        ),
        GuardTenantTables("contactattempt"),
        migrations.RunSQL(WAS_TRIED, BACK),
    ]  # fmt: skip
