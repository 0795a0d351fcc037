// What was said of directions and actions, each with the button that makes it an indicator; what is one is folded.

function render({ model, el }) {
  const L = model.get("labels");
  const summary = h("p", { class: "soft small", role: "status" });
  const trouble = h("p", { class: "note bad", role: "alert", hidden: true });
  const left = h("ul", { class: "said" }), made = h("ul", { class: "said" });
  const count = h("summary", {});
  const folded = h("details", { hidden: true }, count, made);
  const empty = h("p", { class: "soft", hidden: true }, L.empty);
  el.append(h("section", { class: "minga promises stack", lang: model.get("lang") }, h("h2", {}, L.heading), h("p", { class: "soft" }, L.hint), trouble, empty, left, folded, summary));
  const talk = converse(model, { onState: draw });
  let pressed = false;  // its button is about to go: the keyboard goes on to the next one

  async function measure(row, table) {
    const answer = await talk.send("measure", { row, table });
    pressed = answer.ok;
    trouble.hidden = answer.ok;
    trouble.textContent = answer.ok ? "" : `${answer.message} ${answer.advice}`;
  }

  function said(p, ...more) {
    return h("li", {}, h("div", {}, h("p", { class: "small soft" }, `${L[p.table]} ${p.title}`), h("p", { class: "text" }, p.text)), more);
  }

  function draw(state) {
    const order = state.get("order") ?? [], of = (id) => state.get(`promise:${id}`);
    const done = order.filter((id) => of(id).made);
    empty.hidden = order.length > 0;
    summary.textContent = state.get("summary") ?? "";
    reconcile(left, order.filter((id) => !of(id).made), (id, old) => keep(old, of(id), () => said(of(id),
      h("button", { type: "button", "data-focus": "measure", "aria-label": `${L.measure}: ${of(id).text}`, onclick: once(() => measure(id, of(id).table)) }, L.measure))));
    reconcile(made, done, (id, old) => keep(old, of(id), () => said(of(id), h("p", { class: "small done" }, `✓ ${L.measured}`))));
    left.hidden = done.length === order.length;
    folded.hidden = !done.length;
    count.textContent = fill(L.made, { n: done.length });
    if (pressed && !el.contains(document.activeElement)) (left.querySelector("button") ?? count).focus();
    pressed = false;
  }

  talk.hello();
  return () => talk.close();
}

export default { render };
