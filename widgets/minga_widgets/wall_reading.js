// Reading aloud: one card at a time in type that is read from the back of the hall, group by group.

function wallReading(w) {
  const { L, root, state } = w;
  let at = { group: "", card: "" };
  const name = h("h2", { class: "name" });
  const words = h("p", { class: "words", "aria-live": "polite" });
  const also = h("div", { class: "also" });
  const place = h("p", { class: "place" });
  const button = (text, onclick, more = {}) => h("button", { type: "button", onclick, ...more }, text);
  const back = button(`← ${L.previous}`, () => turn(-1));
  const on = button(`${L.next} →`, () => turn(1), { class: "primary" });
  const up = button(`↑ ${L.previous_group}`, () => jump(-1));
  const down = button(`↓ ${L.next_group}`, () => jump(1));
  const page = h("div", { class: "page" }, words, also);
  const dialog = h("dialog", { class: "reading", "aria-label": L.reading },
    h("header", {}, name, button(L.close, () => dialog.close(), { class: "shut" })),
    page, h("footer", {}, back, place, on, up, down));
  root.append(dialog);

  const groups = () => ["", ...w.places()].filter((id) => w.cardsOf(id).length);
  function open(group, card = "") {
    at = { group, card: card || w.cardsOf(group)[0] || "" };
    if (!w.cardsOf(group).length) {  // a group that only holds groups: the first of them
      const inner = group ? w.childrenOf(group).find((id) => w.cardsOf(id).length) : undefined;
      if (inner) at = { group: inner, card: w.cardsOf(inner)[0] };
    }
    dialog.showModal();
    draw();
    on.focus();
  }

  function draw() {
    if (!dialog.open) return;
    const ids = w.cardsOf(at.group);
    if (!ids.includes(at.card)) at.card = ids[0] ?? "";  // it was moved elsewhere meanwhile
    const i = ids.indexOf(at.card);
    const all = groups();
    name.textContent = w.path(at.group);
    const text = at.card ? w.card(at.card).text : L.no_cards;
    if (words.textContent !== text) words.textContent = text;
    const copies = at.card ? w.copiesOf(at.card) : [];
    keepChildren(also, copies.map((id) => w.card(id).text), () => (copies.length ? [h("p", {}, L.also), ...copies.map((id) => h("p", {}, w.card(id).text))] : []));
    place.textContent = ids.length ? fill(L.of, { n: i + 1, total: ids.length }) : "";
    back.disabled = i <= 0;
    on.disabled = i >= ids.length - 1;
    up.disabled = all.indexOf(at.group) <= 0;
    down.disabled = all.indexOf(at.group) === all.length - 1;
    if (document.activeElement === document.body || document.activeElement?.disabled) dialog.querySelector("button:not(:disabled)").focus();
    enlarge();
  }

  // The largest type that still fits on the page.
  function enlarge() {
    let [low, high] = [20, Math.max(40, Math.min(window.innerWidth / 6, window.innerHeight / 4))];
    for (let i = 0; i < 9; i++) {
      const size = (low + high) / 2;
      page.style.fontSize = `${size}px`;
      if (page.scrollHeight > page.clientHeight || page.scrollWidth > page.clientWidth) high = size;
      else low = size;
    }
    page.style.fontSize = `${low}px`;
  }

  function turn(step) {
    const ids = w.cardsOf(at.group);
    const next = ids[ids.indexOf(at.card) + step];
    if (next) { at.card = next; draw(); }
  }
  function jump(step) {
    const all = groups();
    const next = all[all.indexOf(at.group) + step];
    if (next !== undefined) { at = { group: next, card: w.cardsOf(next)[0] }; draw(); }
  }
  dialog.addEventListener("keydown", (event) => {
    const move = { ArrowLeft: () => turn(-1), ArrowRight: () => turn(1), ArrowUp: () => jump(-1), ArrowDown: () => jump(1), PageUp: () => turn(-1), PageDown: () => turn(1) }[event.key];
    if (move) { event.preventDefault(); move(); }
    event.stopPropagation();
  });
  dialog.addEventListener("close", () => w.faceOf(at.card)?.focus());
  window.addEventListener("resize", draw);
  return { open, draw: () => { if (state.get("stage")) draw(); }, close: () => window.removeEventListener("resize", draw) };
}
