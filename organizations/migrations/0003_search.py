"""Find help by words: a weighted text index of each service that the database keeps by itself.

`search` is a column that Django does not know: nothing but the search reads it, and no page should
carry it about. A trigger fills it, not GENERATED, because the organization's name lies in another table.
"""

from django.db import migrations

from core import migrating

EXTENSIONS = """
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
"""
# unaccent() is only STABLE, because its dictionary could change; this one names the dictionary.
PLAIN = """
CREATE FUNCTION organizations_plain(words text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    AS $$ SELECT lower(public.unaccent('public.unaccent'::regdictionary, words)) $$;
"""
COLUMN = """
ALTER TABLE organizations_service ADD COLUMN search tsvector NOT NULL DEFAULT ''::tsvector;

CREATE FUNCTION organizations_service_search() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    organization_name text;
BEGIN
    SELECT name INTO organization_name FROM organizations_organization WHERE id = NEW.organization_id;
    NEW.search :=
        setweight(to_tsvector('english', organizations_plain(NEW.name)), 'A')
        || setweight(to_tsvector('english', organizations_plain(coalesce(organization_name, ''))), 'B')
        || setweight(to_tsvector('english', organizations_plain(array_to_string(NEW.keywords, ' '))), 'C')
        || setweight(to_tsvector('english', organizations_plain(NEW.description)), 'D');
    RETURN NEW;
END $$;
CREATE TRIGGER organizations_service_search
    BEFORE INSERT OR UPDATE OF name, description, keywords, organization_id ON organizations_service
    FOR EACH ROW EXECUTE FUNCTION organizations_service_search();

CREATE FUNCTION organizations_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE organizations_service SET name = name WHERE organization_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER organizations_renamed AFTER UPDATE OF name ON organizations_organization
    FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION organizations_renamed();

-- find help: services by words
CREATE INDEX organizations_service_words ON organizations_service USING gin (search);
"""
TAKE_BACK = """
DROP TRIGGER organizations_renamed ON organizations_organization;
DROP FUNCTION organizations_renamed;
DROP TRIGGER organizations_service_search ON organizations_service;
DROP FUNCTION organizations_service_search;
ALTER TABLE organizations_service DROP COLUMN search;
DROP FUNCTION organizations_plain;
"""


class Migration(migrating.Migration):
    dependencies = [("organizations", "0002_within_network")]

    operations = [
        migrations.RunSQL(EXTENSIONS, migrations.RunSQL.noop),
        migrations.RunSQL(PLAIN + COLUMN, TAKE_BACK),
    ]
