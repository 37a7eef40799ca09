"""What the scripts around these tests do."""

import os
import shutil
import subprocess

import pytest
from conftest import CHROMIUM, PACKAGE


@pytest.mark.parametrize("newest", ["debug", "release"])
def test_the_program_that_was_built_last_is_tried(tmp_path, newest):
    """A release of last week once stood before the sources of today: their tests failed, and they were right."""
    (tmp_path / "Tests" / "PageTests").mkdir(parents=True)
    (tmp_path / "Scripts").mkdir()
    shutil.copy(PACKAGE / "Scripts" / "with-browser", tmp_path / "Scripts")
    shutil.copy(PACKAGE / "Tests" / "PageTests" / "requirements.txt", tmp_path / "Tests" / "PageTests")
    for age, kind in enumerate(["release", "debug"] if newest == "debug" else ["debug", "release"]):
        program = tmp_path / ".build" / kind / "schedlab"
        program.parent.mkdir(parents=True)
        program.touch(mode=0o755)
        os.utime(program, (1000 + age, 1000 + age))
    (tmp_path / ".build" / "page-tests").symlink_to(PACKAGE / ".build" / "page-tests")
    own = {name: value for name, value in os.environ.items() if name != "SCHEDLAB"} | {"CHROMIUM": CHROMIUM}
    done = subprocess.run([tmp_path / "Scripts" / "with-browser", "-c", "import os; print(os.environ['SCHEDLAB'])"], env=own, capture_output=True, text=True)
    assert done.stdout.strip() == str(tmp_path / ".build" / newest / "schedlab"), done.stderr
    assert f"{newest}/schedlab of " in done.stderr
