"""What a connector says when a system did not do what was asked."""

from holdord.words.finding import Finding


class SystemFault(Exception):
    """A system could not be read, or refused a plan; nothing of the transaction in question was done.

    `finding` has place, cause and remedy, never a personal value: a driver's own message quotes the values of
    rows, so it is read for its code and thrown away, and is not kept as cause or context either. `permanent`
    tells that trying the same again cannot help.
    """

    def __init__(self, finding: Finding, permanent: bool) -> None:
        super().__init__(finding.message)
        self.finding = finding
        self.permanent = permanent

    def __reduce__(self) -> tuple[type["SystemFault"], tuple[Finding, bool]]:
        return type(self), (self.finding, self.permanent)
