import { fitCanvas } from "./axis.js";
import { formatSpan } from "./scale.js";
import { themeColour } from "../theme.js";
import { el, say } from "../ui/dom.js";

const scatterTicks = [1, 60, 3600, 86400, 864000, 8640000];

/** Completion times of the same jobs in two runs: log-log, with the diagonal. */
export class Scatter {
  /** `pairs`: [{job, a, b, colour}] in seconds; `picked(job)` hears a click. */
  constructor(names, pairs, picked) {
    Object.assign(this, { names, pairs, picked });
    this.canvas = el("canvas", { class: "face", role: "application", tabindex: "0", "data-keys": true, "aria-label": `Completion times of ${pairs.length} jobs: ${names[0]} across, ${names[1]} up; arrow keys step from who lost most to who won most, Enter chooses; tables follow` });
    this.element = el("div", { class: "plot" }, this.canvas);
    this.canvas.addEventListener("click", (event) => {
      const hit = this.nearest(event);
      if (hit) picked(hit.job);
    });
    this.canvas.addEventListener("pointermove", (event) => {
      const hit = this.nearest(event);
      this.canvas.title = hit ? this.textOf(hit) : "";
    });
    this.byDifference = pairs.slice().sort((p, q) => q.b - q.a - (p.b - p.a) || p.job - q.job);
    this.at = -1;
    this.canvas.addEventListener("keydown", (event) => this.step(event));
  }

  textOf(pair) { return `${pair.label}: ${formatSpan(pair.a)} in ${this.names[0]}, ${formatSpan(pair.b)} in ${this.names[1]}`; }

  /** Arrow keys go from job to job; Enter chooses. */
  step(event) {
    const last = this.byDifference.length - 1;
    const to = { ArrowRight: this.at + 1, ArrowDown: this.at + 1, ArrowLeft: this.at - 1, ArrowUp: this.at - 1, Home: 0, End: last }[event.key];
    if (to === undefined && event.key !== "Enter") return;
    event.preventDefault();
    if (event.key === "Enter") {
      if (this.at >= 0) this.picked(this.byDifference[this.at].job);
      return;
    }
    this.at = Math.max(0, Math.min(last, to));
    if (last < 0) return;
    this.draw();
    say(this.textOf(this.byDifference[this.at]));
  }

  nearest(event) {
    const box = this.canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    let best = null;
    let least = 64;
    for (const pair of this.pairs) {
      const distance = (this.x(pair.a) - x) ** 2 + (this.y(pair.b) - y) ** 2;
      if (distance < least) [best, least] = [pair, distance];
    }
    return best;
  }

  draw() {
    const width = this.element.clientWidth;
    const height = Math.min(420, Math.max(260, width * 0.72));
    const context = fitCanvas(this.canvas, width, height);
    context.clearRect(0, 0, width, height);
    const values = this.pairs.flatMap((p) => [p.a, p.b]).filter((v) => v > 0);
    const [low, high] = [Math.log10(Math.max(1, values.reduce((m, v) => Math.min(m, v), Infinity) || 1)), Math.log10(values.reduce((m, v) => Math.max(m, v), 10))];
    const [left, right, top, bottom] = [58, width - 12, 10, height - 40];
    const part = (v) => (Math.log10(Math.max(1, v)) - low) / (high - low || 1);
    this.x = (v) => left + part(v) * (right - left);
    this.y = (v) => bottom - part(v) * (bottom - top);
    context.strokeStyle = themeColour("line");
    context.fillStyle = themeColour("soft");
    for (const tick of scatterTicks.filter((t) => Math.log10(t) >= low && Math.log10(t) <= high)) {
      context.strokeRect(this.x(tick), top, 0, bottom - top);
      context.strokeRect(left, this.y(tick), right - left, 0);
      context.textAlign = "center";
      context.textBaseline = "top";
      context.fillText(tickText(tick), this.x(tick), bottom + 5);
      context.textAlign = "right";
      context.textBaseline = "middle";
      context.fillText(tickText(tick), left - 6, this.y(tick));
    }
    context.strokeStyle = themeColour("edge");
    context.beginPath();
    context.moveTo(left, bottom);
    context.lineTo(right, top);
    context.stroke();
    context.globalAlpha = 0.6;
    for (const pair of this.pairs) {
      context.fillStyle = pair.colour;
      context.fillRect(this.x(pair.a) - 1.5, this.y(pair.b) - 1.5, 3, 3);
    }
    context.globalAlpha = 1;
    this.drawChosen(context);
    context.fillStyle = themeColour("ink");
    context.textAlign = "right";
    context.textBaseline = "bottom";
    context.fillText(`${this.names[0]} →`, right, height - 4);
    context.textAlign = "left";
    context.textBaseline = "top";
    context.fillText(`↑ ${this.names[1]}`, left + 6, top + 2);
  }

  /** A ring around the job that the keys stand on. */
  drawChosen(context) {
    const pair = this.byDifference[this.at];
    if (!pair) return;
    context.strokeStyle = themeColour("ink");
    context.lineWidth = 2;
    context.beginPath();
    context.arc(this.x(pair.a), this.y(pair.b), 6, 0, 7);
    context.stroke();
    context.lineWidth = 1;
  }
}

function tickText(seconds) { return seconds < 60 ? "1 s" : seconds < 3600 ? "1 min" : seconds < 86400 ? "1 h" : `${seconds / 86400} d`; }
