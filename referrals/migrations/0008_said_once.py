"""What a family says is kept once, however often its button is pressed."""

from django.db import migrations, models

from core import migrating


class Migration(migrating.Migration):
    dependencies = [
        ("organizations", "0005_laws_said"),
        ("people", "0012_texts_are_decided"),
        ("referrals", "0007_few_have_one"),
    ]

    operations = [
        migrations.AddField(
            model_name="familyvoice",
            name="request_key",
            field=models.UUIDField(
                editable=False,
                help_text="from the form: a second click finds the first row",
                null=True,
            ),
        ),
        migrations.AddConstraint(
            model_name="familyvoice",
            constraint=models.UniqueConstraint(
                fields=("network", "request_key"), name="referrals_voice_asked_once"
            ),
        ),
    ]
