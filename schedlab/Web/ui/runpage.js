import { colourLegend, Lanes } from "../draw/lanes.js";
import { Overview } from "../draw/overview.js";
import { formatExact, formatSpan } from "../draw/scale.js";
import { panelTitles, Series, seriesOf } from "../draw/series.js";
import { colourNames, panelNames } from "../router.js";
import { cssColour } from "../theme.js";
import { controlLanes, zoomTime } from "./control.js";
import { el, fill, panel, say, swatch } from "./dom.js";
import { runChips, runFacts, showFoot, showHead } from "./frame.js";
import { Inspector } from "./inspector.js";
import { JobsPanel } from "./jobs.js";
import { listenToKeys, stepRound } from "./keys.js";
import { Queue } from "./queue.js";

const colourTitles = { job: "job", class: "model", gpus: "GPUs asked for", user: "user", queue: "queue", wait: "time without GPUs", state: "state at the end" };

/** A run: overview, lanes, series, and what is known of a selection. */
export class RunPage {
  constructor(app, { run, engine }) {
    Object.assign(this, { app, run, engine });
    const small = innerWidth < 600;
    this.lanes = new Lanes(run, engine, small ? 360 : Math.max(380, Math.min(640, innerHeight - 400)), `Lanes: which job held which of ${run.gpuCount} GPUs, over time`);
    this.overview = new Overview(run, this.lanes, app.store);
    this.series = new Map();
    this.stack = el("div");
    this.readout = el("div", { class: "readout" });
    this.legend = el("div", { class: "legend body" });
    this.status = el("p", { class: "grow" });
    this.notes = el("div");
    this.inspector = new Inspector(app, run, engine, this.lanes, () => app.store.state.panels.map((name) => this.series.get(name)).filter(Boolean));
    this.queue = new Queue(app, run, engine, this.lanes);
    this.element = el("div", { class: "run" }, el("div", {}, this.notes,
      panel("Overview", "share of GPUs in use (filled), waiting jobs (line); drag to choose a range", null, this.overview.element),
      this.lanesPanel(), this.panelChoice(), this.stack, new JobsPanel(run, (sel) => this.choose(sel, true)).element), el("div", { class: "side" }, this.inspector.element, this.queue.element));
    this.lanes.onBand = (name) => app.store.set({ y: app.store.state.y === name ? null : name });
    this.lanes.onDrawn = () => this.showStatus();
    controlLanes(this.lanes, app.store, (point) => this.pick(point), (point) => this.hover(point), (range) => this.showRange(range));
    this.stops = [engine.listen(() => this.update(app.store.state)), listenToKeys(this)];
    showHead(app, run.name, runFacts(run), runChips(run), { run, chosen: (sel) => this.choose(sel) });
    showFoot(app, [run]);
    this.showNotes();
  }

  leave() { for (const stop of this.stops) stop(); clearInterval(this.timer); }

  lanesPanel() {
    const { app } = this;
    this.colour = el("select", { "aria-label": "Colour by", change: (event) => app.store.set({ color: event.target.value }) },
      colourNames.map((name) => el("option", { value: name }, `colour: ${colourTitles[name]}`)));
    const button = (text, label, act) => el("button", { type: "button", "aria-label": label, title: label, click: act }, text);
    const tools = el("div", { class: "tools" }, this.colour, " ", button("−", "Zoom out", () => zoomTime(this.lanes, app.store, 1 / 0.6)), " ",
      button("+", "Zoom in", () => zoomTime(this.lanes, app.store, 0.6)), " ", button("Fit", "Show the whole run", () => app.store.set({ x: null, y: null })));
    const section = panel("Lanes", "", tools, this.lanes.element, this.readout, this.legend);
    section.querySelector("header .grow").replaceWith(this.status);
    return section;
  }

  panelChoice() {
    this.choices = panelNames.map((name, k) => el("button", { type: "button", "aria-keyshortcuts": String(k + 1), click: () => this.togglePanel(name) }, panelTitles[name][0]));
    return el("p", { class: "legend", role: "group", "aria-label": "Panels" }, "Series: ", this.choices);
  }

