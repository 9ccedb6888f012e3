"""How does the database keep an erased person erased? What its migrations say of each table."""

from collections.abc import Sequence

# The person is locked as a foreign key locks them: whoever erases waits for who writes, and the other way round.
_REFUSES = """
CREATE FUNCTION {table}_of_erased() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    gone timestamptz;
BEGIN
    FOR gone IN SELECT erased_at FROM people_person WHERE id IN ({person}) FOR KEY SHARE LOOP
        IF gone IS NOT NULL THEN
            RAISE EXCEPTION 'A row of % would tell something of a person who is erased', TG_TABLE_NAME
                USING ERRCODE = 'check_violation', CONSTRAINT = 'erased_stays_erased';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
CREATE TRIGGER {table}_of_erased BEFORE INSERT OR UPDATE {columns} ON {table}
    FOR EACH ROW {when} EXECUTE FUNCTION {table}_of_erased();
"""
_UNDO = "DROP TRIGGER {table}_of_erased ON {table}; DROP FUNCTION {table}_of_erased;"


def refuses_erased(table: str, person: str, sealed: Sequence[str] = ()) -> tuple[str, str]:
    """SQL, and SQL that takes it back: no row of the table says anything of a person who is erased.

    `person` are ids, in terms of NEW; `sealed` the columns that say something, none: the row itself does.
    """
    columns = f"OF {', '.join(sealed)}" if sealed else ""
    says = " OR ".join(f"octet_length(NEW.{column}) > 0" for column in sealed)
    when = f"WHEN ({says})" if sealed else ""
    named = {"table": table, "person": person, "columns": columns, "when": when}
    return _REFUSES.format(**named), _UNDO.format(table=table)
