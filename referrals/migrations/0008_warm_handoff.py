"""A warm handoff is a meeting: it has a time, and names who talks."""

from django.db import migrations, models

from core import migrating

import core.sealed

# A sealed field has no default of its own: each row is sealed to itself. Nothing is sealed as nothing.
TALK_WITH = """
ALTER TABLE referrals_referral ADD COLUMN talk_with bytea NOT NULL DEFAULT '';
ALTER TABLE referrals_referral ALTER COLUMN talk_with DROP DEFAULT;
"""
NO_TALK_WITH = "ALTER TABLE referrals_referral DROP COLUMN talk_with"


class Migration(migrating.Migration):
    dependencies = [("referrals", "0007_milestones")]

    operations = [
        migrations.AddField(
            model_name="referral",
            name="talk_at",
            field=models.DateTimeField(
                blank=True, help_text="a warm handoff: when all talk together", null=True
            ),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(TALK_WITH, NO_TALK_WITH)],
            state_operations=[
                migrations.AddField(
                    model_name="referral",
                    name="talk_with",
                    field=core.sealed.SealedTextField(
                        help_text="a warm handoff: who talks, and how"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("mode", "warm_handoff"), _negated=True),
                    ("talk_at__isnull", False),
                    _connector="OR",
                ),
                name="referral_handoff_has_a_time",
            ),
        ),
    ]
