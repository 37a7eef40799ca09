"""The address holds the whole state: a fresh page at it answers the same."""

import pytest
from conftest import settle, wait

STATE = "({page, run, other, job, t, x, y, sel, color, panels, th, tab}) => ({page, run, other, job, t, x, y, sel, color, panels, th, tab})"


@pytest.mark.parametrize("query", [
    "t=36000&x=20000:40000.5&y=10:60&sel=job:7&color=class&panels=use,prices,moves&th=dark&tab=details", "y=v100&sel=gpu:71&color=gpus&panels=&th=light&tab=table",
    "sel=node:9&color=user", "sel=round:30&color=queue&panels=waiting,fragmentation,startable", "color=wait",
    "t=30000&x=20000:40000&y=k80&sel=job:3&color=state&panels=waiting,startable&th=dark&tab=details&later=kept%20key"])
def test_state_round_trips(open_page, sample, query):
    page = open_page(sample.page, f"#/run/{sample.id}?{query}")
    settle(page)
    page.evaluate("schedlab.store.set({})")
    page.wait_for_timeout(400)
    address = page.evaluate("location.hash")
    again = open_page(sample.page, address)
    settle(again)
    assert page.evaluate(f"({STATE})(schedlab.store.state)") == again.evaluate(f"({STATE})(schedlab.store.state)")
    for part in query.split("&"):
        assert part in address, part
    cells = "(() => { const l = schedlab.shown.lanes; return l.engine.ask('cells', {view: l.view(l.state), points: [[100, 50], [300, 200], [600, 300]]}); })()"
    assert page.evaluate(cells) == again.evaluate(cells)


def test_what_cannot_be_read_does_no_harm(open_page, sample):
    page = open_page(sample.page, f"#/run/{sample.id}")
    settle(page)
    for query in ("t=abc", "x=9:1", "x=-1e9:1e15", "y=nosuchtype", "sel=job:99999", "sel=gpu:99999", "sel=node:99999", "sel=x:1", "color=red", "panels=none,such",
                  "%E0%A4%A", "t=&x=&y=&sel="):
        page.evaluate("(hash) => { location.hash = hash; }", f"#/run/{sample.id}?{query}")
        settle(page)
        start, end = page.evaluate("schedlab.shown.lanes.range(schedlab.store.state)")
        assert 0 <= start < end <= sample.run.run["toSeconds"], query
        page.evaluate("schedlab.shown.lanes.paint()")


def test_back_undoes_a_selection(open_page, sample):
    page = open_page(sample.page, f"#/run/{sample.id}")
    settle(page)
    page.evaluate("schedlab.shown.choose({kind: 'job', n: 5})")
    wait(page, "location.hash.includes('sel=job:5')")
    page.go_back()
    wait(page, "schedlab.store.state.sel === null")


def test_a_run_that_is_not_here_is_named(open_page, sample):
    page = open_page(sample.page, "#/run/ffffffff", expects_page=False)
    page.wait_for_selector("[role=alert]")
    assert sample.id in page.locator("[role=alert]").inner_text()
    page.evaluate(f"location.hash = '#/run/{sample.id}'")
    settle(page)
