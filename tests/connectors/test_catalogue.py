"""What live databases say of themselves, for schemas as awkward as people make them."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from holdord.words.catalogue import Catalogue, ColumnKind, ForeignKey, Index, Table
from tests.connectors.shop import SYSTEM, system_of
from tests.counting import calls
from tests.servers import Database

K = ColumnKind


def _catalogue(database: Database, script: str, schema: str = "") -> Catalogue:
    database.execute_script(script)
    return system_of(database, system=replace(SYSTEM, schema=schema)).catalogue()


def _kinds(table: Table) -> dict[str, ColumnKind]:
    return {name: column.kind for name, column in table.columns.items()}


def _q(database: Database, name: str) -> str:
    return f"`{name}`" if database.dialect == "mariadb" else f'"{name}"'


def test_names_nobody_should_choose_are_read_as_they_are(database: Database) -> None:
    names = ["order", "Mixed Case", "ærø", "per%cent", "quo'te"]
    script = ";".join(
        f"CREATE TABLE {_q(database, name)} (id integer PRIMARY KEY, {_q(database, 'Select')} varchar(9), "
        f"{_q(database, 'with space')} integer)"
        for name in names
    )
    catalogue = _catalogue(database, script)
    assert set(catalogue.tables) == set(names)
    for table in catalogue.tables.values():
        assert list(table.columns) == ["id", "Select", "with space"]
        assert table.primary_key == ("id",)
    assert catalogue.system == "shop"
    assert catalogue.dialect == database.dialect
    assert catalogue.version[0].isdigit()


def test_an_empty_database_has_no_tables(database: Database) -> None:
    database.execute_script("CREATE TABLE a (b integer); DROP TABLE a")
    assert system_of(database).catalogue().tables == {}


def test_keys_of_several_columns_and_references_with_every_rule(database: Database) -> None:
    catalogue = _catalogue(
        database,
        """
        CREATE TABLE parents (b integer NOT NULL, a integer NOT NULL, PRIMARY KEY (a, b));
        CREATE TABLE children (id integer PRIMARY KEY, pb integer, pa integer,
            FOREIGN KEY (pa, pb) REFERENCES parents (a, b) ON DELETE CASCADE);
        CREATE TABLE others (id integer PRIMARY KEY, child integer, own integer,
            CONSTRAINT one FOREIGN KEY (child) REFERENCES children (id) ON DELETE SET NULL,
            CONSTRAINT two FOREIGN KEY (own) REFERENCES others (id) ON DELETE RESTRICT);
        """,
    )
    assert catalogue.tables["parents"].primary_key == ("a", "b")
    assert catalogue.tables["children"].foreign_keys == (
        ForeignKey(("pa", "pb"), "parents", ("a", "b"), "cascade"),
    )
    assert set(catalogue.tables["others"].foreign_keys) == {
        ForeignKey(("child",), "children", ("id",), "set null"),
        ForeignKey(("own",), "others", ("id",), "restrict"),
    }
    ((table, reference),) = catalogue.references_to("children")
    assert (table.name, reference.columns) == ("others", ("child",))


def test_a_reference_without_named_columns_is_to_the_primary_key(
    new_database: Callable[[str], Database],
) -> None:
    catalogue = _catalogue(
        new_database("sqlite"),
        "CREATE TABLE parents (a integer, b integer, PRIMARY KEY (b, a));"
        "CREATE TABLE children (x integer, y integer, FOREIGN KEY (x, y) REFERENCES parents)",
    )
    assert catalogue.tables["children"].foreign_keys == (ForeignKey(("x", "y"), "parents", ("b", "a")),)


def test_views_and_our_own_table_are_not_listed(database: Database) -> None:
    database.execute_script("CREATE TABLE a (b integer); CREATE VIEW v AS SELECT b FROM a")
    system = system_of(database)
    system.prepare()
    assert set(system.catalogue().tables) == {"a"}


def test_unique_and_plain_indexes_are_told_apart(database: Database) -> None:
    catalogue = _catalogue(
        database,
        "CREATE TABLE a (id integer PRIMARY KEY, b varchar(20) UNIQUE, c integer, d integer);"
        "CREATE INDEX a_cd ON a (c, d DESC); CREATE UNIQUE INDEX a_dc ON a (d, c)",
    )
    table = catalogue.tables["a"]
    assert Index("a_cd", ("c", "d")) in table.indexes
    assert Index("a_dc", ("d", "c"), unique=True) in table.indexes
    assert table.is_unique("id")
    assert table.is_unique("b")
    assert not table.is_unique("c")


@pytest.mark.parametrize("dialect", ["postgresql", "sqlite"])
def test_indexes_on_expressions_and_parts_of_a_table(
    dialect: str, new_database: Callable[[str], Database]
) -> None:
    catalogue = _catalogue(
        new_database(dialect),
        """
        CREATE TABLE a (email varchar(80), "E Mail" text, c integer);
        CREATE INDEX one ON a (lower(email));
        CREATE UNIQUE INDEX two ON a (c, lower("E Mail") DESC);
        CREATE UNIQUE INDEX three ON a (email) WHERE c > 5;
        CREATE INDEX four ON a (upper(email), (c + 1));
        """,
    )
    parts = {index.name: index for index in catalogue.tables["a"].indexes}
    assert parts["one"] == Index("one", ("lower(email)",))
    assert parts["two"] == Index("two", ("c", "lower(E Mail)"), unique=True)
    assert parts["three"] == Index("three", ("email",), unique=True, partial=True)
    assert not catalogue.tables["a"].is_unique("email")
    assert len(parts["four"].parts) == 2
    assert "email" not in parts["four"].parts


def test_generated_columns_are_marked(database: Database) -> None:
    catalogue = _catalogue(
        database,
        "CREATE TABLE a (id integer PRIMARY KEY, b integer NOT NULL, "
        "c integer GENERATED ALWAYS AS (b + 1) STORED, d integer)",
    )
    generated = {name: column.generated for name, column in catalogue.tables["a"].columns.items()}
    assert generated == {"id": False, "b": False, "c": True, "d": False}
    assert not catalogue.tables["a"].columns["b"].nullable
    assert catalogue.tables["a"].columns["d"].nullable


def test_kinds_of_columns_on_postgresql(new_database: Callable[[str], Database]) -> None:
    catalogue = _catalogue(
        new_database("postgresql"),
        """
        CREATE EXTENSION IF NOT EXISTS citext;
        CREATE DOMAIN short AS varchar(12) NOT NULL;
        CREATE DOMAIN shorter AS short;
        CREATE TYPE mood AS ENUM ('a', 'b');
        CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
        CREATE COLLATION odd (provider = icu, locale = 'und', deterministic = false);
        CREATE TABLE a (d date, ts timestamp(3), tz timestamptz, i smallint, n numeric(9, 2), f real,
            v varchar(40), t text, c char(5), ci citext, b boolean, u uuid, j jsonb, y bytea, arr text[],
            m mood, dom shorter, lo text COLLATE loose, od text COLLATE odd, iv interval);
        """,
    )
    table = catalogue.tables["a"]
    assert _kinds(table) == {
        "d": K.DATE,
        "ts": K.TIMESTAMP,
        "tz": K.INSTANT,
        "i": K.INTEGER,
        "n": K.NUMBER,
        "f": K.NUMBER,
        "v": K.TEXT,
        "t": K.TEXT,
        "c": K.TEXT,
        "ci": K.TEXT,
        "b": K.BOOLEAN,
        "u": K.UUID,
        "j": K.JSON,
        "y": K.BINARY,
        "arr": K.OTHER,
        "m": K.OTHER,
        "dom": K.TEXT,
        "lo": K.TEXT,
        "od": K.TEXT,
        "iv": K.OTHER,
    }
    assert {n: c.length for n, c in table.columns.items() if c.length} == {"v": 40, "c": 5, "dom": 12}
    assert {n for n, c in table.columns.items() if c.ignores_case} == {"ci", "lo"}
    assert {n for n, c in table.columns.items() if not c.nullable} == {"dom"}
    assert table.columns["n"].type == "numeric(9,2)"


def test_kinds_of_columns_on_mariadb(new_database: Callable[[str], Database]) -> None:
    catalogue = _catalogue(
        new_database("mariadb"),
        """
        CREATE TABLE a (d date, ts datetime(3), tz timestamp NULL, i smallint unsigned, n decimal(9, 2),
            f float, v varchar(40), t mediumtext, c char(5) COLLATE utf8mb4_bin, b bool, u uuid, j json,
            y varbinary(9), m enum('a', 'b'), yr year, bt bit(1), KEY short (v(10)), FULLTEXT KEY words (t));
        CREATE SEQUENCE s;
        """,
    )
    assert set(catalogue.tables) == {"a"}
    table = catalogue.tables["a"]
    assert _kinds(table) == {
        "d": K.DATE,
        "ts": K.TIMESTAMP,
        "tz": K.INSTANT,
        "i": K.INTEGER,
        "n": K.NUMBER,
        "f": K.NUMBER,
        "v": K.TEXT,
        "t": K.TEXT,
        "c": K.TEXT,
        "b": K.BOOLEAN,
        "u": K.UUID,
        "j": K.JSON,
        "y": K.BINARY,
        "m": K.OTHER,
        "yr": K.OTHER,
        "bt": K.BOOLEAN,
    }
    assert (table.columns["v"].length, table.columns["c"].length) == (40, 5)
    assert table.columns["v"].ignores_case
    assert not table.columns["c"].ignores_case
    assert table.indexes == (Index("short", ("v(10)",)),)


def test_kinds_of_columns_on_sqlite(new_database: Callable[[str], Database]) -> None:
    catalogue = _catalogue(
        new_database("sqlite"),
        """
        CREATE TABLE a (d DATE, ts DATETIME, tz timestamp, i BIGINT, n DECIMAL(9, 2), f double precision,
            v varchar(40) COLLATE NOCASE, t TEXT, b boolean, u uuid, j JSON, y BLOB, untyped, odd GEOMETRY,
            c char(5) /* COLLATE NOCASE */);
        CREATE INDEX plain ON a (v);
        CREATE INDEX loose ON a (t COLLATE NOCASE);
        CREATE INDEX strict ON a (v COLLATE BINARY);
        """,
    )
    table = catalogue.tables["a"]
    assert _kinds(table) == {
        "d": K.DATE,
        "ts": K.TIMESTAMP,
        "tz": K.TIMESTAMP,
        "i": K.INTEGER,
        "n": K.NUMBER,
        "f": K.NUMBER,
        "v": K.TEXT,
        "t": K.TEXT,
        "b": K.BOOLEAN,
        "u": K.TEXT,
        "j": K.JSON,
        "y": K.BINARY,
        "untyped": K.OTHER,
        "odd": K.OTHER,
        "c": K.TEXT,
    }
    assert {n for n, c in table.columns.items() if c.ignores_case} == {"v"}
    assert {index.name: index.parts for index in table.indexes} == {
        "plain": ("v",),
        "loose": ("t COLLATE NOCASE",),
        "strict": ("v COLLATE BINARY",),
    }


def test_a_partitioned_table_is_one_table(new_database: Callable[[str], Database]) -> None:
    database = new_database("postgresql")
    catalogue = _catalogue(
        database,
        """
        CREATE TABLE customers (id integer PRIMARY KEY);
        CREATE TABLE views (id integer, customer_id integer REFERENCES customers (id), at date,
            PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
        CREATE TABLE views_1 PARTITION OF views FOR VALUES FROM ('2020-01-01') TO ('2025-01-01');
        CREATE TABLE views_2 PARTITION OF views FOR VALUES FROM ('2025-01-01') TO ('2030-01-01')
            PARTITION BY LIST (id);
        CREATE TABLE views_2a PARTITION OF views_2 DEFAULT;
        INSERT INTO customers VALUES (1);
        INSERT INTO views SELECT n, 1, date '2020-01-01' + n % 3000 FROM generate_series(1, 3000) AS n;
        """,
    )
    assert set(catalogue.tables) == {"customers", "views"}
    assert catalogue.tables["views"].foreign_keys == (ForeignKey(("customer_id",), "customers", ("id",)),)
    database.execute_script("ANALYZE")
    rows = system_of(database).catalogue().tables["views"].rows
    assert 2900 <= rows <= 3100
    spread = {name: table.spread for name, table in catalogue.tables.items()}
    assert spread == {"customers": False, "views": True}


def test_another_schema_is_left_alone_unless_it_refers_to_ours(
    new_database: Callable[[str], Database],
) -> None:
    catalogue = _catalogue(
        new_database("postgresql"),
        """
        CREATE SCHEMA "My Shop"; CREATE SCHEMA crm;
        CREATE TABLE "My Shop".customers (id integer PRIMARY KEY);
        CREATE TABLE customers (other integer);
        CREATE TABLE crm.calls (id integer,
            customer integer REFERENCES "My Shop".customers (id) ON DELETE CASCADE);
        CREATE TABLE crm.weather (id integer);
        """,
        schema="My Shop",
    )
    assert set(catalogue.tables) == {"customers", "crm.calls"}
    assert list(catalogue.tables["customers"].columns) == ["id"]
    assert catalogue.references_to("customers")[0][0].name == "crm.calls"


def test_the_schema_of_the_policy_is_the_one_that_is_read(new_database: Callable[[str], Database]) -> None:
    """Operators of extensions keep their meaning although they live in another schema."""
    database = new_database("postgresql")
    database.execute_script(
        'CREATE EXTENSION citext SCHEMA public; CREATE SCHEMA "My Shop"; '
        'CREATE TABLE "My Shop".customers (email citext); '
        "INSERT INTO \"My Shop\".customers VALUES ('A@X.example'); "
        "CREATE TABLE customers (email citext); INSERT INTO customers VALUES ('a@x.example'), ('a@x.example')"
    )
    system = system_of(database, system=replace(SYSTEM, schema="My Shop"))
    with system.reader() as reader:
        assert reader.rows(
            "SELECT email FROM customers WHERE email = ANY(%(e)s)", {"e": ["a@x.EXAMPLE"]}
        ) == [("A@X.example",)]


def test_materialised_views_and_tables_elsewhere_are_listed_for_they_hold_copies(
    new_database: Callable[[str], Database],
) -> None:
    catalogue = _catalogue(
        new_database("postgresql"),
        "CREATE TABLE a (b integer); CREATE MATERIALIZED VIEW copies AS SELECT b FROM a",
    )
    assert set(catalogue.tables) == {"a", "copies"}


def test_search_tables_that_mirror_another_are_not_listed_and_those_with_text_are(
    new_database: Callable[[str], Database],
) -> None:
    catalogue = _catalogue(
        new_database("sqlite"),
        """
        CREATE TABLE notes (id integer PRIMARY KEY, body text);
        CREATE VIRTUAL TABLE mirror USING fts5(body, content='notes', content_rowid='id');
        CREATE VIRTUAL TABLE own USING fts5(title, body UNINDEXED);
        CREATE VIRTUAL TABLE older USING fts4(words);
        CREATE VIRTUAL TABLE places USING rtree(id, x0, x1);
        """,
    )
    assert set(catalogue.tables) == {"notes", "own", "older", "places"}
    assert list(catalogue.tables["own"].columns) == ["title", "body"]


def test_row_estimates_come_from_the_database_itself(database: Database) -> None:
    database.execute_script("CREATE TABLE a (b integer); CREATE INDEX a_b ON a (b)")
    database.execute_script("INSERT INTO a VALUES " + ", ".join(f"({n})" for n in range(500)))
    database.execute_script({"mariadb": "ANALYZE TABLE a"}.get(database.dialect, "ANALYZE"))
    assert 400 <= system_of(database).catalogue().tables["a"].rows <= 600


def test_eighty_tables_are_read_with_as_many_statements_as_two(database: Database) -> None:
    tables = [
        f"CREATE TABLE t{n} (id integer NOT NULL PRIMARY KEY, parent integer, "
        + ", ".join(f"c{k} varchar(20)" for k in range(10))
        + (f", FOREIGN KEY (parent) REFERENCES t{n - 1} (id))" if n else ")")
        + f"; CREATE INDEX t{n}_c ON t{n} (c1, c2)"
        for n in range(80)
    ]
    system = system_of(database)
    statements = []
    for some in (tables[:2], tables[2:]):
        database.execute_script(";".join(some))
        statements.append(calls(system.catalogue, named="rows"))
    assert len(system.catalogue().tables) == 80
    assert statements[0] == statements[1] > 0
