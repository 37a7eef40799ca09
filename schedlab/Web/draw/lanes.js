import { drawTimeAxis, fitCanvas } from "./axis.js";
import { TimeMean } from "./columns.js";
import { extentOf, gpuAt, keepWithin, layOut } from "./layout.js";
import { formatShare, formatSpan, formatTime, timeUnit } from "./scale.js";
import { cssColour, nameColours, orderColours, packedColour, spread, themeColour } from "../theme.js";
import { el, fill } from "../ui/dom.js";

const axisHeight = 26;

/** The left margin that every panel of a page shares. */
export function marginLeft() { return innerWidth < 600 ? 64 : 104; }

const categoryNames = ["resnet", "vgg", "inception", "transformer", "language_model", "recommendation", "cyclegan", "other"];
const waitLimits = [60, 600, 3600, 21600, 86400, Infinity];

/** A way of colouring: [a job's place in the list, the list, the colour of a place]. */
function colouring(run, way, theme) {
  const names = nameColours(theme);
  const ordered = orderColours(theme, 6);
  const { jobs, about } = run;
  const named = (k) => names[k % 24];
  const said = (texts) => texts.map((text) => text || "not said");
  const size = (n) => (jobs.milli[n] < 1000 ? 0 : Math.min(5, 1 + Math.floor(Math.log2(Math.max(1, run.classOf(n).gpus)))));
  return {
    class: [(n) => categoryNames.indexOf(run.classOf(n).category), categoryNames.map((name) => name.replace("_", " ")), (k) => named(k * 2)],
    gpus: [size, ["share of a GPU", "1", "2 to 3", "4 to 7", "8 to 15", "16 and more"], (k) => ordered[k]],
    wait: [(n) => waitLimits.findIndex((limit) => jobs.wait[n] < limit), ["< 1 min", "< 10 min", "< 1 h", "< 6 h", "< 1 d", "1 d and more"], (k) => ordered[k]],
    state: [(n) => jobs.state[n], ["waiting", "running", "completed", "given up"], (k) => names[[2, 14, 8, 20][k]]],
    user: [(n) => jobs.user[n], said(about.users), named], queue: [(n) => jobs.queue[n], said(about.queues), named]
  }[way] ?? [spread, [], named];
}

/** A colour by job for a way of colouring: Uint32Array of 0xAABBGGRR. */
export function jobColours(run, way, theme) {
  const [place, , colour] = colouring(run, way, theme);
  const colours = new Uint32Array(run.jobCount);
  for (let n = 0; n < run.jobCount; n += 1) colours[n] = colour(place(n));
  return colours;
}

/** What colours mean: [text, colour] for the legend; none for jobs. */
export function colourLegend(run, way, theme) {
  const [, texts, colour] = colouring(run, way, theme);
  return texts.slice(0, 24).map((text, k) => [text, colour(k)])
    .filter((_, k) => way !== "class" || run.about.classes.some((own) => own.category === categoryNames[k]));
}

/** The picture of who ran where: GPUs by band x time. */
export class Lanes {
  constructor(run, engine, height, title) {
    this.run = run;
    this.engine = engine;
    this.height = height;
    this.face = el("canvas", { class: "face", role: "img", "aria-label": title, tabindex: "0" });
    this.over = el("canvas", { "aria-hidden": "true" });
    this.over.style.pointerEvents = "none";
    this.labels = el("div", { class: "bands" });
    this.image = el("canvas", { "aria-hidden": "true" });
    this.frame = el("div", { class: "view" }, this.image);
    this.element = el("div", { class: "plot lanes" }, this.face, this.frame, this.over, this.labels);
    this.means = run.bands.map((band) => new TimeMean(run.rounds.seconds, run.rounds[`used/${band.type}`], run.readTo));
    this.drawn = null;
    this.isBusy = false;
    this.isStale = false;
    this.life = [];
    this.lit = [];
    this.onBand = () => {};
    new ResizeObserver(() => { if (this.state && this.drawn && this.isMoving()) this.draw(this.state, this.theme); }).observe(this.element);
    this.onDrawn = () => {};
  }

