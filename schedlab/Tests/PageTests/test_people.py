"""Keyboard, contrast, names, narrow screens, and the table behind every canvas."""

import pytest
from conftest import read_page, settle, wait

CONTRAST = """() => {
    const parse = (text) => { const m = text.match(/[\\d.]+/g).map(Number); return [m[0], m[1], m[2], m.length > 3 ? m[3] : 1]; };
    const light = (c) => { const f = (v) => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
        return 0.2126 * f(c[0]) + 0.7152 * f(c[1]) + 0.0722 * f(c[2]); };
    const ground = (e) => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c[3] > 0.99) return c; } return [255, 255, 255, 1]; };
    const bad = [];
    for (const e of document.querySelectorAll("body *")) {
        if (!e.checkVisibility() || !e.textContent.trim() || ["SCRIPT", "STYLE", "NOSCRIPT", "OPTION"].includes(e.tagName)) continue;
        if (![...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())) continue;
        const style = getComputedStyle(e);
        const [a, b] = [light(parse(style.color)), light(ground(e))].sort((x, y) => y - x);
        const ratio = (a + 0.05) / (b + 0.05);
        if (ratio < 4.5) bad.push(e.tagName + " " + e.textContent.slice(0, 30) + " " + ratio.toFixed(2));
        if (parseFloat(style.fontSize) < 12) bad.push(e.tagName + " " + e.textContent.slice(0, 30) + " " + style.fontSize);
    }
    return bad;
}"""


def pages(sample, pair):
    everything = "panels=use,waiting,prices,fragmentation,startable,moves"
    return {"run": (sample.page, f"#/run/{sample.id}?t=36000&sel=job:3&{everything}"), "details": (sample.page, f"#/run/{sample.id}?t=36000&sel=job:3&tab=details"),
            "table": (sample.page, f"#/run/{sample.id}?tab=table"), "job": (sample.page, f"#/run/{sample.id}/job/3"), "compare": (pair["page"], "")}


@pytest.mark.parametrize("name", ["run", "details", "table", "job", "compare"])
@pytest.mark.parametrize("width", [420, 1440])
def test_texts_can_be_read_and_nothing_scrolls_sideways(open_page, sample, pair, name, width):
    page = open_page(*pages(sample, pair)[name], width=width)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        wait(page, f"document.documentElement.dataset.theme === '{scheme}'")
        page.wait_for_timeout(500)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(CONTRAST) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_stand_out_and_idle_is_no_brighter_than_a_dark_page(open_page, sample, scheme):
    page = open_page(sample.page, f"#/run/{sample.id}", scheme=scheme)
    settle(page)
    found = page.evaluate("""() => {
        const light = (hex) => { const n = parseInt(hex.slice(1), 16); const f = (v) => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
            return 0.2126 * f(n >> 16) + 0.7152 * f((n >> 8) & 255) + 0.0722 * f(n & 255); };
        const of = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
        const panel = light(of("panel"));
        const ratio = (v) => (Math.max(v, panel) + 0.05) / (Math.min(v, panel) + 0.05);
        const names = ["type-0", "type-1", "type-2", "type-3", "type-4", "type-5", "run-a", "run-b", "cursor", "window", "hatch", "edge"].concat(
            ["ideal", "waiting", "slower", "spanning", "moving", "sharing", "other"].map((n) => "bar-" + n));
        const jobs = [...new Set(schedlab.shown.lanes.colours)].map((c) => "#" + (((c & 255) << 16) | (c & 0xff00) | ((c >> 16) & 255)).toString(16).padStart(6, "0"));
        return {marks: names.map((n) => [n, ratio(light(of(n)))]).concat(jobs.map((c) => [c, ratio(light(c))])).filter(([, r]) => r < 3),
                jobs: jobs.length, idle: light(of("idle")), page: light(of("page")), own: names.filter((n) => /type|run|bar/.test(n)).map(of)};
    }""")
    assert found["marks"] == [] and found["jobs"] == 24
    assert len(set(found["own"])) == len(found["own"]), "one colour for two things"
    if scheme == "dark":
        assert found["idle"] <= found["page"]


