// What a page does before and around Voilà: show it when it is ready, say whether the server still listens,
// reconnect for ever, take a new page when its kernel is gone and nobody is typing, and say goodbye when it closes.

const byId = (id) => document.getElementById(id);
const words = JSON.parse(byId("minga-words").textContent);
const SLOW_AFTER = 20000;
const TOO_SLOW = 80000;
const HANDS_REST_AFTER = 20000;
const RELOAD_AGAIN_AFTER = 60000;

// ---- showing the page -----------------------------------------------------------------------------
// Voilà calls voila_finish when its theme is in place, and expects a heartbeat function to exist.
window.voila_heartbeat = () => {};
window.voila_process = () => {};
window.cellLoaded = true;
window.voila_finish = () => {
  if (byId("loading")) byId("loading").remove();
  if (byId("rendered_cells")) byId("rendered_cells").hidden = false;
};
function sayWhileLoading(text) {
  const line = byId("minga-loading-words");
  if (line) line.textContent = text;
}
setTimeout(() => { if (byId("loading") && !broken) { sayWhileLoading(words.slow); offerReload(); } }, SLOW_AFTER);
if (!navigator.cookieEnabled) document.addEventListener("DOMContentLoaded", () => sayWhileLoading(words.no_cookies));

// ---- how the connection stands --------------------------------------------------------------------
let kernel = null, kernelId = "", socket = null, silence = false, lost = false, wasThere = false;
let leaving = false, over = false, broken = false, looking = false, tries = 0, later = null;

function show(state, text, same = false) {
  const line = byId("minga-state");
  if (!line || leaving || (over && state !== "gone") || line.dataset.state === state) return;
  line.dataset.state = state;
  byId("minga-state-words").textContent = text;
  byId("minga-reload").hidden = state !== "gone";
  document.dispatchEvent(new CustomEvent("minga:connection", { detail: { state, words: text, same } }));
}
const away = () => navigator.onLine === false ? show("offline", words.offline) : show("reconnecting", words.reconnecting);

function offerReload() {
  const button = byId("minga-reload");
  if (button) button.hidden = false;
}

// Every socket to the kernel is watched, also those that Jupyter's client opens by itself later.
window.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given);
    if (!/\/channels(\?|$)/.test(this.url)) return;
    [socket, silence, lost] = [this, false, false];
    const mine = (act) => (...told) => { if (socket === this) act(...told); };
    this.watched = watch(this, {
      opened() {},
      answered: mine((wasQuiet) => { silence = false; if (wasQuiet) report(true); }),
      silent: mine(() => { silence = true; report(); }),
      over: mine(() => { silence = lost = true; report(); }),
    });
  }
};

const connected = () => kernel.connectionStatus === "connected" && !silence;

function report(same = false) {
  if (!kernel || over || leaving) return;
  if (kernel.isDisposed || kernel.status === "dead") return gone();
  if (!connected()) {
    if (wasThere) away();
    return look(pauseBefore(tries));
  }
  [tries, wasThere] = [0, true];
  show("connected", words.connected, same);
}

async function ask(path) {
  const made = new AbortController(), late = setTimeout(() => made.abort(), 8000);
  try {
    return (await fetch(path, { cache: "no-store", credentials: "same-origin", signal: made.signal })).status;
  } catch {
    return 0;
  } finally {
    clearTimeout(late);
  }
}

// Jupyter's client gives up after some minutes; this does not.
function look(after = 0) {
  clearTimeout(later);
  later = setTimeout(async () => {
    if (looking || over || leaving || connected()) return;
    looking = true;
    const found = await ask(`/api/kernels/${kernelId}`);
    looking = false;
    if (over || leaving || connected()) return;
    if (found === 404 || found === 403) return gone();
    if (found !== 200) show("offline", words.offline);
    else if (lost || !socket || socket.readyState === WebSocket.CLOSED) {   // else it is being opened just now
      if (wasThere) show("reconnecting", words.reconnecting);
      kernel.reconnect().catch(() => {});
    }
    tries += 1;
    look(Math.max(1500, pauseBefore(tries)));
  }, after);
}

function wake() {
  if (!kernel || document.hidden) return;
  tries = Math.min(tries, 1);
  if (connected()) { if (socket) socket.watched.check(); } else look();
}

// ---- a new page, by itself ------------------------------------------------------------------------
function gone() {
  over = true;
  show("gone", words.gone);
  offerReload();
  takeNewPage();
}

let typed = 0;
document.addEventListener("input", () => { typed = Date.now(); }, true);
function handsRest() {
  const here = document.activeElement;
  const writing = here && here.matches("input:not([type=checkbox]):not([type=radio]), textarea, [contenteditable=true]");
  return Date.now() - typed > HANDS_REST_AFTER && !(writing && (here.value || here.textContent));
}
function reloaded(now) {
  try {
    if (now) sessionStorage.setItem("minga:reloaded", now);
    return Number(sessionStorage.getItem("minga:reloaded"));
  } catch {
    return now ? now : Date.now();   // where nothing can be kept, nobody knows how often: then by hand
  }
}
// Never while the server does not answer: a browser's own error page would stay for ever.
function takeNewPage() {
  setTimeout(async () => {
    const soon = !document.hidden && handsRest() && Date.now() - reloaded() > RELOAD_AGAIN_AFTER;
    if (!soon || (await ask("/ping")) !== 200 || leaving) return takeNewPage();
    reloaded(Date.now());
    location.reload();
  }, pauseBefore(3));
}

// ---- the beginning --------------------------------------------------------------------------------
function isBroken() {
  if (broken) return;
  broken = true;
  sayWhileLoading(words.broken);
  offerReload();
  takeNewPage();
}
window.addEventListener("error", (event) => {
  const missing = event.target instanceof HTMLScriptElement && !window.jupyterapp;
  if (missing) isBroken();
  else if (!window.jupyterapp && event.error instanceof SyntaxError) { broken = true; sayWhileLoading(words.old_browser); }
}, true);

function follow(connection) {
  kernel = connection;
  kernel.connectionStatusChanged.connect(() => report());
  kernel.statusChanged.connect(() => report());
  kernel.disposed.connect(gone);
  report();
  window.addEventListener("online", wake);
  document.addEventListener("visibilitychange", wake);
  window.addEventListener("offline", () => { show("offline", words.offline); wake(); });
}

window.addEventListener("load", async () => {
  const config = byId("jupyter-config-data");
  if (!config || !byId("minga-complete")) return isBroken();
  kernelId = JSON.parse(config.textContent).kernelId;
  const started = Date.now();
  while (!window.jupyterapp) {
    if (broken) return;
    if (Date.now() - started > TOO_SLOW) { sayWhileLoading(words.old_browser); return; }
    await new Promise((go) => setTimeout(go, 100));
  }
  const manager = await window.jupyterapp.widgetManagerPromise.promise;
  if (!manager) return;
  follow(manager.kernel);
});
document.addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest("#minga-reload")) location.reload();
});

// ---- goodbye --------------------------------------------------------------------------------------
// pagehide and not beforeunload: iOS has no beforeunload, and elsewhere it also fires for downloads.
window.addEventListener("pagehide", () => {
  leaving = true;
  const mine = byId("minga-kernel");   // there before the page is complete
  if (mine) navigator.sendBeacon(`/voila/api/leave/${mine.dataset.kernel}`);
});
// A page taken out of the browser's back/forward store has no kernel any more.
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
