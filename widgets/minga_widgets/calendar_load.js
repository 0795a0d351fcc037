// The load of people or countries, month by month. Too much is said by a sign and a word, never by colour alone.

function render({ model, el }) {
  const L = model.get("labels");
  const talk = converse(model, { onState: draw });
  const state = talk.state;
  const by = choice(L.by, [["people", L.people], ["countries", L.countries]], draw), zoom = choice(L.zoom, [["", ""]], draw);
  const most = h("input", { type: "number", min: 1, max: 99, oninput: draw });
  const said = h("p", { role: "status" });
  const holder = h("div", { class: "wide", tabindex: 0, role: "region", "aria-label": L.scroll });
  const empty = h("div", { class: "panel empty", hidden: true }, h("h3", {}, L.empty), h("p", { class: "soft" }, L.empty_hint));
  const body = h("div", { class: "panel stack sheet" }, h("div", { class: "row controls" }, by.label, zoom.label, h("label", { class: "small choice" }, L.most, most)),
    h("p", { class: "small soft" }, L.hint), said, holder);
  el.append(h("section", { class: "minga load stack", lang: model.get("lang"), "aria-label": L.heading }, h("h2", {}, L.heading), empty, body));

  function draw() {
    const span = state.get("span");
    if (!span) return;
    renewChoice(zoom.select, span.zooms.map((one) => [one.key, one.label]));
    if (!most.value && document.activeElement !== most) most.value = String(state.get("most"));
    empty.hidden = state.get("people").length > 0;
    body.hidden = !empty.hidden;
    if (body.hidden) return;
    const limit = Math.max(1, Number(most.value) || state.get("most"));
    const shown = stretch(span, zoom.select.value);
    const places = shown.months.map((m) => span.months.findIndex((one) => one.at === m.at));
    const rows = state.get(by.select.value);
    const over = (row) => places.filter((at) => row.months[at] > limit).length;
    const names = rows.filter((row) => by.select.value === "people" && over(row)).map((row) => row.name);
    said.textContent = names.length ? `▲ ${fill(L.warned, { names: names.join(", ") })}` : fill(L.quiet, { n: limit });
    said.className = names.length ? "note soft-warning" : "soft";
    said.hidden = by.select.value !== "people";
    holder.replaceChildren(table(rows, shown.months, places, limit, over));
  }

  function table(rows, months, places, limit, over) {
    const costs = rows.some((row) => row.costs.length);
    const people = by.select.value === "people";
    return h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, people ? L.who : L.where),
      h("th", { scope: "col", class: "sum" }, L.total), h("th", { scope: "col", class: "sum" }, L.undated), costs && h("th", { scope: "col" }, L.cost),
      months.map((m, at) => h("th", { scope: "col", title: m.long, class: m.at.slice(5, 7) === "01" ? "year" : "" }, h("span", { "aria-hidden": "true" }, (at === 0 || m.at.slice(5, 7) === "01") && h("strong", {}, String(m.year)), h("span", {}, m.short)), h("span", { class: "hidden-text" }, m.long))))),
    h("tbody", {}, rows.map((row) => h("tr", {}, h("th", { scope: "row" }, row.name, notes(row, people ? over(row) : 0)),
      h("td", { class: "sum" }, String(row.actions)), h("td", { class: "sum" }, row.undated ? String(row.undated) : ""), costs && h("td", { class: "money" }, row.costs.map((one) => h("div", {}, one))),
      places.map((at) => cell(row, at, people && row.months[at] > limit))))));
  }

  function notes(row, months) {
    const words = [L[row.kind], row.unanswered && fill(L.unanswered, { n: row.unanswered })].filter(Boolean).join(" · ");
    const sums = `${L.total}: ${row.actions}${row.undated ? ` · ${L.undated}: ${row.undated}` : ""}`;
    return [h("div", { class: "small soft sums" }, sums), months > 0 && h("div", { class: "small over" }, `▲ ${months === 1 ? L.overload_one : fill(L.overload_in, { n: months })}`), words && h("div", { class: "small soft" }, words)];
  }

  function cell(row, at, over) {
    const n = row.months[at];
    const cost = row.cost_months[at];
    return h("td", { class: over ? "over" : "", "data-n": Math.min(n, 4), title: cost || null }, n ? String(n) : "", over && [h("span", { "aria-hidden": "true" }, " ▲"), h("span", { class: "hidden-text" }, ` ${L.overload}`)]);
  }

  talk.hello();
  return () => talk.close();
}

export default { render };
