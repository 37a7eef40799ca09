import { stayGoesOn, stayIsOpen, stayMilli, staysBetween } from "../data/stays.js";
import { rowGPUs } from "../draw/raster.js";

// What the worker answers beside pictures: all from exact stays.

/** Stays of GPUs [a, b) that hold the instant of a time: joined over strips. */
export function staysAt(raster, a, b, seconds, most = 64) {
  const times = raster.run.times;
  const at = raster.instant(seconds);
  const found = [];
  for (let gpu = a; gpu < b && found.length < most; gpu += 1) {
    for (let s = 0; s < raster.strips.length; s += 1) {
      const strip = raster.strips[s];
      const [first, last] = staysBetween(strip, gpu, at, Math.floor(at) + 1);
      for (let i = first; i < last; i += 1) {
        if (times[strip.begin[i]] <= seconds && seconds < times[strip.end[i]]) found.push(wholeStay(raster, s, gpu, i));
      }
    }
  }
  return found;
}

/** A stay with what belongs to it in the strips before and after. */
function wholeStay(raster, s, gpu, i) {
  const { strips, run } = raster;
  const stay = { gpu, job: strips[s].job[i], milli: stayMilli(strips[s].share[i]) };
  /** The first or last strip's part of the stay: [strip, index]. */
  const end = (step, goes, comes) => {
    let [k, at] = [s, i];
    while (goes(strips[k].share[at]) && strips[k + step]) {
      const next = strips[k + step];
      let found = next.offsets[gpu];
      const isSame = (n) => comes(next.share[n]) && next.job[n] === stay.job && stayMilli(next.share[n]) === stay.milli;
      while (found < next.offsets[gpu + 1] && !isSame(found)) found += 1;
      if (found === next.offsets[gpu + 1]) break;
      [k, at] = [k + step, found];
    }
    return [strips[k], at];
  };
  const [first, n] = end(-1, stayGoesOn, stayIsOpen);
  const [last, m] = end(1, stayIsOpen, stayGoesOn);
  return { ...stay, from: run.times[first.begin[n]], to: run.times[last.end[m]], isOpen: stayIsOpen(last.share[m]) };
}

/** A bit by job: whether it holds a GPU at a time; and what is taken of each GPU in milli-GPU. */
export function stateAt(raster, seconds) {
  const { run } = raster;
  const runs = new Uint8Array(run.jobCount);
  const taken = new Uint16Array(run.gpuCount);
  const at = raster.instant(seconds);
  for (const strip of raster.strips) {
    if (strip.lastInstant < at || strip.firstInstant > at) continue;
    for (let gpu = 0; gpu < run.gpuCount; gpu += 1) {
      const [first, last] = staysBetween(strip, gpu, at, Math.floor(at) + 1);
      for (let i = first; i < last; i += 1) {
        if (run.times[strip.begin[i]] > seconds || seconds >= run.times[strip.end[i]]) continue;
        runs[strip.job[i]] = 1;
        taken[gpu] += stayMilli(strip.share[i]);
      }
    }
  }
  return { runs, taken };
}

/** All stays of a job, joined over strips, by beginning then GPU. */
export function lifeOf(raster, job) {
  const life = [];
  raster.strips.forEach((strip, s) => {
    for (let gpu = 0; gpu < raster.run.gpuCount; gpu += 1) {
      for (let i = strip.offsets[gpu]; i < strip.offsets[gpu + 1]; i += 1) {
        if (strip.job[i] !== job || (stayGoesOn(strip.share[i]) && s > 0)) continue;
        life.push(wholeStay(raster, s, gpu, i));
      }
    }
  });
  return life.sort((a, b) => a.from - b.from || a.gpu - b.gpu);
}

/** Share taken of each band in equal slices of a range. */
export function loadTable(raster, from, to, sliceCount) {
  const view = { width: sliceCount, from, to };
  return raster.run.bands.map((band, b) => {
    const votes = raster.votes(view, b, band.firstGPU, band.firstGPU + band.gpuCount, "exact");
    return Array.from({ length: sliceCount }, (_, x) => votes.busy[votes.place[x]] / band.gpuCount);
  });
}

/** The cell drawn at a pixel of a view: its GPUs and time, for tests and readouts. */
export function pixelRow(raster, view, y) {
  const band = view.bands.find((b) => y >= b.top && y < b.bottom);
  return band ? { band: band.band, gpus: rowGPUs(band, raster.run.bands[band.band], y) } : null;
}
