"""Where the program and the repository are."""

import os
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2]


def pytest_configure() -> None:
    os.environ.setdefault("SCHEDLAB_BINARY", str(PACKAGE / ".build" / "debug" / "schedlab"))


@pytest.fixture(scope="session")
def binary() -> str:
    path = os.environ["SCHEDLAB_BINARY"]
    if not Path(path).exists():
        pytest.skip(f"{path} is not built")
    return path
