import { Lanes } from "../draw/lanes.js";
import { scaled } from "../draw/columns.js";
import { Scatter } from "../draw/scatter.js";
import { formatNumber, formatShare, formatSpan } from "../draw/scale.js";
import { Series } from "../draw/series.js";
import { cssColour, orderColours, themeColour } from "../theme.js";
import { controlLanes, zoomTime } from "./control.js";
import { command, el, fill, panel, swatch } from "./dom.js";
import { showFoot, showHead } from "./frame.js";
import { readAnswer } from "./inspector.js";
import { listenToKeys } from "./keys.js";
import { completionParts, stretchesOf } from "./life.js";
import { table } from "./table.js";

/** Two runs of one workload: lanes one over the other on one clock, what differs, and who won and lost. */
export class ComparePage {
  constructor(app, first, second) {
    Object.assign(this, { app, opened: [first, second], run: first.run });
    const [a, b] = [first.run, second.run];
    this.problem = workloadProblem(a, b);
    const height = innerWidth < 600 ? 230 : Math.max(230, Math.min(320, (innerHeight - 300) / 2));
    this.pictures = this.opened.map(({ run, engine }, k) => new Lanes(run, engine, height, `Lanes of ${"AB"[k]}, ${run.name}`));
    this.linkRanges();
    [this.lanes] = this.pictures;
    this.readouts = this.opened.map(() => el("div", { class: "readout" }));
    this.inspector = { stretches: [], life: [] };
    this.series = this.overlays();
    this.divergence = el("div", { class: "body" });
    this.settings = el("div", { class: "body" });
    this.element = el("div", {}, this.problem ? el("p", { class: "note" }, this.problem) : null, this.pictures.map((_, k) => this.lanesPanel(k)),
      this.series.map((own) => panel(own.title, "line: mean; band: least to greatest", null, own.element, el("div", { class: "body" }, own.legend))),
      el("div", { class: "two" }, this.figures(), panel("Settings that differ", "", null, this.settings)), this.problem ? null : this.jobs(), panel("First difference", "", null, this.divergence));
    this.stops = [listenToKeys(this), ...this.opened.map(({ engine }) => engine.listen(() => this.update(app.store.state)))];
    showHead(app, `${a.name} and ${b.name}`, this.opened.map(({ run }, k) => el("span", {}, swatch(`var(--run-${"ab"[k]})`), `${"AB"[k]}: `, el("b", {}, run.name), ` ${run.about.policy} ${run.about.placement}`)), null,
      { run: a, chosen: (sel) => this.choose(sel) });
    showFoot(app, [a, b]);
    this.readDifference();
  }

  leave() { for (const stop of this.stops) stop(); }

  /** One clock for both: from the earlier beginning to the later end. */
  linkRanges() {
    const [a, b] = this.opened.map(({ run }) => run);
    const whole = { from: Math.min(a.from, b.from), to: Math.max(a.to, b.to) };
    for (const lanes of this.pictures) {
      lanes.range = (state) => (state.x ? [Math.max(whole.from, state.x[0]), Math.min(whole.to, state.x[1])] : [whole.from, Math.max(whole.to, whole.from + 1)]);
    }
    this.whole = whole;
  }

