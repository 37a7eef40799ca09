"""The jobs of a record as columns, by number of arrival."""

from __future__ import annotations

import struct
from array import array

from schedlab._numbers import Numbers, bits, count, signed

_F64 = struct.Struct("<d")
_I64 = struct.Struct("<q")
_NAN = float("nan")
UNFINISHED, COMPLETED, DROPPED = 0, 1, 2

# GPU type, GPUs, thousandths of each, beginning, seconds without work, class * types + type.
Stay = tuple[int, list[int], int, float, float, int]


class Jobs:
    """What is known of the jobs that have arrived."""

    __slots__ = (
        "arrivals", "details", "done", "end_seconds", "ids", "last_arrival",
        "millis", "rows", "states", "stays", "steps",
    )  # fmt: skip

    def __init__(self) -> None:
        self.ids = array("q")
        #: Classes.
        self.rows: list[int] = []
        #: Thousandths of each of its GPUs.
        self.millis: list[int] = []
        #: Seconds, as bit patterns.
        self.arrivals = array("q")
        self.last_arrival = 0
        self.steps: list[float] = []
        self.done: list[float] = []
        self.stays: list[Stay | None] = []
        self.states = bytearray()
        self.end_seconds = array("d")
        #: Weight, name, user and queue of those that have any.
        self.details: dict[int, tuple[float, str, str, str]] = {}

    def __len__(self) -> int:
        """Return how many have arrived."""
        return len(self.rows)

    def arrive(self, data: bytes, at: int, clock: float, class_count: int) -> int:
        """Read the entry "arrivals", and return where it ends.

        The loop is written out: a function for each number would take most of the time.
        """
        number, at = count(data, at)
        if number > len(data) - at:
            raise IndexError("more arrivals than the batch has bytes")
        first = len(self.rows)
        self.ids.extend(range(first, first + number))
        self.millis.extend([1000] * number)
        add_row, add_arrival, add_steps = self.rows.append, self.arrivals.append, self.steps.append
        read_f64, last, now = _F64.unpack_from, self.last_arrival, bits(clock)
        for job in range(first, first + number):
            flags, row = data[at], data[at + 1]
            at += 2
            if row > 127:
                row, at = count(data, at - 1)
            if row >= class_count:
                raise IndexError("a job of a class that is not in the dictionary")
            add_row(row)
            if not flags & 1:
                code, at = count(data, at)
                self.ids[job] = job + signed(code)
            if not flags & 2:
                self.millis[job], at = count(data, at)
            if flags & 16:
                last = now
            else:
                byte = data[at]
                at += 1
                code, shift = byte & 127, 7
                while byte > 127:
                    byte = data[at]
                    at += 1
                    code |= (byte & 127) << shift
                    shift += 7
                if code == 0:
                    last = _I64.unpack_from(data, at)[0]
                    at += 8
                else:
                    # The code is one more than that of the distance.
                    last += code >> 1 if code & 1 else -(code >> 1)
            add_arrival(last)
            if flags & 8:
                code, at = count(data, at)
                add_steps(float(code))
            else:
                add_steps(read_f64(data, at)[0])
                at += 8
            if flags & 4:
                at = self._read_details(job, Numbers(data, at))
        self.last_arrival = last
        self.stays.extend([None] * number)
        self.done.extend([0.0] * number)
        self.states.extend(bytes(number))
        self.end_seconds.extend([_NAN] * number)
        return at

    def _read_details(self, job: int, n: Numbers) -> int:
        weight = n.near(1.0)
        n.count(), n.count(), n.near(_NAN)
        self.details[job] = (weight, n.text(), n.text(), n.text())
        return n.at

    def work(self, job: int, seconds: float, rate: float) -> None:
        """Add the work of a stay, without the seconds in which it did none."""
        if seconds > 0:
            self.done[job] = min(self.done[job] + seconds * rate, self.steps[job])

    def end(self, job: int, state: int, seconds: float) -> None:
        """Note how and when a job ended."""
        self.states[job] = state
        self.end_seconds[job] = seconds
