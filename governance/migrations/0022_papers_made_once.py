"""A draft of an agreement, and a line of what is owed under it, are made once, however often a button is pressed."""

from django.db import migrations, models

from core import migrating

FROM_THE_FORM = "from the form: a second click finds the first row"


def key_of(model: str) -> tuple[migrations.AddField, migrations.AddConstraint]:
    return (
        migrations.AddField(
            model_name=model,
            name="request_key",
            field=models.UUIDField(editable=False, help_text=FROM_THE_FORM, null=True),
        ),
        migrations.AddConstraint(
            model_name=model,
            constraint=models.UniqueConstraint(
                fields=("network", "request_key"), name=f"governance_{model}_asked_once"
            ),
        ),
    )


class Migration(migrating.Migration):
    dependencies = [
        ("governance", "0021_one_dispute_between_two"),
    ]

    operations = [*key_of("agreement"), *key_of("obligation")]
