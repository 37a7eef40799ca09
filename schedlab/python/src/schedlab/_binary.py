"""Where the program is, and the console script that becomes it."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from schedlab._errors import SchedlabError


def find() -> str:
    """Path of the program: ``$SCHEDLAB_BINARY``, the one in the wheel, or the first on PATH."""
    chosen = os.environ.get("SCHEDLAB_BINARY")
    if chosen:
        return chosen
    packed = Path(__file__).parent / "_bin" / "schedlab"
    if packed.exists():
        return str(packed)
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        found = shutil.which("schedlab", path=folder)
        # The console script of this package is not the program itself.
        if found and Path(found).read_bytes()[:2] != b"#!":
            return found
    raise SchedlabError(
        "the program schedlab is not here: install the wheel, or set SCHEDLAB_BINARY to its path", 69
    )


def main() -> None:
    """Become the program; this is the console script ``schedlab``."""
    try:
        binary = find()
    except SchedlabError as error:
        sys.exit(f"schedlab: {error}")
    os.execv(binary, [binary, *sys.argv[1:]])
