import { drawTimeAxis, drawValueAxis, fitCanvas, valueTicks } from "./axis.js";
import { bandColumns, constantValue, lastBefore, scaled, TimeMean, timesWhere } from "./columns.js";
import { marginLeft } from "./lanes.js";
import { formatMoment, formatNumber, formatShare, robustTop } from "./scale.js";
import { cssColour, nameColours, orderColours, themeColour } from "../theme.js";
import { el, fill, swatch } from "../ui/dom.js";

export const panelTitles = {
  use: ["GPUs in use", "share of each type"], waiting: ["Waiting jobs", "by GPUs that they ask for"],
  prices: ["Prices", "of one more GPU of a type, by the policy's program"],
  fragmentation: ["Free GPUs", "by what keeps them from use, in GPUs"],
  startable: ["Could start now", "jobs of so many GPUs on one node, all at once"], moves: ["Moves and preemptions", "a round"]
};

const causeTexts = {
  lackOfBoth: "CPUs and GPUs too few", lackOfGPU: "GPUs too few", usable: "usable", lackOfCPU: "CPUs too few", noGPUWanted: "no GPU wanted",
  noGPUWantedNorFit: "no GPU wanted, nor room", noAccess: "no access"
};

/** The lines of a panel of a run: [{name, values, colour}] and whether they are shares. */
export function seriesOf(run, name, theme) {
  const { rounds, roundHeader: header } = run;
  const types = (prefix, divisor) => run.bands.filter((band) => rounds[`${prefix}/${band.type}`]).map((band) => ({
    name: band.name, values: scaled(rounds[`${prefix}/${band.type}`], divisor(band)), colour: themeColour(`type-${band.type % 6}`)
  }));
  if (name === "use") return { isShare: true, lines: types("used", (band) => 1000 * band.gpuCount), words: scarceWords(run, "used", "full", (band, value) => value >= 1000 * band.gpuCount) };
  if (name === "prices") return { lines: types("price", () => 1), empty: "This policy tells no prices", words: scarceWords(run, "price", "scarce", (_, value) => value > 1e-9) };
  if (name === "waiting") return { lines: sizeLines(run, header.waitingSizes, theme) };
  if (name === "startable") {
    const colours = orderColours(theme, header.startableSizes.length);
    return { lines: header.startableSizes.map((size, i) => line(`${size} GPU${size > 1 ? "s" : ""}`, rounds[`startable/${i}`], 1, cssColour(colours[i]))) };
  }
  if (name === "fragmentation") {
    const colours = nameColours(theme);
    return { lines: header.causes.map((cause, i) => line(causeTexts[cause] ?? cause, rounds[`fragmentation/${i}`], 1000, cssColour(colours[(i * 6) % 24])))
      .filter((l) => l.values.some((v) => v > 0)) };
  }
  const [moved, preempted] = [themeColour("bar-moving"), themeColour("bar-sharing")];
  return { lines: [line("moves", rounds.moves, 1, moved), line("preemptions", rounds.preemptions, 1, preempted)] };
}

/** Which types were full or scarce, since when, and how much of the time; the most wanted first. */
function scarceWords(run, prefix, word, isTrue) {
  const moment = (seconds) => formatMoment(seconds, run.length);
  const told = run.bands.filter((band) => run.rounds[`${prefix}/${band.type}`]).map((band) => {
    const column = run.rounds[`${prefix}/${band.type}`];
    const mean = new TimeMean(run.rounds.seconds, column.map((value) => value || 0), run.readTo).mean(run.from, run.to);
    return { band, mean: mean / (prefix === "used" ? band.gpuCount : 1), times: timesWhere(run.rounds.seconds, run.readTo, (i) => isTrue(band, column[i])) };
  });
  const ever = told.filter(({ times }) => times).sort((a, b) => b.mean - a.mean);
  const never = told.filter(({ times }) => !times).map(({ band }) => band.name);
  return ever.map(({ band, mean, times }) => `${band.name} was ${word} ${formatShare(times.share)} of the time${prefix === "price" ? ` (mean price ${mean.toPrecision(2)})` : ""}, first at ${moment(times.first)}, longest from ${moment(times.longest[0])} to ${moment(times.longest[1])}.`)
    .concat(never.length > 0 ? [`${ever.length > 0 ? "Never" : `No type was ${word}:`} ${never.join(", ")}.`] : []);
}

function line(name, column, divisor, colour) { return { name, values: scaled(column, divisor), colour }; }

function sizeLines(run, sizes, theme) {
  const colours = orderColours(theme, sizes.length);
  return sizes.map((size, i) => {
    const before = i > 0 ? sizes[i - 1] : -1;
    const from = Math.max(1, before + 1);
    const name = size === 0 ? "share of a GPU" : size === null ? `${from} and more GPUs` : size === from ? `${size} GPU${size > 1 ? "s" : ""}` : `${from} to ${size} GPUs`;
    return line(name, run.rounds[`waiting/${i}`], 1, cssColour(colours[i]));
  }).filter((l) => l.values.some((v) => v > 0));
}

/** A small multiple: lines with bands from least to greatest on the page's time axis. */
export class Series {
  /** `make(theme)` gives {lines, isShare}; a line may have its own run. */
  constructor(run, title, make, height) {
    this.run = run;
    this.title = title;
    this.make = make;
    this.height = height;
    this.canvas = el("canvas", { class: "face", role: "img", "aria-label": title, tabindex: "0" });
    this.legend = el("div", { class: "legend" });
    this.words = el("p", { class: "soft" });
    this.element = el("div", { class: "plot" }, this.canvas);
    this.theme = null;
    this.isSeen = true;
    // What lies below the screen is drawn when it comes into view.
    new IntersectionObserver(([entry]) => {
      this.isSeen = entry.isIntersecting;
      if (this.isSeen && this.last) this.draw(...this.last);
    }).observe(this.element);
  }

