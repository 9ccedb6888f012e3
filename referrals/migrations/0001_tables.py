"""The tables; what the database itself refuses in them follows in the next ones."""

import core.ids
import core.sealed
import django.contrib.postgres.fields
import django.db.models.deletion
import referrals.lifecycle
import referrals.voices
from django.conf import settings
from django.db import migrations, models

from core import migrating


class Migration(migrating.Migration):
    replaces = [
        ("referrals", "0001_initial"),
        ("referrals", "0004_among_several"),
        ("referrals", "0005_asked_once_a_week"),
        ("referrals", "0007_milestones"),
        ("referrals", "0008_warm_handoff"),
        ("referrals", "0009_one_yes_among_several"),
        ("referrals", "0010_incident"),
        ("referrals", "0011_contest"),
        ("referrals", "0012_after_an_application"),
        ("referrals", "0013_vacuum_sooner"),
        ("referrals", "0016_retention"),
        ("referrals", "0017_needed_today"),
    ]

    initial = True

    dependencies = [
        ("organizations", "0001_tables"),
        ("people", "0001_tables"),
        ("screening", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Incident',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('services', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), help_text='those that were offered and closed with it', size=None)),
                ('cause', models.CharField(choices=[('gone', 'Gone'), ('disaster', 'Disaster'), ('building', 'Building'), ('staff', 'Staff'), ('funds', 'Funds'), ('other', 'Other')], max_length=10)),
                ('closed_since', models.DateField()),
                ('opened_at', models.DateTimeField()),
                ('choose_within', models.PositiveSmallIntegerField(help_text='open days that an owner has to find another way')),
                ('patience_until', models.DateField(help_text='from then on the usual patience holds again')),
                ('ended_at', models.DateTimeField(blank=True, help_text='when it opened again', null=True)),
                ('network', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.network')),
                ('opened_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='incidents', to='organizations.organization')),
            ],
        ),
        migrations.CreateModel(
            name='Packet',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('sent_at', models.DateTimeField()),
                ('network', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.network')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='packets', to='people.person')),
                ('receiver', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
                ('sender', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Referral',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('waiting_on', models.TextField(blank=True, default='')),
                ('next_step', models.TextField(blank=True, default='')),
                ('next_step_due', models.DateTimeField(blank=True, null=True)),
                ('wake_at', models.DateTimeField(blank=True, null=True)),
                ('rung', models.PositiveSmallIntegerField(default=0)),
                ('status', models.CharField(choices=[('draft', 'draft'), ('requested', 'requested'), ('accepted', 'accepted'), ('in-progress', 'in-progress'), ('on-hold', 'on-hold'), ('rejected', 'rejected'), ('completed', 'completed'), ('failed', 'failed'), ('cancelled', 'cancelled'), ('entered-in-error', 'entered-in-error')], max_length=16)),
                ('mode', models.CharField(choices=[('direct', 'direct'), ('warm_handoff', 'warm_handoff'), ('introduction', 'introduction'), ('application', 'application'), ('in_house', 'in_house')], default=referrals.lifecycle.Mode['DIRECT'], max_length=12)),
                ('urgency', models.CharField(choices=[('today', 'today'), ('this_week', 'this_week'), ('routine', 'routine')], default=referrals.lifecycle.Urgency['ROUTINE'], max_length=9)),
                ('needed_by', models.DateTimeField(blank=True, null=True)),
                ('talk_at', models.DateTimeField(blank=True, help_text='a warm handoff: when all talk together', null=True)),
                ('talk_with', core.sealed.SealedTextField(blank=True, default='', help_text='a warm handoff: who talks, and how')),
                ('shared_facts', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), blank=True, default=list, size=None)),
                ('note', core.sealed.SealedTextField(blank=True, default='', help_text='from the sender to the receiver, part of what the family agreed to')),
                ('reason', models.CharField(blank=True, default='', help_text='outcome of a completed one, reason of another', max_length=30)),
                ('reason_why', models.CharField(blank=True, default='', max_length=30)),
                ('first_answer', models.CharField(blank=True, default='', max_length=12)),
                ('place_in_line', models.PositiveIntegerField(blank=True, null=True)),
                ('expected_on', models.DateField(blank=True, null=True)),
                ('among', models.UUIDField(blank=True, help_text='asked among several, of whom the first yes is enough', null=True)),
                ('request_key', models.UUIDField(help_text='from the form or the API client: a second click finds the first referral')),
                ('sender_reference', models.CharField(blank=True, default='', max_length=60)),
                ('receiver_reference', models.CharField(blank=True, default='', max_length=60)),
                ('sent_at', models.DateTimeField()),
                ('released_at', models.DateTimeField(help_text='20 seconds after sending: until then it can be undone')),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('contested_at', models.DateTimeField(blank=True, help_text='the family says no after the partner said helped', null=True)),
                ('said_by', models.CharField(max_length=10)),
                ('recorded_by', models.CharField(max_length=10)),
                ('via', models.CharField(max_length=10)),
                ('version', models.PositiveIntegerField(default=1)),
                ('consent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='people.consent')),
                ('location', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.location')),
                ('need', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='screening.need')),
                ('network', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.network')),
                ('packet', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='referrals.packet')),
                ('receiver', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='received', to='organizations.organization')),
                ('replaces', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='referrals.referral')),
                ('sender', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='sent', to='organizations.organization')),
                ('service', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='organizations.service')),
                ('suggests', models.ForeignKey(blank=True, db_constraint=False, db_index=False, help_text='the service the receiver named instead', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.service')),
            ],
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('documents', 'documents'), ('filed', 'filed'), ('interview', 'interview'), ('decision', 'decision'), ('appeal_until', 'appeal_until'), ('recertification', 'recertification')], max_length=16)),
                ('planned_on', models.DateField(blank=True, null=True)),
                ('reached_on', models.DateField(blank=True, null=True)),
                ('recorded_at', models.DateTimeField()),
                ('network', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.network')),
                ('referral', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='milestones', to='referrals.referral')),
            ],
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('event_id', models.UUIDField()),
                ('kind', models.CharField(max_length=20)),
                ('text', core.sealed.SealedTextField(blank=True, default='')),
                ('said_by', models.CharField(max_length=10)),
                ('at', models.DateTimeField()),
                ('network', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.network')),
                ('written_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('referral', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='referrals.referral')),
            ],
        ),
        migrations.CreateModel(
            name='IncidentCase',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('place', models.PositiveIntegerField(help_text='by urgency, then by how long it has waited')),
                ('taken_at', models.DateTimeField(blank=True, null=True)),
                ('helper', models.ForeignKey(blank=True, db_index=False, help_text='who has taken it; its owner stays the owner', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('incident', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='referrals.incident')),
                ('need', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='incident_cases', to='screening.need')),
                ('network', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.network')),
                ('referral', models.ForeignKey(db_constraint=False, db_index=False, help_text='the request that ended with it; of several the most urgent', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referrals.referral')),
            ],
        ),
        migrations.CreateModel(
            name='FamilyVoice',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('waiting_on', models.TextField(blank=True, default='')),
                ('next_step', models.TextField(blank=True, default='')),
                ('next_step_due', models.DateTimeField(blank=True, null=True)),
                ('wake_at', models.DateTimeField(blank=True, null=True)),
                ('rung', models.PositiveSmallIntegerField(default=0)),
                ('kind', models.CharField(choices=[('compliment', 'compliment'), ('grievance', 'grievance'), ('hint', 'hint')], max_length=10)),
                ('theme', models.CharField(choices=[('waiting', 'waiting'), ('calls', 'calls'), ('treated', 'treated'), ('language', 'language'), ('way', 'way'), ('hours', 'hours'), ('papers', 'papers'), ('news', 'news'), ('privacy', 'privacy'), ('room', 'room'), ('fit', 'fit'), ('other', 'other')], max_length=10)),
                ('words', core.sealed.SealedTextField(blank=True, default='')),
                ('via', models.CharField(max_length=10)),
                ('language', models.CharField(help_text='in which it is answered', max_length=10)),
                ('said_at', models.DateTimeField()),
                ('is_danger', models.BooleanField(default=False)),
                ('may_pass_on', models.BooleanField(default=False)),
                ('case', models.CharField(blank=True, default='', max_length=10)),
                ('keeper', models.CharField(blank=True, choices=[('named', 'named'), ('desk', 'desk'), ('privacy', 'privacy'), ('chair', 'chair')], default='', max_length=10)),
                ('heard_at', models.DateTimeField(blank=True, null=True)),
                ('passed_at', models.DateTimeField(blank=True, null=True)),
                ('passed_words', core.sealed.SealedTextField(blank=True, default='', help_text='as the organization reads them, without who')),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_how', models.CharField(blank=True, choices=[('answered', 'answered'), ('taken_back', 'taken_back')], default='', max_length=10)),
                ('answer_words', core.sealed.SealedTextField(blank=True, default='', help_text='as the family reads them on its page')),
                ('network', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.network')),
                ('organization', models.ForeignKey(db_constraint=False, db_index=False, help_text='whom it is about; nobody: the network', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
                ('owner', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('recorded_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('referral', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='referrals.referral')),
            ],
        ),
        migrations.CreateModel(
            name='Contest',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('waiting_on', models.TextField(blank=True, default='')),
                ('next_step', models.TextField(blank=True, default='')),
                ('next_step_due', models.DateTimeField(blank=True, null=True)),
                ('wake_at', models.DateTimeField(blank=True, null=True)),
                ('rung', models.PositiveSmallIntegerField(default=0)),
                ('began_at', models.DateTimeField()),
                ('answer', models.CharField(blank=True, choices=[('gave_it', 'gave_it'), ('not_given', 'not_given'), ('to_come', 'to_come'), ('do_not_know', 'do_not_know')], default='', max_length=12)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('said_by', models.CharField(blank=True, default='', max_length=10)),
                ('recorded_by', models.CharField(blank=True, default='', max_length=10)),
                ('via', models.CharField(blank=True, default='', max_length=10)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_how', models.CharField(blank=True, choices=[('answered', 'answered'), ('silent', 'silent'), ('settled', 'settled')], default='', max_length=10)),
                ('network', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.network')),
                ('referral', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='contests', to='referrals.referral')),
            ],
        ),
        migrations.CreateModel(
            name='ContactAttempt',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('way', models.CharField(choices=[('phone', 'phone'), ('text', 'text'), ('email', 'email'), ('letter', 'letter'), ('relative', 'relative'), ('meeting', 'meeting'), ('visit', 'visit')], max_length=10)),
                ('point_id', models.UUIDField(blank=True, null=True)),
                ('outcome', models.CharField(choices=[('no_answer', 'no_answer'), ('left_message', 'left_message'), ('reached', 'reached'), ('refused', 'refused'), ('wrong', 'wrong'), ('not_delivered', 'not_delivered')], max_length=14)),
                ('note', core.sealed.SealedTextField(blank=True, default='')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('need', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='screening.need')),
                ('network', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.network')),
                ('organization', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
                ('person', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('referral', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='referrals.referral')),
            ],
        ),
        migrations.CreateModel(
            name='RetentionRun',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('done', models.JSONField(help_text='counts, by the name of the kind')),
                ('network', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.network')),
            ],
        ),
        migrations.CreateModel(
            name='WeekAsked',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('week', models.DateField(help_text="its Monday, in the network's time zone")),
                ('at', models.DateTimeField()),
                ('network', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.network')),
                ('organization', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
            ],
        ),
        migrations.AddIndex(
            model_name='incident',
            index=models.Index(fields=['network', '-opened_at'], name='referrals_incident_newest'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(('services__len', 0), _negated=True), name='incident_closes_something'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(('choose_within__gte', 1), ('patience_until__gte', models.F('closed_since'))), name='incident_patience_ends_later'),
        ),
        migrations.AddIndex(
            model_name='referral',
            index=models.Index(condition=models.Q(('next_step_due__isnull', False)), fields=['network', 'receiver', 'waiting_on', 'next_step_due', 'id'], name='referrals_referral_requests'),
        ),
        migrations.AddIndex(
            model_name='referral',
            index=models.Index(fields=['network', 'sender', '-sent_at', '-id'], name='referrals_referral_sent'),
        ),
        migrations.AddIndex(
            model_name='referral',
            index=models.Index(condition=models.Q(('wake_at__isnull', False)), fields=['network', 'wake_at', 'id'], name='referrals_referral_wakes'),
        ),
        migrations.AddIndex(
            model_name='referral',
            index=models.Index(condition=models.Q(('ended_at__isnull', False)), fields=['network', 'receiver', '-ended_at'], name='referrals_referral_ended'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.UniqueConstraint(fields=('network', 'sender', 'request_key'), name='referrals_sent_once'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.UniqueConstraint(condition=models.Q(('among__isnull', False), models.Q(('status__in', [referrals.lifecycle.Status['ACCEPTED'], referrals.lifecycle.Status['IN_PROGRESS']]), models.Q(('status', referrals.lifecycle.Status['ON_HOLD']), models.Q(('reason', 'wait_list'), _negated=True)), _connector='OR')), fields=('network', 'among'), name='referrals_one_yes_among_several'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', [referrals.lifecycle.Status['ACCEPTED'], referrals.lifecycle.Status['DRAFT'], referrals.lifecycle.Status['IN_PROGRESS'], referrals.lifecycle.Status['ON_HOLD'], referrals.lifecycle.Status['REQUESTED']]), _negated=True), models.Q(('next_step_due__isnull', False), ('wake_at__isnull', False), models.Q(('next_step', ''), _negated=True), models.Q(('waiting_on', ''), _negated=True)), _connector='OR'), name='referral_open_is_followed_up'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', [referrals.lifecycle.Status['CANCELLED'], referrals.lifecycle.Status['COMPLETED'], referrals.lifecycle.Status['ENTERED_IN_ERROR'], referrals.lifecycle.Status['FAILED'], referrals.lifecycle.Status['REJECTED']]), _negated=True), models.Q(models.Q(('reason', ''), _negated=True), ('ended_at__isnull', False), ('next_step_due__isnull', True), ('wake_at__isnull', True), ('next_step', ''), ('waiting_on', '')), _connector='OR'), name='referral_closed_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(('said_by', models.F('recorded_by')), ('via__in', ('phone', 'paper', 'in_person', 'file')), _connector='OR'), name='referral_word_has_a_source'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('mode', referrals.lifecycle.Mode['WARM_HANDOFF']), _negated=True), ('talk_at__isnull', False), _connector='OR'), name='referral_handoff_has_a_time'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('sender', models.F('receiver')), _negated=True), ('mode', referrals.lifecycle.Mode['IN_HOUSE']), _connector='OR'), name='referral_is_to_another'),
        ),
        migrations.AddIndex(
            model_name='milestone',
            index=models.Index(condition=models.Q(('kind__in', ['appeal_until', 'recertification']), ('reached_on', None)), fields=['network', 'planned_on'], name='referrals_milestone_after'),
        ),
        migrations.AddConstraint(
            model_name='milestone',
            constraint=models.UniqueConstraint(fields=('network', 'referral', 'kind'), name='referrals_milestone_once'),
        ),
        migrations.AddConstraint(
            model_name='milestone',
            constraint=models.CheckConstraint(condition=models.Q(('planned_on__isnull', False), ('reached_on__isnull', False), _connector='OR'), name='milestone_has_a_day'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['referral', 'id'], name='referrals_message_thread'),
        ),
        migrations.AddConstraint(
            model_name='incidentcase',
            constraint=models.UniqueConstraint(fields=('network', 'incident', 'need'), name='referrals_incident_need_once'),
        ),
        migrations.AddConstraint(
            model_name='incidentcase',
            constraint=models.UniqueConstraint(fields=('network', 'incident', 'place'), name='referrals_incident_place_once'),
        ),
        migrations.AddConstraint(
            model_name='incidentcase',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('helper__isnull', True), ('taken_at__isnull', True)), models.Q(('helper__isnull', False), ('taken_at__isnull', False)), _connector='OR'), name='incident_case_taken_by_somebody'),
        ),
        migrations.AddIndex(
            model_name='familyvoice',
            index=models.Index(condition=models.Q(('wake_at__isnull', False)), fields=['network', 'wake_at'], name='referrals_voice_wakes'),
        ),
        migrations.AddIndex(
            model_name='familyvoice',
            index=models.Index(fields=['network', '-said_at'], name='referrals_voice_lately'),
        ),
        migrations.AddIndex(
            model_name='familyvoice',
            index=models.Index(condition=models.Q(('person__isnull', False)), fields=['network', 'person', '-said_at'], name='referrals_voice_of_person'),
        ),
        migrations.AddConstraint(
            model_name='familyvoice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('keeper', ''), ('kind', referrals.voices.VoiceKind['HINT']), ('next_step', ''), ('next_step_due', None), ('waiting_on', ''), ('wake_at', None)), models.Q(models.Q(('kind', referrals.voices.VoiceKind['HINT']), _negated=True), models.Q(('keeper', ''), _negated=True), ('ended_at', None), ('ended_how', ''), ('next_step_due__isnull', False), ('wake_at__isnull', False), models.Q(('waiting_on', ''), _negated=True), models.Q(('next_step', ''), _negated=True)), models.Q(models.Q(('kind', referrals.voices.VoiceKind['HINT']), _negated=True), ('ended_at__isnull', False), models.Q(('ended_how', ''), _negated=True), ('next_step', ''), ('next_step_due', None), ('waiting_on', ''), ('wake_at', None)), _connector='OR'), name='voice_is_owed_or_answered'),
        ),
        migrations.AddConstraint(
            model_name='familyvoice',
            constraint=models.CheckConstraint(condition=models.Q(('passed_at', None), models.Q(('may_pass_on', True), ('organization__isnull', False)), _connector='OR'), name='voice_is_passed_on_only_when_allowed'),
        ),
        migrations.AddConstraint(
            model_name='familyvoice',
            constraint=models.CheckConstraint(condition=models.Q(('person__isnull', False), ('referral', None), _connector='OR'), name='voice_without_a_name_leads_to_no_request'),
        ),
        migrations.AddConstraint(
            model_name='familyvoice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('recorded_by', None), ('via', 'link')), models.Q(models.Q(('via', 'link'), _negated=True), ('recorded_by__isnull', False)), _connector='OR'), name='voice_told_by_others_says_who_wrote_it'),
        ),
        migrations.AddIndex(
            model_name='contest',
            index=models.Index(condition=models.Q(('wake_at__isnull', False)), fields=['network', 'wake_at'], name='referrals_contest_wakes'),
        ),
        migrations.AddConstraint(
            model_name='contest',
            constraint=models.UniqueConstraint(fields=('network', 'referral', 'began_at'), name='referrals_contest_once'),
        ),
        migrations.AddConstraint(
            model_name='contest',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('network', 'referral'), name='referrals_one_open_contest'),
        ),
        migrations.AddConstraint(
            model_name='contest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('next_step_due__isnull', False), ('wake_at__isnull', False), models.Q(('next_step', ''), _negated=True), models.Q(('waiting_on', ''), _negated=True)), models.Q(('ended_at__isnull', False), ('next_step_due__isnull', True), ('wake_at__isnull', True), ('next_step', ''), ('waiting_on', ''), models.Q(('ended_how', ''), _negated=True)), _connector='OR'), name='contest_open_is_followed_up'),
        ),
        migrations.AddConstraint(
            model_name='contest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True)), models.Q(('answered_at__isnull', False), models.Q(('answer', ''), _negated=True), models.Q(('said_by', ''), _negated=True), models.Q(('said_by', models.F('recorded_by')), ('via__in', ('phone', 'paper', 'in_person', 'file')), _connector='OR')), _connector='OR'), name='contest_answer_has_a_source'),
        ),
        migrations.AddIndex(
            model_name='contactattempt',
            index=models.Index(fields=['network', 'person', 'at'], name='referrals_attempt_person'),
        ),
        migrations.AddIndex(
            model_name='retentionrun',
            index=models.Index(fields=['network', '-at'], name='referrals_retention_last'),
        ),
        migrations.AddConstraint(
            model_name='weekasked',
            constraint=models.UniqueConstraint(fields=('network', 'organization', 'week'), name='referrals_asked_once_a_week'),
        ),
    ]  # fmt: skip
