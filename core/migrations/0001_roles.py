"""The role that web and worker are members of: it reads and writes rows, and makes no table."""

from django.db import migrations

# Roles belong to the cluster, not to the database, and two databases may migrate at once.
# Where the owner may not make roles, an administrator makes it first and this step finds it.
MAKE_ROLE = """
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'porchlight_app') THEN
        CREATE ROLE porchlight_app NOLOGIN;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$
"""
# For every table made after this one; a table that gives less revokes it in its own migration.
ON_NEW = "ALTER DEFAULT PRIVILEGES IN SCHEMA public"
GIVE = [
    "GRANT USAGE ON SCHEMA public TO porchlight_app",
    f"{ON_NEW} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO porchlight_app",
    f"{ON_NEW} GRANT USAGE, SELECT ON SEQUENCES TO porchlight_app",
    # Django made this table before any migration; /readyz reads it.
    "GRANT SELECT ON django_migrations TO porchlight_app",
]
TAKE_BACK = [
    f"{ON_NEW} REVOKE ALL ON TABLES FROM porchlight_app",
    f"{ON_NEW} REVOKE ALL ON SEQUENCES FROM porchlight_app",
]


class Migration(migrations.Migration):
    initial = True
    run_before = [
        ("contenttypes", "0001_initial")
    ]  # so that no table is made before the privileges
    dependencies = []
    operations = [
        migrations.RunSQL(MAKE_ROLE, migrations.RunSQL.noop),
        migrations.RunSQL(GIVE, TAKE_BACK),
    ]
