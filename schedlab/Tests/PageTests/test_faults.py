"""Runs that no engine makes, damaged pages, and the wrong answers of the page that this one must not repeat."""

import base64
import os
import zlib

import made
import pytest
from conftest import PACKAGE, export, read_page, schedlab, settle, wait


def probe(page, gpu, seconds):
    return page.evaluate(f"schedlab.shown.engine.ask('at', {{fromGPU: {gpu}, toGPU: {gpu + 1}, seconds: {seconds}}})")


def test_job_0_is_seen(open_page, sample, tmp_path):
    run = made.run(jobs=[(0, None, 4, 1000)], stays=[(g, 0, 1000, 0, 2, True) for g in range(4)])
    page = open_page(made.write(sample.page, tmp_path / "a.html", run), "#/run/0000000a?t=50")
    settle(page)
    assert [s["job"] for s in probe(page, 0, 50)] == [0]
    wait(page, "schedlab.shown.queue.seconds === 50")
    assert page.evaluate("schedlab.shown.queue.jobs") == [], "a running job is listed as waiting"
    cell = page.evaluate("(() => { const l = schedlab.shown.lanes; return l.engine.ask('cells', {view: l.view(l.state), points: [[9, 9]]}); })()")[0]
    assert cell["job"] == 0 and cell["occupancy"] == 63


def test_types_keep_their_own_numbers(open_page, sample):
    page = open_page(sample.page, f"#/run/{sample.id}?t=40000")
    settle(page)
    row = page.evaluate("schedlab.shown.run.roundAt(40000)")
    labels = page.locator(".bands button").all_inner_texts()
    for t, band in enumerate(sample.run.run["cluster"]["types"]):
        share = sample.run.rounds[f"used/{t}"][row] / 1000 / band["gpuCount"] * 100
        assert labels[t].split("\n")[0] == band["name"]
        assert abs(float(labels[t].split("\n")[1].replace(" %", "")) - share) <= 0.51
        taken = sum(m for g, _, m, a, b, _ in sample.stays if band["firstGPU"] <= g < band["firstGPU"] + band["gpuCount"] and a <= 40000 < b)
        assert taken == sample.run.rounds[f"used/{t}"][row]


def test_jobs_that_share_a_gpu_are_both_there_and_neither_waits(open_page, sample, tmp_path):
    run = made.run(jobs=[(0, None, 1, 500), (0, None, 1, 1), (0, None, 1, 499)], stays=[(0, 0, 500, 0, 2, True), (0, 1, 1, 0, 2, True), (0, 2, 499, 1, 2, True)])
    page = open_page(made.write(sample.page, tmp_path / "a.html", run), "#/run/0000000a?t=150")
    settle(page)
    assert sorted((s["job"], s["milli"]) for s in probe(page, 0, 150)) == [(0, 500), (1, 1), (2, 499)]
    assert sorted(s["job"] for s in probe(page, 0, 50)) == [0, 1]
    wait(page, "schedlab.shown.queue.seconds === 150")
    assert page.evaluate("schedlab.shown.queue.jobs") == []
    assert page.evaluate("[...schedlab.shown.queue.taken]") == [1000, 0, 0, 0]


def test_the_measured_window_is_that_of_the_run(open_page, sample):
    window = sample.run.run["window"]
    page = open_page(sample.page, f"#/run/{sample.id}")
    settle(page)
    assert page.evaluate("schedlab.shown.run.about.window") == window
    spots = page.evaluate("[schedlab.shown.lanes.pixel(schedlab.shown.run.about.window.fromSeconds), schedlab.shown.lanes.pixel(schedlab.shown.run.about.window.toSeconds)]")
    colour = "(x) => { const c = schedlab.shown.lanes.over; const d = c.getContext('2d').getImageData(Math.round(x), 0, 1, 200).data; let n = 0; for (let i = 3; i < d.length; i += 4) if (d[i] > 0) n += 1; return n; }"
    assert page.evaluate(colour, spots[0]) > 50


def test_the_axis_of_a_series_does_not_depend_on_the_cursor(open_page, sample):
    page = open_page(sample.page, f"#/run/{sample.id}?panels=waiting")
    settle(page)
    before = page.evaluate("schedlab.shown.series.get('waiting').ticks")
    page.evaluate("schedlab.store.set({t: 20000})")
    page.wait_for_timeout(100)
    assert page.evaluate("schedlab.shown.series.get('waiting').ticks") == before


