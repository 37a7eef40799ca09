"""Reasons of decisions, by docs/run-record.md, section "A batch of reasons"."""

from __future__ import annotations

from array import array
from typing import Any

import numpy as np
import pyarrow as pa

from schedlab._numbers import Numbers
from schedlab._pass import Pass
from schedlab._tables import named

_ALL_ACTIVE, _LISTED, _NO_ROWS = 0, 1, 2
_SHARES_AS_LAST, _PRIORITY_FROM_DEFICIT, _NOT_KNOWN = 8, 16, 5
_DRAWN, _SPREAD, _SCORED = 2, 3, 4
_NAN = float("nan")
#: Names of the reasons of placements by their codes.
PLACEMENT_REASONS = ("kept", "first free", "drawn", "spread", "scored", "not known")


class Reasons:
    """Rows of the tables ``queue``, ``reasons`` and ``placements``."""

    def __init__(self, types: list[str], selection: str | list[int]) -> None:
        self.types = types
        self._chosen = None if isinstance(selection, str) else frozenset(selection)
        self._n: Numbers | None = None
        # Decisions row by row: round; its clock and how many rows it has in either table.
        self._rounds, self._seconds = array("q"), array("d")
        self._queue_sizes, self._row_sizes = array("q"), array("q")
        self._queue, self._jobs, self._values = array("i"), array("i"), array("d")
        self._placed, self._kinds, self._why = array("i"), array("b"), array("d")
        self._placed_rounds = array("q")

    def begin(self, payload: bytes | None) -> None:
        """Take the reasons of the batch of rounds that comes next; none where they were not recorded."""
        self._n = None if payload is None else Numbers(payload)

    def decision(self, state: Pass, kind: int) -> None:
        """Read who was in a queue, or which shares everybody got."""
        if self._n is None:
            return
        n, before = self._n, (len(self._queue), len(self._jobs))
        mode = n.byte()
        if mode != _NO_ROWS:
            jobs = list(state.active) if mode == _ALL_ACTIVE else self._listed(n, state)
            if kind == 0:
                self._rows(n, jobs, state)
            else:
                self._queue.extend(jobs)
        self._rounds.append(state.number)
        self._seconds.append(state.clock)
        self._queue_sizes.append(len(self._queue) - before[0])
        self._row_sizes.append(len(self._jobs) - before[1])

    def _listed(self, n: Numbers, state: Pass) -> list[int]:
        jobs: list[int] = []
        rest, job, arrived = len(state.active), 0, len(state.jobs.ids)
        for _ in range(n.count(rest)):
            first = job + n.signed()
            job = first + n.count(rest)
            if first < 0 or job > arrived:
                raise ValueError("a reason of a job that has not arrived")
            jobs += range(first, job)
            rest -= job - first
        return jobs

    def _rows(self, n: Numbers, jobs: list[int], state: Pass) -> None:
        width = len(self.types) + 2
        values = [[n.near(0.0) for _ in range(width)] for _ in range(n.count(len(jobs)))]
        last: dict[int, list[float]] = {}
        equal = n.count()
        for job in jobs:
            row = state.jobs.rows[job]
            if equal > 0:
                equal -= 1
            else:
                last[row] = values[n.count()]
                equal = n.count()
            self._values.extend(last[row])
        self._jobs.extend(jobs)

    def placements(self, state: Pass, jobs: list[int]) -> None:
        """Read why jobs got the GPUs that they got."""
        n, width = self._n, len(self.types)
        if n is None:
            return
        for job in jobs:
            if self._chosen is not None and state.jobs.ids[job] not in self._chosen:
                continue
            flags = n.byte()
            deficit = n.near(0.0)
            priority = _NAN
            if not flags & _PRIORITY_FROM_DEFICIT:
                priority = n.near(0.0)
            elif state.round_seconds > 0:
                priority = deficit / state.round_seconds
            if not flags & _SHARES_AS_LAST:
                for _ in range(n.count(width)):
                    n.near(0.0)
            kind = flags & 7
            if kind > _NOT_KNOWN:
                raise ValueError(f"an unknown reason {kind}")
            if kind in (_DRAWN, _SPREAD):
                n.count()
            elif kind == _SCORED:
                n.count()
                for _ in range(n.count()):
                    n.count(), n.signed()
                n.near(_NAN)
            self._placed_rounds.append(state.number)
            self._placed.append(job)
            self._kinds.append(kind)
            self._why.extend([state.clock, deficit, priority])

    # Tables; the columns of a decision are repeated for each of its rows.

    def _decisions(self, sizes: array[int]) -> dict[str, Any]:
        counts = np.array(sizes, np.int64)
        return {
            "round": np.repeat(np.array(self._rounds, np.int64), counts),
            "seconds": np.repeat(np.array(self._seconds, np.float64), counts),
        }

    def queue(self, state: Pass) -> Any:  # noqa: ANN401 - pyarrow has no types
        """Return the jobs of each ordered queue, first to start first."""
        sizes = np.array(self._queue_sizes, np.int64)
        firsts = np.repeat(np.cumsum(sizes) - sizes, sizes)
        places = np.arange(len(self._queue), dtype=np.int64) - firsts
        ids = np.array(state.jobs.ids, np.int64)[np.array(self._queue, np.int64)]
        return pa.table({**self._decisions(self._queue_sizes), "position": places, "job_id": ids})

    def reasons(self, state: Pass) -> Any:  # noqa: ANN401
        """Return everybody's time shares with level and binding."""
        ids = np.array(state.jobs.ids, np.int64)[np.array(self._jobs, np.int64)]
        values = np.array(self._values, np.float64).reshape(-1, len(self.types) + 2).T
        columns = {name: np.ascontiguousarray(values[place]) for place, name in enumerate(self._value_names)}
        for name in ("level", "binding"):
            columns[name] = pa.array(columns[name], mask=np.isnan(columns[name]))
        return pa.table({**self._decisions(self._row_sizes), "job_id": ids, **columns})

    @property
    def _value_names(self) -> list[str]:
        return [*(f"share_{name}" for name in self.types), "level", "binding"]

    def placements_table(self, state: Pass) -> Any:  # noqa: ANN401
        """Return why each placement was the job's turn, and how its GPUs were chosen."""
        why = np.array(self._why, np.float64).reshape(-1, 3).T.copy()
        return pa.table(
            {
                "round": np.array(self._placed_rounds, np.int64),
                "seconds": why[0],
                "job_id": np.array(state.jobs.ids, np.int64)[np.array(self._placed, np.int64)],
                "chosen": named(self._kinds, PLACEMENT_REASONS),
                "deficit_seconds": why[1],
                "priority": pa.array(why[2], mask=np.isnan(why[2])),
            }
        )
