
// ipydatagrid draws on a canvas; this puts the keyboard and a name on it, and translates its menu.
function adopt(box, title, labels) {
  const viewport = box.querySelector(".lm-DataGrid-viewport");
  if (!viewport || viewport.dataset.adopted) return Boolean(viewport);
  viewport.dataset.adopted = "yes";
  viewport.tabIndex = 0;
  viewport.setAttribute("role", "application");
  viewport.setAttribute("aria-label", `${fill(labels.grid, { title })}. ${labels.keys}`);
  viewport.addEventListener("keydown", (event) => {
    if (event.target !== viewport) return;
    // Tab leaves the grid: a keyboard must never be caught in it.
    if (event.key === "Tab") event.stopPropagation();
    else if (opensEditor(event)) {
      event.stopPropagation();
      if (event.key.length > 1 && event.key !== "Dead" && event.key !== "Process") event.preventDefault();
      startEditing(viewport);
    }
  }, true);
  return true;
}

// Lumino opens its editor for A to Z, digits, space and hyphen as they lie on an American keyboard, so that a
// first «ñ», «¿», «á» or minus sign would be lost; and not for Enter, which spreadsheets teach people to press.
function opensEditor(event) {
  if (event.ctrlKey || event.metaKey || (event.altKey && !event.getModifierState("AltGraph"))) return false;
  return event.isTrusted && ((event.key.length === 1 && event.key !== " ")
    || ["Enter", "F2", "Dead", "Process"].includes(event.key));
}

// The editor opens and takes the focus at once, so the key that was pressed is then written in it.
function startEditing(viewport) {
  const letter = new KeyboardEvent("keydown", { key: "a", code: "KeyA", bubbles: true, cancelable: true });
  Object.defineProperty(letter, "keyCode", { value: 65 });
  viewport.dispatchEvent(letter);
}

// The grid's menu speaks English only; what has no word here is left out. Other menus are not touched.
function translateMenu(words) {
  for (const menu of document.querySelectorAll(".lm-Menu")) {
    const items = Array.from(menu.querySelectorAll(".lm-Menu-item"));
    if (!items.some((item) => item.dataset.command in words)) continue;
    for (const item of items) {
      const label = item.querySelector(".lm-Menu-itemLabel");
      const word = words[item.dataset.command];
      if (label && word && label.textContent !== word) label.textContent = word;
      item.hidden = !word;
    }
  }
}

