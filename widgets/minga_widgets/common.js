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

// Keep the children of `parent` in step with `keys`, reusing nodes so that focus and drag survive.
function reconcile(parent, keys, make) {
  const old = new Map(Array.from(parent.children, (node) => [node.dataset.key, node]));
  let previous = null;
  for (const key of keys) {
    const former = old.get(key) ?? null;
    const node = make(key, former);
    node.dataset.key = key;
    if (former === node) old.delete(key);
    const wanted = previous ? previous.nextSibling : parent.firstChild;
    if (wanted !== node) parent.insertBefore(node, wanted);
    previous = node;
  }
  for (const node of old.values()) node.remove();
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
    if (message.ack) {
      const entry = waiting.get(message.ack);
      waiting.delete(message.ack);
      entry?.resolve(message);
      onAck?.(message);
    }
  };
  model.on("msg:custom", listen);
  const hello = (extra = {}) => model.send({ op: "hello", ...extra });
  // A page that slept asks whether something passed it by; the answer is a patch only if so.
  const timer = setInterval(() => model.send({ op: "since", seq }), 15000);
  const awake = () => { if (!document.hidden) model.send({ op: "since", seq }); };
  document.addEventListener("visibilitychange", awake);
  return {
    state,
    hello,
    send(op, data = {}, id = newId()) {
      return new Promise((resolve) => {
        waiting.set(id, { resolve });
        model.send({ op, id, ...data });
      });
    },
    close() {
      model.off("msg:custom", listen);
      clearInterval(timer);
      document.removeEventListener("visibilitychange", awake);
    },
  };
}
