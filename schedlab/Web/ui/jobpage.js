import { drawTimeAxis, fitCanvas } from "../draw/axis.js";
import { formatExact, formatMoment, formatNumber, formatShare, formatSpan } from "../draw/scale.js";
import { themeColour } from "../theme.js";
import { command, el, fill, panel, swatch } from "./dom.js";
import { runChips, showFoot, showHead } from "./frame.js";
import { whyTable } from "./inspector.js";
import { completionOf, gpusText, stretchesOf } from "./life.js";
import { table } from "./table.js";

const partColours = { ideal: "ideal", waiting: "waiting", slowerType: "slower", spanning: "spanning", moving: "moving", sharing: "sharing", other: "other" };
const lifeHeight = 96;

/** A job's whole life: where its time went, where it was, and every decision that the page carries. */
export class JobPage {
  constructor(app, { run, engine }, job) {
    if (job >= run.jobCount) throw new Error(`run ${run.name} has no job number ${job}; it has ${formatNumber(run.jobCount)}, from 0`);
    Object.assign(this, { app, run, engine, job });
    this.canvas = el("canvas", { class: "face", role: "img", "aria-label": "Types of GPU that the job had, over time; a table follows" });
    this.plot = el("div", { class: "plot" }, this.canvas);
    this.lifeBody = el("div", { class: "body" });
    this.decisions = el("div", { class: "body" });
    const own = run.classOf(job);
    this.element = el("div", {}, el("p", {}, el("a", { href: `#/run/${run.id}?sel=job:${job}&t=${run.jobs.firstStart[job] || run.jobs.arrival[job]}` }, "← in the lanes")),
      this.completion(), panel("Life", "", null, this.plot, this.lifeBody), panel("Decisions", "by the engine that explain uses", null, this.decisions));
    const fact = (name, value) => el("span", {}, `${name} `, el("b", {}, value));
    showHead(app, run.label(job), [fact("run", run.name), fact("model", own.model), fact("asks for", run.wants(job)),
      fact("state", ["waiting", "running", "completed", "given up"][run.jobs.state[job]]),
      fact("moves", formatNumber(run.jobs.moves[job])), fact("preemptions", formatNumber(run.jobs.preemptions[job]))], runChips(run),
    { run, chosen: (sel) => { location.hash = sel.kind === "job" ? `#/run/${run.id}/job/${sel.n}` : `#/run/${run.id}?sel=${sel.kind}:${sel.n}`; } });
    showFoot(app, [run]);
    this.stop = engine.listen(() => this.readLife());
    this.readLife();
    this.readDecisions();
  }

  leave() { this.stop(); }

  completion() {
    const { run, job } = this;
    const { total, parts } = completionOf(run, job);
    const isOver = !Number.isNaN(run.jobs.end[job]);
    const bar = el("div", { class: "bar", role: "img", "aria-label": parts.map((p) => `${p.name} ${formatSpan(p.seconds)}`).join(", ") }, parts.filter((p) => p.seconds > 0).map((part) => {
      const piece = el("div", { title: `${part.name}: ${formatSpan(part.seconds)}` });
      piece.style.background = `var(--bar-${partColours[part.key]})`;
      piece.style.flexGrow = String(part.seconds);
      return piece;
    }));
    const rows = [...parts, { name: "together", why: isOver ? "from arrival to end" : "from arrival to the end of the record", seconds: parts.reduce((sum, p) => sum + p.seconds, 0) }];
    const has = (key) => parts.some((part) => part.key === key);
    const speeds = has("ideal") ? null : el("p", { class: "soft" }, has("slowerType") ?
      "It worked across more nodes than it needs and is not over: how much of its work is done is not known, and stands under “other”." :
      "The record does not know this job's speeds: its time with GPUs is not taken apart.");
    return panel(isOver ? `Completion time ${formatSpan(total)}` : `In the cluster for ${formatSpan(total)}, not over`, "where it went", null, el("div", { class: "body" }, bar, speeds,
      table("Completion time taken apart", [
        { name: "Part", text: (p) => el("span", {}, p.key ? swatch(`var(--bar-${partColours[p.key]})`) : null, p.name) },
        { name: "Time", isNumber: true, text: (p) => { const cell = el("span", { title: formatExact(p.seconds) }, formatSpan(p.seconds)); cell.dataset.seconds = p.seconds; return cell; } },
        { name: "Share", isNumber: true, text: (p) => formatShare(p.seconds / (total || 1)) }, { name: "What it is", text: (p) => p.why }], rows)));
  }

  timeText(seconds) { return formatMoment(seconds, this.run.length); }

