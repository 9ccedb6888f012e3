"""A second language in which an organization vouches for its people, and what counts once in either."""

import core.ids
import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from core import migrating

from core.tenancy import GuardTenantTables, WallTenantTables


class Migration(migrating.Migration):
    dependencies = [
        ("organizations", "0010_path"),
    ]

    operations = [
        migrations.CreateModel(
            name="SignOnHeard",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "digest",
                    models.CharField(help_text="SHA-256 of its name over there", max_length=64),
                ),
                (
                    "until",
                    models.DateTimeField(
                        help_text="from then on it is too old to be believed anyway"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="signon",
            name="address",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="SAML: where people are sent to sign in",
                max_length=500,
            ),
        ),
        migrations.AddField(
            model_name="signon",
            name="certificates",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(),
                db_default=[],
                default=list,
                help_text="SAML: whose signatures are believed (DER, base64)",
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="signon",
            name="kind",
            field=models.CharField(
                choices=[("oidc", "Oidc"), ("saml", "Saml")],
                db_default="oidc",
                default="oidc",
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="signon",
            name="client_id",
            field=models.CharField(blank=True, default="", max_length=300),
        ),
        migrations.AddConstraint(
            model_name="signon",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind", "oidc"),
                        models.Q(("client_id", ""), _negated=True),
                        ("address", ""),
                        ("certificates", []),
                    ),
                    models.Q(
                        ("client_id", ""),
                        ("kind", "saml"),
                        models.Q(("address", ""), _negated=True),
                        models.Q(("certificates", []), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="sign_on_is_told_from_others_as_its_kind_is",
            ),
        ),
        migrations.AddField(
            model_name="signonheard",
            name="network",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organizations.network",
            ),
        ),
        migrations.AddField(
            model_name="signonheard",
            name="sign_on",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="heard",
                to="organizations.signon",
            ),
        ),
        migrations.AddConstraint(
            model_name="signonheard",
            constraint=models.UniqueConstraint(
                fields=("network", "sign_on", "digest"), name="organizations_heard_once"
            ),
        ),
        GuardTenantTables("signonheard"),
        WallTenantTables("signonheard"),
    ]
