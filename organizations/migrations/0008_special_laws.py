"""Which organizations keep records under a law of their own: 42 CFR part 2, FERPA."""

from django.db import migrations, models

from core import migrating


class Migration(migrating.Migration):
    dependencies = [
        ("organizations", "0007_working_hours"),
    ]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="is_part2_program",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="42 CFR 2.11: holds itself out as helping with alcohol or drugs, with federal help",
            ),
        ),
        migrations.AddField(
            model_name="organization",
            name="is_school",
            field=models.BooleanField(
                db_default=False, default=False, help_text="34 CFR 99.1: keeps education records"
            ),
        ),
    ]
