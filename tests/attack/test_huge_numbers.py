"""Numbers that are longer than any machine takes are answered as every wrong one."""

import pytest

from holdord.workflows.outside import _max_age


@pytest.mark.parametrize("digits", [10, 4300, 4301, 60_000])
def test_a_site_that_says_an_endless_number_is_still_measured(digits: int) -> None:
    assert _max_age(f"max-age={'9' * digits}; includeSubDomains") == 2**31
