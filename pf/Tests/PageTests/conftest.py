"""A household, its server, and a browser that fails a test on a console error, a foreign request or a nameless control."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

PACKAGE = pathlib.Path(__file__).resolve().parents[2]
FIXTURES = PACKAGE / "Fixtures"
PROGRAMS = pathlib.Path(os.environ["PF_BUILD"])
AS_OF = "2026-09-18"
STUBS = ["avery-2026-08-31", "avery-2026-09-15", "blake-2026-09-04", "blake-2026-09-18"]


class Household:
    """A home with the packaged household, the fake of YNAB, and `pf serve`."""

    def __init__(self, folder):
        self.folder = folder
        self.fake = subprocess.Popen(
            [PROGRAMS / "pf-fake-ynab", "--fixture", FIXTURES / "ynab", "--port", "0"], stdout=subprocess.PIPE, text=True)
        self.environment = dict(
            os.environ, PF_HOME=str(folder / "home"), USER="tester", PF_YNAB_TOKEN="page-test",
            PF_YNAB_BASE=self.fake.stdout.readline().strip())
        for version in range(1, 6):
            self.pf("budget-save", FIXTURES / f"budgets/2026-{version}.json", "--year", 2026)
        for stub in STUBS:
            self.pf("parse-paystub", FIXTURES / f"documents/stub-{stub}.pdf", "--person", stub.split("-")[0], "--year",
                    2026, "--save")
        self.pf("ynab-sync", "--since", "2025-01-01")
        self.log = open(folder / "log", "w")
        self.server = subprocess.Popen([PROGRAMS / "pf", "serve", "--port", "0"], env=self.environment, text=True,
                                       stdout=subprocess.PIPE, stderr=self.log)
        self.link = json.loads(self.server.stdout.readline())["link"]
        parts = urlsplit(self.link)
        self.address = f"{parts.scheme}://{parts.netloc}"

    def pf(self, *arguments):
        done = subprocess.run([PROGRAMS / "pf", *map(str, arguments)], env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, f"pf {arguments}: {done.returncode}: {done.stderr}"
        return done.stdout

    def close(self):
        self.server.send_signal(signal.SIGTERM)
        ended = self.server.wait(timeout=15)
        self.fake.kill()
        self.fake.wait()
        self.log.close()
        assert ended == 0, "SIGTERM is an orderly end"


@pytest.fixture(scope="session")
def household(tmp_path_factory):
    made = Household(tmp_path_factory.mktemp("pf"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def session(household, browser):
    """The cookies of a browser that opened the link once."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(household.link)
    assert page.url.startswith(f"{household.address}/flow")
    state = context.storage_state()
    context.close()
    return state


NAMELESS = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, [tabindex="0"], [role=img]')]
  .filter((control) => control.type !== 'hidden' && control.checkVisibility())
  .filter((control) => !(control.getAttribute('aria-label') || control.labels?.length || control.textContent.trim()
    || document.getElementById(control.getAttribute('aria-labelledby'))?.textContent.trim()))
  .map((control) => control.outerHTML.slice(0, 120))"""


class Visit:
    """A page that is watched; `expected` are statuses whose console error is meant to be."""

    def __init__(self, context, address):
        self.page = context.new_page()
        self.address = address
        self.problems = []
        self.expected = set()
        self.page.on("console", self.heard)
        self.page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        self.page.on("request", self.asked)

    def heard(self, message):
        if message.type not in ("error", "warning"):
            return
        if any(f"status of {status}" in message.text for status in self.expected):
            return
        self.problems.append(f"console: {message.text}")

    def asked(self, request):
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.problems.append(f"foreign request: {request.url}")

    def go(self, path):
        self.page.goto(self.address + path)
        self.check()
        return self.page

    def check(self):
        nameless = self.page.evaluate(NAMELESS)
        if nameless:
            self.problems.append(f"controls without a name at {self.page.url}: {nameless}")


@pytest.fixture
def visit(household, browser, session, request):
    options = getattr(request, "param", {})
    context = browser.new_context(storage_state=session, viewport={"width": 1280, "height": 900}, **options)
    context.set_default_timeout(15_000)
    made = Visit(context, household.address)
    yield made
    made.check()
    context.close()
    assert not made.problems, "\n".join(made.problems)


@pytest.fixture(scope="session")
def shots():
    """Where screenshots go; `PF_SHOTS` names a folder that stays."""
    folder = pathlib.Path(os.environ.get("PF_SHOTS", PACKAGE / ".build" / "page-shots"))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
