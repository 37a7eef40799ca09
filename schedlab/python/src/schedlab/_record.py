"""Reads records of runs by docs/run-record.md, without the program.

A record is read in one pass. What is wanted goes into typed columns as it comes, so that memory grows with the
result and not with the file.
"""

from __future__ import annotations

import gc
import json
import re
import struct
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa

from schedlab._errors import RecordError

_F64 = struct.Struct("<d")
_I64 = struct.Struct("<q")
_HEADER = struct.Struct("<4sBBHIIIIdII")
_NAN = float("nan")
# An active job of a whole state: four counts, two f64, a near.
_ACTIVE_JOB = re.compile(
    rb"(?:[\x80-\xff]*[\x00-\x7f]){4}.{16}(?:\x00.{8}|[\x01-\x7f]|[\x80-\xff]+[\x00-\x7f])", re.DOTALL
)
_KINDS = (1, 2, 3, 4, 5, 6, 7)
_TEXTS = ("name", "user", "queue")


class Numbers:
    """The forms of numbers of the section "Numbers"."""

    __slots__ = ("at", "data")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def byte(self) -> int:
        """One byte."""
        self.at += 1
        return self.data[self.at - 1]

    def count(self) -> int:
        """Seven bits a byte, lowest first."""
        data, at = self.data, self.at
        byte = data[at]
        if byte < 128:
            self.at = at + 1
            return byte
        value, shift = byte & 127, 7
        while True:
            at += 1
            byte = data[at]
            value |= (byte & 127) << shift
            if byte < 128:
                self.at = at + 1
                return value
            shift += 7

    def signed(self) -> int:
        """Even counts are numbers from 0 up, odd ones from -1 down."""
        value = self.count()
        return -(value >> 1) - 1 if value & 1 else value >> 1

    def f64(self) -> float:
        """Eight bytes."""
        self.at += 8
        number: float = _F64.unpack_from(self.data, self.at - 8)[0]
        return number

    def near(self, expected: float) -> float:
        """Read the distance in bit patterns from what is expected."""
        code = self.count()
        if code == 1:
            return expected
        if code == 0:
            return self.f64()
        code -= 1
        distance = -(code >> 1) - 1 if code & 1 else code >> 1
        bits = (_I64.unpack(_F64.pack(expected))[0] + distance) & ((1 << 64) - 1)
        number: float = _F64.unpack(bits.to_bytes(8, "little"))[0]
        return number

    def text(self) -> str:
        """UTF-8 after its length."""
        length = self.count()
        self.at += length
        return self.data[self.at - length : self.at].decode()

    def skip(self, pattern: re.Pattern[bytes], count: int) -> None:
        """Pass over things of a form."""
        match, data, at = pattern.match, self.data, self.at
        for _ in range(count):
            found = match(data, at)
            if found is None:
                raise ValueError("a whole state that ends in the middle")
            at = found.end()
        self.at = at

    def gpus(self) -> list[int]:
        """Read runs of consecutive ids."""
        gpus: list[int] = []
        end = 0
        for _ in range(self.count()):
            first = end + self.signed()
            end = first + self.count()
            gpus += range(first, end)
        return gpus

    def fields(self, widths: list[int]) -> list[int]:
        """Bit fields, lowest bits first, padded at the end of the list."""
        size = (sum(widths) + 7) // 8
        data, self.at = self.data[self.at : self.at + size], self.at + size
        fields: list[int] = []
        pool = held = at = 0
        for width in widths:
            while held < width:
                chunk = data[at : at + 8]
                pool |= int.from_bytes(chunk, "little") << held
                held += 8 * len(chunk)
                at += 8
            fields.append(pool & ((1 << width) - 1))
            pool >>= width
            held -= width
        return fields


@dataclass
class _Class:
    model: str
    gpus: int
    rates: list[float]


class _Columns:
    """Typed columns that grow."""

    def __init__(self, **kinds: str) -> None:
        self.names = list(kinds)
        self.kinds = kinds
        self.columns: dict[str, Any] = {
            name: [] if kind == "s" else array(kind) for name, kind in kinds.items()
        }

    def table(self, nulls: tuple[str, ...] = (), texts: dict[str, list[str]] | None = None) -> Any:  # noqa: ANN401
        """Return an Arrow table; NaN is null in ``nulls``, numbers of ``texts`` become those."""
        arrays = []
        for name in self.names:
            column = self.columns[name]
            if self.kinds[name] == "s":
                arrays.append(pa.array(column, pa.string()))
                continue
            values = np.frombuffer(column, column.typecode) if len(column) else np.zeros(0, column.typecode)
            if texts and name in texts:
                arrays.append(pa.DictionaryArray.from_arrays(values, pa.array(texts[name], pa.string())))
            elif name in nulls:
                arrays.append(pa.array(values, mask=np.isnan(values)))
            else:
                arrays.append(pa.array(values))
        return pa.Table.from_arrays(arrays, self.names)


