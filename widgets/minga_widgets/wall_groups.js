// The columns: what is not grouped yet, each group, and the groups inside a group.

const growing = CSS.supports("field-sizing", "content") ? () => {} : fit;

function wallGroups(w) {
  const { L, state } = w;
  const nodes = new Map();

  function drawGroup(id) {
    let node = nodes.get(id);
    if (!node) nodes.set(id, node = makeGroup(id));
    const stage = state.get("stage");
    const ids = w.cardsOf(id);
    const inner = id ? w.childrenOf(id) : [];
    const all = ids.length + inner.reduce((n, child) => n + w.cardsOf(child).length, 0);
    const points = state.get("votes")?.[id] ?? 0;
    const part = node.parts;
    node.classList.toggle("loose", !id);
    node.classList.toggle("sub", Boolean(id && w.cluster(id).parent));
    node.classList.toggle("bare", !id && !ids.length && state.get("order").length > 0);
    const count = all === 1 ? L.card_one : fill(L.cards, { n: all });
    part.n.textContent = points ? `${w.cards.pointsOf(points)} · ${count}` : id ? count : String(all);
    part.n.title = count;
    if (id) drawHead(node, id, stage);
    part.add.hidden = stage.done;
    part.read.hidden = !all;
    reconcile(part.list, ids, (card) => w.cards.draw(card));
    if (id) reconcile(part.subs, inner, (child) => drawGroup(child));
    const first = w.nothing() && (id === "" || id === state.get("order")[0]);
    const words = first && stage.held ? fill(L.held, { n: stage.held }) : first ? (stage.done ? L.empty_done : `${L.empty_wall} ${L.empty_hint}`) : stage.done ? "" : id ? L.empty_group : L.all_grouped;
    part.empty.textContent = words;
    part.empty.hidden = all > 0 || !words;
    return node;
  }

  function drawHead(node, id, stage) {
    const { title, symbol, description, parent, hints } = w.cluster(id);
    const part = node.parts;
    const put = (field, text) => { if (document.activeElement !== field && field.value !== text) { field.value = text; growing(field); } };
    put(part.about, description);
    part.about.readOnly = stage.done;
    part.about.hidden = stage.fixed || !(description || (stage.naming && !stage.done));
    put(part.title, title);
    part.title.readOnly = !stage.naming || stage.done;
    part.title.placeholder = stage.naming ? L.title : L.title_locked;
    part.title.hidden = !stage.naming && !title;
    part.symbol.textContent = symbol;
    part.symbol.hidden = !symbol;
    node.setAttribute("aria-label", fill(parent ? L.inside : L.group_named, { name: title || symbol }));
    part.options.hidden = stage.done;
    part.hints.hidden = !hints.length || stage.done;
    keepChildren(part.hints, hints, () => hints.map((hint) => h("li", {}, hint)));
  }

  function makeGroup(id) {
    const parts = {
      symbol: h("span", { class: "symbol", "aria-hidden": "true" }), n: h("p", { class: "n small soft" }),
      list: h("ul", { class: "cards" }), subs: h("div", { class: "subs" }), empty: h("p", { class: "empty soft small" }),
      hints: h("ul", { class: "hints small", "aria-label": L.hints }),
      read: h("button", { type: "button", class: "plain small read", title: L.read, "aria-label": L.read, onclick: () => w.reading.open(id) }, "▶"),
    };
    if (id) Object.assign(parts, { title: titleField(id), about: aboutField(id), options: groupOptions(w, id) });
    parts.add = adding(id);
    const head = id
      ? h("header", {}, parts.symbol, parts.n, parts.read, parts.options, parts.title, parts.about, parts.hints)
      : h("header", {}, h("h2", {}, L.loose), parts.n, parts.read);
    const node = h("section", { class: "column", "data-cluster": id, "aria-label": L.loose },
      head, parts.list, id && parts.subs, parts.empty, parts.add);
    node.parts = parts;
    return node;
  }

  const titleField = (id) => h("textarea", {
    class: "title", rows: 1, maxlength: 250, "aria-label": L.title,
    oninput: (event) => growing(event.target),
    onkeydown: (event) => { if (event.key === "Enter") { event.preventDefault(); event.target.blur(); } },
    onchange: (event) => w.act("rename_cluster", { cluster: id, title: event.target.value }),
  });
  const aboutField = (id) => h("textarea", {
    class: "description small", rows: 1, maxlength: 2000, "aria-label": L.description, placeholder: L.description,
    oninput: (event) => growing(event.target),
    onchange: (event) => w.act("rename_cluster", { cluster: id, description: event.target.value }),
  });

  function adding(id) {
    const field = h("textarea", { rows: 2, maxlength: 600, "aria-label": L.write, placeholder: L.write });
    const form = h("form", {
      hidden: true, class: "stack", onsubmit: submitting(async () => {
        if (!field.value.trim()) { field.focus(); return; }
        if ((await w.act("add_card", { text: field.value, cluster: id })).ok) { field.value = ""; field.focus(); }
      }),
    }, field, h("div", { class: "row" }, h("button", { class: "primary", type: "submit" }, L.put),
      h("button", { type: "button", onclick: () => { form.hidden = true; open.hidden = false; open.focus(); } }, L.close)));
    const open = h("button", { type: "button", class: "plain small", onclick: () => { form.hidden = false; open.hidden = true; field.focus(); } }, `+ ${L.add}`);
    return h("div", { class: "add" }, open, form);
  }

  return {
    draw: drawGroup,
    node: (id) => nodes.get(id),
    grow() { for (const { parts } of nodes.values()) if (parts.title) { growing(parts.title); growing(parts.about); } },
    forget() { for (const id of nodes.keys()) if (id && !w.cluster(id)) nodes.delete(id); },
  };
}

