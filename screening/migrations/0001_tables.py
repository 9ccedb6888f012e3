"""The tables; what the database itself refuses in them follows in the next ones."""

import core.ids
import core.sealed
import django.contrib.postgres.fields
import django.db.models.deletion
import screening.lifecycle
from django.conf import settings
from django.db import migrations, models

from core import migrating


class Migration(migrating.Migration):
    replaces = [
        ("screening", "0001_initial"),
        ("screening", "0003_who_interprets"),
        ("screening", "0005_at_the_desk"),
        ("screening", "0007_desk_index"),
        ("screening", "0008_desk_helper"),
        ("screening", "0010_own_steps"),
        ("screening", "0011_vacuum_sooner"),
        ("screening", "0012_after_an_application"),
        ("screening", "0013_reach_family_beside"),
        ("screening", "0014_own_list"),
        ("screening", "0015_asked_themselves"),
        ("screening", "0017_ways_of_then"),
        ("screening", "0018_no_area_of_the_hidden"),
        ("screening", "0020_needed_today"),
        ("screening", "0021_after_death"),
        ("screening", "0022_waits_for_its_day"),
    ]

    initial = True

    dependencies = [
        ("organizations", "0001_tables"),
        ("people", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Screening',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('instrument', models.CharField(max_length=40)),
                ('instrument_version', models.CharField(max_length=20)),
                ('language', models.CharField(default='en', max_length=12)),
                ('mode', models.CharField(choices=[('asked', 'Asked'), ('handed_over', 'Handed Over'), ('paper', 'Paper')], default='asked', max_length=12)),
                ('alone', models.BooleanField(default=False, help_text='private items are asked only when nobody else listens')),
                ('interpreter_kind', models.CharField(choices=[('nobody', 'Nobody'), ('professional', 'Professional'), ('staff', 'Staff'), ('relative', 'Relative'), ('child', 'Child')], default='nobody', max_length=12)),
                ('interpreter', core.sealed.SealedTextField(blank=True, default='', help_text='who interpreted, as they gave it')),
                ('started_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField(blank=True, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('positive', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, help_text='topics, without sensitive ones', size=None)),
                ('answered_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, help_text='the carer, when it was not the person', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('network', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.network')),
                ('organization', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='screenings', to='organizations.organization')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='screenings', to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='Need',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('waiting_on', models.TextField(blank=True, default='')),
                ('next_step', models.TextField(blank=True, default='')),
                ('next_step_due', models.DateTimeField(blank=True, null=True)),
                ('wake_at', models.DateTimeField(blank=True, null=True)),
                ('rung', models.PositiveSmallIntegerField(default=0)),
                ('status', models.CharField(choices=[('found', 'found'), ('wants_help', 'wants_help'), ('being_helped', 'being_helped'), ('to_confirm', 'to_confirm'), ('no_resource', 'no_resource'), ('paused', 'paused'), ('met', 'met'), ('solved_otherwise', 'solved_otherwise'), ('help_declined', 'help_declined'), ('no_longer_needed', 'no_longer_needed'), ('handed_over', 'handed_over'), ('stopped_by_family', 'stopped_by_family'), ('unreachable', 'unreachable'), ('unconfirmed', 'unconfirmed'), ('died', 'died'), ('duplicate', 'duplicate'), ('entered_in_error', 'entered_in_error')], max_length=20)),
                ('paused_until', models.DateField(blank=True, help_text='the day on which the family wants to be asked again', null=True)),
                ('paused_why', models.CharField(blank=True, db_default='', default='', max_length=10)),
                ('paused_from', models.CharField(blank=True, db_default='', default='', help_text='where it stood before', max_length=20)),
                ('is_at_desk', models.BooleanField(default=False)),
                ('at_desk_since', models.DateTimeField(blank=True, null=True)),
                ('at_desk_why', models.CharField(blank=True, db_default='', default='', help_text='the situation in which nobody took the step, or `asked`', max_length=20)),
                ('audience', models.CharField(default='family', help_text='who in the family may know: family or subject', max_length=12)),
                ('topic', models.CharField(max_length=40)),
                ('category', models.CharField(help_text='SDOHCC category of the topic', max_length=40)),
                ('is_sensitive', models.BooleanField(default=False)),
                ('priority', models.PositiveSmallIntegerField(default=0, help_text='1: what matters most to the family; 0: not said')),
                ('words', core.sealed.SealedTextField(blank=True, default='', help_text='what the family said about it')),
                ('found_at', models.DateTimeField()),
                ('wanted_at', models.DateTimeField(blank=True, null=True)),
                ('needed_by', models.DateTimeField(blank=True, null=True)),
                ('is_for_today', models.BooleanField(db_default=False, default=False, help_text='what was asked for it is needed today: its steps count staffed hours')),
                ('since', models.DateTimeField(help_text='when it came to this status')),
                ('said_by', models.CharField(max_length=10)),
                ('recorded_by', models.CharField(max_length=10)),
                ('via', models.CharField(max_length=10)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('why', models.CharField(blank=True, default='', help_text='the one-tap reason of a no', max_length=30)),
                ('received_part', models.BooleanField(default=False)),
                ('not_yet_count', models.PositiveSmallIntegerField(default=0)),
                ('ask_again_on', models.DateField(blank=True, null=True)),
                ('lasts', models.CharField(blank=True, default='', max_length=10)),
                ('recheck_on', models.DateField(blank=True, null=True)),
                ('hand_over_due', models.DateTimeField(blank=True, help_text='by when an offer to a colleague is decided', null=True)),
                ('mend_contact_due', models.DateTimeField(blank=True, help_text='by when a way to reach the family works again', null=True)),
                ('reach_family_due', models.DateTimeField(blank=True, help_text='by when we try a family that a partner could not reach', null=True)),
                ('after_death_due', models.DateTimeField(blank=True, help_text='by when its owner has looked at it: the person has died', null=True)),
                ('protocol_done_at', models.DateTimeField(blank=True, help_text='every safe way to reach them was tried', null=True)),
                ('protocol_ways', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), blank=True, help_text='the safe ways that there were then; a new one does not make it untried', null=True, size=None)),
                ('version', models.PositiveIntegerField(default=1)),
                ('continues', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='screening.need')),
                ('desk_helper', models.ForeignKey(blank=True, db_index=False, help_text='who at the desk has taken it', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('network', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.network')),
                ('organization', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='needs', to='organizations.organization')),
                ('responsible', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='needs', to=settings.AUTH_USER_MODEL)),
                ('subject', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='needs', to='people.person')),
                ('found_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='needs', to='screening.screening')),
            ],
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('item', models.CharField(help_text='LOINC code of the question', max_length=20)),
                ('codes', core.sealed.SealedTextField(blank=True, default='', help_text='answer codes, separated by spaces')),
                ('absent', models.CharField(blank=True, default='', help_text='asked-declined, not-asked, unknown', max_length=20)),
                ('answered_at', models.DateTimeField()),
                ('network', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.network')),
                ('screening', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='screening.screening')),
            ],
        ),
        migrations.CreateModel(
            name='ScreeningOffer',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('due', 'Due'), ('offered', 'Offered'), ('declined', 'Declined'), ('not_offered', 'Not Offered')], max_length=12)),
                ('why', models.CharField(blank=True, default='', max_length=40)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('at', models.DateTimeField()),
                ('network', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.network')),
                ('organization', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='screening_offers', to='people.person')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Later',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('waiting_on', models.TextField(blank=True, default='')),
                ('next_step', models.TextField(blank=True, default='')),
                ('next_step_due', models.DateTimeField(blank=True, null=True)),
                ('wake_at', models.DateTimeField(blank=True, null=True)),
                ('rung', models.PositiveSmallIntegerField(default=0)),
                ('kind', models.CharField(choices=[('recheck', 'recheck'), ('ask_again', 'ask_again'), ('renewal', 'renewal'), ('of_age', 'of_age'), ('reworded', 'reworded'), ('appeal', 'appeal'), ('recertify', 'recertify')], max_length=10)),
                ('on_day', models.DateField(help_text='the day that it is about')),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('ended_how', models.CharField(blank=True, choices=[('still_fine', 'still_fine'), ('needed_again', 'needed_again'), ('not_now', 'not_now'), ('appealed', 'appealed'), ('renewed', 'renewed'), ('let_end', 'let_end')], default='', max_length=12)),
                ('consent', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='laters', to='people.consent')),
                ('network', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.network')),
                ('organization', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
                ('person', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='laters', to='people.person')),
                ('need', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='laters', to='screening.need')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('done_at__isnull', True)), fields=['network', 'organization', 'next_step_due'], name='screening_later_open'), models.Index(condition=models.Q(('wake_at__isnull', False)), fields=['network', 'wake_at'], name='screening_later_wakes')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('next_step_due__isnull', False), ('wake_at__isnull', False), models.Q(('next_step', ''), _negated=True), models.Q(('waiting_on', ''), _negated=True)), models.Q(('done_at__isnull', False), ('next_step_due__isnull', True), ('wake_at__isnull', True), models.Q(('ended_how', ''), _negated=True)), _connector='OR'), name='later_open_is_followed_up'), models.CheckConstraint(condition=models.Q(models.Q(('consent__isnull', True), ('kind__in', (screening.lifecycle.LaterKind['RECHECK'], screening.lifecycle.LaterKind['ASK_AGAIN'], screening.lifecycle.LaterKind['APPEAL'], screening.lifecycle.LaterKind['RECERTIFY'])), ('need__isnull', False)), models.Q(('consent__isnull', False), ('kind__in', (screening.lifecycle.LaterKind['RENEWAL'], screening.lifecycle.LaterKind['OF_AGE'], screening.lifecycle.LaterKind['REWORDED'])), ('need__isnull', True)), _connector='OR'), name='later_is_about_one_thing'), models.UniqueConstraint(condition=models.Q(('need__isnull', False)), fields=('network', 'need', 'kind', 'on_day'), name='screening_later_once_a_need'), models.UniqueConstraint(condition=models.Q(('consent__isnull', False)), fields=('network', 'consent', 'kind', 'on_day'), name='screening_later_once_a_consent')],
            },
        ),
        migrations.CreateModel(
            name='HandOver',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('offered_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answer', models.CharField(blank=True, choices=[('accepted', 'Accepted'), ('declined', 'Declined'), ('taken_back', 'Taken Back'), ('overtaken', 'Overtaken')], default='', max_length=10)),
                ('giver', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('network', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.network')),
                ('taker', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('need', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='hand_overs', to='screening.need')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('answered_at', None)), fields=['network', 'taker'], name='screening_offered_to')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('answered_at', None)), fields=('network', 'need'), name='screening_offered_to_one'), models.CheckConstraint(condition=models.Q(('giver', models.F('taker')), _negated=True), name='screening_offered_to_another'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None)), models.Q(('answered_at__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='screening_offer_says_how_it_ended')],
            },
        ),
        migrations.CreateModel(
            name='Gap',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('topic', models.CharField(max_length=40)),
                ('why', models.CharField(choices=[('none_exists', 'none_exists'), ('full', 'full'), ('not_eligible', 'not_eligible'), ('too_far', 'too_far'), ('barrier', 'barrier'), ('funds_out', 'funds_out')], max_length=20)),
                ('zip3', models.CharField(blank=True, default='', help_text='where: 45 CFR 164.514(b)(2)', max_length=3)),
                ('recorded_at', models.DateTimeField()),
                ('reviewed_at', models.DateTimeField(blank=True, help_text='when somebody last looked and found nobody', null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_how', models.CharField(blank=True, choices=[('opened', 'opened'), ('tried_again', 'tried_again'), ('moved_on', 'moved_on')], default='', max_length=12)),
                ('network', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.network')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('service', models.ForeignKey(blank=True, db_constraint=False, help_text='whose opening ended it', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.service')),
                ('need', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='gaps', to='screening.need')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['network', 'topic', 'recorded_at'], name='screening_gap_open')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('network', 'need'), name='screening_one_gap_a_need'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_how', '')), models.Q(('ended_at__isnull', False), models.Q(('ended_how', ''), _negated=True)), _connector='OR'), name='gap_ended_says_how'), models.CheckConstraint(condition=models.Q(models.Q(('ended_how', screening.lifecycle.GapEnd['OPENED']), ('service__isnull', False)), models.Q(models.Q(('ended_how', screening.lifecycle.GapEnd['OPENED']), _negated=True), ('service', None)), _connector='OR'), name='gap_opened_names_the_service')],
            },
        ),
        migrations.CreateModel(
            name='NeedBeneficiary',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('need', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='beneficiaries', to='screening.need')),
                ('network', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.network')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='benefits_from', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('network', 'need', 'person'), name='screening_beneficiary_once')],
            },
        ),
        migrations.CreateModel(
            name='NeedNamed',
            fields=[
                ('id', models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('need', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='named', to='screening.need')),
                ('network', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.network')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('network', 'need', 'user'), name='screening_named_once')],
            },
        ),
        migrations.AddIndex(
            model_name='screening',
            index=models.Index(condition=models.Q(('finished_at', None)), fields=['network', 'organization', '-started_at'], name='screening_unfinished'),
        ),
        migrations.AddIndex(
            model_name='need',
            index=models.Index(condition=models.Q(('next_step_due__isnull', False)), fields=['network', 'organization', 'waiting_on', 'next_step_due', 'id'], name='screening_need_today'),
        ),
        migrations.AddIndex(
            model_name='need',
            index=models.Index(condition=models.Q(('next_step_due__isnull', False)), fields=['network', 'responsible', 'waiting_on', 'next_step_due', 'id'], name='screening_need_mine'),
        ),
        migrations.AddIndex(
            model_name='need',
            index=models.Index(condition=models.Q(('wake_at__isnull', False)), fields=['network', 'wake_at', 'id'], name='screening_need_wakes'),
        ),
        migrations.AddIndex(
            model_name='need',
            index=models.Index(condition=models.Q(('is_at_desk', True)), fields=['network', 'at_desk_since'], name='screening_need_at_desk'),
        ),
        migrations.AddIndex(
            model_name='need',
            index=models.Index(condition=models.Q(('recheck_on__isnull', False)), fields=['network', 'recheck_on'], name='screening_need_rechecks'),
        ),
        migrations.AddIndex(
            model_name='need',
            index=models.Index(condition=models.Q(('ask_again_on__isnull', False)), fields=['network', 'ask_again_on'], name='screening_need_asks_again'),
        ),
        migrations.AddIndex(
            model_name='need',
            index=models.Index(condition=models.Q(('closed_at__isnull', False)), fields=['network', 'organization', '-closed_at'], name='screening_need_closed'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', [screening.lifecycle.NeedStatus['BEING_HELPED'], screening.lifecycle.NeedStatus['FOUND'], screening.lifecycle.NeedStatus['NO_RESOURCE'], screening.lifecycle.NeedStatus['PAUSED'], screening.lifecycle.NeedStatus['TO_CONFIRM'], screening.lifecycle.NeedStatus['WANTS_HELP']]), _negated=True), models.Q(('next_step_due__isnull', False), ('wake_at__isnull', False), models.Q(('next_step', ''), _negated=True), models.Q(('waiting_on', ''), _negated=True), models.Q(('responsible__isnull', False), ('is_at_desk', True), _connector='OR')), _connector='OR'), name='need_open_is_followed_up'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('at_desk_since__isnull', True), ('at_desk_why', ''), ('is_at_desk', False), models.Q(('waiting_on', screening.lifecycle.Turn['DESK']), _negated=True)), models.Q(('at_desk_since__isnull', False), ('is_at_desk', True), ('waiting_on', screening.lifecycle.Turn['DESK']), models.Q(('at_desk_why', ''), _negated=True)), _connector='OR'), name='need_at_desk_says_why'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.CheckConstraint(condition=models.Q(('is_for_today', False), ('status__in', [screening.lifecycle.NeedStatus['BEING_HELPED'], screening.lifecycle.NeedStatus['WANTS_HELP']]), _connector='OR'), name='need_for_today_is_waited_for'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('paused_from__in', [screening.lifecycle.NeedStatus['BEING_HELPED'], screening.lifecycle.NeedStatus['FOUND'], screening.lifecycle.NeedStatus['TO_CONFIRM'], screening.lifecycle.NeedStatus['WANTS_HELP']]), ('paused_until__isnull', False), ('status', screening.lifecycle.NeedStatus['PAUSED']), ('waiting_on__in', ['owner', 'desk']), models.Q(('paused_why', ''), _negated=True)), models.Q(models.Q(('status', screening.lifecycle.NeedStatus['PAUSED']), _negated=True), ('paused_from', ''), ('paused_until__isnull', True), ('paused_why', '')), _connector='OR'), name='need_paused_has_a_day'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('after_death_due__isnull', True), ('hand_over_due__isnull', True), ('mend_contact_due__isnull', True), ('reach_family_due__isnull', True)), ('waiting_on__in', ['owner', 'desk']), _connector='OR'), name='need_own_steps_come_first'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', [screening.lifecycle.NeedStatus['DIED'], screening.lifecycle.NeedStatus['DUPLICATE'], screening.lifecycle.NeedStatus['ENTERED_IN_ERROR'], screening.lifecycle.NeedStatus['HANDED_OVER'], screening.lifecycle.NeedStatus['HELP_DECLINED'], screening.lifecycle.NeedStatus['MET'], screening.lifecycle.NeedStatus['NO_LONGER_NEEDED'], screening.lifecycle.NeedStatus['SOLVED_OTHERWISE'], screening.lifecycle.NeedStatus['STOPPED_BY_FAMILY'], screening.lifecycle.NeedStatus['UNCONFIRMED'], screening.lifecycle.NeedStatus['UNREACHABLE']]), _negated=True), models.Q(('closed_at__isnull', False), models.Q(('said_by', ''), _negated=True), models.Q(('via', ''), _negated=True), ('next_step_due__isnull', True), ('wake_at__isnull', True), ('next_step', ''), ('waiting_on', '')), _connector='OR'), name='need_closed_says_how'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', [screening.lifecycle.NeedStatus['BEING_HELPED'], screening.lifecycle.NeedStatus['FOUND'], screening.lifecycle.NeedStatus['NO_RESOURCE'], screening.lifecycle.NeedStatus['PAUSED'], screening.lifecycle.NeedStatus['TO_CONFIRM'], screening.lifecycle.NeedStatus['WANTS_HELP']]), _negated=True), ('closed_at__isnull', True), _connector='OR'), name='need_open_is_not_closed'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.CheckConstraint(condition=models.Q(('said_by', models.F('recorded_by')), ('via__in', ('phone', 'paper', 'in_person', 'file')), _connector='OR'), name='need_word_has_a_source'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', screening.lifecycle.NeedStatus['UNREACHABLE']), _negated=True), ('protocol_done_at__isnull', False), _connector='OR'), name='need_unreachable_was_tried'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', screening.lifecycle.NeedStatus['MET']), _negated=True), ('lasts', 'once'), models.Q(models.Q(('lasts', ''), _negated=True), ('recheck_on__isnull', False)), _connector='OR'), name='need_met_says_how_long'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.UniqueConstraint(fields=('network', 'screening', 'item'), name='screening_one_answer_an_item'),
        ),
    ]  # fmt: skip
