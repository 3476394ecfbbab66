"""A form that asks for what none of its purposes needs (Art. 5(1)(c), 13)."""

from collections.abc import Iterator

from holdord.language.checks.phrases import plural
from holdord.words.finding import Finding, Severity
from holdord.words.policy import Policy

CODE = "form-beyond-purposes"


def find(policy: Policy) -> Iterator[Finding]:
    """Every form with a category that none of its purposes covers."""
    for form in policy.forms.values():
        covered = {name for one in form.purposes for name in policy.purposes[one].categories}
        beyond = [name for name in form.categories if name not in covered]
        if beyond:
            yield Finding(
                CODE,
                f"form '{form.name}' asks for {plural(beyond, 'category', 'categories')}, which "
                f"{plural(form.purposes, 'purpose')} {'does' if len(form.purposes) == 1 else 'do'} not need "
                "(Art. 5(1)(c)): its notice would not say what for",
                "name the purpose it asks for, or stop asking",
                form.place,
                Severity.WARNING,
            )
