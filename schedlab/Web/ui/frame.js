import { formatNumber } from "../draw/scale.js";
import { el, fill } from "./dom.js";
import { showFind, showKeys } from "./find.js";

/** The head of a page: name, facts, state of the record, and the tools that every page has. */
export function showHead(app, title, facts, chips, find) {
  const { store, index } = app;
  const others = index.runs.map((run) => el("option", { value: `#/run/${run.id}` }, run.name));
  const [a, b] = index.runs;
  const pages = index.runs.length < 2 ? null : el("select", { "aria-label": "Page", change: (event) => { location.hash = event.target.value; } },
    index.mode === "server" ? el("option", { value: "#/" }, "all runs") : el("option", { value: `#/compare/${a.id},${b.id}` }, `${a.name} and ${b.name}`), others);
  if (pages) {
    const { state } = store;
    pages.value = state.page === "compare" ? `#/compare/${state.run},${state.other}` : state.page === "runs" ? "#/" : `#/run/${state.run}`;
  }
  fill(document.getElementById("top"), el("div", { class: "grow" }, el("h1", {}, title), el("div", { class: "facts" }, facts, chips)),
    el("div", { class: "tools" }, pages,
      find ? el("button", { type: "button", click: () => showFind(find.run, find.chosen), "aria-keyshortcuts": "/" }, "Find") : null,
      el("button", { type: "button", "aria-keyshortcuts": "t", click: () => store.set({ th: app.theme === "dark" ? "light" : "dark" }) }, "Light / dark"),
      el("button", { type: "button", "aria-keyshortcuts": "?", click: showKeys }, "Keys")));
}

export function runFacts(run) {
  const { about } = run;
  const experiment = about.experiment ?? {};
  const fact = (name, value) => (value || value === 0 ? el("span", {}, `${name} `, el("b", {}, value)) : null);
  return [fact("policy", about.policy), fact("placement", about.placement), fact("cluster", `${about.cluster.name || "unnamed"}, ${formatNumber(run.gpuCount)} GPUs`),
    fact("load", experiment.rateJobsPerHour ? `${formatNumber(experiment.rateJobsPerHour, experiment.rateJobsPerHour % 1 ? 2 : 0)} jobs/h` : null),
    fact("seed", about.seed), fact("jobs", formatNumber(run.jobCount)), fact("rounds", formatNumber(run.roundCount)), fact("imported from", about.importedFrom)];
}

/** The state of a record, and what it lacks. */
export function runChips(run) {
  const { about } = run;
  return [el("span", { class: about.state === "complete" ? "chip" : "chip warn" }, about.state),
    ...about.lacks.map((word) => el("span", { class: "chip warn" }, `no ${word}`))];
}

/** The foot: where every number comes from. */
export function showFoot(app, runs) {
  fill(document.getElementById("foot"), runs.map((run) => el("p", {}, `${run.name}: ${run.about.engine}, run ${run.id}, record of ${formatNumber(run.about.recordBytes)} bytes at ${run.about.path}`,
    run.about.command.length > 0 ? el("span", {}, ", made by ", el("code", {}, run.about.command.join(" "))) : null)),
  el("p", {}, `Page by ${app.index.generator ?? "schedlab"}. Nothing is fetched; nothing is sent.`));
}