  togglePanel(name) {
    const { panels } = this.app.store.state;
    this.app.store.set({ panels: panels.includes(name) ? panels.filter((own) => own !== name) : panelNames.filter((own) => own === name || panels.includes(own)) });
  }

  showNotes() {
    const { about } = this.run;
    const notes = [];
    if (about.state !== "complete") notes.unshift(`The record is cut off: the run was killed or still goes on. What is here is whole up to ${this.lanes.timeText(this.run.to)}.`);
    if (this.run.jobCount === 0) notes.push("This run has no jobs.");
    if (this.run.roundCount === 0) notes.push("This run has no rounds: there is nothing to draw over time.");
    fill(this.notes, notes.map((text) => el("p", { class: "note" }, text)), about.notes.map((text) => el("p", { class: "hint" }, text)));
  }

  showStatus() {
    const { run, engine, lanes } = this;
    const { marks } = this.app;
    if (lanes.drawn && !marks.picture) marks.picture = performance.now();
    if (engine.isExact && !marks.exact && lanes.drawn?.way !== "first") marks.exact = performance.now();
    const way = lanes.drawn?.way;
    const strips = run.about.strips.length;
    let text = way === "exact" ? "exact: every stay" : "exact load; a colour where one job holds at least a quarter";
    if (!engine.isExact) {
      text = engine.source.has(`${run.id}/stays/0`) ? `reading the stays, ${engine.stripsRead} of ${strips} …` : "coarse: this file holds the first picture only";
    }
    if (!run.isWhole) text = `reading the record: ${Math.floor((100 * (run.readTo - run.from)) / (run.to - run.from))} % so far …`;
    if (engine.problem) text = `coarse: ${engine.problem}`;
    this.status.textContent = text;
  }

  update(state) {
    if (!this.element.isConnected) return;
    const { app, lanes } = this;
    this.colour.value = state.color;
    this.showLegend(state);
    lanes.draw(state, app.theme);
    this.overview.draw(state);
    this.showPanels(state);
    this.inspector.update(state);
    this.queue.update(state);
    this.showStatus();
    if (state.t !== this.said) {
      this.said = state.t;
      if (state.t !== null) say(this.momentText(state.t));
    }
  }

  momentText(seconds) {
    const row = this.run.roundAt(seconds);
    return row < 0 ? `${this.lanes.timeText(seconds)}, before the first round` :
      `${this.lanes.timeText(seconds)}, round ${this.run.rounds.label[row]}: ${this.run.rounds.running[row]} running, ${this.run.rounds.waiting[row]} waiting`;
  }

  showLegend(state) {
    const key = [state.color, this.app.theme].join();
    if (key === this.legendKey) return;
    this.legendKey = key;
    const entries = colourLegend(this.run, state.color, this.app.theme).map(([name, colour]) => el("span", {}, swatch(cssColour(colour)), name));
    const grey = el("span", {}, swatch("var(--busy)"), "several jobs, by load");
    const marks = [el("span", {}, hatchSwatch("var(--hatch)"), "free on a node that is partly taken"), el("span", {}, hatchSwatch("var(--share)"), "a share of a GPU")];
    fill(this.legend, state.color === "job" ? el("span", {}, "A colour is one job.") : entries, grey, marks);
  }

  showPanels(state) {
    const key = state.panels.join();
    if (key !== this.panelKey) {
      this.panelKey = key;
      fill(this.stack, state.panels.map((name) => {
        if (!this.series.has(name)) this.series.set(name, new Series(this.run, panelTitles[name][0], (theme) => seriesOf(this.run, name, theme), 96));
        const own = this.series.get(name);
        return panel(panelTitles[name][0], panelTitles[name][1], null, own.element, el("div", { class: "body" }, own.legend, own.words));
      }));
    }
    this.choices.forEach((choice, k) => choice.setAttribute("aria-pressed", String(state.panels.includes(panelNames[k]))));
    for (const name of state.panels) this.series.get(name).draw(state, this.lanes, this.app.theme);
  }

  /** The stays under a point, from the worker; null where they are not read. */
  async probe(point) {
    if (!point || !this.engine.isExact) return null;
    return this.engine.ask("at", { fromGPU: point.gpu, toGPU: point.gpu + 1, seconds: point.seconds });
  }

