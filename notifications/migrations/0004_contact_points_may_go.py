"""A family may take a number back: what was sent there stays known, what waits is held back."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from core import migrating


class Migration(migrating.Migration):
    dependencies = [("notifications", "0003_how_often_lately")]

    operations = [
        migrations.RemoveConstraint(model_name="delivery", name="delivery_has_one_recipient"),
        migrations.AlterField(
            model_name="delivery",
            name="contact_point",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="people.contactpoint",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                name="delivery_has_one_recipient",
                condition=Q(contact_point=None, organization=None)
                | Q(contact_point=None, user=None)
                | Q(organization=None, user=None),
            ),
        ),
    ]
