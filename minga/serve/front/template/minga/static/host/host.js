// The participant's page: shows the module, keeps it connected for ever, and says how that stands. The module
// sees a model with get, set, on, off, send; it does not notice when the way to Python changes.

const byId = (id) => document.getElementById(id);
const words = JSON.parse(byId("minga-words").textContent);
const stateLine = byId("minga-state");

// Where this page asks for its seat and speaks. A personal link carries a key behind the #, which browsers send to
// nobody: it is given to the door alone, and taken out of the address.
const doors = { join: document.body.dataset.join || "/join", channel: document.body.dataset.channel || "/light/channel" };
let key = new URLSearchParams(location.hash.slice(1)).get("k") || "";

const HELLO_AGAIN = 5000;
const SLOW_AFTER = 20000;

// ---- what the module sees -------------------------------------------------------------------------
const values = {}, listeners = new Map();
const model = {
  get: (name) => values[name],
  set(name, value) { values[name] = value; },
  save_changes() {},
  on(name, act) { listeners.set(name, [...(listeners.get(name) ?? []), act]); },
  off(name, act) { listeners.set(name, (listeners.get(name) ?? []).filter((one) => one !== act)); },
  send(content) { if (way) way.send(content); },
};

let unmount = null;
function mount(message) {
  Object.assign(values, { labels: message.labels, lang: message.lang, greeted: true });
  document.documentElement.lang = message.lang;
  show("connected", words.connected);   // before anybody listens: who comes in now has just been greeted
  const place = document.querySelector(".minga-here") ?? byId("minga-cells");
  place.replaceChildren();
  unmount = component.render({ model, el: place }) ?? (() => {});
  byId("minga-cells").hidden = false;
  byId("loading").remove();
}

// A notebook without the form: what is there is text, and ready.
function showText() {
  stateLine.hidden = false;   // the form has a line of its own for this
  byId("minga-cells").hidden = false;
  if (byId("loading")) byId("loading").remove();
}

function hear(message) {
  if (unmount || message.labels) quiet.answered();
  if (!unmount && message.labels) mount(message);
  if (unmount) for (const act of listeners.get("msg:custom") ?? []) act(message, []);
}

// ---- how the connection stands --------------------------------------------------------------------
let shown = "connecting";
function show(state, said, same = false) {
  if (shown === state && byId("minga-state-words").textContent === said) return;
  shown = state;
  stateLine.dataset.state = state;
  byId("minga-state-words").textContent = said;
  const line = byId("minga-loading-words");
  if (line && state !== "connected") line.textContent = said;
  document.dispatchEvent(new CustomEvent("minga:connection", { detail: { state, words: said, same } }));
}
const away = () => navigator.onLine === false ? show("offline", words.offline) : show("reconnecting", words.reconnecting);

// ---- the way to Python ----------------------------------------------------------------------------
// A seat is what the door gives: { way: "kernel", kernel, model }, { way: "light" } or { way: "wait", place, seconds }.
let seat = firstSeat(), way = null, kernel = "", tries = 0, later = null, asking = false;

function firstSeat() {
  const kind = document.body.dataset.way, { kernelId } = JSON.parse(byId("jupyter-config-data").textContent);
  return kind === "kernel" ? { way: "kernel", kernel: kernelId, model: modelIn(document) }
    : kind === "light" ? { way: kind } : null;
}

function modelIn(page) {
  const here = page.querySelector(".minga-here");
  return here ? here.dataset.model : "";
}

async function askForSeat() {
  const made = new AbortController(), late = setTimeout(() => made.abort(), 10000);
  try {
    const answer = await fetch(doors.join, { method: "POST", body: key ? JSON.stringify({ k: key }) : "", credentials: "same-origin", cache: "no-store", signal: made.signal });
    if (answer.status === 429 || answer.status === 503) return { way: "wait" };
    return answer.ok ? take(await answer.json()) : null;
  } catch {
    return null;
  } finally {
    clearTimeout(late);
  }
}

