"""What is delicate lies at no desk that the family has not named, even by raw SQL (promise 13)."""

from django.db import migrations

from core import migrating

# Of two transactions, one bringing a need to the desk and one taking back what was agreed, the
# second waits for the first at the agreement's row, and then sees what it did. That an agreement
# runs out is no write: the auditor asks for it.
NAMED = """
CREATE FUNCTION screening_desk_is_named() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    need record;
BEGIN
    SELECT network_id, subject_id, topic, at_desk_since INTO need
      FROM screening_need WHERE id = NEW.id AND is_at_desk AND is_sensitive;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    PERFORM FROM people_consent
      WHERE network_id = need.network_id AND person_id = need.subject_id AND direction = 'desk'
        AND need.topic = ANY (topics) AND withdrawn_at IS NULL AND since <= need.at_desk_since
        AND (until IS NULL OR until > need.at_desk_since) FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Need % is delicate and lies at a desk that the family has not named', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'need_desk_is_named';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER screening_desk_is_named
    AFTER INSERT OR UPDATE OF is_at_desk, at_desk_since, is_sensitive, topic, subject_id ON screening_need
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.is_at_desk AND NEW.is_sensitive) EXECUTE FUNCTION screening_desk_is_named();

CREATE FUNCTION screening_desk_stays_named() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM screening_need AS n
         WHERE n.network_id = OLD.network_id AND n.subject_id = OLD.person_id AND n.is_at_desk AND n.is_sensitive
           AND NOT EXISTS (
               SELECT FROM people_consent AS c
                WHERE c.network_id = n.network_id AND c.person_id = n.subject_id AND c.direction = 'desk'
                  AND n.topic = ANY (c.topics) AND c.withdrawn_at IS NULL AND c.since <= n.at_desk_since
                  AND (c.until IS NULL OR c.until > n.at_desk_since))) THEN
        RAISE EXCEPTION 'Agreement % names the desk at which something delicate lies', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'need_desk_is_named';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER screening_desk_stays_named
    AFTER UPDATE ON people_consent DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.direction = 'desk' AND OLD.withdrawn_at IS NULL) EXECUTE FUNCTION screening_desk_stays_named();
CREATE CONSTRAINT TRIGGER screening_desk_was_named
    AFTER DELETE ON people_consent DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.direction = 'desk') EXECUTE FUNCTION screening_desk_stays_named();
"""
BACK = """
DROP TRIGGER screening_desk_was_named ON people_consent;
DROP TRIGGER screening_desk_stays_named ON people_consent;
DROP FUNCTION screening_desk_stays_named;
DROP TRIGGER screening_desk_is_named ON screening_need;
DROP FUNCTION screening_desk_is_named;
"""


class Migration(migrating.Migration):
    replaces = [("screening", "0016_desk_is_named")]
    dependencies = [("screening", "0005_hand_over"), ("people", "0001_tables")]

    operations = [
        migrations.RunSQL(NAMED, BACK),
    ]