class _Pass:
    """One pass over the batches of rounds: the state that writer and reader share, and the columns."""

    def __init__(self, record: Record) -> None:
        head = record.provenance
        self.classes = record._classes
        self.types = record.gpu_types
        self.seconds_per_move = float(head["secondsPerMove"])
        self.round_seconds = float(head["roundSeconds"])
        self.starts, self.ends, gpu_count = record._ranges()
        self.free = [1000] * gpu_count
        self.whole, self.some = bytearray(b"\1" * gpu_count), bytearray(b"\1" * gpu_count)
        self.cursor = list(self.starts)
        self.is_rewound = True
        # Jobs by number of arrival.
        self.rows = array("i")
        self.millis = array("i")
        self.steps = array("d")
        self.done = array("d")
        self.arrivals = array("d")
        self.states = array("b")
        self.end_seconds = array("d")
        # Weight, name, user and queue of those that have any.
        self.details: dict[int, tuple[float, str, str, str]] = {}
        self.stays: list[tuple[int, list[int], int, float, float] | None] = []
        self.ids = array("q")
        self.active: list[int] = []
        self.running: dict[int, None] = {}
        self.left: list[tuple[int, tuple[int, list[int], int, float, float]]] = []
        self.lengths: dict[int, float] = {}
        self.prices: list[float] = []
        self.clock = self.round_start = self.value = 0.0
        self.last_arrival = self.next_arrival = self.busy = 0.0
        self.used = [0] * len(self.types)
        self.counts = [0, 0, 0, 0]  # arrived, active, running, ended
        self.number = -1
        kinds = {f"used_{name}": "q" for name in self.types}
        self.segments = _Columns(
            job_id="q", gpu="i", gpu_type="i", milli_gpu="i", from_seconds="d", to_seconds="d"
        )
        self.rounds = _Columns(
            round="q", seconds="d", arrived_jobs="q", active_jobs="q", running_jobs="q", ended_jobs="q",
            **kinds, next_arrival_seconds="d",
        )  # fmt: skip
        self.decisions = _Columns(seconds="d", objective="i", value="d", gap="d", **dict.fromkeys(self.types, "d"))
        self.has_next = False

    # The state.

    def take(self, job: int, kind: int, gpus: list[int], milli: int) -> None:
        warm_up = self.seconds_per_move if self.done[job] > 0 else 0.0
        self.stays[job] = (kind, gpus, milli, self.clock, warm_up)
        self.running[job] = None
        for gpu in gpus:
            left = self.free[gpu] - milli
            self.free[gpu] = left
            self.whole[gpu] = 0
            if left <= 0:
                self.some[gpu] = 0
        self.used[kind] += len(gpus)
        if not self.is_rewound:
            self.rewind()
        self.cursor[kind] = gpus[-1] + 1

    def give(self, job: int, to: float, segments: bool) -> None:
        stay = self.stays[job]
        if stay is None:
            raise ValueError(f"job {self.ids[job]} gives GPUs back that it does not have")
        kind, gpus, milli, start, warm_up = stay
        rate = self.classes[self.rows[job]].rates[kind]
        self.done[job] = min(self.done[job] + max(0.0, to - start - warm_up) * rate, self.steps[job])
        for gpu in gpus:
            left = self.free[gpu] + milli
            self.free[gpu] = left
            self.some[gpu] = 1
            if left == 1000:
                self.whole[gpu] = 1
        self.used[kind] -= len(gpus)
        self.left.append((job, stay))
        self.stays[job] = None
        del self.running[job]
        if segments:
            self.tell(job, stay, to)

    def tell(self, job: int, stay: tuple[int, list[int], int, float, float], to: float) -> None:
        """One row a GPU."""
        kind, gpus, milli, start, _ = stay
        ids, places, kinds, millis, starts, ends = self.segments.columns.values()
        for gpu in gpus:
            ids.append(self.ids[job])
            places.append(gpu)
            kinds.append(kind)
            millis.append(milli)
            starts.append(start)
            ends.append(to)

    def rewind(self) -> None:
        """Begin the search for GPUs at each type's first one with room again."""
        self.is_rewound = True
        for kind, start in enumerate(self.starts):
            found = self.some.find(1, start, self.ends[kind])
            self.cursor[kind] = self.ends[kind] if found < 0 else found

    def end(self, rank: int, completed: bool, seconds: float) -> None:
        job = self.active.pop(rank)
        self.counts[3] += 1
        self.states[job] = 1 if completed else 2
        self.end_seconds[job] = seconds

    def rank(self, job: int) -> int:
        return bisect_left(self.active, job)

    def finish_time(self, job: int) -> float:
        stay = self.stays[job]
        rate = 0.0 if stay is None else self.classes[self.rows[job]].rates[stay[0]]
        if stay is None or not rate > 0:
            return self.clock
        return stay[3] + stay[4] + (self.steps[job] - self.done[job]) / rate

    def piece_end(self, job: int) -> float:
        stay = self.stays[job]
        if stay is None:
            return self.clock
        length = self.lengths.get(self.rows[job] * len(self.types) + stay[0], 0.0)
        return stay[3] + length if length > 0 else self.clock

    def round_end(self) -> float:
        if not self.lengths:
            return self.round_start + self.round_seconds
        return max([self.clock, *(self.piece_end(job) for job in self.running)])

    def expected(self, kind: int, count: int, milli: int) -> list[int]:
        if not self.is_rewound:
            self.rewind()
        gpus: list[int] = []
        at, end = self.cursor[kind], self.ends[kind]
        flags = self.whole if milli == 1000 else self.some
        while len(gpus) < count:
            at = flags.find(1, at, end)
            if at < 0:
                break
            if self.free[at] >= milli:
                gpus.append(at)
            at += 1
        return gpus

    # The entries.

    def batch(self, n: Numbers, whole: bool) -> None:
        if whole:
            self.whole_state(n)
        data, size = n.data, len(n.data)
        finishing = -1
        while n.at < size:
            code = data[n.at]
            n.at += 1
            if code == 14:
                finishing = self.active[n.count()]
                self.clock = self.finish_time(finishing)
            elif code == 15 or code == 8:
                job = self.active[n.count()] if code == 8 else finishing
                self.give(job, self.clock, True)
                self.is_rewound = False
                self.end(self.rank(job), True, self.clock)
            elif code == 1:
                self.clock = n.near(self.round_end())
            elif code == 2:
                self.begin_round(n)
            elif code == 3:
                self.arrive(n)
            elif code == 4:
                self.decide(n)
            elif code == 5:
                self.place(n)
            elif code == 6:
                self.keep(n)
            elif code == 7:
                self.leave(n)
            elif code == 9:
                self.left = []
            elif code == 10 or code == 11:
                n.count()
            elif code == 12:
                rank, completed = n.count(), n.byte() == 1
                self.end(rank, completed, n.near(self.clock))
            elif code == 13:
                n.byte(), n.count()
            else:
                raise ValueError(f"an entry of kind {code}, expected 1 to 15")

    def whole_state(self, n: Numbers) -> None:
        """Pass over what a reader from the start knows already."""
        n.f64(), n.signed(), n.f64(), n.near(0.0), n.f64(), n.f64(), n.f64()
        for _ in range(n.count()):
            n.f64()
        for _ in range(n.count()):
            n.near(0.0)
        n.count(), n.count()
        n.skip(_ACTIVE_JOB, n.count())
        for _ in range(n.count()):
            n.count(), n.count(), n.count(), n.near(self.clock), n.near(0.0), n.gpus()
        for _ in self.types:
            n.count()

    def begin_round(self, n: Numbers) -> None:
        flags = n.byte()
        self.number += 1 if flags & 8 else 1 + n.signed()
        counts = [len(self.ids), len(self.active), len(self.running), self.counts[3], *self.used]
        if not flags & 1:
            counts = [count + n.signed() for count in counts]
        if flags & 2:
            self.next_arrival = n.near(self.next_arrival)
        self.busy = n.near(self.busy) if flags & 4 else 0.0
        self.round_start, self.left = self.clock, []
        values = [self.number, self.clock, *counts, self.next_arrival if flags & 2 else _NAN]
        for column, value in zip(self.rounds.columns.values(), values, strict=True):
            column.append(value)

    def arrive(self, n: Numbers) -> None:
        count, byte, last, clock = n.count, n.byte, self.last_arrival, self.clock
        job = len(self.ids)
        for _ in range(count()):
            flags = byte()
            self.rows.append(count())
            self.ids.append(job if flags & 1 else job + n.signed())
            self.millis.append(1000 if flags & 2 else count())
            last = clock if flags & 16 else n.near(last)
            self.arrivals.append(last)
            self.steps.append(float(count()) if flags & 8 else n.f64())
            if flags & 4:
                weight = n.near(1.0)
                count(), count(), n.near(_NAN)
                self.details[job] = (weight, n.text(), n.text(), n.text())
            self.active.append(job)
            self.stays.append(None)
            self.done.append(0.0)
            self.states.append(0)
            self.end_seconds.append(_NAN)
            job += 1
        self.last_arrival = last

    def jobs(self) -> Any:  # noqa: ANN401 - pyarrow has no types
        """Return the jobs as an Arrow table."""
        count, rows = len(self.ids), np.array(self.rows, np.int32)
        weights = np.ones(count)
        texts = [[""] * count for _ in range(3)]
        for job, (weight, *words) in self.details.items():
            weights[job] = weight
            for column, word in zip(texts, words, strict=True):
                column[job] = word
        sizes = np.array([entry.gpus for entry in self.classes], np.int64)
        ends = np.array(self.end_seconds, np.float64)
        named = {
            "model": (rows, [entry.model for entry in self.classes]),
            "state": (np.array(self.states, np.int32), ["unfinished", "completed", "dropped"]),
        }
        model, state = (
            pa.DictionaryArray.from_arrays(places, pa.array(names, pa.string()))
            for places, names in named.values()
        )
        columns = {
            "job_id": np.array(self.ids, np.int64),
            **{name: pa.array(column, pa.string()) for name, column in zip(_TEXTS, texts, strict=True)},
            "model": model,
            "gpus": sizes[rows],
            "milli_per_gpu": np.array(self.millis, np.int64),
            "priority_weight": weights,
            "arrival_seconds": np.array(self.arrivals, np.float64),
            "steps": np.array(self.steps, np.float64),
            "state": state,
            "end_seconds": pa.array(ends, mask=np.isnan(ends)),
        }
        return pa.table(columns)

    def decide(self, n: Numbers) -> None:
        if not n.byte() & 4:
            return
        objective = n.count()
        self.value, gap = n.near(self.value), n.near(0.0)
        self.prices = [n.near(price) for price in self.prices or [0.0] * len(self.types)]
        values = [self.clock, objective, self.value, gap, *self.prices]
        for column, value in zip(self.decisions.columns.values(), values, strict=True):
            column.append(value)

    def place(self, n: Numbers) -> None:
        count, kinds = n.count(), len(self.types)
        is_long = count * 16 >= len(self.active)
        jobs = [job for job in self.active if self.stays[job] is None] if is_long else self.active
        size = len(jobs)
        widths = [
            max((size - (taken if is_long else 0)) * 2 * kinds - 1, 0).bit_length() for taken in range(count)
        ]
        for field in n.fields(widths):
            rank, kind = divmod(field >> 1, kinds)
            job = jobs[rank]
            if is_long:
                jobs[rank] = jobs[-1]
                jobs.pop()
            milli, size = self.millis[job], self.classes[self.rows[job]].gpus
            gpus = self.expected(kind, size, milli)
            if not field & 1:
                # The exceptions follow the bit fields, in the same order.
                code = n.count()
                if code & 1:
                    milli = n.count()
                if code & 2:
                    code >>= 2
                    first = (gpus[0] if gpus else 0) + (-(code >> 1) - 1 if code & 1 else code >> 1)
                    gpus = list(range(first, first + size))
                else:
                    gpus = n.gpus()
            self.take(job, kind, gpus, milli)

    def keep(self, n: Numbers) -> None:
        rest, expected = n.count(), 0
        while rest > 0:
            first = expected + n.signed()
            expected = first + n.count()
            for job, stay in self.left[first:expected]:
                self.take(job, stay[0], stay[1], stay[2])
            rest -= expected - first

    def leave(self, n: Numbers) -> None:
        order, positions, position = n.byte(), [], 0
        running = list(self.running)
        if order == 0:
            for _ in range(n.count()):
                position += n.signed()
                positions.append(position)
                position += 1
        elif order == 1:
            for _ in range(n.count()):
                position += n.count()
                leaving = n.count()
                positions += range(position, position + leaving)
                position += leaving
        else:
            positions = list(range(len(running)))
        jobs = [running[position] for position in positions]
        times = [self.clock] * len(jobs)
        if n.byte():
            self.piece_lengths(n)
            times, index = [self.piece_end(job) for job in jobs], 0
            for _ in range(n.count()):
                index += n.count()
                times[index] = n.near(times[index])
                index += 1
        _, outcomes = self.marks(n), self.marks(n)
        told = range(len(jobs)) if order != 2 else sorted(range(len(jobs)), key=lambda k: (-times[k], jobs[k]))
        for index in told:
            stay = self.stays[jobs[index]]
            if stay is None:
                raise ValueError(f"job {self.ids[jobs[index]]} gives GPUs back twice")
            self.tell(jobs[index], stay, times[index])
        for index in sorted(range(len(jobs)), key=lambda k: positions[k]):
            self.give(jobs[index], times[index], False)
        self.is_rewound = False
        for index, code in outcomes:
            self.end(self.rank(jobs[index]), code == 1, times[index])

    def piece_lengths(self, n: Numbers) -> None:
        for _ in range(n.count()):
            index = n.count()
            self.lengths[index] = n.f64()

    def marks(self, n: Numbers) -> list[tuple[int, int]]:
        found, index = [], 0
        for _ in range(n.count()):
            index += n.count()
            found.append((index, n.byte()))
            index += 1
        return found


