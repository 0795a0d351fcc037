// The wall: one column for what is not grouped yet, one for each cluster. Cards move by drag (mouse,
// touch, pen), or by choosing them and a place from a list, which also works from the keyboard.

function render({ model, el }) {
  const L = model.get("labels");
  const chosen = new Set();
  let original = false;        // the next card that is touched is the original of the chosen one
  let drag = null;

  const bar = h("div", { class: "bar row", role: "toolbar", "aria-label": L.wall });
  const notice = h("p", { class: "note bad", role: "alert", hidden: true });
  const spoken = h("p", { class: "hidden-text", role: "status" });
  const columns = h("div", { class: "columns" });
  const root = h("section", { class: "minga wall", lang: model.get("lang"), "aria-label": L.wall }, bar, notice, columns, spoken);
  el.append(root);

  const talk = converse(model, { onState: draw });
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
  function cardsOf(clusterId) {
    const found = [];
    for (const [key, value] of state) {
      if (key.startsWith("card:") && value.cluster === clusterId && value.status === "active") found.push([key.slice(5), value]);
    }
    return found.sort((a, b) => a[1].position - b[1].position || (a[0] < b[0] ? -1 : 1)).map(([id]) => id);
  }
  function copiesOf(id) {
    return [...state].filter(([key, value]) => key.startsWith("card:") && value.status === "duplicate" && value.of === id).map(([key]) => key.slice(5));
  }

  // ── the bar ───────────────────────────────────────────────────────────────────────────────────
  function drawBar() {
    const stage = state.get("stage");
    for (const id of chosen) if (card(id)?.status !== "active") chosen.delete(id);
    const undo = state.get("undo");
    const parts = [
      h("button", { type: "button", disabled: !undo, onclick: () => act("undo") }, undo ? fill(L.undo, { what: undo }) : L.nothing),
      h("button", { type: "button", "aria-pressed": String(root.dataset.contrast === "projector"), onclick: project }, L.projector),
    ];
    if (!stage.fixed && !stage.done) {
      parts.push(h("button", { type: "button", onclick: () => group([...chosen]) }, chosen.size ? L.new_group_with : L.new_group));
    }
    if (chosen.size && !stage.done) {
      const where = h("select", { "aria-label": L.move_to, onchange: () => move([...chosen], where.value === "-" ? "" : where.value) },
        h("option", { value: "", disabled: true, selected: true }, L.move_to),
        !stage.fixed && h("option", { value: "-" }, L.loose),
        state.get("order").map((id) => h("option", { value: id }, name(id))));
      parts.push(h("span", { class: "count" }, chosen.size === 1 ? L.selected_one : fill(L.selected, { n: chosen.size })), where);
      if (chosen.size === 1) {
        const [id] = chosen;
        parts.push(
          h("button", { type: "button", onclick: () => editCard(id) }, L.edit),
          h("button", { type: "button", "aria-pressed": String(original), onclick: () => { original = !original; draw(); } }, L.duplicate));
      }
      parts.push(
        h("button", { type: "button", onclick: withdraw }, L.withdraw),
        h("button", { type: "button", class: "plain", onclick: () => { chosen.clear(); original = false; draw(); } }, L.clear));
    }
    const focused = bar.contains(document.activeElement) ? [...bar.children].indexOf(document.activeElement) : -1;
    bar.replaceChildren(...parts);
    if (focused >= 0) bar.children[Math.min(focused, bar.children.length - 1)]?.focus();
  }

  function project() {
    if (root.dataset.contrast) delete root.dataset.contrast;
    else root.dataset.contrast = "projector";
    draw();
  }

  async function group(ids) {
    if ((await act("add_cluster", { cards: ids })).ok) { chosen.clear(); draw(); }
  }
  async function move(ids, to, before = "") {
    for (const id of ids) if (!(await act("move_card", { card: id, cluster: to, before })).ok) return;
    chosen.clear();
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
    const node = columns.querySelector(`[data-key="${id}"]`);
    const field = h("textarea", { rows: 4, maxlength: 600, "aria-label": L.edit, value: card(id).text });
    const done = () => { node.classList.remove("editing"); form.remove(); draw(); };
    const form = h("form", {
      class: "stack edit", onsubmit: async (event) => {
        event.preventDefault();
        if ((await act("edit_card", { card: id, text: field.value })).ok) { chosen.clear(); done(); }
      },
    }, field, h("div", { class: "row" }, h("button", { class: "primary", type: "submit" }, L.save), h("button", { type: "button", onclick: done }, L.cancel)));
    node.classList.add("editing");
    node.append(form);
    field.focus();
  }

  // ── columns and cards ─────────────────────────────────────────────────────────────────────────
  function draw() {
    const stage = state.get("stage");
    if (!stage) return;
    drawBar();
    const order = state.get("order");
    const loose = cardsOf("");
    // What is not grouped stays in view, but takes little room once everything is.
    const keys = (stage.fixed || stage.done) && order.length && !loose.length ? order : ["", ...order];
    reconcile(columns, keys, (id, old) => column(id, old, stage));
    root.classList.toggle("choosing", original);
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
    empty.hidden = ids.length > 0;
    const wallEmpty = ![...state.keys()].some((key) => key.startsWith("card:"));
    empty.textContent = wallEmpty && (id === "" || id === state.get("order")[0]) ? `${L.empty_wall} ${L.empty_hint}` : id ? L.empty_group : "";
    return node;
  }

  function fit(field) {
    field.style.height = "auto";
    if (field.scrollHeight) field.style.height = `${field.scrollHeight + 2}px`;
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
      hidden: true, class: "stack", onsubmit: async (event) => {
        event.preventDefault();
        if ((await act("add_card", { text: field.value, cluster: id })).ok) { field.value = ""; field.focus(); }
      },
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
      const close = (op, data) => { details.open = false; act(op, { cluster: id, ...data }); };
      const merge = h("select", { "aria-label": L.merge, onchange: () => close("dissolve_cluster", { into: merge.value }) },
        h("option", { value: "", selected: true, disabled: true }, L.merge),
        order.filter((other) => other !== id).map((other) => h("option", { value: other }, name(other))));
      menu.replaceChildren(...[
        h("button", { type: "button", disabled: at === 0, onclick: () => close("move_cluster", { position: at }) }, L.left),
        h("button", { type: "button", disabled: at === order.length - 1, onclick: () => close("move_cluster", { position: at + 2 }) }, L.right),
        !stage.fixed && merge,
        !stage.fixed && h("button", { type: "button", onclick: () => close("dissolve_cluster", {}) }, L.dissolve),
      ].filter(Boolean));
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
      root.append(ghost);
      node.classList.add("lifted");
      face.dataset.dragged = "1";
      drag = { id, ghost, dx: start.x - box.left, dy: start.y - box.top, place: null };
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
    const onTouch = (at) => { if (drag) at.preventDefault(); };
    const stop = () => {
      clearTimeout(timer);
      for (const [type, listener] of listeners) window.removeEventListener(type, listener);
      if (drag) { drag.ghost.remove(); node.classList.remove("lifted"); mark(null); }
      drag = null;
    };
    const onUp = () => {
      const place = drag?.place;
      const dragged = Boolean(drag);
      stop();
      if (dragged) setTimeout(() => { delete face.dataset.dragged; });
      if (place) move(chosen.has(id) ? [...chosen] : [id], place.cluster, place.before);
    };
    const listeners = [["pointermove", onMove], ["pointerup", onUp], ["pointercancel", stop], ["touchmove", onTouch]];
    for (const [type, listener] of listeners) window.addEventListener(type, listener, { passive: false });
  }

  function follow({ x, y }) {
    drag.ghost.style.transform = `translate(${x - drag.dx}px, ${y - drag.dy}px)`;
    const under = document.elementFromPoint(x, y)?.closest(".column");
    if (!under || !root.contains(under)) { drag.place = null; mark(null); return; }
    const others = [...under.querySelectorAll(".card")].filter((node) => node.dataset.key !== drag.id);
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
  talk.hello();
  return () => { talk.close(); sizes.disconnect(); };
}

export default { render };
