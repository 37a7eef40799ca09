"""The report of export --to html in a browser: it needs no script, on a phone and in the dark."""

import pytest
from conftest import schedlab

MEASURED = """() => {
    const small = [], light = (c) => { const [r, g, b] = c.match(/[\\d.]+/g).map(Number).map((v) => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
    for (const e of document.querySelectorAll("body *")) {
        if (!e.checkVisibility() || ![...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())) continue;
        const scale = e.ownerSVGElement ? Math.hypot(e.getScreenCTM().a, e.getScreenCTM().b) : 1;
        const size = parseFloat(getComputedStyle(e).fontSize) * scale;
        if (size < 11.99) small.push(`${e.tagName} ${e.textContent.slice(0, 30)} ${size}`);
    }
    return {small, width: document.documentElement.scrollWidth, page: light(getComputedStyle(document.body).backgroundColor), text: document.body.innerText};
}"""


@pytest.fixture(scope="module")
def reports(sample, pair, tmp_path_factory):
    """A report of one run, of two, and of one in which no type of GPU is ever scarce."""
    folder = tmp_path_factory.mktemp("reports")
    schedlab("export", sample.record, "--to", "html", "-o", folder / "one.html")
    schedlab("run", "--cluster", "4:4:4", "--workload", "gavel", "--policy", "max_min_fairness_perf", "--rate", "0.05", "--window", "0:3", "--record", folder / "calm.record")
    schedlab("export", folder / "calm.record", "--to", "html", "-o", folder / "calm.html")
    schedlab("export", sample.record, pair["other"].record, "--to", "html", "-o", folder / "two.html")
    return folder


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["one", "two"])
def test_a_report_fits_a_phone_and_its_texts_can_be_read(open_page, reports, name, scheme):
    page = open_page(reports / f"{name}.html", width=420, scheme=scheme, expects_page=False)
    found = page.evaluate(MEASURED)
    assert found["width"] <= 420
    assert found["small"] == []


def test_idle_gpus_are_no_brighter_than_a_dark_page(open_page, reports):
    page = open_page(reports / "one.html", scheme="dark", expects_page=False)
    found = page.evaluate("""async () => {
        const images = [...document.images].filter((i) => i.src.startsWith("data:image/png"));
        await Promise.all(images.map((i) => i.decode()));
        return images.map((image) => { const c = document.createElement("canvas"); c.width = image.naturalWidth; c.height = image.naturalHeight;
            const x = c.getContext("2d"); x.drawImage(image, 0, 0); const d = x.getImageData(0, 0, c.width, c.height).data;
            let clear = 0; for (let i = 3; i < d.length; i += 4) clear += d[i] === 0 ? 1 : 0; return [clear, d.length / 4]; }); }""")
    assert found and all(clear > 0 for clear, _ in found), "idle cells have a colour of their own"
    ground = page.evaluate("[...document.images].map((i) => getComputedStyle(i).backgroundColor)")
    assert all(colour in ("rgba(0, 0, 0, 0)", page.evaluate("getComputedStyle(document.body).backgroundColor")) for colour in ground), ground


def test_prices_that_do_not_change_are_said_in_words(open_page, reports):
    page = open_page(reports / "calm.html", expects_page=False)
    text = page.evaluate(MEASURED)["text"]
    assert "No type was scarce: all prices were 0 the whole time." in text
    schedules = page.evaluate("[...document.querySelectorAll('svg')].map((s) => s.textContent).filter((t) => /price/i.test(t)).length")
    assert schedules == 0, "an empty plot of constant prices"
