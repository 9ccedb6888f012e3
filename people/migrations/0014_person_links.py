"""Two records of one person, for as long as both organizations' agreements hold."""

import core.ids
import django.db.models.deletion
import people.lifecycle
from django.conf import settings
from django.db import migrations, models

from core import migrating

from core.tenancy import GuardTenantTables, WallTenantTables

# Whom a record belongs to, and what its keeper is, stand elsewhere: a trigger asks as a link is made.
PROMISES = """
CREATE FUNCTION people_link_is_allowed() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM organizations_organization AS o
               WHERE o.id IN (NEW.first_organization_id, NEW.second_organization_id)
               AND (o.is_victim_service OR o.is_part2_program)) THEN
        RAISE EXCEPTION 'nobody of a victim service or a part 2 program is linked'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'people_link_keeps_some_apart';
    END IF;
    IF EXISTS (SELECT FROM people_person AS p WHERE p.id = NEW.first_id AND p.custodian_id <> NEW.first_organization_id)
    OR EXISTS (SELECT FROM people_person AS p WHERE p.id = NEW.second_id AND p.custodian_id <> NEW.second_organization_id)
    OR EXISTS (SELECT FROM people_consent AS c WHERE c.id = NEW.first_consent_id
               AND (c.person_id <> NEW.first_id OR c.direction <> 'link' OR c.recipient_id <> NEW.second_organization_id))
    OR EXISTS (SELECT FROM people_consent AS c WHERE c.id = NEW.second_consent_id
               AND (c.person_id <> NEW.second_id OR c.direction <> 'link' OR c.recipient_id <> NEW.first_organization_id))
    THEN
        RAISE EXCEPTION 'a link stands on an agreement of each side that names the other'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'people_link_is_agreed_to_by_both';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER people_link_allowed BEFORE INSERT OR UPDATE OF first_id, second_id, first_organization_id,
    second_organization_id, first_consent_id, second_consent_id, made_at ON people_personlink
    FOR EACH ROW EXECUTE FUNCTION people_link_is_allowed();
CREATE TRIGGER people_link_end_stays BEFORE UPDATE ON people_personlink
    FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION core_never_changes();
CREATE TRIGGER people_link_stays BEFORE DELETE ON people_personlink
    FOR EACH ROW EXECUTE FUNCTION core_never_changes();
REVOKE DELETE, TRUNCATE ON people_personlink FROM porchlight_app;
"""
UNDO = "DROP FUNCTION people_link_is_allowed() CASCADE;"


class Migration(migrating.Migration):
    dependencies = [
        ("organizations", "0008_special_laws"),
        ("people", "0013_laws_and_secret_addresses"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonLink",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "digest",
                    models.CharField(help_text="of the code, which is shown once", max_length=64),
                ),
                ("proposed_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("made_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="consent",
            name="people_consent_names_the_partner",
        ),
        migrations.AlterField(
            model_name="consent",
            name="direction",
            field=models.CharField(
                choices=[
                    ("send", "send"),
                    ("report_back", "report_back"),
                    ("pass_on", "pass_on"),
                    ("desk", "desk"),
                    ("contact", "contact"),
                    ("link", "link"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "direction__in",
                            [
                                people.lifecycle.Direction["LINK"],
                                people.lifecycle.Direction["REPORT_BACK"],
                                people.lifecycle.Direction["SEND"],
                            ],
                        ),
                        _negated=True,
                    ),
                    ("recipient__isnull", False),
                    _connector="OR",
                ),
                name="people_consent_names_the_partner",
            ),
        ),
        migrations.AddField(
            model_name="personlink",
            name="ended_by_organization",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organizations.organization",
            ),
        ),
        migrations.AddField(
            model_name="personlink",
            name="first",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="personlink",
            name="first_consent",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.consent",
            ),
        ),
        migrations.AddField(
            model_name="personlink",
            name="first_organization",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organizations.organization",
            ),
        ),
        migrations.AddField(
            model_name="personlink",
            name="made_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="personlink",
            name="network",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organizations.network",
            ),
        ),
        migrations.AddField(
            model_name="personlink",
            name="proposed_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="personlink",
            name="second",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="personlink",
            name="second_consent",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.consent",
            ),
        ),
        migrations.AddField(
            model_name="personlink",
            name="second_organization",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                help_text="whom the code is for",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organizations.organization",
            ),
        ),
        migrations.AddIndex(
            model_name="personlink",
            index=models.Index(fields=["network", "first"], name="people_link_first"),
        ),
        migrations.AddIndex(
            model_name="personlink",
            index=models.Index(fields=["network", "second"], name="people_link_second"),
        ),
        migrations.AddConstraint(
            model_name="personlink",
            constraint=models.UniqueConstraint(
                fields=("network", "digest"), name="people_link_code_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="personlink",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None), ("made_at__isnull", False)),
                fields=("network", "first", "second"),
                name="people_linked_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="personlink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("made_at", None),
                        ("made_by", None),
                        ("second", None),
                        ("second_consent", None),
                    ),
                    models.Q(
                        ("made_at__isnull", False),
                        ("made_by__isnull", False),
                        ("second__isnull", False),
                        ("second_consent__isnull", False),
                        models.Q(("second_consent", models.F("first_consent")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="people_link_is_agreed_to_by_both",
            ),
        ),
        migrations.AddConstraint(
            model_name="personlink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("first_organization", models.F("second_organization")), _negated=True
                ),
                name="people_link_joins_two_organizations",
            ),
        ),
        GuardTenantTables("personlink"),
        WallTenantTables("personlink"),
        migrations.RunSQL(PROMISES, UNDO),
    ]
