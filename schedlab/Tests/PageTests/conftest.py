"""What every page test needs: two runs of one workload, their pages and CSV, and a browser that may fetch nothing."""

import csv
import importlib.util
import os
import pathlib
import subprocess

import pytest
from playwright.sync_api import sync_playwright
from waits import settle, wait  # noqa: F401: tests take them from here

PACKAGE = pathlib.Path(__file__).resolve().parents[2]
SCHEDLAB = os.environ.get("SCHEDLAB", "")
CHROMIUM = os.environ.get("CHROMIUM", "")

spec = importlib.util.spec_from_file_location("read_page", PACKAGE / "Scripts" / "read-page.py")
read_page = importlib.util.module_from_spec(spec)
spec.loader.exec_module(read_page)


def schedlab(*arguments):
    done = subprocess.run([SCHEDLAB, *map(str, arguments), "--quiet"], capture_output=True, text=True)
    assert done.returncode == 0, f"schedlab {arguments}: {done.stderr}"


class Sample:
    """A run: its record, its page's parts by the independent reader, and the segments of export --to csv."""

    def __init__(self, folder, name, policy):
        self.record = folder / f"{name}.record"
        schedlab("run", "--cluster", "philly-108", "--workload", "gavel", "--policy", policy, "--rate", "4", "--multi-gpu",
                 "--window", "10:30", "--record", self.record)
        self.csv = folder / f"{name}-csv"
        schedlab("export", self.record, "--to", "csv", "-o", self.csv)
        with open(self.csv / "segments.csv", newline="") as file:
            self.segments = [(int(r["gpu"]), int(r["job_id"]), float(r["from_seconds"]), float(r["to_seconds"]))
                             for r in csv.DictReader(file)]
        with open(self.csv / "rounds.csv", newline="") as file:
            self.rounds = list(csv.DictReader(file))

    def job_at(self, gpu, seconds):
        """The id of the job that held a GPU at a time by the CSV, or None."""
        return next((job for g, job, a, b in self.segments if g == gpu and a <= seconds < b), None)


def export(output, *records):
    schedlab("export", *records, "--to", "page", "--web-dir", PACKAGE / "Web", "-o", output, "--force")
    return output


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    folder = tmp_path_factory.mktemp("las")
    made = Sample(folder, "las", "max_min_fairness_perf")
    made.page = export(folder / "las.html", made.record)
    made.parts = read_page.Page(made.page)
    made.id = made.parts.index["runs"][0]["id"]
    made.run = read_page.Run(made.parts, made.id)
    made.stays = made.run.stays()
    return made


@pytest.fixture(scope="session")
def pair(sample, tmp_path_factory):
    folder = tmp_path_factory.mktemp("pair")
    other = Sample(folder, "fifo", "fifo_perf")
    page = export(folder / "pair.html", sample.record, other.record)
    parts = read_page.Page(page)
    return {"page": page, "parts": parts, "ids": [run["id"] for run in parts.index["runs"]], "other": other}


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


def listen(page, complaints, allowed, expected=()):
    """Notes console lines that are not expected, errors, and requests beyond the page's own."""
    page.on("console", lambda message: None if any(word in message.text for word in expected)
            else complaints.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
    page.on("request", lambda request: None if request.url.startswith((allowed, "blob:", "data:"))
            else complaints.append(f"request: {request.url}"))


@pytest.fixture
def open_page(browser):
    """Opens a page file at an address; any request but for the file itself and any console line fails the test."""
    contexts, complaints = [], []

    def opened(file, address="", width=1440, height=900, scheme="light", expects_page=True, script=""):
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, timezone_id="UTC",
                                      reduced_motion="reduce", device_scale_factor=1)
        contexts.append(context)
        page = context.new_page()
        if script:
            page.add_init_script(script)
        listen(page, complaints, f"file://{file}")
        page.goto(f"file://{file}{address}")
        if expects_page:
            wait(page, "globalThis.schedlab && schedlab.shown")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
