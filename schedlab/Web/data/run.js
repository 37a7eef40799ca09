import { readColumns, readJSON } from "./parts.js";

/** A run as the page knows it: its description, rounds, jobs and instants; what is longer stays with the worker. */
export class Run {
  constructor(description, rounds, jobs, times) {
    this.about = description;
    this.id = description.id;
    this.name = description.name;
    this.rounds = rounds.columns;
    this.roundHeader = rounds.header;
    this.roundCount = rounds.header.rowCount;
    this.jobs = jobs.columns;
    this.jobCount = jobs.header.rowCount;
    this.times = times.columns.seconds;
    this.from = description.fromSeconds;
    this.to = description.toSeconds;
    /** Up to where the record has been read. */
    this.readTo = description.readToSeconds ?? description.toSeconds;
    this.isWhole = description.readToSeconds === undefined;
    this.types = description.cluster.types;
    this.gpuCount = description.cluster.gpuCount;
    this.bands = this.types.map((type, t) => ({ type: t, name: type.name, firstGPU: type.firstGPU, gpuCount: type.gpuCount }))
      .filter((band) => band.gpuCount > 0);
    this.nodeFirst = new Int32Array(this.gpuCount);
    this.nodeSize = new Int32Array(this.gpuCount);
    this.nodeOf = new Int32Array(this.gpuCount);
    for (const group of description.cluster.nodes) {
      for (let g = 0; g < group.nodeCount * group.gpusPerNode; g += 1) {
        const inGroup = Math.floor(g / group.gpusPerNode);
        this.nodeFirst[group.firstGPU + g] = group.firstGPU + inGroup * group.gpusPerNode;
        this.nodeSize[group.firstGPU + g] = group.gpusPerNode;
        this.nodeOf[group.firstGPU + g] = group.firstNode + inGroup;
      }
    }
    this.numberOfID = null;
  }

  get length() { return this.to - this.from; }

  /** The row of the round whose state holds at a time: the last one that began by then, or -1. */
  roundAt(seconds) {
    const clocks = this.rounds.seconds;
    let low = 0;
    let high = this.roundCount;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (clocks[middle] <= seconds) low = middle + 1; else high = middle;
    }
    return low - 1;
  }

  /** The type of a GPU, by index. */
  typeOf(gpu) { return this.types.findIndex((type) => gpu >= type.firstGPU && gpu < type.firstGPU + type.gpuCount); }

  /** The class of a job. */
  classOf(job) { return this.about.classes[this.jobs.class[job]]; }

  /** GPUs that a job asks for, as text. */
  wants(job) {
    const milli = this.jobs.milli[job];
    return milli < 1000 ? `${milli / 1000} of a GPU` : `${this.classOf(job).gpus} GPU${this.classOf(job).gpus === 1 ? "" : "s"}`;
  }

  /** A job's name: its id, and the name that it has in the trace. */
  label(job) {
    const offset = this.jobs.nameOffset;
    const id = `job ${this.jobs.id[job]}`;
    if (!offset || offset[job] === offset[job + 1]) return id;
    return `${id} (${new TextDecoder().decode(this.jobs.names.subarray(offset[job], offset[job + 1]))})`;
  }

  /** The number of the job with an id, or -1. */
  jobWithID(id) {
    if (!this.numberOfID) this.numberOfID = new Map(Array.from(this.jobs.id, (own, n) => [own, n]));
    return this.numberOfID.get(id) ?? -1;
  }

  /** A job's state at a time: "not yet", "here" or "gone". */
  presence(job, seconds) {
    if (this.jobs.arrival[job] > seconds) return "not yet";
    const end = this.jobs.end[job];
    return !Number.isNaN(end) && end <= seconds ? "gone" : "here";
  }
}

/** Loads a run; one that the server still reads as far as it has come. */
export async function loadRun(source, id) {
  return (await loadSoFar(source, id, 0)) ?? loadWhole(source, id);
}

/** The run beyond a number of strips as far as it has been read, or null when all of it has been. */
export async function loadSoFar(source, id, strips) {
  if (source.mode !== "server") return null;
  const { header, columns } = readColumns(await source.get(`${id}/so-far?after=${strips}`), "so-far");
  return header.isWhole ? null : runOf([columns.run, columns.rounds, columns.jobs, columns.times]);
}

/** The whole run. */
export async function loadWhole(source, id) {
  return runOf(await Promise.all(["run", "rounds", "jobs", "times"].map((name) => source.get(`${id}/${name}`))));
}

function runOf([description, rounds, jobs, times]) {
  return new Run(readJSON(description, "run"), readColumns(rounds, "rounds"), readColumns(jobs, "jobs"), readColumns(times, "times"));
}
