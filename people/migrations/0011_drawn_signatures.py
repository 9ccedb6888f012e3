"""What somebody drew when they agreed: sealed, once for the conversation; each agreement keeps its digest."""

from django.db import migrations

from core import migrating
from people.models.erased import refuses_erased


class Migration(migrating.Migration):
    replaces = [("people", "0017_drawn_signatures")]
    dependencies = [("people", "0010_named_in_demand"), ("organizations", "0001_tables")]

    operations = [
        migrations.RunSQL(*refuses_erased("people_signature", "NEW.person_id")),
    ]
