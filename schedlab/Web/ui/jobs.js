import { formatNumber, formatSpan } from "../draw/scale.js";
import { el, fill, panel } from "./dom.js";
import { table } from "./table.js";

const shownAtOnce = 25;

const orders = {
  wait: ["longest without GPUs", (run, n) => run.jobs.wait[n]],
  time: ["longest from arrival to end", (run, n) => (Number.isNaN(run.jobs.end[n]) ? run.readTo : run.jobs.end[n]) - run.jobs.arrival[n]],
  moves: ["moved and preempted most", (run, n) => run.jobs.moves[n] + run.jobs.preemptions[n]]
};
const states = ["waiting", "running", "completed", "given up"];

/** The jobs of a run, those first that one asks about. */
export class JobsPanel {
  /** `chosen(sel)` hears which job was picked. */
  constructor(run, chosen) {
    Object.assign(this, { run, chosen, count: shownAtOnce });
    this.body = el("div", { class: "body" });
    this.order = el("select", { "aria-label": "Which jobs first", change: () => this.show() }, Object.entries(orders).map(([name, [text]]) => el("option", { value: name }, text)));
    this.element = panel("Jobs", "", el("div", { class: "tools" }, this.order), this.body);
    this.show();
  }

  /** Numbers of the first jobs in the chosen order; equal ones by number. */
  first(count) {
    const [, value] = orders[this.order.value || "wait"];
    const values = Float64Array.from({ length: this.run.jobCount }, (_, n) => value(this.run, n));
    return Array.from(values.keys()).sort((a, b) => values[b] - values[a] || a - b).slice(0, count);
  }

  show() {
    const { run } = this;
    const number = (name, text, value) => ({ name, isNumber: true, text, value });
    const end = (n) => (Number.isNaN(run.jobs.end[n]) ? Number.NaN : run.jobs.end[n] - run.jobs.arrival[n]);
    fill(this.body, run.jobCount === 0 ? el("p", { class: "soft" }, "None.") : el("div", { class: "scroll", tabindex: "0" }, table("Jobs", [
      { name: "Job", text: (n) => el("a", { href: `#/run/${run.id}/job/${n}` }, run.label(n)), value: (n) => n },
      number("GPUs", (n) => (run.jobs.milli[n] < 1000 ? String(run.jobs.milli[n] / 1000) : String(run.classOf(n).gpus)), (n) => (run.classOf(n).gpus * run.jobs.milli[n]) / 1000),
      number("Without GPUs", (n) => formatSpan(run.jobs.wait[n]), (n) => run.jobs.wait[n]), number("Arrival to end", (n) => (Number.isNaN(end(n)) ? "not over" : formatSpan(end(n))), end),
      number("Moves", (n) => formatNumber(run.jobs.moves[n]), (n) => run.jobs.moves[n]), number("Preempted", (n) => formatNumber(run.jobs.preemptions[n]), (n) => run.jobs.preemptions[n]),
      { name: "State", text: (n) => states[run.jobs.state[n]], value: (n) => run.jobs.state[n] }, { name: "Model", text: (n) => run.classOf(n).model, value: (n) => run.classOf(n).model },
      { name: "", text: (n) => el("button", { type: "button", class: "plain", "aria-label": `Show ${run.label(n)} in the lanes`, click: () => this.chosen({ kind: "job", n }) }, "in the lanes") }],
    this.first(this.count))), this.count < run.jobCount ? el("p", { class: "soft" }, `${formatNumber(this.count)} of ${formatNumber(run.jobCount)}. `,
      el("button", { type: "button", click: () => { this.count *= 4; this.show(); } }, "More")) : null);
  }
}
