"""What fits into a column: read once it reads the same again, and what does not fit is never cut to fit."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdord.planning.fitting import Unfit, fits_key, fitted, stands
from holdord.words.catalogue import Column, ColumnKind
from holdord.words.policy import Key, KeyKind

DIALECTS = ("postgresql", "mariadb", "sqlite")
COLUMNS = [
    Column("c", ColumnKind.TEXT, length=5, type="character varying(5)"),
    Column("c", ColumnKind.TEXT, type="varchar(5)"),
    Column("c", ColumnKind.TEXT, nullable=False, type="text"),
    Column("c", ColumnKind.DATE, type="date"),
    Column("c", ColumnKind.TIMESTAMP, type="timestamp"),
    Column("c", ColumnKind.INSTANT, type="timestamptz"),
    Column("c", ColumnKind.INTEGER, type="smallint"),
    Column("c", ColumnKind.NUMBER, type="numeric(6,2)"),
    Column("c", ColumnKind.BOOLEAN, type="boolean"),
    Column("c", ColumnKind.UUID, type="uuid"),
]
TYPED = st.one_of(
    st.text(max_size=8),
    st.integers(-(10**6), 10**6).map(str),
    st.decimals(allow_nan=True, allow_infinity=True).map(str),
    st.datetimes().map(str),
    st.dates().map(str),
    st.uuids().map(str),
    st.sampled_from(["yes", "NEJ", " ja ", "1", ""]),
)


@given(st.sampled_from(COLUMNS), st.sampled_from(DIALECTS), TYPED)
def test_what_fits_is_a_value_that_fits_as_it_is(column: Column, dialect: str, typed: str) -> None:
    try:
        value = fitted(column, typed, dialect, "Europe/Copenhagen")
    except Unfit:
        return
    if value is None:
        assert column.nullable
        assert not typed.strip()
        return
    if column.kind is ColumnKind.TIMESTAMP:
        assert fitted(column, value, dialect, "Europe/Copenhagen") == value
    elif column.kind is ColumnKind.INSTANT:
        assert fitted(column, value, dialect, "UTC") == value
    else:
        assert fitted(column, value, dialect, "UTC") == value
    if column.kind is ColumnKind.TEXT:
        assert value == typed.replace("\r\n", "\n").strip(), "a text is written as it was typed, whole"
    if column.kind is ColumnKind.NUMBER:
        assert Decimal(value) == Decimal(typed)
        assert abs(Decimal(value)) < 10_000
    assert stands(column.kind, value, value)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_moment_without_a_zone_is_taken_as_the_systems(dialect: str) -> None:
    wall, instant = COLUMNS[4], COLUMNS[5]
    zone = "Europe/Copenhagen"
    assert fitted(wall, "2026-07-01 12:00", dialect, zone) == "2026-07-01 12:00:00"
    assert fitted(wall, "2026-07-01T10:00:00Z", dialect, zone) == "2026-07-01 12:00:00"
    written = fitted(instant, "2026-07-01 12:00", dialect, zone)
    assert written == "2026-07-01 10:00:00" + ("+00:00" if dialect == "postgresql" else "")
    assert fitted(wall, "2026-07-01 12:00", dialect, zone, "2020-01-01T00:00:00") == "2026-07-01T12:00:00"


@pytest.mark.parametrize(
    ("type_", "dialect", "least", "most"),
    [
        ("smallint", "postgresql", -(2**15), 2**15 - 1),
        ("integer", "postgresql", -(2**31), 2**31 - 1),
        ("bigint", "mariadb", -(2**63), 2**63 - 1),
        ("tinyint(3) unsigned", "mariadb", 0, 255),
        ("int(10) unsigned", "mariadb", 0, 2**32 - 1),
        ("mediumint", "mariadb", -(2**23), 2**23 - 1),
        ("INT", "sqlite", -(2**63), 2**63 - 1),
    ],
)
def test_a_whole_number_keeps_within_its_type(type_: str, dialect: str, least: int, most: int) -> None:
    column = Column("c", ColumnKind.INTEGER, type=type_)
    for number in (least, most):
        assert fitted(column, str(number), dialect, "UTC") == str(number)
    for number in (least - 1, most + 1):
        with pytest.raises(Unfit):
            fitted(column, str(number), dialect, "UTC")


def test_a_word_of_a_list_is_one_of_them() -> None:
    column = Column("c", ColumnKind.OTHER, type="enum('gold','it''s','(x)')")
    for word in ("gold", "it's", "(x)"):
        assert fitted(column, word, "mariadb", "UTC") == word
    for word in ("Gold", "it''s", "gold','it"):
        with pytest.raises(Unfit):
            fitted(column, word, "mariadb", "UTC")


@given(st.sampled_from(list(KeyKind)), st.one_of(st.none(), st.text(max_size=12), st.emails()))
def test_a_key_stays_one_by_which_somebody_is_found(kind: KeyKind, value: str | None) -> None:
    try:
        fits_key(Key("k", kind), value)
    except Unfit:
        return
    assert value is not None, "a key of one person alone is never emptied"
    if kind is KeyKind.EMAIL:
        assert value.count("@") == 1
        assert not any(c.isspace() for c in value)
    fits_key(Key("k", kind, shared=True), None)
