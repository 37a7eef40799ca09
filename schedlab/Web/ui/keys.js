import { panelNames } from "../router.js";
import { showFind, showKeys } from "./find.js";
import { panTime, zoomTime } from "./control.js";
import { eventTimes } from "./inspector.js";

/** Whether a key belongs to a field or to a dialog. */
function isTaken(event) {
  return event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]") !== null ||
    /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
}

export function stepRound(run, store, steps) {
  const { t } = store.state;
  const row = t === null ? 0 : run.roundAt(t) + steps;
  const clocks = run.rounds.seconds;
  let at = Math.min(run.roundCount - 1, Math.max(0, row));
  while (steps > 0 && t !== null && at + 1 < run.roundCount && clocks[at] <= t) at += 1;
  if (run.roundCount > 0) store.set({ t: clocks[at] });
}

function stepGPU(run, store, steps) {
  const { sel } = store.state;
  const now = sel?.kind === "gpu" ? sel.n + steps : 0;
  store.set({ sel: { kind: "gpu", n: Math.min(run.gpuCount - 1, Math.max(0, now)) } });
}

/** The keys of a page with lanes. Returns how to stop listening. */
export function listenToKeys(page) {
  const { app, run, lanes } = page;
  const { store } = app;
  const event = (direction) => {
    const { sel, t } = store.state;
    if (sel?.kind !== "job") return;
    const times = eventTimes(run, sel.n, page.inspector.stretches);
    const now = t ?? -Infinity;
    const next = direction > 0 ? times.find((s) => s > now + 1e-6) : times.filter((s) => s < now - 1e-6).pop();
    if (next !== undefined) store.set({ t: next });
  };
  const actions = {
    w: () => zoomTime(lanes, store, 0.6), W: () => zoomTime(lanes, store, 0.6), s: () => zoomTime(lanes, store, 1 / 0.6), a: () => panTime(lanes, store, -0.2), d: () => panTime(lanes, store, 0.2),
    ArrowLeft: () => stepRound(run, store, -1), ArrowRight: () => stepRound(run, store, 1), ArrowUp: () => stepGPU(run, store, -1), ArrowDown: () => stepGPU(run, store, 1),
    "[": () => event(-1), "]": () => event(1), " ": () => page.play?.(), "/": () => showFind(run, (sel) => page.choose(sel)), "?": showKeys,
    f: () => page.focusBand(), r: () => page.markRange?.(), e: () => store.set({ tab: "why" }), t: () => store.set({ th: app.theme === "dark" ? "light" : "dark" }),
    Escape: () => (store.state.sel ? store.set({ sel: null }, true) : store.set({ x: null, y: null }))
  };
  const listener = (pressed) => {
    if (isTaken(pressed)) return;
    const { key, target } = pressed;
    const isControl = /^(BUTTON|A|SUMMARY)$/.test(target.tagName) || target.classList.contains("rows") || target.classList.contains("scroll") || target.dataset.keys !== undefined;
    if (isControl && (key === " " || key === "Enter" || key.startsWith("Arrow"))) return;
    const panel = panelNames[Number(key) - 1];
    if (panel) page.togglePanel?.(panel);
    else if (actions[key]) actions[key]();
    else return;
    pressed.preventDefault();
  };
  addEventListener("keydown", listener);
  return () => removeEventListener("keydown", listener);
}