  lanesPanel(k) {
    const { app } = this;
    const lanes = this.pictures[k];
    const { run, engine } = this.opened[k];
    lanes.onBand = (name) => app.store.set({ y: app.store.state.y === name ? null : name });
    const hover = async (point) => {
      if (!point || !engine.isExact) return;
      const stays = await engine.ask("at", { fromGPU: point.gpu, toGPU: point.gpu + 1, seconds: point.seconds });
      fill(this.readouts[k], el("b", {}, `GPU ${point.gpu}`), ` ${run.types[run.typeOf(point.gpu)].name}, ${lanes.timeText(point.seconds)}: `,
        el("b", {}, stays.map((stay) => lanes.stayText(stay)).join("; ") || "free"));
    };
    const pick = async (point) => {
      const stays = engine.isExact ? await engine.ask("at", { fromGPU: point.gpu, toGPU: point.gpu + 1, seconds: point.seconds }) : [];
      app.store.set({ sel: stays.length > 0 ? { kind: "job", n: stays[0].job } : { kind: "gpu", n: point.gpu }, t: Math.round(point.seconds * 1000) / 1000 }, true);
    };
    controlLanes(lanes, app.store, pick, hover, () => {});
    const button = (text, label, act) => el("button", { type: "button", "aria-label": label, title: label, click: act }, text);
    const tools = k > 0 ? null : el("div", { class: "tools" }, button("−", "Zoom out", () => zoomTime(lanes, app.store, 1 / 0.6)), " ",
      button("+", "Zoom in", () => zoomTime(lanes, app.store, 0.6)), " ", button("Fit", "Show the whole runs", () => app.store.set({ x: null, y: null })));
    return panel(`${"AB"[k]}: ${run.name}`, `${run.about.policy}, ${run.about.placement}`, tools, lanes.element, this.readouts[k]);
  }

  overlays() {
    const use = (run) => {
      const sum = new Float64Array(run.roundCount);
      for (const band of run.bands) run.rounds[`used/${band.type}`].forEach((value, i) => { sum[i] += value / 1000 / run.gpuCount; });
      return sum;
    };
    const make = (values, isShare) => () => ({ isShare, lines: this.opened.map(({ run }, k) => ({ name: `${"AB"[k]} ${run.name}`, run, values: values(run), colour: themeColour(`run-${"ab"[k]}`) })) });
    const waste = (run) => {
      const sum = new Float64Array(run.roundCount);
      run.roundHeader.causes.forEach((cause, i) => { if (cause !== "usable") run.rounds[`fragmentation/${i}`].forEach((value, r) => { sum[r] += value / 1000; }); });
      return sum;
    };
    return [new Series(this.run, "GPUs in use", make(use, true), 92), new Series(this.run, "Waiting jobs", make((run) => scaled(run.rounds.waiting, 1)), 92),
      new Series(this.run, "Free GPUs of no use to the waiting classes", make(waste), 92)];
  }

  figures() {
    const figure = (name, get, show) => ({ name, values: this.opened.map(({ run }) => get(run.about.summary ?? {}) ?? Number.NaN), show });
    const rows = [figure("Mean completion time", (s) => s.averageJCTSeconds, formatSpan), figure("Median completion time", (s) => s.medianJCTSeconds, formatSpan),
      figure("99th percentile", (s) => s.p99JCTSeconds, formatSpan), figure("Mean total wait", (s) => s.totalWaitSeconds?.mean, formatSpan),
      figure("GPU time in use", (s) => s.allocatedFraction, formatShare), figure("Makespan", (s) => s.makespanSeconds, formatSpan),
      figure("Moves", (s) => s.moves?.moveCount, formatNumber), figure("Preemptions", (s) => s.moves?.preemptionCount, formatNumber)];
    const change = (row) => {
      const [a, b] = row.values;
      const part = (b - a) / a;
      return Number.isFinite(part) ? `${part > 0 ? "+" : part < 0 ? "−" : ""}${formatNumber(Math.abs(part * 100), 1)} %` : "–";
    };
    return panel("Figures", "of the measured jobs", null, el("div", { class: "body" }, table("Figures of both runs", [{ name: "Figure", text: (r) => r.name },
      { name: "A", isNumber: true, text: (r) => r.show(r.values[0]) }, { name: "B", isNumber: true, text: (r) => r.show(r.values[1]) }, { name: "B against A", isNumber: true, text: change }], rows)));
  }