def test_every_control_has_a_name_and_takes_focus_in_order(open_page, sample):
    page = open_page(sample.page, f"#/run/{sample.id}?t=36000")
    settle(page)
    nameless = page.evaluate("""[...document.querySelectorAll("button, a[href], select, input, canvas[tabindex]")].filter((e) => e.checkVisibility() &&
        !(e.getAttribute("aria-label") || e.textContent.trim())).map((e) => e.outerHTML)""")
    assert nameless == []
    wanted = page.evaluate("""[...document.querySelectorAll("button:not(:disabled), a[href], select, input, [tabindex='0']")].filter((e) => e.checkVisibility()).length""")
    seen = set()
    page.keyboard.press("Tab")
    for _ in range(wanted + 5):
        seen.add(page.evaluate("""(() => { const all = [...document.querySelectorAll("*")]; return all.indexOf(document.activeElement); })()"""))
        page.keyboard.press("Tab")
    assert len(seen) >= wanted


def test_keys_do_what_the_list_says(open_page, sample):
    page = open_page(sample.page, f"#/run/{sample.id}")
    settle(page)
    state = lambda expression: page.evaluate(f"(({{t, x, y, sel, panels, th, tab}}) => {expression})(schedlab.store.state)")
    page.keyboard.press("w")
    whole = sample.run.run["toSeconds"]
    start, end = state("x")
    assert abs((end - start) - 0.6 * whole) < 1
    page.keyboard.press("d")
    assert state("x")[0] > start
    page.keyboard.press("a")
    page.keyboard.press("s")
    assert state("x") is None
    page.keyboard.press("ArrowRight")
    first = state("t")
    page.keyboard.press("ArrowRight")
    assert state("t") > first
    page.keyboard.press("ArrowLeft")
    assert state("t") == first
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert state("sel") == {"kind": "gpu", "n": 1}
    page.keyboard.press("4")
    assert "fragmentation" in state("panels")
    page.keyboard.press("4")
    assert "fragmentation" not in state("panels")
    page.keyboard.press("f")
    assert state("y") == "k80"
    page.keyboard.press("f")
    assert state("y") is None
    theme = page.evaluate("schedlab.theme")
    page.keyboard.press("t")
    wait(page, f"schedlab.theme !== '{theme}'")
    page.keyboard.press("/")
    page.keyboard.type("gpu 71")
    page.keyboard.press("Enter")
    wait(page, "schedlab.store.state.sel?.kind === 'gpu' && schedlab.store.state.sel.n === 71")
    page.keyboard.press("/")
    page.keyboard.type("job 12")
    page.keyboard.press("Enter")
    wait(page, "schedlab.store.state.sel?.kind === 'job' && schedlab.shown.inspector.stretches.length > 0")
    before = state("t")
    page.keyboard.press("]")
    assert state("t") > before
    page.keyboard.press("[")
    assert state("t") == before
    page.keyboard.press("Shift+?")
    page.wait_for_selector("dialog[open]")
    page.keyboard.press("w")
    assert state("x") is None, "a key reached the page below a dialog"
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert state("sel") is None
    page.keyboard.press("Space")
    wait(page, f"schedlab.store.state.t > {before}")
    page.keyboard.press("Space")


def test_the_table_tells_what_the_canvas_shows(open_page, sample):
    page = open_page(sample.page, f"#/run/{sample.id}?tab=table")
    settle(page)
    wait(page, "document.querySelectorAll('#inspector-body table').length >= 2")
    cells = page.locator("#inspector-body table").first.locator("tbody tr").all_inner_texts()
    assert len(cells) == 24
    length = sample.run.run["toSeconds"]
    for i in (3, 11, 20):
        start, end = i * length / 24, (i + 1) * length / 24
        for band, (name, first, count) in enumerate((t["name"], t["firstGPU"], t["gpuCount"]) for t in sample.run.run["cluster"]["types"]):
            busy = sum((min(b, end) - max(a, start)) * milli / 1000 for g, _, milli, a, b, _ in sample.stays if first <= g < first + count and a < end and b > start)
            shown = float(cells[i].split("\t")[band + 1].replace(" %", ""))
            assert abs(shown - 100 * busy / (count * (end - start))) <= 0.51, f"{name}, slice {i}"
    # The series: what the canvas draws as bands is in the table, slice by slice.
    agree = page.evaluate("""(() => { const s = schedlab.shown.series.get("waiting"); const rough = s.table(24), fine = s.table(24 * 40);
        return rough.columns.every((own, k) => own.high.every((v, i) => {
            const part = [...fine.columns[k].high.slice(i * 40, i * 40 + 40)].filter((n) => !Number.isNaN(n));
            return part.length === 0 ? Number.isNaN(v) : v === Math.max(...part); })); })()""")
    assert agree


