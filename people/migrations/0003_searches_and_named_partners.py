"""A search waits sealed behind an opaque id; what is sent or told back names the partner."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core import migrating

import core.ids
import core.sealed
import people.lifecycle
from core.tenancy import GuardTenantTables


class Migration(migrating.Migration):
    dependencies = [
        ("organizations", "0002_within_network"),
        ("people", "0002_promises"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonSearch",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "session",
                    models.CharField(help_text="SHA-256 of the session's key", max_length=64),
                ),
                ("words", core.sealed.SealedTextField(blank=True, default="")),
                ("expires_at", models.DateTimeField()),
            ],
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "direction__in",
                            [
                                people.lifecycle.Direction["REPORT_BACK"],
                                people.lifecycle.Direction["SEND"],
                            ],
                        ),
                        _negated=True,
                    ),
                    ("recipient__isnull", False),
                    _connector="OR",
                ),
                name="people_consent_names_the_partner",
            ),
        ),
        migrations.AddField(
            model_name="personsearch",
            name="network",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organizations.network",
            ),
        ),
        migrations.AddField(
            model_name="personsearch",
            name="user",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="personsearch",
            index=models.Index(fields=["network", "user", "expires_at"], name="people_search_old"),
        ),
        GuardTenantTables("personsearch"),
    ]