  /** Completion times in pairs: a scatter, and the jobs that lost and won most. */
  jobs() {
    const [a, b] = this.opened.map(({ run }) => run);
    const colours = orderColours(this.app.theme, 6);
    this.pairs = [];
    for (let job = 0; job < Math.min(a.jobCount, b.jobCount); job += 1) {
      const [x, y] = [a.jobs.end[job] - a.jobs.arrival[job], b.jobs.end[job] - b.jobs.arrival[job]];
      if (Number.isNaN(x) || Number.isNaN(y)) continue;
      const own = a.classOf(job).gpus;
      this.pairs.push({ job, a: x, b: y, label: a.label(job), colour: cssColour(colours[Math.min(5, 1 + Math.floor(Math.log2(Math.max(1, own))))]) });
    }
    const difference = (pair) => pair.b - pair.a;
    const sorted = this.pairs.slice().sort((p, q) => difference(q) - difference(p));
    const [lost, won] = [sorted.slice(0, 60).filter((p) => difference(p) > 0), sorted.slice(-60).reverse().filter((p) => difference(p) < 0)];
    this.scatter = new Scatter([`A ${a.name}`, `B ${b.name}`], this.pairs, (job) => this.choose({ kind: "job", n: job }));
    const list = (caption, rows) => el("div", { class: "scroll", tabindex: "0" }, table(caption, [
      { name: "Job", text: (p) => el("a", { href: `#/run/${b.id}/job/${p.job}` }, p.label), value: (p) => p.job },
      { name: "GPUs", isNumber: true, text: (p) => String(a.classOf(p.job).gpus), value: (p) => a.classOf(p.job).gpus },
      { name: "A", isNumber: true, text: (p) => formatSpan(p.a), value: (p) => p.a }, { name: "B", isNumber: true, text: (p) => formatSpan(p.b), value: (p) => p.b },
      { name: "B longer by", isNumber: true, text: (p) => signedSpan(difference(p)), value: difference }, { name: "Mostly", text: (p) => mainCause(a, b, p.job) }], rows));
    const faster = this.pairs.filter((p) => difference(p) < 0).length;
    const slower = this.pairs.filter((p) => difference(p) > 0).length;
    return el("div", { class: "two" }, panel("Completion times", `above the line: longer in B; colour: GPUs asked for, light to dark`, null, this.scatter.element,
      el("p", { class: "readout" }, `${formatNumber(this.pairs.length)} jobs completed in both: ${formatNumber(faster)} faster in B, ${formatNumber(slower)} slower, ${formatNumber(this.pairs.length - faster - slower)} equal.`), el("div", { class: "body" }, this.meanParts())),
    panel("Who lost, who won under B", "", null, el("div", { class: "body" }, el("h3", {}, "Lost most"), list("Jobs that lost most", lost), el("h3", {}, "Won most"), list("Jobs that won most", won))));
  }

  /** Mean time of the jobs that completed in both, taken apart. */
  meanParts() {
    const known = this.pairs.filter(({ job }) => this.opened.every(({ run }) => !Number.isNaN(run.jobs.ideal[job])));
    if (known.length === 0) return null;
    const mean = (run, key) => known.reduce((sum, { job }) => sum + run.jobs[key][job], 0) / known.length;
    const rows = completionParts.map(([key, name]) => ({ name, values: this.opened.map(({ run }) => mean(run, key)) }));
    rows.push({ name: "together", values: [0, 1].map((k) => rows.reduce((sum, row) => sum + row.values[k], 0)) });
    return [el("h3", {}, "Mean completion time taken apart"), table(`Mean parts of ${known.length} jobs`, [{ name: "Part", text: (r) => r.name }, { name: "A", isNumber: true, text: (r) => formatSpan(r.values[0]) },
      { name: "B", isNumber: true, text: (r) => formatSpan(r.values[1]) }, { name: "B longer by", isNumber: true, text: (r) => signedSpan(r.values[1] - r.values[0]) }], rows)];
  }

