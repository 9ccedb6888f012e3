"""The tables; what the database itself refuses in them follows in the next ones."""

import core.ids
import core.sealed
import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core import migrating


class Migration(migrating.Migration):
    replaces = [
        ("accounts", "0001_initial"),
        ("accounts", "0002_links_for_partners"),
        ("accounts", "0003_second_step"),
        ("accounts", "0004_key_of_organization"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail address')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('language', models.CharField(default='en', max_length=12)),
                ('time_zone', models.CharField(blank=True, default='', max_length=64)),
                ('is_active', models.BooleanField(default=True)),
                ('is_service', models.BooleanField(default=False)),
                ('keyboard_shortcuts', models.BooleanField(default=True, help_text='WCAG 2.1.4: single keys can be switched off')),
                ('joined_at', models.DateTimeField(auto_now_add=True)),
                ('second_step_asked_at', models.DateTimeField(help_text='since when a second step is asked of them; the days of grace count from it', null=True)),
                ('wrong_codes', models.PositiveSmallIntegerField(default=0)),
                ('codes_wait_until', models.DateTimeField(null=True)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AccessLink',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('network_id', models.UUIDField()),
                ('purpose', models.CharField(max_length=40)),
                ('object_id', models.UUIDField()),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('wrong_words', models.PositiveSmallIntegerField(default=0)),
                ('locked_until', models.DateTimeField(null=True)),
                ('sent_to', models.CharField(blank=True, default='', help_text='a keyed digest: another address ends it', max_length=64)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('network_id', 'purpose', 'object_id'), name='accounts_one_link_each')],
            },
        ),
        migrations.CreateModel(
            name='KeptForm',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('path', models.CharField(max_length=300)),
                ('fields', core.sealed.SealedTextField(blank=True, default='')),
                ('expires_at', models.DateTimeField(db_index=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='kept_forms', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='ApiKey',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=100)),
                ('prefix', models.CharField(max_length=12)),
                ('digest', models.BinaryField(max_length=32, unique=True)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('last_used_on', models.DateField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('organization_id', models.UUIDField(null=True)),
                ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='api_keys', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('organization_id__isnull', False)), fields=['organization_id'], name='accounts_key_of_organization')],
                'constraints': [models.CheckConstraint(condition=models.Q(('organization_id', None), models.Q(('scopes', []), _negated=True), _connector='OR'), name='accounts_key_of_organization_is_scoped')],
            },
        ),
        migrations.CreateModel(
            name='LinkCode',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('asked_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('used_at', models.DateTimeField(null=True)),
                ('link', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='codes', to='accounts.accesslink')),
            ],
            options={
                'indexes': [models.Index(fields=['link', '-asked_at'], name='accounts_code_of_link')],
            },
        ),
    ]  # fmt: skip
