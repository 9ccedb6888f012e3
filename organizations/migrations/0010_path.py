"""An organization moves only as its way with the network allows, even by raw SQL."""

from django.db import migrations, models

from core import migrating

MOVES = """
CREATE TRIGGER organizations_organization_moves BEFORE UPDATE OF status ON organizations_organization
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION core_follows_lifecycle('organization');
CREATE TRIGGER organizations_organization_begins BEFORE INSERT ON organizations_organization
    FOR EACH ROW EXECUTE FUNCTION core_follows_lifecycle('organization');
"""
UNDO = """
DROP TRIGGER organizations_organization_moves ON organizations_organization;
DROP TRIGGER organizations_organization_begins ON organizations_organization;
"""


class Migration(migrating.Migration):
    dependencies = [("organizations", "0009_sign_on"), ("core", "0002_history")]

    operations = [
        migrations.AlterField(
            model_name="organization",
            name="status",
            field=models.CharField(
                choices=[
                    ("listed", "listed"),
                    ("prospect", "prospect"),
                    ("onboarding", "onboarding"),
                    ("pilot", "pilot"),
                    ("active", "active"),
                    ("paused", "paused"),
                    ("left", "left"),
                    ("declined", "declined"),
                ],
                default="active",
                max_length=10,
            ),
        ),
        migrations.RunSQL(MOVES, UNDO),
    ]
