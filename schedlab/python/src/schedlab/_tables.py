"""Arrow tables of what a pass over a record has read."""

from __future__ import annotations

from array import array
from typing import Any

import numpy as np
import pyarrow as pa

from schedlab._pass import Pass

_STATES = ("unfinished", "completed", "dropped")
_TEXTS = ("name", "user", "queue")


def _view(buffer: array[Any] | bytearray, kind: str) -> Any:  # noqa: ANN401 - an array of that kind
    return np.frombuffer(buffer, kind) if len(buffer) else np.zeros(0, kind)


def named(places: Any, names: list[str] | tuple[str, ...]) -> Any:  # noqa: ANN401 - pyarrow has no types
    """Return a column of names by their places."""
    return pa.DictionaryArray.from_arrays(np.asarray(places, np.int32), pa.array(names, pa.string()))


def _nullable(values: Any) -> Any:  # noqa: ANN401
    return pa.array(values, mask=np.isnan(values))


def segments(passed: Pass, gpu_types: list[str]) -> Any:  # noqa: ANN401
    """Return stays, a row a GPU."""
    stays, gpus = passed.stays_read()
    sizes = stays["size"]

    def each(column: Any) -> Any:  # noqa: ANN401
        return np.repeat(np.ascontiguousarray(column), sizes)

    return pa.table(
        {
            "job_id": _view(passed.jobs.ids, "<i8")[each(stays["job"])],
            "gpu": gpus,
            "gpu_type": named(each(stays["kind"]), gpu_types),
            "milli_gpu": each(stays["milli"]),
            "from_seconds": each(stays["start"]),
            "to_seconds": each(stays["end"]),
        }
    )


def jobs(passed: Pass, models: list[str]) -> Any:  # noqa: ANN401
    """Return jobs in order of arrival."""
    count, rows = len(passed.jobs.ids), np.array(passed.jobs.rows, np.int32)
    weights = np.ones(count)
    for job, details in passed.jobs.details.items():
        weights[job] = details[0]
    texts = {}
    for place, name in enumerate(_TEXTS, 1):
        if any(details[place] for details in passed.jobs.details.values()):
            words = [""] * count
            for job, details in passed.jobs.details.items():
                words[job] = str(details[place])
            texts[name] = pa.array(words, pa.string())
        else:
            texts[name] = pa.repeat(pa.scalar("", pa.string()), count)
    return pa.table(
        {
            "job_id": _view(passed.jobs.ids, "<i8"),
            **texts,
            "model": named(rows, models),
            "gpus": np.array(passed.sizes, np.int64)[rows],
            "milli_per_gpu": np.array(passed.jobs.millis, np.int64),
            "priority_weight": weights,
            "arrival_seconds": _view(passed.jobs.arrivals, "<i8").view("<f8"),
            "steps": np.array(passed.jobs.steps, np.float64),
            "state": named(_view(passed.jobs.states, "<u1"), _STATES),
            "end_seconds": _nullable(_view(passed.jobs.end_seconds, "<f8")),
        }
    )


def rounds(passed: Pass, gpu_types: list[str]) -> Any:  # noqa: ANN401
    """Return rounds at their beginning."""
    names = ("arrived_jobs", "active_jobs", "running_jobs", "ended_jobs", *(f"used_{name}" for name in gpu_types))
    counts = _view(passed.round_counts, "<i8").reshape(-1, 1 + len(names))
    seconds = _view(passed.round_times, "<f8").reshape(-1, 2)
    columns = [counts[:, 0], seconds[:, 0], *(counts[:, 1 + place] for place in range(len(names)))]
    arrays = [pa.array(np.ascontiguousarray(column)) for column in columns]
    return pa.Table.from_arrays(
        [*arrays, _nullable(np.ascontiguousarray(seconds[:, 1]))],
        names=["round", "seconds", *names, "next_arrival_seconds"],
    )


def prices(passed: Pass, gpu_types: list[str], objectives: list[str]) -> Any:  # noqa: ANN401
    """Return decisions of programs."""
    values = _view(passed.decisions, "<f8").reshape(-1, 4 + len(gpu_types))
    columns = [pa.array(np.ascontiguousarray(column)) for column in values.T]
    columns[1] = named(values[:, 1], objectives)
    return pa.Table.from_arrays(columns, names=["seconds", "objective", "value", "gap", *gpu_types])
