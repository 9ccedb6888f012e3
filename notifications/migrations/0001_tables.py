"""The tables; what the database itself refuses in them follows in the next ones."""

import core.ids
import core.sealed
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core import migrating


class Migration(migrating.Migration):
    replaces = [
        ("notifications", "0001_initial"),
        ("notifications", "0003_how_often_lately"),
        ("notifications", "0004_contact_points_may_go"),
        ("notifications", "0005_programs_replies_and_habits"),
        ("notifications", "0006_news_of_the_day"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
        ("organizations", "0001_tables"),
        ("people", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MailHabit',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('daily', models.BooleanField(default=False)),
                ('quiet_from', models.TimeField(null=True)),
                ('quiet_until', models.TimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='HeardText',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('provider_id', models.CharField(max_length=64, unique=True)),
                ('number', models.BinaryField(help_text='a blind token: how often one writes', max_length=8)),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['number', 'at'], name='notifications_heard_lately')],
            },
        ),
        migrations.CreateModel(
            name='Webhook',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('url', models.CharField(max_length=500)),
                ('secret', core.sealed.SealedTextField(blank=True, default='')),
                ('created_at', models.DateTimeField()),
                ('failing_since', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('created_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('network', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.network')),
                ('organization', models.ForeignKey(db_constraint=False, db_index=False, help_text='empty: it hears of the whole network', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
            ],
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=120)),
                ('event_id', models.UUIDField()),
                ('template', models.CharField(max_length=60)),
                ('about_id', models.UUIDField(help_text='the need, referral or link it leads to')),
                ('channel', models.CharField(choices=[('email', 'Email'), ('text', 'Text'), ('webhook', 'Webhook')], max_length=7)),
                ('language', models.CharField(default='en', max_length=12)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('sent', 'Sent'), ('gave_up', 'Gave Up'), ('unknown', 'Unknown'), ('held_back', 'Held Back')], default='waiting', max_length=9)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('available_at', models.DateTimeField()),
                ('claimed_until', models.DateTimeField(null=True)),
                ('news', models.PositiveIntegerField(default=0, help_text='of the mail of the day: what happened beside the steps that it counts')),
                ('sent_at', models.DateTimeField(null=True)),
                ('arrived_at', models.DateTimeField(help_text="the provider's receipt said so", null=True)),
                ('provider_id', models.CharField(blank=True, default='', max_length=120)),
                ('error', models.CharField(blank=True, default='', help_text="a code, never the provider's text", max_length=60)),
                ('contact_point', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.contactpoint')),
                ('kept_by', models.ForeignKey(db_constraint=False, db_index=False, help_text='whose admins see what became of it; empty: desk and convener alone', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
                ('network', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.network')),
                ('organization', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
                ('user', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('webhook', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='notifications.webhook')),
            ],
        ),
        migrations.CreateModel(
            name='MailboxChoice',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('daily', models.BooleanField(default=False)),
                ('network', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.network')),
                ('organization', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('network', 'organization'), name='notifications_one_choice_each')],
            },
        ),
        migrations.AddIndex(
            model_name='webhook',
            index=models.Index(condition=models.Q(('ended_at', None)), fields=['network', 'organization'], name='notifications_webhook_live'),
        ),
        migrations.AddConstraint(
            model_name='webhook',
            constraint=models.CheckConstraint(condition=models.Q(('url__startswith', 'https://'), ('url__startswith', 'http://127.0.0.1:'), _connector='OR'), name='webhook_is_called_over_https'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['network', 'available_at'], name='notifications_delivery_due'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['network', 'about_id', 'available_at'], name='notifications_delivery_about'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('provider_id', ''), _negated=True), fields=['provider_id'], name='notifications_delivery_receipt'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['network', 'kept_by', '-id'], name='notifications_delivery_page'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('state__in', ('gave_up', 'unknown', 'held_back'))), fields=['network', 'kept_by', '-id'], name='notifications_delivery_failed'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('webhook__isnull', False)), fields=['network', 'webhook', '-id'], name='notifications_delivery_program'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('organization__isnull', False)), fields=['network', 'organization', '-id'], name='notifications_delivery_mailbox'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(fields=('network', 'key'), name='notifications_sent_once'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('contact_point', None), ('organization', None), ('user', None)), models.Q(('organization', None), ('user', None), ('webhook', None)), models.Q(('contact_point', None), ('user', None), ('webhook', None)), models.Q(('contact_point', None), ('organization', None), ('webhook', None)), _connector='OR'), name='delivery_has_one_recipient'),
        ),
    ]  # fmt: skip
