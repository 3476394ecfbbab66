"""Plans are forgotten when no back-up can bring their rows back."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from holdord.workflows.forgetting import forget_plans
from holdord.workflows.office import Office
from holdord.workflows.planning import plan_erasure, plan_expiry
from holdord.workflows.running import run_plan
from holdord.workflows.stating import place_hold
from tests.servers import Database
from tests.workflows.small import NOW, office

TABLE = """
CREATE TABLE questions (id integer PRIMARY KEY, email varchar(80), asked_on date NOT NULL);
CREATE INDEX questions_asked ON questions (asked_on);
CREATE INDEX questions_email ON questions (lower(email));
INSERT INTO questions VALUES (1, 'ida@a.example', '2020-01-01');
"""


def test_a_plan_is_kept_as_long_as_the_oldest_back_up_and_then_forgotten(
    new_database: Callable[[str], Database], tmp_path: Path
) -> None:
    shop = new_database("sqlite")
    shop.execute_script(TABLE)
    with office(tmp_path, shop) as here:
        plan = plan_erasure(here, [{"email": ["ida@a.example"]}], NOW)
        here.store.save_plan(plan)
        run_plan(here, plan.digest, lambda: NOW, "test")
        assert forget_plans(here, NOW + timedelta(days=30)) == 0
        assert here.store.plan(plan.digest) is not None
        assert forget_plans(here, NOW + timedelta(days=32)) == 1
        assert here.store.plan(plan.digest) is None
        assert sum(record.changed for record in here.store.evidence()) == 1


def test_while_a_system_does_not_say_how_long_its_back_ups_are_kept_plans_are_kept(
    new_database: Callable[[str], Database], tmp_path: Path
) -> None:
    shop = new_database("sqlite")
    shop.execute_script(TABLE)
    with office(tmp_path, shop) as here:
        text = (tmp_path / "policy" / "policy.yaml").read_text().replace("backups: 30 days\n", "")
    (tmp_path / "policy" / "policy.yaml").write_text(text)
    environment = {"SHOP_URL": shop.url, "HOLDORD_STORE": str(tmp_path / "store")}
    with Office.open(tmp_path / "policy", environment) as here:
        plan = plan_erasure(here, [{"email": ["ida@a.example"]}], NOW)
        here.store.save_plan(plan)
        run_plan(here, plan.digest, lambda: NOW, "test")
        assert forget_plans(here, NOW + timedelta(days=3650)) == 0


def test_an_id_that_the_shop_gave_to_somebody_else_does_not_inherit_what_was_said_about_the_first(
    new_database: Callable[[str], Database], tmp_path: Path
) -> None:
    shop = new_database("sqlite")
    shop.execute_script(TABLE)
    with office(tmp_path, shop) as here:
        place_hold(here, {"email": ["ida@a.example"]}, None, "a claim", "Nora", NOW.date().replace(2027), NOW)
        assert plan_expiry(here, NOW).expected == 0
        shop.execute_script("DELETE FROM questions")
        assert plan_expiry(here, NOW).expected == 0
        shop.execute_script("INSERT INTO questions VALUES (1, 'bo@a.example', '2020-01-01')")
        assert plan_expiry(here, NOW).expected == 1
