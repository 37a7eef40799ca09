"""Which GPUs are free at a place of a record, and which come next."""

from __future__ import annotations


class FreeGPUs:
    """Thousandths of each GPU that are free, GPUs in use of each type, and where the search for more goes on."""

    __slots__ = ("_cursor", "_ends", "_free", "_is_rewound", "_some", "_starts", "_whole", "used")

    def __init__(self, starts: list[int], ends: list[int]) -> None:
        count = ends[-1] if ends else 0
        self._starts, self._ends = starts, ends
        self._free = [1000] * count
        # Flags of GPUs that are wholly free, and that have room at all.
        self._whole, self._some = bytearray(b"\1" * count), bytearray(b"\1" * count)
        self._cursor = list(starts)
        self._is_rewound = True
        self.used = [0] * len(starts)

    def __len__(self) -> int:
        """Return the number of GPUs."""
        return len(self._free)

    def range(self, kind: int) -> tuple[int, int]:
        """Return the first GPU of a type, and the one after its last."""
        return self._starts[kind], self._ends[kind]

    def take(self, kind: int, gpus: list[int], milli: int) -> None:
        """Give GPUs of a type away; the next search begins behind them."""
        if not self._is_rewound:
            self._rewind()
        free, whole, some = self._free, self._whole, self._some
        for gpu in gpus:
            left = free[gpu] - milli
            free[gpu] = left
            whole[gpu] = 0
            if left <= 0:
                some[gpu] = 0
        self.used[kind] += len(gpus)
        self._cursor[kind] = gpus[-1] + 1

    def give(self, kind: int, gpus: list[int], milli: int) -> None:
        """Take GPUs back; the next search begins at the first ones with room."""
        free, whole, some = self._free, self._whole, self._some
        for gpu in gpus:
            left = free[gpu] + milli
            free[gpu] = left
            if left > 0:
                some[gpu] = 1
                if left == 1000:
                    whole[gpu] = 1
        self.used[kind] -= len(gpus)
        self._is_rewound = False

    def expected(self, kind: int, size: int, milli: int) -> list[int]:
        """Return the first GPUs with room behind those given away last; fewer where there are not as many."""
        if not self._is_rewound:
            self._rewind()
        at, end = self._cursor[kind], self._ends[kind]
        if size == 1 and milli == 1000:
            at = self._whole.find(1, at, end)
            return [at] if at >= 0 else []
        gpus: list[int] = []
        flags, free = (self._whole if milli == 1000 else self._some), self._free
        while len(gpus) < size:
            at = flags.find(1, at, end)
            if at < 0:
                break
            if free[at] >= milli:
                gpus.append(at)
            at += 1
        return gpus

    def _rewind(self) -> None:
        self._is_rewound = True
        for kind, start in enumerate(self._starts):
            found = self._some.find(1, start, self._ends[kind])
            self._cursor[kind] = self._ends[kind] if found < 0 else found
