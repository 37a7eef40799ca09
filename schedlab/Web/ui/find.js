import { el, fill } from "./dom.js";

const keyTexts = [
  ["W S", "zoom in, out"], ["A D", "pan"], ["← →", "previous, next round"], ["↑ ↓", "GPU above, below"], ["[ ]", "previous, next event of the selection"],
  ["Space", "play"], ["r", "begin a range at the cursor, and end it: sums of what lies in it"], ["/", "find a job, GPU or node"], ["1 to 6", "show or hide a panel"], ["f", "one band alone, or all"], ["e", "explain: why"], ["t", "light or dark"],
  ["?", "these keys"], ["Esc", "back"], ["wheel", "zoom time; with Shift the rows"], ["drag", "pan; with Shift choose a range"], ["double click", "fit"]];

/** Shows all keys. */
export function showKeys() {
  const dialog = el("dialog", { "aria-label": "Keys" }, el("h2", {}, "Keys"),
    el("dl", { class: "pairs" }, keyTexts.map(([key, what]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, what)])),
    el("form", { method: "dialog" }, el("button", {}, "Close")));
  open(dialog);
}

function open(dialog) {
  const before = document.activeElement;
  document.body.append(dialog);
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (before && before.isConnected) before.focus();
  });
  dialog.showModal();
}

/** What a text may mean in a run: [{label, sel}]. */
export function findIn(run, text) {
  const wanted = text.trim().toLowerCase();
  const number = /^(?:(job|gpu|node)\s*)?(\d+)$/.exec(wanted);
  const hits = [];
  if (number) {
    const [kind, n] = [number[1], Number(number[2])];
    const job = run.jobWithID(n);
    if (job >= 0 && (!kind || kind === "job")) hits.push({ label: `${run.label(job)}: ${run.classOf(job).model}, ${run.wants(job)}`, sel: { kind: "job", n: job } });
    if (n < run.gpuCount && (!kind || kind === "gpu")) hits.push({ label: `GPU ${n}: ${run.types[run.typeOf(n)].name}, node ${run.nodeOf[n]}`, sel: { kind: "gpu", n } });
    if (run.nodeOf.includes(n) && (!kind || kind === "node")) hits.push({ label: `node ${n}`, sel: { kind: "node", n } });
  } else if (wanted) {
    for (let job = 0; job < run.jobCount && hits.length < 12; job += 1) {
      if (`${run.label(job)} ${run.classOf(job).model}`.toLowerCase().includes(wanted)) hits.push({ label: `${run.label(job)}: ${run.classOf(job).model}`, sel: { kind: "job", n: job } });
    }
  }
  return hits;
}

/** Asks for a job, GPU or node; `chosen(sel)` hears the answer. */
export function showFind(run, chosen) {
  const list = el("ul", { class: "hits" });
  const input = el("input", { type: "search", "aria-label": "Job, GPU or node", placeholder: "812, gpu 71, node 9, resnet" });
  const dialog = el("dialog", { "aria-label": "Find" }, el("h2", {}, "Find a job, GPU or node"), input, list);
  const show = () => {
    const hits = findIn(run, input.value);
    fill(list, hits.map((hit) => el("li", {}, el("button", { type: "button", click: () => take(hit) }, hit.label))),
      input.value && hits.length === 0 ? el("li", { class: "soft" }, "Nothing by that name.") : null);
    return hits;
  };
  const take = (hit) => {
    dialog.close();
    chosen(hit.sel);
  };
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && show().length > 0) take(findIn(run, input.value)[0]);
  });
  open(dialog);
}
