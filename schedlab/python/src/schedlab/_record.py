"""Records of runs, read by docs/run-record.md without the program."""

from __future__ import annotations

import gc
import json
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import numpy as np

from schedlab import _tables
from schedlab._errors import RecordError
from schedlab._numbers import Numbers
from schedlab._pass import Head, JobClass, Pass
from schedlab._reasons import Reasons

_HEADER = struct.Struct("<4sBBHIIIIdII")
_PROVENANCE, _DICTIONARY, _ROUNDS, _REASONS, _SUMMARY, _INDEX, _ANSWERS = range(1, 8)
_GPU_LIMIT = 1 << 24
#: Names of a record's tables.
TABLES = ("jobs", "rounds", "segments", "queue", "prices", "reasons", "placements")
_Value = TypeVar("_Value")


class Record:
    """A record, open for reading; ``read`` opens one.

    Tables are read when they are asked for first, and kept. ``queue``, ``reasons`` and ``placements`` take a second
    pass, and as much room as there are reasons.

    Attributes:
        path: The file.
        provenance: Where the run comes from: cluster, settings, policy, seed.
        summary: The run's figures (``summary.json`` without ``host``); None when the run did not end.
        is_complete: Whether the run ended as it should.
        gpu_types: Names of the GPU types.

    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.summary: dict[str, Any] | None = None
        self.is_complete = False
        self.provenance: dict[str, Any] = {}
        self.gpu_types: list[str] = []
        self._classes: list[JobClass] = []
        self._objectives: list[str] = []
        self._passed: Pass | None = None
        self._explained: tuple[Pass, Reasons] | None = None
        self._sensible(self._open)

    def _open(self) -> None:
        for kind, _, payload in self._batches(wanted=(_PROVENANCE, _DICTIONARY, _SUMMARY, _INDEX)):
            if kind == _PROVENANCE:
                self.provenance = json.loads(payload)
            elif kind == _DICTIONARY:
                self._dictionary(Numbers(payload))
            elif kind == _SUMMARY:
                self.summary = json.loads(payload)
            else:
                self.is_complete = self._has_trailer
        if not self.provenance:
            raise RecordError(f"{self.path}: the record ends before its first batch; the run did not begin")
        names = [nodes["gpuType"] for nodes in self.provenance["cluster"]["nodes"]]
        self.gpu_types = list(dict.fromkeys(names))

    def _sensible(self, read: Callable[[], _Value]) -> _Value:
        """Read, and say where nonsense was found."""
        try:
            return read()
        except (ArithmeticError, LookupError, TypeError, ValueError, RecursionError, struct.error) as error:
            raise RecordError(f"{self.path}: a batch makes no sense: {error}") from error

    # Batches.

    def _batches(self, wanted: tuple[int, ...]) -> Iterator[tuple[int, int, bytes]]:
        """Batches of some kinds; the last one of a record that was cut off may be half there and is left out."""
        try:
            with self.path.open("rb") as file:
                head = file.read(16)
                if head[:8] != b"SCHEDREC":
                    raise RecordError(f"{self.path}: not a record of a run: it begins with {head[:8]!r}")
                if head[8:12] != b"\1\0\0\0":
                    raise RecordError(f"{self.path}: a record of another version; this package reads version 1")
                yield from self._read_batches(file, wanted)
        except OSError as error:
            raise RecordError(f"{self.path}: cannot be read: {error.strerror}") from error

    def _read_batches(self, file: BinaryIO, wanted: tuple[int, ...]) -> Iterator[tuple[int, int, bytes]]:
        size = self.path.stat().st_size
        while True:
            header = file.read(40)
            if len(header) < 40 or header[:4] != b"BTCH":
                return
            _, kind, flags, _, length, *_, checksum = _HEADER.unpack(header)
            if not _PROVENANCE <= kind <= _ANSWERS or file.tell() + length > size:
                return
            is_last = file.tell() + length + 40 > size
            if kind not in wanted and not is_last:
                file.seek(length, 1)
                continue
            payload = file.read(length)
            if zlib.crc32(payload, zlib.crc32(header[:36])) != checksum:
                if is_last:
                    return
                raise RecordError(f"{self.path}: the batch before byte {file.tell()} is damaged (checksum)")
            if kind in wanted:
                yield kind, flags, payload

    @property
    def _has_trailer(self) -> bool:
        with self.path.open("rb") as file:
            file.seek(-8, 2)
            return file.read(8) == b"SCHEDEND"

    def _dictionary(self, n: Numbers) -> None:
        for _ in range(n.count()):
            model, gpus = n.text(), n.count()
            n.byte()
            for _ in range(n.count()):
                n.text()
            self._classes.append(JobClass(model, gpus, [n.near(0.0) for _ in range(n.count(len(n.data)))]))
        self._objectives += [n.text() for _ in range(n.count(len(n.data)))]

    # Passes.

    @property
    def _head(self) -> Head:
        counts = dict.fromkeys(self.gpu_types, 0)
        for nodes in self.provenance["cluster"]["nodes"]:
            counts[nodes["gpuType"]] += int(nodes["nodeCount"]) * int(nodes["gpusPerNode"])
        ends = np.cumsum(list(counts.values())).tolist()
        if min(counts.values(), default=0) < 0 or sum(counts.values()) > _GPU_LIMIT:
            raise ValueError(f"a cluster of {sum(counts.values())} GPUs, expected at most {_GPU_LIMIT}")
        return Head(
            gpu_types=self.gpu_types, starts=[0, *ends[:-1]], ends=ends, classes=self._classes,
            seconds_per_move=float(self.provenance["secondsPerMove"]),
            round_seconds=float(self.provenance["roundSeconds"]),
        )  # fmt: skip

    @property
    def _read(self) -> Pass:
        if self._passed is None:
            self._passed = self._sensible(self._pass_over_rounds)
        return self._passed

    @property
    def _read_reasons(self) -> tuple[Pass, Reasons]:
        if self._explained is None:
            selection = self.provenance.get("reasons", "all")
            reasons = Reasons(self.gpu_types, selection)
            self._explained = self._sensible(lambda: self._pass_over_rounds(reasons)), reasons
        return self._explained

    def _pass_over_rounds(self, reasons: Reasons | None = None) -> Pass:
        passed = Pass(self._head)
        passed.explained = reasons
        # A pass makes many lists and no cycles: looking for these again and again finds nothing.
        was_enabled = gc.isenabled()
        gc.disable()
        try:
            for has_state, payload, explanation in self._rounds(reasons is not None):
                if reasons is not None:
                    reasons.begin(explanation)
                passed.batch(payload, has_state)
        finally:
            if was_enabled:
                gc.enable()
        return passed

    def _rounds(self, with_reasons: bool) -> Iterator[tuple[bool, bytes, bytes | None]]:
        """Batches of rounds, each with the batch of reasons that follows it."""
        held: tuple[bool, bytes] | None = None
        for kind, flags, payload in self._batches(wanted=(_ROUNDS, _REASONS) if with_reasons else (_ROUNDS,)):
            if held is not None:
                yield *held, payload if kind == _REASONS else None
            held = None if kind == _REASONS else (bool(flags), payload)
        if held is not None:
            yield *held, None

    # Tables.

    @property
    def jobs(self) -> Any:  # noqa: ANN401 - pyarrow has no types
        """Jobs as an Arrow table, in order of arrival; times in seconds, null where a job did not end."""
        return _tables.jobs(self._read, [entry.model for entry in self._classes])

    @property
    def rounds(self) -> Any:  # noqa: ANN401
        """Rounds as an Arrow table: counts of jobs and of used GPUs by type at their beginning."""
        return _tables.rounds(self._read, self.gpu_types)

    @property
    def segments(self) -> Any:  # noqa: ANN401
        """Stays on GPUs as an Arrow table, a row a GPU: job_id, gpu, gpu_type, milli_gpu, from_ and to_seconds."""
        return _tables.segments(self._read, self.gpu_types)

    @property
    def queue(self) -> Any:  # noqa: ANN401
        """Ordered queues as an Arrow table, a row a job a decision, the first to start at ``position`` 0.

        Empty for policies that decide by shares, and for records without reasons.
        """
        passed, reasons = self._read_reasons
        return reasons.queue(passed)

    @property
    def prices(self) -> Any:  # noqa: ANN401
        """Decisions of programs as an Arrow table: objective, its value, proven gap, a price for each type."""
        return _tables.prices(self._read, self.gpu_types, self._objectives)

    @property
    def reasons(self) -> Any:  # noqa: ANN401
        """Decisions by shares as an Arrow table, a row a job a decision.

        The share of each GPU type, and, where a program decided, the job's level and the price of what holds it
        down (``binding``); both are null elsewhere. Empty for policies that decide by queues, and for records
        without reasons.
        """
        passed, reasons = self._read_reasons
        return reasons.reasons(passed)

    @property
    def placements(self) -> Any:  # noqa: ANN401
        """Why jobs got GPUs, as an Arrow table, a row a placement.

        How the GPUs were ``chosen``, the job's deficit in seconds, and its priority. Empty for records without
        reasons.
        """
        passed, reasons = self._read_reasons
        return reasons.placements_table(passed)

    def to_pandas(self, table: str = "jobs") -> Any:  # noqa: ANN401
        """Return a table, one of ``TABLES``, as a pandas data frame."""
        return self._table(table).to_pandas()

    def to_polars(self, table: str = "jobs") -> Any:  # noqa: ANN401
        """Return a table, one of ``TABLES``, as a polars data frame."""
        import polars

        return polars.from_arrow(self._table(table))

    def _table(self, name: str) -> Any:  # noqa: ANN401
        if name not in TABLES:
            raise ValueError(f"'{name}' is no table; there are {', '.join(TABLES)}")
        return getattr(self, name)

    def _repr_html_(self) -> str:
        from schedlab._notebook import html

        return html(self)

    def to_parquet(self, folder: str | Path) -> None:
        """Write all tables as Parquet files into a folder, each under its name."""
        import pyarrow.parquet as parquet

        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        for name in TABLES:
            parquet.write_table(getattr(self, name), folder / f"{name}.parquet")


def read(path: str | Path) -> Record | dict[str, Record]:
    """Open a record, or those of a folder.

    Args:
        path: A record, a folder with ``run.record``, or one whose folders have records.

    Returns:
        The record; for a folder of folders a mapping from their paths below it, in alphabetical order.

    Raises:
        RecordError: When there is none, or it is damaged.

    """
    path = Path(path)
    if not path.is_dir():
        return Record(path)
    if (path / "run.record").exists():
        return Record(path / "run.record")
    found = sorted(path.rglob("*.record"))
    if not found:
        raise RecordError(f"{path}: no record in this folder; records come from 'schedlab run --record FILE'")
    return {
        str(file.parent.relative_to(path) if file.name == "run.record" else file.relative_to(path)): Record(file)
        for file in found
    }
