"""One pass over the batches of rounds of a record, by docs/run-record.md, section "A batch of rounds".

What is wanted goes into flat buffers as it comes: memory grows with the result and not with the file.
"""

from __future__ import annotations

import struct
from array import array
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from schedlab import _whole_state
from schedlab._active import ActiveJobs
from schedlab._gpus import FreeGPUs
from schedlab._jobs import COMPLETED, DROPPED, UNFINISHED, Jobs, Stay
from schedlab._numbers import Numbers, count, signed

#: A stay as it is told: job, GPU type, thousandths of each GPU, number of GPUs, beginning and end in seconds.
TOLD = np.dtype([("job", "<i4"), ("kind", "<i4"), ("milli", "<i4"), ("size", "<i4"), ("start", "<f8"), ("end", "<f8")])
_TOLD = struct.Struct("<iiiidd")
_NAN = float("nan")


@dataclass(frozen=True)
class JobClass:
    """Jobs that are alike: work per second on each GPU type."""

    model: str
    gpus: int
    rates: list[float]


@dataclass(frozen=True)
class Head:
    """What a pass needs to know of the run."""

    gpu_types: list[str]
    #: First GPU of each type.
    starts: list[int]
    #: The one after its last.
    ends: list[int]
    classes: list[JobClass]
    seconds_per_move: float
    round_seconds: float


class Explained(Protocol):
    """Takes reasons up, beside the entries that they explain."""

    def decision(self, state: Pass, kind: int) -> None:
        """Call after an entry 'decision'."""

    def placements(self, state: Pass, jobs: list[int]) -> None:
        """Call after the placements of an entry."""


