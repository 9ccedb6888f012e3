"""A day of a meeting that the council decided moves by its decision only; a proposal names what it puts back."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core import migrating

DECIDED = """
CREATE FUNCTION governance_meeting_was_decided() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM governance_proposal WHERE id = NEW.decision_id AND network_id = NEW.network_id
                   AND (status = 'passed' OR is_emergency AND status = 'voting')) THEN
        RAISE EXCEPTION 'meeting % is not decided', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'governance_meeting_was_decided';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER governance_meeting_was_decided BEFORE INSERT ON governance_meeting
    FOR EACH ROW WHEN (NEW.decision_id IS NOT NULL) EXECUTE FUNCTION governance_meeting_was_decided();
CREATE TRIGGER governance_meeting_stays_decided BEFORE UPDATE ON governance_meeting
    FOR EACH ROW WHEN (
        (OLD.decision_id IS NOT NULL OR NEW.decision_id IS NOT NULL)
        AND (OLD.decision_id IS DISTINCT FROM NEW.decision_id OR OLD.begins_at IS DISTINCT FROM NEW.begins_at
             OR OLD.place IS DISTINCT FROM NEW.place
             OR NEW.status = 'cancelled' AND OLD.status <> 'cancelled'))
    EXECUTE FUNCTION governance_meeting_was_decided();
"""
UNDO = """
DROP TRIGGER governance_meeting_stays_decided ON governance_meeting;
DROP TRIGGER governance_meeting_was_decided ON governance_meeting;
DROP FUNCTION governance_meeting_was_decided;
"""

SAME = """
ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_same_network
    FOREIGN KEY (network_id, {column}) REFERENCES governance_proposal (network_id, id) DEFERRABLE INITIALLY DEFERRED;
"""
NOT_SAME = "ALTER TABLE {table} DROP CONSTRAINT {table}_{column}_same_network;"


class Migration(migrating.Migration):
    dependencies = [
        ("governance", "0017_begins_as_said"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="proposal",
            name="rolls_back",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                help_text="what it would put back as it was",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="governance.proposal",
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="decision",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                help_text="by which its day was set; none: called by hand",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="governance.proposal",
            ),
        ),
        migrations.AlterField(
            model_name="meeting",
            name="called_by",
            field=models.ForeignKey(
                db_index=False,
                help_text="none: by a decision",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunSQL(
            SAME.format(table="governance_proposal", column="rolls_back_id"),
            NOT_SAME.format(table="governance_proposal", column="rolls_back_id"),
        ),
        migrations.RunSQL(
            SAME.format(table="governance_meeting", column="decision_id"),
            NOT_SAME.format(table="governance_meeting", column="decision_id"),
        ),
        migrations.RunSQL(DECIDED, UNDO),
    ]
