"""Where the program and the repository are."""

import os
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2]


# PYTHON_LONG=1 takes the numbers of the acceptance rows (some ten minutes), else a few of each kind.
IS_LONG = bool(os.environ.get("PYTHON_LONG"))


def pytest_configure() -> None:
    os.environ.setdefault("SCHEDLAB_BINARY", str(PACKAGE / ".build" / "debug" / "schedlab"))


@pytest.fixture(scope="session")
def binary() -> str:
    path = os.environ["SCHEDLAB_BINARY"]
    if not Path(path).exists():
        pytest.skip(f"{path} is not built")
    return path
