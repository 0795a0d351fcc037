// The tables of the chain: rows, columns, and a mark where they meet. On a narrow screen one row at a time.

function render({ model, el }) {
  const L = model.get("labels");
  const root = h("section", { class: "minga matrix stack", lang: model.get("lang"), "aria-label": L.heading });
  const notice = h("p", { class: "note bad", role: "alert", hidden: true });
  const loose = h("ul", { class: "loose row" });
  const tabs = h("div", { class: "row tabs", role: "group", "aria-label": L.tables });
  const only = h("input", { type: "checkbox", onchange: () => draw() });
  const projector = h("button", { type: "button", "aria-pressed": "false", class: "project", onclick: project }, L.projector);
  const caption = h("caption");
  const head = h("tr");
  const body = h("tbody");
  const foot = h("tr");
  const table = h("table", {}, caption, h("thead", {}, head), body, h("tfoot", {}, foot));
  const empty = h("p", { class: "panel soft", hidden: true });
  const pick = h("select", { "aria-label": L.choose, onchange: () => { here = pick.value; draw(); } });
  const count = h("span", { class: "soft small", role: "status" });
  const walk = h("div", { class: "row walk" }, h("button", { type: "button", onclick: () => step(-1) }, `‹ ${L.previous}`), pick,
    h("button", { type: "button", onclick: () => step(1) }, `${L.next} ›`), count);
  const options = h("div", { class: "row options" }, h("label", { class: "row" }, only, L.only), projector, h("span", { class: "soft small keys" }, L.keys));
  const scroller = h("div", { class: "scroller" }, table);
  root.append(h("h2", {}, L.heading), notice, loose, tabs, options, walk, empty, scroller);
  el.append(root);

  const talk = converse(model, { onState: draw });
  const state = talk.state;
  const narrow = window.matchMedia("(max-width: 48rem)");
  let shown = "";          // the table in view
  let here = "";           // on a narrow screen, the row in view
  let stop = "";           // the one cell that Tab comes to, as row and column
  const waiting = new Set();

  function project() {
    const on = root.dataset.contrast !== "projector";
    if (on) root.dataset.contrast = "projector";
    else delete root.dataset.contrast;
    projector.setAttribute("aria-pressed", String(on));
  }

  const rowOf = (id) => state.get(`row:${shown}:${id}`);

  function draw() {
    const order = state.get("order") ?? [];
    if (!order.includes(shown)) shown = order[0] ?? "";
    drawLoose(order);
    reconcile(tabs, order, (key, old) => {
      const node = old ?? h("button", { type: "button", "data-focus": key, onclick: () => choose(key) }, L.titles[key]);
      node.setAttribute("aria-pressed", String(key === shown));
      return node;
    });
    const top = state.get(`head:${shown}`);
    const nothing = !top || top.empty !== "";
    const rows = nothing ? [] : top.rows.filter((id) => rowOf(id) && (!only.checked || rowOf(id).bare));
    empty.textContent = top ? top.empty || L.none_bare : L.no_chain;
    empty.hidden = rows.length > 0 || !state.has("order");
    tabs.hidden = options.hidden = !order.length;
    options.hidden ||= nothing;
    scroller.hidden = walk.hidden = !rows.length;
    if (rows.length) drawTable(top, rows);
  }

  function drawLoose(order) {
    const found = state.get("loose") ?? [];
    const whole = order.length && !found.length && order.every((key) => !state.get(`head:${key}`).empty);
    reconcile(loose, whole ? ["whole"] : found.map((one) => one.table), (key, old) => {
      const one = found.find((other) => other.table === key);
      return keep(old, one ?? key, () => h("li", {}, one
        ? h("button", { type: "button", class: "bare", "data-focus": "go", onclick: () => { only.checked = true; choose(key); } }, `⚠ ${one.text}`)
        : h("span", { class: "note good" }, `✓ ${L.whole}`)));
    });
    loose.hidden = !loose.firstChild;
  }

  function choose(key) {
    shown = key;
    here = stop = "";
    draw();
  }

  function drawTable(top, rows) {
    const columns = top.columns;
    caption.textContent = L.captions[shown];
    if (!rows.includes(here)) here = rows[0];
    const [row, column] = stop.split(" ");
    if (!rows.includes(row) || !columns.some((c) => c.id === column)) stop = `${here} ${columns[0].id}`;
    if (narrow.matches && row !== here) stop = `${here} ${columns[0].id}`;
    const mark = JSON.stringify([shown, columns]);
    if (table.dataset.columns !== mark) {
      table.dataset.columns = mark;
      head.replaceChildren(h("th", { scope: "col", class: "corner" }, L.corners[shown]), ...columns.map((c) => h("th", { scope: "col" }, c.name)), h("th", { scope: "col", class: "sum" }, L.total));
      foot.replaceChildren(h("th", { scope: "row" }, L.total), ...columns.map((c) => h("td", { class: c.total ? "" : "bare" }, c.total || `⚠ ${L.bare_columns[shown]}`)), h("td"));
    }
    let group = "";
    reconcile(body, rows, (id, old) => {
      const r = rowOf(id);
      const first = r.group !== group;
      group = r.group;
      const made = [shown, columns.map((c) => [c.id, c.name]), r.name, r.sub, first && r.group];
      const node = keep(old, made, () => makeRow(id, r, columns, first ? r.group : ""));
      fillRow(node, id, r, columns);
      return node;
    });
    drawWalk(rows);
  }

  // The part of the page that tells stories listens to this.
  function story(id, name) {
    return [h("span", { class: "name" }, name), h("button", {
      type: "button", class: "plain story small", "aria-label": fill(L.story_of, { name }),
      onclick: () => window.dispatchEvent(new CustomEvent("minga:story", { detail: id })),
    }, L.story)];
  }

  function makeRow(id, r, columns, group) {
    return h("tr", { class: r.sub ? "sub" : "" },
      h("th", { scope: "row" }, group && h("p", { class: "soft small group" }, group), h("div", { class: "label" }, story(id, r.name))),
      columns.map((c) => h("td", {}, h("button", {
        type: "button", class: "mark", tabindex: -1, "data-focus": c.id, "data-cell": `${id} ${c.id}`,
        onclick: () => mark(id, c.id), onkeydown: (event) => arrows(event, id, c.id), onfocus: () => settle(`${id} ${c.id}`),
      }, h("span", { class: "tick", "aria-hidden": "true" }), h("span", { class: "column-name" }, c.name), h("span", { class: "by small" })))),
      h("td", { class: "sum", "data-label": L.total }));
  }

  function fillRow(node, id, r, columns) {
    node.classList.toggle("here", id === here);
    node.classList.toggle("loose-row", r.bare);
    for (const c of columns) {
      const button = node.querySelector(`[data-focus="${c.id}"]`);
      const on = r.on.includes(c.id);
      const by = r.through[c.id] ?? "";
      button.setAttribute("aria-pressed", String(on));
      button.setAttribute("aria-busy", String(waiting.has(`${shown} ${id} ${c.id}`)));
      button.setAttribute("aria-label", [fill(L.cells[shown], { row: r.name, column: c.name }), by].filter(Boolean).join(", "));
      button.tabIndex = stop === `${id} ${c.id}` ? 0 : -1;
      button.querySelector(".tick").textContent = on ? "✓" : by ? "◦" : "";
      button.querySelector(".by").textContent = by;
    }
    const sum = node.querySelector("td.sum");
    sum.classList.toggle("bare", r.bare);
    sum.textContent = r.bare ? `⚠ ${L.bare_rows[shown]}` : r.total || L.elsewhere;
  }

  function drawWalk(rows) {
    reconcile(pick, rows, (id, old) => keep(old, rowOf(id), () => h("option", { value: id }, (rowOf(id).bare ? "⚠ " : "") + rowOf(id).name)));
    pick.value = here;
    const said = fill(L.row_of, { n: rows.indexOf(here) + 1, total: rows.length });
    if (count.textContent !== said) count.textContent = said;
  }

  function step(by) {
    const rows = [...body.children].map((node) => node.dataset.key);
    here = rows[(rows.indexOf(here) + by + rows.length) % rows.length];
    draw();
  }

  function settle(cell) {
    if (stop === cell) return;
    for (const node of body.querySelectorAll(".mark[tabindex='0']")) node.tabIndex = -1;
    stop = cell;
    const button = body.querySelector(`[data-cell="${cell}"]`);
    if (button) button.tabIndex = 0;
  }

  function arrows(event, id, column) {
    const rows = [...body.children].map((node) => node.dataset.key);
    const columns = state.get(`head:${shown}`).columns.map((c) => c.id);
    let [y, x] = [rows.indexOf(id), columns.indexOf(column)];
    const along = { ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? (narrow.matches && { ArrowUp: -1, ArrowDown: 1 }[event.key]);
    if (along) x += along;
    else if (event.key === "ArrowUp") y -= 1;
    else if (event.key === "ArrowDown") y += 1;
    else if (event.key === "Home") x = 0;
    else if (event.key === "End") x = columns.length - 1;
    else return;
    event.preventDefault();
    if (rows[y] && columns[x]) body.querySelector(`[data-cell="${rows[y]} ${columns[x]}"]`).focus();
  }

  // Nothing is marked before Python says so: others may be marking the same.
  async function mark(row, column) {
    const key = `${shown} ${row} ${column}`;
    if (waiting.has(key)) return;
    waiting.add(key);
    body.querySelector(`[data-cell="${row} ${column}"]`)?.setAttribute("aria-busy", "true");
    const answer = await talk.send("mark", { table: shown, row, column, on: !rowOf(row).on.includes(column) });
    waiting.delete(key);
    notice.textContent = answer.ok ? "" : `${answer.message} ${answer.advice}`;
    notice.hidden = answer.ok;
    const held = document.activeElement;
    draw();
    // The row may go from view because it is no longer bare.
    if (held !== document.activeElement || document.activeElement === document.body) (body.querySelector(".mark[tabindex='0']") ?? only).focus();
  }

  const turned = () => draw();
  narrow.addEventListener("change", turned);
  talk.hello();
  return () => { talk.close(); narrow.removeEventListener("change", turned); };
}

export default { render };
