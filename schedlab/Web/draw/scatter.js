import { fitCanvas } from "./axis.js";
import { formatSpan } from "./scale.js";
import { themeColour } from "../theme.js";
import { el } from "../ui/dom.js";

const scatterTicks = [1, 60, 3600, 86400, 864000, 8640000];

/** Completion times of the same jobs in two runs: log-log, with the diagonal. */
export class Scatter {
  /** `pairs`: [{job, a, b, colour}] in seconds; `picked(job)` hears a click. */
  constructor(names, pairs, picked) {
    Object.assign(this, { names, pairs, picked });
    this.canvas = el("canvas", { class: "face", role: "img", "aria-label": `Completion times of ${pairs.length} jobs: ${names[0]} across, ${names[1]} up; the table beside tells the largest differences` });
    this.element = el("div", { class: "plot" }, this.canvas);
    this.canvas.addEventListener("click", (event) => {
      const hit = this.nearest(event);
      if (hit) picked(hit.job);
    });
    this.canvas.addEventListener("pointermove", (event) => {
      const hit = this.nearest(event);
      this.canvas.title = hit ? `${hit.label}: ${formatSpan(hit.a)} in ${names[0]}, ${formatSpan(hit.b)} in ${names[1]}` : "";
    });
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
    context.fillStyle = themeColour("ink");
    context.textAlign = "right";
    context.textBaseline = "bottom";
    context.fillText(`${this.names[0]} →`, right, height - 4);
    context.textAlign = "left";
    context.textBaseline = "top";
    context.fillText(`↑ ${this.names[1]}`, left + 6, top + 2);
  }
}

function tickText(seconds) { return seconds < 60 ? "1 s" : seconds < 3600 ? "1 min" : seconds < 86400 ? "1 h" : `${seconds / 86400} d`; }
