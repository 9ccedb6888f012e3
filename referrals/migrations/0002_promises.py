"""What the database itself refuses about needs and their referrals (promises 5, 6, 7 and 9)."""

from django.db import migrations

from core import migrating

from core.tenancy import GuardTenantTables, WallTenantTables

MOVES = """
CREATE TRIGGER referrals_referral_moves BEFORE UPDATE OF status ON referrals_referral
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION core_follows_lifecycle('referral');
CREATE TRIGGER referrals_referral_begins BEFORE INSERT ON referrals_referral
    FOR EACH ROW EXECUTE FUNCTION core_follows_lifecycle('referral');
CREATE TRIGGER referrals_referral_reason BEFORE INSERT OR UPDATE OF reason, status ON referrals_referral
    FOR EACH ROW EXECUTE FUNCTION core_has_known_reason('referral');
"""

# Both triggers lock the need first: of two transactions that each end one of its referrals, the
# second waits here and then sees what the first committed. Hence the lock order everywhere:
# need, then its referrals by id, then the rest.
HELP = """
CREATE FUNCTION referrals_need_has_help() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    which uuid := (to_jsonb(NEW) ->> TG_ARGV[0])::uuid;
    standing text;
    helped boolean;
BEGIN
    SELECT status INTO standing FROM screening_need WHERE id = which FOR NO KEY UPDATE;
    SELECT EXISTS (SELECT FROM referrals_referral
                   WHERE need_id = which AND status IN ('requested', 'accepted', 'in-progress', 'on-hold'))
      INTO helped;
    IF standing = 'being_helped' AND NOT helped THEN
        RAISE EXCEPTION 'Need % is being helped by nobody', which
            USING ERRCODE = 'check_violation', CONSTRAINT = 'need_helped_has_help';
    END IF;
    IF helped AND standing NOT IN ('being_helped', 'to_confirm', 'paused') THEN
        RAISE EXCEPTION 'Need % is % and still has a live referral', which, standing
            USING ERRCODE = 'check_violation', CONSTRAINT = 'need_without_help_has_none';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER referrals_referral_helps AFTER INSERT OR UPDATE OF status, need_id ON referrals_referral
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION referrals_need_has_help('need_id');
CREATE CONSTRAINT TRIGGER referrals_need_is_helped AFTER INSERT OR UPDATE OF status ON screening_need
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION referrals_need_has_help('id');
"""

# Promise 6, for what a CHECK on one row cannot see: nobody deletes a need's history away.
KEEPS = """
REVOKE DELETE, TRUNCATE ON referrals_referral, screening_need FROM porchlight_app;
REVOKE UPDATE, DELETE, TRUNCATE ON referrals_message FROM porchlight_app;
"""


# Requests rise and move often: dead rows are cleared after one in a hundred, not one in five.
SOONER = "ALTER TABLE referrals_referral SET (autovacuum_vacuum_scale_factor = 0.01)"
AS_USUAL = "ALTER TABLE referrals_referral RESET (autovacuum_vacuum_scale_factor)"


class Migration(migrating.Migration):
    dependencies = [("referrals", "0001_tables"), ("screening", "0002_promises")]

    operations = [
        GuardTenantTables(
            "packet",
            "referral",
            "message",
            "weekasked",
            "contactattempt",
            "milestone",
            "incident",
            "incidentcase",
            "contest",
            "retentionrun",
            "familyvoice",
        ),
        WallTenantTables("retentionrun", "familyvoice"),
        migrations.RunSQL(
            MOVES,
            "DROP TRIGGER referrals_referral_moves ON referrals_referral; "
            "DROP TRIGGER referrals_referral_begins ON referrals_referral; "
            "DROP TRIGGER referrals_referral_reason ON referrals_referral;",
        ),
        migrations.RunSQL(
            HELP,
            "DROP TRIGGER referrals_need_is_helped ON screening_need; "
            "DROP TRIGGER referrals_referral_helps ON referrals_referral; DROP FUNCTION referrals_need_has_help;",
        ),
        migrations.RunSQL(KEEPS, migrations.RunSQL.noop),
        migrations.RunSQL(SOONER, AS_USUAL),
    ]
