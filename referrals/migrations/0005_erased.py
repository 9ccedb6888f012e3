"""An erased person stays erased: of them nothing sealed is left, and no row says anything of them again."""

from django.db import migrations

from core import migrating

from people.models.erased import refuses_erased

SEALED = (
    "first_name", "last_name", "other_names", "birth_date", "pronouns", "record_number", "address", "postal_code",
    "note", "best_time", "agreed_word",
)  # fmt: skip

# A tombstone holds no word, and is made by one who asked and another who confirmed; it is for ever.
PERSON = f"""
ALTER TABLE people_person ADD CONSTRAINT people_person_erased_is_empty CHECK (erased_at IS NULL OR (
    {" AND ".join(f"octet_length({column}) = 0" for column in SEALED)}
    AND zip3 = '' AND next_visit_on IS NULL AND died_at IS NULL));

CREATE FUNCTION people_erased_by_two() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.erased_at IS NOT NULL THEN
        RAISE EXCEPTION 'Person % was erased' , OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'erased_stays_erased';
    END IF;
    IF NOT EXISTS (SELECT FROM people_rightsrequest AS asked
                   WHERE asked.person_id = NEW.id AND asked.right = 'erasure' AND asked.answer = 'erased') THEN
        RAISE EXCEPTION 'Nobody has confirmed that person % is to be erased', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'erased_by_two';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER people_erased_by_two BEFORE INSERT OR UPDATE OF erased_at ON people_person
    FOR EACH ROW WHEN (NEW.erased_at IS NOT NULL) EXECUTE FUNCTION people_erased_by_two();
CREATE TRIGGER people_erased_for_ever BEFORE UPDATE OF erased_at ON people_person
    FOR EACH ROW WHEN (OLD.erased_at IS NOT NULL AND NEW.erased_at IS NULL) EXECUTE FUNCTION people_erased_by_two();
"""
PERSON_UNDO = """
DROP TRIGGER people_erased_for_ever ON people_person;
DROP TRIGGER people_erased_by_two ON people_person;
DROP FUNCTION people_erased_by_two;
ALTER TABLE people_person DROP CONSTRAINT people_person_erased_is_empty;
"""