// A new kernel has a new model; where the module already stands, nothing else of its page is needed.
function take(given) {
  if (given.full) { location.reload(); return null; }   // the notebook has been edited: it needs the other front end
  if (given.way !== "kernel") return given;
  const page = new DOMParser().parseFromString(given.page, "text/html"), found = modelIn(page);
  if (!unmount) byId("minga-cells").replaceChildren(...page.body.childNodes);
  return { way: "kernel", kernel: given.kernel, model: found };
}

async function connect() {
  clearTimeout(later);
  if (way || asking) return;
  asking = true;
  const given = seat ?? await askForSeat();
  asking = false;
  if (!given) return again();
  if (given.way === "wait") return wait(given);
  if (given.way === "closed") return turnedAway(given);
  if (key) { key = ""; history.replaceState(null, "", location.pathname); }
  seat = null;   // should this way fail, the door is asked
  kernel = given.kernel ?? "";
  const silentPage = given.way === "kernel" && !given.model;
  if (silentPage) showText();
  const mine = way = WAYS[given.way](given, {
    opened: () => { if (way === mine && !silentPage) quiet.begin(); },
    hear: (message) => { if (way === mine) hear(message); },
    answered: (wasQuiet) => {
      if (way !== mine || !unmount && !silentPage) return;
      show("connected", words.connected, wasQuiet);
      tries = 0;
    },
    silent: () => { if (way === mine) away(); },
    over: () => { if (way === mine) drop(); },
  });
}

// A personal link that opens nothing (any more): what to do is said, and looked again when somebody looks.
function turnedAway({ said }) {
  show("gone", said);
  const bar = document.querySelector(".minga-bar");
  if (bar) bar.hidden = true;
}

// Whoever is at the other end has to answer a greeting. The module greets by itself when it is told that it is
// connected again; before there is one, its words are asked for. Where nobody answers, the door is asked again.
const quiet = {
  begin() {
    this.answered();
    let left = 5;
    const greet = (first) => {
      left -= 1;
      if (!left) drop();
      else if (!first || !unmount) model.send({ op: "hello", words: !unmount, proofs: [] });
    };
    this.timer = setInterval(greet, HELLO_AGAIN);
    greet(true);
  },
  answered() { clearInterval(this.timer); },
};

function drop() {
  quiet.answered();
  const old = way;
  way = null;
  if (old) old.close();
  again();
}

function again() {
  away();
  clearTimeout(later);
  later = setTimeout(connect, pauseBefore(tries));
  tries += 1;
}

// The door itself keeps whoever waits for a moment; who asks again at once keeps the place.
function wait({ place = 0, seconds }) {
  show("waiting", place ? words.place.replace("{n}", place) : words.full);
  later = setTimeout(connect, seconds === undefined ? pauseBefore(3) : 50);
}

// ---- when there is reason to look at once ---------------------------------------------------------
function wake() {
  if (document.hidden) return;
  tries = Math.min(tries, 1);
  if (way) way.check();
  else if (shown !== "waiting") connect();
}
window.addEventListener("hashchange", () => { if (location.hash.startsWith("#k=")) location.reload(); });
window.addEventListener("online", wake);
window.addEventListener("offline", () => { away(); if (way) way.check(); });
document.addEventListener("visibilitychange", wake);
window.addEventListener("pageshow", (event) => { if (event.persisted) wake(); });
// pagehide and not beforeunload: iOS has no beforeunload, and elsewhere it also fires for downloads.
window.addEventListener("pagehide", () => {
  if (kernel) navigator.sendBeacon(`/voila/api/leave/${kernel}`);
});

setTimeout(() => {
  if (byId("loading") && shown === "connecting") byId("minga-loading-words").textContent = words.slow;
}, SLOW_AFTER);
if (!navigator.cookieEnabled) byId("minga-loading-words").textContent = words.no_cookies;
else connect();
