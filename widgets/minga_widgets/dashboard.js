// The dashboard: what is chosen, the figures of that, the rows behind one of them, and the cards behind those.

function render({ model, el }) {
  const L = model.get("labels");
  const talk = converse(model, { onState: draw });
  const state = talk.state;
  const stopFiles = handOver(model);
  const names = ["period", "direction", "country", "person"];
  const selects = Object.fromEntries(names.map((name) => [name, h("select", { id: `board-${name}`, onchange: () => { if (name === "period") asked = selects.period.value; choose(); } })]));
  let asked = new URLSearchParams(location.search).get("period") ?? "";  // without it, the period in course
  const clear = h("button", { type: "button", hidden: true, onclick: () => { for (const name of names.slice(1)) selects[name].value = ""; choose(); } }, L.clear);
  const filters = h("div", { class: "filters", role: "group", "aria-label": L.choose },
    names.map((name) => h("div", { class: "choice" }, h("label", { for: `board-${name}` }, L[name]), selects[name])), clear);
  const notice = h("p", { class: "note bad", role: "alert", hidden: true });
  const period = h("span", { class: "soft" });
  const findings = h("div", { class: "findings", role: "status" });
  const notes = h("ul", { class: "notes small soft" });
  const nothing = h("p", { class: "panel soft", hidden: true }, L.no_match);
  const empty = h("div", { class: "panel empty", hidden: true }, h("h3", {}, L.empty), h("p", { class: "soft" }, L.empty_hint),
    h("p", { class: "row" }, h("a", { class: "button", href: "4_directions.ipynb" }, L.to_directions), h("a", { class: "button", href: "5_results.ipynb" }, L.to_results)));

  const list = (kind) => h("ul", { class: kind });
  const actionTiles = list("tiles"), indicatorTiles = list("tiles");
  const lists = {
    bars: boardList(list("bars"), L, 12, (one) => boardBar(one, open)), people: boardList(list("bars"), L, 6, (one) => boardBar(one, open)),
    countries: boardList(list("bars"), L, 6, (one) => boardBar(one, open)), bullets: boardList(list("bullets"), L, 12, (one) => boardBullet(one, open)),
  };
  const part = (name, words, ...first) => h("section", { class: "part" }, h("h4", {}, words), first, lists[name].list, lists[name].more);
  const wide = !window.matchMedia("(max-width: 48rem)").matches;
  const folding = (name, words) => h("details", { class: "part", open: wide }, h("summary", {}, h("h4", {}, words)), lists[name].list, lists[name].more);
  const parts = { bars: part("bars", L.by_direction), people: folding("people", L.by_person), countries: folding("countries", L.by_country) };
  const legend = h("p", { class: "legend small soft" }, L.against_hint, Object.entries(L.marks).map(([name, words]) => h("span", {}, h("span", { class: `key ${name}`, "aria-hidden": "true" }), words)));
  const actions = h("section", { class: "panel stack" }, h("h3", {}, L.actions), actionTiles, parts.bars);
  const held = h("section", { class: "panel halves", "aria-label": L.by_person }, parts.people, parts.countries);
  const indicators = h("section", { class: "panel stack" }, h("h3", {}, L.indicators), indicatorTiles, part("bullets", L.against, legend));

  const rows = boardRows(L, { open, trail });
  const title = h("h3", { tabindex: -1 });
  const count = h("p", { class: "soft small", role: "status" });
  const sums = h("ul", { class: "sums" });
  const back = h("button", { type: "button", class: "plain", onclick: goBack }, `‹ ${L.back}`);
  const all = h("button", { type: "button", onclick: () => trail("*") });
  const csv = h("button", { type: "button", onclick: once(() => act("csv")) }, L.csv);
  const close = h("button", { type: "button", class: "plain", onclick: once(async () => { if (await act("close")) goBack(); }) }, L.close);
  const trailTitle = h("h4", { tabindex: -1 });
  const trailBody = h("div", { class: "stack" });
  const trailBack = h("button", { type: "button", class: "plain", onclick: once(async () => { const row = state.get("trail")?.row; if (await act("trail", { row: "" })) focusRow(row); }) }, L.fold);
  const trailPanel = h("div", { class: "trail", hidden: true }, h("div", { class: "row between" }, trailTitle, trailBack), trailBody);
  const opened = h("section", { class: "panel stack opened", hidden: true, "aria-label": L.rows },
    h("div", { class: "row between" }, title, back), count, sums, h("div", { class: "row" }, all, csv, close, h("span", { class: "soft small" }, L.csv_hint)), trailPanel, rows.table);
  const body = h("div", { class: "stack" }, filters, findings, notes, nothing, h("p", { class: "small soft hint" }, L.hint), h("div", { class: "halves" }, actions, indicators), held, opened);
  el.append(h("section", { class: "minga dashboard stack", lang: model.get("lang"), "aria-label": L.heading },
    h("h2", {}, `${L.heading} `, period), notice, empty, body));

  let came = "";            // the number that was opened, to go back to
  let arriving = "";        // what takes the focus when its state is here

  async function act(op, data = {}) {
    const answer = await talk.send(op, data);
    notice.textContent = answer.ok ? "" : `${answer.message} ${answer.advice}`;
    notice.hidden = answer.ok;
    return answer.ok;
  }

  async function choose() {
    const wish = { ...Object.fromEntries(names.map((name) => [name, selects[name].value])), period: asked };
    body.setAttribute("aria-busy", "true");
    const done = await act("choose", { wish });
    body.removeAttribute("aria-busy");
    // The address can be kept and shared; it names no person, and JupyterLab's own addresses are left alone.
    if (!done || !location.pathname.includes("/voila/")) return;
    const address = new URLSearchParams(location.search);
    for (const name of ["period", "direction", "country"]) {
      if (wish[name]) address.set(name, wish[name]);
      else address.delete(name);
    }
    history.replaceState(null, "", `?${address}`);
  }

  async function open(figure) {
    if (!opened.contains(document.activeElement)) came = figureKey(figure);
    arriving = "rows";
    if (!(await act("open", { figure }))) arriving = "";
    else if (arriving) draw(state);
  }

  async function trail(row) {
    arriving = "trail";
    if (!(await act("trail", { row }))) arriving = "";
    else if (arriving) draw(state);
  }

  function goBack() {
    [...body.querySelectorAll("[data-figure]")].find((node) => node.dataset.figure === came)?.focus();
  }
  const focusRow = (row) => (row === "*" ? all : [...rows.table.querySelectorAll("tr[data-row]")].find((node) => node.dataset.row === row)?.querySelector("button") ?? all).focus();

  function draw() {
    const about = state.get("about");
    if (!about) return;
    period.textContent = `· ${about.period}`;
    empty.hidden = !about.empty;
    body.hidden = about.empty;
    nothing.hidden = !about.nothing;
    said(findings, about.finding, "p");
    said(notes, about.notes, "li");
    const wish = state.get("wish");
    for (const name of names) {
      options(selects[name], state.get("choices")[name]);
      if (!body.hasAttribute("aria-busy")) selects[name].value = wish[name];
    }
    clear.hidden = !names.slice(1).some((name) => wish[name]);
    boardTiles(actionTiles, state.get("actions"), open);
    boardTiles(indicatorTiles, state.get("indicators"), open);
    for (const [name, one] of Object.entries(lists)) one.draw(state.get(name));
    for (const [name, node] of Object.entries(parts)) node.hidden = !state.get(name).length;
    actions.hidden = !state.get("actions").length;
    held.hidden = !state.get("people").length;
    indicators.hidden = !state.get("bullets").length;
    drawOpened(state.get("open") ?? {}, state.get("trail") ?? {});
  }

  function drawOpened(now, way) {
    opened.hidden = !now.of;
    if (!now.of) return;
    title.textContent = now.title;
    count.textContent = now.n > now.rows.length ? fill(L.most, { n: now.rows.length, total: now.n }) : now.n ? `${L.rows}: ${now.n}` : L.none;
    said(sums, now.sums, "li");
    all.hidden = !now.ids;
    all.textContent = now.ids > 1 ? L.trail_all : L.trail;
    rows.draw(now);
    trailPanel.hidden = !way.of;
    if (way.of) {
      trailTitle.textContent = `${L.trail}: ${way.of}`;
      if (trailBody.dataset.shown !== JSON.stringify(way)) {
        trailBody.dataset.shown = JSON.stringify(way);
        trailBody.replaceChildren(...boardTrail(L, way));
      }
    }
    const here = arriving === "rows" ? title : arriving === "trail" && way.of ? trailTitle : null;
    if (here) {
      arriving = "";
      here.focus({ preventScroll: true });
      here.scrollIntoView({ block: "start" });
    }
  }

  function said(node, sentences, tag) {
    if (node.dataset.shown === JSON.stringify(sentences)) return;
    node.dataset.shown = JSON.stringify(sentences);
    node.replaceChildren(...sentences.map((one) => h(tag, {}, one)));
    node.hidden = !sentences.length;
  }

  function options(select, every) {
    const mark = JSON.stringify(every);
    if (select.dataset.shown === mark) return;
    const chosen = select.value;
    select.dataset.shown = mark;
    select.replaceChildren(...every.map(([value, words]) => h("option", { value }, words)));
    select.value = chosen;
  }

  talk.hello();
  return () => { talk.close(); stopFiles(); };
}

export default { render };
