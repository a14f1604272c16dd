"""SQL of backups: what the tables hold, and whether a restored database holds the same.

None of it knows the schema: a backup is of whatever tables there are.
"""

import dataclasses
import json
from collections.abc import Iterable

from psycopg import sql

from flashcards.backups.manifest import TableSum

_NOT_OF_AN_EXTENSION = """
    NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = o.tableoid
        AND d.objid = o.oid AND d.deptype = 'e')
"""

COUNT_TABLES = f"""
    SELECT count(*) FROM pg_class o
    WHERE o.relnamespace = 'public'::regnamespace AND o.relkind IN ('r', 'p')
        AND {_NOT_OF_AN_EXTENSION}
"""
"""How many tables there are, but for those of extensions."""

# A row's text depends on no setting of the server or the session. Generated columns are
# worked out by the server, whose dictionaries may be newer: they are not summed.
MAKE_TABLE_SUMS = f"""
    CREATE FUNCTION pg_temp.table_sums()
    RETURNS TABLE (name text, rows bigint, checksum text) LANGUAGE plpgsql
    SET search_path = public, pg_temp
    SET timezone = 'UTC' SET datestyle = 'ISO, YMD' SET intervalstyle = 'postgres'
    SET extra_float_digits = 1 SET bytea_output = 'hex'
    AS $sums$
    DECLARE one record;
    BEGIN
        FOR one IN
            SELECT o.relname, string_agg(
                quote_ident(a.attname), ', ' ORDER BY a.attnum
            ) AS columns
            FROM pg_class o JOIN pg_attribute a ON a.attrelid = o.oid
            WHERE o.relnamespace = 'public'::regnamespace AND o.relkind IN ('r', 'p')
                AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
                AND {_NOT_OF_AN_EXTENSION}
            GROUP BY o.relname ORDER BY o.relname
        LOOP
            RETURN QUERY EXECUTE format(
                'SELECT %L, count(*), coalesce(sum((''x'' || left(md5('
                'ROW(%s)::text), 16))::bit(64)::bigint::numeric), 0)::text FROM %I',
                one.relname, one.columns, one.relname
            );
        END LOOP;
    END
    $sums$
"""
TABLE_SUMS = "SELECT name, rows, checksum FROM pg_temp.table_sums()"

# All names first: what a cascade has dropped has none any more.
DROP_ALL = f"""
    DO $drop$
    DECLARE commands text;
    BEGIN
        SELECT string_agg(command, '; ') INTO commands FROM (
            SELECT format('DROP %s IF EXISTS %s CASCADE', CASE o.relkind
                WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE'
            END, o.oid::regclass) AS command
            FROM pg_class o
            WHERE o.relnamespace = 'public'::regnamespace
                AND o.relkind IN ('r', 'p', 'v', 'm') AND {_NOT_OF_AN_EXTENSION}
            UNION ALL
            SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', o.oid::regprocedure)
            FROM pg_proc o
            WHERE o.pronamespace = 'public'::regnamespace AND {_NOT_OF_AN_EXTENSION}
        ) n;
        IF commands IS NOT NULL THEN EXECUTE commands; END IF;
    END
    $drop$
"""
"""All tables, views and functions of the schema `public` but those of extensions."""


def compared(tables: Iterable[TableSum]) -> str:
    """A statement that fails, saying where, if the tables do not hold exactly this.

    Needs MAKE_TABLE_SUMS.
    """
    said = json.dumps([dataclasses.asdict(table) for table in tables])
    return f"""
    DO $compare$
    DECLARE wrong text;
    BEGIN
        SELECT string_agg(CASE WHEN found.rows = said.rows
            THEN format('%s has other words', name)
            ELSE format('%s has %s rows, %s were saved', name,
                coalesce(found.rows, 0), coalesce(said.rows, 0))
        END, '; ') INTO wrong
        FROM pg_temp.table_sums() found FULL JOIN jsonb_to_recordset(
            {sql.Literal(said).as_string(None)}
        ) AS said (name text, rows bigint, checksum text) USING (name)
        WHERE (found.rows, found.checksum) IS DISTINCT FROM (said.rows, said.checksum);
        IF wrong IS NOT NULL THEN
            RAISE EXCEPTION 'not the rows that were saved: %', wrong;
        END IF;
    END
    $compare$
    """
