import { formatNumber, formatSpan } from "../draw/scale.js";
import { button, el, fill, padded, panel, scroller, soft } from "./dom.js";
import { figure, table } from "./table.js";

const shownAtOnce = 25;

const orders = {
  wait: ["longest without GPUs", (run, n) => run.jobs.wait[n]],
  time: ["longest from arrival to end", (run, n) => run.until(n) - run.jobs.arrival[n]],
  moves: ["moved and preempted most", (run, n) => run.jobs.moves[n] + run.jobs.preemptions[n]]
};
const states = ["waiting", "running", "completed", "given up"];

/** The jobs of a run, those first that one asks about. */
export class JobsPanel {
  /** `chosen(sel)` hears which job was picked. */
  constructor(run, chosen) {
    Object.assign(this, { run, chosen, count: shownAtOnce });
    this.body = padded();
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
    const end = (n) => run.jobs.end[n] - run.jobs.arrival[n];
    fill(this.body, run.jobCount === 0 ? soft("None.") : scroller(table("Jobs", [
      { name: "Job", text: (n) => el("a", { href: `#/run/${run.id}/job/${n}` }, run.label(n)), value: (n) => n },
      figure("GPUs", (n) => (run.jobs.milli[n] < 1000 ? run.jobs.milli[n] / 1000 : run.classOf(n).gpus)),
      figure("Without GPUs", (n) => run.jobs.wait[n], formatSpan), figure("Arrival to end", end, (seconds) => (Number.isNaN(seconds) ? "not over" : formatSpan(seconds))),
      figure("Moves", (n) => run.jobs.moves[n], formatNumber), figure("Preempted", (n) => run.jobs.preemptions[n], formatNumber),
      { name: "State", text: (n) => states[run.jobs.state[n]], value: (n) => run.jobs.state[n] }, { name: "Model", text: (n) => run.classOf(n).model, value: (n) => run.classOf(n).model },
      { name: "", text: (n) => button("in the lanes", () => this.chosen({ kind: "job", n }), { class: "plain", "aria-label": `Show ${run.label(n)} in the lanes` }) }],
    this.first(this.count))), this.count < run.jobCount ? soft(`${formatNumber(this.count)} of ${formatNumber(run.jobCount)}. `,
      button("More", () => { this.count *= 4; this.show(); })) : null);
  }
}
