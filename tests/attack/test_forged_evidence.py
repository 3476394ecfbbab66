"""What `prove` says when somebody has been at the evidence."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from holdord.store import StoreFault, open_store
from holdord.words.evidence import Evidence, Seal, seal
from holdord.workflows.office import Refused
from holdord.workflows.proving import Verdict, prove, read_proof

_HEADER = '{"holdord_evidence":1}'
Record = dict[str, Any]


def record(number: int) -> Evidence:
    """One record, as a run would write it."""
    return Evidence(
        number=number,
        run="R-1",
        receipt="R-1/0",
        step="shop.orders remove",
        kind="erasure",
        at="2026-11-20T12:00:00+00:00",
        plan="p",
        policy="q",
        system="shop",
        collection="orders",
        act="remove",
        columns=("item",),
        categories=("purchases",),
        purposes=("service",),
        changed=number,
        left=0,
        erased="row gone",
        next="",
    )


RECORDS = [record(number) for number in range(1, 7)]
FIRST = seal(RECORDS[:2], None)
SEALS = [FIRST, seal(RECORDS[2:5], FIRST)]


def lines() -> list[str]:
    """An exported file: six records, of which five are sealed."""
    records = [json.dumps({"record": asdict(one)}) for one in RECORDS]
    return [_HEADER, *records, *(json.dumps({"seal": asdict(one)}) for one in SEALS)]


def verdict_on(text: list[str]) -> Verdict:
    return prove(*read_proof(text))


def test_records_after_the_last_seal_are_told_apart() -> None:
    verdict = verdict_on(lines())
    assert verdict.holds
    assert (verdict.records, verdict.unsealed) == (6, 1)
    forged = json.dumps({"record": asdict(record(7)) | {"changed": 9999}})
    assert verdict_on([*lines()[:7], forged, *lines()[7:]]).unsealed == 2
    assert verdict_on(lines()[:7]).unsealed == 6


def test_a_file_with_nothing_in_it_proves_nothing() -> None:
    with pytest.raises(Refused, match="empty"):
        read_proof([])


@pytest.mark.parametrize(
    "change",
    [
        lambda some: some[1:2] + some[0:1] + some[2:],
        lambda some: some[:1] + some[2:],
        lambda some: some[:1] + some[:1] + some[1:],
        lambda some: [replace(some[0], changed=99), *some[1:]],
        lambda some: [replace(some[0], at="2027-01-01"), *some[1:]],
        lambda some: [*some[:4], replace(some[4], columns=()), *some[5:]],
        lambda some: [*some, replace(some[5], number=8)],
        lambda some: some[:4],
        lambda some: [],
    ],
)
def test_records_that_are_changed_moved_doubled_or_missing_are_seen(
    change: Callable[[list[Evidence]], list[Evidence]],
) -> None:
    assert not prove(change(RECORDS), SEALS).holds


@pytest.mark.parametrize(
    "seals",
    [
        SEALS[1:],
        [SEALS[1], SEALS[0]],
        [SEALS[0], SEALS[0], SEALS[1]],
        [SEALS[0], replace(SEALS[1], number=3)],
        [replace(SEALS[0], number=0), SEALS[1]],
        [replace(SEALS[0], last=3), SEALS[1]],
        [SEALS[0], seal(RECORDS[2:4], FIRST), replace(SEALS[1], first=5)],
    ],
)
def test_seals_that_are_changed_moved_doubled_or_missing_are_seen(seals: list[Seal]) -> None:
    assert not prove(RECORDS, seals).holds


def _garbage() -> Iterator[str]:
    for name, value in (
        ("number", "1"),
        ("number", None),
        ("number", 1.0),
        ("number", True),
        ("changed", "x"),
        ("changed", None),
        ("changed", 1e999),
        ("columns", "ab"),
        ("columns", [[1]]),
        ("run", 5),
        ("at", "\x1b[2J"),
        ("kind", {}),
        ("next", ["x"]),
    ):
        yield json.dumps({"record": asdict(RECORDS[0]) | {name: value}})
    for name, value in (("number", "1"), ("first", None), ("last", "x"), ("records", 5), ("previous", None)):
        yield json.dumps({"seal": asdict(FIRST) | {name: value}})
    yield from (
        "[]",
        "5",
        "null",
        "{}",
        '{"seal":{}}',
        '{"record":{"a":1}}',
        '"seal"',
        "[" * 100_000,
        "\0",
        "{",
    )


@pytest.mark.parametrize("line", list(_garbage()))
def test_a_line_that_is_none_is_refused_in_words(line: str) -> None:
    with pytest.raises(Refused, match="line 10 is not a line of evidence"):
        read_proof([*lines(), line])


@pytest.mark.parametrize("text", ["xx", "null", "{}", "[]", b"\xff\x00", json.dumps({"number": 1})])
def test_a_record_in_the_store_that_cannot_be_read_is_told_of_in_words(tmp_path: Path, text: object) -> None:
    open_store(None, tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "store.sqlite3")) as store, store:
        store.execute("INSERT INTO holdord_evidence (number, record) VALUES (1, ?)", (text,))
    with open_store(None, tmp_path) as opened, pytest.raises(StoreFault) as told:
        list(opened.evidence())
    assert told.value.finding.code == "store-altered"
