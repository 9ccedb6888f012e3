"""By which sign-in of its own an organization vouches for its people, for which addresses, and for whom it did."""

import core.ids
import core.sealed
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core import migrating

from core.tenancy import GuardTenantTables, WallTenantTables


class Migration(migrating.Migration):
    dependencies = [
        ("organizations", "0008_special_laws"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SignOn",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("issuer", models.CharField(max_length=500)),
                ("client_id", models.CharField(max_length=300)),
                ("client_secret", core.sealed.SealedTextField(blank=True, default="")),
                (
                    "second_step_word",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="by which the provider says (amr, acr) that it asked for a second step",
                        max_length=200,
                    ),
                ),
                (
                    "passwords_open",
                    models.BooleanField(
                        default=True,
                        help_text="whether its people may still sign in with a password of ours",
                    ),
                ),
                ("tried_at", models.DateTimeField(null=True)),
                ("is_on", models.BooleanField(default=False)),
                (
                    "network",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.network",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SignOnDomain",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=253)),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "network",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.network",
                    ),
                ),
                (
                    "sign_on",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="domains",
                        to="organizations.signon",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SignOnPerson",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("subject", models.CharField(max_length=300)),
                ("since", models.DateTimeField()),
                (
                    "network",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.network",
                    ),
                ),
                (
                    "sign_on",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="people",
                        to="organizations.signon",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="signon",
            constraint=models.UniqueConstraint(
                fields=("network", "organization"), name="organizations_one_sign_on"
            ),
        ),
        migrations.AddConstraint(
            model_name="signon",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_on", False), ("tried_at__isnull", False), _connector="OR"),
                name="sign_on_was_tried_before_it_is_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="signon",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("passwords_open", True),
                    models.Q(("second_step_word", ""), _negated=True),
                    _connector="OR",
                ),
                name="sign_on_instead_of_passwords_asks_a_second_step",
            ),
        ),
        migrations.AddIndex(
            model_name="signondomain",
            index=models.Index(fields=["name"], name="organizations_domain_at_door"),
        ),
        migrations.AddConstraint(
            model_name="signondomain",
            constraint=models.UniqueConstraint(
                fields=("network", "sign_on", "name"), name="organizations_domain_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="signondomain",
            constraint=models.UniqueConstraint(
                condition=models.Q(("confirmed_at__isnull", False)),
                fields=("network", "name"),
                name="organizations_one_door_of_a_domain",
            ),
        ),
        migrations.AddConstraint(
            model_name="signonperson",
            constraint=models.UniqueConstraint(
                fields=("network", "sign_on", "subject"), name="organizations_one_of_a_subject"
            ),
        ),
        migrations.AddConstraint(
            model_name="signonperson",
            constraint=models.UniqueConstraint(
                fields=("network", "sign_on", "user"), name="organizations_one_subject_each"
            ),
        ),
        GuardTenantTables("signon", "signondomain", "signonperson"),
        # Domains stand before the wall: at the door somebody has typed an address, and is in no network yet.
        WallTenantTables("signon", "signonperson"),
    ]
