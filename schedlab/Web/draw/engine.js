import { loadSoFar, loadWhole } from "../data/run.js";

// The page's side of the worker: questions go out, answers come back in order.

/** A worker that holds the stays of one run. */
export class LanesEngine {
  constructor(source, run) {
    this.source = source;
    this.run = run;
    this.waiting = new Map();
    this.count = 0;
    this.stripsRead = 0;
    this.isExact = false;
    this.hasFirst = false;
    this.problem = "";
    /** Called with the run when more of it was read. */
    this.onRun = () => {};
    this.listeners = new Set();
    this.drawMilliseconds = 0;
    const code = document.getElementById("code:worker").textContent;
    const address = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
    this.worker = new Worker(address);
    this.worker.onmessage = ({ data }) => this.answer(data);
    this.worker.onerror = (event) => this.tell(`the page's worker failed: ${event.message}`);
  }

  answer({ id, result, problem, milliseconds }) {
    const { resolve, reject, operation } = this.waiting.get(id);
    this.waiting.delete(id);
    if (operation === "draw") this.drawMilliseconds = milliseconds;
    if (problem) reject(new Error(problem)); else resolve(result);
  }

  /** Asks the worker. */
  ask(operation, argument) {
    this.count += 1;
    const id = this.count;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject, operation });
      this.worker.postMessage({ id, operation, argument });
    });
  }

  listen(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  tell(problem = "") {
    if (problem) this.problem = problem;
    for (const listener of [...this.listeners]) listener();
  }

  /** Hands the worker the run: the first picture, then every strip. A damaged part stops there and says so. */
  async load() {
    const { run, source } = this;
    const isHere = this.names(0).every((name) => source.has(`${run.id}/${name}`));
    await this.ask("setup", {
      times: run.times, bands: run.bands, gpuCount: run.gpuCount, jobCount: run.jobCount, nodeFirst: run.nodeFirst,
      nodeSize: run.nodeSize, fromSeconds: run.from, toSeconds: run.to, stripCount: run.about.strips.length
    });
    try {
      if (run.length > 0 && run.isWhole) await this.ask("first", { stored: await source.stored(`${run.id}/first`) });
      this.hasFirst = true;
    } catch (error) {
      this.problem = error.message;
    }
    this.tell();
    if (!isHere) return;
    try {
      await this.readStrips();
      while (!this.run.isWhole) await this.readOn();
    } catch (error) {
      this.tell(error.message);
    }
  }

  /** Names of the strips from one on. */
  names(first) { return this.run.about.strips.map((_, k) => `stays/${k}`).slice(first); }

  async readStrips() {
    const { run, source } = this;
    for (const name of this.names(this.stripsRead)) {
      await this.ask("strip", { stored: await source.stored(`${run.id}/${name}`), name });
      this.stripsRead += 1;
      this.isExact = run.isWhole && this.stripsRead === run.about.strips.length;
      this.tell();
    }
  }

  /** Takes in what the server reads next. */
  async readOn() {
    const { source, stripsRead } = this;
    const { id } = this.run;
    this.run = (await loadSoFar(source, id, stripsRead)) ?? (await loadWhole(source, id));
    const { times, jobCount, about } = this.run;
    await this.ask("extend", { times, jobCount, stripCount: about.strips.length });
    await this.readStrips();
    this.onRun(this.run);
  }
}
