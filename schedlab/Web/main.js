import { loadRun } from "./data/run.js";
import { LanesEngine } from "./draw/engine.js";
import { openSource } from "./source.js";
import { Store } from "./store.js";
import { applyTheme } from "./theme.js";
import { command, el, fill } from "./ui/dom.js";
import { showHead } from "./ui/frame.js";
import { ComparePage } from "./ui/compare.js";
import { JobPage } from "./ui/jobpage.js";
import { RunPage } from "./ui/runpage.js";
import { RunsPage } from "./ui/runs.js";

// Opens the page's parts, and shows the page that the address names.

/** What every page is handed: the state, the parts, and the runs that were opened. */
class App {
  constructor(source, index) {
    this.source = source;
    this.index = index;
    this.store = new Store();
    this.opened = new Map();
    this.shown = null;
    this.key = "";
    this.marks = {};
  }

  /** A run with its worker, opened once. */
  open(id) {
    if (!this.opened.has(id)) {
      this.opened.set(id, loadRun(this.source, id).then((run) => {
        const engine = new LanesEngine(this.source, run);
        engine.onRun = (more) => this.renew(more, engine);
        engine.load();
        return { run, engine };
      }));
    }
    return this.opened.get(id);
  }

  /** Shows the page again with a run of which more was read; what has the focus keeps it. */
  async renew(run, engine) {
    this.opened.set(run.id, Promise.resolve({ run, engine }));
    const { shown, key, store: { state } } = this;
    if (!shown || ![state.run, state.other].includes(run.id)) return;
    const page = await this.make(state);
    if (this.key !== key || this.shown !== shown) return;
    const label = document.activeElement.getAttribute("aria-label");
    shown.leave?.();
    this.shown = page;
    const main = document.getElementById("main");
    fill(main, page.element);
    page.update(this.store.state);
    if (label) main.querySelector(`[aria-label="${CSS.escape(label)}"]`)?.focus({ preventScroll: true });
  }

  start() {
    this.theme = applyTheme(this.store.state.th);
    this.store.listen((state) => this.show(state));
    addEventListener("resize", () => this.store.announce());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.store.announce());
    const { state } = this.store;
    if (state.page === "runs" && this.index.runs.length > 0 && this.index.mode !== "server") {
      const [a, b] = this.index.runs;
      this.store.set(b ? { page: "compare", run: a.id, other: b.id } : { page: "run", run: a.id });
    }
    this.show(this.store.state);
  }

  async show(state) {
    this.theme = applyTheme(state.th);
    const key = [state.page, state.run, state.other, state.job].join();
    if (key === this.key) {
      if (this.shown) this.shown.update(state);
      return;
    }
    this.key = key;
    if (this.shown?.leave) this.shown.leave();
    this.shown = null;
    const main = document.getElementById("main");
    fill(main, el("p", { class: "wait" }, "Reading the run …"));
    try {
      const page = await this.make(state);
      if (this.key !== key) return;
      this.shown = page;
      fill(main, page.element);
      page.update(this.store.state);
    } catch (error) {
      if (this.key === key) this.fail(main, error);
    }
  }

  /** Nothing of what was shown before stays: neither its name nor its pictures. */
  fail(main, error) {
    showHead(this, error.title ?? "This run cannot be shown", null, null, null);
    fill(document.getElementById("foot"));
    fill(main, el("p", { class: "note", role: "alert" }, error.message), this.index.runs.map((run) => el("p", {}, el("a", { href: `#/run/${run.id}` }, run.name))));
  }

  async make(state) {
    if (state.page === "runs") return new RunsPage(this);
    for (const id of [state.run, state.other].filter(Boolean)) {
      if (this.index.runs.some((run) => run.id === id)) continue;
      const names = this.index.runs.map((run) => `${run.id} (${run.name})`).join(", ");
      throw Object.assign(new Error(`This page holds no run ${id}. It holds ${names || "none"}.`), { title: "No such run" });
    }
    const opened = await this.open(state.run);
    if (state.page === "compare" && state.other) return new ComparePage(this, opened, await this.open(state.other));
    if (state.page === "job") return new JobPage(this, opened, state.job);
    return new RunPage(this, opened);
  }
}

openSource().then(({ source, index }) => {
  const app = new App(source, index);
  globalThis.schedlab = app;
  app.start();
}, (error) => {
  fill(document.getElementById("main"), el("div", { class: "note", role: "alert" }, `This page cannot be read: ${error.message}.`,
    command("schedlab export RUN --to page -o run.html")));
});
