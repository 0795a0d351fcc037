// Directions and actions: a table on a wide screen, one block per action on a narrow one.

function render({ model, el }) {
  const L = model.get("labels");
  const notice = h("p", { class: "note", role: "alert", hidden: true });
  const list = h("div", { class: "stack" });
  const offer = h("div", { class: "note row offer", hidden: true });
  const title = h("input", { "aria-label": L.new_direction, placeholder: L.new_direction, maxlength: 250 });
  const add = h("form", {
    class: "row add", onsubmit: submitting(async () => {
      if (title.value.trim() && await act("add_direction", { title: title.value })) title.value = "";
    }),
  }, title, h("button", { type: "submit" }, L.add_direction));
  el.append(h("section", { class: "minga directions stack", lang: model.get("lang"), "aria-label": L.heading },
    h("h2", {}, L.heading), offer, notice, list, add));

  const talk = converse(model, { onState: draw });
  const state = talk.state;
  let open = null;         // the action that is being completed
  let save = null;         // saves what is being completed; false when it was refused

  async function act(op, data = {}, done = "") {
    const answer = await talk.send(op, data);
    notice.textContent = answer.ok ? done : `${answer.message} ${answer.advice}`;
    notice.className = answer.ok ? "note good" : "note bad";
    notice.hidden = answer.ok && !done;
    return answer.ok ? answer : null;
  }

  function draw() {
    const order = state.get("order") ?? [];
    const formable = state.get("formable");
    offer.hidden = !formable;
    offer.firstChild.textContent = fill(L.form_hint, { n: formable });
    if (!order.length) {
      list.replaceChildren(h("div", { class: "panel empty", "data-key": "empty" }, h("h3", {}, L.empty), h("p", { class: "soft" }, L.empty_hint)));
      return;
    }
    reconcile(list, order, direction);
  }

  offer.append(h("span"), h("button", {
    type: "button", class: "primary", onclick: once(async () => {
      const answer = await act("form");
      if (!answer) return;
      notice.textContent = answer.result ? fill(L.formed, { n: answer.result }) : L.nothing_new;
      notice.className = "note good";
      notice.hidden = false;
    }),
  }, L.form));

  // Opening another action saves the one that was open: nobody loses what was typed.
  async function openAction(id) {
    if (open && save && !(await save())) return;
    open = id;
    draw();
  }
  function closeAction() {
    const id = open;
    open = save = null;
    draw();
    list.querySelector(`tr[data-key="${id}"] button`)?.focus();
  }

  function direction(id, old) {
    const d = state.get(`direction:${id}`);
    const node = old ?? makeDirection(id);
    node.querySelector(".code").textContent = fill(L.direction, { code: d.code });
    for (const [field, value] of [["title", d.title], ["outcome", d.outcome]]) {
      const input = node.querySelector(`[name=${field}]`);
      if (document.activeElement !== input && input.value !== value) input.value = value;
      if (document.activeElement !== input) requestAnimationFrame(() => fit(input));
    }
    reconcile(node.querySelector("tbody"), d.actions, action);
    return node;
  }

  // One line that grows: nothing of a long title is cut, and Enter still means done.
  function line(attributes) {
    return h("textarea", {
      rows: 1, oninput: (event) => fit(event.target),
      onkeydown: (event) => { if (event.key === "Enter") { event.preventDefault(); event.target.blur(); } }, ...attributes,
    });
  }

  function makeDirection(id) {
    const text = h("input", { "aria-label": L.new_action, placeholder: L.new_action, maxlength: 2000 });
    const change = (event) => act("edit_direction", { direction: id, [event.target.name]: event.target.value });
    return h("section", { class: "panel stack direction" },
      h("div", { class: "heading" }, h("p", { class: "code soft" }),
        line({ name: "title", class: "big", "aria-label": L.title, maxlength: 250, onchange: change }),
        h("label", { class: "small outcome" }, L.outcome, line({ name: "outcome", maxlength: 2000, onchange: change }))),
      h("table", {}, h("thead", {}, h("tr", {}, [L.code, L.action, L.schedule, L.people].map((words) => h("th", { scope: "col" }, words)),
        h("th", { scope: "col" }, h("span", { class: "hidden-text" }, L.edit)))), h("tbody")),
      h("form", {
        class: "row add", onsubmit: submitting(async () => {
          if (text.value.trim() && await act("add_action", { direction: id, text: text.value })) text.value = "";
        }),
      }, text, h("button", { type: "submit" }, L.add_action)));
  }

  function action(id, old) {
    const a = state.get(`action:${id}`);
    if (open === id && old?.classList.contains("open")) return old;
    return keep(old, [a, open === id], () => makeRow(id, a));
  }

  function makeRow(id, a) {
    const row = h("tr", { class: a.sub ? "sub" : "" });
    if (open === id) {
      row.classList.add("open");
      row.append(h("td", { colspan: 5 }, form(id, a)));
      return row;
    }
    const cell = (label, ...children) => h("td", { "data-label": label }, children);
    row.append(
      cell(L.code, a.code), cell(L.action, a.text, a.accomplishment && h("p", { class: "soft small" }, `${L.accomplishment}: ${a.accomplishment}`)),
      cell(L.schedule, a.schedule_text || h("span", { class: "soft" }, L.no_date), a.understood && h("p", { class: "soft small" }, a.understood)),
      cell(L.people, a.shown.length ? a.shown.map((name) => h("div", {}, name)) : h("span", { class: "soft" }, L.nobody)),
      h("td", {}, h("button", { type: "button", "data-focus": "edit", "aria-label": `${L.edit}: ${a.code} ${a.text}`, onclick: () => openAction(id) }, L.edit)));
    return row;
  }

  function form(id, a) {
    const code = h("input", { value: a.code, maxlength: 20 });
    const text = h("textarea", { rows: 2, value: a.text, maxlength: 2000 });
    const schedule = line({ value: a.schedule_text, maxlength: 2000 });
    const understood = h("p", { class: "small soft", role: "status" }, a.understood);
    const people = h("textarea", { rows: 3, value: a.people });
    const accomplishment = line({ value: a.accomplishment, maxlength: 2000 });
    let timer;
    schedule.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(async () => {
        const answer = await talk.send("understand", { text: schedule.value });
        if (answer.ok && schedule.isConnected) understood.textContent = answer.result;
      }, 300);
    });
    const fields = { code, text, schedule_text: schedule, people, accomplishment };
    const values = () => Object.fromEntries(Object.entries(fields).map(([key, input]) => [key, input.value]));
    const before = JSON.stringify(values());
    save = async () => {
      if (JSON.stringify(values()) === before) return true;
      return Boolean(await act("edit_action", { action: id, ...values() }));
    };
    const field = (label, input, ...more) => h("label", {}, label, input, more);
    const sure = h("span", { class: "row" });
    const usual = () => sure.replaceChildren(h("button", { type: "button", onclick: ask }, L.delete));
    const ask = () => {
      sure.replaceChildren(L.sure,
        h("button", { type: "button", onclick: once(remove) }, L.yes),
        h("button", { type: "button", onclick: () => { usual(); sure.firstChild.focus(); } }, L.cancel));
      sure.querySelector("button").focus();
    };
    const remove = async () => {
      const next = sure.closest(".direction").querySelector(".add input");
      if (!(await act("delete_action", { action: id }))) return;
      open = save = null;
      next.focus();
    };
    const addUnder = async () => {
      if (!(await save())) return;
      const d = [...state].find(([key, value]) => key.startsWith("direction:") && value.actions.includes(id));
      const answer = await act("add_action", { direction: d[0].slice(10), parent: id, text: L.new_action });
      if (answer) { open = answer.result; save = null; draw(); }
    };
    usual();
    requestAnimationFrame(() => { for (const field of [text, schedule, people, accomplishment]) fit(field); text.focus(); if (text.value === L.new_action) text.select(); });
    return h("form", {
      class: "stack editing", oninput: (event) => { event.currentTarget.dataset.dirty = "1"; },
      onsubmit: submitting(async () => { if (await save()) closeAction(); }),
    },
    h("div", { class: "pair" }, field(L.code, code), field(L.action, text)),
    field(L.schedule, schedule), understood,
    field(L.people, people, h("span", { class: "small soft" }, L.people_hint)),
    field(L.accomplishment, accomplishment),
    h("div", { class: "row" }, h("button", { class: "primary", type: "submit" }, L.save), h("button", { type: "button", onclick: closeAction }, L.cancel),
      h("button", { type: "button", onclick: () => act("move_action", { action: id, by: -1 }) }, L.up),
      h("button", { type: "button", onclick: () => act("move_action", { action: id, by: 1 }) }, L.down),
      !a.sub && h("button", { type: "button", onclick: once(addUnder) }, L.sub),
      sure));
  }

  const leaving = (event) => { if (open && list.querySelector("form.editing")?.dataset.dirty) event.preventDefault(); };
  window.addEventListener("beforeunload", leaving);
  const sizes = whenWidthChanges(list, () => { for (const field of list.querySelectorAll("textarea")) fit(field); });
  talk.hello();
  return () => { talk.close(); sizes.disconnect(); window.removeEventListener("beforeunload", leaving); };
}

export default { render };