  range(state) {
    const { run } = this;
    if (!state.x) return [run.from, Math.max(run.to, run.from + 1)];
    return keepWithin(state.x, run.from, Math.max(run.to, run.from + 1), Math.max(1, run.length / 20000));
  }

  /** The visible range of GPUs, or null for all. */
  rows(state) {
    if (typeof state.y === "string") {
      const band = this.run.bands.find((b) => b.name === state.y);
      return band ? [band.firstGPU, band.firstGPU + band.gpuCount] : null;
    }
    return state.y ? keepWithin(state.y, 0, this.run.gpuCount, Math.min(2, this.run.gpuCount)) : null;
  }

  /** The view of a state in device pixels, as the worker draws it. */
  view(state) {
    const ratio = devicePixelRatio || 1;
    const width = Math.max(8, Math.round((this.element.clientWidth - marginLeft() - 10) * ratio));
    const height = Math.round((this.height - axisHeight) * ratio);
    const [from, to] = this.range(state);
    this.placed = layOut(this.run.bands, this.rows(state), this.height - axisHeight);
    const bands = this.placed.map((b) => ({ ...b, top: Math.round(b.top * ratio), bottom: Math.round(b.bottom * ratio) }));
    return { width, height, from, to, bands };
  }

  /** Brings the picture up to a state; a moved cursor asks for no new one. */
  async draw(state, theme) {
    this.state = state;
    this.theme = theme;
    if (!this.element.isConnected) return;
    const key = this.pictureKey();
    if (this.isBusy) {
      this.isStale = key !== this.askedKey;
      this.paint();
      return;
    }
    if (key === this.drawn?.key) {
      this.paintOver();
      this.placeLabels();
      return;
    }
    this.isBusy = true;
    this.askedKey = key;
    try {
      await this.setTones(state, theme);
      const view = this.view(state);
      const { pixels, way, stays } = await this.engine.ask("draw", view);
      if (this.image.width !== view.width || this.image.height !== view.height) [this.image.width, this.image.height] = [view.width, view.height];
      const data = new ImageData(new Uint8ClampedArray(pixels.buffer), view.width, view.height);
      this.image.getContext("2d").putImageData(data, 0, 0);
      this.drawn = { view, way, stays, key, rows: JSON.stringify(this.rows(state)) };
      this.paint();
      this.onDrawn(this);
    } finally {
      this.isBusy = false;
      if (this.isStale) {
        this.isStale = false;
        this.draw(this.state, this.theme);
      }
    }
  }

  /** All that the picture depends on. */
  pictureKey() {
    const { state, engine } = this;
    const chosen = state.sel?.kind === "job" ? state.sel.n : -1;
    return JSON.stringify([this.range(state), this.rows(state), this.element.clientWidth, this.height, devicePixelRatio, this.theme, state.color, chosen,
      engine.stripsRead, engine.isExact, engine.hasFirst]);
  }

  async setTones(state, theme) {
    const chosen = state.sel && state.sel.kind === "job" ? state.sel.n : -1;
    const key = [theme, state.color, chosen].join();
    if (this.toneKey === key && this.engine.toneOwner === this) return;
    this.toneKey = key;
    this.engine.toneOwner = this;
    this.colours = jobColours(this.run, state.color, theme);
    await this.engine.ask("tones", {
      idle: packedColour(themeColour("idle")), busy: packedColour(themeColour("busy")), gap: 0,
      hatch: packedColour(themeColour("hatch")), share: packedColour(themeColour("share")), jobs: this.colours, chosen
    });
  }

  /** The pixel of a time in the page's pixels. */
  pixel(seconds) {
    const [from, to] = this.range(this.state);
    return marginLeft() + ((seconds - from) / (to - from)) * this.plotWidth();
  }

  plotWidth() { return this.element.clientWidth - marginLeft() - 10; }

  /** The time and GPU under a point of the element, or null beside the picture. */
  pointAt(x, y) {
    const [from, to] = this.range(this.state);
    const part = (x - marginLeft()) / this.plotWidth();
    if (part < 0 || part >= 1 || y < 0 || y >= this.height - axisHeight || !this.placed) return null;
    const gpu = gpuAt(this.placed, y);
    return { seconds: from + part * (to - from), gpu: Math.floor(gpu), gpuPart: gpu };
  }

