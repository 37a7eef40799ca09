"""Measures the page on large runs and the demo's, from a file and from the server, and prints a table beside the bounds."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

from playwright.sync_api import sync_playwright
from speed import figures, renderer_megabytes
from waits import wait

PACKAGE = pathlib.Path(__file__).resolve().parents[2]
KEPT = PACKAGE / ".build" / "bench-page"
SCHEDLAB, CHROMIUM = os.environ["SCHEDLAB"], os.environ["CHROMIUM"]

LARGE = {
    "openb-fifo": ["--cluster", "openb-2023", "--rate", "100", "--hours", "1000", "--policy", "fifo_perf"],
    "openb-fgd": ["--cluster", "openb-2023", "--rate", "100", "--hours", "1000", "--policy", "max_min_fairness_perf", "--placement", "fgd"],
    "alibaba": ["--cluster", "alibaba-6200", "--rate", "360", "--hours", "100", "--policy", "max_min_fairness_perf"]}
#: Pages of the demo: runs, most bytes, ms to the first picture.
DEMO = {"demo-pair": (["gavel", "gavel-fgd"], 8_000_000, 1000), "demo-baseline": (["baseline"], 20_000_000, 2000)}


def schedlab(*arguments):
    done = subprocess.run([SCHEDLAB, *map(str, arguments), "--quiet"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"bench-page: schedlab {' '.join(map(str, arguments))}: {done.stderr}")


def record_of(name):
    """The record of a large run, made once."""
    path = KEPT / "runs" / name / "run.record"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        print(f"making {path}", file=sys.stderr)
        schedlab("run", "--workload", "gavel", "--multi-gpu", *LARGE[name], "--reasons", "none", "--record", path)
    return path


def page_of(name, records, limit):
    """A page of them, written anew, so that it is that of the scripts as they are."""
    path = KEPT / f"{name}.html"
    schedlab("export", *records, "--to", "page", "--web-dir", PACKAGE / "Web", "--max-size", limit, "-o", path, "--force")
    return path


class Browser:
    """A browser with one page that shows nothing but what is measured."""

    def __init__(self, playwright):
        self.browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        self.page = self.browser.new_context(viewport={"width": 1440, "height": 900}, device_scale_factor=1, reduced_motion="reduce").new_page()
        self.page.goto("about:blank")
        self.empty = renderer_megabytes()
        self.lines = []
        self.page.on("console", lambda message: self.lines.append(message.text))
        self.page.on("pageerror", lambda error: self.lines.append(str(error)))

    def memory(self):
        return renderer_megabytes() - self.empty

    def close(self):
        self.browser.close()


def measure_file(playwright, path):
    own = Browser(playwright)
    requests = []
    own.page.on("request", lambda request: requests.append(request.url))
    own.page.goto(f"file://{path}")
    wait(own.page, "globalThis.schedlab && schedlab.shown", 60)
    first = own.page.evaluate("schedlab.index.runs[0].id")
    if own.page.evaluate("schedlab.store.state.page") == "compare":
        # What the reader sees is the pair; steps and seeks are measured on its first run.
        wait(own.page, "schedlab.marks.picture", 60)
        pair = own.page.evaluate("schedlab.marks.picture")
        own.page.evaluate(f"location.hash = '#/run/{first}'; location.reload()")
        wait(own.page, "globalThis.schedlab?.shown?.queue", 60)
        found = figures(own.page)
        found["first picture"] = (pair, 1000)
    else:
        found = figures(own.page)
    found["memory above an empty page, MB"] = (own.memory(), 300)
    fetched = [url for url in requests if not url.startswith((f"file://{path}", "blob:", "data:"))]
    found["requests and console lines"] = (len(fetched) + len(own.lines), 0)
    own.close()
    return found


def measure_server(playwright, name, cache):
    """The run from the server: not cached, then from the cache."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    server = subprocess.Popen([SCHEDLAB, "serve", KEPT / "runs" / name, "--port", "0", "--no-open"], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True, env=environment)
    try:
        address = server.stdout.readline().strip()
        if not address.startswith("http"):
            return None
        own = Browser(playwright)
        own.page.goto(address)
        wait(own.page, "globalThis.schedlab && schedlab.shown", 60)
        run = own.page.evaluate("schedlab.index.runs[0].id")
        own.page.evaluate(f"location.hash = '#/run/{run}'; location.reload()")
        wait(own.page, "globalThis.schedlab?.marks?.exact", 300)
        marks, stays = own.page.evaluate("schedlab.marks"), own.page.evaluate("schedlab.shown.run.about.counts.stays")
        found = {"first columns, not cached": (marks["picture"], 1000), "everything, not cached": (marks["exact"], 600 * stays / 1e6)}
        own.page.reload()
        wait(own.page, "globalThis.schedlab?.shown?.queue", 60)
        found |= figures(own.page)
        found["memory above an empty page, MB"] = (own.memory(), 300)
        own.close()
        return found
    finally:
        server.terminate()
        server.wait(20)


def show(title, found):
    print(f"\n{title}  (load {os.getloadavg()[0]:.1f})")
    for name, (value, bound) in found.items():
        print(f"  {name:34} {value:12,.1f}   at most {bound:12,.0f} {'' if value <= bound else '  <-- over'}")
    sys.stdout.flush()


def main(words):
    def wanted(name):
        return not words or any(word in name for word in words)

    KEPT.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        for name, (runs, most, picture) in DEMO.items():
            if not wanted(name):
                continue
            demo = KEPT / "demo"
            if not all((demo / run / "run.record").exists() for run in runs):
                shutil.rmtree(demo, ignore_errors=True)
                schedlab("demo", "--out", demo)
            page = page_of(name, [demo / run / "run.record" for run in runs], 25)
            found = measure_file(playwright, page)
            found["first picture"] = (found["first picture"][0], picture)
            show(f"{name}, file", {"bytes of the page": (page.stat().st_size, most), **found})
        for name in filter(wanted, LARGE):
            record = record_of(name)
            began = time.monotonic()
            page = page_of(name, [record], 200)
            took = time.monotonic() - began
            show(f"{name}, file of {page.stat().st_size / 1e6:.1f} MB, exported in {took:.1f} s", measure_file(playwright, page))
            cache = KEPT / "cache"
            shutil.rmtree(cache, ignore_errors=True)
            served = measure_server(playwright, name, cache)
            if served:
                show(f"{name}, server", served)
            else:
                print(f"\n{name}, server: SKIPPED, schedlab serve does not start; is schedlab/workbench built?")


main([word for word in sys.argv[1:] if re.fullmatch(r"[\w-]+", word)])
