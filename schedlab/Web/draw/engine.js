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
  ask(operation, argument, transfer = []) {
    this.count += 1;
    const id = this.count;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject, operation });
      this.worker.postMessage({ id, operation, argument }, transfer);
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
    const strips = run.about.strips.length;
    const isHere = Array.from({ length: strips }, (_, k) => source.has(`${run.id}/stays/${k}`)).every(Boolean);
    await this.ask("setup", {
      times: run.times, bands: run.bands, gpuCount: run.gpuCount, jobCount: run.jobCount, nodeFirst: run.nodeFirst,
      nodeSize: run.nodeSize, fromSeconds: run.from, toSeconds: run.to, stripCount: strips
    });
    try {
      if (run.length > 0) await this.ask("first", { stored: await source.stored(`${run.id}/first`) });
      this.hasFirst = true;
    } catch (error) {
      this.problem = error.message;
    }
    this.tell();
    if (!isHere) return;
    try {
      for (let k = 0; k < strips; k += 1) {
        const name = `stays/${k}`;
        await this.ask("strip", { stored: await source.stored(`${run.id}/${name}`), name });
        this.stripsRead = k + 1;
        this.isExact = this.stripsRead === strips;
        this.tell();
      }
    } catch (error) {
      this.tell(error.message);
    }
  }
}
