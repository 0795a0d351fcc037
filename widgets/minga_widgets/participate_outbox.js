// What a phone keeps in this browser: operations that are not acknowledged yet, and drafts. Every one lies
// under a key of its own, so that two tabs of one browser never overwrite each other's.

// A shelf of the browser; one that keeps nothing (private windows, full storage) still works while the page is open.
function shelf(area) {
  const memory = new Map();
  let store = null;
  try { store = window[area]; store.getItem("minga"); } catch { store = null; }
  const parse = (text) => { try { return JSON.parse(text); } catch { return null; } };
  return {
    get(key, otherwise = null) {
      return (memory.has(key) ? memory.get(key) : parse(store?.getItem(key) ?? "null")) ?? otherwise;
    },
    set(key, value) {
      if (value === null || value === undefined) return this.drop(key);
      try { store.setItem(key, JSON.stringify(value)); memory.delete(key); } catch { memory.set(key, value); }
    },
    drop(key) {
      memory.delete(key);
      try { store?.removeItem(key); } catch { /* nothing was there */ }
    },
    keys(prefix) {
      const found = new Set([...memory.keys()].filter((key) => key.startsWith(prefix)));
      for (let i = 0; store && i < store.length; i += 1) if (store.key(i).startsWith(prefix)) found.add(store.key(i));
      return [...found].sort();
    },
  };
}

const RESEND_AFTER = 6000;

// All that a participant does waits here until Python has acknowledged it, in the order in which it was done,
// one at a time: an older vote never overtakes a newer one. Sending twice is harmless: Python knows the id.
function makeOutbox({ kept, talk, changed, settled }) {
  let plan = "", flying = null, left = 0, count = 0, connected = true;
  // Acknowledged, while the state that shows it is still on its way: without them points and texts would jump back.
  let echoes = [];
  const prefix = () => `minga:${plan}:op:`;
  const list = () => (plan ? kept.keys(prefix()) : []).map((key) => ({ key, ...kept.get(key, {}) })).filter((entry) => entry.id);
  const bare = ({ key, ...entry }) => entry;

  function put(op, data, what = "", replaces = null) {
    for (const entry of replaces ? list() : []) {
      // What was once sent may arrive late; only what never left is put in the place of.
      if (entry.op === op && (!entry.sent || entry.refused) && replaces(entry.data)) kept.drop(entry.key);
    }
    const id = newId();
    const order = `${String(Date.now()).padStart(14, "0")}-${String((count += 1)).padStart(6, "0")}`;
    kept.set(`${prefix()}${order}-${id}`, { id, op, data, what, at: Date.now() });
    pump();
    changed();
    return id;
  }

  function pump() {
    if (flying || !connected || navigator.onLine === false) return;
    const next = list().find((entry) => !entry.refused);
    if (!next) return;
    [flying, left] = [next.id, Date.now()];
    kept.set(next.key, { ...bare(next), sent: true });
    talk.send(next.op, { plan, ...next.data }, next.id).then((answer) => heard(next, answer));
  }

  function heard(entry, answer) {
    if (flying === entry.id) flying = null;
    const still = kept.get(entry.key);   // another tab may have settled it meanwhile
    if (answer.ok) {
      kept.drop(entry.key);
      echoes.push({ ...entry, refused: "", heard: Date.now() });
      setTimeout(changed, 3100);   // where nothing changed no state comes
    } else if (still) kept.set(entry.key, { ...still, refused: `${answer.message} ${answer.advice}`.trim() });
    settled(entry, answer);
    pump();
    changed();
  }

  const again = setInterval(() => {
    if (flying && Date.now() - left > RESEND_AFTER - 500) flying = null;
    pump();
  }, RESEND_AFTER);

  return {
    list, put, pump,
    open(planId) { [plan, flying, echoes] = [planId, null, []]; },
    of: (op, fits = () => true) => [...echoes.filter((entry) => Date.now() - entry.heard < 3000), ...list()]
      .filter((entry) => entry.op === op && fits(entry.data)),
    seen() { echoes = []; },
    retry(entry) {
      const { refused, ...rest } = bare(entry);
      kept.set(entry.key, rest);
      pump();
      changed();
    },
    discard(entry) { kept.drop(entry.key); changed(); },
    // Told by the page that hosts this one, where it tells; otherwise sending is simply tried.
    reachable(now) {
      connected = now;
      flying = null;
      if (now) pump();
      changed();
    },
    offline: () => !connected || navigator.onLine === false,
    close() { clearInterval(again); },
  };
}

// Drafts of a stage. The one in hand is the text in the field: it is a draft from its first letter.
function makeDrafts({ kept, mine }) {
  let plan = "";
  const prefix = (stage) => `minga:${plan}:draft:${stage}:`;
  const holding = (stage) => `minga:${plan}:hand:${stage}`;
  const all = (stage) => kept.keys(prefix(stage)).map((key) => ({ id: key.slice(prefix(stage).length), ...kept.get(key, {}) }))
    .filter((draft) => draft.text).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const save = (stage, { id, ...draft }) => kept.set(prefix(stage) + id, draft);

  function hand(stage) {
    const held = mine.get(holding(stage));
    if (held) return held;
    // A tab that the phone had closed comes back without its own memory: it takes up what was in hand last.
    const last = all(stage).filter((draft) => draft.hand).pop()?.id ?? newId();
    mine.set(holding(stage), last);
    return last;
  }
  return {
    open(planId) { plan = planId; },
    hand,
    list: (stage) => all(stage).filter((draft) => draft.id !== hand(stage)),
    inHand: (stage) => kept.get(prefix(stage) + hand(stage), { text: "", column: "" }),
    write(stage, text, column) {
      const key = prefix(stage) + hand(stage);
      if (!text.trim()) kept.drop(key);
      else kept.set(key, { at: Date.now(), ...kept.get(key, {}), text, column, hand: true });
    },
    // The field is free for another text; the one that was in it stays in the list.
    layDown(stage) {
      const key = prefix(stage) + hand(stage), draft = kept.get(key);
      if (draft) kept.set(key, { ...draft, hand: false });
      mine.set(holding(stage), newId());
    },
    take(stage, id) {
      this.layDown(stage);
      mine.set(holding(stage), id);
      const key = prefix(stage) + id;
      kept.set(key, { ...kept.get(key, {}), hand: true });
    },
    fork(stage) { mine.set(holding(stage), newId()); },
    isHand: (stage, key) => key === prefix(stage) + hand(stage),
    drop: (stage, id) => kept.drop(prefix(stage) + id),
    restore: (_stage, { stage = _stage, ...draft }) => save(stage, draft),
    everywhere: () => kept.keys(`minga:${plan}:draft:`).map((key) => {
      const [stage, id] = key.slice(`minga:${plan}:draft:`.length).split(":");
      return { stage, id, ...kept.get(key, {}) };
    }).filter((draft) => draft.text),
    swap(stage, one, other) {
      // Two drafts of the same instant still have to change places.
      const at = one.at === other.at ? other.at + (one.id < other.id ? -1 : 1) : other.at;
      save(stage, { ...other, at: one.at });
      save(stage, { ...one, at });
    },
  };
}
