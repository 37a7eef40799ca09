// The address as a state, and back. One parser; unknown keys are kept.

export const panelNames = ["use", "waiting", "prices", "fragmentation", "startable", "moves"];
/** Those that a page shows until one chooses. */
export const defaultPanels = panelNames.slice(0, 3);
export const colourNames = ["job", "class", "gpus", "user", "queue", "wait", "state"];

/** The state of a page that was just opened. */
export function emptyState() {
  return {
    page: "runs", run: null, other: null, job: null, t: null, x: null, y: null, sel: null, color: "job",
    panels: defaultPanels, th: "auto", tab: "why", unknown: []
  };
}

/** Reads "#/run/7f3a90c1?t=..": what cannot be read is left as it was. */
export function parseAddress(hash) {
  const state = emptyState();
  const [path, query = ""] = hash.replace(/^#/, "").split("?");
  const steps = path.split("/").filter(Boolean);
  if (steps[0] === "run" && steps[1]) {
    state.page = steps[2] === "job" && /^\d+$/.test(steps[3] ?? "") ? "job" : "run";
    state.run = steps[1];
    if (state.page === "job") state.job = Number(steps[3]);
  } else if (steps[0] === "compare" && steps[1]) {
    state.page = "compare";
    [state.run, state.other = null] = steps[1].split(",");
  }
  for (const pair of query.split("&").filter(Boolean)) {
    const cut = pair.indexOf("=");
    const key = cut < 0 ? pair : pair.slice(0, cut);
    const text = cut < 0 ? "" : decode(pair.slice(cut + 1));
    if (!readKey(state, key, text)) state.unknown.push(pair);
  }
  return state;
}

function decode(text) {
  try { return decodeURIComponent(text); } catch { return text; }
}

function readKey(state, key, text) {
  const range = /^(-?[\d.]+(?:e\d+)?):(-?[\d.]+(?:e\d+)?)$/.exec(text);
  if (key === "t" && text !== "" && Number.isFinite(Number(text))) state.t = Number(text);
  else if (key === "x" && range && Number(range[2]) > Number(range[1])) state.x = [Number(range[1]), Number(range[2])];
  else if (key === "y" && range && Number(range[2]) > Number(range[1])) state.y = [Number(range[1]), Number(range[2])];
  else if (key === "y" && text !== "") state.y = text;
  else if (key === "sel" && /^(job|gpu|node|round):-?\d+$/.test(text)) {
    const [kind, n] = text.split(":");
    state.sel = { kind, n: Number(n) };
  } else if (key === "color" && colourNames.includes(text)) state.color = text;
  else if (key === "panels") state.panels = text.split(",").filter((name) => panelNames.includes(name));
  else if (key === "th" && ["light", "dark"].includes(text)) state.th = text;
  else if (key === "tab" && ["why", "details", "table"].includes(text)) state.tab = text;
  else return false;
  return true;
}

/** The address of a state. */
export function formatAddress(state) {
  let path = "#/";
  if (state.page === "run") path = `#/run/${state.run}`;
  if (state.page === "job") path = `#/run/${state.run}/job/${state.job}`;
  if (state.page === "compare") path = `#/compare/${state.run},${state.other}`;
  const pairs = [];
  if (state.t !== null) pairs.push(`t=${shortNumber(state.t)}`);
  if (state.x) pairs.push(`x=${shortNumber(state.x[0])}:${shortNumber(state.x[1])}`);
  if (state.y) pairs.push(`y=${Array.isArray(state.y) ? state.y.map(shortNumber).join(":") : encodeURIComponent(state.y)}`);
  if (state.sel) pairs.push(`sel=${state.sel.kind}:${state.sel.n}`);
  if (state.color !== "job") pairs.push(`color=${state.color}`);
  if (state.panels.join() !== defaultPanels.join()) pairs.push(`panels=${state.panels.join(",")}`);
  if (state.th !== "auto") pairs.push(`th=${state.th}`);
  if (state.tab !== "why") pairs.push(`tab=${state.tab}`);
  const query = pairs.concat(state.unknown).join("&");
  return query ? `${path}?${query}` : path;
}

function shortNumber(value) { return String(Math.round(value * 1000) / 1000); }