def test_runs_of_different_length_are_drawn_by_time_and_end_where_they_end(open_page, pair):
    page = open_page(pair["page"])
    settle(page)
    longer, shorter = page.evaluate("schedlab.shown.opened.map(({run}) => run.to)")
    k = 1 if shorter <= longer else 0
    end = min(longer, shorter)
    whole = page.evaluate("schedlab.shown.whole")
    assert whole["to"] == max(longer, shorter)
    for picture in range(2):
        run_end = (longer, shorter)[picture]
        assert abs(page.evaluate(f"schedlab.shown.pictures[{picture}].pixel({run_end})") - page.evaluate(f"schedlab.shown.pictures[{1 - picture}].pixel({run_end})")) < 1e-6
    if whole["to"] - end > whole["to"] / 100:
        cell = page.evaluate(f"(() => {{ const l = schedlab.shown.pictures[{k}]; const v = l.view(l.state); return l.engine.ask('cells', {{view: v, points: [[v.width - 2, 20]], way: 'levels'}}); }})()")[0]
        assert cell["occupancy"] == 0, "a run is drawn beyond its end"
        values = page.evaluate("schedlab.shown.series.map((s) => s.table(200).columns.map((c) => c.mean[199]))")
        assert all(v[k] is None or v[k] != v[k] for v in values)


WORKLOADS = {
    "arrivals": [(0, 200.0, 1, 1000), (50.0, 200.0, 1, 1000)], "shares": [(0, 200.0, 1, 1000), (10.0, 200.0, 1, 500)],
    "GPUs": [(0, 200.0, 1, 1000), (10.0, 200.0, 2, 1000)], "none of the same": [(5.0, 200.0, 1, 1000)]}


@pytest.mark.parametrize("what", ["same", "fewer came", *WORKLOADS])
def test_runs_of_different_workloads_are_not_compared_job_by_job(open_page, sample, tmp_path, what):
    jobs = [(0, 100.0, 1, 1000), (10.0, 200.0, 1, 1000)]
    others = {"same": jobs, "fewer came": jobs[:1], **WORKLOADS}[what]
    a = made.run(jobs=jobs, stays=[(0, 0, 1000, 0, 1, False), (1, 1, 1000, 1, 2, False)])
    b = made.run(jobs=others, stays=[(0, 0, 1000, 1, 2, False)], run_id="0000000b")
    page = open_page(made.write(sample.page, tmp_path / "a.html", a, other=b), "#/compare/0000000a,0000000b")
    settle(page)
    text = page.locator("main").inner_text()
    if what in ("same", "fewer came"):
        assert "different workloads" not in text and "Who lost, who won" in text
        assert "completed in both" in text
    else:
        assert "different workloads" in text
        assert "Who lost, who won" not in text and "completed in both" not in text
        assert page.evaluate("schedlab.shown.pictures.length") == 2, "the schedules are still shown on one clock"


def test_each_panel_shows_its_own_column(open_page, sample):
    """The peer drew one figure's numbers under another's name, and worked fragmentation out anew."""
    page = open_page(sample.page, f"#/run/{sample.id}?panels=use,waiting,prices,fragmentation,startable,moves")
    settle(page)
    rounds, header = sample.run.rounds, sample.run.rounds.header
    types = sample.run.run["cluster"]["types"]
    divisors = {f"used/{t}": 1000 * kind["gpuCount"] for t, kind in enumerate(types)} | {f"fragmentation/{i}": 1000 for i in range(len(header["causes"]))}
    wanted = {"use": [f"used/{t}" for t in range(len(types))], "waiting": [f"waiting/{i}" for i in range(len(header["waitingSizes"]))],
              "prices": [f"price/{t}" for t in range(len(types))], "fragmentation": [f"fragmentation/{i}" for i in range(len(header["causes"]))],
              "startable": [f"startable/{i}" for i in range(len(header["startableSizes"]))], "moves": ["moves", "preemptions"]}
    drawn = page.evaluate("Object.fromEntries([...schedlab.shown.series].map(([name, s]) => [name, s.lines.map((l) => [...l.values].map((v) => Number.isNaN(v) ? null : v))]))")
    seen = []
    for panel, names in wanted.items():
        own = [[None if v != v else v / divisors.get(name, 1) for v in rounds[name]] for name in names]
        if panel in ("waiting", "fragmentation"):
            own = [values for values in own if any(values)]
        assert drawn[panel] == own, panel
        seen += own
    assert len({tuple(values) for values in seen if any(values)}) > 8, "panels repeat each other"


