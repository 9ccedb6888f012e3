"""Who answers what families say of how they were helped."""

from django.db import migrations

from core import migrating


class Migration(migrating.Migration):
    dependencies = [
        ("organizations", "0014_external_id"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="network",
            options={
                "permissions": [
                    ("run_desk", "answer for what nobody else answers"),
                    ("convene", "run the partner network"),
                    ("sit_on_council", "decide the network's rules"),
                    ("chair", "speak for the council"),
                    ("audit_privacy", "see who saw what"),
                    ("hear_families", "answer what families say of how they were helped"),
                ]
            },
        ),
    ]
