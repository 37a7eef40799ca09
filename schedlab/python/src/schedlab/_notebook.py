"""How a result shows itself in a notebook: its figures, and the picture GPU x time; nothing is fetched."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from schedlab._run import Result

_COLOURS = ("#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377")
_WIDTH, _HEIGHT, _SEGMENTS = 720, 240, 4000


def html(result: Result) -> str:
    """Return the figures as a table and the schedule as a picture."""
    rows = "".join(
        f"<tr><td>{escape(name)}</td><td style='text-align:right'>{_shown(value)}</td></tr>"
        for name, value in _figures(result)
    )
    return f"<div><table>{rows}</table>{picture(result)}</div>"


def _shown(value: object) -> str:
    return f"{value:,.4g}" if isinstance(value, float) else escape(str(value))


def _figures(result: Result) -> list[tuple[str, object]]:
    experiment = result.summary.get("experiment", {})
    rows: list[tuple[str, object]] = [
        (name, experiment[name]) for name in ("policy", "cluster", "workload", "seed") if name in experiment
    ]
    for group, figures in result.summary.items():
        if group in ("experiment", "host", "groups"):
            continue
        if isinstance(figures, dict):
            rows += [(f"{group}.{name}", value) for name, value in figures.items() if _is_number(value)]
        elif _is_number(figures):
            rows.append((group, figures))
    return rows[:24]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def picture(result: Result) -> str:
    """Return the stays as an SVG: time to the right, GPUs downwards, a colour a job; long runs by their first stays."""
    segments = result.segments
    if segments.num_rows == 0:
        return ""
    shown = segments.slice(0, _SEGMENTS)
    columns = [shown.column(name).to_pylist() for name in ("job_id", "gpu", "from_seconds", "to_seconds")]
    first, last = min(columns[2]), max(columns[3])
    gpu_count = max(columns[1]) + 1
    scale_x, scale_y = _WIDTH / max(last - first, 1e-9), _HEIGHT / gpu_count
    bars = "".join(
        f"<rect x='{(start - first) * scale_x:.1f}' y='{gpu * scale_y:.1f}' "
        f"width='{max((end - start) * scale_x, 0.5):.1f}' height='{max(scale_y * 0.9, 0.4):.2f}' "
        f"fill='{_COLOURS[job % len(_COLOURS)]}'><title>job {job}</title></rect>"
        for job, gpu, start, end in zip(*columns, strict=True)
    )
    note = "" if shown.num_rows == segments.num_rows else f", the first {_SEGMENTS:,} stays"
    return (
        f"<svg viewBox='0 0 {_WIDTH} {_HEIGHT + 16}' width='{_WIDTH}' role='img'>{bars}"
        f"<text x='0' y='{_HEIGHT + 13}' font-size='11'>{gpu_count:,} GPUs (downwards), "
        f"{first / 3600:,.1f} to {last / 3600:,.1f} h{note}</text></svg>"
    )
