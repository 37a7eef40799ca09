import { el, fill } from "./dom.js";

/** Shows all keys; the dialogs stand in page.html. */
export function showKeys() { open(document.getElementById("keys").content.firstElementChild.cloneNode(true)); }

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
  const dialog = document.getElementById("find").content.firstElementChild.cloneNode(true);
  const [, input, list] = dialog.children;
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
