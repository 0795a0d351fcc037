// The wall: one column for what is not grouped yet, one for each cluster. Cards move by drag (mouse,
// touch, pen), or by choosing them and a place from a list, which also works from the keyboard.

function render({ model, el }) {
  const L = model.get("labels");
  const chosen = new Set();
  let original = false;        // the next card that is touched is the original of the chosen one
  let drag = null;
  let barShows = "";           // what the bar shows, so that it is not made anew in vain
  let refocus = null;          // the card that takes the focus once it has arrived where it was sent

  const bar = h("div", { class: "bar row", role: "group", tabindex: -1, "aria-label": L.tools });
  const notice = h("p", { class: "note bad", role: "alert", hidden: true });
  const spoken = h("p", { class: "hidden-text", role: "status" });
  const columns = h("div", { class: "columns" });
  const root = h("section", { class: "minga wall", lang: model.get("lang"), "aria-label": L.wall }, bar, notice, columns, spoken);
  el.append(root);

  const talk = converse(model, { onState: news });
  const state = talk.state;

  async function act(op, data = {}) {
    const answer = await talk.send(op, data);
    notice.textContent = answer.ok ? "" : `${answer.message} ${answer.advice}`;
    notice.hidden = answer.ok;
    return answer;
  }

  const card = (id) => state.get(`card:${id}`);
  const cluster = (id) => state.get(`cluster:${id}`);
  const name = (id) => (id ? cluster(id)?.title || cluster(id)?.symbol : L.loose);
  const faceOf = (id) => columns.querySelector(`.card[data-key="${id}"] > .face`);
  let placed = new Map();      // ids of the cards of each cluster, in order
  let copied = new Map();      // ids of the copies of each card
  const cardsOf = (clusterId) => placed.get(clusterId) ?? [];
  const copiesOf = (id) => copied.get(id) ?? [];
  function tally() {
    placed = new Map();
    copied = new Map();
    const put = (map, key, id) => { if (!map.has(key)) map.set(key, []); map.get(key).push(id); };
    for (const [key, value] of state) {
      if (!key.startsWith("card:")) continue;
      if (value.status === "active") put(placed, value.cluster, key.slice(5));
      else if (value.status === "duplicate") put(copied, value.of, key.slice(5));
    }
    const place = (id) => card(id).position;
    for (const ids of placed.values()) ids.sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
  }
  const inOrder = (ids) => ["", ...state.get("order")].flatMap(cardsOf).filter((id) => ids.has(id));

  // News may move or remove what had focus; then focus follows the card.
  function news() {
    const held = root.contains(document.activeElement) ? document.activeElement.closest(".card")?.dataset.key : null;
    draw();
    const id = refocus ?? held;
    refocus = null;
    if (id && (document.activeElement === bar || !document.activeElement || document.activeElement === document.body)) faceOf(id)?.focus();
  }

  // ── the bar ───────────────────────────────────────────────────────────────────────────────────
  function drawBar() {
    const stage = state.get("stage");
    for (const id of chosen) if (card(id)?.status !== "active") chosen.delete(id);
    if (chosen.size !== 1) original = false;
    const undo = state.get("undo");
    const names = state.get("order").map((id) => [id, name(id)]);
    // Made anew only when it shows something else: an open list must not close because a card arrived.
    const mark = JSON.stringify([undo, root.dataset.contrast, stage, [...chosen], original, names]);
    if (mark === barShows) return;
    barShows = mark;
    const button = (key, words, onclick, more = {}) => h("button", { type: "button", "data-focus": key, onclick, ...more }, words);
    const parts = [
      button("undo", undo ? fill(L.undo, { what: undo }) : L.nothing, once(() => act("undo")), { disabled: !undo }),
      button("projector", L.projector, project, { "aria-pressed": String(root.dataset.contrast === "projector") }),
    ];
    if (!stage.fixed && !stage.done) parts.push(button("group", chosen.size ? L.new_group_with : L.new_group, once(() => group(inOrder(chosen)))));
    if (chosen.size && !stage.done) {
      const places = [...(stage.fixed ? [] : [["-", L.loose]]), ...names];
      parts.push(h("span", { class: "count" }, chosen.size === 1 ? L.selected_one : fill(L.selected, { n: chosen.size })),
        chooser("move", L.move_to, places, (to) => move(inOrder(chosen), to === "-" ? "" : to)));
      if (chosen.size === 1) {
        const [id] = chosen;
        parts.push(button("edit", L.edit, () => editCard(id)),
          button("original", L.duplicate, () => { original = !original; draw(); }, { "aria-pressed": String(original) }));
        if (original) parts.push(h("span", { class: "count", role: "status" }, L.choose_original));
      }
      parts.push(button("withdraw", L.withdraw, once(withdraw)), button("clear", L.clear, letGo, { class: "plain" }));
    }
    const held = bar.contains(document.activeElement) ? document.activeElement.dataset.focus ?? "" : null;
    bar.replaceChildren(...parts);
    if (held !== null) (bar.querySelector(`[data-focus="${held}"]:not(:disabled)`) ?? bar).focus();
  }

  // A list that acts when something is picked. With the keyboard a closed list changes at each arrow, so
  // there the choice waits for Enter, and says so.
  function chooser(key, words, options, pick) {
    let typing = false;
    const hint = h("span", { class: "small", role: "status" });
    const list = h("select", {
      "aria-label": words, "data-focus": key,
      onpointerdown: () => { typing = false; },
      onkeydown: (event) => {
        if (event.key === "Enter" && typing && list.value) { event.preventDefault(); pick(list.value); }
        else if (event.key.length === 1 || event.key.startsWith("Arrow")) typing = true;
      },
      onchange: () => { if (typing) hint.textContent = L.confirm; else pick(list.value); },
    }, h("option", { value: "", disabled: true, selected: true }, words), options.map(([id, title]) => h("option", { value: id }, title)));
    return h("span", { class: "row" }, list, hint);
  }

  function project() {
    if (root.dataset.contrast) delete root.dataset.contrast;
    else root.dataset.contrast = "projector";
    draw();
  }
  function letGo() {
    refocus = null;
    const [id] = chosen;
    chosen.clear();
    original = false;
    draw();
    if (document.activeElement === bar) faceOf(id)?.focus();
  }

  async function group(ids) {
    if ((await act("add_cluster", { cards: ids })).ok) { chosen.clear(); refocus = ids[0] ?? null; draw(); }
  }
  async function move(ids, to, before = "") {
    for (const id of ids) if (!(await act("move_card", { card: id, cluster: to, before })).ok) return;
    chosen.clear();
    refocus = ids[0];
    spoken.textContent = `${L.moved}: ${name(to)}`;
    draw();
  }
  async function withdraw() {
    for (const id of [...chosen]) if (!(await act("withdraw_card", { card: id })).ok) return;
    chosen.clear();
    draw();
  }

  function touch(id) {
    if (state.get("stage").done) return;
    if (original) {
      const [copy] = chosen;
      original = false;
      chosen.clear();
      if (copy !== id) act("mark_duplicate", { card: copy, of: id });
    } else if (chosen.has(id)) chosen.delete(id);
    else chosen.add(id);
    draw();
  }

  function editCard(id) {
    const node = columns.querySelector(`.card[data-key="${id}"]`);
    if (node.classList.contains("editing")) { node.querySelector("form.edit textarea").focus(); return; }
    const field = h("textarea", { rows: 4, maxlength: 600, "aria-label": L.edit, value: card(id).text });
    const done = () => { node.classList.remove("editing"); form.remove(); draw(); faceOf(id)?.focus(); };
    const form = h("form", {
      class: "stack edit", onsubmit: submitting(async () => {
        if ((await act("edit_card", { card: id, text: field.value })).ok) { chosen.clear(); done(); }
      }),
      onkeydown: (event) => { if (event.key === "Escape" && field.value === card(id).text) done(); },
    }, field, h("div", { class: "row" }, h("button", { class: "primary", type: "submit" }, L.save), h("button", { type: "button", onclick: done }, L.cancel)));
    node.classList.add("editing");
    node.append(form);
    field.focus();
  }

  // ── columns and cards ─────────────────────────────────────────────────────────────────────────
  function draw() {
    const stage = state.get("stage");
    if (!stage) return;
    tally();
    drawBar();
    const order = state.get("order");
    const loose = cardsOf("");
    // What is not grouped stays in view, but takes little room once everything is.
    const keys = (stage.fixed || stage.done) && order.length && !loose.length ? order : ["", ...order];
    reconcile(columns, keys, (id, old) => column(id, old, stage));
    root.classList.toggle("choosing", original);
    root.classList.toggle("done", stage.done);
  }

  function column(id, old, stage) {
    const node = old ?? makeColumn(id);
    const ids = cardsOf(id);
    node.classList.toggle("loose", !id);
    node.classList.toggle("bare", !id && !ids.length && state.get("order").length > 0);
    node.querySelector(".n").textContent = ids.length === 1 ? L.card_one : fill(L.cards, { n: ids.length });
    if (id) {
      const { title, symbol, description } = cluster(id);
      const about = node.querySelector(".description");
      if (document.activeElement !== about) { about.value = description; fit(about); }
      about.readOnly = stage.done;
      about.hidden = stage.fixed || !(description || (stage.naming && !stage.done));
      const field = node.querySelector(".title");
      if (document.activeElement !== field) { field.value = title; fit(field); }
      field.readOnly = !stage.naming || stage.done;
      field.placeholder = stage.naming ? L.title : L.title_locked;
      field.hidden = !stage.naming && !title;
      node.querySelector(".symbol").textContent = symbol;
      node.querySelector(".symbol").hidden = !symbol;
      node.setAttribute("aria-label", title || symbol);
      node.querySelector(".options").hidden = stage.done;
    }
    node.querySelector(".add").hidden = stage.done;
    const list = node.querySelector("ul");
    reconcile(list, ids, (cardId, oldCard) => drawCard(cardId, oldCard));
    const empty = node.querySelector(".empty");
    const first = !placed.size && (id === "" || id === state.get("order")[0]);
    if (stage.done) empty.textContent = first ? L.empty_done : "";
    else empty.textContent = first ? `${L.empty_wall} ${L.empty_hint}` : id ? L.empty_group : "";
    empty.hidden = ids.length > 0 || !empty.textContent;
    return node;
  }

  function makeColumn(id) {
    const head = id
      ? h("header", {}, h("span", { class: "symbol", "aria-hidden": "true" }),
        h("textarea", {
          class: "title", rows: 1, maxlength: 250, "aria-label": L.title,
          oninput: (event) => fit(event.target),
          onkeydown: (event) => { if (event.key === "Enter") { event.preventDefault(); event.target.blur(); } },
          onchange: (event) => act("rename_cluster", { cluster: id, title: event.target.value }),
        }), options(id),
        h("textarea", {
          class: "description small", rows: 1, maxlength: 2000, "aria-label": L.description, placeholder: L.description,
          oninput: (event) => fit(event.target),
          onchange: (event) => act("rename_cluster", { cluster: id, description: event.target.value }),
        }))
      : h("header", {}, h("h2", {}, L.loose));
    const field = h("textarea", { rows: 2, maxlength: 600, "aria-label": L.write, placeholder: L.write });
    const form = h("form", {
      hidden: true, class: "stack", onsubmit: submitting(async () => {
        if (!field.value.trim()) { field.focus(); return; }
        if ((await act("add_card", { text: field.value, cluster: id })).ok) { field.value = ""; field.focus(); }
      }),
    }, field, h("div", { class: "row" }, h("button", { class: "primary", type: "submit" }, L.put),
      h("button", { type: "button", onclick: () => { form.hidden = true; open.hidden = false; open.focus(); } }, L.close)));
    const open = h("button", { type: "button", class: "plain small", onclick: () => { form.hidden = false; open.hidden = true; field.focus(); } }, `+ ${L.add}`);
    return h("section", { class: "column", "data-cluster": id, "aria-label": L.loose },
      head, h("p", { class: "n small soft" }), h("ul", {}), h("p", { class: "empty soft small" }), h("div", { class: "add" }, open, form));
  }

  function options(id) {
    const details = h("details", { class: "options" }, h("summary", { "aria-label": L.options, title: L.options }, "⋯"));
    const menu = h("div", { class: "menu stack" });
    details.append(menu);
    details.addEventListener("toggle", () => {
      if (!details.open) return;
      const stage = state.get("stage");
      const order = state.get("order");
      const at = order.indexOf(id);
      const close = (op, data) => { details.open = false; details.firstChild.focus(); act(op, { cluster: id, ...data }); };
      const others = order.filter((other) => other !== id);
      const merge = others.length > 0 && chooser("merge", L.merge, others.map((other) => [other, name(other)]), (into) => close("dissolve_cluster", { into }));
      menu.replaceChildren(...[
        h("button", { type: "button", disabled: at === 0, onclick: () => close("move_cluster", { position: at }) }, L.left),
        h("button", { type: "button", disabled: at === order.length - 1, onclick: () => close("move_cluster", { position: at + 2 }) }, L.right),
        !stage.fixed && merge,
        !stage.fixed && h("button", { type: "button", onclick: () => close("dissolve_cluster", {}) }, L.dissolve),
      ].filter(Boolean));
      // Fixed, for the row of columns scrolls and would cut it.
      const box = details.firstChild.getBoundingClientRect();
      menu.style.left = `${Math.max(8, Math.min(box.right - menu.offsetWidth, document.documentElement.clientWidth - menu.offsetWidth - 8))}px`;
      menu.style.top = `${Math.max(8, Math.min(box.bottom, window.innerHeight - menu.offsetHeight - 8))}px`;
    });
    details.addEventListener("keydown", (event) => { if (event.key === "Escape") { details.open = false; details.firstChild.focus(); } });
    return details;
  }

  function drawCard(id, old) {
    const node = old ?? makeCard(id);
    const { text, team } = card(id);
    node.querySelector(".text").textContent = text;
    node.querySelector(".team").textContent = team ? fill(L.team, { team }) : "";
    node.querySelector(".face").setAttribute("aria-pressed", String(chosen.has(id)));
    node.classList.toggle("chosen", chosen.has(id));
    const copies = copiesOf(id);
    const stack = node.querySelector(".copies");
    stack.hidden = !copies.length;
    reconcile(stack, copies, (copy, oldCopy) => {
      const item = oldCopy ?? h("li", {}, h("span"), h("button", { type: "button", class: "plain small", onclick: () => act("restore_card", { card: copy }) }, L.restore));
      item.firstChild.textContent = `${card(copy).text} (${L.same})`;
      return item;
    });
    return node;
  }

  function makeCard(id) {
    const face = h("button", { type: "button", class: "face", "aria-pressed": "false" },
      h("span", { class: "text" }), h("span", { class: "team small soft" }));
    const node = h("li", { class: "card" }, face, h("ul", { class: "copies small" }));
    face.addEventListener("pointerdown", (event) => grab(event, id, node, face));
    face.addEventListener("click", () => { if (!face.dataset.dragged) touch(id); delete face.dataset.dragged; });
    return node;
  }

  // ── dragging: one path for mouse, touch and pen ───────────────────────────────────────────────
  function grab(event, id, node, face) {
    if (event.button || state.get("stage").done || original) return;
    const start = { x: event.clientX, y: event.clientY };
    const box = node.getBoundingClientRect();
    const begin = (at) => {
      const ghost = node.cloneNode(true);
      ghost.classList.add("ghost");
      ghost.style.width = `${box.width}px`;
      const together = chosen.has(id) ? chosen : new Set([id]);
      if (together.size > 1) ghost.append(h("p", { class: "many" }, fill(L.selected, { n: together.size })));
      root.append(ghost);
      for (const other of together) faceOf(other)?.parentNode.classList.add("lifted");
      face.dataset.dragged = "1";
      drag = { id, ghost, together, dx: start.x - box.left, dy: start.y - box.top, place: null };
      follow(at);
    };
    // Touch scrolls unless the finger rests first; mouse and pen lift at once.
    let timer = event.pointerType === "touch" ? setTimeout(() => { timer = null; begin(start); }, 350) : null;
    const onMove = (at) => {
      const far = Math.hypot(at.clientX - start.x, at.clientY - start.y) > 6;
      if (drag) { at.preventDefault(); follow({ x: at.clientX, y: at.clientY }); }
      else if (far && timer) stop();
      else if (far && event.pointerType !== "touch") begin({ x: at.clientX, y: at.clientY });
    };
    const onKey = (at) => { if (drag && at.key === "Escape") { stop(); setTimeout(() => { delete face.dataset.dragged; }, 300); } };
    // Near an edge the row of columns, or the page, rolls on.
    const rolling = setInterval(() => { if (drag?.at) roll(drag.at); }, 40);
    const onTouch = (at) => { if (drag) at.preventDefault(); };
    const stop = () => {
      clearTimeout(timer);
      clearInterval(rolling);
      for (const [type, listener] of listeners) window.removeEventListener(type, listener);
      if (drag) {
        drag.ghost.remove();
        for (const other of columns.querySelectorAll(".lifted")) other.classList.remove("lifted");
        mark(null);
      }
      drag = null;
    };
    const onUp = () => {
      const place = drag?.place;
      const dragged = Boolean(drag);
      stop();
      if (dragged) setTimeout(() => { delete face.dataset.dragged; });
      if (place) move(chosen.has(id) ? inOrder(chosen) : [id], place.cluster, place.before);
    };
    const listeners = [["pointermove", onMove], ["pointerup", onUp], ["pointercancel", stop], ["touchmove", onTouch], ["keydown", onKey]];
    for (const [type, listener] of listeners) window.addEventListener(type, listener, { passive: false });
  }

  function roll({ x, y }) {
    const box = columns.getBoundingClientRect();
    if (x > box.right - 40) columns.scrollLeft += 16;
    else if (x < box.left + 40) columns.scrollLeft -= 16;
    if (y > window.innerHeight - 40) document.scrollingElement.scrollTop += 14;
    else if (y < 40) document.scrollingElement.scrollTop -= 14;
    follow({ x, y });
  }

  function follow({ x, y }) {
    drag.at = { x, y };
    drag.ghost.style.transform = `translate(${x - drag.dx}px, ${y - drag.dy}px)`;
    const under = document.elementFromPoint(x, y)?.closest(".column");
    if (!under || !root.contains(under)) { drag.place = null; mark(null); return; }
    const others = [...under.querySelectorAll(".card")].filter((node) => !drag.together.has(node.dataset.key));
    const next = others.find((node) => { const b = node.getBoundingClientRect(); return y < b.top + b.height / 2; });
    drag.place = { cluster: under.dataset.cluster, before: next?.dataset.key ?? "" };
    mark(under, next);
  }
  function mark(under, next) {
    for (const node of columns.querySelectorAll(".target, .before")) node.classList.remove("target", "before");
    under?.classList.add("target");
    next?.classList.add("before");
  }

  // A title wraps differently when its column gets narrower.
  const sizes = new ResizeObserver(() => { for (const field of columns.querySelectorAll("header textarea")) fit(field); });
  sizes.observe(columns);
  // A menu closes when the person goes elsewhere; Escape lets go of what was chosen.
  const shut = (event) => {
    for (const menu of columns.querySelectorAll("details.options[open]")) if (!menu.contains(event.target)) menu.open = false;
  };
  const away = ["pointerdown", "scroll", "focusin"];
  for (const type of away) window.addEventListener(type, shut, true);
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && chosen.size && !drag && !event.target.closest("form, details, textarea, select")) letGo();
  });
  talk.hello();
  return () => { talk.close(); sizes.disconnect(); for (const type of away) window.removeEventListener(type, shut, true); };
}

export default { render };