# What is written once must say something when it is written; of the erased it says nothing any more.
# A CHECK would hold for both: the app cannot change these rows, so the moment of writing is enough.
WRITTEN_ONCE = """
CREATE FUNCTION people_says_something() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A row of % says nothing', TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_ARGV[0];
END $$;
ALTER TABLE people_mandatedreport DROP CONSTRAINT report_says_to_whom;
CREATE TRIGGER people_mandatedreport_says BEFORE INSERT ON people_mandatedreport FOR EACH ROW
    WHEN (octet_length(NEW.to_whom) = 0) EXECUTE FUNCTION people_says_something('report_says_to_whom');
ALTER TABLE people_brokenglass DROP CONSTRAINT people_glass_says_why;
CREATE TRIGGER people_brokenglass_says BEFORE INSERT ON people_brokenglass FOR EACH ROW
    WHEN (NEW.reason = '' OR octet_length(NEW.words) = 0) EXECUTE FUNCTION people_says_something('people_glass_says_why');

CREATE FUNCTION people_is_erased(person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN EXISTS (SELECT FROM people_person WHERE id = person AND erased_at IS NOT NULL);
DROP TRIGGER people_mandatedreport_never_changed ON people_mandatedreport;
CREATE TRIGGER people_mandatedreport_never_changed BEFORE UPDATE ON people_mandatedreport FOR EACH ROW
    WHEN (NOT people_is_erased(OLD.person_id)) EXECUTE FUNCTION core_only_resealed('to_whom', 'reference', 'words');

-- The one way to what the app may not change: it empties, and only rows of whom is erased already.
CREATE FUNCTION people_empty_written_once(who uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM people_person WHERE id = who AND erased_at IS NOT NULL
                   AND network_id = nullif(current_setting('app.network_id', true), '')::uuid) THEN
        RAISE EXCEPTION 'Person % is not erased', who
            USING ERRCODE = 'check_violation', CONSTRAINT = 'only_of_the_erased';
    END IF;
    UPDATE people_mandatedreport SET to_whom = '', reference = '', words = '' WHERE person_id = who;
    UPDATE people_brokenglass SET words = '', review_words = '' WHERE person_id = who;
    UPDATE referrals_contactattempt SET note = '' WHERE person_id = who
        OR need_id IN (SELECT id FROM screening_need WHERE subject_id = who);
    UPDATE referrals_message SET text = '' WHERE referral_id IN (
        SELECT r.id FROM referrals_referral AS r JOIN screening_need AS n ON n.id = r.need_id WHERE n.subject_id = who);
END $$;
REVOKE ALL ON FUNCTION people_empty_written_once(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people_empty_written_once(uuid) TO porchlight_app;
"""
WRITTEN_ONCE_UNDO = """
DROP FUNCTION people_empty_written_once;
DROP TRIGGER people_mandatedreport_never_changed ON people_mandatedreport;
CREATE TRIGGER people_mandatedreport_never_changed BEFORE UPDATE ON people_mandatedreport
    FOR EACH ROW EXECUTE FUNCTION core_only_resealed('to_whom', 'reference', 'words');
DROP FUNCTION people_is_erased;
DROP TRIGGER people_brokenglass_says ON people_brokenglass;
DROP TRIGGER people_mandatedreport_says ON people_mandatedreport;
DROP FUNCTION people_says_something;
"""
OWN = "NEW.person_id"
OF_NEED = "SELECT subject_id FROM screening_need WHERE id = NEW.need_id"
OF_REFERRAL = """SELECT n.subject_id FROM referrals_referral AS r JOIN screening_need AS n ON n.id = r.need_id
                 WHERE r.id = NEW.referral_id"""
OF_SCREENING = """SELECT unnest(ARRAY[person_id, answered_by_id]) FROM screening_screening WHERE id = NEW.screening_id"""

# Rows that say something by being there, then rows with sealed words.
TABLES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("people_persontoken", OWN, ()),
    ("people_relationship", "NEW.person_id, NEW.other_id", ()),
    ("people_householdmembership", OWN, ()),
    ("people_personbarrier", OWN, ()),
    ("people_demographics", OWN, ()),
    ("people_coverage", OWN, ()),
    ("people_contactpoint", "NEW.person_id, NEW.whose_id", ()),
    ("people_meetingpoint", OWN, ()),
    ("people_consent", OWN, ("interpreter", "witness", "signed_name", "kept_where", "paper_seen")),
    ("people_brokenglass", OWN, ("words", "review_words")),
    ("people_safetyalert", OWN, ("danger", "words", "closing_words")),
    ("people_mandatedreport", OWN, ("to_whom", "reference", "words")),
    ("people_rightsrequest", OWN, ("about", "words", "extension_words", "answer_words", "disagreement")),
    ("people_hold", OWN, ("words",)),
    ("screening_screening", "NEW.person_id, NEW.answered_by_id", ("interpreter",)),
    ("screening_answer", OF_SCREENING, ("codes",)),
    ("screening_need", "NEW.subject_id", ("words",)),
    ("referrals_referral", OF_NEED, ("talk_with", "note")),
    ("referrals_message", OF_REFERRAL, ("text",)),
    ("referrals_contactattempt", OWN, ("note",)),
)  # fmt: skip


class Migration(migrating.Migration):
    replaces = [("referrals", "0015_erased")]
    dependencies = [
        ("referrals", "0004_contact_attempts"),
        ("people", "0007_texts"),
        ("screening", "0006_desk_is_named"),
    ]

    operations = [
        migrations.RunSQL(PERSON, PERSON_UNDO),
        migrations.RunSQL(WRITTEN_ONCE, WRITTEN_ONCE_UNDO),
        *(migrations.RunSQL(*refuses_erased(*table)) for table in TABLES),
    ]