def test_what_stands_on_the_axes_is_round_and_equal_in_decimals(open_page, sample):
    page = open_page(sample.page, f"#/run/{sample.id}?panels=use,waiting,prices,fragmentation,startable,moves")
    settle(page)
    ticks = page.evaluate("[...schedlab.shown.series.values()].filter((s) => !s.isConstant).map((s) => s.ticks.map((t) => t.text))")
    assert len(ticks) >= 4
    for texts in ticks:
        assert len({len(t.replace(" %", "").split(".")[1]) if "." in t else 0 for t in texts}) == 1, texts
        steps = [float(t.replace(",", "").replace(" %", "")) for t in texts]
        if len(steps) > 2:
            assert abs((steps[1] - steps[0]) - (steps[2] - steps[1])) < 1e-9
            assert f"{steps[1] - steps[0]:e}"[0] in "125"


def test_the_queue_lists_exactly_who_waits(open_page, sample):
    jobs = sample.run.jobs
    page = open_page(sample.page, f"#/run/{sample.id}")
    settle(page)
    for share in (0.3, 0.6, 0.95):
        row = int(len(sample.run.rounds["seconds"]) * share)
        seconds = sample.run.rounds["seconds"][row]
        running = {j for _, j, _, a, b, _ in sample.stays if a <= seconds < b}
        waiting = [n for n in range(len(jobs["id"])) if jobs["arrival"][n] <= seconds and not jobs["end"][n] <= seconds and n not in running]
        page.evaluate(f"schedlab.store.set({{t: {seconds}}})")
        wait(page, f"schedlab.shown.queue.seconds === {seconds}")
        assert page.evaluate("schedlab.shown.queue.jobs") == waiting
        assert sample.run.rounds["waiting"][row] == len(waiting)


def test_the_parts_of_a_completion_time_add_up(open_page, sample):
    for job in (0, 3, 12):
        page = open_page(sample.page, f"#/run/{sample.id}/job/{job}")
        page.wait_for_selector("[data-seconds]")
        seconds = [float(v) for v in page.evaluate("[...document.querySelectorAll('[data-seconds]')].map((e) => e.dataset.seconds)")]
        jobs = sample.run.jobs
        assert abs(sum(seconds[:-1]) - seconds[-1]) < 1e-6 * seconds[-1]
        assert abs(seconds[-1] - (jobs["end"][job] - jobs["arrival"][job])) < 1e-6 * seconds[-1]
        wait(page, "schedlab.shown.stretches")
        lengths = page.evaluate("schedlab.shown.stretches.filter((s) => s.what === 'waits').map((s) => s.to - s.from)")
        assert abs(sum(lengths) - jobs["wait"][job]) < 1e-6 * max(1, jobs["wait"][job])


def test_a_range_is_chosen_by_keys_as_by_dragging(open_page, sample):
    page = open_page(sample.page, f"#/run/{sample.id}?t=100000")
    settle(page)
    page.keyboard.press("r")
    page.evaluate("schedlab.store.set({t: 300000})")
    page.keyboard.press("r")
    text = page.locator(".readout").first.inner_text()
    rounds = sample.run.rounds
    at = lambda t: max(i for i, s in enumerate(rounds["seconds"]) if s <= t)
    assert f"{rounds['arrived'][at(300000)] - rounds['arrived'][at(100000)]} jobs arrive" in text
    assert text in page.locator("#live").inner_text()


