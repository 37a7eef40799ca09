import { formatExact, formatNumber, formatShare, formatSpan } from "../draw/scale.js";
import { command, el, fill, panel } from "./dom.js";
import { gpusText, stateSentence, stretchesOf } from "./life.js";
import { table } from "./table.js";

/** What is known of the selection at the cursor: why, details, and the picture as a table. */
export class Inspector {
  constructor(app, run, engine, lanes, series) {
    Object.assign(this, { app, run, engine, lanes, series });
    this.body = el("div", { class: "body" });
    const tabs = ["why", "details", "table"].map((name) => el("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": "inspector-body",
      click: () => app.store.set({ tab: name }) }, name[0].toUpperCase() + name.slice(1)));
    this.tabs = tabs;
    this.body.id = "inspector-body";
    this.body.setAttribute("role", "tabpanel");
    this.element = panel("Inspector", "", el("div", { class: "tabs", role: "tablist", "aria-label": "Inspector" }, tabs), this.body);
    this.life = [];
    this.stretches = [];
    this.lifeOf = null;
  }

  async update(state) {
    this.tabs.forEach((tab) => tab.setAttribute("aria-selected", String(tab.id === `tab-${state.tab}`)));
    const view = state.tab === "table" ? [state.x, state.y, state.panels] : null;
    const key = JSON.stringify([state.t, state.sel, state.tab, this.engine.isExact, view]);
    if (key === this.key) return;
    this.key = key;
    try {
      await this.readLife(state);
      if (key !== this.key) return;
      const shown = state.tab === "table" ? await this.showTable(state) : state.tab === "details" ? this.showDetails(state) : await this.showWhy(state);
      if (key !== this.key) return;
      fill(this.body, shown);
      this.seconds = state.t;
    } catch (error) {
      if (key === this.key) fill(this.body, el("p", { class: "note", role: "alert" }, error.message));
    }
  }

  /** Reads the whole life of the chosen job, once. */
  async readLife(state) {
    const job = state.sel?.kind === "job" && state.sel.n < this.run.jobCount ? state.sel.n : null;
    if (job === null || !this.engine.isExact) {
      this.lanes.life = [];
      this.stretches = [];
      this.lifeOf = null;
    } else if (this.lifeOf !== job) {
      const life = await this.engine.ask("life", { job });
      this.lifeOf = job;
      this.life = life;
      this.stretches = stretchesOf(this.run, job, life);
      this.lanes.life = life;
    }
    this.lanes.paintOver();
  }

  async showWhy(state) {
    const { run } = this;
    if (!state.sel) {
      return [el("p", { class: "sentence" }, "Nothing is selected."),
        el("p", { class: "soft" }, "Click a coloured stretch in the lanes, a job in the queue, or press / to find a job, GPU or node.")];
    }
    if (state.sel.kind !== "job") return this.showDetails(state);
    const job = state.sel.n;
    if (job >= run.jobCount) return el("p", { class: "note" }, `this run has no job ${job}; it has ${run.jobCount}`);
    const seconds = state.t ?? run.jobs.arrival[job];
    const sentence = el("p", { class: "sentence" }, stateSentence(run, job, this.stretches, seconds, (t) => this.lanes.timeText(t)));
    return [sentence, await this.reasons(job, seconds), this.eventButtons(job, seconds),
      el("p", {}, el("a", { href: `#/run/${run.id}/job/${job}` }, `The whole life of ${run.label(job)}`))];
  }

  /** The engine's own explanation: from the server, from the file, or how to ask for it. */
  async reasons(job, seconds) {
    const { run } = this;
    const row = run.roundAt(seconds);
    if (row < 0) return null;
    const label = run.rounds.decidedIn[row];
    const ask = `schedlab explain ${run.about.path} --job ${run.jobs.id[job]} --round ${label}`;
    if (run.about.lacks.includes("reasons")) {
      return el("div", { class: "note" }, "This record keeps no reasons, so nothing can say why. A run keeps them with",
        command("schedlab run … --record run.record --reasons all"));
    }
    const { source } = this.app;
    if (source.mode === "server") return whyTable(run, await readAnswer(source, `${run.id}/why?job=${job}&round=${label}`), this.lanes);
    const told = await source.story(run.id, job);
    const decision = told ? told.decisions.filter((d) => d.seconds <= seconds + 1e-6).pop() : null;
    if (!decision) {
      return el("div", { class: "note" }, told ? "This file has no answer for this round; ask" : "This file carries the reasons of other jobs only (--jobs chooses); ask",
        command(ask));
    }
    const earlier = el("div", { class: "note" }, `The file has no answer for round ${label}; ask`, command(ask), `Its latest before that is for round ${decision.round}:`);
    return el("div", {}, decision.round === label ? null : earlier, whyTable(run, decision, this.lanes));
  }

  eventButtons(job, seconds) {
    const times = eventTimes(this.run, job, this.stretches);
    const before = times.filter((t) => t < seconds - 1e-6).pop();
    const after = times.find((t) => t > seconds + 1e-6);
    const go = (t) => () => this.app.store.set({ t });
    return el("p", {}, el("button", { type: "button", disabled: before === undefined, click: go(before) }, "[ previous event"), " ",
      el("button", { type: "button", disabled: after === undefined, click: go(after) }, "next event ]"));
  }

  showDetails(state) {
    const { run, lanes } = this;
    const pairs = [];
    const add = (name, value, title) => pairs.push(el("dt", {}, name), el("dd", { title: title ?? null }, value));
    if (state.t !== null) add("Cursor", lanes.timeText(state.t), formatExact(state.t));
    const row = state.t === null ? -1 : run.roundAt(state.t);
    if (row >= 0) {
      add("Round", formatNumber(run.rounds.label[row]));
      add("Running, waiting", `${formatNumber(run.rounds.running[row])}, ${formatNumber(run.rounds.waiting[row])} jobs`);
      for (const band of run.bands) add(band.name, `${formatNumber(run.rounds[`used/${band.type}`][row] / 1000, 1)} of ${band.gpuCount} GPUs in use`);
    }
    const { sel } = state;
    if (sel?.kind === "job" && sel.n < run.jobCount) this.addJob(add, sel.n);
    if (sel?.kind === "gpu" && sel.n < run.gpuCount) {
      add("GPU", `${sel.n}, ${run.types[run.typeOf(sel.n)].name}, node ${run.nodeOf[sel.n]} of ${run.nodeSize[sel.n]} GPUs`);
    }
    if (sel?.kind === "node") {
      const first = run.nodeOf.indexOf(sel.n);
      add("Node", first < 0 ? `there is no node ${sel.n}` : `${sel.n}: GPU ${first} to ${first + run.nodeSize[first] - 1}, ${run.types[run.typeOf(first)].name}`);
    }
    return pairs.length > 0 ? el("dl", { class: "pairs" }, pairs) : el("p", { class: "soft" }, "Nothing is selected.");
  }

  addJob(add, job) {
    const { run, lanes } = this;
    const { jobs } = run;
    add("Job", run.label(job));
    add("Model", run.classOf(job).model);
    add("Asks for", run.wants(job));
    add("Arrives", lanes.timeText(jobs.arrival[job]), formatExact(jobs.arrival[job]));
    add("First GPU", Number.isNaN(jobs.firstStart[job]) ? "never" : lanes.timeText(jobs.firstStart[job]), formatExact(jobs.firstStart[job]));
    add("Ends", Number.isNaN(jobs.end[job]) ? "not within the record" : lanes.timeText(jobs.end[job]), formatExact(jobs.end[job]));
    add("Without GPUs", formatSpan(jobs.wait[job]), formatExact(jobs.wait[job]));
    add("Moves, preemptions", `${formatNumber(jobs.moves[job])}, ${formatNumber(jobs.preemptions[job])}`);
    add("Held", `${formatNumber(jobs.heldGPUSeconds[job] / 3600, 1)} GPU-hours`);
  }

  async showTable(state) {
    const { run, lanes } = this;
    if (!this.engine.isExact) return el("p", { class: "soft" }, "The stays are not read yet, or not in this file.");
    const slices = 24;
    const [from, to] = lanes.range(state);
    const { stays, load } = await this.engine.ask("table", { view: lanes.view(state), slices });
    const times = Array.from({ length: slices }, (_, i) => i);
    const start = (i) => lanes.timeText(from + ((to - from) * i) / slices);
    const parts = [el("h3", {}, "Lanes: mean share of GPUs in use"), el("div", { class: "scroll", tabindex: "0" }, table("Mean share of GPUs in use by type and time",
      [{ name: "From", text: start }, ...run.bands.map((band, b) => ({ name: band.name, isNumber: true, text: (i) => formatShare(load[b][i]), value: (i) => load[b][i] }))], times))];
    if (stays) {
      parts.push(el("h3", {}, `Lanes: ${formatNumber(stays.length)} stays in view${stays.length === 2000 ? " (the first)" : ""}`), el("div", { class: "scroll", tabindex: "0" }, table("Stays in view", [
        { name: "GPU", isNumber: true, text: (s) => String(s.gpu), value: (s) => s.gpu }, { name: "Job", isNumber: true, text: (s) => String(run.jobs.id[s.job]), value: (s) => s.job },
        { name: "From", text: (s) => lanes.timeText(s.from), value: (s) => s.from }, { name: "To", text: (s) => lanes.timeText(s.to), value: (s) => s.to },
        { name: "Share", isNumber: true, text: (s) => formatShare(s.milli / 1000), value: (s) => s.milli }], stays)));
    }
    for (const own of this.series().filter((s) => !s.isConstant)) {
      const told = own.table(slices);
      parts.push(el("h3", {}, `${own.title}: least / mean / greatest`), el("div", { class: "scroll", tabindex: "0" }, table(own.title, [{ name: "From", text: start },
        ...told.names.map((name, k) => ({ name, isNumber: true, value: (i) => told.columns[k].mean[i],
          text: (i) => [told.columns[k].low[i], told.columns[k].mean[i], told.columns[k].high[i]].map((v) => own.valueText(v)).join(" / ") }))], times)));
    }
    return parts;
  }
}

