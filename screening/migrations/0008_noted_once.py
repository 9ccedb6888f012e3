"""That nobody asked, and why, is noted once, however often the button is pressed."""

from django.db import migrations, models

from core import migrating

FROM_THE_FORM = "from the form: a second click finds the first row"


def key_of(model: str, name: str) -> tuple[migrations.AddField, migrations.AddConstraint]:
    return (
        migrations.AddField(
            model_name=model,
            name="request_key",
            field=models.UUIDField(editable=False, help_text=FROM_THE_FORM, null=True),
        ),
        migrations.AddConstraint(
            model_name=model,
            constraint=models.UniqueConstraint(
                fields=("network", "request_key"), name=f"{name}_asked_once"
            ),
        ),
    )


class Migration(migrating.Migration):
    dependencies = [
        ("screening", "0007_secret_area_is_nowhere"),
    ]

    operations = [
        *key_of("screeningoffer", "screening_offer"),
    ]
