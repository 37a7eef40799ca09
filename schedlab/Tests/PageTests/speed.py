"""How a page's speed is measured: 240 steps of zoom and pan, random seeks, and the memory of the renderer."""

import os
import pathlib
import statistics

from waits import settle, wait

STEPS = """async () => {
    const {shown, store} = schedlab; const {lanes, engine} = shown; const run = engine.run;
    const draws = [], frames = [], updates = [];
    const [drawn, update] = [lanes.onDrawn, shown.update];
    lanes.onDrawn = (l) => { draws.push(engine.drawMilliseconds); drawn(l); };
    shown.update = function (state) { const began = performance.now(); update.call(shown, state); updates.push(performance.now() - began); };
    const next = () => new Promise((done) => requestAnimationFrame(done));
    let last = await next();
    for (let i = 0; i < 240; i += 1) {
        const zoom = Math.exp(-6.2 * (i < 120 ? i : 240 - i) / 120);
        const length = (run.to - run.from) * zoom;
        const start = run.from + ((run.to - run.from) - length) * (0.5 + 0.3 * Math.sin(i / 20));
        store.set({x: zoom > 0.999 ? null : [start, start + length]});
        const now = await next(); frames.push(now - last); last = now;
    }
    lanes.onDrawn = drawn;
    delete shown.update;
    return {draws, frames, updates};
}"""
SEEK = """async () => {
    const {shown, store} = schedlab; const {run} = shown; const took = []; let seed = 7;
    for (let i = 0; i < 60; i += 1) {
        seed = (seed * 16807) % 2147483647;
        const t = run.from + (run.to - run.from) * seed / 2147483647;
        const began = performance.now();
        store.set({t});
        while (shown.queue.seconds !== t || shown.inspector.seconds !== t) {
            await new Promise((done) => { const c = new MessageChannel(); c.port1.onmessage = done; c.port2.postMessage(0); });
        }
        took.push(performance.now() - began);
    }
    return took;
}"""


def percentile(values, part):
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def figures(page):
    """What a page that shows a run does, in milliseconds: name -> (value, bound of the design)."""
    wait(page, "schedlab.marks?.exact", 120)
    settle(page, 60)
    marks = page.evaluate("schedlab.marks")
    steps = page.evaluate(f"({STEPS})()")
    settle(page)
    page.evaluate("schedlab.store.set({sel: {kind: 'job', n: Math.floor(schedlab.shown.run.jobCount / 2)}})")
    settle(page)
    seeks = page.evaluate(f"({SEEK})()")
    return {
        "first picture": (marks["picture"], 1000), "everything": (marks["exact"], 2000),
        "frame, median": (statistics.median(steps["frames"]), 20), "frame, 95 %": (percentile(steps["frames"], 0.95), 40),
        "drawing, median": (statistics.median(steps["draws"]), 25), "drawing, 95 %": (percentile(steps["draws"], 0.95), 25),
        "page's own part of a frame, 95 %": (percentile(steps["updates"], 0.95), 25),
        "seek, median": (statistics.median(seeks), 50), "seek, 95 %": (percentile(seeks, 0.95), 50)}


def renderer_megabytes():
    """Anonymous and shared memory of all renderers below this process, in MB."""
    parents, renderers = {}, []
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            if b"--type=renderer" in (folder / "cmdline").read_bytes():
                renderers.append(int(folder.name))
        except OSError:
            continue
    total = 0
    for own in renderers:
        above = own
        while above not in (0, 1, os.getpid()):
            above = parents.get(above, 0)
        if above == os.getpid():
            status = pathlib.Path(f"/proc/{own}/status").read_text()
            total += sum(int(line.split()[1]) for line in status.splitlines() if line.startswith(("RssAnon", "RssShmem")))
    return total / 1000
