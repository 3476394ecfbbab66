"""What the environment says is understood, or told by its name before anything starts."""

from pathlib import Path

import pytest

from holdord.workflows.told import unreadable
from tests.workflows.receiver import make_certificate


@pytest.mark.parametrize(
    "setting",
    [
        "HOLDORD_ADDRESS=privacy.company.example",
        "HOLDORD_ADDRESS=https://privacy.company.example/holdord",
        "HOLDORD_ADDRESS=https://privacy.company.example:99999",
        "HOLDORD_ADDRESS=ftp://privacy.company.example",
        "HOLDORD_PROXY=proxy.internal",
        "HOLDORD_PROXY=127.0.0.1 10.1.0.0/16",
        "HOLDORD_LARGEST_BODY=1 MB",
        "HOLDORD_LARGEST_BODY=-1",
        "HOLDORD_LARGEST_ARRIVAL=0",
        "HOLDORD_LOGIN_TRIES=0",
        "HOLDORD_NOTICE_DAYS=90",
        "HOLDORD_NOTICE_CHASES=often",
        "HOLDORD_LETTERS_A_MINUTE=0",
        "HOLDORD_PRIVATE_NETWORKS=10.1.0.0/64",
        "HOLDORD_CA_FILE=/nowhere/authority.pem",
        "HOLDORD_STAFF_MAIL=anna",
        "HOLDORD_STAFF_MAIL=anna@company.example, bo@company.example",
    ],
)
def test_a_slip_is_told_by_the_name_of_its_setting_and_not_by_what_it_says(setting: str) -> None:
    name, _, text = setting.partition("=")
    (told,) = unreadable({name: text})
    assert told.message == f"{name} cannot be understood"
    assert len(text) < 5 or text not in told.help


def test_what_is_written_as_the_pages_say_is_understood(tmp_path: Path) -> None:
    assert list(unreadable({"HOLDORD_CA_FILE": str(make_certificate(tmp_path))})) == []
    good = {
        "HOLDORD_ADDRESS": "https://privacy.company.example/",
        "HOLDORD_PROXY": "127.0.0.1, 10.1.0.0/16, ::1, unix",
        "HOLDORD_LARGEST_BODY": "2000000",
        "HOLDORD_LOGIN_TRIES": "5",
        "HOLDORD_NOTICE_CHASES": "0",
        "HOLDORD_PRIVATE_NETWORKS": "10.1.0.0/16, 127.0.0.1",
        "HOLDORD_STAFF_MAIL": "privacy@company.example",
        "HOLDORD_CA_FILE": "",
    }
    assert list(unreadable(good)) == []
