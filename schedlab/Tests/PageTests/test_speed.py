"""How fast the page is, printed as a table; judged by three times the design's bounds, for shared machines.

Scripts/bench-page measures large runs.
"""

import os

import pytest
from speed import figures


def test_speed(open_page, sample, capsys):
    page = open_page(sample.page, f"#/run/{sample.id}")
    found = figures(page)
    found["elements"] = (page.evaluate("document.getElementsByTagName('*').length"), 1000)
    with capsys.disabled():
        print(f"\n{sample.page.name}: {sample.page.stat().st_size / 1e6:.1f} MB, {page.evaluate('schedlab.shown.run.about.counts.stays'):,} stays")
        for name, (value, bound) in found.items():
            print(f"  {name:34} {value:10.1f}   bound {bound}")
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    if load > 1.5 * cores:
        pytest.skip(f"{load:.1f} programs share {cores} cores: the figures above are printed, not judged")
    assert {name: value for name, (value, bound) in found.items() if value > 3 * bound} == {}
