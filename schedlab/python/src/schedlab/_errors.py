"""What can go wrong, with schedlab's own words."""

from __future__ import annotations


class SchedlabError(Exception):
    """The program ended with an error; ``str()`` is its message.

    Attributes:
        exit_code: The program's exit code; 65 is bad input, 2 bad usage (``schedlab --help`` has them all).

    """

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code


class RecordError(SchedlabError):
    """A file that is no record, or a damaged one."""

    def __init__(self, message: str) -> None:
        super().__init__(message, 65)