  async hover(point) {
    this.hovered = point;
    if (!point) {
      this.readout.textContent = "";
      return;
    }
    if (this.isProbing) return;
    this.isProbing = true;
    const stays = await this.probe(point);
    this.isProbing = false;
    if (this.hovered !== point) {
      this.hover(this.hovered);
      return;
    }
    const { run } = this;
    const what = stays === null ? "" : stays.length === 0 ? "free" : stays.map((stay) => this.lanes.stayText(stay)).join("; ");
    fill(this.readout, el("b", {}, `GPU ${point.gpu}`), ` ${run.types[run.typeOf(point.gpu)].name}, node ${run.nodeOf[point.gpu]}, ${this.lanes.timeText(point.seconds)}: `, el("b", {}, what));
    this.readout.title = formatExact(point.seconds);
  }

  async pick(point) {
    const stays = await this.probe(point);
    const sel = stays && stays.length > 0 ? { kind: "job", n: stays[0].job } : { kind: "gpu", n: point.gpu };
    this.app.store.set({ sel, t: Math.round(point.seconds * 1000) / 1000 }, true);
    this.lanes.face.focus({ preventScroll: true });
  }

  /** Chooses what was found: a job also moves the cursor to its arrival, where there is none. */
  choose(sel, isShown = false) {
    const change = { sel };
    if (sel.kind === "job") {
      const { t } = this.app.store.state;
      if (t === null || this.run.presence(sel.n, t) !== "here") change.t = this.run.jobs.firstStart[sel.n] || this.run.jobs.arrival[sel.n];
    }
    this.app.store.set(change, true);
    if (isShown) this.lanes.element.scrollIntoView({ block: "nearest" });
  }

  /** Begins a range at the cursor, or ends it there. */
  markRange() {
    const { t } = this.app.store.state;
    if (t === null) return say("Move the cursor to where the range begins first");
    if (this.rangeFrom === undefined || this.rangeFrom === t) {
      this.rangeFrom = t;
      fill(this.readout, "A range from ", el("b", {}, this.lanes.timeText(t)), ": move the cursor and press r again.");
    } else {
      this.showRange([this.rangeFrom, t].sort((a, b) => a - b));
      this.rangeFrom = undefined;
    }
    return say(this.readout.textContent);
  }

  showRange([from, to]) {
    const { run, lanes } = this;
    const [a, b] = [run.roundAt(from), run.roundAt(to)];
    const use = this.overview.use;
    let sum = 0;
    for (let i = Math.max(0, a); i <= b; i += 1) {
      const end = i + 1 < run.roundCount ? run.rounds.seconds[i + 1] : run.readTo;
      sum += use[i] * Math.max(0, Math.min(to, end) - Math.max(from, run.rounds.seconds[i]));
    }
    const count = (column) => (b < 0 ? 0 : column[b] - (a < 0 ? 0 : column[a]));
    fill(this.readout, el("b", {}, `${lanes.timeText(from)} to ${lanes.timeText(to)}, ${formatSpan(to - from)}: `),
      `${Math.round((1000 * sum) / (to - from)) / 10} % of GPU time in use, ${count(run.rounds.arrived)} jobs arrive, ${count(run.rounds.ended)} end`);
  }

  focusBand() {
    const { state } = this.app.store;
    if (state.y) return this.app.store.set({ y: null });
    const gpu = state.sel?.kind === "gpu" ? state.sel.n : this.inspector.life?.[0]?.gpu ?? 0;
    return this.app.store.set({ y: this.run.types[this.run.typeOf(gpu)].name });
  }

  /** Plays: a round a tenth of a second, until pressed again. */
  play() {
    if (this.timer) {
      clearInterval(this.timer);
      this.timer = null;
    } else {
      this.timer = setInterval(() => stepRound(this.run, this.app.store, 1), 100);
    }
  }
}

function hatchSwatch(colour) {
  const mark = swatch("none");
  mark.style.background = `repeating-linear-gradient(135deg, ${colour} 0 1px, transparent 1px 4px)`;
  return mark;
}
