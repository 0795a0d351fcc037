// Directions and actions: a table on a wide screen, one block per action on a narrow one.

function render({ model, el }) {
  const L = model.get("labels");
  const notice = h("p", { class: "note", role: "alert", hidden: true });
  const list = h("div", { class: "stack" });
  const offer = h("div", { class: "note row offer", hidden: true });
  const title = h("input", { "aria-label": L.new_direction, placeholder: L.new_direction, maxlength: 250 });
  const add = h("form", {
    class: "row add", onsubmit: async (event) => {
      event.preventDefault();
      if (title.value.trim() && await act("add_direction", { title: title.value })) title.value = "";
    },
  }, title, h("button", { type: "submit" }, L.add_direction));
  el.append(h("section", { class: "minga directions stack", lang: model.get("lang"), "aria-label": L.heading },
    h("h2", {}, L.heading), offer, notice, list, add));

  const talk = converse(model, { onState: draw });
  const state = talk.state;
  let open = null;         // the action that is being completed

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
    offer.replaceChildren(h("span", {}, fill(L.form_hint, { n: formable })),
      h("button", {
        type: "button", class: "primary", onclick: async () => {
          const answer = await act("form");
          if (answer) act("understand", { text: "" }, answer.result ? fill(L.formed, { n: answer.result }) : L.nothing_new);
        },
      }, L.form));
    if (!order.length) {
      list.replaceChildren(h("div", { class: "panel empty", "data-key": "empty" }, h("h3", {}, L.empty), h("p", { class: "soft" }, L.empty_hint)));
      return;
    }
    reconcile(list, order, direction);
  }

  function direction(id, old) {
    const d = state.get(`direction:${id}`);
    const node = old ?? makeDirection(id);
    node.querySelector(".code").textContent = fill(L.direction, { code: d.code });
    for (const [field, value] of [["title", d.title], ["outcome", d.outcome]]) {
      const input = node.querySelector(`[name=${field}]`);
      if (document.activeElement !== input) input.value = value;
    }
    reconcile(node.querySelector("tbody"), d.actions, action);
    return node;
  }

  function makeDirection(id) {
    const text = h("input", { "aria-label": L.new_action, placeholder: L.new_action, maxlength: 2000 });
    const change = (event) => act("edit_direction", { direction: id, [event.target.name]: event.target.value });
    return h("section", { class: "panel stack direction" },
      h("div", { class: "heading" }, h("p", { class: "code soft" }),
        h("input", { name: "title", class: "big", "aria-label": L.title, maxlength: 250, onchange: change }),
        h("label", { class: "small outcome" }, L.outcome, h("input", { name: "outcome", maxlength: 2000, onchange: change }))),
      h("table", {}, h("thead", {}, h("tr", {}, [L.code, L.action, L.schedule, L.people, ""].map((words) => h("th", { scope: "col" }, words)))), h("tbody")),
      h("form", {
        class: "row add", onsubmit: async (event) => {
          event.preventDefault();
          if (text.value.trim() && await act("add_action", { direction: id, text: text.value })) text.value = "";
        },
      }, text, h("button", { type: "submit" }, L.add_action)));
  }

  function action(id, old) {
    const a = state.get(`action:${id}`);
    if (open === id && old?.classList.contains("open")) return old;
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
      h("td", {}, h("button", { type: "button", onclick: () => { open = id; draw(); } }, L.edit)));
    return row;
  }

  function form(id, a) {
    const code = h("input", { value: a.code, maxlength: 20 });
    const text = h("textarea", { rows: 2, value: a.text, maxlength: 2000 });
    const schedule = h("input", { value: a.schedule_text, maxlength: 2000 });
    const understood = h("p", { class: "small soft", role: "status" }, a.understood);
    const people = h("textarea", { rows: 3, value: a.people });
    const accomplishment = h("input", { value: a.accomplishment, maxlength: 2000 });
    let timer;
    schedule.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(async () => {
        const answer = await talk.send("understand", { text: schedule.value });
        if (answer.ok) understood.textContent = answer.result;
      }, 300);
    });
    const close = () => { open = null; draw(); };
    const field = (label, input, ...more) => h("label", {}, label, input, more);
    const sure = h("span", { class: "row" });
    const usual = () => sure.replaceChildren(h("button", { type: "button", onclick: ask }, L.delete));
    const ask = () => sure.replaceChildren(L.sure,
      h("button", { type: "button", onclick: async () => { open = null; if (!(await act("delete_action", { action: id }))) draw(); } }, L.yes),
      h("button", { type: "button", onclick: usual }, L.cancel));
    usual();
    queueMicrotask(() => text.focus());
    return h("form", {
      class: "stack editing", onsubmit: async (event) => {
        event.preventDefault();
        open = null;
        const saved = await act("edit_action", {
          action: id, code: code.value, text: text.value, schedule_text: schedule.value, people: people.value, accomplishment: accomplishment.value,
        });
        if (!saved) open = id;
        draw();
      },
    },
    h("div", { class: "pair" }, field(L.code, code), field(L.action, text)),
    field(L.schedule, schedule), understood,
    field(L.people, people, h("span", { class: "small soft" }, L.people_hint)),
    field(L.accomplishment, accomplishment),
    h("div", { class: "row" }, h("button", { class: "primary", type: "submit" }, L.save), h("button", { type: "button", onclick: close }, L.cancel),
      h("button", { type: "button", onclick: () => act("move_action", { action: id, by: -1 }) }, L.up),
      h("button", { type: "button", onclick: () => act("move_action", { action: id, by: 1 }) }, L.down),
      !a.sub && h("button", { type: "button", onclick: () => { open = null; const d = [...state].find(([k, v]) => k.startsWith("direction:") && v.actions.includes(id)); act("add_action", { direction: d[0].slice(10), parent: id, text: L.new_action }); draw(); } }, L.sub),
      sure));
  }

  talk.hello();
  return () => talk.close();
}

export default { render };
