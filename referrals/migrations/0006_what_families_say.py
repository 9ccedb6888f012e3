"""Thanks, complaints, and what would have made it easier: what families say of how they were helped."""

from django.db import migrations

from core import migrating
from people.models.erased import refuses_erased


class Migration(migrating.Migration):
    replaces = [("referrals", "0018_what_families_say")]
    dependencies = [
        ("referrals", "0005_erased"),
        ("organizations", "0001_tables"),
        ("people", "0011_drawn_signatures"),
    ]

    operations = [
        migrations.RunSQL(
            *refuses_erased(
                "referrals_familyvoice", "NEW.person_id", ["words", "passed_words", "answer_words"]
            )
        ),
    ]
