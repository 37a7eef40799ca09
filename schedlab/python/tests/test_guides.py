"""The pages, the notebook and the environment run as they stand."""

import re
import resource
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import schedlab
from schedlab._record import TABLES

PACKAGE = Path(__file__).resolve().parents[2]


def page_policy() -> str:
    text = (PACKAGE / "docs" / "python.md").read_text()
    found = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert found is not None
    return found.group(1)


def test_the_policy_of_the_page_runs_and_is_compared(binary: str, tmp_path: Path) -> None:
    script = tmp_path / "my_policy.py"
    script.write_text(page_policy())
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["fifo_perf", "shortest_remaining_time_perf", "ShortestFirst"]
    hours = [float(line.split()[1]) for line in lines]
    assert hours[2] < hours[0], "shortest first is no worse than first come first served"


def test_the_notebook_runs(binary: str, monkeypatch: pytest.MonkeyPatch) -> None:
    nbclient = pytest.importorskip("nbclient")
    nbformat = pytest.importorskip("nbformat")
    monkeypatch.setenv("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    notebook = nbformat.read(PACKAGE / "python" / "examples" / "first_policy.ipynb", as_version=4)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    nbclient.NotebookClient(notebook, timeout=400).execute()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Processor time: what else the machine does is not the notebook's.
    assert after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime < 30
    kinds = {kind for cell in notebook.cells for output in cell.get("outputs", []) for kind in output.get("data", {})}
    assert "image/png" in kinds and "text/html" in kinds


def test_a_result_shows_itself(binary: str) -> None:
    html = schedlab.run("v100=2,k80=2", "gavel", "fifo", rate=6, jobs=6)._repr_html_()
    assert "<svg" in html and "<table>" in html and "http" not in html
    assert html.count("<rect") >= 6


def test_the_environment_is_one_of_gymnasium(binary: str) -> None:
    checker = pytest.importorskip("gymnasium.utils.env_checker")
    environment = schedlab.Environment("v100=2,k80=2", "gavel", slots=4, rate=6, jobs=8)
    checker.check_env(environment)
    environment.close()


def test_the_environment_runs_to_the_end(binary: str) -> None:
    environment = schedlab.Environment("v100=2", "gavel", slots=2, rate=6, jobs=6)
    _, rewards, ended = environment.reset(seed=3)[0], 0.0, False
    while not ended:
        _, reward, ended, cut, _ = environment.step(np.zeros(2))
        rewards += reward
        assert not cut and reward <= 0
    assert environment.result is not None and environment.result.jobs.num_rows == 6
    assert rewards < 0


def test_tables_are_data_frames(binary: str) -> None:
    pandas: Any = pytest.importorskip("pandas")
    polars: Any = pytest.importorskip("polars")
    result = schedlab.run("v100=2,k80=2", "gavel", "fifo", rate=6, jobs=6)
    for name in TABLES:
        ours, theirs = result.to_pandas(name), result.to_polars(name)
        assert isinstance(ours, pandas.DataFrame) and isinstance(theirs, polars.DataFrame)
        assert ours.shape == theirs.shape and list(ours.columns) == theirs.columns
    assert result.to_pandas().shape[0] == 6
    with pytest.raises(ValueError, match="'job' is no table; there are jobs, rounds"):
        result.to_pandas("job")


@pytest.mark.skipif(shutil.which("docker") is not None, reason="Docker builds it itself")
def test_the_steps_of_the_dockerfile_are_those_of_the_tar() -> None:
    text = (PACKAGE / "Scripts" / "Dockerfile").read_text()
    assert "ADD schedlab-*.tar.gz /opt/" in text and "ln -s /opt/schedlab/bin/schedlab" in text
