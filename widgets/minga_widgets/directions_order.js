// Moving actions: by the buttons of a small menu, by the arrows of the keyboard, or dragged by their handle.

const ARROWS = { ArrowUp: "up", ArrowDown: "down", ArrowRight: "in", ArrowLeft: "out" };

async function shift(page, id, way) {
  const a = page.state.get(`action:${id}`);
  if (!a?.[way]) return;
  const moves = { up: ["move_action", { by: -1 }], down: ["move_action", { by: 1 }], in: ["indent_action", {}], out: ["outdent_action", {}] };
  const [op, data] = moves[way];
  if (await page.act(op, { action: id, ...data })) page.tellMoved(id);
}

function moveHandle(page, id, a) {
  const { L } = page;
  const name = `${L.move}: ${a.code} ${a.text}`;
  const handle = h("button", {
    type: "button", class: "plain handle", "data-focus": "handle", "aria-label": name, title: L.move_hint, "aria-expanded": String(page.moving === id),
    onclick: () => { if (!handle.dataset.dragged) page.toggleMoving(id); delete handle.dataset.dragged; },
    onkeydown: (event) => {
      const way = ARROWS[event.key];
      if (!way || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      page.hurry(() => shift(page, id, way));
    },
    onpointerdown: (event) => { if (event.button === 0) startDrag(page, id, handle, event); },
  }, h("span", { "aria-hidden": "true" }, "⠿"));
  return handle;
}

function moveMenu(page, id, a) {
  const { L, state } = page;
  const button = (way) => h("button", { type: "button", disabled: !a[way], "data-focus": way, onclick: once(() => shift(page, id, way)) }, L[way]);
  const here = page.directionOf(id);
  const others = (state.get("order") ?? []).filter((key) => key !== here);
  const to = h("select", { "aria-label": L.to, "data-focus": "to", onchange: async () => {
    if (to.value && await page.act("place_action", { action: id, direction: to.value })) page.tellMoved(id);
  } }, h("option", { value: "" }, `${L.to}…`), others.map((key) => {
    const d = state.get(`direction:${key}`);
    return h("option", { value: key }, fill(L.to_direction, { code: d.code, title: d.title.slice(0, 60) }));
  }));
  return h("div", { class: "row moving", role: "group", "aria-label": L.move,
    onkeydown: (event) => { if (event.key === "Escape") page.toggleMoving(id); } },
  ["up", "down", "in", "out"].map(button), others.length > 0 && to);
}

// A drag begins after a few pixels, so that a press on the handle is still a press.
function startDrag(page, id, handle, begin) {
  let at = null, under = null, sent = false;
  const row = handle.closest("tr");
  const block = new Set([id, ...inside(page, id)]);
  const clear = () => { under?.removeAttribute("data-drop"); under = null; };
  const move = (event) => {
    if (!at && Math.hypot(event.clientX - begin.clientX, event.clientY - begin.clientY) < 6) return;
    at ??= row.classList.add("dragged") ?? true;
    handle.dataset.dragged = "1";
    clear();
    if (event.clientY < 80) window.scrollBy(0, -20);
    if (event.clientY > window.innerHeight - 80) window.scrollBy(0, 20);
    const found = document.elementFromPoint(event.clientX, event.clientY);
    const target = found?.closest(".directions tbody tr[data-key], .directions .direction");
    if (!target || (target.matches("tr") && block.has(target.dataset.key))) return;
    under = target;
    const box = target.getBoundingClientRect();
    under.dataset.drop = target.matches("tr") ? (event.clientY < box.top + box.height / 2 ? "before" : "after") : "into";
  };
  const end = async (event) => {
    stop();
    const place = event.type === "pointerup" && under && placeOf(page, under, block);
    clear();
    if (place && !sent) {
      sent = true;
      if (await page.act("place_action", { action: id, ...place })) page.tellMoved(id);
    }
    setTimeout(() => delete handle.dataset.dragged);
  };
  const escape = (event) => { if (event.key === "Escape") { clear(); stop(); } };
  const stop = () => {
    row.classList.remove("dragged");
    window.removeEventListener("pointermove", move);
    window.removeEventListener("pointerup", end);
    window.removeEventListener("pointercancel", end);
    window.removeEventListener("keydown", escape);
  };
  window.addEventListener("pointermove", move);
  window.addEventListener("pointerup", end);
  window.addEventListener("pointercancel", end);
  window.addEventListener("keydown", escape);
}

// The ids of everything inside an action.
function inside(page, id) {
  const found = [];
  for (const [key, a] of page.state) if (key.startsWith("action:") && a.parent === id) found.push(key.slice(7), ...inside(page, key.slice(7)));
  return found;
}

// Where a drop puts an action: beside the row it fell on, or at the end of a direction.
function placeOf(page, target, block) {
  const { state } = page;
  if (!target.matches("tr")) return { direction: target.dataset.key };
  const key = target.dataset.key, direction = page.directionOf(key);
  const parent = state.get(`action:${key}`).parent;
  const beside = state.get(`direction:${direction}`).actions.filter((one) => state.get(`action:${one}`).parent === parent && !block.has(one));
  const at = beside.indexOf(key) + (target.dataset.drop === "after" ? 1 : 0);
  return { direction, parent, before: beside[at] ?? "" };
}
