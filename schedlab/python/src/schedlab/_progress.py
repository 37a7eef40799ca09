"""How far a run is, read from the record that it writes, which only grows."""

from __future__ import annotations

import struct
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

_HEADER = struct.Struct("<4sBBHIIIIdII")
_SECONDS = 0.5
# Runs that are over before say nothing.
_FIRST_SECONDS = 2.0
_ROUNDS = 3
# The line of the notebook's cell that runs, by the cell's number.
_lines: dict[int, Any] = {}


class Progress:
    """Says every half second how far a run is, while the ``with`` block runs, from its third second on.

    In a notebook it is a line of the cell's output, in a terminal one of standard error, elsewhere nothing.
    """

    def __init__(self, record: Path, wanted: bool | None) -> None:
        self._record = record
        self._show = _display() if wanted is None or wanted else None
        if wanted and self._show is None:
            self._show = lambda text: print(text, file=sys.stderr) if text else None
        self._done = threading.Event()
        self._thread: threading.Thread | None = None
        self._at = 16

    def __enter__(self) -> Progress:
        """Begin."""
        if self._show is not None:
            self._thread = threading.Thread(target=self._watch, args=(self._show,), daemon=True)
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End, and take the line away."""
        self._done.set()
        if self._thread is not None:
            self._thread.join()

    def _watch(self, show: Callable[[str], None]) -> None:
        said = ""
        if self._done.wait(_FIRST_SECONDS):
            return
        while not self._done.wait(_SECONDS):
            text = self._text() or said
            if text != said:
                show(text)
                said = text
        if said:
            show("")

    def _text(self) -> str:
        """Return what the headers of the batches say that have come since the last time."""
        text = ""
        try:
            with self._record.open("rb") as file:
                while True:
                    file.seek(self._at)
                    header = file.read(_HEADER.size)
                    if len(header) < _HEADER.size:
                        return text
                    magic, kind, _, _, length, before, rounds, jobs, seconds, *_ = _HEADER.unpack(header)
                    if magic != b"BTCH":
                        return text
                    self._at += _HEADER.size + length
                    if kind == _ROUNDS:
                        text = f"{before + rounds:,} rounds, {seconds / 3600:,.1f} h simulated, {jobs:,} jobs arrived"
        except OSError:
            return text


def _display() -> Callable[[str], None] | None:
    """Return what shows a line in place of the last one; None where nobody looks."""
    if "IPython" in sys.modules:
        import IPython

        shell = IPython.get_ipython()
        if type(shell).__name__ == "ZMQInteractiveShell":
            from IPython.display import display

            cell = shell.execution_count

            def show(text: str) -> None:
                data = {"text/plain": text}
                if cell in _lines:
                    _lines[cell].update(data, raw=True)
                else:
                    _lines.clear()
                    _lines[cell] = display(data, raw=True, display_id=True)

            return show
    if not sys.stderr.isatty():
        return None
    return lambda text: print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)
