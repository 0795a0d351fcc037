// What was said of directions and actions, each with the button that makes it an indicator.

function render({ model, el }) {
  const L = model.get("labels");
  const summary = h("p", { class: "soft", role: "status" });
  const trouble = h("p", { class: "note bad", role: "alert", hidden: true });
  const list = h("ul", { class: "said" });
  const empty = h("p", { class: "soft", hidden: true }, L.empty);
  el.append(h("section", { class: "minga promises stack", lang: model.get("lang") }, h("h2", {}, L.heading), h("p", { class: "soft" }, L.hint), trouble, empty, list, summary));
  const talk = converse(model, { onState: draw });

  async function measure(row, table) {
    const answer = await talk.send("measure", { row, table });
    trouble.hidden = answer.ok;
    trouble.textContent = answer.ok ? "" : `${answer.message} ${answer.advice}`;
  }

  function draw(state) {
    const order = state.get("order") ?? [];
    empty.hidden = order.length > 0;
    summary.textContent = state.get("summary") ?? "";
    reconcile(list, order, (id, old) => {
      const p = state.get(`promise:${id}`);
      return keep(old, p, () => h("li", { class: p.made ? "made" : "" },
        h("div", {}, h("p", { class: "small soft" }, `${L[p.table]} ${p.title}`), h("p", { class: "text" }, p.text)),
        p.made ? h("p", { class: "small done", tabindex: -1, "data-focus": "measure" }, `✓ ${L.measured}`)
          : h("button", { type: "button", "data-focus": "measure", "aria-label": `${L.measure}: ${p.text}`, onclick: once(() => measure(id, p.table)) }, L.measure)));
    });
  }

  talk.hello();
  return () => talk.close();
}

export default { render };