def test_a_comparison_leaves_no_run_out(open_page, pair, sample):
    page = open_page(pair["page"])
    settle(page)
    lines = page.evaluate("schedlab.shown.series.map((s) => s.lines.map((l) => [l.run.id, [...l.values]]))")
    runs = [sample.run.rounds, read_page.Run(pair["parts"], pair["ids"][1]).rounds]
    assert all([own[0] for own in panel] == pair["ids"] for panel in lines)
    for k, rounds in enumerate(runs):
        assert lines[1][k][1] == list(rounds["waiting"])
    assert lines[0][0][1] != lines[0][1][1]


def test_a_run_that_cannot_be_shown_leaves_no_old_one_on_screen(open_page, pair):
    page = open_page(pair["page"], f"#/run/{pair['ids'][0]}")
    settle(page)
    page.evaluate("location.hash = '#/run/deadbeef'")
    page.wait_for_selector("[role=alert]")
    assert page.locator("canvas").count() == 0
    assert "deadbeef" in page.locator("main").inner_text()
    assert page.locator("h1").inner_text() == "No such run"
    page.evaluate(f"location.hash = '#/run/{pair['ids'][1]}'")
    settle(page)
    assert page.locator("select[aria-label=Page]").input_value() == f"#/run/{pair['ids'][1]}"


@pytest.mark.parametrize("kind", ["truncated", "garbage", "version", "missing strip"])
def test_a_damaged_part_is_named_and_the_rest_works(open_page, sample, tmp_path, kind):
    run = made.run(jobs=[(0, None, 1, 1000)], stays=[(0, 0, 1000, 0, 2, True)])

    def damage(parts):
        name = "0000000a/stays/0"
        if kind == "truncated":
            parts[name] = base64.b64encode(zlib.compress(parts[name])[:-9]).decode()
        elif kind == "garbage":
            parts[name] = base64.b64encode(b"no zlib at all").decode()
        elif kind == "version":
            parts[name] = parts[name].replace(b'"version": 1', b'"version": 7', 1)
        else:
            del parts[name]

    page = open_page(made.write(sample.page, tmp_path / "a.html", run, damage), "#/run/0000000a?t=50&sel=job:0")
    wait(page, "/coarse: /.test(document.querySelector('main').innerText)")
    text = page.locator("main").inner_text()
    assert "stays/0" in text or "first picture only" in text
    page.evaluate("schedlab.store.set({tab: 'details'})")
    wait(page, "document.querySelector('#inspector-body dl')")


