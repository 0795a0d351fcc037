// What a plan lacks, a button that makes it, and each report as it is done.

function render({ model, el }) {
  const L = model.get("labels");
  const finding = h("p", { class: "finding", role: "status" });
  const trouble = h("p", { class: "note bad", role: "alert", hidden: true });
  const lacking = h("ul", { class: "plain-list" });
  const made = h("ul", { class: "plain-list" });
  const progress = h("progress", { max: 1, value: 0 });
  const step = h("span", { class: "small" });
  const working = h("p", { class: "row working", role: "status", hidden: true }, progress, step);
  const said = h("p", { class: "small saved", role: "status" });
  const make = h("button", { type: "button", class: "primary", onclick: once(() => act("make")) }, L.make);
  const look = h("button", { type: "button", onclick: once(() => act("look")) }, L.look);
  const remind = h("button", { type: "button", onclick: once(() => act("remind")) }, L.remind);
  const results = h("div", { class: "results", hidden: true }, h("h3", {}, L.done), made);
  el.append(h("section", { class: "minga due stack", lang: model.get("lang") }, h("h2", {}, L.heading), finding, lacking,
    h("div", { class: "row" }, make, look, remind), working, trouble, said, results));
  const talk = converse(model, { onState: draw });
  let refused = "";

  async function act(op, data = {}) {
    const answer = await talk.send(op, data);
    refused = answer.ok ? "" : `${answer.message} ${answer.advice}`.trim();
    draw(talk.state);
  }

  function draw(state) {
    const busy = Boolean(state.get("busy"));
    const due = state.get("due") ?? [];
    finding.textContent = state.get("finding") ?? "";
    finding.hidden = !finding.textContent;
    reconcile(lacking, due.map((one) => one.key), (key, old) => {
      const one = due.find((other) => other.key === key);
      return keep(old, one, () => h("li", {}, h("strong", {}, one.name), h("span", { class: "soft" }, ` · ${one.why} · ${one.since}`)));
    });
    make.disabled = busy || !due.length;
    look.disabled = remind.disabled = busy;
    working.hidden = !busy;
    progress.max = Math.max(state.get("total") ?? 1, 1);
    progress.value = state.get("done") ?? 0;
    step.textContent = fill(L.making, { n: Math.min((state.get("done") ?? 0) + 1, state.get("total") ?? 1), total: state.get("total") ?? 1 });
    trouble.textContent = refused || (state.get("trouble") ?? "");
    trouble.hidden = !trouble.textContent;
    said.textContent = state.get("said") ?? "";
    const results_ = state.get("made") ?? [];
    results.hidden = !results_.length;
    reconcile(made, results_.map((one) => one.key), (key, old) => {
      const one = results_.find((other) => other.key === key);
      return keep(old, one, () => h("li", { class: one.ok ? "" : "bad" }, h("span", { "aria-hidden": "true" }, one.ok ? "✔ " : "✖ "),
        h("strong", {}, one.name), `: ${one.told} `,
        one.ok && h("button", { type: "button", class: "small", onclick: once(() => act("download", { which: Number(key) })) }, L.download)));
    });
  }

  const handedOver = handOver(model);
  talk.hello();
  return () => { talk.close(); handedOver(); };
}

export default { render };
