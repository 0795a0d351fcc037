// What the page itself does, before and around Voilà: fill in what older browsers lack, show the page
// when it is ready, say whether the server still listens, reconnect, and say goodbye when it closes.
// Every word comes from Python, in the JSON block "minga-words".
(() => {
  "use strict";

  // anywidget's front end needs these two; Safari before 17.4 and Chrome before 116 lack the first.
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

  const words = JSON.parse(document.getElementById("minga-words").textContent);
  const byId = (id) => document.getElementById(id);
  const SLOW_AFTER = 20000;
  const LOOK_EVERY = 15000;

  // ---- showing the page -------------------------------------------------------------------------
  // Voilà calls voila_finish when its theme is in place, and expects a heartbeat function to exist.
  window.voila_heartbeat = () => {};
  window.voila_process = () => {};
  window.cellLoaded = true;
  window.voila_finish = () => {
    const loading = byId("loading");
    if (loading) loading.remove();
    const cells = byId("rendered_cells");
    if (cells) cells.hidden = false;
  };
  const sayWhileLoading = (text) => {
    const line = byId("minga-loading-words");
    if (line) line.textContent = text;
  };
  setTimeout(() => { if (byId("loading")) { sayWhileLoading(words.slow); offerReload(); } }, SLOW_AFTER);
  if (!navigator.cookieEnabled) document.addEventListener("DOMContentLoaded", () => sayWhileLoading(words.no_cookies));

  // ---- the state of the connection --------------------------------------------------------------
  let kernel = null;
  let kernelId = "";
  let leaving = false;
  let over = false;

  function show(state, text) {
    const line = byId("minga-state");
    if (!line || leaving || (over && state !== "gone")) return;
    if (line.dataset.state === state) return;
    line.dataset.state = state;
    byId("minga-state-words").textContent = text;
    byId("minga-reload").hidden = state !== "gone";
    document.dispatchEvent(new CustomEvent("minga:connection", { detail: { state } }));
  }

  function offerReload() {
    const button = byId("minga-reload");
    if (button) button.hidden = false;
  }

  function gone() {
    over = true;
    show("gone", words.gone);
    offerReload();
  }

  async function stillThere() {
    try {
      const answer = await fetch(`/api/kernels/${kernelId}`, { cache: "no-store", credentials: "same-origin" });
      return answer.status === 404 || answer.status === 403 ? "gone" : answer.ok ? "there" : "unknown";
    } catch {
      return "unreachable";
    }
  }

  let looking = false;
  async function look() {
    if (!kernel || over || leaving || looking || kernel.connectionStatus === "connected") return;
    looking = true;
    try {
      const found = await stillThere();
      if (found === "gone") return gone();
      if (found === "there") { show("reconnecting", words.reconnecting); await kernel.reconnect(); }
      else show("offline", words.offline);
    } catch {
      show("offline", words.offline);
    } finally {
      looking = false;
    }
  }

  function follow(connection) {
    kernel = connection;
    const report = () => {
      if (kernel.status === "dead" || kernel.isDisposed) return gone();
      if (kernel.connectionStatus === "connected") return show("connected", words.connected);
      show(navigator.onLine === false ? "offline" : "reconnecting", navigator.onLine === false ? words.offline : words.reconnecting);
      if (kernel.connectionStatus === "disconnected") look();  // the client has stopped trying by itself
    };
    kernel.connectionStatusChanged.connect(report);
    kernel.statusChanged.connect(report);
    kernel.disposed.connect(gone);
    report();
    setInterval(look, LOOK_EVERY);
    window.addEventListener("online", look);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
    window.addEventListener("offline", () => show("offline", words.offline));
  }

  async function whenReady() {
    const config = byId("jupyter-config-data");
    if (!config || !byId("minga-complete")) { sayWhileLoading(words.broken); offerReload(); return; }
    kernelId = JSON.parse(config.textContent).kernelId;
    const started = Date.now();
    while (!window.jupyterapp) {
      if (Date.now() - started > 4 * SLOW_AFTER) { sayWhileLoading(words.old_browser); return; }
      await new Promise((go) => setTimeout(go, 100));
    }
    const manager = await window.jupyterapp.widgetManagerPromise.promise;
    if (manager) follow(manager.kernel);
  }
  window.addEventListener("load", whenReady);
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("#minga-reload")) location.reload();
  });

  // ---- goodbye ----------------------------------------------------------------------------------
  // pagehide and not beforeunload: iOS has no beforeunload, and elsewhere it also fires for downloads.
  window.addEventListener("pagehide", () => {
    leaving = true;
    const config = byId("jupyter-config-data");
    if (config) navigator.sendBeacon(`/voila/api/leave/${JSON.parse(config.textContent).kernelId}`);
  });
  // A page taken out of the browser's back/forward store has no kernel any more.
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
})();
