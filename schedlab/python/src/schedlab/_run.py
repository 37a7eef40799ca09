"""Runs of the program, and their results."""

from __future__ import annotations

import json
import shlex
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from schedlab import _binary, _relay
from schedlab._errors import SchedlabError
from schedlab._policy import Policy, State, serve
from schedlab._progress import Progress
from schedlab._record import Record

Setting = str | int | float | bool | Path | list[str] | None


class Summary(Mapping[str, Any]):
    """The figures of a run, as in ``summary.json``; keys end in their unit."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    def __getitem__(self, key: str) -> Any:  # noqa: ANN401 - numbers, texts and objects
        """Return a figure."""
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names of the figures."""
        return iter(self._values)

    def __len__(self) -> int:
        """Return the number of figures."""
        return len(self._values)

    def __repr__(self) -> str:
        """Return the figures as JSON."""
        return json.dumps(self._values, indent=2)


class Result:
    """A finished run: its figures and its record.

    Attributes:
        summary: The figures.
        record: The record, which has the same tables.

    """

    def __init__(self, summary: dict[str, Any], record: Record, keep: object = None) -> None:
        self.summary = Summary(summary)
        self.record = record
        self._keep = keep

    @property
    def jobs(self) -> Any:  # noqa: ANN401 - pyarrow has no types
        """Jobs as an Arrow table, as of ``Record.jobs``."""
        return self.record.jobs

    @property
    def rounds(self) -> Any:  # noqa: ANN401
        """Rounds as an Arrow table, as of ``Record.rounds``."""
        return self.record.rounds

    @property
    def segments(self) -> Any:  # noqa: ANN401
        """Stays on GPUs as an Arrow table, as of ``Record.segments``."""
        return self.record.segments

    @property
    def queue(self) -> Any:  # noqa: ANN401
        """Ordered queues as an Arrow table, as of ``Record.queue``."""
        return self.record.queue

    @property
    def prices(self) -> Any:  # noqa: ANN401
        """Decisions of programs with their prices as an Arrow table, as of ``Record.prices``."""
        return self.record.prices

    @property
    def reasons(self) -> Any:  # noqa: ANN401
        """Everybody's time shares and levels as an Arrow table, as of ``Record.reasons``."""
        return self.record.reasons

    @property
    def placements(self) -> Any:  # noqa: ANN401
        """Why jobs got GPUs as an Arrow table, as of ``Record.placements``."""
        return self.record.placements

    def to_pandas(self, table: str = "jobs") -> Any:  # noqa: ANN401
        """Return a table as a pandas data frame."""
        return self.record.to_pandas(table)

    def to_polars(self, table: str = "jobs") -> Any:  # noqa: ANN401
        """Return a table as a polars data frame."""
        return self.record.to_polars(table)

    def to_parquet(self, folder: str | Path) -> None:
        """Write all tables as Parquet files into a folder."""
        self.record.to_parquet(folder)

    def _repr_html_(self) -> str:
        return self.record._repr_html_()


def flags(settings: Mapping[str, Setting]) -> list[str]:
    """Arguments for settings by the names of the flags, hyphens as underscores."""
    arguments: list[str] = []
    for name, value in settings.items():
        flag = "--" + name.replace("_", "-")
        if value is None or value is False:
            continue
        if value is True:
            arguments.append(flag)
        elif isinstance(value, list):
            for item in value:
                arguments += [flag, item]
        else:
            arguments += [flag, str(value)]
    return arguments


def run(
    cluster: str,
    workload: str,
    policy: str | Policy,
    seed: int = 0,
    *,
    record: str | Path | None = None,
    watch: Callable[[State], None] | None = None,
    progress: bool | None = None,
    **settings: Setting,
) -> Result:
    """Simulate one experiment.

    Args:
        cluster: Preset, spec or file, as ``--cluster``.
        workload: ``gavel`` or a file, as ``--workload``.
        policy: Name of a built-in policy, ``exec:COMMAND``, or a ``Policy`` of this process.
        seed: Seed of every random stream.
        record: Where the record stays; a temporary file that goes with the result unless given.
        watch: Called with the state before each decision of a ``Policy`` of this process.
        progress: Whether to say how far the run is; by default in notebooks and terminals.
        **settings: Every other flag of ``schedlab run``, hyphens as underscores: ``rate=4``, ``multi_gpu=True``,
            ``window="100:200"``, ``hours=10``.

    Returns:
        The result.

    Raises:
        SchedlabError: With the program's message and exit code.
        Exception: Whatever a ``Policy`` of this process raises.

    """
    keep = None
    if record is None:
        keep = tempfile.TemporaryDirectory(prefix="schedlab-")
        record = Path(keep.name) / "run.record"
    name = policy if isinstance(policy, str) else f"exec:{shlex.quote(sys.executable)} -m schedlab._relay"
    command = [
        *(_binary.find(), "run", "--cluster", cluster, "--workload", workload, "--policy", name),
        *flags({"seed": seed, **settings}),
        *("--record", str(record), "--format", "json", "--quiet"),
    ]
    with Progress(Path(record), progress):
        output = _call(command) if isinstance(policy, str) else _call_serving(command, policy, watch)
    return Result(json.loads(output), Record(Path(record)), keep)


def _call(command: list[str]) -> str:
    process = subprocess.run(command, capture_output=True, text=True, check=False)
    _check(process.returncode, process.stderr)
    return process.stdout


def _check(status: int, messages: str) -> None:
    if status == 0:
        if messages.strip():
            sys.stderr.write(messages)
        return
    text = messages.strip().removeprefix("schedlab: ")
    raise SchedlabError(text or f"schedlab ended with exit code {status}", status)


def _call_serving(command: list[str], policy: Policy, watch: Callable[[State], None] | None) -> str:
    """Run the program and answer it from here: a thread waits for it, this one decides."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    path = _relay.folder() / f"{process.pid}.socket"
    path.unlink(missing_ok=True)
    outputs: list[str] = ["", ""]
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(path))
            server.listen(1)

            def wait() -> None:
                outputs[:] = process.communicate()
                # Wakes the other thread where no policy was ever started.
                with socket.socket(socket.AF_UNIX) as knock:
                    knock.connect_ex(str(path))

            waiter = threading.Thread(target=wait, daemon=True)
            waiter.start()
            link, _ = server.accept()
            with link, link.makefile("rb") as source, link.makefile("wb") as sink:
                try:
                    serve(policy, source, sink, watch)
                except (BrokenPipeError, ConnectionResetError):
                    pass  # The program has ended, and says why.
                except BaseException:
                    process.kill()
                    raise
            waiter.join()
    finally:
        path.unlink(missing_ok=True)
        if process.poll() is None:
            process.kill()
    _check(process.returncode, outputs[1])
    return outputs[0]
