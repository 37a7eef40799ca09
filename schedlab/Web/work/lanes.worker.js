import { fromBase64, inflate } from "../data/parts.js";
import { readFirst } from "../data/first.js";
import { addStrip, emptyBase, levelsAbove } from "../data/pyramid.js";
import { readStrip } from "../data/stays.js";
import { cellOf, LanesRaster } from "../draw/raster.js";
import { Tones } from "../draw/tones.js";
import { lifeOf, loadTable, pixelRow, staysAt, stateAt } from "./answers.js";

// Everything that is as long as the run happens here; the page is handed pictures and answers.

let raster = null;
let base = null;

const operations = {
  setup(run) {
    raster = new LanesRaster(run);
    base = emptyBase(run.bands);
    return null;
  },
  /** More of the run was read. */
  extend(more) {
    Object.assign(raster.run, more);
    return null;
  },
  async first({ stored }) {
    raster.first = readFirst(await unpack(stored, "first"));
    return null;
  },
  async strip({ stored, name }) {
    const { run } = raster;
    const strip = readStrip(await unpack(stored, name), name);
    if (strip.gpuCount !== run.gpuCount) throw new Error(`part ${name} is of ${strip.gpuCount} GPUs, the run of ${run.gpuCount}`);
    addStrip(base, run.bands, strip, run.times, run.fromSeconds, run.toSeconds);
    raster.strips.push(strip);
    if (raster.strips.length === run.stripCount) {
      raster.levels = levelsAbove(base, run.bands);
      raster.first = null;
    }
    return raster.strips.length;
  },
  tones(tones) {
    raster.tones = new Tones(tones);
    return null;
  },
  draw(view) { return raster.draw(view); },
  at({ fromGPU, toGPU, seconds }) { return staysAt(raster, fromGPU, toGPU, seconds); },
  state({ seconds }) { return stateAt(raster, seconds); },
  life({ job }) { return lifeOf(raster, job); },
  table({ view, slices }) {
    const stays = raster.countStays(view, view.bands, 4001) <= 4000 ? raster.visibleStays(view, view.bands, 2000, 0) : null;
    return { stays, load: loadTable(raster, view.from, view.to, slices) };
  },
  /** Cells of a view as numbers, the way it is drawn or another, for tests and the readout. */
  cells({ view, points, way }) {
    return points.map(([x, y]) => {
      const row = pixelRow(raster, view, y);
      if (!row) return null;
      const used = way ?? raster.way(view, view.bands.find((own) => own.band === row.band));
      const votes = raster.votes(view, row.band, row.gpus[0], row.gpus[1], used);
      const columns = used === "exact" ? null : raster.span(view).columns(x);
      return { gpus: row.gpus, way: used, columns, ...cellOf(votes, votes.place[x]) };
    });
  }
};

/** A part as it came: text of base64 from a file, plain bytes from a server. */
async function unpack(stored, name) {
  return typeof stored === "string" ? inflate(fromBase64(stored.trim()), name) : stored;
}

let queue = Promise.resolve();

self.onmessage = ({ data }) => {
  queue = queue.then(async () => {
    const started = performance.now();
    try {
      const result = await operations[data.operation](data.argument);
      const transfer = result && result.pixels ? [result.pixels.buffer] : [];
      self.postMessage({ id: data.id, result, milliseconds: performance.now() - started }, transfer);
    } catch (error) {
      self.postMessage({ id: data.id, problem: error.message });
    }
  });
};
