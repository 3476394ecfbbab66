"""Which statements PostgreSQL plans without looking at their lists: where an index finds the rows by them."""

import pytest

from holdord.planning.dialects import DIALECTS

COLUMNS = ('t1."id"', 't1."customer_id"')


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ('SELECT count(*) FROM t AS t1 WHERE t1."id" = ANY(%(a)s)', True),
        ('SELECT count(*) FROM t AS t1 WHERE (t1."id" = ANY(%(a)s::uuid[]) AND t1."x" IS NULL)', True),
        (
            'SELECT 1 FROM t AS t1 WHERE t1."id" NOT IN (SELECT 2 FROM u AS t1 WHERE t1."id" = ANY(%(a)s))',
            True,
        ),
        ('SELECT count(*) FROM t AS t1 WHERE t1."other" = ANY(%(a)s)', False),
        ('SELECT count(*) FROM t AS t1 WHERE (t1."id" = ANY(%(a)s) OR t1."x" IS NULL)', False),
        ('SELECT count(*) FROM t AS t1 WHERE t1."id" = ANY(%(a)s) AND t1."y" = ANY(%(b)s)', False),
        ('SELECT count(*) FROM t AS t1 WHERE t1."id" = ANY(%(a)s) AND t1."y" <> ALL(%(b)s)', False),
        ('SELECT 1 FROM t AS t1 WHERE t1."id" = ANY(%(a)s) AND EXISTS (SELECT 1 FROM u)', False),
        ('SELECT count(*) FROM t AS t1 WHERE t1."x" IS NULL', False),
    ],
)
def test_only_lists_by_which_an_index_finds_the_rows_go_unweighed(sql: str, found: bool) -> None:
    assert DIALECTS["postgresql"].found_by_lists(sql, COLUMNS) is found


def test_the_other_databases_are_never_told_so() -> None:
    for name in ("mariadb", "sqlite"):
        assert not DIALECTS[name].found_by_lists('SELECT 1 FROM t AS t1 WHERE t1."id" = ANY(%(a)s)', COLUMNS)
