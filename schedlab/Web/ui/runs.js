import { formatNumber, formatSpan } from "../draw/scale.js";
import { button, el, fill, padded, panel, scroller, soft } from "./dom.js";
import { showHead } from "./frame.js";
import { table } from "./table.js";

const shownRuns = 200;

/** All runs below the folder: search, sort, open one or choose two. */
export class RunsPage {
  constructor(app) {
    this.app = app;
    this.chosen = new Set();
    this.list = padded();
    this.list.classList.add("runs");
    this.search = el("input", { type: "search", "aria-label": "Search runs", placeholder: "name, policy:gavel, load>4", input: () => this.show() });
    this.compare = button("Compare the two", () => { location.hash = `#/compare/${[...this.chosen].join(",")}`; }, { disabled: true });
    this.element = panel("Runs", "", el("div", { class: "tools" }, this.search, " ", this.compare), this.list);
    showHead(app, "Runs", null, null, null);
    fill(document.getElementById("foot"));
    this.show();
  }

  show() {
    const runs = this.app.index.runs.filter((run) => matchesFilter(run, this.search.value));
    const text = (name) => ({ name: name[0].toUpperCase() + name.slice(1), text: (r) => String(r[name] ?? ""), value: (r) => r[name] ?? "" });
    fill(this.list, runs.length === 0 ? soft(this.app.index.runs.length === 0 ? "There is no record here. A run writes one with --record." : "No run matches.") : scroller(table("Runs", [
      { name: "", text: (r) => el("input", { type: "checkbox", "aria-label": `Choose ${r.name}`, checked: this.chosen.has(r.id), change: (event) => this.choose(r.id, event.target.checked) }) },
      { name: "Name", text: (r) => el("a", { href: `#/run/${r.id}` }, r.name), value: (r) => r.name }, text("policy"), text("placement"), text("cluster"), text("seed"), { name: "State", text: (r) => (r.problem ? el("span", { class: "chip warn", title: r.problem }, r.state) : r.state), value: (r) => r.state },
      { name: "Load, jobs/h", isNumber: true, text: (r) => (r.rateJobsPerHour ? String(r.rateJobsPerHour) : ""), value: (r) => r.rateJobsPerHour ?? 0 },
      { name: "Jobs", isNumber: true, text: (r) => (r.generatedJobCount === undefined ? "" : formatNumber(r.generatedJobCount)), value: (r) => r.generatedJobCount ?? 0 },
      { name: "Mean completion", isNumber: true, text: (r) => (r.averageJCTSeconds === undefined ? "" : formatSpan(r.averageJCTSeconds)), value: (r) => r.averageJCTSeconds ?? 0 }, { name: "Path", text: (r) => r.path, value: (r) => r.path }], runs, shownRuns)),
      runs.length > shownRuns ? soft(`${shownRuns} of ${formatNumber(runs.length)}: sort, or search for the others.`) : null);
  }

  choose(id, isChosen) {
    if (isChosen) this.chosen.add(id); else this.chosen.delete(id);
    this.compare.disabled = this.chosen.size !== 2;
  }
}

/** Whether a run matches "word key:word key>number". */
export function matchesFilter(listed, text) {
  const run = Object.fromEntries(Object.entries(listed).map(([key, value]) => [key.toLowerCase(), value]));
  return text.toLowerCase().split(/\s+/).filter(Boolean).every((term) => {
    const parts = /^(\w+)(:|>|<)(.+)$/.exec(term);
    if (!parts) return Object.values(run).join(" ").toLowerCase().includes(term);
    const value = run[parts[1] === "load" ? "ratejobsperhour" : parts[1]];
    if (parts[2] === ":") return String(value ?? "").toLowerCase().includes(parts[3]);
    return parts[2] === ">" ? Number(value) > Number(parts[3]) : Number(value) < Number(parts[3]);
  });
}