function render({ model, el }) {
  const labels = model.get("labels");
  const root = h("section", { class: "minga grid-bar stack", lang: model.get("lang") });
  const head = h("div", { class: "grid-head" });
  const bar = h("div", { class: "row" });
  const editor = h("form", { class: "grid-cell" });
  const confirm = h("div", { class: "note bad row", role: "alertdialog", hidden: true });
  const waiting = h("div", { class: "note", role: "status", hidden: true });
  const problems = h("div", { class: "note bad", role: "alert", hidden: true });
  const said = h("p", { class: "row small", role: "status" });
  root.append(head, editor, problems, waiting, confirm, bar, said);
  let place = "", box = null, eager = false;

  const talk = converse(model, { onState: draw, onAck: (m) => { if (!m.ok) tell([`${m.message} ${m.advice ?? ""}`], false); } });
  const state = (key) => talk.state.get(key);

  function tell(sentences, dismissable) {
    problems.hidden = !sentences.length;
    problems.replaceChildren(...sentences.map((s) => h("p", {}, s)),
      dismissable ? h("button", { type: "button", onclick: () => talk.send("dismiss") }, labels.dismiss) : "");
  }

  function drawHead() {
    const { title, hint, empty } = state("about"), may = state("may");
    head.replaceChildren(h("h2", {}, title), h("p", { class: "soft" }, hint),
      may.periods?.length ? chooser(may) : "",
      may.locked ? h("p", { class: "note bad" }, may.locked) : "",
      empty ? h("p", { class: "note" }, empty) : "");
  }

  function chooser({ periods, period }) {
    const select = h("select", { onchange: async () => {
      if (!(await talk.send("period", { period: select.value })).ok) select.value = period;
    } }, periods.map(([value, words]) => h("option", { value }, words)));
    select.value = period;
    return h("label", { class: "grid-period" }, `${labels.period} `, select);
  }

  function field(cell) {
    if (cell.kind === "choice") {
      const select = h("select", {}, h("option", { value: "" }, labels.none), cell.choices.map((c) => h("option", {}, c)));
      select.value = cell.choices.includes(cell.text) ? cell.text : "";
      return select;
    }
    const input = h(cell.kind === "long" ? "textarea" : "input", { rows: cell.kind === "long" ? 3 : null, maxlength: 20000,
      inputmode: cell.kind === "number" || cell.kind === "integer" ? "decimal" : null });
    input.value = cell.text;
    return input;
  }

  function drawCell() {
    const cell = state("cell");
    const here = cell ? `${cell.key}|${cell.column}` : "";
    const typing = here === place && editor.contains(document.activeElement);
    if (typing && editor.dataset.text !== editor.elements[0]?.value) return; // somebody is writing here
    place = here;
    if (!cell) return editor.replaceChildren(h("p", { class: "soft" }, labels.pick));
    const name = fill(labels.cell, { row: cell.row, column: cell.title });
    if (!cell.editable) {
      return editor.replaceChildren(h("p", {}, h("strong", {}, name)), h("p", { class: "whole" }, cell.text || labels.none),
        h("p", { class: "soft small" }, labels.fixed));
    }
    const input = field(cell);
    const send = () => input.value !== editor.dataset.text
      && talk.send("set", { key: cell.key, column: cell.column, text: input.value });
    editor.dataset.text = input.value;
    editor.onsubmit = (event) => { event.preventDefault(); send(); };
    if (cell.kind === "choice") input.onchange = send;
    editor.replaceChildren(h("label", {}, name, input), cell.help ? h("p", { class: "soft small" }, cell.help) : "",
      cell.kind === "choice" ? "" : h("button", { type: "submit", class: "primary" }, labels.apply));
    // A new row is written at once; but whoever already writes elsewhere is not interrupted.
    if (typing || (eager && cell.key.startsWith("new:") && !document.activeElement?.closest(".lm-DataGrid"))) {
      input.focus();
      eager = false;
    }
  }

  function drawBar() {
    const may = state("may"), cell = state("cell");
    const free = !may.locked;
    bar.replaceChildren(
      may.add && free ? h("button", { type: "button", class: "add", onclick: () => { eager = true; talk.send("add"); } }, labels.add) : "",
      may.spread && free ? h("button", { type: "button", class: "spread", disabled: !cell, onclick: () => talk.send("spread", { key: cell.key }) }, may.spread) : "",
      may.delete && free ? h("button", { type: "button", class: "remove", disabled: !cell?.deletable, onclick: ask }, labels.delete) : "",
      h("button", { type: "button", class: "save", onclick: () => talk.send("save") }, labels.save));
  }

  function ask() {
    const cell = state("cell");
    const close = () => { confirm.hidden = true; };
    confirm.replaceChildren(h("p", {}, fill(labels.confirm, { row: cell.row, name: cell.name })),
      h("button", { type: "button", class: "yes", onclick: () => { close(); talk.send("delete", { key: cell.key }); } }, labels.yes),
      h("button", { type: "button", onclick: close }, labels.no));
    confirm.hidden = false;
    confirm.lastChild.focus();
  }

  function draw() {
    drawHead();
    drawCell();
    drawBar();
    tell(state("problems"), true);
    waiting.hidden = !state("waiting").length;
    waiting.replaceChildren(...state("waiting").map((s) => h("p", {}, s)));
    said.replaceChildren(state("done") ? h("span", { class: "note good done" }, state("done")) : "",
      state("exported") ? h("span", { class: "exported" }, state("exported")) : "");
    settle();
  }

  // The canvas is a neighbour that another view draws, so it is looked for until it is there.
  function settle() {
    box ??= el.closest(".minga-grid");
    if (!box || !state("about") || !adopt(box, state("about").title, labels) || head.parentNode !== root) return;
    box.prepend(h("div", { class: "minga grid-bar" }, head)); // both neighbours are in place by now
  }
  const watch = new MutationObserver(() => { settle(); translateMenu(labels.menu); });
  watch.observe(document.body, { childList: true, subtree: true });

  el.append(root);
  talk.hello();
  return () => { watch.disconnect(); talk.close(); };
}

export default { render };
