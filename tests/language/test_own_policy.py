"""The policy of Holdord's own data: clean in each country and language, told on its page, and complete."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from holdord.language.checks.stated import own_period
from holdord.language.format import format_text
from holdord.language.own import BACKUPS, RUNS, SYSTEM, own_policy, runs_stay, settable, texts_of
from holdord.words.own import OwnTime
from holdord.words.period import Duration, Fixed
from holdord.words.policy import Policy
from tests.language.reading import SMALL, read
from tests.tidy.tree import ROOT

COUNTRIES = ("DK", "NO", "SE")
PAGE = (ROOT / "docs" / "own-data.md").read_text("utf-8")


def company(country: str = "DK", texts: tuple[str, ...] = ("da", "nb", "en")) -> Policy:
    policy = read(SMALL).policy
    assert policy
    return replace(policy, controller=replace(policy.controller, country=country, texts=texts))


@pytest.mark.parametrize("country", COUNTRIES)
def test_nothing_is_found_in_it_whatever_the_country_and_the_languages(country: str) -> None:
    for texts in (("da", "nb", "en"), ("nb",), ("sv", "en"), ("sv",)):
        loaded = own_policy(company(country, texts))
        assert loaded.findings == []
        assert loaded.policy
        assert loaded.policy.controller.name == company().controller.name


@pytest.mark.parametrize("country", COUNTRIES)
def test_its_files_are_in_canonical_layout(country: str) -> None:
    for name, text in texts_of(country).items():
        assert format_text(text) == text, name


@pytest.mark.parametrize("country", COUNTRIES)
def test_all_countries_have_the_same_purposes_and_times(country: str) -> None:
    own, danish = own_policy(company(country)).policy, own_policy(company("DK")).policy
    assert own
    assert danish
    assert {name: (p.keep, p.at_most, p.categories) for name, p in own.purposes.items()} == {
        name: (p.keep, p.at_most, p.categories) for name, p in danish.purposes.items()
    }
    foreign = "foreldelsesloven" if country != "NO" else "forældelsesloven"
    assert not any(foreign in purpose.law for purpose in own.purposes.values())


def test_the_page_tells_every_purpose_with_its_time_and_bounds() -> None:
    own = own_policy(company()).policy
    assert own
    for name, purpose in own.purposes.items():
        row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{name}`"))
        *_, default, bounds = (cell.strip() for cell in row.strip("|").split("|"))
        assert default == str(purpose.keep), name
        assert purpose.basis.replace("_", " ") in row
        if purpose.at_most is None:
            assert bounds == "fixed"
        else:
            least = [str(purpose.at_least).partition(" after")[0]] if purpose.at_least else []
            stated = re.findall(r"\d+ (?:years?|days?)", bounds)
            assert stated == [*least, str(purpose.at_most).partition(" after")[0]], name


def test_a_company_shortens_and_lengthens_what_may_be_chosen_and_nothing_else() -> None:
    whole = own_policy(company()).policy
    assert whole
    assert BACKUPS not in whole.purposes
    times = {name: OwnTime(name, Duration(months=18)) for name in (*whole.purposes, BACKUPS)}
    chosen = own_policy(replace(company(), own_data=times)).policy
    assert chosen
    for name, purpose in chosen.purposes.items():
        changed = str(purpose.keep).startswith("1½ years")
        assert changed == (name in settable(whole)), name
        assert isinstance(purpose.keep, Fixed)
        assert purpose.keep.event == whole.purposes[name].keep.event  # type: ignore[union-attr]
    assert str(chosen.systems[SYSTEM].backups) == "1½ years"
    assert chosen.digest != whole.digest


def test_every_table_that_the_server_makes_is_stated_with_every_column(tmp_path: Path) -> None:
    """A table nobody states would be ignored when the store is opened as a system, and never end."""
    code = (
        "import django, pathlib; django.setup()\n"
        "from holdord.store import open_store\n"
        "from django.apps import apps\n"
        f"open_store(None, pathlib.Path({str(tmp_path)!r}))\n"
        "for m in apps.get_models(include_auto_created=True):\n"
        "    print(m._meta.db_table, *(f.column for f in m._meta.local_concrete_fields if not f.primary_key))"
    )
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "holdord.web.settings",
        "HOLDORD_FOLDER": str(tmp_path),
    }
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    tables = {line.split()[0]: set(line.split()[1:]) for line in done.stdout.splitlines()}
    assert len(tables) > 40
    own = own_policy(company()).policy
    assert own
    system = own.systems[SYSTEM]
    mapped = {c.table: c for c in system.collections.values()}
    known = set(mapped) | set(system.ignores) | {"django_migrations"}
    assert set(tables) - known == set(), "state them in src/holdord/language/own/store.yaml"
    assert known - set(tables) - {"django_migrations"} == set(), "they are no more"
    for table, collection in mapped.items():
        stated = {f.column for f in collection.fields} | set(collection.other)
        stated |= {key for owner in collection.owners for key in owner.keys.values()}
        stated |= {link.column for link in collection.links}
        stated |= {term.column for e in collection.events.values() for term in e.terms if not term.collection}
        assert tables[table] - stated == set(), table


@pytest.mark.parametrize("days", [1, 7, 30])
def test_a_company_shortens_how_long_finished_runs_stay(days: int) -> None:
    assert runs_stay(company()) == timedelta(days=30)
    chosen = replace(company(), own_data={RUNS: OwnTime(RUNS, Duration(days=days))})
    assert runs_stay(chosen) == timedelta(days=days)
    assert list(own_period.find(chosen)) == []


@pytest.mark.parametrize("keep", [Duration(days=31), Duration(months=1), Duration(hours=12)])
def test_finished_runs_stay_neither_longer_than_thirty_days_nor_less_than_one(keep: Duration) -> None:
    chosen = replace(company(), own_data={RUNS: OwnTime(RUNS, keep)})
    assert [finding.code for finding in own_period.find(chosen)] == ["own-period"]
