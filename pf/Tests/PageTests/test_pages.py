"""Row 53 and the ways of a person through every page."""

import json
import re
import time

import playwright.sync_api
import pytest

from conftest import AS_OF, FIXTURES

FLOW = f"/flow?year=2026&asOf={AS_OF}"
PAGES = {"flow": FLOW, "documents": "/documents?year=2026", "plan": "/plan?year=2026",
         "spending": f"/spending?year=2026&asOf={AS_OF}", "reconcile": f"/reconcile?year=2026&asOf={AS_OF}"}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_fits_and_is_named(visit, shots, name, scheme, width):
    visit.page.set_viewport_size({"width": width, "height": 900})
    visit.page.emulate_media(color_scheme=scheme)
    page = visit.go(PAGES[name])
    assert page.title().endswith("pf")
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow == 0, f"the page is {overflow} pixels too wide"
    page.screenshot(path=shots / f"{name}-{scheme}-{width}.png", full_page=True)


def until(page, condition, seconds=10):
    """Waits for a condition: Playwright's own way evaluates text in the page, which the page forbids."""
    def holds():
        try:
            return page.evaluate(condition)
        except playwright.sync_api.Error as error:
            # Asked while the next page came: it is asked again.
            if "context was destroyed" not in error.message:
                raise
            return False

    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, condition
        page.wait_for_timeout(50)


def visible_drawing(page):
    return page.locator(".sankey:visible svg")


def test_another_column_moves_the_bands_and_changes_the_figures(visit):
    page = visit.go(FLOW)
    leftover = page.locator(".tile.balance b")
    assert leftover.inner_text() == "127,679.17"
    page.get_by_label("Column").select_option("projected")
    until(page, "document.querySelector('.tile.balance b').textContent === '166,111.26'")
    assert "column=projected" in page.url
    until(page, "!document.querySelector('.band.new')")
    band = visible_drawing(page).locator("[data-to='balance.leftover']")
    assert band.get_attribute("data-cents") == "16611126"
    shown = visible_drawing(page).evaluate("svg => svg.outerHTML")
    page.reload()
    assert visible_drawing(page).evaluate("svg => svg.outerHTML") == shown


def test_an_earner_is_filtered_in_drawing_and_table(visit):
    page = visit.go(FLOW)
    choices = page.get_by_label("Earner").locator("option").all_inner_texts()
    assert choices == ["Everyone", "Avery", "Blake"]
    page.get_by_label("Earner").select_option("avery")
    page.wait_for_url("**earner=avery**")
    until(page, "!document.querySelector('#figures').textContent.includes('Blake')")
    until(page, "!document.querySelector('.sankey.wide').textContent.includes('Blake')")
    assert "Salary (Avery)" in page.locator("#figures").inner_text()


def test_a_figure_tells_where_it_comes_from_by_keyboard(visit):
    page = visit.go(FLOW)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    for _ in range(400):
        page.keyboard.press("Tab")
        label = page.evaluate("document.activeElement.getAttribute('aria-label') ?? ''")
        if "actual of Federal Income Tax" in label:
            break
    assert "42,330.00" in label
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    assert "Federal Income Tax" in dialog.inner_text()
    assert 'taxes["' in dialog.inner_text()
    visit.check()
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == label


def test_a_band_is_reached_by_keyboard_and_by_mouse(visit):
    page = visit.go(FLOW)
    band = visible_drawing(page).locator("[data-lines='saving.401k.avery']")
    assert "401K (Avery)" in band.get_attribute("aria-label") and "20,400.00" in band.get_attribute("aria-label")
    band.focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    assert "retirement" in page.get_by_role("dialog").inner_text()
    page.get_by_role("button", name="Close").click()
    band.click()
    page.get_by_role("dialog").wait_for()


def test_without_script_a_figure_is_a_link(browser, session, household):
    context = browser.new_context(storage_state=session, java_script_enabled=False)
    page = context.new_page()
    page.goto(household.address + FLOW)
    page.get_by_role("link", name=re.compile("plan of Salary \\(Avery\\)")).click()
    assert "budget v" in page.inner_text("main")
    context.close()


def test_a_dropped_pdf_is_stored_reviewed_and_accepted(visit):
    page = visit.go("/documents?year=2026")
    page.get_by_label("Person").select_option("avery")
    page.get_by_label("Kind").select_option("paystubs")
    data = (FIXTURES / "documents" / "stub-unknown-label.pdf").read_bytes()
    transfer = page.evaluate_handle(
        "bytes => { const t = new DataTransfer(); t.items.add(new File([new Uint8Array(bytes)], 'stub.pdf', {type: 'application/pdf'})); return t; }",
        list(data))
    page.dispatch_event("#drop", "drop", {"dataTransfer": transfer})
    page.wait_for_url("**/documents/*")
    visit.check()
    assert "paystub.unknownLabel" in page.inner_text("main")
    assert page.locator("svg.page-picture").count() >= 1 and page.locator(".marked-word").count() >= 1
    visit.expected.add(422)
    page.get_by_role("button", name="Accept", exact=True).click()
    page.locator("#review-result.bad").wait_for()
    page.get_by_role("combobox", name=re.compile("^What ")).select_option("Parking")
    page.get_by_role("button", name="Accept", exact=True).click()
    page.locator(".chip.accepted").wait_for()
    assert page.locator("#review").count() == 0