/** Instants at which something happens to a job. */
export function eventTimes(run, job, stretches) {
  const times = [run.jobs.arrival[job], ...stretches.map((s) => s.from), ...stretches.map((s) => s.to)];
  return [...new Set(times)].sort((a, b) => a - b);
}

export async function readAnswer(source, name) { return JSON.parse(new TextDecoder().decode(await source.get(name))); }

/** An explanation: sentence, facts, candidates, and the nodes that could take the job. */
export function whyTable(run, why, lanes) {
  const facts = why.facts.map((fact) => [el("dt", {}, fact.name), el("dd", {}, fact.value)]);
  const candidates = (why.candidates ?? []).slice(0, 40);
  return el("div", {}, el("p", { class: "sentence" }, why.sentence), el("dl", { class: "pairs" }, facts),
    candidates.length === 0 ? null : el("div", { class: "scroll", tabindex: "0" }, table("Nodes that were weighed", [
      { name: "Node", isNumber: true, text: (c) => String(c.node), value: (c) => c.node }, { name: "Score", isNumber: true, text: (c) => formatNumber(c.score, 3), value: (c) => c.score },
      { name: "", text: (c) => (c.isChosen ? "taken" : "") }], candidates)),
    why.couldTake && why.couldTake.length > 0 && lanes ? el("p", {}, el("button", { type: "button", click: () => {
      lanes.lit = why.couldTake.map((node) => [run.nodeOf.indexOf(node), run.nodeSize[run.nodeOf.indexOf(node)]]).filter(([first]) => first >= 0);
      lanes.paintOver();
    } }, `Show the ${why.couldTake.length} nodes that could take it`)) : null);
}
