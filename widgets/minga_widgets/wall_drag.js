// Dragging: one path for mouse, touch and pen. The wall is measured once when the hand lifts and again only
// after it scrolled or changed; while the hand moves nothing is measured, and only transforms are written.

function wallDrag(w) {
  const { L, root, chosen } = w;
  const marker = h("div", { class: "marker", hidden: true });
  root.append(marker);
  let drag = null;
  let rest = null;             // a finger that rests before it lifts, so that scrolling still works

  function measure() {
    const flows = w.board.classList.contains("fitted");
    const clip = (flows ? w.board : w.columns).getBoundingClientRect();
    const bars = w.top.getBoundingClientRect();
    const map = [];
    for (const node of root.querySelectorAll(".board .column")) {
      const inside = w.columns.contains(node);
      const list = node.parts.list.getBoundingClientRect();
      const cards = [];
      for (const one of node.parts.list.children) {
        if (!drag?.together.has(one.dataset.key)) cards.push([one.dataset.key, one.getBoundingClientRect()]);
      }
      // Where all fits on one screen, a group may run on in the next column: then it has several boxes.
      for (const box of node.getClientRects()) {
        map.push({ node, id: node.dataset.cluster, cards, list, sub: node.classList.contains("sub"),
          left: inside && !flows ? Math.max(box.left, clip.left) : box.left, right: inside && !flows ? Math.min(box.right, clip.right) : box.right,
          top: Math.max(box.top, bars.bottom), bottom: box.bottom });
      }
    }
    return { map, clip, bars };
  }

  // Where a point is: the innermost group under it, and the card it would come before.
  function placeAt({ map }, x, y) {
    let found = null;
    for (const one of map) {
      if (x >= one.left && x <= one.right && y >= one.top && y <= one.bottom && (!found || one.sub)) found = one;
    }
    if (!found) return null;
    const near = found.cards.filter(([, box]) => x >= box.left - 12 && x <= box.right + 12);
    const track = near.length ? near : found.cards;
    const at = track.findIndex(([, box]) => y < box.top + box.height / 2);
    if (at >= 0) return { group: found, before: track[at][0], box: track[at][1], edge: "top" };
    const last = track.at(-1);
    if (!last) return { group: found, before: "", box: found.list, edge: "top" };
    const next = found.cards[found.cards.indexOf(last) + 1];  // the first of the track beside it
    return { group: found, before: next?.[0] ?? "", box: last[1], edge: "bottom" };
  }

  function show(place) {
    if (drag.target !== place?.group.node) {
      drag.target?.classList.remove("target");
      place?.group.node.classList.add("target");
      drag.target = place?.group.node ?? null;
    }
    marker.hidden = !place;
    if (!place) return;
    marker.style.width = `${place.box.width}px`;
    marker.style.transform = `translate3d(${place.box.left}px, ${place.edge === "top" ? place.box.top - 5 : place.box.bottom + 1}px, 0)`;
  }

  function frame() {
    drag.asked = 0;
    const { x, y } = drag.at;
    drag.ghost.style.transform = `translate3d(${x - drag.dx}px, ${y - drag.dy}px, 0) rotate(1.5deg)`;
    const rolled = roll(x, y);
    if (drag.stale) { drag.map = measure(); drag.stale = false; }
    const place = placeAt(drag.map, x, y);
    if (place?.group !== drag.place?.group || place?.before !== drag.place?.before || place?.box !== drag.place?.box) show(place);
    drag.place = place;
    if (rolled) ask();
  }
  const ask = () => { if (drag && !drag.asked) drag.asked = requestAnimationFrame(frame); };

  // Near an edge the row of columns, the ungrouped ones or the page roll on.
  function roll(x, y) {
    const { clip, bars } = drag.map;
    const shelf = w.loose.node;
    const before = [w.columns.scrollLeft, w.scroller().scrollTop, shelf?.scrollTop ?? 0];
    const inShelf = drag.place?.group.node === shelf;
    if (x > clip.right - 40) w.columns.scrollLeft += 14;
    else if (x > clip.left && x < clip.left + 40) w.columns.scrollLeft -= 14;
    const down = y > window.innerHeight - 40 ? 14 : y < bars.bottom + 30 ? -14 : 0;
    if (down) { if (inShelf && shelf.scrollHeight > shelf.clientHeight) shelf.scrollTop += down; else w.scroller().scrollTop += down; }
    const moved = before[0] !== w.columns.scrollLeft || before[1] !== w.scroller().scrollTop || before[2] !== (shelf?.scrollTop ?? 0);
    if (moved) drag.stale = true;
    return moved;
  }

  function lift(id, node, face, start, at) {
    const box = node.getBoundingClientRect();
    const together = chosen.has(id) ? new Set(chosen) : new Set([id]);
    const ghost = node.cloneNode(true);
    ghost.classList.add("ghost");
    ghost.style.width = `${box.width}px`;
    if (together.size > 1) ghost.append(h("p", { class: "many" }, fill(L.selected, { n: together.size })));
    face.dataset.dragged = "1";
    drag = { id, ghost, together, dx: start.x - box.left, dy: start.y - box.top, place: null, at, stale: false, target: null, asked: 0 };
    drag.map = measure();
    for (const other of together) w.cards.node(other)?.classList.add("lifted");
    w.board.append(ghost);
    root.classList.add("dragging");
    ask();
  }

  function drop() {
    if (!drag) return null;
    cancelAnimationFrame(drag.asked);
    drag.ghost.remove();
    for (const other of drag.together) w.cards.node(other)?.classList.remove("lifted");
    drag.target?.classList.remove("target");
    marker.hidden = true;
    root.classList.remove("dragging");
    const { place } = drag;
    drag = null;
    return place;
  }

  function grab(event, id, node, face) {
    if (event.button || !event.isPrimary || w.state.get("stage").done || w.original || drag) return;
    const start = { x: event.clientX, y: event.clientY };
    const touch = event.pointerType === "touch";
    // Touch scrolls unless the finger rests first; mouse and pen lift at once.
    if (touch) rest = setTimeout(() => { rest = null; navigator.vibrate?.(15); lift(id, node, face, start, start); }, 350);
    const onMove = (at) => {
      if (!at.isPrimary) return;
      if (drag) { drag.at = { x: at.clientX, y: at.clientY }; ask(); return; }
      const far = Math.hypot(at.clientX - start.x, at.clientY - start.y) > (touch ? 10 : 6);
      if (far && touch) stop();
      else if (far) lift(id, node, face, start, { x: at.clientX, y: at.clientY });
    };
    const settle = () => setTimeout(() => { delete face.dataset.dragged; }, 50);
    const stop = (how) => {
      clearTimeout(rest);
      rest = null;
      for (const [type, listener, options] of listeners) window.removeEventListener(type, listener, options);
      const place = drop();
      // A click still follows when the hand lets go after Escape: it is no choice either.
      if (how === "cancelled") window.addEventListener("pointerup", settle, { once: true });
      else settle();
      return place;
    };
    const onKey = (at) => { if (drag && at.key === "Escape") { at.preventDefault(); at.stopPropagation(); stop("cancelled"); } };
    const onTouch = (at) => { if (drag && at.cancelable) at.preventDefault(); };
    const onScroll = () => { if (drag) drag.stale = true; };
    const onUp = (at) => {
      if (!at.isPrimary) return;
      // Where the hand let go counts: on a busy machine the last moves may never have been told.
      if (drag) { cancelAnimationFrame(drag.asked); drag.at = { x: at.clientX, y: at.clientY }; frame(); }
      const place = stop();
      if (place) w.move(chosen.has(id) ? w.inOrder(chosen) : [id], place.group.id, place.before);
    };
    const listeners = [["pointermove", onMove, { passive: true }], ["pointerup", onUp, {}], ["pointercancel", stop, {}], ["blur", stop, {}],
      ["touchmove", onTouch, { passive: false }], ["keydown", onKey, { capture: true }], ["scroll", onScroll, { capture: true, passive: true }]];
    for (const [type, listener, options] of listeners) window.addEventListener(type, listener, options);
  }

  return {
    grab,
    resting: () => rest !== null || drag !== null,
    under: () => drag !== null,
    changed() { if (drag) drag.stale = true; },
  };
}
