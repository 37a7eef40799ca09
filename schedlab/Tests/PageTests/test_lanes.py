"""What the picture says, through real mouse moves and against brute force."""

import os
import random

import made
import pytest
from conftest import settle, wait


def place_of(page, gpu, seconds, picture="schedlab.shown.lanes"):
    """The point of a window at which a GPU and a time are drawn."""
    return page.evaluate("""([gpu, seconds]) => {
        const l = %s; const box = l.face.getBoundingClientRect();
        const band = l.placed.find((b) => gpu >= b.fromGPU && gpu < b.toGPU);
        const y = band.top + (gpu + 0.5 - band.fromGPU) / (band.toGPU - band.fromGPU) * (band.bottom - band.top);
        return [box.left + l.pixel(seconds), box.top + y, l.range(l.state)];
    }""" % picture, [gpu, seconds])


def test_a_cell_under_the_mouse_is_the_job_of_the_csv(open_page, sample):
    page = open_page(sample.page, f"#/run/{sample.id}")
    settle(page)
    picker = random.Random(14)
    checked = 0
    for _ in range(400):
        gpu, row = picker.randrange(108), picker.choice(sample.rounds[:-1])
        seconds = float(row["seconds"]) + 180
        x, y, (start, end) = place_of(page, gpu, seconds)
        pixel = (end - start) / 900
        jobs = {sample.job_at(gpu, s) for s in (seconds - 2 * pixel, seconds, seconds + 2 * pixel)}
        if len(jobs) != 1:
            continue  # a mouse stands on whole pixels; next to a border they may be another job's
        page.mouse.move(x, y)
        wait(page, f"document.querySelector('.readout').textContent.startsWith('GPU {gpu} ')")
        text = page.locator(".readout").first.inner_text()
        job = jobs.pop()
        assert (f": job {job}," in text) if job is not None else text.endswith("free"), f"GPU {gpu}, {seconds} s: {text}"
        checked += 1
        if checked == 40:
            return
    raise AssertionError(f"only {checked} cells were far enough from a border")


def test_a_click_selects_the_job_and_says_where_it_runs(open_page, sample):
    gpu, job, start, end = max(sample.segments, key=lambda s: s[3] - s[2])
    page = open_page(sample.page, f"#/run/{sample.id}?x={max(0, start - 3600)}:{end + 3600}")
    settle(page)
    x, y, _ = place_of(page, gpu, (start + end) / 2)
    page.mouse.click(x, y)
    wait(page, f"location.hash.includes('sel=job:{job}')")
    wait(page, "document.querySelector('.sentence')?.textContent.includes('runs on')")
    assert f"job {job} " in page.locator(".sentence").first.inner_text()
    assert str(gpu) in page.locator(".sentence").first.inner_text()


def brute(stays, gpus, start, end):
    """Busy seconds by job within a cell."""
    busy = {}
    for gpu, job, milli, a, b, _ in stays:
        if gpus[0] <= gpu < gpus[1]:
            part = min(b, end) - max(a, start)
            if part > 0:
                busy[job] = busy.get(job, 0) + part * milli / 1000
    return busy


def whole(sample):
    return sample.run.run["toSeconds"], sample.stays


def check_cells(page, run, address, way, count=1000):
    """Cells as drawn against brute force: (length of the run, stays) by seconds. Returns how many were coloured."""
    length, stays = run
    page.evaluate("(hash) => { location.hash = hash; }", address)
    page.wait_for_timeout(50)
    settle(page)
    view = page.evaluate("(() => { const l = schedlab.shown.lanes; const v = l.view(l.state); return {...v}; })()")
    picker = random.Random(way + address)
    points = [(picker.randrange(view["width"]), picker.randrange(view["height"])) for _ in range(count)]
    cells = page.evaluate("([points, way]) => { const l = schedlab.shown.lanes; return l.engine.ask('cells', {view: l.view(l.state), points, way}); }", [points, way])
    by_gpu = {}
    for stay in stays:
        by_gpu.setdefault(stay[0], []).append(stay)
    coloured = 0
    for (x, _), cell in zip(points, cells):
        if cell is None:
            continue
        if cell["columns"]:
            start, end = (c * length / 2048 for c in cell["columns"])
        else:
            pixel = (view["to"] - view["from"]) / view["width"]
            start, end = view["from"] + x * pixel, view["from"] + (x + 1) * pixel
        own = [s for gpu in range(*cell["gpus"]) for s in by_gpu.get(gpu, [])]
        busy = brute(own, cell["gpus"], start, end)
        total, room = sum(busy.values()), (end - start) * (cell["gpus"][1] - cell["gpus"][0])
        where = f"{address} {way} {cell}"
        assert abs(cell["occupancy"] / 63 - total / room) <= 1 / 63 + 1e-6, where
        # A sliver of a cell, less than doubles can tell from nothing, may be drawn or not.
        assert (cell["occupancy"] == 0) == (total == 0) or total < room * 1e-9, where
        if cell["job"] >= 0:
            coloured += 1
            assert busy.get(cell["job"], 0) / total >= 0.2, f"{where}: a colour for {busy.get(cell['job'], 0) / total}"
        for job, time in busy.items():
            if time / total > 0.63 and total > room * 1e-9:
                assert cell["job"] == job, f"{where}: job {job} has {time / total} and is not drawn"
    return coloured


