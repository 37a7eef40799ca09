"""How a run shows itself in a notebook: figures and GPU x time as the report has them; nothing is fetched."""

from __future__ import annotations

import re
import subprocess
import tempfile
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from schedlab import _binary
from schedlab._errors import SchedlabError

if TYPE_CHECKING:
    from schedlab._record import Record

_STYLE = (
    ".schedlab td:first-child,.schedlab th:first-child{text-align:left}.schedlab svg{width:100%;height:auto}"
    ".schedlab .picture{display:flex;height:420px}.schedlab .picture img{flex:1;min-width:0;height:100%;"
    "max-width:none;margin:0;image-rendering:pixelated}.schedlab .types{display:flex;flex-direction:column;"
    "font-size:12px;width:5rem;text-align:right;padding-right:.4rem}.schedlab .types div{overflow:hidden;"
    "border-top:1px solid #8888}.schedlab figure{margin:1rem 0 0}.schedlab figcaption{font-weight:600}"
)
_PARTS = (r'<div class="wide"><table>.*?</table></div>', r'<figure class="gpus">.*?</figure>')


def html(record: Record) -> str:
    """Return the figures and the picture of ``schedlab export --to html``; without the program a plain table."""
    try:
        page = _report(record)
    except (OSError, SchedlabError):
        page = ""
    found = [match.group(0) for part in _PARTS if (match := re.search(part, page, re.DOTALL))]
    body = "".join(found) if found else _table(record)
    return f"<style>{_STYLE}</style><div class='schedlab'>{body}</div>"


def _report(record: Record) -> str:
    with tempfile.TemporaryDirectory(prefix="schedlab-") as folder:
        page = Path(folder) / "report.html"
        command = [_binary.find(), "export", str(record.path), "--to", "html", "-o", str(page)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return page.read_text(encoding="utf-8") if done.returncode == 0 else ""


def _table(record: Record) -> str:
    summary = record.summary or {}
    rows = "".join(
        f"<tr><td>{escape(name)}</td><td style='text-align:right'>{value:,.6g}</td></tr>"
        for name, value in summary.items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    )
    return f"<table>{rows}</table>"
