// Directions and actions: a table on a wide screen, one block per action on a narrow one.

function render({ model, el }) {
  const L = model.get("labels");
  const notice = h("p", { class: "note", role: "alert", hidden: true });
  const list = h("div", { class: "stack" });
  const offer = h("div", { class: "note row offer", hidden: true });
  const soft = h("p", { class: "note soft-warning", role: "status", hidden: true });
  const title = h("input", { "aria-label": L.new_direction, placeholder: L.new_direction, maxlength: 250 });
  const add = h("form", {
    class: "row add", onsubmit: submitting(async () => {
      if (title.value.trim() && await act("add_direction", { title: title.value })) title.value = "";
    }),
  }, title, h("button", { type: "submit" }, L.add_direction));

  const talk = converse(model, { onState: draw });
  const state = talk.state;
  // What the parts of this page share: which action is being completed, and which one is being moved.
  const page = {
    L, talk, state, act, tell, open: null, save: null, moving: null, moved: null,
    closeAction, tellMoved, toggleMoving, hurry: once((run) => run()),
    forget() { page.open = page.save = null; },
    reopen(id) { page.open = id; page.save = null; draw(); },
    directionOf(id) { return (state.get("order") ?? []).find((key) => state.get(`direction:${key}`)?.actions.includes(id)); },
  };
  const numbers = numbersPart(page);
  const undo = h("button", { type: "button", onclick: once(() => act("undo")) });
  el.append(h("section", { class: "minga directions stack", lang: model.get("lang"), "aria-label": L.heading },
    h("h2", {}, L.heading), offer, soft, notice, list, add,
    h("div", { class: "row foot" }, undo, numbers.opener, h("a", { class: "button", href: "8_calendar.ipynb" }, L.calendar)), numbers.panel));

  async function act(op, data = {}, done = "") {
    const answer = await talk.send(op, data);
    notice.textContent = answer.ok ? done : `${answer.message} ${answer.advice}`;
    notice.className = answer.ok ? "note good" : "note bad";
    notice.hidden = answer.ok && !done;
    return answer.ok ? answer : null;
  }

  function tell(words) {
    notice.textContent = words;
    notice.className = "note good";
    notice.hidden = false;
  }

  // Said once the new state has come, which is after the acknowledgement: so that it is the new number.
  function tellMoved(id) { page.moved = id; }

  function draw() {
    const order = state.get("order") ?? [];
    const formable = state.get("formable");
    offer.hidden = !formable;
    offer.firstChild.textContent = fill(L.form_hint, { n: formable });
    soft.textContent = state.get("unmeasured") ?? "";
    soft.hidden = !soft.textContent;
    numbers.opener.hidden = !order.length;
    undo.textContent = L.undo[state.get("last")] ?? L.undo[""];
    undo.disabled = !state.get("last");
    if (!order.length) {
      list.replaceChildren(h("div", { class: "panel empty", "data-key": "empty" }, h("h3", {}, L.empty), h("p", { class: "soft" }, L.empty_hint)));
      return;
    }
    reconcile(list, order, direction);
    const moved = state.get(`action:${page.moved}`);
    if (moved) tell(fill(L.moved, { code: moved.code }));
    page.moved = null;
  }

  offer.append(h("span"), h("button", {
    type: "button", class: "primary", onclick: once(async () => {
      const answer = await act("form");
      if (answer) tell(answer.result ? fill(L.formed, { n: answer.result }) : L.nothing_new);
    }),
  }, L.form));

  // Opening another action saves the one that was open: nobody loses what was typed.
  async function openAction(id) {
    if (page.open && page.save && !(await page.save())) return;
    page.moving = null;
    page.open = id;
    draw();
  }
  function closeAction() {
    const id = page.open;
    page.forget();
    draw();
    list.querySelector(`tr[data-key="${id}"] [data-focus=edit]`)?.focus();
  }
  function toggleMoving(id) {
    page.moving = page.moving === id ? null : id;
    draw();
    list.querySelector(`tr[data-key="${id}"] [data-focus=handle]`)?.focus();
  }

  function direction(id, old) {
    const d = state.get(`direction:${id}`);
    const node = old ?? makeDirection(id);
    node.querySelector(".code").textContent = fill(L.direction, { code: d.code });
    for (const [field, value] of [["title", d.title], ["outcome", d.outcome], ["code", d.code]]) {
      const input = node.querySelector(`[name=${field}]`);
      if (document.activeElement !== input && input.value !== value) input.value = value;
      if (document.activeElement !== input && input.matches("textarea")) requestAnimationFrame(() => fit(input));
    }
    const order = state.get("order");
    node.querySelector("[data-focus=up]").disabled = order[0] === id;
    node.querySelector("[data-focus=down]").disabled = order.at(-1) === id;
    node.querySelector(".gone").hidden = d.actions.length > 0;
    node.querySelector(".none").hidden = d.actions.length > 0;
    node.querySelector("table").hidden = !d.actions.length;
    node.querySelector(".measure").hidden = d.indicator;
    node.querySelector(".measure").disabled = !d.outcome.trim();
    node.querySelector(".measure").title = d.outcome.trim() ? "" : L.measure_first;
    node.querySelector(".measured").hidden = !d.indicator;
    reconcile(node.querySelector("tbody"), d.actions, action);
    return node;
  }

  function makeDirection(id) {
    const text = h("input", { "aria-label": L.new_action, placeholder: L.new_action, maxlength: 2000 });
    const change = (event) => act("edit_direction", { direction: id, [event.target.name]: event.target.value });
    return h("section", { class: "panel stack direction" },
      h("div", { class: "heading" }, h("p", { class: "code soft" }),
        growingLine({ name: "title", class: "big", "aria-label": L.title, maxlength: 250, onchange: change }),
        directionMenu(id, change),
        h("div", { class: "outcome" }, h("label", { class: "small" }, L.outcome, growingLine({ name: "outcome", maxlength: 2000, onchange: change })),
          h("button", { type: "button", class: "measure", onclick: once(() => act("measure", { direction: id })) }, L.measure),
          h("span", { class: "measured small" }, `✓ ${L.measured} · `, h("a", { href: "5_results.ipynb" }, L.see)))),
      h("p", { class: "soft none" }, L.no_actions),
      h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, h("span", { class: "hidden-text" }, L.move)),
        ["code", "action", "schedule", "people"].map((name) => h("th", { scope: "col", "data-column": name }, L[name])),
        h("th", { scope: "col", "data-column": "edit" }, h("span", { class: "hidden-text" }, L.edit)))), h("tbody")),
      h("form", {
        class: "row add", onsubmit: submitting(async () => {
          if (text.value.trim() && await act("add_action", { direction: id, text: text.value })) text.value = "";
        }),
      }, text, h("button", { type: "submit" }, L.add_action)));
  }

  function directionMenu(id, change) {
    const button = (way, by) => h("button", { type: "button", "data-focus": way, onclick: once(() => act("move_direction", { direction: id, by })) }, L[way]);
    const menu = h("div", { class: "row menu", hidden: true }, button("up", -1), button("down", 1),
      h("label", { class: "small row" }, L.direction_code, h("input", { name: "code", maxlength: 20, onchange: change })),
      h("button", { type: "button", class: "gone", onclick: once(() => act("delete_direction", { direction: id })) }, L.delete_direction));
    const opener = h("button", { type: "button", class: "plain more", "aria-label": L.move_direction, title: L.move_direction, "aria-expanded": "false", onclick: () => {
      menu.hidden = !menu.hidden;
      opener.setAttribute("aria-expanded", String(!menu.hidden));
    } }, h("span", { "aria-hidden": "true" }, "⋯"));
    return [opener, menu];
  }

  function action(id, old) {
    const a = state.get(`action:${id}`);
    if (page.open === id && old?.classList.contains("open")) return old;
    return keep(old, [a, page.open === id, page.moving === id && state.get("order")], () => makeRow(id, a));
  }

  function makeRow(id, a) {
    const row = h("tr", { class: a.depth > 1 ? "sub" : "", "data-depth": a.depth });
    if (page.open === id) {
      row.classList.add("open");
      row.append(h("td", { colspan: 6 }, actionForm(page, id, a)));
      return row;
    }
    const cell = (label, ...children) => h("td", { "data-label": label }, children);
    row.append(
      h("td", { class: "grip" }, moveHandle(page, id, a)), cell(L.code, a.code || "–"),
      cell(L.action, h("div", { class: "kept" }, a.text), a.accomplishment && h("p", { class: "soft small" }, `${L.accomplishment}: ${a.accomplishment}`),
        a.accomplishment && (a.indicator
          ? h("p", { class: "measured small" }, `✓ ${L.measured} · `, h("a", { href: "5_results.ipynb" }, L.see))
          : h("button", { type: "button", class: "measure small", "data-focus": "measure", onclick: once(() => act("measure_action", { action: id })) }, L.measure)),
        a.hints.length > 0 && h("ul", { class: "hints small" }, a.hints.map((hint) => h("li", {}, hint))),
        page.moving === id && moveMenu(page, id, a)),
      cell(L.schedule, a.schedule_text ? h("div", { class: "kept" }, a.schedule_text) : h("span", { class: "soft" }, L.no_date), a.understood && h("p", { class: "soft small" }, a.understood)),
      cell(L.people, a.shown.length ? a.shown.map((name, at) => personShown(L, name, a.answers[at])) : h("span", { class: "soft" }, L.nobody)),
      h("td", {}, h("button", { type: "button", "data-focus": "edit", "aria-label": `${L.edit}: ${a.code} ${a.text}`, onclick: () => openAction(id) }, L.edit)));
    return row;
  }

  const leaving = (event) => { if (page.open && list.querySelector("form.editing")?.dataset.dirty) event.preventDefault(); };
  window.addEventListener("beforeunload", leaving);
  const sizes = whenWidthChanges(list, () => { for (const field of list.querySelectorAll("textarea")) fit(field); });
  talk.hello();
  return () => { talk.close(); sizes.disconnect(); window.removeEventListener("beforeunload", leaving); };
}

export default { render };
