// A card on the wall: its words, whose round or team it is, its points, and what lies stacked under it.

function wallCards(w) {
  const { L, state, chosen } = w;
  const nodes = new Map();     // a card keeps its node wherever it moves

  function drawCard(id) {
    let node = nodes.get(id);
    if (!node) nodes.set(id, node = makeCard(id));
    const value = w.card(id);
    const copies = w.copiesOf(id);
    const mark = w.colours.of(value);
    const points = state.get("votes")?.[id] ?? 0;
    const pressed = chosen.has(id);
    const shows = [value.text, mark, points, pressed, copies.map((copy) => w.card(copy).text)];
    const same = JSON.stringify(shows);
    if (node.shows === same) return node;
    node.shows = same;
    const face = node.firstChild;
    face.children[0].textContent = value.text;
    keepChildren(face.children[1], [mark, points], () => [
      mark && h("span", { class: "team chip", "data-series": mark.series || null }, mark.glyph && h("span", { class: "glyph", "aria-hidden": "true" }, mark.glyph), h("span", { class: "word" }, mark.word)),
      points > 0 && h("span", { class: "points" }, pointsOf(points)),
    ].filter(Boolean));
    if (mark?.series) node.dataset.series = mark.series;
    else delete node.dataset.series;
    face.setAttribute("aria-pressed", String(pressed));
    node.classList.toggle("chosen", pressed);
    drawCopies(node.children[1], copies);
    return node;
  }
  const pointsOf = (n) => (n === 1 ? L.vote_one : fill(L.votes, { n }));

  function drawCopies(stack, copies) {
    stack.hidden = !copies.length;
    reconcile(stack, copies, (copy, old) => {
      const item = old ?? h("li", {}, h("span"), h("button", { type: "button", class: "plain small", "data-focus": "restore", onclick: once(() => w.act("restore_card", { card: copy })) }, L.restore));
      item.firstChild.textContent = `${w.card(copy).text} (${L.same})`;
      return item;
    });
  }

  function makeCard(id) {
    const face = h("button", { type: "button", class: "face", "aria-pressed": "false", tabindex: -1 },
      h("span", { class: "text" }), h("span", { class: "meta" }));
    const node = h("li", { class: "card" }, face, h("ul", { class: "copies small", hidden: true }));
    face.addEventListener("pointerdown", (event) => w.drag.grab(event, id, node, face));
    face.addEventListener("contextmenu", (event) => { if (w.drag.resting()) event.preventDefault(); });
    face.addEventListener("click", (event) => {
      if (!face.dataset.dragged) touch(id, event.shiftKey);
      delete face.dataset.dragged;
    });
    face.addEventListener("focus", () => w.keys.stand(id));
    return node;
  }

  // ── choosing ──────────────────────────────────────────────────────────────────────────────────
  // The range runs in reading order from the card that was touched last to this one.
  function stretch(id) {
    const all = w.inOrder();
    const [from, to] = [all.indexOf(w.anchor), all.indexOf(id)].sort((a, b) => a - b);
    for (const one of from < 0 ? [id] : all.slice(from, to + 1)) chosen.add(one);
  }
  async function touch(id, range = false) {
    if (state.get("stage").done) return;
    if (w.original) {
      const copies = w.inOrder(chosen).filter((one) => one !== id);
      w.original = false;
      chosen.clear();
      w.draw();
      if (copies.length) await w.act("mark_duplicates", { cards: copies, of: id });
      return;
    }
    if (range && w.anchor) stretch(id);
    else if (chosen.has(id)) chosen.delete(id);
    else chosen.add(id);
    w.anchor = id;
    w.draw();
  }

  function edit(id) {
    const node = nodes.get(id);
    if (node.classList.contains("editing")) { node.querySelector("form.edit textarea").focus(); return; }
    const field = h("textarea", { rows: 4, maxlength: 600, "aria-label": L.edit, value: w.card(id).text });
    const done = () => { node.classList.remove("editing"); form.remove(); w.draw(); w.faceOf(id)?.focus(); };
    const form = h("form", {
      class: "stack edit", onsubmit: submitting(async () => {
        if ((await w.act("edit_card", { card: id, text: field.value })).ok) { chosen.clear(); done(); }
      }),
      onkeydown: (event) => { if (event.key === "Escape" && field.value === w.card(id).text) done(); },
    }, field, h("div", { class: "row" }, h("button", { class: "primary", type: "submit" }, L.save), h("button", { type: "button", onclick: done }, L.cancel)));
    node.classList.add("editing");
    node.append(form);
    field.focus();
  }

  return {
    draw: drawCard, edit, touch, stretch, pointsOf,
    node: (id) => nodes.get(id),
    forget() { for (const id of nodes.keys()) if (w.card(id)?.status !== "active") nodes.delete(id); },
  };
}
