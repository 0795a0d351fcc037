// The bars above the wall: what can be done with the chosen cards, and how the wall is looked at.

// A list that acts when something is picked. With the keyboard a closed list changes at each arrow, so
// there the choice waits for Enter, and says so.
function wallChooser(L, key, words, options, pick) {
  let typing = false;
  const hint = h("span", { class: "small", role: "status" });
  const list = h("select", {
    "aria-label": words, "data-focus": key,
    onpointerdown: () => { typing = false; },
    onkeydown: (event) => {
      if (event.key === "Enter" && typing && list.value) { event.preventDefault(); pick(list.value); }
      else if (event.key.length === 1 || event.key.startsWith("Arrow")) typing = true;
    },
    onchange: () => { if (typing) hint.textContent = L.confirm; else pick(list.value); },
  }, h("option", { value: "", disabled: true, selected: true }, words), options.map(([id, title]) => h("option", { value: id }, title)));
  return h("span", { class: "row" }, list, hint);
}

function wallBar(w) {
  const { L, state, chosen } = w;
  const tools = h("div", { class: "tools" });
  const advice = h("p", { class: "note small hint", hidden: true });  // apart: it comes late, and must not close an open list
  const bar = h("div", { class: "bar row", role: "group", tabindex: -1, "aria-label": L.tools }, tools, advice);
  const views = h("div", { class: "views row" });
  let hinted = { card: "", hints: [] };
  const button = (key, words, onclick, more = {}) => h("button", { type: "button", "data-focus": key, onclick, ...more }, words);

  function draw() {
    const stage = state.get("stage");
    for (const id of chosen) if (w.card(id)?.status !== "active") chosen.delete(id);
    if (!chosen.size) w.original = false;
    askHints();
    const names = w.places().map((id) => [id, w.name(id)]);
    const about = w.inOrder(chosen).map((id) => w.card(id).cluster);
    const steps = [state.get("undo"), state.get("redo")];
    // Made anew only when it shows something else: an open list must not close because a card arrived.
    redrawn(tools, [steps, stage, [...chosen], about, w.original, names], () => [...backAndForth(...steps, chosen.size > 0), ...(stage.done ? [] : acts(stage, names))]);
    advise();
    views.hidden = chosen.size > 0 && !stage.done;  // the bar keeps its height, and no card jumps away
    redrawn(views, [w.fit.shown(), root().dataset.contrast ?? "", w.colours.by, stage.anonymous], viewing);
  }
  const root = () => w.root;

  function redrawn(part, shows, make) {
    const held = part.contains(document.activeElement) ? document.activeElement.dataset.focus ?? "" : null;
    if (keepChildren(part, shows, make) && held !== null) (part.querySelector(`[data-focus="${held}"]:not(:disabled)`) ?? bar).focus();
  }

  function backAndForth(undo, redo, short) {
    const undoing = undo.what ? fill(L.undo, undo) : L.nothing;
    const redoing = redo.what ? fill(L.redo, redo) : L.nothing_redo;
    return [
      button("undo", short ? "↶" : undoing, () => revert("undo"), { disabled: !undo.what, "aria-label": undoing, title: undoing }),
      button("redo", short || !redo.what ? "↷" : redoing, () => revert("redo"), { disabled: !redo.what, "aria-label": redoing, title: redoing }),
      undo.skipped > 0 && h("p", { class: "small soft skipped" }, L.skipped),
    ].filter(Boolean);
  }
  // Several presses in a row are several steps: each waits until the page knows which step comes next. The
  // step is named, so that two people who press at the same moment take back one step and not two.
  let line = Promise.resolve();
  const revert = (op) => { line = line.then(() => revertOne(op)); };
  async function revertOne(op) {
    const { step } = state.get(op);
    if (!step) return;
    const answer = await w.act(op, { step });
    if (!answer.ok || !answer.result) return;
    w.say(fill(op === "undo" ? L.undone : L.redone, { what: answer.result }));
    await w.until(() => state.get(op).step !== step);
  }

  function acts(stage, names) {
    const ids = w.inOrder(chosen);
    const parts = [];
    if (!stage.fixed) {
      const from = ids.length ? w.card(ids[0]).cluster : "";
      const split = from && ids.every((id) => w.card(id).cluster === from) && ids.length < w.cardsOf(from).length;
      if (split) parts.push(button("group", L.split, once(() => group(ids, from))));
      else parts.push(button("group", ids.length ? L.new_group_with : L.new_group, once(() => group(ids))));
    }
    if (!ids.length) return parts;
    const places = [...(stage.fixed ? [] : [["-", L.loose]]), ...names];
    parts.push(h("span", { class: "count" }, ids.length === 1 ? L.selected_one : fill(L.selected, { n: ids.length })),
      wallChooser(L, "move", L.move_to, places, (to) => w.move(w.inOrder(chosen), to === "-" ? "" : to)));
    if (ids.length === 1) {
      parts.push(button("edit", L.edit, () => w.cards.edit(ids[0])),
        h("a", { class: "button plain", "data-focus": "story", href: `7_chain.ipynb?card=${encodeURIComponent(ids[0])}` }, L.story));
    }
    parts.push(button("original", ids.length === 1 ? L.duplicate : L.duplicates, () => { w.original = !w.original; w.draw(); }, { "aria-pressed": String(w.original) }));
    if (w.original) parts.push(h("span", { class: "count", role: "status" }, L.choose_original));
    parts.push(button("withdraw", L.withdraw, once(withdraw)), button("clear", L.clear, w.letGo, { class: "plain" }));
    return parts;
  }

  function advise() {
    const words = chosen.size === 1 && chosen.has(hinted.card) && !state.get("stage").done ? hinted.hints.join(" ") : "";
    if (advice.textContent !== words) advice.textContent = words;
    advice.hidden = !words;
  }

  // Soft words about the one chosen card; nothing is blocked by them.
  async function askHints() {
    const id = chosen.size === 1 ? [...chosen][0] : "";
    if (id === hinted.card) return;
    hinted = { card: id, hints: [] };
    if (!id || state.get("stage").done) return;
    const answer = await w.talk.send("card_hints", { card: id });
    if (answer.ok && hinted.card === id && answer.result.length) { hinted = { card: id, hints: answer.result }; advise(); }
  }

  async function group(ids, from = "") {
    const answer = from ? await w.act("split_cluster", { cluster: from, cards: ids }) : await w.act("add_cluster", { cards: ids });
    if (!answer.ok) return;
    chosen.clear();
    w.refocus = ids[0] ?? null;
    w.draw();
  }
  async function withdraw() {
    const ids = w.inOrder(chosen);
    if (!(await w.act("withdraw_cards", { cards: ids })).ok) return;
    chosen.clear();
    w.draw();
  }

  // ── looking ───────────────────────────────────────────────────────────────────────────────────
  function viewing() {
    const { fit, colours } = w;
    return [
      h("span", { class: "zoom row", role: "group", "aria-label": L.zoom },
        button("smaller", "−", () => fit.step(-1), { "aria-label": L.smaller }),
        h("output", { class: "small", "aria-live": "polite" }, fill(L.size, { n: fit.shown().percent })),
        button("larger", "+", () => fit.step(1), { "aria-label": L.larger }),
        button("fit", L.fit, () => fit.toggle(), { "aria-pressed": String(fit.shown().fitted) })),
      h("span", { class: "row colour" }, h("select", {
        "data-focus": "colour", "aria-label": L.colour, title: L.colour, onchange: (event) => { colours.by = event.target.value; w.draw(); },
      }, colours.choices().map(([value, words]) => h("option", { value, selected: value === colours.by }, words)))),
      button("projector", L.projector, () => w.project(), { "aria-pressed": String(root().dataset.contrast === "projector") }),
      h("details", { class: "keys" }, h("summary", {}, L.keys), h("dl", {}, L.key_list.map(([key, does]) => [h("dt", {}, key), h("dd", {}, does)]))),
    ];
  }

  return { bar, views, draw, revert, group };
}