def test_a_corrected_amount_is_checked_again(visit):
    page = visit.go("/documents?year=2026")
    page.get_by_label("Person").select_option("avery")
    page.get_by_label("PDF of a pay document").set_input_files(FIXTURES / "documents" / "stub-net-wrong.pdf")
    page.wait_for_url("**/documents/*")
    net = page.get_by_label("Net pay, current, dollars")
    visit.expected.add(422)
    net.fill("12,34x")
    page.get_by_role("button", name="Save corrections").click()
    page.locator("#review-result.bad").wait_for()
    net.fill("1,234.50")
    page.get_by_role("button", name="Save corrections").click()
    until(page, "document.querySelector('[data-path=netCents]').value === '1234.50'")
    assert "netMismatch" in page.inner_text(".findings")
    page.get_by_role("button", name="Reject").click()
    page.locator(".chip.rejected").wait_for()


def test_what_is_no_pdf_is_told_and_not_stored(visit, tmp_path):
    page = visit.go("/documents?year=2026")
    rows = page.locator("tbody tr").count()
    picture = tmp_path / "picture.pdf"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    visit.expected.add(422)
    page.get_by_label("PDF of a pay document").set_input_files(picture)
    page.locator("#upload-result.bad").wait_for()
    page.reload()
    assert page.locator("tbody tr").count() == rows


def test_the_plan_tells_what_is_wrong_while_typing_and_what_changes(visit):
    page = visit.go("/plan?year=2026")
    text = page.get_by_label("Plan as JSON")
    good = text.input_value()
    visit.expected.add(422)
    text.fill(good.replace('"earner": "avery"', '"earner": "nobody"', 1))
    page.locator("#plan-findings button").first.wait_for()
    page.locator("#plan-findings button").first.click()
    assert page.evaluate("document.activeElement.id") == "plan-text"
    changed = json.loads(good)
    changed["spending"]["groups"][0] = {"group": changed["spending"]["groups"][0]["group"], "annualCents": 6300000}
    text.fill(json.dumps(changed, indent=2))
    page.get_by_text("The document is in order.").wait_for()
    assert "63,000.00" in page.inner_text("#plan-findings")
    page.get_by_label("Note for the history").fill("rent raised")
    page.get_by_role("button", name=re.compile("^Save as version")).click()
    page.get_by_text("rent raised").wait_for()
    assert "rent raised" in page.locator("tr.marked").inner_text()


def test_a_stale_plan_is_refused_and_the_text_stays(visit, household, tmp_path):
    page = visit.go("/plan?year=2026")
    text = page.get_by_label("Plan as JSON")
    document = json.loads(text.input_value())
    mine = json.dumps(dict(document, name="mine"), indent=2)
    text.fill(mine)
    theirs = tmp_path / "theirs.json"
    theirs.write_text(json.dumps(dict(document, name=f"theirs {document['name']}")))
    household.pf("budget-save", theirs, "--year", 2026)
    visit.expected.add(412)
    page.get_by_role("button", name=re.compile("^Save as version")).click()
    page.locator("#plan-result.bad").wait_for()
    assert "meanwhile" in page.inner_text("#plan-result")
    assert text.input_value() == mine
    page.evaluate("document.querySelector('#plan').dataset.saved = 'yes'")


def test_ynab_is_fetched_and_spending_summed_another_way(visit):
    page = visit.go(f"/spending?year=2026&asOf={AS_OF}")
    page.get_by_role("button", name="Fetch from YNAB").click()
    page.locator("#sync-result.good").wait_for()
    assert "0 new" in page.inner_text("#sync-result")
    page.locator("select[name=by]").select_option("payee")
    page.wait_for_url("**by=payee**")
    assert page.locator("tbody tr").count() > 3


def test_reconcile_marks_what_differs(visit):
    page = visit.go(f"/reconcile?year=2026&asOf={AS_OF}")
    assert page.locator("tr.marked").count() >= 1
    assert "Net pay in YNAB" in page.inner_text("main")


def test_a_stranger_is_told_what_to_do(browser, household):
    context = browser.new_context()
    page = context.new_page()
    assert page.goto(household.address + FLOW).status == 401
    assert "pf serve" in page.inner_text("main")
    context.close()


def test_the_log_tells_no_secret(household):
    household.log.flush()
    log = (household.folder / "log").read_text()
    assert "GET /flow 200" in log
    token = household.link.split("token=")[1]
    for secret in [token, "avery", "Northwind", "127,679", "12767917", "page-test", "asOf"]:
        assert secret not in log, secret
