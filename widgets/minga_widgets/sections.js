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
      if (document.activeElement !== field && !node.dataset.dirty && field.value !== text) field.value = text;
      if (document.activeElement !== field) requestAnimationFrame(() => fit(field));
      return node;
    });
  }

  function make(id) {
    const said = h("span", { class: "small soft", role: "status" });
    const field = h("textarea", { id: `section-${id}`, rows: 5, maxlength: 20000, oninput: () => { fit(field); node.dataset.dirty = "1"; said.textContent = L.unsaved; } });
    const node = h("form", {
      class: "panel", onsubmit: submitting(async () => {
        const text = field.value;
        const answer = await talk.send("write", { section: id, text });
        notice.textContent = answer.ok ? "" : `${answer.message} ${answer.advice}`;
        notice.hidden = answer.ok;
        if (answer.ok && field.value === text) { delete node.dataset.dirty; said.textContent = L.saved; }
      }),
    }, h("p", { class: "stage small soft" }), h("label", { for: `section-${id}` }), field, h("div", { class: "row" }, h("button", { type: "submit" }, L.save), said));
    return node;
  }

  // Leaving with something unsaved asks first; a narrower page wraps differently.
  const leaving = (event) => { if (list.querySelector("[data-dirty]")) event.preventDefault(); };
  window.addEventListener("beforeunload", leaving);
  const sizes = whenWidthChanges(list, () => { for (const field of list.querySelectorAll("textarea")) fit(field); });
  talk.hello();
  return () => { talk.close(); sizes.disconnect(); window.removeEventListener("beforeunload", leaving); };
}

export default { render };
