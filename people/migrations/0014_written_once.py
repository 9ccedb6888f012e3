"""What is written down about a person is written once, however often a button is pressed."""

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
        ("people", "0013_where_workers_live"),
    ]

    operations = [
        *key_of("person", "people_person"),
        *key_of("contactpoint", "people_contact_point"),
        *key_of("wish", "people_wish"),
        *key_of("rightsrequest", "people_right"),
        *key_of("hold", "people_hold"),
        *key_of("safetyalert", "people_alert"),
        *key_of("mandatedreport", "people_report"),
        *key_of("legaldemand", "people_demand"),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.UniqueConstraint(
                fields=("network", "given_together", "direction", "recipient"),
                name="people_consent_said_once",
                nulls_distinct=False,
            ),
        ),
    ]
