"""Whole states at the beginning of batches: a reader from the start knows them already and passes over them."""

from __future__ import annotations

import re

from schedlab._numbers import Numbers

_COUNT = rb"[\x80-\xff]*[\x00-\x7f]"
_NEAR = rb"(?:\x00.{8}|[\x01-\x7f]|[\x80-\xff]+[\x00-\x7f])"
# Four counts, two f64, steps done.
_ACTIVE = rb"(?:" + _COUNT + rb"){4}.{16}" + _NEAR
# Three counts, beginning and seconds without work, and GPUs in one run, as most are.
_RUNNING = rb"(?:" + _COUNT + rb"){3}" + _NEAR + _NEAR + rb"\x01" + _COUNT + _COUNT
_MANY = 64


def _forms(one: bytes) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    return re.compile(rb"(?:" + one + rb"){%d}" % _MANY, re.DOTALL), re.compile(one, re.DOTALL)


_ACTIVE_FORMS, _RUNNING_FORMS = _forms(_ACTIVE), _forms(_RUNNING)


def end(data: bytes, type_count: int, gpu_count: int) -> int:
    """Return where the whole state ends that begins a batch.

    Raises:
        IndexError, ValueError, struct.error: When there is none.

    """
    n = Numbers(data)
    n.f64(), n.signed(), n.f64(), n.near(0.0), n.f64(), n.f64(), n.f64()
    for _ in range(n.count()):
        n.f64()
    for _ in range(n.count()):
        n.near(0.0)
    n.count(), n.count()
    rest = _skip(n, _ACTIVE_FORMS, n.count())
    if rest:
        raise ValueError("a whole state that ends in the middle")
    rest = n.count()
    while rest:
        rest = _skip(n, _RUNNING_FORMS, rest)
        if rest:
            n.count(), n.count(), n.count(), n.near(0.0), n.near(0.0), n.gpus(0, gpu_count)
            rest -= 1
    for _ in range(type_count):
        n.count()
    return n.at


def _skip(n: Numbers, forms: tuple[re.Pattern[bytes], re.Pattern[bytes]], count: int) -> int:
    """Pass over things of a form, and return how many are left where one has another form."""
    many, one = (form.match for form in forms)
    data, at = n.data, n.at
    while count >= _MANY and (found := many(data, at)):
        at, count = found.end(), count - _MANY
    while count and (found := one(data, at)):
        at, count = found.end(), count - 1
    n.at = at
    return count
