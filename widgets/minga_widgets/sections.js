function render({ model, el }) {
  const L = model.get("labels");
  const notice = h("p", { class: "note bad", role: "alert", hidden: true });
  const list = h("div", { class: "stack" });
  el.append(h("section", { class: "minga sections stack", lang: model.get("lang") }, h("h2", {}, L.heading), h("p", { class: "soft" }, L.hint), notice, list));
  const talk = converse(model, { onState: draw });

  function draw(state) {
    reconcile(list, state.get("order") ?? [], (id, old) => {
      const { title, text, stage } = state.get(`section:${id}`);
      const node = old ?? make(id);
      node.querySelector("label").textContent = title;
      node.querySelector(".stage").textContent = stage === title ? "" : stage;
      const field = node.querySelector("textarea");
      if (document.activeElement !== field && !node.dataset.dirty) field.value = text;
      return node;
    });
  }

  function make(id) {
    const said = h("span", { class: "small soft", role: "status" });
    const field = h("textarea", { id: `section-${id}`, rows: 5, maxlength: 20000, oninput: () => { node.dataset.dirty = "1"; said.textContent = L.unsaved; } });
    const node = h("form", {
      class: "panel", onsubmit: async (event) => {
        event.preventDefault();
        const answer = await talk.send("write", { section: id, text: field.value });
        notice.textContent = answer.ok ? "" : `${answer.message} ${answer.advice}`;
        notice.hidden = answer.ok;
        if (answer.ok) { delete node.dataset.dirty; said.textContent = L.saved; }
      },
    }, h("p", { class: "stage small soft" }), h("label", { for: `section-${id}` }), field, h("div", { class: "row" }, h("button", { type: "submit" }, L.save), said));
    return node;
  }

  talk.hello();
  return () => talk.close();
}

export default { render };
