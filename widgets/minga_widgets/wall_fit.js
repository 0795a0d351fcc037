// How large the wall is drawn: by hand in steps, or so that all of it fits on the screen. Everything on the
// board is measured in em, so that text wraps anew at each size instead of shrinking as a picture would.

const WALL_SIZES = [50, 60, 70, 80, 90, 100, 115, 130, 150, 175, 200];
const SMALLEST = 11;           // px; smaller than this nobody reads it, and the page scrolls instead

function wallFit(w) {
  const { board, state } = w;
  let percent = 100;
  let fitted = false;
  let width = 0;
  let marks = "";
  const em = () => (w.root.dataset.contrast ? 24 : 18);        // px of a card's words at 100 %
  const narrow = () => width < 640;

  // Tracks: columns of cards within a column, so that a large group does not grow taller than the others.
  function tracks() {
    const tops = w.tops();
    const loose = w.cardsOf("").length;
    const unit = 14 * em() * percent / 100;
    if (narrow()) return new Map();
    if (!tops.length) return new Map([["", Math.max(1, Math.min(Math.floor(width / unit), loose))]]);
    const spare = width - Math.min(tops.length * unit, width * 0.6);
    return new Map([["", Math.max(1, Math.min(Math.floor(spare / unit), Math.ceil(loose / 6)))]]);
  }

  // For all to fit, groups flow through columns of one width like the text of a newspaper: how many columns
  // let the type be largest is reckoned from the lengths of the texts; the size is then found by measuring.
  function plan(height) {
    const ids = w.inOrder();
    const lengths = ids.map((id) => w.card(id).text.length);
    const heads = w.places().length + 1;
    const most = Math.max(2, Math.floor(width / 130));
    let best = { size: 0, columns: 1 };
    for (let columns = 1; columns <= most; columns++) {
      const size = largest(lengths, heads, columns, height);
      const nearer = Math.abs(columns - w.tops().length - 1) < Math.abs(best.columns - w.tops().length - 1);
      if (size > best.size * 1.01 || (size > best.size * 0.99 && nearer)) best = { size, columns };
    }
    return best;
  }
  function largest(lengths, heads, columns, height) {
    const track = width / columns - 24;
    let [low, high] = [4, 1.5 * em()];
    for (let i = 0; i < 12; i++) {
      const size = (low + high) / 2;
      const line = (track - 1.6 * size) / (0.53 * size);
      const cards = lengths.reduce((sum, n) => sum + Math.ceil(1.12 * n / Math.max(line, 1)) * 1.22 * size + 0.9 * size, 0);
      if (line > 13 && cards + heads * 4.4 * size < columns * height * 0.94) low = size;
      else high = size;
    }
    return low;
  }

  const put = (size) => board.style.setProperty("--size", `${size}px`);
  function spread(share) {
    for (const id of ["", ...state.get("order")]) w.groups.node(id)?.style.setProperty("--tracks", share.get(id) ?? 1);
  }

  function fitAll() {
    const room = window.innerHeight - w.top.getBoundingClientRect().height - (w.root.dataset.contrast ? w.asked.offsetHeight + 8 : 28) - 16;
    const { size, columns } = plan(room);
    board.style.setProperty("--room", `${room}px`);
    board.style.setProperty("--flow", columns);
    board.classList.toggle("whole", w.inOrder().length < 80);
    let now = Math.max(SMALLEST, size);
    put(now);
    const tooBig = () => board.scrollHeight > board.clientHeight + 1 || board.scrollWidth > board.clientWidth + 1;
    for (let i = 0; i < 16 && now > SMALLEST && tooBig(); i++) put(now = Math.max(SMALLEST, now * 0.96));
    for (let i = 0; i < 12 && !tooBig() && now < 1.5 * em(); i++) {
      put(now * 1.03);
      if (tooBig()) { put(now); break; }
      now *= 1.03;
    }
    widen(columns, tooBig);
    percent = Math.round(100 * now / em());
  }
  // A column that stays empty gives its width to the others.
  function widen(columns, tooBig) {
    const box = board.getBoundingClientRect();
    const edges = [...board.querySelectorAll(".column")].map((node) => [...node.getClientRects()].at(-1)?.right ?? 0);
    const filled = Math.round((Math.max(...edges) - box.left) / (box.width / columns));
    if (filled < 1 || filled >= columns) return;
    board.style.setProperty("--flow", filled);
    if (tooBig()) board.style.setProperty("--flow", columns);
  }

  // Called after each drawing; reckons anew only when something that matters changed.
  function draw(force = false) {
    if (!width) width = board.clientWidth;
    const shows = JSON.stringify([fitted, percent, width, w.root.dataset.contrast ?? "", state.get("order"), ["", ...state.get("order")].map((id) => w.cardsOf(id).length),
      fitted && [...state].filter(([key]) => key.startsWith("card:")).reduce((n, [, card]) => n + card.text.length, 0)]);
    if ((shows === marks && !force) || w.drag.under()) return;
    marks = shows;
    board.classList.toggle("fitted", fitted && !narrow());
    board.classList.toggle("narrow", narrow());
    // On a phone the loose cards lie in a row that scrolls; a keyboard must come to it too.
    const row = w.groups.node("")?.parts.list;
    if (narrow()) row?.setAttribute("tabindex", "0");
    else row?.removeAttribute("tabindex");
    board.classList.toggle("alone", !w.tops().length);
    if (fitted && !narrow()) fitAll();
    else { put(em() * percent / 100); spread(tracks()); }
  }
  function step(by) {
    fitted = false;
    const at = WALL_SIZES.findIndex((size) => size >= percent - 1);
    percent = WALL_SIZES[Math.max(0, Math.min((at < 0 ? WALL_SIZES.length : at) + by, WALL_SIZES.length - 1))];
    w.draw();
  }
  function toggle(on = !fitted) {
    if (fitted === on) return;
    fitted = on;
    percent = 100;
    w.draw();
    w.bar.draw();  // the size is known only now
  }

  const observer = whenWidthChanges(board, () => { width = board.clientWidth; if (state.get("stage")) { draw(true); w.groups.grow(); } });
  const resized = () => { if (fitted && state.get("stage")) draw(true); };
  window.addEventListener("resize", resized);

  return { draw, step, toggle, shown: () => ({ percent, fitted }), close() { observer.disconnect(); window.removeEventListener("resize", resized); } };
}
