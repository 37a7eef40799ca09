// The page works without this script, except for what writes. Text from the server is set as text, never as markup,
// but for pages of our own that are taken apart by the browser's parser.
"use strict";

(() => {
  const token = document.querySelector('meta[name="pf-token"]')?.content ?? "";
  const find = (selector, root = document) => root.querySelector(selector);
  const findAll = (selector, root = document) => [...root.querySelectorAll(selector)];
  document.documentElement.classList.add("scripted");

  function element(name, text = "", properties = {}) {
    const made = Object.assign(document.createElement(name), properties);
    if (text) made.textContent = text;
    return made;
  }

  function tell(place, text, kind = "") {
    place.textContent = text;
    place.className = `result ${kind}`;
  }

  async function send(method, path, { body, type = "application/json", headers = {} } = {}) {
    try {
      const response = await fetch(path, {
        method, body, credentials: "same-origin",
        headers: { "Content-Type": type, "X-PF-Token": token, ...headers },
      });
      const answer = await response.json().catch(() => ({}));
      return { ok: response.ok, status: response.status, answer, message: answer.error?.message ?? "" };
    } catch {
      return { ok: false, status: 0, answer: {}, message: "pf does not answer; is `pf serve` still running?" };
    }
  }

  async function page(address) {
    const response = await fetch(address, { credentials: "same-origin" });
    return new DOMParser().parseFromString(await response.text(), "text/html");
  }

  // Where a figure comes from, in a sheet over the page.
  const dialog = find("#provenance");
  let opener = null;

  async function showProvenance(address, from) {
    const fragment = find("[data-fragment]", await page(address));
    if (!fragment) { location.assign(address); return; }
    const close = element("button", "Close", { className: "close quiet", type: "button" });
    close.addEventListener("click", () => dialog.close());
    find(".sheet", dialog).replaceChildren(close, document.importNode(fragment, true));
    opener = from;
    if (!dialog.open) dialog.showModal();
    close.focus();
  }

  dialog?.addEventListener("close", () => opener?.focus());
  dialog?.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });

  function addressOf(line) {
    const query = new URLSearchParams(location.search);
    const kept = new URLSearchParams();
    for (const name of ["year", "version", "asOf"]) if (query.get(name)) kept.set(name, query.get(name));
    kept.set("id", line);
    kept.set("column", query.get("column") ?? "actual");
    if (!kept.get("year")) kept.set("year", find("#flow-filters select[name=year]")?.value ?? "");
    return `/line?${kept}`;
  }

  function openBand(band) {
    const lines = (band.dataset.lines ?? "").split(" ").filter(Boolean);
    if (lines.length === 1) showProvenance(addressOf(lines[0]), band);
    else if (lines.length > 1) {
      findAll("tr.lit").forEach((row) => row.classList.remove("lit"));
      const rows = lines.map((line) => find(`tr[data-line="${CSS.escape(line)}"]`)).filter(Boolean);
      rows.forEach((row) => row.classList.add("lit"));
      rows[0]?.scrollIntoView({ block: "center" });
      find("a.figure", rows[0] ?? document)?.focus();
    }
  }

  document.addEventListener("click", (event) => {
    const figure = event.target.closest("a.figure");
    if (figure && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      showProvenance(figure.href, figure);
      return;
    }
    const band = event.target.closest(".band");
    if (band) openBand(band);
  });
  document.addEventListener("keydown", (event) => {
    const band = event.target.closest?.(".band");
    if (band && (event.key === "Enter" || event.key === " ")) { event.preventDefault(); openBand(band); }
  });

  // Another year, column or earner: bands that stay move to their new places.
  function morph(place, next) {
    const [now, then] = [find("svg", place), find("svg", next)];
    if (!now || !then) return;
    const key = (part) => part.dataset.node ?? `${part.dataset.from}>${part.dataset.to}`;
    const old = new Map(findAll(".band, .node", now).map((part) => [key(part), part]));
    const fresh = document.importNode(then, true);
    const moved = findAll(".band, .node", fresh).map((part) => {
      const before = old.get(key(part));
      const after = Object.fromEntries(["d", "x", "y", "height"].map((name) => [name, part.getAttribute(name)]));
      if (before) for (const name of Object.keys(after)) {
        if (after[name] !== null) part.setAttribute(name, before.getAttribute(name));
      } else part.classList.add("new");
      return [part, after];
    });
    now.replaceWith(fresh);
    fresh.getBoundingClientRect();
    requestAnimationFrame(() => requestAnimationFrame(() => {
      for (const [part, after] of moved) {
        part.classList.remove("new");
        for (const [name, value] of Object.entries(after)) if (value !== null) part.setAttribute(name, value);
      }
    }));
  }

  const filters = find("#flow-filters");
  async function showFlow(address, isNew) {
    const next = await page(address);
    if (!find("#chart", next) || !find("#chart")) { location.assign(address); return; }
    for (const size of [".wide", ".narrow"]) morph(find(`.sankey${size}`), find(`.sankey${size}`, next));
    for (const part of [".tiles", "#figures", ".head h1"]) find(part)?.replaceWith(document.importNode(find(part, next), true));
    const earners = find("select[name=earner]", filters);
    const chosen = earners.value;
    earners.replaceChildren(...findAll("select[name=earner] option", next).map((option) => document.importNode(option, true)));
    earners.value = chosen;
    document.title = next.title;
    if (isNew) { history.pushState({}, "", address); view = location.search; }
  }
  const chosen = (form) => `${new URL(form.action).pathname}?${new URLSearchParams([...new FormData(form)].filter(([, value]) => value))}`;
  for (const form of findAll("form.filters[method=get]")) {
    form.addEventListener("change", () => {
      if (form === filters) showFlow(chosen(form), true);
      else location.assign(chosen(form));
    });
  }
  // A jump within the page is told as well; only another view is loaded again.
  let view = location.search;
  if (filters) addEventListener("popstate", () => { if (location.search !== view) location.reload(); });

  // Documents: drop a PDF.
  const upload = find("#upload");
  if (upload) {
    const [drop, input, result] = [find("#drop"), find("input[type=file]", upload), find("#upload-result")];
    const take = async (file) => {
      if (!file) return;
      const [person, kind] = [upload.elements.person.value, upload.elements.kind.value];
      if (!person) { tell(result, "Who is it of?", "bad"); return; }
      if (file.size > 10 * 1024 * 1024) { tell(result, "The file is larger than 10 MiB.", "bad"); return; }
      tell(result, `Reading ${file.name} ...`);
      const query = new URLSearchParams({ person, year: upload.dataset.year });
      const sent = await send("POST", `/api/${kind}?${query}`, { body: file, type: "application/pdf" });
      input.value = "";
      if (!sent.ok) { tell(result, sent.message, "bad"); return; }
      location.assign(`/documents/${sent.answer.documentId}`);
    };
    input.addEventListener("change", () => take(input.files[0]));
    for (const name of ["dragenter", "dragover"]) drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
    for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
    drop.addEventListener("drop", (event) => { event.preventDefault(); take(event.dataTransfer.files[0]); });
    upload.addEventListener("submit", (event) => event.preventDefault());
  }

  // Review: correct, accept, reject.
  const review = find("#review");
  if (review) {
    const result = find("#review-result");
    const fields = findAll("[data-path]", review);
    const before = new Map(fields.map((field) => [field, field.value]));
    review.addEventListener("input", (event) => event.target.classList.toggle("changed", event.target.value !== before.get(event.target)));
    const cents = (text) => {
      const match = /^(-?)(\d{1,13})(?:\.(\d{1,2}))?$/.exec(text.trim().replaceAll(",", "").replace("\u2212", "-"));
      return match ? `${match[1]}${BigInt(match[2]) * 100n + BigInt((match[3] ?? "").padEnd(2, "0") || "0")}` : null;
    };
    review.addEventListener("submit", async (event) => {
      event.preventDefault();
      const set = [];
      for (const field of fields.filter((field) => field.value !== before.get(field))) {
        const value = !("cents" in field.dataset) ? field.value : field.value.trim() === "" ? "null" : cents(field.value);
        if (value === null) { tell(result, `${field.getAttribute("aria-label")}: expected dollars such as 1234.56`, "bad"); field.focus(); return; }
        set.push(`${field.dataset.path}=${value}`);
      }
      const decision = event.submitter?.value ?? "keep";
      const body = decision === "keep" ? {} : decision === "add" ? { accept: true, add: true } : { [decision]: true };
      if (set.length) body.set = set;
      const sent = await send("POST", `/api/documents/${review.dataset.document}`, { body: JSON.stringify(body) });
      if (sent.ok) location.reload();
      else tell(result, sent.message, "bad");
    });
  }

  // The plan: what is wrong or changes while typing; saved only onto the version that was read.
  const plan = find("#plan");
  if (plan) {
    const [text, findings, result] = [find("#plan-text"), find("#plan-findings"), find("#plan-result")];
    const original = text.value;
    const year = plan.dataset.year;
    const dollars = (cents) => cents === null ? "-" : (cents / 100).toLocaleString("en-US", { minimumFractionDigits: 2 });
    const select = ({ line, column }) => {
      const start = text.value.split("\n").slice(0, line - 1).reduce((sum, row) => sum + row.length + 1, 0) + column - 1;
      text.focus();
      text.setSelectionRange(start, start + 1);
    };
    const showFindings = (list) => {
      const items = list.map((finding) => {
        const item = element("li");
        const jump = element("button", `Line ${finding.line}`, { type: "button" });
        jump.addEventListener("click", () => select(finding));
        item.append(jump, ` ${finding.pointer} ${finding.message}`);
        return item;
      });
      const all = element("ul", "", { className: "findings" });
      all.append(...items);
      findings.replaceChildren(element("p", `${list.length} to mend:`, { className: "warning" }), all);
    };
    const showDifference = (difference) => {
      const parts = [element("p", "The document is in order.", { className: "good" })];
      if (difference && difference.changes.length + difference.otherParts.length === 0) parts.push(element("p", "Nothing changes."));
      else if (difference) {
        const rows = difference.changes.map((change) => {
          const row = element("tr");
          row.append(element("th", change.id, { scope: "row" }), element("td", dollars(change.fromCents), { className: "number" }), element("td", dollars(change.toCents), { className: "number" }));
          return row;
        });
        const table = element("table");
        table.append(element("caption", `Against version ${difference.from}, dollars a year: before, after`), ...rows);
        parts.push(table);
        if (difference.otherParts.length) parts.push(element("p", `Also changed: ${difference.otherParts.join(", ")}`));
      }
      findings.replaceChildren(...parts);
    };
    let asked = 0;
    const check = async () => {
      const mine = ++asked;
      const sent = await send("POST", `/api/budgets/check?year=${year}`, { body: text.value });
      if (mine !== asked) return;
      if (sent.ok) showDifference(sent.answer.difference);
      else if (sent.answer.error?.findings) showFindings(sent.answer.error.findings);
      else findings.replaceChildren(element("p", sent.message, { className: "warning" }));
    };
    let timer = 0;
    text.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(check, 300); });
    find("#plan-revert").addEventListener("click", () => { text.value = original; check(); });
    addEventListener("beforeunload", (event) => { if (text.value !== original && !plan.dataset.saved) event.preventDefault(); });
    plan.addEventListener("submit", async (event) => {
      event.preventDefault();
      const note = plan.elements.note.value;
      const sent = await send("PUT", `/api/budgets/${year}${note ? `?${new URLSearchParams({ note })}` : ""}`, {
        body: text.value, headers: { "If-Match": `"${plan.dataset.version}"` },
      });
      if (sent.status === 412) {
        tell(result, "Somebody saved another version meanwhile. Your text is still here: ", "bad");
        result.append(element("a", "look at the latest version in a new tab", { href: `/plan?year=${year}`, target: "_blank" }), ", then load this page again.");
      } else if (sent.ok) {
        plan.dataset.saved = "yes";
        if (sent.status === 200) tell(result, "Nothing changed, so there is no new version.", "good");
        else location.assign(`/plan?year=${year}`);
      } else {
        tell(result, sent.answer.error?.findings ? "Not saved: see what is to mend." : sent.message, "bad");
        if (sent.answer.error?.findings) showFindings(sent.answer.error.findings);
      }
    });
  }

  // YNAB: fetch what changed.
  const sync = find("#sync");
  sync?.addEventListener("click", async () => {
    const result = find("#sync-result");
    sync.disabled = true;
    tell(result, "Asking YNAB ...");
    const sent = await send("POST", "/api/ynab-sync", { body: "{}" });
    sync.disabled = false;
    if (!sent.ok) { tell(result, sent.message, "bad"); return; }
    const { inserted, updated, deleted } = sent.answer;
    tell(result, `Fetched: ${inserted} new, ${updated} changed, ${deleted} deleted. `, "good");
    result.append(element("a", "Show them", { href: location.href }));
  });
})();
