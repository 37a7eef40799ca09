import { formatAddress, parseAddress } from "./router.js";

// One state, shared by every panel and written into the address.

/** The state of the page: `set` changes some of it, listeners hear once a frame, the address follows. */
export class Store {
  constructor() {
    this.state = parseAddress(location.hash);
    this.listeners = new Set();
    this.isQueued = false;
    this.written = 0;
    this.timer = null;
    addEventListener("hashchange", () => {
      if (location.hash === formatAddress(this.state)) return;
      this.state = parseAddress(location.hash);
      this.announce();
    });
  }

  /** Changes the state; `isStep` makes a step that "back" undoes. */
  set(change, isStep = false) {
    this.state = { ...this.state, ...change };
    if (isStep) {
      clearTimeout(this.timer);
      this.timer = null;
      history.pushState(null, "", formatAddress(this.state));
    } else if (this.timer === null) {
      const pause = Math.max(0, this.written + 250 - performance.now());
      this.timer = setTimeout(() => {
        this.timer = null;
        this.written = performance.now();
        history.replaceState(null, "", formatAddress(this.state));
      }, pause);
    }
    this.announce();
  }

  announce() {
    if (this.isQueued) return;
    this.isQueued = true;
    requestAnimationFrame(() => {
      this.isQueued = false;
      for (const listener of [...this.listeners]) listener(this.state);
    });
  }

  listen(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