  /** Shows the last picture, stretched where the view has moved on, and what lies under and over it. */
  paint() {
    const width = this.element.clientWidth;
    const [from, to] = this.range(this.state);
    this.placed = layOut(this.run.bands, this.rows(this.state), this.height - axisHeight);
    const context = fitCanvas(this.face, width, this.height);
    context.fillStyle = themeColour("panel");
    context.fillRect(0, 0, width, this.height);
    context.strokeStyle = themeColour("line");
    for (const band of this.placed) context.strokeRect(marginLeft() - 0.5, band.top - 0.5, this.plotWidth() + 1, band.bottom - band.top + 1);
    drawTimeAxis(context, marginLeft(), this.plotWidth(), this.height - axisHeight, from, to);
    this.placeImage();
    this.paintOver();
    this.placeLabels();
  }

  /** The browser stretches the picture: pixels are copied only when the worker sends new ones. */
  placeImage() {
    const place = (element, values) => {
      for (const [name, value] of Object.entries(values)) if (element.style[name] !== value) element.style[name] = value;
    };
    place(this.frame, { left: `${marginLeft()}px`, width: `${this.plotWidth()}px`, height: `${this.height - axisHeight}px` });
    if (!this.drawn) return;
    const left = this.pixel(this.drawn.view.from);
    place(this.image, { left: `${left - marginLeft()}px`, width: `${this.pixel(this.drawn.view.to) - left}px`, height: `${this.height - axisHeight}px` });
  }

  paintOver() {
    const context = fitCanvas(this.over, this.element.clientWidth, this.height);
    context.clearRect(0, 0, this.element.clientWidth, this.height);
    context.save();
    context.beginPath();
    context.rect(marginLeft(), 0, this.plotWidth(), this.height - axisHeight);
    context.clip();
    if (this.drawn && !this.isMoving()) this.paintStays(context);
    this.paintLit(context);
    this.paintChosen(context);
    this.paintWindow(context);
    this.paintUnread(context);
    context.restore();
    if (this.state.t !== null) {
      const x = Math.round(this.pixel(this.state.t)) + 0.5;
      if (x >= marginLeft() && x <= marginLeft() + this.plotWidth()) {
        context.strokeStyle = themeColour("cursor");
        context.beginPath();
        context.moveTo(x, 0);
        context.lineTo(x, this.height - axisHeight + 5);
        context.stroke();
      }
    }
  }

  /** Hatches the time that the server has not read yet. */
  paintUnread(context) {
    if (this.run.isWhole) return;
    const [left, bottom] = [this.pixel(this.run.readTo), this.height - axisHeight];
    const room = marginLeft() + this.plotWidth() - left;
    context.fillStyle = themeColour("panel");
    context.fillRect(left, 0, room, bottom);
    context.fillStyle = themeColour("line");
    for (let y = 0; y < bottom; y += 6) context.fillRect(left, y, room, 1);
  }

  isMoving() {
    const { view, rows } = this.drawn;
    const [from, to] = this.range(this.state);
    return view.width !== this.view(this.state).width || view.from !== from || view.to !== to || rows !== JSON.stringify(this.rows(this.state));
  }

  /** Borders between stays, and the job's id where there is room. */
  paintStays(context) {
    context.textBaseline = "middle";
    context.textAlign = "left";
    for (const stay of this.drawn.stays) {
      const [x0, x1] = [this.pixel(stay.from), this.pixel(stay.to)];
      const extent = extentOf(this.placed, stay.gpu, 1);
      if (!extent) continue;
      const [top, bottom] = extent;
      context.fillStyle = themeColour("panel");
      if (!stay.goesOn && x1 - x0 > 2) context.fillRect(Math.round(x0), top, 1, bottom - top);
      if (x1 - x0 < 30 || bottom - top < 12) continue;
      const seen = Math.max(x0, marginLeft());
      const text = String(this.run.jobs.id[stay.job]);
      const size = context.measureText(text).width;
      if (Math.min(x1, marginLeft() + this.plotWidth()) - seen < size + 6) continue;
      const middle = (top + bottom) / 2;
      context.globalAlpha = 0.82;
      context.fillRect(seen + 2, middle - 7, size + 4, 14);
      context.globalAlpha = 1;
      context.fillStyle = themeColour("ink");
      context.fillText(text, seen + 4, middle + 0.5);
    }
  }

