// What older browsers lack of the little that is used here. The syntax itself goes back to Chrome 80, Safari 13.1
// and Firefox 74; nothing can be filled in for those before.
if (!Element.prototype.replaceChildren) {
  Element.prototype.replaceChildren = function replaceChildren(...nodes) {
    while (this.lastChild) this.removeChild(this.lastChild);
    this.append(...nodes);
  };
}
for (const kind of [Array, String]) {
  if (kind.prototype.at) continue;
  Object.defineProperty(kind.prototype, "at", {
    configurable: true, writable: true,
    value: function at(place) { const n = Math.trunc(place) || 0; return this[n < 0 ? this.length + n : n]; },
  });
}
if (!window.ResizeObserver) {
  // Enough for a part that follows the width of the window.
  window.ResizeObserver = class {
    constructor(act) { this.act = () => act([], this); }
    observe() { window.addEventListener("resize", this.act); setTimeout(this.act); }
    unobserve() { this.disconnect(); }
    disconnect() { window.removeEventListener("resize", this.act); }
  };
}
if (!Promise.withResolvers) {
  Promise.withResolvers = function withResolvers() {
    const made = {};
    made.promise = new this((resolve, reject) => Object.assign(made, { resolve, reject }));
    return made;
  };
}
if (window.AbortSignal && !AbortSignal.timeout) {
  AbortSignal.timeout = (ms) => {
    const made = new AbortController();
    setTimeout(() => made.abort(new DOMException("signal timed out", "TimeoutError")), ms);
    return made.signal;
  };
}
if (window.AbortSignal && !AbortSignal.any) {
  AbortSignal.any = (signals) => {
    const made = new AbortController();
    for (const signal of signals) {
      if (signal.aborted) { made.abort(signal.reason); break; }
      signal.addEventListener("abort", () => made.abort(signal.reason), { once: true, signal: made.signal });
    }
    return made.signal;
  };
}
