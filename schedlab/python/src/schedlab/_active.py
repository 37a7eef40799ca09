"""The active jobs of a record, by rank."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

_CHUNK = 8192


class ActiveJobs:
    """Numbers of jobs, ascending, in pieces: taking one out moves a piece, not all that follow it."""

    __slots__ = ("_pieces", "_size")

    def __init__(self) -> None:
        self._pieces: list[list[int]] = []
        self._size = 0

    def __len__(self) -> int:
        """Return how many there are."""
        return self._size

    def __iter__(self) -> Iterator[int]:
        """Iterate in ascending order."""
        for piece in self._pieces:
            yield from piece

    def extend(self, first: int, end: int) -> None:
        """Add ``first`` to ``end - 1``, all greater than what is there."""
        self._size += end - first
        if self._pieces and len(self._pieces[-1]) < _CHUNK:
            room = min(end, first + _CHUNK)
            self._pieces[-1].extend(range(first, room))
            first = room
        self._pieces += [list(range(begin, min(begin + _CHUNK, end))) for begin in range(first, end, _CHUNK)]

    def __getitem__(self, rank: int) -> int:
        """Return the job of a rank from 0."""
        for piece in self._pieces:
            if rank < len(piece):
                return piece[rank]
            rank -= len(piece)
        raise IndexError("a rank beyond the active jobs")

    def pop(self, rank: int) -> int:
        """Take the job of a rank out."""
        for index, piece in enumerate(self._pieces):
            if rank < len(piece):
                self._size -= 1
                job = piece.pop(rank)
                if len(piece) < _CHUNK // 2:
                    self._shrink(index)
                return job
            rank -= len(piece)
        raise IndexError("a rank beyond the active jobs")

    def remove(self, job: int) -> None:
        """Take a job out."""
        for index, piece in enumerate(self._pieces):
            if piece[-1] >= job:
                at = bisect_left(piece, job)
                if piece[at] != job:
                    break
                self._size -= 1
                del piece[at]
                if len(piece) < _CHUNK // 2:
                    self._shrink(index)
                return
        raise ValueError(f"job number {job} ends although it is not active")

    def _shrink(self, index: int) -> None:
        """Keep pieces few: a small one takes the next one in, an empty one goes."""
        pieces = self._pieces
        if index + 1 < len(pieces):
            pieces[index] += pieces.pop(index + 1)
        elif not pieces[index]:
            del pieces[index]
