// The wall: what is not grouped yet stays in view, one column for each group, a list of proposals beside.
// Cards move by drag (mouse, touch, pen), from the keyboard, or by choosing them and a place from a list.
// This file holds what the parts share; each part is a file of its own.

function render({ model, el }) {
  const L = model.get("labels");
  const w = { L, chosen: new Set(), anchor: "", original: false, refocus: null };
  const notice = h("p", { class: "note bad", role: "alert", hidden: true });
  const spoken = h("p", { class: "hidden-text", role: "status" });
  w.columns = h("div", { class: "columns" });
  w.board = h("div", { class: "board" }, w.columns);
  w.asked = h("p", { class: "asked" });
  w.top = h("div", { class: "top" });
  w.root = h("section", { class: "minga wall", lang: model.get("lang"), "aria-label": L.wall }, w.asked, w.top, notice, w.board, spoken);
  w.loose = { get node() { return w.groups.node(""); } };
  el.append(w.root);

  w.talk = converse(model, { onState: news });
  const state = w.state = w.talk.state;
  w.act = async (op, data = {}) => {
    const answer = await w.talk.send(op, data);
    notice.textContent = answer.ok ? "" : `${answer.message} ${answer.advice}`;
    notice.hidden = answer.ok;
    return answer;
  };
  w.say = (words) => { spoken.textContent = words; };

  // Wait for news that make something true; after two seconds go on all the same.
  let waiting = [];
  w.until = (check) => new Promise((resolve) => {
    if (check()) { resolve(); return; }
    const timer = setTimeout(resolve, 2000);
    waiting.push(() => { if (!check()) return true; clearTimeout(timer); resolve(); return false; });
  });

  // ── what lies where ───────────────────────────────────────────────────────────────────────────
  let placed = new Map();      // ids of the cards of each group, in order
  let copied = new Map();      // ids of the copies of each card
  let nested = new Map();      // ids of the groups inside each group, in order
  w.card = (id) => state.get(`card:${id}`);
  w.cluster = (id) => state.get(`cluster:${id}`);
  w.cardsOf = (id) => placed.get(id) ?? [];
  w.copiesOf = (id) => copied.get(id) ?? [];
  w.childrenOf = (id) => nested.get(id) ?? [];
  w.tops = () => nested.get("") ?? [];
  w.places = () => w.tops().flatMap((id) => [id, ...w.childrenOf(id)]);
  w.path = (id) => (id ? [w.cluster(id)?.symbol, w.cluster(id)?.title].filter(Boolean).join("  ") : L.loose);
  w.name = (id) => {
    if (!id) return L.loose;
    const { title, symbol, parent } = w.cluster(id) ?? {};
    return parent ? `${w.name(parent)} › ${title || symbol}` : title || symbol;
  };
  w.inOrder = (ids = null) => ["", ...w.places()].flatMap(w.cardsOf).filter((id) => !ids || ids.has(id));
  w.nothing = () => !placed.size;
  w.faceOf = (id) => w.cards.node(id)?.firstChild;
  w.showsLoose = () => {
    const { fixed, done } = state.get("stage");
    return !((fixed || done) && w.tops().length && !w.cardsOf("").length);
  };
  w.scroller = () => (w.root.dataset.contrast ? w.root : document.scrollingElement);

  function tally() {
    placed = new Map();
    copied = new Map();
    nested = new Map();
    const put = (map, key, id) => { if (!map.has(key)) map.set(key, []); map.get(key).push(id); };
    for (const [key, value] of state) {
      if (!key.startsWith("card:")) continue;
      if (value.status === "active") put(placed, value.cluster, key.slice(5));
      else if (value.status === "duplicate") put(copied, value.of, key.slice(5));
    }
    const place = (id) => w.card(id).position;
    for (const ids of placed.values()) ids.sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
    for (const id of state.get("order")) put(nested, w.cluster(id).parent, id);
  }

  // ── acts that several parts share ─────────────────────────────────────────────────────────────
  w.move = async (ids, to, before = "") => {
    for (const id of ids) w.cards.node(id)?.classList.add("lifted");
    const answer = await w.act("move_cards", { cards: ids, cluster: to, before });
    for (const id of ids) w.cards.node(id)?.classList.remove("lifted");
    if (!answer.ok) return;
    w.chosen.clear();
    w.refocus = ids[0];
    w.say(`${ids.length === 1 ? L.moved : fill(L.moved_many, { n: ids.length })}: ${w.name(to)}`);
    w.draw();
  };
  w.letGo = () => {
    w.refocus = null;
    const [id] = w.chosen;
    w.chosen.clear();
    w.original = false;
    w.draw();
    if (document.activeElement === w.bar.bar) w.faceOf(id)?.focus();
  };
  w.project = () => {
    const on = !w.root.dataset.contrast;
    if (on) w.root.dataset.contrast = "projector";
    else delete w.root.dataset.contrast;
    w.root.classList.toggle("projected", on);
    document.documentElement.style.overflow = on ? "hidden" : "";
    w.draw();
    w.fit.toggle(on);
  };

  w.colours = wallColours(w);
  w.cards = wallCards(w);
  w.groups = wallGroups(w);
  w.bar = wallBar(w);
  w.side = wallSide(w);
  w.drag = wallDrag(w);
  w.fit = wallFit(w);
  w.reading = wallReading(w);
  w.keys = wallKeys(w);
  w.top.append(w.bar.bar, w.bar.views, w.colours.legend);
  w.root.insertBefore(w.side.node, spoken);

  // ── drawing ───────────────────────────────────────────────────────────────────────────────────
  // News may move or remove what had focus; then focus follows the card.
  function news() {
    const held = w.root.contains(document.activeElement) ? document.activeElement.closest(".card")?.dataset.key : null;
    w.draw();
    waiting = waiting.filter((still) => still());
    const id = w.refocus ?? held;
    w.refocus = null;
    const lost = !document.activeElement || document.activeElement === document.body || document.activeElement === w.bar.bar;
    if (id && lost) w.faceOf(id)?.focus({ preventScroll: true });
  }

  w.draw = () => {
    const stage = state.get("stage");
    if (!stage) return;
    tally();
    w.cards.forget();
    w.groups.forget();
    w.colours.survey();
    w.asked.textContent = stage.question;
    const loose = w.groups.draw("");
    if (!w.showsLoose()) loose.remove();
    else if (loose.parentNode !== w.board) w.board.prepend(loose);
    reconcile(w.columns, w.tops(), (id) => w.groups.draw(id));
    w.side.draw();
    w.root.classList.toggle("choosing", w.original);
    w.root.classList.toggle("done", stage.done);
    w.fit.draw();
    w.bar.draw();
    w.keys.draw();
    w.drag.changed();
    w.reading.draw();
  };

  // What the bars leave of the screen is what the ungrouped cards may fill.
  const bars = new ResizeObserver(() => w.root.style.setProperty("--bars", `${w.top.offsetHeight}px`));
  bars.observe(w.top);
  // A menu closes when the person goes elsewhere.
  const shut = (event) => {
    for (const menu of w.root.querySelectorAll("details.options[open], details.keys[open]")) if (!menu.contains(event.target)) menu.open = false;
  };
  const away = ["pointerdown", "scroll", "focusin"];
  for (const type of away) window.addEventListener(type, shut, true);
  w.talk.hello();
  return () => {
    w.talk.close();
    w.fit.close();
    w.reading.close();
    bars.disconnect();
    document.documentElement.style.overflow = "";
    for (const type of away) window.removeEventListener(type, shut, true);
  };
}

export default { render };
