"""The page on the server: the tests of the file once more, and what only a server does."""

import json
import shutil

import made
import pytest
import served
from conftest import listen, settle, wait

# The same tests, with the page of the server in place of the file's.
from test_address import test_a_run_that_is_not_here_is_named, test_back_undoes_a_selection, test_state_round_trips  # noqa: F401
from test_lanes import (test_a_cell_under_the_mouse_is_the_job_of_the_csv, test_a_click_selects_the_job_and_says_where_it_runs,  # noqa: F401
                        test_cells_equal_brute_force_near_and_far_at_every_zoom, test_stays_decoded_by_the_page_equal_the_independent_reader,
                        test_two_runs_share_one_clock_and_one_cursor)
from test_people import test_the_parts_of_a_completion_time_add_up, test_the_queue_lists_exactly_who_waits, test_the_table_tells_what_the_canvas_shows  # noqa: F401

pytestmark = pytest.mark.skipif(not served.PROGRAM, reason=served.MISSING)


@pytest.fixture(scope="module")
def server(sample, pair, tmp_path_factory):
    """Serves the folder that both runs lie in, under the paths that their page files were made from."""
    started = served.Server(sample.record.parent.parent, tmp_path_factory.mktemp("cache"))
    for run in started.runs():
        started.get(f"/api/runs/{run['id']}/parts/run")  # made once: a server built for debugging takes its time
    yield started
    started.end()


@pytest.fixture
def browsed(browser):
    """Opens an address; a console line that is not expected, or a request beyond the server, fails the test."""
    contexts, complaints = [], []

    def opened(base, address, expected=(), width=1440, height=900, scheme="light"):
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, timezone_id="UTC", reduced_motion="reduce")
        contexts.append(context)
        page = context.new_page()
        listen(page, complaints, base, expected)
        page.goto(address)
        wait(page, "globalThis.schedlab && schedlab.shown")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def start(page, address):
    page.evaluate("(hash) => { location.hash = hash; }", address)


@pytest.fixture
def open_page(server, browsed, sample, pair):
    """As for files: the page of a file's run, but from the server."""

    def opened(file, address="", expects_page=True, **looks):
        looks.pop("script", None)
        page = browsed(server.base, server.address, **looks)
        if file == pair["page"] and not address:
            address = f"#/compare/{','.join(pair['ids'])}"
        assert file in (sample.page, pair["page"]), "this file's run is on no server"
        start(page, address)
        if expects_page:
            wait(page, "schedlab.shown && schedlab.store.state.page !== 'runs' && (schedlab.shown.lanes || schedlab.shown.pictures || schedlab.store.state.page === 'job')")
        return page

    return opened


def test_the_list_is_searched_and_sorted_and_two_runs_are_compared(browsed, server, pair):
    page = browsed(server.base, server.address)
    names = "[...document.querySelectorAll('main tbody tr')].map((r) => r.querySelector('a').textContent)"
    assert sorted(page.evaluate(names)) == ["fifo", "las"]
    page.get_by_role("searchbox").fill("policy:fifo load>3")
    wait(page, f"{names}.join() === 'fifo'")
    page.get_by_role("searchbox").fill("load>4")
    wait(page, "document.querySelector('main').innerText.includes('No run matches')")
    page.get_by_role("searchbox").fill("")
    for name, expected in (("Name", ["fifo", "las"]), ("Name", ["las", "fifo"])):
        page.get_by_role("button", name=name, exact=True).click()
        wait(page, f"{names}.join() === '{','.join(expected)}'")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Compare the two").click()
    wait(page, "schedlab.store.state.page === 'compare' && schedlab.shown?.pictures")
    settle(page)
    assert {page.evaluate(f"schedlab.shown.pictures[{k}].run.name") for k in (0, 1)} == {"fifo", "las"}
    assert "first" in page.locator("main").inner_text().lower()


