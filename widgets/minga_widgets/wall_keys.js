// The wall from the keyboard: arrows go from card to card, Space chooses, M picks up what is chosen and
// arrows look for its place; each step is said in a live region.

function wallKeys(w) {
  const { L, state, root, chosen } = w;
  let here = "";               // the card that Tab comes to
  let picked = null;           // cards under way, and the place they would take

  // One card can be reached with Tab; arrows reach the others.
  function stand(id) {
    if (here !== id && w.faceOf(here)) w.faceOf(here).tabIndex = -1;
    here = id;
    if (w.faceOf(id)) w.faceOf(id).tabIndex = 0;
  }
  function draw() {
    const all = w.inOrder();
    if (!all.includes(here)) here = all[0] ?? "";
    for (const id of all) w.faceOf(id).tabIndex = id === here ? 0 : -1;
    if (picked) showPlace();
  }

  // ── going from card to card ───────────────────────────────────────────────────────────────────
  const sequence = (top) => [...w.cardsOf(top), ...(top ? w.childrenOf(top).flatMap(w.cardsOf) : [])];
  const topOf = (id) => { const { cluster } = w.card(id); return (cluster && w.cluster(cluster).parent) || cluster; };
  const middle = (id) => { const box = w.faceOf(id).getBoundingClientRect(); return { x: box.left + box.width / 2, y: box.top + box.height / 2, width: box.width }; };
  const nearest = (ids, at) => ids.reduce((best, id) => (!best || Math.abs(middle(id).y - at.y) < Math.abs(middle(best).y - at.y) ? id : best), "");

  function beside(id, step) {
    const at = middle(id);
    const tracks = sequence(topOf(id)).filter((one) => step * (middle(one).x - at.x) > at.width / 2 && Math.abs(middle(one).x - at.x) < at.width * 1.6);
    if (tracks.length) return nearest(tracks, at);
    const tops = ["", ...w.tops()];
    for (let i = tops.indexOf(topOf(id)) + step; i >= 0 && i < tops.length; i += step) {
      const ids = sequence(tops[i]);
      if (ids.length) return nearest(ids, at);
    }
    return "";
  }
  function neighbour(id, key) {
    const ids = sequence(topOf(id));
    const at = ids.indexOf(id);
    if (key === "ArrowDown") return ids[at + 1];
    if (key === "ArrowUp") return ids[at - 1];
    if (key === "Home") return ids[0];
    if (key === "End") return ids.at(-1);
    return beside(id, key === "ArrowRight" ? 1 : -1);
  }

  function walk(event, id) {
    const next = neighbour(id, event.key);
    event.preventDefault();
    if (!next) return;
    if (event.shiftKey && !state.get("stage").done) {
      if (!chosen.has(id)) w.anchor = id;
      w.cards.stretch(next);
      w.draw();
      w.say(chosen.size === 1 ? L.selected_one : fill(L.selected, { n: chosen.size }));
    }
    w.faceOf(next).focus({ preventScroll: true });
    w.faceOf(next).scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  // ── moving ────────────────────────────────────────────────────────────────────────────────────
  function pick(id) {
    const alone = !chosen.has(id);
    if (alone) { chosen.clear(); chosen.add(id); w.draw(); }
    const ids = w.inOrder(chosen);
    const { cluster } = w.card(id);
    const all = w.cardsOf(cluster);
    const before = all.slice(all.indexOf(id) + 1).find((one) => !chosen.has(one)) ?? "";
    picked = { ids, alone, cluster, before };
    showPlace();
    w.say(fill(L.picked, { n: ids.length }));
  }
  const places = () => [...(state.get("stage").fixed ? [] : [""]), ...w.places()];
  const staying = (cluster) => w.cardsOf(cluster).filter((id) => !picked.ids.includes(id));

  function showPlace() {
    clear();
    if (!places().includes(picked.cluster)) picked.cluster = places()[0] ?? "";
    if (!staying(picked.cluster).includes(picked.before)) picked.before = "";
    const column = w.groups.node(picked.cluster);
    column.classList.add("target");
    const last = staying(picked.cluster).at(-1);
    const mark = picked.before ? w.cards.node(picked.before) : last && w.cards.node(last);
    mark?.classList.add(picked.before ? "before" : "after");
    (mark ?? column).scrollIntoView({ block: "nearest", inline: "nearest" });
  }
  function clear() {
    for (const node of root.querySelectorAll(".target, .before, .after")) node.classList.remove("target", "before", "after");
  }

  function carry(event) {
    const all = places();
    const ids = [...staying(picked.cluster), ""];
    const at = ids.indexOf(picked.before);
    const step = event.key === "ArrowDown" || event.key === "ArrowRight" ? 1 : -1;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") picked.before = ids[Math.max(0, Math.min(at + step, ids.length - 1))];
    else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      picked.cluster = all[Math.max(0, Math.min(all.indexOf(picked.cluster) + step, all.length - 1))];
      picked.before = "";
    } else if (event.key === "Enter" || event.key === " ") return put();
    else if (event.key === "Escape") { stop(); w.say(L.put_back); return; }
    else if (event.key === "Tab") { stop(); return; }
    else return;
    showPlace();
    const group = w.name(picked.cluster);
    w.say(picked.before ? fill(L.place_before, { group, card: w.card(picked.before).text }) : fill(L.place_end, { group }));
  }
  function stop() {
    clear();
    const { alone } = picked;
    picked = null;
    if (alone) { chosen.clear(); w.draw(); }
  }
  function put() {
    const { ids, cluster, before } = picked;
    clear();
    picked = null;
    w.move(ids, cluster, before);
  }

  function press(event, id) {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const { done, fixed } = state.get("stage");
    const ctrl = event.ctrlKey || event.metaKey;
    if (["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End"].includes(key) && !ctrl && !event.altKey) { walk(event, id); return; }
    if (ctrl && key === "a" && !done) {
      for (const one of w.cardsOf(w.card(id).cluster)) chosen.add(one);
      w.draw();
      w.say(fill(L.selected, { n: chosen.size }));
    } else if (ctrl || event.altKey) return;
    else if (key === "m" && !done) pick(id);
    else if (key === "l") w.reading.open(w.card(id).cluster, id);
    else if (key === "g" && !done && !fixed) w.bar.group(chosen.size ? w.inOrder(chosen) : [id]);
    else return;
    event.preventDefault();
  }

  const writing = (target) => target.closest("textarea, input, select, form, dialog, details[open]");
  root.addEventListener("keydown", (event) => {
    if (w.drag.under() || event.defaultPrevented) return;
    const face = event.target.closest?.(".card > .face");
    if (picked) {
      if (face) { if (event.key !== "Tab") event.preventDefault(); carry(event); return; }
      stop();
    }
    if (writing(event.target)) return;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && ["z", "y"].includes(event.key.toLowerCase())) {
      event.preventDefault();
      w.bar.revert(event.key.toLowerCase() === "y" || event.shiftKey ? "redo" : "undo");
    } else if (event.key === "Escape" && (chosen.size || root.dataset.contrast)) {
      if (chosen.size) w.letGo();
      else w.project();
    } else if (face) press(event, face.parentNode.dataset.key);
  });
  root.addEventListener("pointerdown", () => { if (picked) stop(); });

  return { stand, draw };
}
