import { fromBase64, inflate, readJSON } from "./data/parts.js";

// Where parts come from: this very file, or the server. Nobody else knows which.

/** Parts that lie in the page. */
export class FileSource {
  constructor() {
    this.mode = "file";
    this.lives = new Map();
  }

  element(name) { return document.getElementById("part:" + name); }

  async index() { return JSON.parse(new TextDecoder().decode(await this.get("index"))); }

  has(name) { return this.element(name) !== null; }

  /** A part as it is stored: text for a worker to unpack. */
  async stored(name) {
    const element = this.element(name);
    if (!element) throw new Error(`part ${name} is not in this file`);
    return element.textContent;
  }

  async get(name) { return inflate(fromBase64((await this.stored(name)).trim()), name); }

  /** What the file tells of a job's life and decisions, or null where it carries others'. */
  async story(run, job) {
    const name = `${run}/lives`;
    if (!this.has(name)) return null;
    if (!this.lives.has(run)) this.lives.set(run, this.get(name).then((bytes) => readJSON(bytes, "lives")));
    return (await this.lives.get(run)).jobs[job] ?? null;
  }
}

/** Parts that a server answers. */
export class HTTPSource {
  constructor(token) {
    this.mode = "server";
    this.token = token;
    /** What each record was when it was first read: parts of another are refused. */
    this.tags = new Map();
  }

  async index() { return (await this.fetch("api/runs")).json(); }

  has() { return true; }

  /** Asks the server. */
  async fetch(path, headers = {}) {
    let answer;
    try {
      answer = await fetch(path, { headers: { "X-Schedlab-Token": this.token, ...headers } });
    } catch {
      throw new Error("the server does not answer; start schedlab serve again and open the address that it prints");
    }
    if (answer.ok) return answer;
    let text = `the server answered ${answer.status}`;
    try {
      const problem = await answer.json();
      text = problem.message + (problem.hint ? "; " + problem.hint : "");
    } catch { /* the status has to do */ }
    throw new Error(text);
  }

  async get(name) {
    const slash = name.indexOf("/");
    const [run, part] = [name.slice(0, slash), name.slice(slash + 1)];
    const tag = this.tags.get(run);
    const answer = await this.fetch(`api/runs/${run}/parts/${part}`, tag ? { "If-Match": tag } : {});
    if (!tag) this.tags.set(run, answer.headers.get("ETag"));
    try {
      return new Uint8Array(await answer.arrayBuffer());
    } catch {
      throw new Error(`part ${part} did not come whole; reload the page`);
    }
  }

  /** The browser has unpacked it already. */
  async stored(name) { return this.get(name); }

  async story(run, job) { return readJSON(await this.get(`${run}/job?n=${job}`), "job"); }
}

/** The source of this page, and its list of runs. */
export async function openSource() {
  const file = new FileSource();
  const index = await file.index();
  if (index.version !== 1) throw new Error(`this page was written by another version (${index.version}); export it again`);
  if (index.mode !== "server") return { source: file, index };
  const given = /[#&?]token=([0-9a-f]+)/.exec(location.hash);
  if (given) {
    sessionStorage.setItem("schedlab-token", given[1]);
    history.replaceState(null, "", location.pathname + "#/");
  }
  const source = new HTTPSource(sessionStorage.getItem("schedlab-token") ?? "");
  return { source, index: { ...(await source.index()), mode: "server", generator: index.generator } };
}
