"""What a form makes is made once, however often its button is pressed; and a decision may come too late."""

from django.db import migrations, models

from core import migrating


class Migration(migrating.Migration):
    dependencies = [
        ("governance", "0018_meetings_are_decided"),
        ("organizations", "0005_laws_said"),
    ]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="request_key",
            field=models.UUIDField(
                editable=False,
                help_text="from the form: a second click finds the first row",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="ending",
            name="request_key",
            field=models.UUIDField(
                editable=False,
                help_text="from the form: a second click finds the first row",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="request_key",
            field=models.UUIDField(
                editable=False,
                help_text="from the form: a second click finds the first row",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="statement",
            name="request_key",
            field=models.UUIDField(
                editable=False,
                help_text="from the form: a second click finds the first row",
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="proposal",
            name="why",
            field=models.CharField(
                blank=True,
                choices=[
                    ("nobody_may_vote", "nobody_may_vote"),
                    ("too_few", "too_few"),
                    ("objection", "objection"),
                    ("nobody_for_it", "nobody_for_it"),
                    ("tie", "tie"),
                    ("too_few_for_it", "too_few_for_it"),
                    ("chamber", "chamber"),
                    ("no_objection", "no_objection"),
                    ("enough_for_it", "enough_for_it"),
                    ("chair_decided", "chair_decided"),
                    ("not_wanted", "not_wanted"),
                    ("overtaken", "overtaken"),
                ],
                default="",
                max_length=16,
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.UniqueConstraint(
                fields=("network", "request_key"), name="governance_comment_asked_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="ending",
            constraint=models.UniqueConstraint(
                fields=("network", "request_key"), name="governance_ending_asked_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                fields=("network", "request_key"), name="governance_proposal_asked_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.UniqueConstraint(
                fields=("network", "request_key"), name="governance_statement_asked_once"
            ),
        ),
    ]