def test_the_overview_and_the_scatter_answer_to_keys(open_page, sample, pair):
    page = open_page(sample.page, f"#/run/{sample.id}?x=100000:200000")
    settle(page)
    page.locator("canvas[role=slider]").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("schedlab.store.state.x") == [110000, 210000]
    page.keyboard.press("Home")
    assert page.evaluate("schedlab.store.state.x[0]") == 0
    page = open_page(pair["page"])
    settle(page)
    page.locator("canvas[role=application]").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    jobs = [sample.run.jobs, read_page.Run(pair["parts"], pair["ids"][1]).jobs]
    longer = lambda n: jobs[1]["end"][n] - jobs[0]["end"][n]
    both = [n for n in range(min(len(own["id"]) for own in jobs)) if longer(n) == longer(n)]
    assert longer(page.evaluate("schedlab.store.state.sel.n")) == max(longer(n) for n in both)


def test_nothing_answers_to_a_mouse_alone(open_page, sample, pair):
    """Whatever hears clicks takes focus and hears keys."""
    hears = """(() => { const add = EventTarget.prototype.addEventListener; EventTarget.prototype.addEventListener = function (type, ...rest) {
        if (this instanceof Element) (this.heard ??= new Set()).add(type); return add.call(this, type, ...rest); }; })()"""
    for file, address in pages(sample, pair).values():
        page = open_page(file, address, script=hears)
        settle(page) if "/job/" not in address else page.wait_for_timeout(500)
        alone = page.evaluate("""[...document.querySelectorAll("*")].filter((e) => e.heard && ["click", "pointerup", "mousedown"].some((t) => e.heard.has(t)))
            .filter((e) => !/^(BUTTON|A|INPUT|SELECT|SUMMARY)$/.test(e.tagName) && e.tabIndex !== 0).map((e) => e.outerHTML.slice(0, 80))""")
        assert alone == []


def test_the_list_of_jobs_begins_with_those_that_waited_longest(open_page, sample):
    page = open_page(sample.page, f"#/run/{sample.id}")
    settle(page)
    waits = sample.run.jobs["wait"]
    first = page.locator("section[aria-label=Jobs] tbody tr").first
    longest = max(range(len(waits)), key=lambda n: (waits[n], -n))
    assert first.inner_text().startswith(f"job {sample.run.jobs['id'][longest]}\t")
    first.locator("button").click()
    wait(page, f"schedlab.store.state.sel?.n === {longest}")
    page.locator("section[aria-label=Jobs] select").select_option("moves")
    changes = [m + p for m, p in zip(sample.run.jobs["moves"], sample.run.jobs["preemptions"])]
    most = max(range(len(changes)), key=lambda n: (changes[n], -n))
    assert page.locator("section[aria-label=Jobs] tbody tr").first.inner_text().startswith(f"job {sample.run.jobs['id'][most]}\t")


def test_the_page_says_which_type_was_scarce_and_since_when(open_page, sample):
    page = open_page(sample.page, f"#/run/{sample.id}?panels=use,prices")
    settle(page)
    rounds, types = sample.run.rounds, sample.run.run["cluster"]["types"]
    words = page.evaluate("[...schedlab.shown.series].map(([, s]) => s.words.textContent)")
    for text, word, holds in ((words[0], "full", lambda t, i: rounds[f"used/{t}"][i] >= 1000 * types[t]["gpuCount"]),
                              (words[1], "scarce", lambda t, i: rounds[f"price/{t}"][i] > 1e-9)):
        for t, kind in enumerate(types):
            rows = [i for i in range(len(rounds["seconds"])) if holds(t, i)]
            if rows:
                assert f"{kind['name']} was {word} " in text
                told = text.split(f"{kind['name']} was {word} ")[1].split("first at ")[1].split(",")[0]
                assert told == f"{rounds['seconds'][rows[0]] / 86400:.2f} d"


def test_nothing_moves_for_those_who_want_no_motion(open_page, sample):
    page = open_page(sample.page, f"#/run/{sample.id}?t=100000")
    settle(page)
    moving = page.evaluate("""[...document.querySelectorAll("*")].filter((e) => { const s = getComputedStyle(e);
        return s.animationName !== "none" || s.transitionDuration.split(",").some((d) => parseFloat(d) > 0) || s.scrollBehavior === "smooth"; }).map((e) => e.outerHTML.slice(0, 60))""")
    assert moving == []