  /** GPUs that light up: nodes that could take a job. */
  paintLit(context) {
    context.fillStyle = themeColour("accent");
    for (const [first, count] of this.lit) {
      const extent = extentOf(this.placed, first, count);
      if (extent) context.fillRect(marginLeft(), extent[0], 5, Math.max(1.5, extent[1] - extent[0]));
    }
  }

  /** Every stay of the chosen job, exact, at least a pixel; a frame around a chosen GPU or node. */
  paintChosen(context) {
    const { sel } = this.state;
    if (!sel) return;
    if (sel.kind === "job") {
      context.fillStyle = cssColour(this.colours ? this.colours[sel.n] : 0);
      for (const stay of this.life) {
        const extent = extentOf(this.placed, stay.gpu, 1);
        if (!extent) continue;
        const x = this.pixel(stay.from);
        context.fillRect(x, extent[0], Math.max(1, this.pixel(stay.to) - x), Math.max(1.5, extent[1] - extent[0] - 0.5));
      }
    } else if (sel.kind === "gpu" || sel.kind === "node") {
      const first = sel.kind === "gpu" ? sel.n : this.run.nodeOf.indexOf(sel.n);
      const count = sel.kind === "gpu" ? 1 : this.run.nodeSize[first];
      const extent = first < 0 ? null : extentOf(this.placed, first, count);
      if (!extent) return;
      const [top, bottom] = extent;
      context.strokeStyle = themeColour("ink");
      context.strokeRect(marginLeft() + 0.5, top - 0.5, this.plotWidth() - 1, Math.max(3, bottom - top + 1));
    }
  }

  paintWindow(context) {
    const { window } = this.run.about;
    if (!window) return;
    context.strokeStyle = themeColour("window");
    context.setLineDash([4, 4]);
    for (const seconds of [window.fromSeconds, window.toSeconds]) {
      const x = Math.round(this.pixel(seconds)) + 0.5;
      context.beginPath();
      context.moveTo(x, 0);
      context.lineTo(x, this.height);
      context.stroke();
    }
    context.setLineDash([]);
  }

  /** Names of the bands, and how much of each is in use at the cursor or, without one, on average. */
  placeLabels() {
    const { run, state } = this;
    const row = state.t === null ? -1 : run.roundAt(state.t);
    const [from, to] = this.range(state);
    const texts = this.placed.map((place) => {
      const band = run.bands[place.band];
      const used = row >= 0 ? run.rounds[`used/${band.type}`][row] : this.means[place.band].mean(from, to);
      const share = used / 1000 / band.gpuCount;
      return { place, band, text: `${formatShare(share)}${row >= 0 ? "" : " mean"}` };
    });
    const key = JSON.stringify(texts.map((t) => [t.place.band, t.place.top, t.place.bottom]));
    if (key !== this.labelKey) {
      this.labelKey = key;
      this.labels.style.width = `${marginLeft() - 4}px`;
      fill(this.labels, texts.map(({ place, band }) => {
        const button = el("button", { type: "button", title: `${band.gpuCount} GPUs of ${band.name}: show these alone, or all again`,
          click: () => this.onBand(band.name) }, el("b", {}, band.name), place.bottom - place.top >= 30 ? el("span") : null);
        button.style.top = `${place.top}px`;
        button.style.height = `${Math.max(14, place.bottom - place.top)}px`;
        return button;
      }));
    }
    texts.forEach(({ text }, i) => {
      const place = this.labels.children[i].querySelector("span");
      if (place && place.textContent !== text) place.textContent = text;
    });
  }

  timeText(seconds) {
    const [from, to] = this.state ? this.range(this.state) : [this.run.from, this.run.to];
    const unit = timeUnit(to - from);
    return `${formatTime(seconds, (to - from) / 500, unit)} ${unit.short}`;
  }

  stayText(stay) {
    const share = stay.milli < 1000 ? `, ${stay.milli / 10} % of the GPU` : "";
    return `${this.run.label(stay.job)}${share}, since ${this.timeText(stay.from)} for ${formatSpan(stay.to - stay.from)}`;
  }
}