@pytest.mark.parametrize("name", ["jobs", "rounds", "times", "run"])
def test_a_run_whose_tables_are_damaged_says_so(open_page, sample, tmp_path, name):
    def damage(parts):
        parts[f"0000000a/{name}"] = parts[f"0000000a/{name}"][: len(parts[f"0000000a/{name}"]) // 2]

    page = open_page(made.write(sample.page, tmp_path / "a.html", made.run(), damage), "#/run/0000000a", expects_page=False)
    page.wait_for_selector("[role=alert]")
    assert f"part {name}" in page.locator("[role=alert]").inner_text()


def test_names_with_markup_stay_text(open_page, sample, tmp_path):
    evil = "<img src=x onerror=document.title='owned'></script><b>"
    run = made.run(jobs=[(0, None, 4, 1000)], names=[evil], type_name=evil, name=evil, policy=evil, stays=[(0, 0, 1000, 0, 2, True)], notes=[evil], path=evil)
    run["about"]["classes"][0]["model"] = evil
    page = open_page(made.write(sample.page, tmp_path / "a.html", run), "#/run/0000000a?t=50&sel=job:0&tab=why&panels=use,waiting,prices")
    settle(page)
    page.wait_for_timeout(300)
    assert page.evaluate("document.querySelectorAll('img').length") == 0
    assert page.title() != "owned"
    assert page.locator("h1").inner_text() == evil
    for address in ("#/run/0000000a/job/0", "#/run/0000000a?tab=table", "#/run/0000000a?tab=details&sel=job:0&t=50"):
        page.evaluate(f"location.hash = '{address}'")
        page.wait_for_timeout(300)
        assert page.evaluate("document.querySelectorAll('img').length") == 0


@pytest.mark.parametrize("what", ["no jobs", "no rounds", "nothing", "one GPU", "cut off"])
def test_small_and_empty_runs_open(open_page, sample, tmp_path, what):
    run = {"no jobs": lambda: made.run(), "no rounds": lambda: made.run(rounds=(), jobs=[(0, None, 1, 1000)]), "nothing": lambda: made.run(times=(), rounds=()),
           "one GPU": lambda: made.run(1, 1, jobs=[(0, None, 1, 1000)], stays=[(0, 0, 1000, 0, 2, True)]), "cut off": lambda: made.run(state="cut off")}[what]()
    page = open_page(made.write(sample.page, tmp_path / "a.html", run), "#/run/0000000a?t=10")
    page.wait_for_timeout(400)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440
    text = page.locator("main").inner_text()
    expected = {"no jobs": "no jobs", "no rounds": "no rounds", "nothing": "no jobs", "one GPU": "v100", "cut off": "cut off"}[what]
    assert expected in text


def test_a_hundred_thousand_gpus_and_a_thousandth_of_one(open_page, sample, tmp_path):
    stays = [(g, 0, 1000, 0, 2, True) for g in range(0, 100_000, 97)] + [(99_999, 1, 1, 0, 1, False)]
    run = made.run(types=[("big", 12_499, 8), ("odd", 4, 2)], jobs=[(0, None, 1031, 1000), (0, 100.0, 1, 1)], stays=sorted(stays))
    page = open_page(made.write(sample.page, tmp_path / "a.html", run), "#/run/0000000a?t=50&y=99990:100000")
    settle(page, 40)
    assert [(s["job"], s["milli"]) for s in probe(page, 99_999, 50)] == [(1, 1)]
    cell = page.evaluate("""(() => { const l = schedlab.shown.lanes; const v = l.view(l.state); const b = v.bands[v.bands.length - 1];
        return l.engine.ask('cells', {view: v, points: [[9, b.bottom - 2]]}); })()""")[0]
    assert cell["gpus"] == [99_999, 100_000] and cell["job"] == 1 and cell["occupancy"] == 1, "a thousandth of a GPU is not nothing"
    page.evaluate("schedlab.store.set({y: null})")
    settle(page)
    cells = page.evaluate("(() => { const l = schedlab.shown.lanes; return l.engine.ask('cells', {view: l.view(l.state), points: [[9, 3], [9, 200]]}); })()")
    assert all(c["occupancy"] >= 1 for c in cells if c), "what is taken is not lost far out"


@pytest.mark.skipif("PAGE_LONG" not in os.environ, reason="2,000,000 jobs take half a minute: PAGE_LONG=1")
def test_two_million_jobs(open_page, sample, tmp_path):
    n = 2_000_000
    run = made.run(jobs=[(i / n * 100, None if i % 5 else 150.0, 1, 1000) for i in range(n)], stays=[(0, n - 1, 1000, 1, 2, True)])
    page = open_page(made.write(sample.page, tmp_path / "a.html", run), "#/run/0000000a?t=120", expects_page=False)
    wait(page, "globalThis.schedlab?.shown", 90)
    settle(page, 60)
    wait(page, "schedlab.shown.queue.seconds === 120", 30)
    assert page.evaluate("schedlab.shown.queue.jobs.length") == n - 1
    assert page.evaluate("document.getElementsByTagName('*').length") < 3000
    assert [s["job"] for s in probe(page, 0, 150)] == [n - 1]


def test_an_import_without_reasons_prices_or_work_says_what_it_lacks(open_page, sample, tmp_path):
    schedlab("export", sample.record, "--to", "viz-bin", "-o", tmp_path / "x.viz.bin")
    schedlab("import", "viz-bin", tmp_path / "x.viz.bin", "-o", tmp_path / "x.record")
    page = open_page(export(tmp_path / "x.html", tmp_path / "x.record"), "")
    page.evaluate("location.hash = '#/run/' + schedlab.index.runs[0].id + '?t=200000&panels=use,prices'")
    settle(page)
    chips = page.locator(".chip").all_inner_texts()
    assert {"no reasons", "no prices", "no work", "no speeds"} <= set(chips), chips
    assert "tells no prices" in page.locator("main").inner_text()
    run = read_page.Page(tmp_path / "x.html")
    own = read_page.Run(run, run.index["runs"][0]["id"])
    job = max((s for s in own.stays()), key=lambda s: s[4] - s[3])[1]
    page.evaluate(f"location.hash = '#/run/{own.id}/job/{job}'")
    page.wait_for_selector("[data-seconds]")
    wait(page, "/keeps no reasons/.test(document.querySelector('main').innerText)")
    assert "does not know this job's speeds" in page.locator("main").inner_text()


def test_a_record_that_was_cut_off_is_shown_up_to_its_end(open_page, sample, tmp_path):
    data = sample.record.read_bytes()
    (tmp_path / "cut.record").write_bytes(data[: len(data) * 2 // 3])
    page = open_page(export(tmp_path / "cut.html", tmp_path / "cut.record"), "")
    settle(page)
    run = read_page.Page(tmp_path / "cut.html")
    own = read_page.Run(run, run.index["runs"][0]["id"])
    assert "cut off" in page.locator(".chip").all_inner_texts() and "The record is cut off" in page.locator("main").inner_text()
    assert page.evaluate("schedlab.shown.run.to") == own.run["toSeconds"] < sample.run.run["toSeconds"]
    gpu, job, _, start, end, _ = max(own.stays(), key=lambda s: s[4] - s[3])
    assert [s["job"] for s in probe(page, gpu, (start + end) / 2)] == [job]
    assert sample.job_at(gpu, (start + end) / 2) == own.jobs["id"][job]


def test_a_file_without_stays_tells_what_it_has(open_page, sample, tmp_path):
    schedlab("export", sample.record, "--to", "page", "--web-dir", PACKAGE / "Web", "--max-size", "1", "-o", tmp_path / "small.html")
    page = open_page(tmp_path / "small.html")
    wait(page, "/coarse/.test(document.querySelector('main').innerText)")
    assert "--max-size" in page.locator("main").inner_text()
    lives = read_page.Page(tmp_path / "small.html").json(f"{sample.id}/lives")["jobs"]
    assert all("history" not in life for life in sample.parts.json(f"{sample.id}/lives")["jobs"].values()), "the stays tell it already"
    job, life = max(lives.items(), key=lambda pair: len(pair[1]["history"]))
    page.evaluate(f"location.hash = '#/run/{sample.id}/job/{job}'")
    wait(page, "document.querySelectorAll('section[aria-label=Life] tbody tr').length > 0")
    assert page.locator("section[aria-label=Life] tbody tr").count() == len(life["history"])


def test_a_file_says_what_it_cannot_answer_and_how_to_ask(open_page, sample):
    carried = {name for name in sample.parts.raw if "/job?n=" in name}
    job = next(n for n in range(len(sample.run.jobs["id"])) if f"{sample.id}/job?n={n}" not in carried)
    page = open_page(sample.page, f"#/run/{sample.id}?t={sample.run.jobs['arrival'][job] + 1}&sel=job:{job}")
    settle(page)
    wait(page, "document.querySelector('#inspector-body .cmd')")
    row = page.evaluate("schedlab.shown.run.roundAt(schedlab.store.state.t)")
    told = page.locator("#inspector-body .cmd").first.inner_text()
    assert told == f"schedlab explain {sample.record} --job {sample.run.jobs['id'][job]} --round {sample.run.rounds['decidedIn'][row]}"


def test_the_page_is_under_its_size(sample):
    size = sum(f.stat().st_size for f in (PACKAGE / "Web").rglob("*") if f.suffix in (".js", ".css"))
    assert size < 200_000, f"{size} bytes of JS and CSS"