  async readDifference() {
    const [a, b] = this.opened.map(({ run }) => run);
    const name = `${a.id}/diff?other=${b.id}`;
    if (!this.app.source.has(name)) {
      for (const body of [this.settings, this.divergence]) fill(body, el("p", { class: "soft" }, "This file does not carry it; ask"), command(`schedlab compare ${a.about.path} ${b.about.path}`));
      return;
    }
    try {
      const { divergence, problem, settings } = await readAnswer(this.app.source, name);
      const text = (value) => String(value ?? "–");
      fill(this.settings, settings.length === 0 ? el("p", { class: "soft" }, "None.") :
        table("Settings that differ", [{ name: "Setting", text: (s) => s.name }, { name: "A", text: (s) => text(s.a) }, { name: "B", text: (s) => text(s.b) }], settings));
      fill(this.divergence, problem ? el("p", { class: "note" }, problem) : null, divergence ? [el("p", { class: "sentence" }, `Round ${divergence.round}, ${this.lanes.timeText(divergence.seconds)}:`),
        divergence.sentences.map((text, k) => el("p", {}, swatch(`var(--run-${"ab"[k]})`), text)),
        el("button", { type: "button", click: () => this.choose({ kind: "job", n: divergence.job }, divergence.seconds) }, "Go there")] : problem ? null : "The schedules are equal.");
    } catch (error) {
      fill(this.divergence, el("p", { class: "note", role: "alert" }, error.message));
    }
  }

  choose(sel, seconds) {
    const change = { sel };
    const at = seconds ?? (sel.kind === "job" ? this.run.jobs.arrival[sel.n] : null);
    if (at !== null) change.t = at;
    if (seconds !== undefined) change.x = [Math.max(this.whole.from, seconds - 20 * 3600), Math.min(this.whole.to, seconds + 20 * 3600)];
    this.app.store.set(change, true);
    this.pictures[0].element.scrollIntoView({ block: "nearest" });
  }

  async readLives(state) {
    const key = JSON.stringify([state.sel, this.opened.map(({ engine }) => engine.isExact)]);
    if (key === this.lifeKey) return;
    this.lifeKey = key;
    for (const [k, { run, engine }] of this.opened.entries()) {
      const isJob = state.sel?.kind === "job" && state.sel.n < run.jobCount && engine.isExact;
      const life = isJob ? await engine.ask("life", { job: state.sel.n }) : [];
      if (key !== this.lifeKey) return;
      this.pictures[k].life = life;
      if (k === 0) this.inspector = { life, stretches: isJob ? stretchesOf(run, state.sel.n, life) : [] };
      this.pictures[k].paintOver();
    }
  }

  update(state) {
    if (!this.element.isConnected) return;
    for (const lanes of this.pictures) lanes.draw(state, this.app.theme);
    for (const own of this.series) own.draw(state, this.lanes, this.app.theme);
    if (this.scatter) this.scatter.draw();
    this.readLives(state);
  }

  focusBand() { this.app.store.set({ y: this.app.store.state.y ? null : this.run.bands[0].name }); }
}

/** Why two runs cannot be held against each other job by job, or "". One may have seen more jobs than the other. */
export function workloadProblem(a, b) {
  const [p, q] = [a.jobs, b.jobs];
  for (let n = 0; n < Math.min(a.jobCount, b.jobCount); n += 1) {
    const [x, y] = [a.classOf(n), b.classOf(n)];
    const differs = p.id[n] !== q.id[n] || p.arrival[n] !== q.arrival[n] || p.milli[n] !== q.milli[n] || p.work[n] !== q.work[n] || x.gpus !== y.gpus || x.model !== y.model;
    if (differs) return `These are runs of different workloads: the jobs differ from number ${n} on. They share the clock below; jobs are not compared.`;
  }
  return "";
}

function signedSpan(seconds) { return `${seconds > 0 ? "+" : seconds < 0 ? "−" : ""}${formatSpan(Math.abs(seconds))}`; }

/** The part of the completion time that makes most of the difference. */
function mainCause(a, b, job) {
  let [best, most] = ["", 0];
  const sign = Math.sign(b.jobs.end[job] - a.jobs.end[job]);
  for (const [key, name] of completionParts) {
    const change = (b.jobs[key][job] - a.jobs[key][job]) * sign;
    if (change > most) [best, most] = [name, change];
  }
  return best;
}
