"""How the personnel office's program knows whoever works here."""

from django.conf import settings
from django.db import migrations, models

from core import migrating


class Migration(migrating.Migration):
    dependencies = [
        ("organizations", "0013_keeps_listing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="external_id",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="how the personnel office's program knows them (SCIM externalId)",
                max_length=200,
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("external_id", ""), _negated=True), ("until", None)),
                fields=("network", "organization", "external_id"),
                name="organizations_one_of_an_external_id",
            ),
        ),
    ]