// The menu of a group: its place, its symbol, what it can be joined to.
function groupOptions(w, id) {
  const { L, state } = w;
  const details = h("details", { class: "options" }, h("summary", { "aria-label": L.options, title: L.options }, "⋯"));
  const menu = h("div", { class: "menu stack" });
  details.append(menu);
  const shut = () => { details.open = false; details.firstChild.focus(); };
  const act = (op, data = {}) => { shut(); w.act(op, { cluster: id, ...data }); };
  const button = (words, onclick, more = {}) => h("button", { type: "button", onclick, ...more }, words);
  const named = (ids) => ids.map((one) => [one, w.name(one)]);

  function symbols() {
    const used = new Set(state.get("order").map((one) => w.cluster(one).symbol));
    const now = w.cluster(id).symbol;
    return h("fieldset", { class: "symbols" }, h("legend", { class: "small" }, L.choose_symbol), L.symbols.map((symbol) => button(symbol,
      () => act("rename_cluster", { symbol }), { "aria-pressed": String(symbol === now), class: used.has(symbol) ? "used" : null,
        title: used.has(symbol) && symbol !== now ? L.used : null })));
  }

  function parts() {
    const { fixed, done } = state.get("stage");
    const { parent } = w.cluster(id);
    const beside = parent ? w.childrenOf(parent) : w.tops();
    const at = beside.indexOf(id);
    const others = state.get("order").filter((one) => one !== id);
    const outer = w.tops().filter((one) => one !== id && one !== parent);
    const all = [...w.cardsOf(id), ...w.childrenOf(id).flatMap(w.cardsOf)];
    const free = !fixed && !done;
    return [
      button(L.read, () => { shut(); w.reading.open(id); }, { disabled: !all.length }),
      button(L.choose_all, () => { shut(); for (const one of all) w.chosen.add(one); w.draw(); }, { disabled: !all.length }),
      button(L.left, () => act("move_cluster", { position: at }), { disabled: at === 0 }),
      button(L.right, () => act("move_cluster", { position: at + 2 }), { disabled: at === beside.length - 1 }),
      free && others.length > 0 && wallChooser(L, "merge", L.merge, named(others), (into) => act("dissolve_cluster", { into })),
      free && !w.childrenOf(id).length && outer.length > 0 && wallChooser(L, "nest", L.nest, named(outer), (into) => act("nest_cluster", { into })),
      free && parent && button(L.unnest, () => act("nest_cluster", { into: "" })),
      free && button(L.dissolve, () => act("dissolve_cluster")),
      free && symbols(),
    ].filter(Boolean);
  }

  details.addEventListener("toggle", () => {
    if (!details.open) return;
    menu.replaceChildren(...parts());
    // Fixed, for the row of columns scrolls and would cut it.
    const box = details.firstChild.getBoundingClientRect();
    menu.style.left = `${Math.max(8, Math.min(box.right - menu.offsetWidth, document.documentElement.clientWidth - menu.offsetWidth - 8))}px`;
    menu.style.top = `${Math.max(8, Math.min(box.bottom, window.innerHeight - menu.offsetHeight - 8))}px`;
  });
  details.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.stopPropagation(); shut(); } });
  return details;
}
