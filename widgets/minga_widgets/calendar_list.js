// The calendar in words: actions by the month in which they begin, and those without a place apart.

function calendarList(L, entries) {
  const groups = new Map();
  for (const e of [...entries].sort((a, b) => a.first.localeCompare(b.first) || a.last.localeCompare(b.last))) {
    if (!groups.has(e.month)) groups.set(e.month, []);
    groups.get(e.month).push(e);
  }
  const cell = (name, ...children) => h("td", { "data-label": L[name] }, children);
  return h("table", { class: "by-month" }, h("caption", { class: "hidden-text" }, L.caption),
    h("thead", {}, h("tr", {}, ["code", "action", "when", "people"].map((name) => h("th", { scope: "col" }, L[name])))),
    [...groups].map(([month, own]) => h("tbody", {}, h("tr", { class: "month" }, h("th", { colspan: 4, scope: "rowgroup" }, month)),
      own.map((e) => h("tr", {}, cell("code", e.number), cell("action", e.text),
        cell("when", e.phrase, h("p", { class: "small soft" }, [e.when, e.pattern === "approximate" && L.approximate, e.open && L.open].filter(Boolean).join(" · "))),
        cell("people", e.shown.map((name) => h("div", {}, name))))))));
}

function undatedList(L, entries) {
  return h("section", { class: "undated" }, h("h3", {}, fill(L.undated, { n: entries.length })),
    h("p", { class: "soft" }, L.undated_hint),
    h("ul", {}, entries.map((e) => h("li", {}, h("strong", {}, e.number), ` ${e.text}`,
      h("span", { class: "small soft" }, [e.within && fill(L.within, { code: e.within }), e.phrase && `«${e.phrase}»`, e.when].filter(Boolean).map((words) => ` · ${words}`))))));
}
