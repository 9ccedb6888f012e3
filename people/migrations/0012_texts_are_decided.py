"""Once a council sits, the words that families hear before they agree come by its decision."""

import django.db.models.deletion
from django.db import migrations, models

from core import migrating

DECIDED = """
CREATE FUNCTION people_consenttext_was_decided() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.decision_id IS NULL THEN
        IF EXISTS (SELECT FROM governance_council WHERE network_id = NEW.network_id
                   AND kind = 'council' AND ended_at IS NULL) THEN
            RAISE EXCEPTION 'words in % are decided by the council', NEW.language
                USING ERRCODE = 'check_violation', CONSTRAINT = 'people_consenttext_was_decided';
        END IF;
    ELSIF NOT EXISTS (SELECT FROM governance_proposal WHERE id = NEW.decision_id AND network_id = NEW.network_id
                      AND (status = 'passed' OR is_emergency AND status = 'voting')) THEN
        RAISE EXCEPTION 'words in % are not decided', NEW.language
            USING ERRCODE = 'check_violation', CONSTRAINT = 'people_consenttext_was_decided';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER people_consenttext_was_decided BEFORE INSERT OR UPDATE ON people_consenttext
    FOR EACH ROW WHEN (NEW.begins_at IS NOT NULL) EXECUTE FUNCTION people_consenttext_was_decided();
"""
UNDO = """
DROP TRIGGER people_consenttext_was_decided ON people_consenttext;
DROP FUNCTION people_consenttext_was_decided;
"""

SAME = """
ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_same_network
    FOREIGN KEY (network_id, {column}) REFERENCES governance_proposal (network_id, id) DEFERRABLE INITIALLY DEFERRED;
"""
NOT_SAME = "ALTER TABLE {table} DROP CONSTRAINT {table}_{column}_same_network;"


class Migration(migrating.Migration):
    dependencies = [
        ("governance", "0016_partner_told"),
        ("people", "0011_drawn_signatures"),
    ]

    operations = [
        migrations.AddField(
            model_name="consenttext",
            name="decision",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                help_text="by which it came; none before a council sat",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="governance.proposal",
            ),
        ),
        migrations.RunSQL(
            SAME.format(table="people_consenttext", column="decision_id"),
            NOT_SAME.format(table="people_consenttext", column="decision_id"),
        ),
        migrations.RunSQL(DECIDED, UNDO),
    ]
