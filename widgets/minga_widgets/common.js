// Shared by every component: it is put before each module, which must be self-contained for anywidget.
// No words live here; they come in the `labels` trait. Text is only ever set as text.

function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "value") node.value = value;
    else if (name === "class") node.className = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return node;
}

// "{n} tarjetas" → "3 tarjetas"; the sentence itself was translated in Python.
function fill(sentence, values) {
  return String(sentence ?? "").replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

// A page over plain http has no crypto.randomUUID, but always has getRandomValues.
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

// Keep the children of `parent` in step with `keys`, reusing nodes so that focus and drag survive. Where a
// node has to be moved or made anew, focus goes back to it (to the part with the same `data-focus`).
function reconcile(parent, keys, make) {
  const wanted = new Set(keys);
  const focused = parent.contains(document.activeElement) ? document.activeElement : null;
  const old = new Map();
  let holder = null;
  for (const node of [...parent.children]) {
    if (node.contains(focused)) holder = node.dataset.key;
    if (wanted.has(node.dataset.key)) old.set(node.dataset.key, node);
    else node.remove();
  }
  let previous = null;
  for (const key of keys) {
    const former = old.get(key) ?? null;
    const node = make(key, former);
    node.dataset.key = key;
    if (former === node) old.delete(key);
    const place = previous ? previous.nextSibling : parent.firstChild;
    if (place !== node) parent.insertBefore(node, place);
    previous = node;
  }
  for (const node of old.values()) node.remove();
  if (!focused || parent.contains(document.activeElement)) return;
  const again = parent.contains(focused) ? focused : focused.dataset.focus &&
    [...parent.children].find((node) => node.dataset.key === holder)?.querySelector(`[data-focus="${focused.dataset.focus}"]`);
  if (again) again.focus({ preventScroll: true });
}

// Leave a part alone while what it shows is the same.
const shownBy = new WeakMap();
function keep(old, shows, make) {
  const mark = JSON.stringify(shows);
  if (old && shownBy.get(old) === mark) return old;
  const node = make();
  shownBy.set(node, mark);
  return node;
}

// A second press while the first is under way is not a second wish.
function once(action) {
  let busy = false;
  return async (...given) => {
    if (busy) return;
    busy = true;
    try { await action(...given); } finally { busy = false; }
  };
}
function submitting(action) {
  const run = once(action);
  return (event) => { event.preventDefault(); run(event); };
}

// Do something when a part gets wider or narrower; its height follows from that and is no reason.
function whenWidthChanges(node, act) {
  let width = 0;
  const observer = new ResizeObserver(() => {
    if (node.clientWidth === width) return;
    width = node.clientWidth;
    act();
  });
  observer.observe(node);
  return observer;
}

// A text field as tall as its text.
function fit(field) {
  field.style.height = "auto";
  if (field.scrollHeight) field.style.height = `${field.scrollHeight + 2}px`;
}

// Files come through the page's own connection, for nothing under outputs/ is ever served. Returns how to stop.
function handOver(model) {
  const save = (message, buffers) => {
    if (!message.file) return;
    const url = URL.createObjectURL(new Blob(buffers.map((b) => b.buffer ?? b)));
    const link = h("a", { href: url, download: message.file });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
  };
  model.on("msg:custom", save);
  return () => model.off("msg:custom", save);
}

// The conversation with Python: intents go out with an operation id and are acknowledged after commit;
// state comes in as patches by key. Nothing is taken as done before its acknowledgement.
function converse(model, { onState, onAck }) {
  const state = new Map();
  const waiting = new Map();
  let seq = 0;
  const listen = (message) => {
    if (message.patch) {
      if (message.reset) state.clear();
      for (const [key, value] of Object.entries(message.patch)) {
        if (value === null) state.delete(key);
        else state.set(key, value);
      }
      seq = message.seq;
      onState(state);
    }
    if (message.again) {  // too fast: nothing was lost, the same operation goes again in a moment
      setTimeout(() => {
        const entry = waiting.get(message.ack);
        if (entry) model.send(entry.message);
      }, message.again * 1000 * (1 + Math.random()));
    } else if (message.ack) {
      const entry = waiting.get(message.ack);
      waiting.delete(message.ack);
      entry?.resolve(message);
      onAck?.(message);
    }
  };
  model.on("msg:custom", listen);
  const hello = (extra = {}) => model.send({ op: "hello", ...extra });
  // A page that slept asks whether something passed it by; the answer is a patch only if so. What was not
  // answered goes again with its id; Python gives the first answer again.
  const timer = setInterval(() => {
    since();
    for (const entry of waiting.values()) if (Date.now() - entry.at > 10000) model.send(entry.message);
  }, 15000);
  const since = () => model.send({ op: "since", seq });
  const awake = () => { if (!document.hidden) since(); };
  // What went out just before the connection was lost may never have arrived.
  const back = ({ detail }) => {
    if (detail.state !== "connected") return;
    for (const entry of waiting.values()) if (Date.now() - entry.at > 500) model.send(entry.message);
  };
  document.addEventListener("visibilitychange", awake);
  document.addEventListener("minga:connection", back);
  return {
    state,
    hello,
    since,
    send(op, data = {}, id = newId()) {
      return new Promise((resolve) => {
        const message = { op, id, ...data };
        waiting.set(id, { resolve, message, at: Date.now() });
        model.send(message);
      });
    },
    close() {
      model.off("msg:custom", listen);
      clearInterval(timer);
      document.removeEventListener("visibilitychange", awake);
      document.removeEventListener("minga:connection", back);
    },
  };
}
