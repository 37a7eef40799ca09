import { readColumns } from "./parts.js";

// Stays of a strip as flat columns, by GPU then beginning.

const goesOnFlag = 1 << 14;
const openFlag = 1 << 15;

/** Reads one strip: offsets by GPU, and per stay begin, end (indices of instants), job, and milli with two flags. */
export function readStrip(bytes, name) {
  const { header, columns } = readColumns(bytes, name);
  const data = columns.stays;
  const count = header.stayCount;
  const strip = {
    index: header.strip, count, gpuCount: header.gpuCount, offsets: new Uint32Array(header.gpuCount + 1),
    begin: new Uint32Array(count), end: new Uint32Array(count), job: new Uint32Array(count), share: new Uint16Array(count),
    firstInstant: header.firstInstant, lastInstant: header.firstInstant, reach: new Map()
  };
  const reader = { data, at: 0 };
  let n = 0;
  let job = 0;
  for (let gpu = 0; gpu < header.gpuCount; gpu += 1) {
    const here = readCount(reader);
    if (n + here > count) throw new Error(`part ${name}: more stays than its header says`);
    let reference = header.firstInstant;
    let firstJob = job;
    let latest = 0;
    let isOverlapping = false;
    for (let i = 0; i < here; i += 1, n += 1) {
      const begin = reference + readSigned(reader);
      const packed = readCount(reader);
      const flags = packed & 1 ? data[reader.at++] : 0;
      job += readSigned(reader);
      if (i === 0) firstJob = job;
      const milli = flags & 1 ? readCount(reader) : 1000;
      reference = begin + Math.floor(packed / 2);
      strip.begin[n] = begin;
      strip.end[n] = reference;
      strip.job[n] = job;
      strip.share[n] = milli | (flags & 2 ? goesOnFlag : 0) | (flags & 4 ? openFlag : 0);
      if (begin < latest) isOverlapping = true;
      if (reference > latest) latest = reference;
    }
    if (latest > strip.lastInstant) strip.lastInstant = latest;
    if (isOverlapping) strip.reach.set(gpu, reachOf(strip.end.subarray(n - here, n)));
    job = firstJob;
    strip.offsets[gpu + 1] = n;
  }
  if (n !== count || reader.at > data.length) throw new Error(`part ${name}: ${n} stays found, ${count} expected`);
  return strip;
}

/** The greatest end so far, by stay: where stays overlap, ends do not ascend, but these do. */
function reachOf(ends) {
  const reach = ends.slice();
  for (let i = 1; i < reach.length; i += 1) if (reach[i] < reach[i - 1]) reach[i] = reach[i - 1];
  return reach;
}

function readCount(reader) {
  let value = 0;
  let factor = 1;
  for (;;) {
    const byte = reader.data[reader.at++];
    if (byte === undefined) throw new Error("a strip of stays ends in the middle");
    value += (byte & 127) * factor;
    if (byte < 128) return value;
    factor *= 128;
  }
}

function readSigned(reader) {
  const value = readCount(reader);
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

export function stayMilli(share) { return share & 1023; }

/** Whether a stay began in the strip before. */
export function stayGoesOn(share) { return (share & goesOnFlag) !== 0; }

/** Whether a stay goes on in the next strip or was not over at the end. */
export function stayIsOpen(share) { return (share & openFlag) !== 0; }

/** The first and one past the last stay of a GPU that may overlap [fromInstant, toInstant), which need not be whole. */
export function staysBetween(strip, gpu, fromInstant, toInstant) {
  const start = strip.offsets[gpu];
  const stop = strip.offsets[gpu + 1];
  const reach = strip.reach.get(gpu);
  const [ends, shift] = reach ? [reach, start] : [strip.end, 0];
  let low = start;
  let high = stop;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ends[middle - shift] > fromInstant) high = middle; else low = middle + 1;
  }
  const first = low;
  high = stop;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (strip.begin[middle] >= toInstant) high = middle; else low = middle + 1;
  }
  return [first, low];
}