class Pass:
    """The state that writer and reader share, and the buffers."""

    def __init__(self, head: Head) -> None:
        self.kinds = len(head.gpu_types)
        self.seconds_per_move, self.round_seconds = head.seconds_per_move, head.round_seconds
        self.sizes = [entry.gpus for entry in head.classes]
        # By class * types + type.
        self.rates = [rate for entry in head.classes for rate in [*entry.rates, *[0.0] * self.kinds][: self.kinds]]
        self.lengths = [0.0] * len(self.rates)
        self.has_lengths = False
        self.gpus = FreeGPUs(head.starts, head.ends)
        self.jobs = Jobs()
        self.active = ActiveJobs()
        self.running: dict[int, None] = {}
        self.left: list[tuple[int, Stay]] = []
        self.prices: list[float] = []
        self.clock = self.round_start = self.value = self.next_arrival = self.busy = 0.0
        self.ended = 0
        self.number = self.finishing = -1
        # What is read: stays as TOLD and their GPUs; rounds and decisions row by row.
        self.told, self.told_gpus = bytearray(), array("i")
        self.round_counts, self.round_times = array("q"), array("d")
        self.decisions = array("d")
        self.explained: Explained | None = None
        self._entries = {
            1: self._read_clock, 2: self._begin_round, 3: self._arrive, 4: self._decide, 5: self._place, 6: self._keep,
            7: self._leave, 8: self._finish_now, 9: self._forget, 10: self._pass_over, 11: self._pass_over,
            12: self._end, 13: self._end_run, 15: self._finish_there,
        }  # fmt: skip

    def batch(self, data: bytes, has_state: bool) -> None:
        """Take a batch in.

        Raises:
            ArithmeticError, LookupError, ValueError, struct.error: When it makes no sense.

        """
        at = _whole_state.end(data, self.kinds, len(self.gpus)) if has_state else 0
        size, active, entries = len(data), self.active, self._entries
        while at < size:
            code = data[at]
            at += 1
            if code == 14:
                rank, at = count(data, at)
                self.finishing = job = active[rank]
                self.clock = self._work_end(job)
                if at < size and data[at] == 15:
                    at += 1
                    self._finish(job)
                    active.pop(rank)
            else:
                if code not in entries:
                    raise ValueError(f"an entry of kind {code}, expected 1 to 15")
                at = entries[code](data, at)
        if at > size:
            raise IndexError("an entry beyond the end of its batch")

    # Stays.

    def _take(self, job: int, kind: int, gpus: list[int], milli: int) -> None:
        jobs = self.jobs
        if jobs.stays[job] is not None or jobs.states[job] != UNFINISHED or not gpus:
            raise ValueError(f"job {jobs.ids[job]} gets {len(gpus)} GPUs although it does not wait for them")
        warm_up = self.seconds_per_move if jobs.done[job] > 0 else 0.0
        jobs.stays[job] = (kind, gpus, milli, self.clock, warm_up, jobs.rows[job] * self.kinds + kind)
        self.running[job] = None
        self.gpus.take(kind, gpus, milli)

    def _give(self, job: int, stay: Stay) -> None:
        self.gpus.give(stay[0], stay[1], stay[2])
        self.left.append((job, stay))
        self.jobs.stays[job] = None

    def _tell(self, job: int, stay: Stay, end: float) -> None:
        kind, gpus, milli, start, _, _ = stay
        self.told += _TOLD.pack(job, kind, milli, len(gpus), start, end)
        self.told_gpus.extend(gpus)

    def _stay(self, job: int) -> Stay:
        stay = self.jobs.stays[job]
        if stay is None:
            raise ValueError(f"job {self.jobs.ids[job]} gives GPUs back that it does not have")
        return stay

    def _finish(self, job: int) -> None:
        """End a stay now; the job is complete."""
        stay = self._stay(job)
        self._tell(job, stay, self.clock)
        self._give(job, stay)
        del self.running[job]
        self._note_end(job, COMPLETED, self.clock)

    def _note_end(self, job: int, state: int, seconds: float) -> None:
        self.ended += 1
        self.jobs.end(job, state, seconds)

    def _work_end(self, job: int) -> float:
        jobs = self.jobs
        stay = jobs.stays[job]
        if stay is None:
            return self.clock
        rate = self.rates[stay[5]]
        return stay[3] + stay[4] + (jobs.steps[job] - jobs.done[job]) / rate if rate > 0 else self.clock

    # Entries: each takes the batch and where its fields begin, and returns where they end.

    def _read_clock(self, data: bytes, at: int) -> int:
        if self.has_lengths:
            lengths, stays = self.lengths, self.jobs.stays
            there = [stay for job in self.running if (stay := stays[job]) is not None]
            expected = max([self.clock, *[stay[3] + lengths[stay[5]] for stay in there]])
        else:
            expected = self.round_start + self.round_seconds
        n = Numbers(data, at)
        self.clock = n.near(expected)
        return n.at

    def _begin_round(self, data: bytes, at: int) -> int:
        n = Numbers(data, at)
        flags = n.byte()
        self.number += 1 if flags & 8 else 1 + n.signed()
        counts = [len(self.jobs), len(self.active), len(self.running), self.ended, *self.gpus.used]
        if not flags & 1:
            counts = [number + n.signed() for number in counts]
        if flags & 2:
            self.next_arrival = n.near(self.next_arrival)
        self.busy = n.near(self.busy) if flags & 4 else 0.0
        self.round_start, self.left = self.clock, []
        self.round_counts.extend([self.number, *counts])
        self.round_times.extend([self.clock, self.next_arrival if flags & 2 else _NAN])
        return n.at

    def _arrive(self, data: bytes, at: int) -> int:
        first = len(self.jobs)
        at = self.jobs.arrive(data, at, self.clock, len(self.sizes))
        self.active.extend(first, len(self.jobs))
        return at

    def _decide(self, data: bytes, at: int) -> int:
        flags = data[at]
        at += 1
        if flags & 4:
            n = Numbers(data, at)
            objective = n.count()
            self.value, gap = n.near(self.value), n.near(0.0)
            self.prices = [n.near(price) for price in self.prices or [0.0] * self.kinds]
            self.decisions.extend([self.clock, objective, self.value, gap, *self.prices])
            at = n.at
        if self.explained is not None:
            self.explained.decision(self, flags & 3)
        return at

    def _place(self, data: bytes, at: int) -> int:
        number, at = count(data, at)
        kinds, is_long, jobs = self.kinds, number * 16 >= len(self.active), self.jobs
        stays = jobs.stays
        waiting = [job for job in self.active if stays[job] is None] if is_long else []
        size = len(waiting) if is_long else len(self.active)
        if number > size:
            raise ValueError("more jobs get GPUs than there are")
        if is_long:
            widths = [max((size - taken) * 2 * kinds - 1, 0).bit_length() for taken in range(number)]
        else:
            widths = [(size * 2 * kinds - 1).bit_length()] * number
        n, active, placed = Numbers(data, at), self.active, []
        for field in n.fields(widths):
            rank, kind = divmod(field >> 1, kinds)
            if is_long:
                job = waiting[rank]
                waiting[rank] = waiting[-1]
                waiting.pop()
            else:
                job = active[rank]
            milli, wanted = jobs.millis[job], self.sizes[jobs.rows[job]]
            gpus = self.gpus.expected(kind, wanted, milli)
            if not field & 1:
                gpus, milli = self._exception(n, kind, wanted, gpus, milli)
            elif len(gpus) < wanted:
                raise ValueError(f"job {jobs.ids[job]} gets GPUs that are not free")
            self._take(job, kind, gpus, milli)
            placed.append(job)
        if self.explained is not None:
            self.explained.placements(self, placed)
        return n.at

    def _exception(
        self, n: Numbers, kind: int, size: int, expected: list[int], milli: int
    ) -> tuple[list[int], int]:
        """Read other GPUs than the expected ones; they follow the bit fields, in the same order."""
        code = n.count()
        if code & 1:
            milli = n.count(1000)
        start, end = self.gpus.range(kind)
        if not code & 2:
            return n.gpus(start, end), milli
        first = (expected[0] if expected else 0) + signed(code >> 2)
        if first < start or first + size > end:
            raise ValueError(f"GPUs from {first} on, {size} of them, expected some of {start} to {end - 1}")
        return list(range(first, first + size)), milli

    def _keep(self, data: bytes, at: int) -> int:
        n = Numbers(data, at)
        rest, expected, placed = n.count(len(self.left)), 0, []
        while rest > 0:
            first = expected + n.signed()
            expected = first + n.count(rest)
            if first < 0 or expected > len(self.left) or expected == first:
                raise ValueError("jobs keep GPUs that were not given up")
            for job, stay in self.left[first:expected]:
                self._take(job, stay[0], stay[1], stay[2])
                placed.append(job)
            rest -= expected - first
        if self.explained is not None:
            self.explained.placements(self, placed)
        return n.at

    def _leave(self, data: bytes, at: int) -> int:
        n = Numbers(data, at)
        order = n.byte()
        positions = self._positions(n, order)
        if order == 2:
            jobs = list(self.running)
        else:
            running = list(self.running)
            jobs = [running[position] for position in positions]
        times = [self.clock] * len(jobs)
        if n.byte():
            times = self._times(n, jobs)
        _, outcomes = self._marks(n, len(jobs)), self._marks(n, len(jobs))
        told = range(len(jobs)) if order != 2 else np.lexsort((jobs, [-time for time in times])).tolist()
        for index in told:
            self._tell(jobs[index], self._stay(jobs[index]), times[index])
        ascending = range(len(jobs)) if order else sorted(range(len(jobs)), key=positions.__getitem__)
        for index in ascending:
            job, stay = jobs[index], self._stay(jobs[index])
            self.jobs.work(job, times[index] - stay[3] - stay[4], self.rates[stay[5]])
            self._give(job, stay)
        if order == 2:
            self.running.clear()
        else:
            for job in jobs:
                del self.running[job]
        for index, code in outcomes:
            self.active.remove(jobs[index])
            self._note_end(jobs[index], COMPLETED if code == 1 else DROPPED, times[index])
        return n.at

    def _positions(self, n: Numbers, order: int) -> list[int]:
        """Read who leaves, as places among the running jobs."""
        limit, position = len(self.running), 0
        positions: list[int] = []
        if order == 0:
            for _ in range(n.count(limit)):
                position += n.signed()
                if not 0 <= position < limit:
                    raise ValueError("stays end that have not begun")
                positions.append(position)
                position += 1
        elif order == 1:
            for _ in range(n.count(limit)):
                position += n.count(limit)
                leaving = n.count(limit)
                if position + leaving > limit:
                    raise ValueError("more stays end than there are")
                positions += range(position, position + leaving)
                position += leaving
        elif order != 2:
            raise ValueError(f"an unknown order of leaves {order}")
        return positions

    def _times(self, n: Numbers, jobs: list[int]) -> list[float]:
        lengths = self.lengths
        for _ in range(n.count()):
            index = n.count()
            lengths[index] = n.f64()
            self.has_lengths = True
        times = []
        for job in jobs:
            stay = self._stay(job)
            length = lengths[stay[5]]
            times.append(stay[3] + length if length > 0 else self.clock)
        index = 0
        for _ in range(n.count(len(jobs))):
            index += n.count()
            times[index] = n.near(times[index])
            index += 1
        return times

    def _marks(self, n: Numbers, size: int) -> list[tuple[int, int]]:
        found, index = [], 0
        for _ in range(n.count(size)):
            index += n.count(size)
            if index >= size:
                raise ValueError("a mark of a stay that does not end")
            found.append((index, n.byte()))
            index += 1
        return found

    def _finish_now(self, data: bytes, at: int) -> int:
        rank, at = count(data, at)
        self._finish(self.active.pop(rank))
        return at

    def _finish_there(self, data: bytes, at: int) -> int:
        if self.finishing < 0:
            raise ValueError("a job completes, and nothing says which")
        self._finish(self.finishing)
        self.active.remove(self.finishing)
        return at

    def _end(self, data: bytes, at: int) -> int:
        n = Numbers(data, at)
        rank, is_completed = n.count(), n.byte() == 1
        job = self.active.pop(rank)
        if self.jobs.stays[job] is not None:
            raise ValueError(f"job {self.jobs.ids[job]} ends and keeps its GPUs")
        self._note_end(job, COMPLETED if is_completed else DROPPED, n.near(self.clock))
        return n.at

    def _forget(self, _: bytes, at: int) -> int:
        self.left = []
        return at

    def _pass_over(self, data: bytes, at: int) -> int:
        return count(data, at)[1]

    def _end_run(self, data: bytes, at: int) -> int:
        return count(data, at + 1)[1]

    # What was read.

    def stays_read(self) -> tuple[Any, Any]:
        """Return the stays as records of TOLD, and the GPUs of all of them, one after the other."""
        return np.frombuffer(self.told, TOLD), np.frombuffer(self.told_gpus, np.int32)
