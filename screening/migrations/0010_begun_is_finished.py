"""A screening that somebody began is finished by somebody: a step with a day, as a look again is."""

import django.db.models.deletion
from django.db import migrations, models

from core import migrating
from screening.lifecycle import LaterKind

SAME = """
ALTER TABLE screening_later ADD CONSTRAINT screening_later_screening_id_same_network
    FOREIGN KEY (network_id, screening_id) REFERENCES screening_screening (network_id, id)
    DEFERRABLE INITIALLY DEFERRED;
"""
NOT_SAME = "ALTER TABLE screening_later DROP CONSTRAINT screening_later_screening_id_same_network;"


class Migration(migrating.Migration):
    dependencies = [
        ("screening", "0009_counted_in_index"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="later",
            name="later_is_about_one_thing",
        ),
        migrations.AddField(
            model_name="later",
            name="screening",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="laters",
                to="screening.screening",
            ),
        ),
        migrations.AlterField(
            model_name="later",
            name="ended_how",
            field=models.CharField(
                blank=True,
                choices=[
                    ("still_fine", "still_fine"),
                    ("needed_again", "needed_again"),
                    ("not_now", "not_now"),
                    ("appealed", "appealed"),
                    ("renewed", "renewed"),
                    ("finished", "finished"),
                    ("let_end", "let_end"),
                ],
                default="",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="later",
            name="kind",
            field=models.CharField(
                choices=[
                    ("recheck", "recheck"),
                    ("ask_again", "ask_again"),
                    ("renewal", "renewal"),
                    ("of_age", "of_age"),
                    ("reworded", "reworded"),
                    ("appeal", "appeal"),
                    ("recertify", "recertify"),
                    ("unfinished", "unfinished"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="later",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("consent__isnull", True),
                        (
                            "kind__in",
                            (
                                LaterKind["RECHECK"],
                                LaterKind["ASK_AGAIN"],
                                LaterKind["APPEAL"],
                                LaterKind["RECERTIFY"],
                            ),
                        ),
                        ("need__isnull", False),
                        ("screening__isnull", True),
                    ),
                    models.Q(
                        ("consent__isnull", False),
                        (
                            "kind__in",
                            (
                                LaterKind["RENEWAL"],
                                LaterKind["OF_AGE"],
                                LaterKind["REWORDED"],
                            ),
                        ),
                        ("need__isnull", True),
                        ("screening__isnull", True),
                    ),
                    models.Q(
                        ("consent__isnull", True),
                        ("kind", LaterKind["UNFINISHED"]),
                        ("need__isnull", True),
                        ("screening__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="later_is_about_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="later",
            constraint=models.UniqueConstraint(
                condition=models.Q(("done_at__isnull", True), ("screening__isnull", False)),
                fields=("network", "screening"),
                name="screening_later_once_begun",
            ),
        ),
        migrations.RunSQL(SAME, NOT_SAME),
    ]
