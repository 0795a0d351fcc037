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

  const save = (message, buffers) => {
    if (!message.file) return;
    const url = URL.createObjectURL(new Blob(buffers.map((b) => b.buffer ?? b)));
    const link = h("a", { href: url, download: message.file });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
  };
  model.on("msg:custom", save);
  talk.hello();
  return () => { talk.close(); model.off("msg:custom", save); };
}

export default { render };
