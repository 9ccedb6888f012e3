"""A meeting keeps who held each seat as it began: minutes are written later, when seats may have changed hands."""

import django.db.models.deletion
from django.db import migrations, models

WITHIN_NETWORK = """
ALTER TABLE governance_attendance ADD CONSTRAINT governance_attendance_organization_id_same_network
    FOREIGN KEY (network_id, organization_id) REFERENCES organizations_organization (network_id, id)
    DEFERRABLE INITIALLY DEFERRED
"""


class Migration(migrations.Migration):
    dependencies = [("governance", "0026_papers_end_with_a_good_bye")]
    operations = [
        migrations.AddField(
            model_name="meeting",
            name="seated",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="each seat that was held as it began, and by whom",
            ),
        ),
        migrations.AddField(
            model_name="attendance",
            name="organization",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                help_text="for which its holder was there, on that day",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organizations.organization",
            ),
        ),
        migrations.RunSQL(WITHIN_NETWORK, migrations.RunSQL.noop),
    ]
