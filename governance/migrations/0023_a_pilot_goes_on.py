"""A pilot that rests goes on by its own word, or by the council's; nobody else ends a break that was decided."""

from django.db import migrations

from core import migrating

# As in 0008, and a break ends in a pilot, too.
WORD = """
CREATE OR REPLACE FUNCTION governance_word_counts() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    before governance_saidso;
BEGIN
    IF NEW.word = 'told' AND (NEW.stage <> 'paused' OR NOT EXISTS (SELECT FROM governance_partnertold AS t
            WHERE t.network_id = NEW.network_id AND t.organization_id = NEW.organization_id
            AND t.stage = NEW.stage AND t.at = NEW.at)) THEN
        RAISE EXCEPTION 'Nobody wrote down that % said so', NEW.organization_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_word_counts';
    ELSIF NEW.word = 'council' THEN
        IF NOT EXISTS (SELECT FROM governance_proposal WHERE id = NEW.decision_id
                       AND (status = 'passed' OR is_emergency AND status = 'voting')) THEN
            RAISE EXCEPTION 'Nobody decided that %', NEW.organization_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_word_counts';
        END IF;
    ELSIF governance_council_says(NEW.network_id, NEW.organization_id) THEN
        SELECT * INTO before FROM governance_saidso
         WHERE network_id = NEW.network_id AND organization_id = NEW.organization_id ORDER BY id DESC LIMIT 1;
        IF NOT (NEW.stage IN ('paused', 'left') AND NEW.word IN ('partner', 'planned')
                OR NEW.word = 'told' AND NOT governance_in_dispute(NEW.network_id, NEW.organization_id)
                OR NEW.stage IN {back} AND coalesce(before.stage = 'paused' AND before.word <> 'council', false)) THEN
            RAISE EXCEPTION 'The council says that of %', NEW.organization_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_word_counts';
        END IF;
    END IF;
    RETURN NEW;
END $$;
"""

# A pilot begins on nobody's word but the convener's; one that goes on after a break, as was said.
STANDS = """
CREATE OR REPLACE FUNCTION governance_stands_as_said() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    stands text; said text;
BEGIN
    SELECT status INTO stands FROM organizations_organization WHERE id = NEW.id;
    SELECT stage INTO said FROM governance_saidso
     WHERE network_id = NEW.network_id AND organization_id = NEW.id ORDER BY id DESC LIMIT 1;
    IF (stands IN ('active', 'paused', 'left'){or_goes_on})
       AND said IS DISTINCT FROM stands AND governance_council_says(NEW.network_id, NEW.id) THEN
        RAISE EXCEPTION 'Nobody said that % is %', NEW.id, stands
            USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_stands_as_said';
    END IF;
    RETURN NULL;
END $$;
"""
# `OLD` is asked only where a row was changed: at the beginning there is none.
GOES_ON = """
        OR CASE WHEN TG_OP = 'UPDATE' THEN OLD.status = 'paused' AND stands = 'pilot' AND NEW.status = 'pilot' END"""


class Migration(migrating.Migration):
    dependencies = [
        ("governance", "0022_papers_made_once"),
        ("organizations", "0006_pilot_rests"),
    ]

    operations = [
        migrations.RunSQL(WORD.format(back="('active', 'pilot')"), WORD.format(back="('active')")),
        migrations.RunSQL(STANDS.format(or_goes_on=GOES_ON), STANDS.format(or_goes_on="")),
    ]
