"""The forms of numbers of docs/run-record.md, section "Numbers"; all reads are checked against the end of the bytes."""

from __future__ import annotations

import struct

_F64 = struct.Struct("<d")
_I64 = struct.Struct("<q")
_COUNT_BITS = 63


def bits(number: float) -> int:
    """Bit pattern of a number as a signed whole number."""
    pattern: int = _I64.unpack(_F64.pack(number))[0]
    return pattern


def count(data: bytes, at: int) -> tuple[int, int]:
    """Seven bits a byte, lowest first.

    Returns:
        The number, and where the next thing begins.

    Raises:
        IndexError: When the bytes end before.
        ValueError: When it has more than 64 bits.

    """
    byte = data[at]
    if byte < 128:
        return byte, at + 1
    value, shift = byte & 127, 7
    while True:
        at += 1
        byte = data[at]
        value |= (byte & 127) << shift
        if byte < 128:
            if value >> 64:
                break
            return value, at + 1
        shift += 7
        if shift > _COUNT_BITS:
            break
    raise ValueError("a number of more than 64 bits")


def signed(code: int) -> int:
    """Even counts are numbers from 0 up, odd ones from -1 down."""
    return -(code >> 1) - 1 if code & 1 else code >> 1


class Numbers:
    """Reads one thing after the other."""

    __slots__ = ("at", "data")

    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data = data
        self.at = at

    def byte(self) -> int:
        """One byte."""
        self.at += 1
        return self.data[self.at - 1]

    def count(self, limit: int | None = None) -> int:
        """Read a count, at most ``limit``."""
        value, self.at = count(self.data, self.at)
        if limit is not None and value > limit:
            raise ValueError(f"{value} where at most {limit} can be")
        return value

    def signed(self) -> int:
        """Read a whole number."""
        value, self.at = count(self.data, self.at)
        return -(value >> 1) - 1 if value & 1 else value >> 1

    def f64(self) -> float:
        """Eight bytes."""
        self.at += 8
        number: float = _F64.unpack_from(self.data, self.at - 8)[0]
        return number

    def near(self, expected: float) -> float:
        """Read the distance in bit patterns from what is expected."""
        code, self.at = count(self.data, self.at)
        if code == 1:
            return expected
        if code == 0:
            return self.f64()
        pattern = (bits(expected) + signed(code - 1)) & ((1 << 64) - 1)
        number: float = _F64.unpack(pattern.to_bytes(8, "little"))[0]
        return number

    def text(self) -> str:
        """UTF-8 after its length."""
        length = self.count(len(self.data) - self.at)
        self.at += length
        return self.data[self.at - length : self.at].decode()

    def gpus(self, first: int, end: int) -> list[int]:
        """Read runs of consecutive ids from ``first`` to ``end - 1``, none twice in a row."""
        gpus: list[int] = []
        at, rest = 0, end - first
        for _ in range(self.count(rest)):
            begin = at + self.signed()
            at = begin + self.count(rest)
            if begin < first or at > end or at <= begin:
                raise ValueError(f"GPUs {begin} to {at - 1}, expected some of {first} to {end - 1}")
            gpus += range(begin, at)
            rest -= at - begin
        return gpus

    def fields(self, widths: list[int]) -> list[int]:
        """Bit fields, lowest bits first, padded at the end of the list."""
        size = (sum(widths) + 7) // 8
        data, self.at = self.data[self.at : self.at + size], self.at + size
        if len(data) < size:
            raise IndexError("bit fields beyond the end of the batch")
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
