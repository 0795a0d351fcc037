// The calendar of the plan: bars on a wide screen and on paper, a list on a narrow one and for who cannot see bars.

function render({ model, el }) {
  const L = model.get("labels");
  const talk = converse(model, { onState: draw });
  const state = talk.state;
  const zoom = choice(L.zoom, [["", ""]], draw), person = choice(L.person, [["", L.anyone]], draw), country = choice(L.country, [["", L.any_country]], draw);
  const controls = h("div", { class: "row controls" }, zoom.label, person.label, country.label,
    h("button", { type: "button", onclick: () => window.print() }, L.print));
  const key = (name, sign = "") => h("li", {}, h("span", { class: `bar ${name}`, "aria-hidden": "true" }, sign), L[name]);
  const legend = h("ul", { class: "legend small", "aria-label": L.legend }, key("exact"), key("wide"), key("approximate"), key("open", "→"), key("again", "↻"));
  const chart = h("div", { class: "chart", "aria-hidden": "true" });
  const outside = h("p", { class: "small soft", role: "status" });
  const words = h("div");
  const list = h("details", { class: "listed" }, h("summary", {}, L.list), words);
  const apart = h("div");
  const empty = h("div", { class: "panel empty", hidden: true }, h("h3", {}, L.empty), h("p", { class: "soft" }, L.empty_hint), h("a", { class: "button", href: "4_directions.ipynb" }, L.to_directions));
  const body = h("div", { class: "stack" }, controls, h("div", { class: "panel sheet stack" }, legend, chart, outside, list, apart));
  el.append(h("section", { class: "minga calendar stack", lang: model.get("lang"), "aria-label": L.heading }, h("h2", {}, L.heading), empty, body));

  // On a narrow screen the list is the calendar; it opens by itself, and on paper it stays as it was.
  const narrow = window.matchMedia("(max-width: 48rem)");
  let byItself = false;
  const follow = () => {
    if (window.matchMedia("print").matches || (narrow.matches ? list.open : !byItself)) return;
    list.open = byItself = narrow.matches;
  };
  narrow.addEventListener("change", follow);
  follow();

  const entriesOf = (id) => state.get(`direction:${id}`).entries.map((e) => ({ ...state.get(`entry:${e}`), id: e }));

  function draw() {
    const span = state.get("span");
    if (!span) return;
    renewChoice(zoom.select, span.zooms.map((one) => [one.key, one.label]));
    renewChoice(person.select, [["", L.anyone], ...state.get("people").map((p) => [p.key, p.name])]);
    renewChoice(country.select, [["", L.any_country], ...state.get("countries").map((c) => [c.key, c.name])]);
    const filter = { person: person.select.value, country: country.select.value };
    const shown = stretch(span, zoom.select.value);
    const all = state.get("order").map((id) => ({ id, d: state.get(`direction:${id}`), own: entriesOf(id).filter((e) => passes(e, filter)) }));
    const named = (part, d) => part.map((e) => ({ ...e, number: `${d.code} / ${e.code || "–"}` }));
    const dated = all.flatMap(({ d, own }) => named(own.filter(shown.has), d));
    const undated = all.flatMap(({ d, own }) => named(own.filter((e) => !e.first), d));
    const away = all.reduce((n, { own }) => n + own.filter((e) => e.first && !shown.has(e)).length, 0);
    empty.hidden = all.some(({ d }) => d.entries.length);
    body.hidden = !empty.hidden;
    outside.textContent = dated.length ? (away ? fill(L.outside, { n: away }) : "") : L.nothing;
    chart.hidden = !dated.length;
    list.hidden = !dated.length;
    chart.replaceChildren(...(dated.length ? [months(shown, span), ...all.flatMap((one) => rows(one, shown)), ...today(shown, span)] : []));
    words.replaceChildren(dated.length ? calendarList(L, dated) : "");
    apart.replaceChildren(undated.length ? undatedList(L, undated) : "");
  }

  function months(shown, span) {
    const every = Math.ceil(shown.months.length / 30);
    const january = (m) => m.at.slice(5, 7) === "01";
    // The year stands at its January, and at the beginning unless the next one is too near to leave room.
    const year = (m, at) => january(m) || (at === 0 && !shown.months.slice(1, 3).some(january));
    return h("div", { class: "line head" }, h("div"), h("div", { class: "track" },
      shown.months.map((m, at) => (year(m, at) || at % every === 0) && placed(h("span", { class: "tick" },
        year(m, at) && h("strong", {}, String(m.year)), at % every === 0 && h("span", {}, m.short)), shown.place(dayNumber(m.at))))));
  }

  function rows({ d, own }, shown) {
    const here = own.filter(shown.has);
    if (!here.length) return [];
    const whole = { first: here.map((e) => e.first).sort()[0], last: here.map((e) => e.last).sort().at(-1), pattern: "whole" };
    return [h("div", { class: "line direction" }, h("div", { class: "name" }, fill(L.direction, d)), h("div", { class: "track" }, grid(shown), bar(whole, shown))),
      ...here.map((e) => h("div", { class: "line", "data-depth": e.depth, title: `${e.code} ${e.text}\n${e.phrase}\n${e.when}\n${e.shown.join(", ")}` },
        h("div", { class: "name" }, h("strong", {}, e.code), ` ${e.text}`), h("div", { class: "track" }, grid(shown), bar(e, shown))))];
  }

  const placed = (node, left, width) => { node.style.left = `${left}%`; if (width !== undefined) node.style.width = `${width}%`; return node; };
  const grid = (shown) => shown.months.map((m) => placed(h("i", { class: m.at.slice(5, 7) === "01" ? "year" : "" }), shown.place(dayNumber(m.at))));

  function bar(e, shown) {
    const first = Math.max(dayNumber(e.first), shown.first), last = Math.min(dayNumber(e.last), shown.last);
    const left = shown.place(first);
    return placed(h("span", { class: `bar ${e.pattern}` }, h("span", {}, `${e.again ? "↻" : ""}${e.open ? "→" : ""}`)), left, shown.place(last + 1) - left);
  }

  function today(shown, span) {
    const day = dayNumber(span.today);
    if (day < shown.first || day > shown.last) return [];
    const left = shown.place(day);
    return [h("div", { class: "line today" }, h("div"), h("div", { class: "track" }, placed(h("b", { class: left > 60 ? "late" : "" }, h("span", { class: "small" }, `${L.today}: ${span.today_label}`)), left)))];
  }

  talk.hello();
  return () => { talk.close(); narrow.removeEventListener("change", follow); };
}

export default { render };
