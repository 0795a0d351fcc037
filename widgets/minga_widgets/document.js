function render({ model, el }) {
  const L = model.get("labels");
  const notice = h("p", { class: "note bad", role: "alert", hidden: true });
  const said = h("p", { class: "small saved", role: "status" });
  const downloads = h("div", { class: "row" });
  const frame = h("div", { class: "preview" });
  const make = h("button", { type: "button", class: "primary", onclick: once(() => act("make")) }, L.make);
  el.append(h("section", { class: "minga document stack", lang: model.get("lang") }, h("h2", {}, L.heading),
    h("div", { class: "row" }, make, h("button", { type: "button", onclick: once(() => act("csv")) }, L.csv)), said, notice, downloads, frame));
  const talk = converse(model, { onState: draw });
  let shown = null;

  async function act(op, data = {}) {
    if (op === "make") said.textContent = L.making;
    const answer = await talk.send(op, data);
    notice.textContent = answer.ok ? "" : `${answer.message} ${answer.advice}`;
    notice.hidden = answer.ok;
    if (!answer.ok) said.textContent = "";
  }

  function draw(state) {
    said.textContent = state.get("said") ?? "";
    reconcile(downloads, state.get("formats") ?? [], (format, old) =>
      old ?? h("button", { type: "button", onclick: once(() => act("download", { format })) }, L.download[format]));
    const page = state.get("preview");
    if (page === shown) return;
    shown = page;
    // The sandbox lets nothing run, whatever people wrote.
    frame.replaceChildren(page ? h("iframe", { title: L.preview, sandbox: "", srcdoc: page }) : h("p", { class: "panel soft empty" }, L.empty));
  }

  const handedOver = handOver(model);
  talk.hello();
  return () => { talk.close(); handedOver(); };
}

export default { render };