def test_cells_equal_brute_force_near_and_far_at_every_zoom(open_page, sample):
    page = open_page(sample.page, f"#/run/{sample.id}")
    settle(page)
    end = sample.run.run["toSeconds"]
    views = ["", f"?x={end * .3}:{end * .7}", f"?x={end * .5}:{end * .53}", "?y=20:90", "?y=k80"]
    coloured = sum(check_cells(page, whole(sample), f"#/run/{sample.id}{view}", way) for view in views for way in ("levels", "exact"))
    assert coloured > 1000


@pytest.mark.parametrize("seed", range(int(os.environ.get("PAGE_SEEDS", "5"))))
def test_random_runs_are_drawn_as_brute_force_says(open_page, sample, tmp_path, seed):
    """Shares, gangs, several types and strips, unequal instants, nearly idle GPUs. PAGE_SEEDS=30 tries more."""
    run, times, stays = made.random_run(seed)
    stays = [(gpu, job, milli, times[a], times[b], is_open) for gpu, job, milli, a, b, is_open in stays]
    page = open_page(made.write(sample.page, tmp_path / "r.html", run), "#/run/0000000a")
    settle(page)
    own, gpus = (times[-1], stays), run["about"]["cluster"]["gpuCount"]
    near, rows = f"x={times[-1] * .4}:{times[-1] * .43}", f"y={gpus * .3}:{gpus * .3 + min(gpus, 12) * .7}"
    for query, ways in (("", ("levels", "exact")), (f"?x={times[-1] * .2}:{times[-1] * .8}", ("levels", "exact")), (f"?{near}", ("exact",)), (f"?{near}&{rows}", ("exact",))):
        for way in ways:
            check_cells(page, own, f"#/run/0000000a{query}", way, 1000)


def test_rows_of_many_gpus_equal_brute_force(open_page, sample):
    page = open_page(sample.page, f"#/run/{sample.id}")
    settle(page)
    page.evaluate("schedlab.shown.lanes.height = 26 + 14 * 3 + 12")
    page.evaluate("schedlab.shown.lanes.drawn = null")
    page.evaluate("schedlab.shown.lanes.draw(schedlab.store.state, schedlab.theme)")
    for way in ("levels", "exact"):
        assert check_cells(page, whole(sample), f"#/run/{sample.id}", way) > 50
    rows = page.evaluate("(() => { const l = schedlab.shown.lanes; return l.engine.ask('cells', {view: l.view(l.state), points: [[5, 5]]}); })()")
    assert rows[0]["gpus"][1] - rows[0]["gpus"][0] == 4


def test_the_first_picture_never_colours_a_job_without_a_fifth(open_page, sample):
    page = open_page(sample.page, f"#/run/{sample.id}")
    settle(page)
    view = page.evaluate("(() => { const l = schedlab.shown.lanes; return {...l.view(l.state)}; })()")
    picker = random.Random(2)
    points = [(picker.randrange(view["width"]), picker.randrange(view["height"])) for _ in range(1000)]
    cells = page.evaluate("""async ([points, id]) => {
        const app = schedlab; const {engine, run} = app.shown;
        const Engine = engine.constructor; const fresh = new Engine({...app.source, has: () => false, stored: (n) => app.source.stored(n)}, run);
        await fresh.load();
        const l = app.shown.lanes;
        return fresh.ask('cells', {view: l.view(l.state), points, way: 'first'});
    }""", [points, sample.id])
    length = sample.run.run["toSeconds"]
    coloured = 0
    for cell in filter(None, cells):
        start, end = (c * length / 2048 for c in cell["columns"])
        busy = brute(sample.stays, cell["gpus"], start, end)
        total = sum(busy.values())
        assert abs(cell["occupancy"] / 63 - total / ((end - start) * (cell["gpus"][1] - cell["gpus"][0]))) <= 1.6 / 63
        if cell["job"] >= 0:
            coloured += 1
            assert busy.get(cell["job"], 0) / total >= 0.2
    assert coloured > 50


def test_stays_decoded_by_the_page_equal_the_independent_reader(open_page, sample):
    page = open_page(sample.page, f"#/run/{sample.id}")
    settle(page)
    for job in range(0, len(sample.run.jobs["id"]), 7):
        life = page.evaluate(f"schedlab.shown.engine.ask('life', {{job: {job}}})")
        own = sorted((s["gpu"], s["milli"], s["from"], s["to"], s["isOpen"]) for s in life)
        assert own == sorted((g, milli, a, b, is_open) for g, j, milli, a, b, is_open in sample.stays if j == job)


def test_two_runs_share_one_clock_and_one_cursor(open_page, pair):
    page = open_page(pair["page"])
    settle(page)
    assert page.evaluate("location.hash").startswith(f"#/compare/{','.join(pair['ids'])}")
    ranges = page.evaluate("schedlab.shown.pictures.map((l) => l.range(schedlab.store.state))")
    assert ranges[0] == ranges[1]
    other = pair["other"]
    gpu, job, start, end = max(other.segments, key=lambda s: s[3] - s[2])
    x, y, _ = place_of(page, gpu, (start + end) / 2, "schedlab.shown.pictures[1]")
    page.mouse.move(x, y)
    wait(page, f"document.querySelectorAll('.readout')[1].textContent.includes('job {job},')")
    page.mouse.click(x, y)
    wait(page, f"location.hash.includes('sel=job:{job}')")
    pixels = page.evaluate("schedlab.shown.pictures.map((l) => l.pixel(schedlab.store.state.t))")
    assert abs(pixels[0] - pixels[1]) < 1e-6
