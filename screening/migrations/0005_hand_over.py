"""A need is handed over with a yes, and an open one is never owned by somebody who has left."""

from django.db import migrations

from core import migrating


# Of two transactions, one giving a need to somebody and one ending their work here, the second
# waits for the first at the membership's row, and then sees what it did. What lies at the desk is
# the desk's, whoever followed it before.
WORKS_THERE = """
CREATE FUNCTION screening_owner_works_there() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    need record;
BEGIN
    SELECT network_id, organization_id, responsible_id, closed_at, is_at_desk INTO need
      FROM screening_need WHERE id = NEW.id;
    IF need.closed_at IS NOT NULL OR need.responsible_id IS NULL OR need.is_at_desk THEN
        RETURN NULL;
    END IF;
    PERFORM FROM organizations_membership
      WHERE network_id = need.network_id AND organization_id = need.organization_id
        AND user_id = need.responsible_id AND until IS NULL FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Need % is owned by somebody who does not work there', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'need_owner_works_there';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER screening_need_begins_with_owner AFTER INSERT ON screening_need
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION screening_owner_works_there();
CREATE CONSTRAINT TRIGGER screening_need_keeps_owner AFTER UPDATE ON screening_need
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.closed_at IS NULL AND (OLD.closed_at IS NOT NULL OR OLD.is_at_desk <> NEW.is_at_desk
          OR OLD.responsible_id IS DISTINCT FROM NEW.responsible_id OR OLD.organization_id <> NEW.organization_id))
    EXECUTE FUNCTION screening_owner_works_there();

CREATE FUNCTION screening_who_leaves_owns_nothing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM screening_need
                WHERE network_id = OLD.network_id AND organization_id = OLD.organization_id
                  AND responsible_id = OLD.user_id AND next_step_due IS NOT NULL AND NOT is_at_desk)
       AND NOT EXISTS (SELECT FROM organizations_membership
                WHERE network_id = OLD.network_id AND organization_id = OLD.organization_id
                  AND user_id = OLD.user_id AND until IS NULL) THEN
        RAISE EXCEPTION 'User % has left and still owns open needs', OLD.user_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'need_owner_works_there';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER screening_who_leaves AFTER UPDATE ON organizations_membership
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.until IS NULL AND NEW.until IS NOT NULL) EXECUTE FUNCTION screening_who_leaves_owns_nothing();
CREATE CONSTRAINT TRIGGER screening_who_goes AFTER DELETE ON organizations_membership
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION screening_who_leaves_owns_nothing();
"""
BACK = """
DROP TRIGGER screening_who_goes ON organizations_membership;
DROP TRIGGER screening_who_leaves ON organizations_membership;
DROP FUNCTION screening_who_leaves_owns_nothing;
DROP TRIGGER screening_need_keeps_owner ON screening_need;
DROP TRIGGER screening_need_begins_with_owner ON screening_need;
DROP FUNCTION screening_owner_works_there;
"""


class Migration(migrating.Migration):
    replaces = [("screening", "0009_hand_over")]
    dependencies = [("screening", "0004_later"), ("organizations", "0002_within_network")]

    operations = [
        migrations.RunSQL(WORKS_THERE, BACK),
    ]
