"""Whoever links two records or names one in a demand waits while an organization says under which laws it is."""

from django.db import migrations

from core import migrating

# The row that says which laws hold is held still until the link or the name is there: what was read
# a moment ago may just be changing.
LINKED = """
CREATE OR REPLACE FUNCTION people_link_is_allowed() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    {wait}IF EXISTS (SELECT FROM organizations_organization AS o
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
"""
NAMED = """
CREATE OR REPLACE FUNCTION people_named_may_be() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    {wait}IF EXISTS (SELECT FROM people_person AS p JOIN organizations_organization AS o ON o.id = p.custodian_id
               WHERE p.id = NEW.person_id AND o.is_victim_service) THEN
        RAISE EXCEPTION 'nobody of a victim service is named in a demand'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'demand_leaves_victim_services_alone';
    END IF;
    RETURN NEW;
END $$;
"""
BOTH = """PERFORM FROM organizations_organization AS o
    WHERE o.id IN (NEW.first_organization_id, NEW.second_organization_id) ORDER BY o.id FOR SHARE;
    """
ITS_OWN = """PERFORM FROM organizations_organization AS o
    WHERE o.id = (SELECT custodian_id FROM people_person WHERE id = NEW.person_id) FOR SHARE;
    """


class Migration(migrating.Migration):
    dependencies = [("people", "0017_drawn_signatures")]

    operations = [
        migrations.RunSQL(LINKED.format(wait=BOTH), LINKED.format(wait="")),
        migrations.RunSQL(NAMED.format(wait=ITS_OWN), NAMED.format(wait="")),
    ]