class Record:
    """A record, open for reading; ``read`` opens one.

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
        self._classes: list[_Class] = []
        self._objectives: list[str] = []
        self._passed: _Pass | None = None
        for kind, _, payload in self._batches(wanted=(1, 2, 5, 6)):
            if kind == 1:
                self.provenance = json.loads(payload)
            elif kind == 2:
                self._dictionary(Numbers(payload))
            elif kind == 5:
                self.summary = json.loads(payload)
            elif kind == 6:
                self.is_complete = True
        if not self.provenance:
            raise RecordError(f"{path}: the record ends before its first batch; the run did not begin")
        names = [nodes["gpuType"] for nodes in self.provenance["cluster"]["nodes"]]
        self.gpu_types: list[str] = list(dict.fromkeys(names))

    def _ranges(self) -> tuple[list[int], list[int], int]:
        """First GPU of each type, the one after its last, and all GPUs."""
        counts = dict.fromkeys(self.gpu_types, 0)
        for nodes in self.provenance["cluster"]["nodes"]:
            counts[nodes["gpuType"]] += nodes["nodeCount"] * nodes["gpusPerNode"]
        ends = np.cumsum(list(counts.values())).tolist()
        return [0, *ends[:-1]], ends, ends[-1] if ends else 0

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
            if kind not in _KINDS or file.tell() + length > size:
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

    def _dictionary(self, n: Numbers) -> None:
        for _ in range(n.count()):
            model, gpus = n.text(), n.count()
            n.byte()
            for _ in range(n.count()):
                n.text()
            self._classes.append(_Class(model, gpus, [n.near(0.0) for _ in range(n.count())]))
        self._objectives += [n.text() for _ in range(n.count())]

    @property
    def _read(self) -> _Pass:
        if self._passed is None:
            passed = _Pass(self)
            # A pass makes many lists and no cycles: looking for these again and again finds nothing.
            was_enabled = gc.isenabled()
            gc.disable()
            try:
                for _, whole, payload in self._batches(wanted=(3,)):
                    passed.batch(Numbers(payload), bool(whole))
            except (IndexError, ValueError, KeyError, struct.error) as error:
                raise RecordError(f"{self.path}: a batch makes no sense: {error}") from error
            finally:
                if was_enabled:
                    gc.enable()
            self._passed = passed
        return self._passed

    @property
    def segments(self) -> Any:  # noqa: ANN401 - pyarrow has no types
        """Stays on GPUs as an Arrow table, a row a GPU: job_id, gpu, gpu_type, milli_gpu, from_ and to_seconds."""
        return self._read.segments.table(texts={"gpu_type": self.gpu_types})

    @property
    def jobs(self) -> Any:  # noqa: ANN401
        """Jobs as an Arrow table, in order of arrival; times in seconds, null where a job did not end."""
        return self._read.jobs()

    @property
    def rounds(self) -> Any:  # noqa: ANN401
        """Rounds as an Arrow table: counts of jobs and of used GPUs by type at their beginning."""
        return self._read.rounds.table(nulls=("next_arrival_seconds",))

    @property
    def prices(self) -> Any:  # noqa: ANN401
        """Decisions of programs as an Arrow table: objective, its value, proven gap, a price for each type."""
        return self._read.decisions.table(texts={"objective": self._objectives})

    def to_parquet(self, folder: str | Path) -> None:
        """Write ``jobs``, ``rounds``, ``segments`` and ``prices`` as Parquet files into a folder."""
        import pyarrow.parquet as parquet

        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("jobs", "rounds", "segments", "prices"):
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
