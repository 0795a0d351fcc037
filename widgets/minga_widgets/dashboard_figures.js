// The figures of the dashboard: numbers, bars and bullets. Every number is a button that leads to its rows.

// Colour, hatch and glyph together; the word stands beside.
function boardMark(look) {
  const node = h("span", { class: "mark", "data-hatch": look.hatch, "aria-hidden": "true" }, look.glyph);
  node.style.backgroundColor = look.colour;
  node.style.color = look.ink;
  return node;
}

const figureKey = (figure) => JSON.stringify(Object.entries(figure).sort());

function boardNumber(one, open, kind) {
  return h("button", { type: "button", class: kind, "data-figure": figureKey(one.figure), "data-focus": figureKey(one.figure), onclick: () => open(one.figure) },
    boardMark(one.look), h("strong", {}, String(one.n)), h("span", { class: "what" }, ` ${one.words}`));
}

function boardTiles(list, tiles, open) {
  reconcile(list, tiles.map((one) => figureKey(one.figure)), (key, old) => {
    const one = tiles.find((other) => figureKey(other.figure) === key);
    return keep(old, one, () => h("li", {}, boardNumber(one, open, one.n ? "tile" : "tile none")));
  });
}

// A bar to look at, and the same as numbers to open.
function boardBar(one, open) {
  const segments = h("div", { class: "stacked", "aria-hidden": "true" }, one.parts.map((part) => {
    const node = boardMark({ ...part.look, glyph: "" });
    node.style.flexGrow = part.n;
    return node;
  }));
  return h("li", { class: "bar" },
    h("button", { type: "button", class: "plain name", "data-figure": figureKey(one.figure), "data-focus": "whole", onclick: () => open(one.figure) },
      h("span", { class: "title" }, one.title), h("span", { class: "soft small" }, one.words)),
    segments, h("div", { class: "row chips" }, one.parts.map((part) => boardNumber(part, open, "chip")), one.late && boardNumber(one.late, open, "chip late")));
}

function boardTrack(track) {
  const node = h("span", { class: "track", "aria-hidden": "true" });
  if (track.value !== undefined) {
    const fillBar = h("span", { class: "fill" });
    fillBar.style.left = `${Math.min(track.zero, track.value)}%`;
    fillBar.style.width = `${Math.abs(track.value - track.zero)}%`;
    node.append(fillBar);
  }
  for (const name of ["base", "expected", "target"]) {
    if (track[name] === undefined) continue;
    const sign = h("span", { class: `at ${name}` });
    sign.style.left = `${track[name]}%`;
    node.append(sign);
  }
  return node;
}

function boardBullet(one, open) {
  const button = h("button", { type: "button", class: "plain bullet", "data-figure": figureKey(one.figure), "data-focus": "whole", onclick: () => open(one.figure) },
    h("span", { class: "title" }, one.title),
    h("span", { class: "state small" }, boardMark(one.look), ` ${one.look.word}`),
    "zero" in one.track && boardTrack(one.track),
    h("span", { class: "said small" }, [one.reached, one.expected, one.before, one.waiting].filter(Boolean).map((words, n) => h("span", { class: n ? "soft" : "" }, words))));
  const filling = button.querySelector(".fill");
  if (filling) {
    filling.style.backgroundColor = one.look.colour;
    filling.dataset.hatch = one.look.hatch;
  }
  return h("li", {}, button);
}

// A list that begins with its first ones; the rest comes when asked for.
function boardList(list, L, most, make) {
  let whole = false;
  let now = [];
  const more = h("button", { type: "button", class: "plain more", hidden: true, onclick: () => { whole = !whole; draw(now); } });
  function draw(every) {
    now = every;
    const shown = whole ? every : every.slice(0, most);
    reconcile(list, shown.map((one) => one.key), (key, old) => {
      const one = shown.find((other) => other.key === key);
      return keep(old, one, () => make(one));
    });
    more.hidden = every.length <= most;
    more.textContent = whole ? L.fold : fill(L.all, { n: every.length });
  }
  return { list, draw, more };
}
