// The rows behind a figure, and the way from them along the chain to the cards.

const toldStory = (id) => window.dispatchEvent(new CustomEvent("minga:story", { detail: id }));

function boardRows(L, ask) {
  const head = h("tr", { role: "row" });
  const body = h("tbody", { role: "rowgroup" });
  const caption = h("caption", { class: "hidden-text" });
  const table = h("table", { role: "table" }, caption, h("thead", { role: "rowgroup" }, head), body);

  // On a narrow screen a row is a small sheet of its own; the roles keep it a table for who listens.
  const cell = (name, ...children) => h("td", { role: "cell", "data-label": name }, h("div", {}, children));
  const lines = (...texts) => texts.flat().filter(Boolean).map((words) => h("p", { class: "soft small" }, words));
  const state = (look, ...more) => [h("p", { class: "state" }, boardMark(look), ` ${look.word}`), lines(...more)];
  const evidence = (row) => row.evidence && fill(L.evidence, { text: row.evidence });

  function buttons(row, own) {
    return h("div", { class: "row" }, own,
      h("button", { type: "button", class: "small", "data-focus": "trail", "aria-label": `${L.trail}: ${row.title}`, onclick: () => ask.trail(row.id) }, L.trail),
      h("button", { type: "button", class: "small plain", "data-focus": "story", "aria-label": fill(L.story_of, { name: row.title }), onclick: () => toldStory(row.id) }, L.story));
  }

  const makers = {
    actions: (row, names) => [
      cell(names[0], h("p", {}, row.code && h("strong", {}, `${row.code} `), row.title), lines(row.about)),
      cell(names[1], state(row.look, row.late && `⚠ ${L.late}`, row.review)), cell(names[2], h("p", {}, row.when), lines(row.phrase)),
      cell(names[3], row.people.map((name) => h("p", {}, name))), cell(names[4], row.said && h("p", {}, row.said), lines(evidence(row))),
      cell("", buttons(row))],
    indicators: (row, names) => [
      cell(names[0], h("p", {}, row.title)), cell(names[1], state(row.look, row.review)), cell(names[2], h("p", {}, row.reached), lines(row.expected)),
      cell(names[3], h("p", { class: "small" }, row.sums)), cell(names[4], row.said && h("p", {}, row.said)),
      cell("", buttons(row, h("button", { type: "button", class: "small", "data-focus": "open", "aria-label": `${L.open}: ${row.title}`, onclick: () => ask.open(row.figure) }, L.open)))],
    values: (row, names) => [
      cell(names[0], h("p", {}, row.title), lines(row.about)), cell(names[1], h("p", { class: "figure" }, row.reached)), cell(names[2], h("p", { class: "figure" }, row.target)),
      cell(names[3], state(row.look, row.when && fill(L.informed, { day: row.when }))), cell(names[4], row.said && h("p", {}, row.said), lines(evidence(row))),
      cell("", row.about && buttons(row))],
  };

  function draw(open) {
    const names = L.columns[open.of];
    caption.textContent = open.title;
    table.className = open.of;
    head.replaceChildren(...names.map((name) => h("th", { scope: "col", role: "columnheader" }, name || h("span", { class: "hidden-text" }, L.trail))));
    const keys = open.rows.map((row, n) => `${open.of} ${n} ${row.id}`);
    reconcile(body, keys, (key, old) => {
      const row = open.rows[keys.indexOf(key)];
      return keep(old, row, () => h("tr", { role: "row", "data-row": row.id }, makers[open.of](row, names)));
    });
    table.hidden = !open.rows.length;
  }

  return { table, draw };
}

// Where the rows come from: groups of cards, the nearest way first.
function boardTrail(L, trail) {
  const few = trail.places.length <= 3;
  const counted = (n) => (n === 1 ? L.one_card : fill(L.cards, { n }));
  const place = (one) => {
    const node = h("details", {}, h("summary", {}, h("strong", {}, one.group || L.loose), h("span", { class: "soft small" }, ` ${one.stage} · ${counted(one.cards.length)}`)),
      one.from && h("p", { class: "soft small" }, fill(L.from, { rows: one.from })),
      h("ul", {}, one.cards.map((card) => h("li", {}, h("button", { type: "button", class: "card", "aria-label": fill(L.story_of, { name: card.text }), onclick: () => toldStory(card.id) }, card.text)))));
    node.open = few || one.way === "own";
    return node;
  };
  const ways = [...new Set(trail.places.map((one) => one.way))];
  return [
    ...ways.map((way) => h("section", { class: "way" }, h("h5", {}, L.ways[way]), trail.places.filter((one) => one.way === way).map(place))),
    !ways.length && h("p", { class: "note" }, `${L.no_trail} ${L.no_trail_hint} `, h("a", { href: "7_chain.ipynb" }, L.to_chain)),
    ways.length > 0 && trail.without && h("p", { class: "soft small" }, fill(L.without, { rows: trail.without })),
  ].filter(Boolean);
}