  async readLife() {
    const { run, job, engine } = this;
    if (!engine.isExact) {
      const isComing = engine.source.has(`${run.id}/stays/0`);
      const told = isComing ? null : await this.app.source.story(run.id, job);
      if (told?.history) return this.showHistory(told.history);
      fill(this.lifeBody, el("p", { class: "soft" }, engine.problem || (isComing ? "Reading the stays …" : "This file does not hold the exact stays; schedlab serve and a larger --max-size do.")));
      return;
    }
    if (this.stretches) return;
    this.stretches = stretchesOf(run, job, await engine.ask("life", { job }));
    const shown = this.stretches.slice(0, 500);
    fill(this.lifeBody, el("div", { class: "scroll", tabindex: "0" }, table("Stretches of waiting and running", [
      { name: "From", text: (s) => el("a", { href: `#/run/${run.id}?sel=job:${job}&t=${s.from}`, title: formatExact(s.from) }, this.timeText(s.from)), value: (s) => s.from },
      { name: "For", isNumber: true, text: (s) => formatSpan(s.to - s.from), value: (s) => s.to - s.from },
      { name: "What", text: (s) => (s.what === "waits" ? "waits" : `on ${gpusText(run, s.gpus)}`) }], shown)),
    shown.length < this.stretches.length ? el("p", { class: "soft" }, `The first 500 of ${formatNumber(this.stretches.length)}; all: `, command(`schedlab explain ${run.about.path} --job ${run.jobs.id[job]}`)) : null);
    this.draw();
  }

  /** Without stays: what the file tells of its life in words. */
  showHistory(steps) {
    fill(this.lifeBody, el("div", { class: "scroll", tabindex: "0" }, table("What happened", [
      { name: "At", text: (s) => this.timeText(s.seconds) }, { name: "Round", isNumber: true, text: (s) => String(s.round) },
      { name: "What", text: (s) => s.what }, { name: "Where", text: (s) => [s.type, s.gpus && `GPU ${s.gpus}`].filter(Boolean).join(", ") }], steps)));
  }

  async readDecisions() {
    const { run, job, app } = this;
    const ask = command(`schedlab explain ${run.about.path} --job ${run.jobs.id[job]}`);
    try {
      const told = await app.source.story(run.id, job);
      if (!told) {
        fill(this.decisions, el("div", { class: "note" }, run.about.lacks.includes("reasons") ? "This record keeps no reasons (run --reasons all keeps them). Its life can be asked for with" :
          "This file carries the decisions of other jobs only (--jobs chooses). Ask for these with", ask));
        return;
      }
      fill(this.decisions, told.decisions.length === 0 ? el("p", { class: "soft" }, "No decision is known.") : told.decisions.map((why) => el("details", {},
        el("summary", {}, `Round ${why.round}, ${this.timeText(why.seconds)}: ${why.state}`), whyTable(run, why, null))));
      const first = this.decisions.querySelector("details");
      if (first) first.open = true;
    } catch (error) {
      fill(this.decisions, el("p", { class: "note", role: "alert" }, error.message));
    }
  }

  /** One row a type, and one for waiting. */
  draw() {
    const { run, job, stretches } = this;
    if (!stretches || !this.element.isConnected) return;
    const width = this.plot.clientWidth;
    const left = innerWidth < 600 ? 64 : 104;
    const rows = ["waits", ...run.bands.map((band) => band.name)];
    const step = 20;
    const height = rows.length * step + 30;
    const context = fitCanvas(this.canvas, width, Math.max(lifeHeight, height));
    context.clearRect(0, 0, width, height);
    const from = run.jobs.arrival[job];
    const to = Number.isNaN(run.jobs.end[job]) ? run.readTo : run.jobs.end[job];
    const room = width - left - 10;
    const place = (seconds) => left + ((seconds - from) / (to - from || 1)) * room;
    context.textBaseline = "middle";
    rows.forEach((name, i) => {
      context.fillStyle = themeColour("soft");
      context.textAlign = "left";
      context.fillText(name, 10, 6 + i * step + step / 2);
      context.fillStyle = themeColour("line");
      context.fillRect(left, 6 + i * step + step - 1, room, 1);
    });
    for (const stretch of stretches) {
      const used = stretch.what === "waits" ? [0] : [...new Set(stretch.gpus.map((gpu) => 1 + run.bands.findIndex((band) => band.type === run.typeOf(gpu))))];
      for (const row of used) {
        context.fillStyle = row === 0 ? themeColour("bar-waiting") : themeColour(`type-${run.bands[row - 1].type % 6}`);
        context.fillRect(place(stretch.from), 6 + row * step + 3, Math.max(1, place(stretch.to) - place(stretch.from)), step - 7);
      }
    }
    drawTimeAxis(context, left, room, rows.length * step + 8, from, Math.max(to, from + 1));
  }

  update() { this.draw(); }
}
