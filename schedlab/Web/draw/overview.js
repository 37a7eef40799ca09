import { drawTimeAxis, fitCanvas } from "./axis.js";
import { bandColumns } from "./columns.js";
import { marginLeft } from "./lanes.js";
import { robustTop } from "./scale.js";
import { themeColour } from "../theme.js";
import { el } from "../ui/dom.js";

const overviewHeight = 84;

/** The whole run: share of GPUs in use, waiting jobs, the measured window, and a brush for the range in view. */
export class Overview {
  constructor(run, lanes, store) {
    this.run = run;
    this.lanes = lanes;
    this.store = store;
    this.canvas = el("canvas", { class: "face", role: "slider", tabindex: "0", "data-keys": true, "aria-label": "Range of time in view",
      "aria-valuemin": Math.floor(run.from), "aria-valuemax": Math.ceil(run.to) });
    this.element = el("div", { class: "plot" }, this.canvas);
    this.use = new Float64Array(run.roundCount);
    for (const band of run.bands) {
      const used = run.rounds[`used/${band.type}`];
      for (let i = 0; i < run.roundCount; i += 1) this.use[i] += used[i] / 1000 / run.gpuCount;
    }
    this.waiting = Float64Array.from(run.rounds.waiting);
    this.top = robustTop(this.waiting).top;
    this.still = document.createElement("canvas");
    this.listen();
  }

  time(x) {
    const room = this.element.clientWidth - marginLeft() - 10;
    return this.run.from + Math.min(1, Math.max(0, (x - marginLeft()) / room)) * (this.run.to - this.run.from);
  }

  listen() {
    let start = null;
    const at = (event) => event.clientX - this.canvas.getBoundingClientRect().left;
    this.canvas.addEventListener("pointerdown", (event) => {
      start = at(event);
      this.canvas.setPointerCapture(event.pointerId);
    });
    this.canvas.addEventListener("pointermove", (event) => {
      if (start === null || Math.abs(at(event) - start) < 4) return;
      const ends = [this.time(start), this.time(at(event))].sort((a, b) => a - b);
      this.store.set({ x: this.lanes.range({ x: ends }) });
    });
    this.canvas.addEventListener("pointerup", (event) => {
      if (start !== null && Math.abs(at(event) - start) < 4) {
        const [from, to] = this.lanes.range(this.store.state);
        const middle = this.time(start);
        if (this.store.state.x) this.store.set({ x: this.lanes.range({ x: shifted(this.run, middle - (to - from) / 2, to - from) }), t: middle });
        else this.store.set({ t: middle });
      }
      start = null;
    });
    this.canvas.addEventListener("keydown", (event) => {
      const [from, to] = this.lanes.range(this.store.state);
      const part = { ArrowLeft: -0.1, ArrowDown: -0.1, ArrowRight: 0.1, ArrowUp: 0.1, Home: -Infinity, End: Infinity }[event.key];
      if (part === undefined || !this.store.state.x) return;
      event.preventDefault();
      this.store.set({ x: shifted(this.run, from + (to - from) * part, to - from) });
    });
    this.canvas.addEventListener("dblclick", () => this.store.set({ x: null, y: null }));
  }

  draw(state) {
    const width = this.element.clientWidth;
    const [left, room, top, bottom] = [marginLeft(), width - marginLeft() - 10, 4, overviewHeight - 26];
    this.drawStill(width, left, room, top, bottom);
    const context = fitCanvas(this.canvas, width, overviewHeight);
    context.clearRect(0, 0, width, overviewHeight);
    context.drawImage(this.still, 0, 0, width, overviewHeight);
    this.drawRange(context, state, left, room, top, bottom);
    const [from, to] = this.lanes.range(state);
    this.canvas.setAttribute("aria-valuenow", String(Math.round((from + to) / 2)));
    this.canvas.setAttribute("aria-valuetext", `${this.lanes.timeText(from)} to ${this.lanes.timeText(to)}`);
  }

  /** What no state changes: drawn once for a width and a theme. */
  drawStill(width, left, room, top, bottom) {
    const { run } = this;
    const key = [width, devicePixelRatio, document.documentElement.dataset.theme].join();
    if (key === this.stillKey) return;
    this.stillKey = key;
    const context = fitCanvas(this.still, width, overviewHeight);
    context.clearRect(0, 0, width, overviewHeight);
    const columns = Math.max(1, Math.round(room));
    const use = bandColumns(run.rounds.seconds, this.use, run.readTo, run.from, run.to, columns);
    const waiting = bandColumns(run.rounds.seconds, this.waiting, run.readTo, run.from, run.to, columns);
    context.fillStyle = themeColour("idle");
    context.fillRect(left, top, room, bottom - top);
    context.fillStyle = themeColour("busy");
    for (let x = 0; x < columns; x += 1) {
      const height = use.mean[x] * (bottom - top);
      if (height > 0) context.fillRect(left + x, bottom - height, 1, height);
    }
    context.strokeStyle = themeColour("ink");
    context.lineWidth = 1.4;
    context.beginPath();
    for (let x = 0; x < columns; x += 1) context.lineTo(left + x + 0.5, bottom - (Math.min(waiting.mean[x] || 0, this.top) / this.top) * (bottom - top));
    context.stroke();
    context.textAlign = "left";
    drawTimeAxis(context, left, room, bottom, run.from, run.to);
  }

  drawRange(context, state, left, room, top, bottom) {
    const { run } = this;
    const place = (seconds) => left + ((seconds - run.from) / (run.to - run.from || 1)) * room;
    const { window } = run.about;
    if (window) {
      context.fillStyle = themeColour("window");
      context.fillRect(place(window.fromSeconds), bottom - 3, place(window.toSeconds) - place(window.fromSeconds), 3);
    }
    const [from, to] = this.lanes.range(state);
    if (state.x) {
      context.globalAlpha = 0.68;
      context.fillStyle = themeColour("page");
      context.fillRect(left, top, place(from) - left, bottom - top);
      context.fillRect(place(to), top, left + room - place(to), bottom - top);
      context.globalAlpha = 1;
      context.strokeStyle = themeColour("accent");
      context.lineWidth = 2;
      context.strokeRect(place(from), top, Math.max(2, place(to) - place(from)), bottom - top);
    }
    if (state.t !== null) {
      context.fillStyle = themeColour("cursor");
      context.fillRect(Math.round(place(state.t)), top, 1, bottom - top);
    }
  }
}

/** A range of a length from a beginning, kept inside the run. */
export function shifted(run, from, length) {
  const start = Math.max(run.from, Math.min(run.to - length, from));
  return [start, start + length];
}
