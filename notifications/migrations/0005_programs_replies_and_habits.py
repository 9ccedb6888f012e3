"""Programs that are told, texts that were heard, habits of readers, and what became of each message."""

import core.ids
import core.sealed
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core import migrating

from core.tenancy import GuardTenantTables

# The delivery's other references were guarded when its table was made; these two are new.
KEEP = """
ALTER TABLE notifications_delivery
    ADD CONSTRAINT notifications_delivery_webhook_id_same_network FOREIGN KEY (network_id, webhook_id)
    REFERENCES notifications_webhook (network_id, id) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT notifications_delivery_kept_by_id_same_network FOREIGN KEY (network_id, kept_by_id)
    REFERENCES organizations_organization (network_id, id) DEFERRABLE INITIALLY DEFERRED;
"""
KEEP_NO_MORE = """
ALTER TABLE notifications_delivery
    DROP CONSTRAINT notifications_delivery_webhook_id_same_network,
    DROP CONSTRAINT notifications_delivery_kept_by_id_same_network;
"""


class Migration(migrating.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("notifications", "0004_contact_points_may_go"),
        ("organizations", "0003_search"),
        ("people", "0003_searches_and_named_partners"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HeardText",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("provider_id", models.CharField(max_length=64, unique=True)),
                (
                    "number",
                    models.BinaryField(
                        help_text="a blind token: how often one writes", max_length=8
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="MailboxChoice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("daily", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="MailHabit",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("daily", models.BooleanField(default=False)),
                ("quiet_from", models.TimeField(null=True)),
                ("quiet_until", models.TimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Webhook",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("url", models.CharField(max_length=500)),
                ("secret", core.sealed.SealedTextField(blank=True, default="")),
                ("created_at", models.DateTimeField()),
                ("failing_since", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="delivery",
            name="delivery_has_one_recipient",
        ),
        migrations.AddField(
            model_name="delivery",
            name="arrived_at",
            field=models.DateTimeField(help_text="the provider's receipt said so", null=True),
        ),
        migrations.AddField(
            model_name="delivery",
            name="kept_by",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                help_text="whose admins see what became of it; empty: desk and convener alone",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organizations.organization",
            ),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="channel",
            field=models.CharField(
                choices=[("email", "Email"), ("text", "Text"), ("webhook", "Webhook")], max_length=7
            ),
        ),
        migrations.AddIndex(
            model_name="heardtext",
            index=models.Index(fields=["number", "at"], name="notifications_heard_lately"),
        ),
        migrations.AddField(
            model_name="mailboxchoice",
            name="network",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organizations.network",
            ),
        ),
        migrations.AddField(
            model_name="mailboxchoice",
            name="organization",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organizations.organization",
            ),
        ),
        migrations.AddField(
            model_name="webhook",
            name="created_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="webhook",
            name="network",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organizations.network",
            ),
        ),
        migrations.AddField(
            model_name="webhook",
            name="organization",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                help_text="empty: it hears of the whole network",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organizations.organization",
            ),
        ),
        migrations.AddField(
            model_name="delivery",
            name="webhook",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="notifications.webhook",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("provider_id", ""), _negated=True),
                fields=["provider_id"],
                name="notifications_delivery_receipt",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                fields=["network", "kept_by", "-id"], name="notifications_delivery_page"
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state__in", ("gave_up", "unknown", "held_back"))),
                fields=["network", "kept_by", "-id"],
                name="notifications_delivery_failed",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("webhook__isnull", False)),
                fields=["network", "webhook", "-id"],
                name="notifications_delivery_program",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("organization__isnull", False)),
                fields=["network", "organization", "-id"],
                name="notifications_delivery_mailbox",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("contact_point", None), ("organization", None), ("user", None)),
                    models.Q(("organization", None), ("user", None), ("webhook", None)),
                    models.Q(("contact_point", None), ("user", None), ("webhook", None)),
                    models.Q(("contact_point", None), ("organization", None), ("webhook", None)),
                    _connector="OR",
                ),
                name="delivery_has_one_recipient",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailboxchoice",
            constraint=models.UniqueConstraint(
                fields=("network", "organization"), name="notifications_one_choice_each"
            ),
        ),
        migrations.AddIndex(
            model_name="webhook",
            index=models.Index(
                condition=models.Q(("ended_at", None)),
                fields=["network", "organization"],
                name="notifications_webhook_live",
            ),
        ),
        migrations.AddConstraint(
            model_name="webhook",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("url__startswith", "https://"),
                    ("url__startswith", "http://127.0.0.1:"),
                    _connector="OR",
                ),
                name="webhook_is_called_over_https",
            ),
        ),
        GuardTenantTables("webhook", "mailboxchoice"),
        migrations.RunSQL(KEEP, KEEP_NO_MORE),
    ]
