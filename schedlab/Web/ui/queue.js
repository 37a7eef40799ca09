import { readAnswer } from "./inspector.js";
import { formatSpan } from "../draw/scale.js";
import { el, fill, panel } from "./dom.js";
import { VirtualRows } from "./table.js";

const reasonTexts = {
  noRoom: "no room", tooFew: "too few free", split: "free, but split", left: "left out by the policy", arrived: "just arrived"
};

/** The jobs that wait at the cursor. On a server in the policy's order with reasons; in a file by arrival. */
export class Queue {
  constructor(app, run, engine, lanes) {
    Object.assign(this, { app, run, engine, lanes });
    this.jobs = [];
    this.reasons = new Map();
    this.head = el("p", { class: "soft body" });
    this.names = el("div", { class: "row soft", "aria-hidden": "true" });
    this.rows = new VirtualRows("Waiting jobs", 26, (i) => this.row(i));
    this.element = panel("Queue", "", null, this.head, this.names, this.rows.element);
    this.asked = null;
  }

  async update(state) {
    const key = `${state.t}|${this.engine.isExact}|${state.sel?.kind === "job" ? state.sel.n : ""}`;
    if (key === this.key) return;
    this.key = key;
    if (state.t === null) {
      fill(this.head, "Click into the lanes, or use the arrow keys there: the jobs that wait at that moment are listed here.");
      this.names.hidden = true;
      this.rows.set(0);
      return;
    }
    if (!this.engine.isExact) {
      fill(this.head, this.run.about.strips.length > 0 && !this.engine.source.has(`${this.run.id}/stays/0`) ?
        "This file does not hold the exact stays, so it cannot tell who waits; schedlab serve can." : "Reading the stays …");
      return;
    }
    try {
      await this.find(state);
    } catch (error) {
      fill(this.head, error.message);
    }
  }

  async find(state) {
    const { run } = this;
    const { runs, taken } = await this.engine.ask("state", { seconds: state.t });
    if (state.t !== this.app.store.state.t) return;
    this.taken = taken;
    const waiting = [];
    for (let n = 0; n < run.jobCount; n += 1) {
      if (run.presence(n, state.t) === "here" && !runs[n]) waiting.push(n);
    }
    this.jobs = waiting;
    this.seconds = state.t;
    let order = "by arrival; the policy's order and the reasons: schedlab serve";
    this.reasons = new Map();
    if (this.app.source.mode === "server") {
      const at = await readAnswer(this.app.source, `${run.id}/at?t=${state.t}`);
      if (state.t !== this.app.store.state.t) return;
      this.jobs = at.queue.map((entry) => entry.job);
      this.reasons = new Map(at.queue.map((entry) => [entry.job, reasonTexts[entry.reason] ?? entry.reason]));
      const counts = Object.entries(at.reasons).map(([name, count]) => `${count} ${reasonTexts[name] ?? name}`).join(", ");
      order = `${at.order === "policy" ? "in the policy's order" : "by arrival"}${counts ? "; " + counts : ""}`;
    }
    fill(this.head, el("b", {}, `${this.jobs.length} waiting`), ` at ${this.lanes.timeText(state.t)}, ${order}.`);
    fill(this.names, ["Job", "GPUs", "Here for", this.reasons.size > 0 ? "Why it waits" : "Model"].map((name) => el("span", {}, name)));
    this.names.hidden = this.jobs.length === 0;
    this.rows.set(this.jobs.length);
  }

  row(i) {
    const { run, seconds } = this;
    const job = this.jobs[i];
    const { sel } = this.app.store.state;
    const isChosen = sel?.kind === "job" && sel.n === job;
    const light = () => { this.lanes.lit = this.fitting(job); this.lanes.paintOver(); };
    const dark = () => { this.lanes.lit = []; this.lanes.paintOver(); };
    return el("button", { type: "button", class: "row", "aria-current": isChosen ? "true" : null, mouseenter: light, focus: light, mouseleave: dark, blur: dark,
      title: `${run.label(job)}: ${run.classOf(job).model}; in the cluster for ${formatSpan(seconds - run.jobs.arrival[job])}`,
      click: () => this.app.store.set({ sel: { kind: "job", n: job } }, true) },
    el("span", {}, String(run.jobs.id[job])), el("span", {}, run.jobs.milli[job] < 1000 ? String(run.jobs.milli[job] / 1000) : `${run.classOf(job).gpus} ×`),
    el("span", {}, formatSpan(seconds - run.jobs.arrival[job])), el("span", {}, this.reasons.get(job) ?? run.classOf(job).model));
  }

  /** Nodes whose free GPUs would hold the whole job: [first GPU, count]. */
  fitting(job) {
    const { run, taken } = this;
    const [gpus, milli] = [run.classOf(job).gpus, run.jobs.milli[job]];
    const accepted = run.classOf(job).acceptedTypes;
    const found = [];
    for (let first = 0; first < run.gpuCount; first += run.nodeSize[first] || 1) {
      let free = 0;
      for (let g = first; g < first + run.nodeSize[first]; g += 1) if (1000 - taken[g] >= milli) free += 1;
      const type = run.typeOf(first);
      const isAccepted = accepted.length === 0 || accepted.includes(type) || accepted.includes(run.types[type].name);
      if (free >= gpus && isAccepted) found.push([first, run.nodeSize[first]]);
    }
    return found;
  }
}