  /** Draws the range of a state; `lanes` says which. */
  draw(state, lanes, theme) {
    if (this.theme !== theme) this.prepare(theme);
    const [from, to] = lanes.range(state);
    this.shown = [from, to];
    this.readValues(state.t);
    if (this.isConstant) return;
    this.last = this.isSeen ? null : [state, lanes, theme];
    if (!this.isSeen) return;
    const width = this.element.clientWidth;
    const context = fitCanvas(this.canvas, width, this.height);
    context.clearRect(0, 0, width, this.height);
    const [left, room, top, bottom] = [marginLeft(), width - marginLeft() - 10, 6, this.height - 6];
    drawValueAxis(context, left, room, top, bottom, this.top, this.ticks);
    drawTimeAxis(context, left, room, bottom, from, to, false);
    const columns = Math.max(1, Math.round(room * (devicePixelRatio || 1)));
    for (const own of this.lines) this.drawLine(context, own, from, to, columns, left, room, top, bottom);
    if (state.t !== null && state.t >= from && state.t <= to) {
      context.strokeStyle = themeColour("cursor");
      const x = Math.round(left + ((state.t - from) / (to - from)) * room) + 0.5;
      context.beginPath();
      context.moveTo(x, 0);
      context.lineTo(x, this.height);
      context.stroke();
    }
  }

  prepare(theme) {
    this.theme = theme;
    const made = this.make(theme);
    this.lines = made.lines;
    this.isShare = Boolean(made.isShare);
    fill(this.words, (made.words ?? []).join(" "));
    const tops = this.lines.map((own) => robustTop(own.values));
    this.top = this.isShare ? 1 : Math.max(...tops.map((t) => t.top), 1e-9);
    this.ticks = valueTicks(this.height - 12, this.top, this.isShare);
    this.isCut = !this.isShare && tops.some((t) => t.isCut);
    const constants = this.lines.map((own) => constantValue(own.values));
    this.isConstant = this.lines.length === 0 || constants.every((value) => value !== null) || this.lines.every((own) => own.values.every(Number.isNaN));
    if (this.isConstant) {
      const equal = new Set(constants).size <= 1;
      const told = this.lines.length === 0 ? made.empty ?? "none, all the time" : equal ? `${constants[0] === null ? "not known" : formatNumber(constants[0], constants[0] % 1 ? 2 : 0)} all the time` :
        this.lines.map((own, i) => `${own.name} ${formatNumber(constants[i], 2)}`).join(", ") + ", all the time";
      const free = this.title === "Prices" && constants.every((value) => value === 0 || value === null) ? "No type was scarce: prices " : "";
      fill(this.element, el("p", { class: "soft body" }, free + told + "."));
      if (!this.isShare) fill(this.words);
    }
    fill(this.legend, this.lines.map((own) => el("span", {}, swatch(own.colour), own.name, " ", el("b", {}))));
    if (this.isCut) this.legend.append(el("span", {}, "▲ cut off: 0.5 % of the rounds lie above"));
  }

  drawLine(context, own, from, to, columns, left, room, top, bottom) {
    const run = own.run ?? this.run;
    const { low, high, mean } = bandColumns(run.rounds.seconds, own.values, run.readTo, from, to, columns);
    const height = (value) => bottom - (Math.min(value, this.top) / this.top) * (bottom - top);
    const step = room / columns;
    context.fillStyle = own.colour;
    context.globalAlpha = 0.28;
    for (let x = 0; x < columns; x += 1) {
      if (high[x] > low[x]) context.fillRect(left + x * step, height(high[x]), step, height(low[x]) - height(high[x]));
    }
    context.globalAlpha = 1;
    context.strokeStyle = own.colour;
    context.lineWidth = 1.3;
    context.beginPath();
    let isOn = false;
    let lastMark = -20;
    for (let x = 0; x < columns; x += 1) {
      if (Number.isNaN(mean[x])) {
        isOn = false;
        continue;
      }
      const [px, py] = [left + (x + 0.5) * step, height(mean[x])];
      // The middle of a level stretch adds nothing to the line.
      if (isOn && mean[x] === mean[x - 1] && mean[x] === mean[x + 1] && !(high[x] > this.top * 1.0001)) continue;
      if (isOn) context.lineTo(px, py); else context.moveTo(px, py);
      isOn = true;
      if (high[x] > this.top * 1.0001 && px - lastMark > 9) {
        lastMark = px;
        context.moveTo(px - 3, top);
        context.lineTo(px, top - 5);
        context.lineTo(px + 3, top);
        context.moveTo(px, py);
      }
    }
    context.stroke();
  }

  /** Values at the cursor beside the names. */
  readValues(seconds) {
    this.lines.forEach((own, i) => {
      const run = own.run ?? this.run;
      const row = seconds === null ? -1 : lastBefore(run.rounds.seconds, seconds);
      const value = row < 0 ? null : own.values[row];
      const told = this.legend.children[i].querySelector("b");
      const text = value === null ? "" : this.valueText(value);
      if (told.textContent !== text) told.textContent = text;
    });
  }

  valueText(value) { return this.isShare ? formatShare(value) : formatNumber(value, Number.isInteger(value) ? 0 : 2); }

  /** What is on screen as rows: slices of time, and least, mean and greatest of each line. */
  table(slices) {
    const [from, to] = this.shown;
    return {
      from, to, slices, names: this.lines.map((own) => own.name),
      columns: this.lines.map((own) => bandColumns((own.run ?? this.run).rounds.seconds, own.values, (own.run ?? this.run).to, from, to, slices))
    };
  }
}
