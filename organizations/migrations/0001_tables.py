"""The tables; what the database itself refuses in them follows in the next ones."""

import core.ids
import core.sealed
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core import migrating


class Migration(migrating.Migration):
    replaces = [
        ("organizations", "0001_initial"),
        ("organizations", "0004_closed_days"),
        ("organizations", "0005_opened"),
        ("organizations", "0006_duty_and_chair"),
        ("organizations", "0007_working_hours"),
        ("organizations", "0008_special_laws"),
        ("organizations", "0009_sign_on"),
        ("organizations", "0011_saml"),
        ("organizations", "0013_keeps_listing"),
        ("organizations", "0014_external_id"),
        ("organizations", "0015_hears_families"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Network',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('short_name', models.SlugField(max_length=40, unique=True)),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), default=list, size=None)),
                ('time_zone', models.CharField(default='America/New_York', max_length=64)),
                ('state', models.CharField(blank=True, default='', help_text='whose public holidays count', max_length=2)),
                ('help_line', models.CharField(blank=True, default='211', max_length=40)),
                ('crisis_line', models.CharField(blank=True, db_default='988', default='988', help_text='whom somebody in danger can call beside 911, day and night', max_length=40)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'permissions': [('run_desk', 'answer for what nobody else answers'), ('convene', 'run the partner network'), ('sit_on_council', "decide the network's rules"), ('chair', 'speak for the council'), ('audit_privacy', 'see who saw what'), ('hear_families', 'answer what families say of how they were helped')],
            },
        ),
        migrations.CreateModel(
            name='Organization',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('body', models.UUIDField(default=core.ids.uuid7, help_text='the same body in two networks carries the same id')),
                ('kind', models.CharField(choices=[('healthcare', 'Healthcare'), ('community', 'Community'), ('convener', 'Convener'), ('funder', 'Funder'), ('information_line', 'Information Line'), ('care_hub', 'Care Hub'), ('government', 'Government')], default='community', max_length=20)),
                ('sectors', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('name', models.CharField(max_length=300)),
                ('description', models.TextField(blank=True, default='')),
                ('website', models.CharField(blank=True, default='', max_length=300)),
                ('email', models.EmailField(blank=True, default='', help_text='the mailbox that requests are announced to', max_length=254)),
                ('phone', models.CharField(blank=True, default='', max_length=60)),
                ('status', models.CharField(choices=[('listed', 'listed'), ('prospect', 'prospect'), ('onboarding', 'onboarding'), ('pilot', 'pilot'), ('active', 'active'), ('paused', 'paused'), ('left', 'left'), ('declined', 'declined')], default='active', max_length=10)),
                ('keeps_listing', models.BooleanField(db_default=False, default=False, help_text='once it has left: families may still be given its address')),
                ('time_zone', models.CharField(blank=True, default='', max_length=64)),
                ('open_weekdays', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=list, help_text='0 is Monday', size=None)),
                ('closed_on', django.contrib.postgres.fields.ArrayField(base_field=models.DateField(), blank=True, default=list, help_text='days of its own on which nobody works there, beside public holidays', size=None)),
                ('works_from', django.contrib.postgres.fields.ArrayField(base_field=models.TimeField(null=True), blank=True, default=list, help_text='of each weekday from Monday on, null when nobody works; empty: not said', size=None)),
                ('works_until', django.contrib.postgres.fields.ArrayField(base_field=models.TimeField(null=True), blank=True, default=list, help_text='the same; no later than it begins is on the day after', size=None)),
                ('is_victim_service', models.BooleanField(default=False, help_text='34 USC 12291(b)(2): no index beyond itself')),
                ('is_part2_program', models.BooleanField(db_default=False, default=False, help_text='42 CFR 2.11: holds itself out as helping with alcohol or drugs, with federal help')),
                ('is_school', models.BooleanField(db_default=False, default=False, help_text='34 CFR 99.1: keeps education records')),
                ('source', models.CharField(blank=True, default='', max_length=60)),
                ('source_id', models.CharField(blank=True, default='', max_length=100)),
                ('version', models.PositiveIntegerField(default=1)),
                ('network', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.network')),
            ],
            options={
                'permissions': [('run_screenings', 'ask families what they need'), ('see_people', 'see the people this organization cares for'), ('send_referrals', 'send families on'), ('work_referrals', 'answer requests and report what became of them'), ('supervise', "see the team's work and re-assign it"), ('take_alerts', 'answer when somebody may be in danger'), ('manage_members', 'invite people and give roles'), ('manage_services', 'edit services, hours and room')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('roles', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('external_id', models.CharField(blank=True, db_default='', default='', help_text="how the personnel office's program knows them (SCIM externalId)", max_length=200)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('network', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.network')),
                ('organization', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='organizations.organization')),
            ],
        ),
        migrations.CreateModel(
            name='Location',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('source', models.CharField(blank=True, default='', max_length=60)),
                ('source_id', models.CharField(blank=True, default='', max_length=100)),
                ('name', models.CharField(blank=True, default='', max_length=300)),
                ('kind', models.CharField(choices=[('physical', 'Physical'), ('postal', 'Postal'), ('virtual', 'Virtual')], default='physical', max_length=8)),
                ('latitude', models.FloatField(blank=True, null=True)),
                ('longitude', models.FloatField(blank=True, null=True)),
                ('address_1', models.CharField(blank=True, default='', max_length=300)),
                ('address_2', models.CharField(blank=True, default='', max_length=300)),
                ('city', models.CharField(blank=True, default='', max_length=100)),
                ('state_province', models.CharField(blank=True, default='', max_length=100)),
                ('postal_code', models.CharField(blank=True, default='', max_length=20)),
                ('country', models.CharField(blank=True, default='US', max_length=2)),
                ('transportation', models.TextField(blank=True, default='')),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None)),
                ('network', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.network')),
                ('organization', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='locations', to='organizations.organization')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='LawsSaid',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('is_victim_service', models.BooleanField()),
                ('is_part2_program', models.BooleanField()),
                ('is_school', models.BooleanField()),
                ('takes_away', models.BooleanField(help_text='one of them held before and does no more')),
                ('reason', models.TextField(blank=True, default='')),
                ('said_at', models.DateTimeField()),
                ('said_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('network', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.network')),
                ('organization', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='laws_said', to='organizations.organization')),
            ],
        ),
        migrations.CreateModel(
            name='OrganizationGroupObjectPermission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.organization')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.group')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.permission')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OrganizationUserObjectPermission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.organization')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.permission')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Program',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('source', models.CharField(blank=True, default='', max_length=60)),
                ('source_id', models.CharField(blank=True, default='', max_length=100)),
                ('name', models.CharField(max_length=300)),
                ('description', models.TextField(blank=True, default='')),
                ('network', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.network')),
                ('organization', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='programs', to='organizations.organization')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('source', models.CharField(blank=True, default='', max_length=60)),
                ('source_id', models.CharField(blank=True, default='', max_length=100)),
                ('name', models.CharField(max_length=300)),
                ('description', models.TextField(blank=True, default='')),
                ('status', models.CharField(choices=[('active', 'Active'), ('inactive', 'Inactive'), ('defunct', 'Defunct'), ('temporarily closed', 'Temporarily Closed')], default='active', max_length=20)),
                ('intake', models.CharField(choices=[('walk_in', 'Walk In'), ('call', 'Call'), ('appointment', 'Appointment'), ('referral', 'Referral'), ('application', 'Application')], default='call', max_length=12)),
                ('asks', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), blank=True, default=list, help_text='facts it needs to know', size=None)),
                ('reports_back', models.CharField(choices=[('full', 'Full'), ('yes_no', 'Yes No'), ('never', 'Never')], default='full', max_length=8)),
                ('topics', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('keywords', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, help_text="other words by which it is looked for: a directory's terms", size=None)),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), blank=True, default=list, size=None)),
                ('overcomes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), blank=True, default=list, help_text='barriers it takes away', size=None)),
                ('audience', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None)),
                ('eligibility', models.TextField(blank=True, default='')),
                ('application_process', models.TextField(blank=True, default='')),
                ('fees', models.TextField(blank=True, default='')),
                ('what_to_bring', models.TextField(blank=True, default='')),
                ('minimum_age', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('maximum_age', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('legal_days', models.PositiveSmallIntegerField(blank=True, help_text='days the programme has to decide', null=True)),
                ('url', models.CharField(blank=True, default='', max_length=300)),
                ('email', models.EmailField(blank=True, default='', max_length=254)),
                ('confirmed_at', models.DateTimeField(blank=True, help_text='when somebody last said this is right', null=True)),
                ('opened_at', models.DateTimeField(blank=True, help_text='when it last came, came back, or had room again; empty: always', null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('network', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.network')),
                ('organization', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='services', to='organizations.organization')),
                ('program', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='services', to='organizations.program')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Phone',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('source', models.CharField(blank=True, default='', max_length=60)),
                ('source_id', models.CharField(blank=True, default='', max_length=100)),
                ('number', models.CharField(max_length=100)),
                ('extension', models.CharField(blank=True, default='', max_length=20)),
                ('kind', models.CharField(blank=True, default='voice', max_length=20)),
                ('description', models.CharField(blank=True, default='', max_length=300)),
                ('location', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='phones', to='organizations.location')),
                ('network', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.network')),
                ('organization', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='phones', to='organizations.organization')),
                ('service', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='phones', to='organizations.service')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Hours',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('source', models.CharField(blank=True, default='', max_length=60)),
                ('source_id', models.CharField(blank=True, default='', max_length=100)),
                ('weekday', models.PositiveSmallIntegerField(blank=True, help_text='0 is Monday', null=True)),
                ('opens_at', models.TimeField(blank=True, null=True)),
                ('closes_at', models.TimeField(blank=True, null=True)),
                ('description', models.TextField(blank=True, default='')),
                ('location', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='hours', to='organizations.location')),
                ('network', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.network')),
                ('service', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='hours', to='organizations.service')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Capacity',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('room', models.CharField(choices=[('open', 'Open'), ('limited', 'Limited'), ('waitlist', 'Waitlist'), ('full', 'Full'), ('unknown', 'Unknown')], max_length=8)),
                ('places', models.PositiveIntegerField(blank=True, null=True)),
                ('note', models.CharField(blank=True, default='', max_length=300)),
                ('via', models.CharField(default='system', max_length=10)),
                ('said_at', models.DateTimeField()),
                ('good_until', models.DateTimeField(blank=True, null=True)),
                ('said_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('network', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.network')),
                ('service', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='capacities', to='organizations.service')),
            ],
        ),
        migrations.CreateModel(
            name='ServiceAtLocation',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('source', models.CharField(blank=True, default='', max_length=60)),
                ('source_id', models.CharField(blank=True, default='', max_length=100)),
                ('location', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='offers', to='organizations.location')),
                ('network', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.network')),
                ('service', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='places', to='organizations.service')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SignOn',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('oidc', 'Oidc'), ('saml', 'Saml')], db_default='oidc', default='oidc', max_length=8)),
                ('issuer', models.CharField(max_length=500)),
                ('client_id', models.CharField(blank=True, default='', max_length=300)),
                ('client_secret', core.sealed.SealedTextField(blank=True, default='')),
                ('address', models.CharField(blank=True, db_default='', default='', help_text='SAML: where people are sent to sign in', max_length=500)),
                ('certificates', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), db_default=[], default=list, help_text='SAML: whose signatures are believed (DER, base64)', size=None)),
                ('second_step_word', models.CharField(blank=True, default='', help_text='by which the provider says (amr, acr) that it asked for a second step', max_length=200)),
                ('passwords_open', models.BooleanField(default=True, help_text='whether its people may still sign in with a password of ours')),
                ('tried_at', models.DateTimeField(null=True)),
                ('is_on', models.BooleanField(default=False)),
                ('network', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.network')),
                ('organization', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
            ],
        ),
        migrations.CreateModel(
            name='SignOnDomain',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=253)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('network', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.network')),
                ('sign_on', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='domains', to='organizations.signon')),
            ],
        ),
        migrations.CreateModel(
            name='SignOnHeard',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('digest', models.CharField(help_text='SHA-256 of its name over there', max_length=64)),
                ('until', models.DateTimeField(help_text='from then on it is too old to be believed anyway')),
                ('network', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.network')),
                ('sign_on', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='heard', to='organizations.signon')),
            ],
        ),
        migrations.CreateModel(
            name='SignOnPerson',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('subject', models.CharField(max_length=300)),
                ('since', models.DateTimeField()),
                ('network', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.network')),
                ('sign_on', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='people', to='organizations.signon')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='ListingFact',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('source', models.CharField(blank=True, default='', max_length=60)),
                ('source_id', models.CharField(blank=True, default='', max_length=100)),
                ('table', models.CharField(max_length=40)),
                ('about', models.CharField(blank=True, default='', help_text='source id of what it belongs to', max_length=100)),
                ('data', models.JSONField(default=dict)),
                ('network', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.network')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(condition=models.Q(('source_id', ''), _negated=True), fields=('network', 'source', 'source_id'), name='organizations_listingfact_source')],
            },
        ),
        migrations.CreateModel(
            name='NetworkGroupObjectPermission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.network')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.group')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.permission')),
            ],
            options={
                'abstract': False,
                'unique_together': {('group', 'permission', 'content_object')},
            },
        ),
        migrations.CreateModel(
            name='NetworkUserObjectPermission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='organizations.network')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.permission')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'unique_together': {('user', 'permission', 'content_object')},
            },
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.UniqueConstraint(condition=models.Q(('source_id', ''), _negated=True), fields=('network', 'source', 'source_id'), name='organizations_organization_source'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.CheckConstraint(condition=models.Q(('works_from__len__in', (0, 7)), ('works_until__len', models.F('works_from__len'))), name='organizations_hours_are_of_a_week'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('external_id', ''), _negated=True), ('until', None)), fields=('network', 'organization', 'external_id'), name='organizations_one_of_an_external_id'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(fields=('network', 'organization', 'user'), name='organizations_one_membership'),
        ),
        migrations.AddIndex(
            model_name='location',
            index=models.Index(fields=['network', 'latitude', 'longitude'], name='organizations_location_box'),
        ),
        migrations.AddIndex(
            model_name='location',
            index=models.Index(fields=['network', 'postal_code'], name='organizations_location_zip'),
        ),
        migrations.AddConstraint(
            model_name='location',
            constraint=models.UniqueConstraint(condition=models.Q(('source_id', ''), _negated=True), fields=('network', 'source', 'source_id'), name='organizations_location_source'),
        ),
        migrations.AddIndex(
            model_name='lawssaid',
            index=models.Index(fields=['network', 'organization', '-said_at'], name='organizations_laws_said'),
        ),
        migrations.AddConstraint(
            model_name='lawssaid',
            constraint=models.CheckConstraint(condition=models.Q(('takes_away', False), models.Q(('reason', ''), _negated=True), _connector='OR'), name='organizations_law_taken_away_says_why'),
        ),
        migrations.AlterUniqueTogether(
            name='organizationgroupobjectpermission',
            unique_together={('group', 'permission', 'content_object')},
        ),
        migrations.AlterUniqueTogether(
            name='organizationuserobjectpermission',
            unique_together={('user', 'permission', 'content_object')},
        ),
        migrations.AddConstraint(
            model_name='program',
            constraint=models.UniqueConstraint(condition=models.Q(('source_id', ''), _negated=True), fields=('network', 'source', 'source_id'), name='organizations_program_source'),
        ),
        migrations.AddIndex(
            model_name='service',
            index=django.contrib.postgres.indexes.GinIndex(fields=['topics'], name='organizations_service_topics'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.UniqueConstraint(condition=models.Q(('source_id', ''), _negated=True), fields=('network', 'source', 'source_id'), name='organizations_service_source'),
        ),
        migrations.AddConstraint(
            model_name='phone',
            constraint=models.UniqueConstraint(condition=models.Q(('source_id', ''), _negated=True), fields=('network', 'source', 'source_id'), name='organizations_phone_source'),
        ),
        migrations.AddConstraint(
            model_name='hours',
            constraint=models.UniqueConstraint(condition=models.Q(('source_id', ''), _negated=True), fields=('network', 'source', 'source_id'), name='organizations_hours_source'),
        ),
        migrations.AddIndex(
            model_name='capacity',
            index=models.Index(fields=['service', '-said_at'], name='organizations_capacity_newest'),
        ),
        migrations.AddConstraint(
            model_name='serviceatlocation',
            constraint=models.UniqueConstraint(condition=models.Q(('source_id', ''), _negated=True), fields=('network', 'source', 'source_id'), name='organizations_serviceatlocation_source'),
        ),
        migrations.AddConstraint(
            model_name='serviceatlocation',
            constraint=models.UniqueConstraint(fields=('network', 'service', 'location'), name='organizations_service_once_a_place'),
        ),
        migrations.AddConstraint(
            model_name='signon',
            constraint=models.UniqueConstraint(fields=('network', 'organization'), name='organizations_one_sign_on'),
        ),
        migrations.AddConstraint(
            model_name='signon',
            constraint=models.CheckConstraint(condition=models.Q(('is_on', False), ('tried_at__isnull', False), _connector='OR'), name='sign_on_was_tried_before_it_is_on'),
        ),
        migrations.AddConstraint(
            model_name='signon',
            constraint=models.CheckConstraint(condition=models.Q(('passwords_open', True), models.Q(('second_step_word', ''), _negated=True), _connector='OR'), name='sign_on_instead_of_passwords_asks_a_second_step'),
        ),
        migrations.AddConstraint(
            model_name='signon',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'oidc'), models.Q(('client_id', ''), _negated=True), ('address', ''), ('certificates', [])), models.Q(('client_id', ''), ('kind', 'saml'), models.Q(('address', ''), _negated=True), models.Q(('certificates', []), _negated=True)), _connector='OR'), name='sign_on_is_told_from_others_as_its_kind_is'),
        ),
        migrations.AddIndex(
            model_name='signondomain',
            index=models.Index(fields=['name'], name='organizations_domain_at_door'),
        ),
        migrations.AddConstraint(
            model_name='signondomain',
            constraint=models.UniqueConstraint(fields=('network', 'sign_on', 'name'), name='organizations_domain_once'),
        ),
        migrations.AddConstraint(
            model_name='signondomain',
            constraint=models.UniqueConstraint(condition=models.Q(('confirmed_at__isnull', False)), fields=('network', 'name'), name='organizations_one_door_of_a_domain'),
        ),
        migrations.AddConstraint(
            model_name='signonheard',
            constraint=models.UniqueConstraint(fields=('network', 'sign_on', 'digest'), name='organizations_heard_once'),
        ),
        migrations.AddConstraint(
            model_name='signonperson',
            constraint=models.UniqueConstraint(fields=('network', 'sign_on', 'subject'), name='organizations_one_of_a_subject'),
        ),
        migrations.AddConstraint(
            model_name='signonperson',
            constraint=models.UniqueConstraint(fields=('network', 'sign_on', 'user'), name='organizations_one_subject_each'),
        ),
    ]  # fmt: skip