def test_every_why_is_answered_as_explain_answers_it(open_page, sample):
    page = open_page(sample.page, f"#/run/{sample.id}")
    settle(page)
    jobs = len(sample.run.jobs["id"])
    for job in range(0, jobs, max(1, jobs // 12)):
        seconds = sample.run.jobs["arrival"][job] + 1
        page.evaluate("([job, t]) => schedlab.store.set({sel: {kind: 'job', n: job}, t, tab: 'why'})", [job, seconds])
        wait(page, f"document.querySelector('.sentence')?.textContent.includes('job {sample.run.jobs['id'][job]} ')")
        text = page.locator("#inspector-body").inner_text()
        assert "schedlab explain" not in text and "holds the answers of other jobs" not in text, text


def test_a_run_fills_from_left_to_right(browsed, server, sample):
    """The server is asked for a page; its answers are ones of a record that is read in two steps."""
    run = made.run(2, 2, times=(0.0, 100.0, 200.0), jobs=[(0, None, 1, 1000), (0, None, 1, 1000)], stays=[(0, 0, 1000, 0, 2, True), (1, 1, 1000, 1, 2, True)])
    both = [{"fromSeconds": 100 * k, "toSeconds": 100 * k + 100, "firstInstant": k, "stayCount": k + 1} for k in (0, 1)]
    whole = {**run["about"], "id": "0000000a", "strips": both}
    half = {**whole, "strips": both[:1], "readToSeconds": 100}
    tables = dict(run["parts"])
    halved = made.run(2, 2, times=(0.0, 100.0), jobs=[(0, None, 1, 1000), (0, None, 1, 1000)], rounds=((0, 0.0),))["parts"]
    flags = {0: 4, 1: 2 | 4}

    def strip(k):
        data = made.count(1) + made.signed(0) + made.count(2 * 1 + 1) + bytes([flags[k]]) + made.signed(0)
        data += made.count(k) + (made.signed(0) + made.count(2 * 1 + 1) + bytes([4]) + made.signed(1) if k else b"")
        return made.columns({"part": "stays", "strip": k, "stayCount": k + 1, "gpuCount": 2, "firstInstant": k}, [("stays", "bytes", data)])

    released = []

    def answer(route):
        name = route.request.url.split("/parts/")[1] if "/parts/" in route.request.url else "list"
        soft = {"list": lambda: json.dumps({"runs": [{"id": "0000000a", "name": "made", "state": "complete", "problem": ""}]}).encode(),
                "so-far?after=0": lambda: made.columns({"part": "so-far", "isWhole": False, "strips": 1}, [
                    ("run", "bytes", json.dumps(half).encode()), ("times", "bytes", halved["times"]), ("rounds", "bytes", halved["rounds"]), ("jobs", "bytes", halved["jobs"])]),
                "so-far?after=1": lambda: made.columns({"part": "so-far", "isWhole": True}, []), "run": lambda: json.dumps(whole).encode(),
                "stays/0": lambda: strip(0), "stays/1": lambda: strip(1)}
        if name == "so-far?after=1" and not released:
            page.wait_for_timeout(50)
            waiting.append(route)
            return None
        body = soft[name]() if name in soft else tables[name.split("?")[0]]
        return route.fulfill(status=200, body=body, headers={"ETag": '"a"'})

    waiting = []
    page = browsed(server.base, server.address)
    page.route("**/api/**", answer)
    page.evaluate("schedlab.index.runs.push({id: '0000000a', name: 'made'})")
    start(page, "#/run/0000000a")
    wait(page, "schedlab.shown?.lanes?.drawn")
    cells = "(() => { const l = schedlab.shown.lanes; const v = l.view(l.state); return l.engine.ask('cells', {view: v, points: [[v.width / 4 | 0, 9], [v.width * 3 / 4 | 0, 9]]}); })()"
    wait(page, "document.querySelector('main').innerText.includes('50 % so far')")
    first = page.evaluate(cells)
    assert first[0]["occupancy"] > 0 and first[1]["occupancy"] == 0
    assert page.evaluate("schedlab.shown.lanes.range(schedlab.store.state)") == [0, 200], "the axis is that of the whole run"
    page.locator("[aria-label='Colour by']").focus()
    wait(page, "true")
    for _ in range(100):
        if waiting:
            break
        page.wait_for_timeout(50)
    released.append(True)
    for route in waiting:
        answer(route)
    settle(page)
    wait(page, "schedlab.shown.run.isWhole")
    assert all(cell["occupancy"] > 0 for cell in page.evaluate(cells))
    assert "so far" not in page.locator("main").inner_text()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Colour by", "what had the focus has lost it"


def test_faults_are_named_in_the_page_where_they_happen(browsed, sample, tmp_path):
    folder = tmp_path / "runs"
    folder.mkdir()
    shutil.copy(sample.record, folder / "a.record")
    shutil.copy(sample.record, folder / "b.record")
    data = sample.record.read_bytes()
    (folder / "cut.record").write_bytes(data[:len(data) // 2])
    (folder / "later.record").write_bytes(data[:8] + b"\x63" + data[9:])
    server = served.Server(folder, tmp_path / "cache")
    try:
        page = browsed(server.base, server.address, expected=("Failed to load resource",))
        text = page.locator("main").inner_text()
        assert "unreadable" in text and "cut off" in text
        runs = {run["path"]: run["id"] for run in server.runs()}
        start(page, f"#/run/{runs['cut.record']}")
        wait(page, "document.querySelector('main').innerText.includes('The record is cut off')")
        start(page, f"#/run/{runs['later.record']}")
        wait(page, "document.querySelector('[role=alert]')?.innerText.includes('99')")
        start(page, f"#/run/{runs['a.record']}?t=40000&sel=job:1")
        settle(page)
        (folder / "a.record").unlink()
        page.evaluate("schedlab.store.set({sel: {kind: 'job', n: 2}})")
        wait(page, "document.querySelector('#inspector-body').innerText.includes('is not there any more')")
        assert page.evaluate("schedlab.shown.lanes.drawn !== null"), "what was read goes on"
        start(page, f"#/run/{runs['b.record']}?t=40000&sel=job:1")
        settle(page)
        (folder / "b.record").unlink()
        shutil.copy(folder / "cut.record", folder / "b.record")
        page.evaluate("schedlab.store.set({sel: {kind: 'job', n: 2}})")
        wait(page, "/reload/.test(document.querySelector('#inspector-body').innerText)")
        server.end()
        page.evaluate("schedlab.store.set({sel: {kind: 'job', n: 3}})")
        wait(page, "document.querySelector('#inspector-body').innerText.includes('the server does not answer')")
        again = served.Server(folder, tmp_path / "cache", server.port)
        page.evaluate("schedlab.store.set({sel: {kind: 'job', n: 4}})")
        wait(page, "document.querySelector('#inspector-body').innerText.includes('open the address that schedlab serve printed')")
        again.end()
    finally:
        server.end()
